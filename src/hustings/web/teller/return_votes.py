"""What a return says of the vote: figures or the decision only, what follows from them, and the tally sheet."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from hustings.conduct import returning
from hustings.conduct.returning import UnitDesk
from hustings.kernel.refusals import Refused
from hustings.proceedings.publication import is_unanimous
from hustings.proceedings.stages import UnitAnswer
from hustings.web.base.refusals import Worded
from hustings.web.teller import return_forms as ask
from hustings.web.teller.flows import Answers, Asked, Step
from hustings.web.teller.words import (
    answer_sentence,
    figure_labels,
    figures_text,
    in_groups,
    tie_sentence,
)


def _how(desk: UnitDesk, answers: Answers, post: Any, files: Any) -> Asked:
    return Asked(
        ask.HowReported(post), _("Figures, or the decision only?"), "teller/return/how.html"
    )


def gives_figures(desk: UnitDesk, answers: Answers) -> bool:
    """Whether the return says figures, and not the decision only."""
    return not desk.is_affiliate or answers.get("how", {}).get("how", "figures") == "figures"


def _decision(desk: UnitDesk, answers: Answers, post: Any, files: Any) -> Asked:
    title = _("What did %(unit)s decide?") % {"unit": desk.unit.name}
    return Asked(ask.DecisionOnly(post), title)


def _figures(desk: UnitDesk, answers: Answers, post: Any, files: Any) -> Asked:
    present = answers.get("present", {}).get("present")
    form = ask.Figures(figure_labels(desk), present, post)
    words = {"present": present, "cell": desk.seat.rulebook.rules.publication.minimum_cell}
    return Asked(form, _("The figures"), "teller/return/figures.html", words)


def _said_figures(desk: UnitDesk, answers: Answers) -> list[tuple[str, str]]:
    votes = votes_in(answers)
    labels = figure_labels(desk)
    rows = [(labels[name], str(votes[name])) for name in ask.FIGURES]
    present = answers.get("present", {}).get("present")
    if present is not None and present > sum(votes.values()):
        rows.append((_("Present and not voting"), str(present - sum(votes.values()))))
    return [*rows, (_("The answer that follows"), answer_sentence(desk, votes))]


def votes_in(answers: Answers) -> dict[str, int]:
    """The figures as they were given."""
    return {name: answers["figures"][name] for name in ask.FIGURES}


def _answer(desk: UnitDesk, answers: Answers, post: Any, files: Any) -> Asked:
    votes = votes_in(answers)
    public, unanimous = returning.figures_public(desk, votes), is_unanimous(votes)
    seen = figures_text(votes)
    form = ask.WhatFollows(unanimous and public, seen, post)
    tie = returning.answer_from(votes) is UnitAnswer.TIE
    words = {
        "sentence": answer_sentence(desk, votes),
        "tie": tie_sentence(desk) if tie else "",
        "tie_rule": desk.rules.decision.unit_tie if desk.rules and tie else None,
        "public": public,
        "unanimous": unanimous and public,
        "cell": desk.seat.rulebook.rules.publication.minimum_cell,
    }
    return Asked(form, _("What follows from the figures"), "teller/return/answer.html", words)


def published(desk: UnitDesk, answers: Answers) -> bool:
    """Whether everybody may read the figures."""
    asked = answers.get("answer", {}).get("publish", "yes")
    return returning.figures_public(desk, votes_in(answers)) and asked == "yes"


def _nothing_said(desk: UnitDesk, answers: Answers) -> list[tuple[str, str]]:
    return []


def _sheet(desk: UnitDesk, answers: Answers, post: Any, files: Any) -> Asked:
    form = ask.TallySheet(post, files)
    kept = post.get("kept") if post is not None else None
    title = _("The tally sheet")
    return Asked(form, title, "teller/return/sheet.html", {"kept": kept})


def _keep_sheet(desk: UnitDesk, form: forms.Form, before: dict[str, Any]) -> Any:
    upload = form.cleaned_data["photograph"]
    if upload is not None:
        if upload.size > LARGEST_UPLOAD:
            return Worded(
                "file-size", "evidence", _("This file is larger than 10 MB. Take a smaller one.")
            )
        kept = returning.keep_evidence(desk, upload.read())
        return kept if isinstance(kept, Refused) else {"kept": [kept]}
    if form.cleaned_data["without"]:
        return {"without": ["on"]}
    return {"kept": before.get("kept", [])}


LARGEST_UPLOAD = 10 * 1024 * 1024


def _said_sheet(desk: UnitDesk, answers: Answers) -> list[tuple[str, str]]:
    kept = answers["sheet"].get("kept")
    said = (
        _("kept, with the fingerprint %(hash)s") % {"hash": in_groups(kept)}
        if kept
        else _("none given")
    )
    return [(_("Tally sheet"), said)]


def _said_how(desk: UnitDesk, answers: Answers) -> list[tuple[str, str]]:
    figures = gives_figures(desk, answers)
    return [(_("What is reported"), _("decision and figures") if figures else _("decision only"))]


def _said_decision(desk: UnitDesk, answers: Answers) -> list[tuple[str, str]]:
    chosen = UnitAnswer(answers["decision"]["answer"]).value
    return [(_("Decision"), dict(ask.DecisionOnly.base_fields["answer"].choices)[chosen])]  # type: ignore[attr-defined]


def _is_affiliate(desk: UnitDesk, answers: Answers) -> bool:
    return desk.is_affiliate


def _only_decision(desk: UnitDesk, answers: Answers) -> bool:
    return not gives_figures(desk, answers)


STEPS = (
    Step("how", _how, _said_how, _is_affiliate),
    Step("decision", _decision, _said_decision, _only_decision),
    Step("figures", _figures, _said_figures, gives_figures),
    Step("answer", _answer, _nothing_said, gives_figures),
    Step("sheet", _sheet, _said_sheet, keep=_keep_sheet),
)
