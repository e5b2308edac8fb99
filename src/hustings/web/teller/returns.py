"""Make a return: the questions one after the other, then the check, the statement and its signatures."""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hustings.conduct import returning
from hustings.conduct.returning import UnitDesk, WaitingStatement
from hustings.conduct.roles import Role
from hustings.kernel.refusals import Refused
from hustings.proceedings.stages import Stage, UnitAnswer
from hustings.proceedings.unit_returns import ReturnMade
from hustings.proceedings.values import Visibility, Withheld
from hustings.web.base.refusals import Worded
from hustings.web.teller import return_forms as ask
from hustings.web.teller import return_meeting, return_votes
from hustings.web.teller.flows import Answers, Asked, Flow, Step, signing_page
from hustings.web.teller.return_meeting import met_at, number_untold, when, worked_out
from hustings.web.teller.return_votes import gives_figures, published, votes_in

L = gettext_lazy


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
    there, figures = answers.get("present", {}), gives_figures(desk, answers)
    present, quorate = returning.present_as_told(desk, there.get("present"))
    kept = answers["sheet"].get("kept")
    said = votes_in(answers) if figures else {}
    seen_by = Visibility.PARTIES
    if figures and published(desk, answers):
        seen_by = Visibility.PUBLIC
    return ReturnMade(
        unit=desk.unit.id,
        question=desk.rules.question.text.value if desk.rules else "",
        answer=returning.answer_from(said)
        if figures
        else UnitAnswer(answers["decision"]["answer"]),
        met_at=met_at(desk, answers),
        figures=Withheld(dict(said), seen_by) if figures else None,
        present=present,
        quorate=quorate,
        representative_present=there["representative"] == "yes" if there else None,
        evidence=(kept,) if kept else (),
        own_rules_followed=_declared(answers),
        by=returning.return_actors(desk, answers.get("second", {}).get("second")),
    )


def _declared(answers: Answers) -> bool | None:
    return bool(answers["declaration"].get("followed")) if "declaration" in answers else None


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


def _waiting(desk: UnitDesk) -> list[WaitingStatement]:
    return [one for one in returning.statements(desk) if not one.refused]


def _instead(desk: UnitDesk, refused: Refused) -> list[str]:
    """Where a return waits for a signature, the way to it."""
    words = _("Read it, then sign or refuse")
    return [
        format_html('<a href="{}">{}</a>', signing_page(one.reference), words)
        for one in _waiting(desk)
    ]


def _statement_waits(desk: UnitDesk) -> Refused | None:
    waiting = _waiting(desk)
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
        said = {"unit": desk.unit.name, "when": when(desk, desk.meeting.at)}
        return Worded("not-met-yet", rule, text % said)
    return None


def _warn(desk: UnitDesk, answers: Answers) -> list[str]:
    warnings = number_untold(desk, answers.get("present", {}).get("present"))
    if gives_figures(desk, answers) and not published(desk, answers):
        text = _("The figures will not be published: the public reads the decision without them.")
        warnings.append(text)
    return warnings


def _said_declaration(desk: UnitDesk, answers: Answers) -> list[tuple[str, str]]:
    return [(_("Declaration"), _("our own rules were followed"))]


def _is_affiliate(desk: UnitDesk, answers: Answers) -> bool:
    return desk.is_affiliate


RETURN = Flow(
    subject=lambda desk: f"return/{desk.unit.id}",
    address=lambda desk, slug: reverse(
        "teller-return-step", args=[desk.seat.proceeding, desk.unit.id, slug]
    ),
    home=lambda desk: reverse("teller-unit", args=[desk.seat.proceeding, desk.unit.id]),
    steps=(
        *return_meeting.STEPS,
        *return_votes.STEPS,
        Step("declaration", _declaration, _said_declaration, _is_affiliate),
        Step("second", _second, _said_second, _two_tellers),
    ),
    title=L("Check the return before you sign it"),
    button=L("Make the return and go on to sign it"),
    command=_command,
    what_if=returning.what_if,
    carry_out=returning.carry_out,
    facts=worked_out,
    not_now=_not_now,
    allowed=_instead,
    warn=_warn,
)
ROLES = (Role.TELLER, Role.AFFILIATE_OFFICER)
