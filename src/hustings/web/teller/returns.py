"""Make a return: which meeting, who was there, the question, the figures, the tally sheet, check, sign."""

from datetime import datetime
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hustings.conduct import returning
from hustings.conduct.returning import UnitDesk
from hustings.conduct.roles import Role
from hustings.kernel.refusals import Refused
from hustings.proceedings.entry import Entry
from hustings.proceedings.publication import is_unanimous
from hustings.proceedings.stages import Stage, UnitAnswer
from hustings.proceedings.unit_returns import ReturnMade
from hustings.proceedings.values import Visibility, Withheld
from hustings.timetable.instants import at_local
from hustings.timetable.sentences import say_instant
from hustings.web.base.refusals import Worded
from hustings.web.teller import return_forms as ask
from hustings.web.teller.flows import Answers, Asked, Flow, Step
from hustings.web.teller.words import (
    answer_sentence,
    figure_labels,
    figures_text,
    in_groups,
    tie_sentence,
)

L = gettext_lazy


def _meeting(desk: UnitDesk, answers: Answers, post: Any, files: Any) -> Asked:
    if desk.is_affiliate:
        title = _("When did %(unit)s decide?") % {"unit": desk.unit.name}
        return Asked(ask.WhenDecided(post), title)
    meeting = desk.meeting
    choices = [] if meeting is None else [(meeting.at.isoformat(), _when(desk, meeting.at))]
    form = ask.WhichMeeting(choices, post, initial={"meeting": choices[0][0] if choices else ""})
    return Asked(form, _("Which meeting was it?"), "teller/return/meeting.html")


def _met_at(desk: UnitDesk, answers: Answers) -> datetime:
    answer = answers["meeting"]
    if desk.is_affiliate:
        return at_local(answer["day"], answer["hour"], desk.zone)
    return datetime.fromisoformat(answer["meeting"])


def _when(desk: UnitDesk, at: datetime) -> str:
    return say_instant(at, desk.zone, _)


def _present(desk: UnitDesk, answers: Answers, post: Any, files: Any) -> Asked:
    words = {
        "rule": desk.rules.meeting.representative if desk.rules else None,
        "quorum": desk.rules.meeting.quorum if desk.rules else None,
        "cell": desk.seat.rulebook.rules.publication.minimum_cell,
    }
    form = ask.WhoWasThere(post)
    return Asked(form, _("Who was there?"), "teller/return/present.html", words)


def _said_present(desk: UnitDesk, answers: Answers) -> list[tuple[str, str]]:
    there = answers["present"]
    said = _("yes") if there["representative"] == "yes" else _("no")
    present = str(there["present"])
    if returning.present_as_told(desk, there["present"])[0] is None:
        present = _("%(text)s (not published)") % {"text": present}
    return [
        (_("Members present"), present),
        (_("Representative in the room"), said),
    ]


def _question(desk: UnitDesk, answers: Answers, post: Any, files: Any) -> Asked:
    words = {"question": desk.rules.question if desk.rules else None}
    form = ask.AskedWordForWord(post)
    return Asked(form, _("The question, word for word"), "teller/return/question.html", words)


def _said_question(desk: UnitDesk, answers: Answers) -> list[tuple[str, str]]:
    if answers["question"]["asked"] == "yes" and desk.rules:
        return [(_("Question"), _("“%(text)s”") % {"text": desk.rules.question.text.value})]
    return [(_("Question"), _("another question, or other words"))]


def _how(desk: UnitDesk, answers: Answers, post: Any, files: Any) -> Asked:
    return Asked(
        ask.HowReported(post), _("Figures, or the decision only?"), "teller/return/how.html"
    )


def _gives_figures(desk: UnitDesk, answers: Answers) -> bool:
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
    votes = _votes(answers)
    labels = figure_labels(desk)
    rows = [(labels[name], str(votes[name])) for name in ask.FIGURES]
    present = answers.get("present", {}).get("present")
    if present is not None and present > sum(votes.values()):
        rows.append((_("Present and not voting"), str(present - sum(votes.values()))))
    return [*rows, (_("The answer that follows"), answer_sentence(desk, votes))]


def _votes(answers: Answers) -> dict[str, int]:
    return {name: answers["figures"][name] for name in ask.FIGURES}


def _answer(desk: UnitDesk, answers: Answers, post: Any, files: Any) -> Asked:
    votes = _votes(answers)
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


def _published(desk: UnitDesk, answers: Answers) -> bool:
    asked = answers.get("answer", {}).get("publish", "yes")
    return returning.figures_public(desk, _votes(answers)) and asked == "yes"


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


def _declaration(desk: UnitDesk, answers: Answers, post: Any, files: Any) -> Asked:
    words = {"rule": desk.rules.returns.affiliate_declaration if desk.rules else None}
    form = ask.Declaration(post)
    return Asked(form, _("Your declaration"), "teller/return/declaration.html", words)


def _second(desk: UnitDesk, answers: Answers, post: Any, files: Any) -> Asked:
    tellers = [(one.reference, str(one)) for one in returning.other_tellers(desk)]
    form = ask.SecondTeller(tellers, post)
    words = {"rule": desk.rules.returns.tellers if desk.rules else None, "nobody": not tellers}
    return Asked(form, _("Who is the second teller?"), "teller/return/second.html", words)


def _said_second(desk: UnitDesk, answers: Answers) -> list[tuple[str, str]]:
    names = {one.reference: str(one) for one in returning.other_tellers(desk)}
    chosen = answers["second"]["second"]
    return [(_("Second teller"), names.get(chosen, chosen))]


def _two_tellers(desk: UnitDesk, answers: Answers) -> bool:
    wanted = desk.rules.returns.tellers.value if desk.rules else 2
    return not desk.is_affiliate and wanted > 1


def _command(desk: UnitDesk, answers: Answers) -> ReturnMade:
    there, figures = answers.get("present", {}), _gives_figures(desk, answers)
    present, quorate = returning.present_as_told(desk, there.get("present"))
    asked = answers["question"]["asked"] == "yes" and desk.rules is not None
    kept = answers["sheet"].get("kept")
    votes = _votes(answers) if figures else {}
    seen_by = Visibility.PARTIES
    if figures and _published(desk, answers):
        seen_by = Visibility.PUBLIC
    return ReturnMade(
        unit=desk.unit.id,
        question=desk.rules.question.text.value if asked and desk.rules else "",
        answer=returning.answer_from(votes)
        if figures
        else UnitAnswer(answers["decision"]["answer"]),
        met_at=_met_at(desk, answers),
        figures=Withheld(dict(votes), seen_by) if figures else None,
        present=present,
        quorate=quorate,
        representative_present=there.get("representative") == "yes",
        evidence=(kept,) if kept else (),
        own_rules_followed=bool(answers.get("declaration", {}).get("followed")),
        by=returning.return_actors(desk, answers.get("second", {}).get("second")),
    )


def _not_now(desk: UnitDesk) -> Refused | None:
    state = desk.seat.state
    if desk.rules is None or state.stage is not Stage.TRIGGER:
        text = _("No trigger ballot is running for this seat, so there is nothing to return.")
        return Worded("no-trigger-now", "", text)
    if not desk.unit.counts:
        return Refused("unit-does-not-count", "", desk.unit.because)
    made = state.standing_return(desk.unit.id)
    if made is not None and not made.void:
        rule = str(desk.rules.returns.duplicate.citation)
        text = _(
            "%(unit)s has made its return. If it is wrong, contest it; a body can then void it."
        )
        return Worded("returned-already", rule, text % {"unit": desk.unit.name})
    return _statement_waits(desk) or _meeting_first(desk)


def _statement_waits(desk: UnitDesk) -> Refused | None:
    waiting = [one for one in returning.statements(desk) if not one.refused]
    if not waiting:
        return None
    names = ", ".join(name for _ref, name in waiting[0].unsigned)
    text = _(
        "A return of %(unit)s waits for the signature of %(names)s. It is signed or refused first."
    )
    return Worded("return-waits", "", text % {"unit": desk.unit.name, "names": names})


def _meeting_first(desk: UnitDesk) -> Refused | None:
    if desk.is_affiliate or desk.rules is None:
        return None
    rule = str(desk.rules.meeting.notice.citation)
    if desk.meeting is None:
        text = _("No notice of a meeting of %(unit)s is on the record.") % {"unit": desk.unit.name}
        return Worded("no-notice", rule, text)
    if desk.meeting.at > desk.now:
        text = _("A return is made after the meeting. %(unit)s meets on %(when)s.")
        said = {"unit": desk.unit.name, "when": _when(desk, desk.meeting.at)}
        return Worded("not-met-yet", rule, text % said)
    return None


def _warn(desk: UnitDesk, answers: Answers) -> list[str]:
    warnings = _number_untold(desk, answers.get("present", {}).get("present"))
    if _gives_figures(desk, answers) and not _published(desk, answers):
        text = _("The figures will not be published: the public reads the decision without them.")
        warnings.append(text)
    return warnings


def _number_untold(desk: UnitDesk, present: int | None) -> list[str]:
    told, quorate = returning.present_as_told(desk, present)
    if present is None or told is not None:
        return []
    words = {"n": desk.seat.rulebook.rules.publication.minimum_cell.value}
    text = _("Fewer than %(n)s were present, so the number is not published.") % words
    if quorate:
        text += " " + _("The return says instead that the meeting was quorate.")
    return [text]


def _worked_out(desk: UnitDesk, made: Entry) -> list[tuple[str, str]]:
    if not isinstance(made, ReturnMade) or not made.quorate or desk.rules is None:
        return []
    text = _("yes, the quorum is %(n)s") % {"n": desk.rules.meeting.quorum.value}
    return [(_("The meeting was quorate"), text)]


def _said_meeting(desk: UnitDesk, answers: Answers) -> list[tuple[str, str]]:
    return [(_("Meeting"), _when(desk, _met_at(desk, answers)))]


def _said_how(desk: UnitDesk, answers: Answers) -> list[tuple[str, str]]:
    figures = _gives_figures(desk, answers)
    return [(_("What is reported"), _("decision and figures") if figures else _("decision only"))]


def _said_decision(desk: UnitDesk, answers: Answers) -> list[tuple[str, str]]:
    chosen = UnitAnswer(answers["decision"]["answer"]).value
    return [(_("Decision"), dict(ask.DecisionOnly.base_fields["answer"].choices)[chosen])]  # type: ignore[attr-defined]


def _said_declaration(desk: UnitDesk, answers: Answers) -> list[tuple[str, str]]:
    return [(_("Declaration"), _("our own rules were followed"))]


def _is_branch(desk: UnitDesk, answers: Answers) -> bool:
    return not desk.is_affiliate


def _is_affiliate(desk: UnitDesk, answers: Answers) -> bool:
    return desk.is_affiliate


def _only_decision(desk: UnitDesk, answers: Answers) -> bool:
    return not _gives_figures(desk, answers)


RETURN = Flow(
    subject=lambda desk: f"return/{desk.unit.id}",
    address=lambda desk, slug: reverse(
        "teller-return-step", args=[desk.seat.proceeding, desk.unit.id, slug]
    ),
    home=lambda desk: reverse("teller-unit", args=[desk.seat.proceeding, desk.unit.id]),
    steps=(
        Step("meeting", _meeting, _said_meeting),
        Step("present", _present, _said_present, _is_branch),
        Step("question", _question, _said_question),
        Step("how", _how, _said_how, _is_affiliate),
        Step("decision", _decision, _said_decision, _only_decision),
        Step("figures", _figures, _said_figures, _gives_figures),
        Step("answer", _answer, _nothing_said, _gives_figures),
        Step("sheet", _sheet, _said_sheet, keep=_keep_sheet),
        Step("declaration", _declaration, _said_declaration, _is_affiliate),
        Step("second", _second, _said_second, _two_tellers),
    ),
    title=L("Check the return before you sign it"),
    button=L("Make the return and go on to sign it"),
    command=_command,
    what_if=returning.what_if,
    carry_out=returning.carry_out,
    facts=_worked_out,
    not_now=_not_now,
    warn=_warn,
)
ROLES = (Role.TELLER, Role.AFFILIATE_OFFICER)
