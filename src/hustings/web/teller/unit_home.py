"""A unit's own page: where its meeting and its return stand, what comes next by when, what can be done."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from hustings.conduct import returning, tallying
from hustings.conduct.returning import UnitDesk, WaitingStatement
from hustings.conduct.roles import Role
from hustings.conduct.words import STAGES
from hustings.proceedings.nominations import NominationMade
from hustings.proceedings.stages import Stage, UnitAnswer
from hustings.proceedings.state import ReturnState
from hustings.proceedings.unit_returns import ReturnMade
from hustings.timetable.sentences import say_instant
from hustings.web.permissions import requires
from hustings.web.teller.desks import for_unit
from hustings.web.teller.flows import signing_page
from hustings.web.teller.teller_home import sentence_of as seat_sentence
from hustings.web.teller.words import unit_and_seat


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that this person can do now, with its address."""

    words: str
    address: str


@requires(Role.UNIT_SECRETARY, Role.TELLER, Role.AFFILIATE_OFFICER, Role.SCRUTINEER)
def units(request: HttpRequest) -> HttpResponse:
    """Every unit and every seat in which this person has a part."""
    person = request.person.id  # type: ignore[attr-defined]
    rows = [
        {
            "name": unit_and_seat(d),
            "sentence": sentence_of(d),
            "address": reverse("teller-unit", args=[d.seat.proceeding, d.unit.id]),
            "needs": any(s.waits_for(person) for s in returning.statements(d)),
        }
        for d in returning.desks_of(person)
    ]
    rows += [
        {
            "name": _("The papers of %(seat)s") % {"seat": d.seat.state.seat},
            "sentence": seat_sentence(d),
            "address": reverse("teller-seat", args=[d.seat.proceeding]),
            "needs": False,
        }
        for d in tallying.desks_of(person)
    ]
    return render(request, "teller/units.html", {"rows": rows})


@requires(Role.UNIT_SECRETARY, Role.TELLER, Role.AFFILIATE_OFFICER)
@for_unit(Role.UNIT_SECRETARY, Role.TELLER, Role.AFFILIATE_OFFICER)
def unit(request: HttpRequest, desk: UnitDesk) -> HttpResponse:
    """One unit of one seat, for those who act for it."""
    waiting = returning.statements(desk) + returning.statements(desk, NominationMade)
    page = {
        "desk": desk,
        "sentence": sentence_of(desk),
        "mine": [_signing(s) for s in waiting if s.waits_for(desk.person)],
        "waiting": [_signing(s) for s in waiting if not s.waits_for(desk.person)],
        "coming": coming(desk),
        "deeds": deeds(desk),
        "rules": desk.rules,
        "made": _made(desk),
        "contested": _contested(desk),
    }
    return render(request, "teller/unit.html", page)


def _signing(statement: WaitingStatement) -> dict[str, Any]:
    words = _("The return") if isinstance(statement.entry, ReturnMade) else _("The nomination")
    return {
        "statement": statement,
        "address": signing_page(statement.reference),
        "words": words,
        "unsigned": ", ".join(name for _ref, name in statement.unsigned),
        "signed": ", ".join(statement.signed),
    }


def sentence_of(desk: UnitDesk) -> str:
    """Where the unit stands, in one sentence made from the record."""
    name = {"unit": desk.unit.name}
    if not desk.unit.counts:
        said = {**name, "because": desk.unit.because}
        return _("%(unit)s does not count in this procedure for now. %(because)s") % said
    made = desk.seat.state.standing_return(desk.unit.id)
    if made is not None:
        return _return_sentence(desk, made)
    if desk.rules is None or desk.seat.state.stage is not Stage.TRIGGER:
        stage = _(STAGES[desk.seat.state.stage]) if desk.seat.state.stage in STAGES else ""
        return _("The seat stands at: %(stage)s.") % {"stage": stage}
    if any(not one.refused for one in returning.statements(desk)):
        return _("The return of %(unit)s is written and waits for a signature.") % name
    return _before_the_return(desk)


def _before_the_return(desk: UnitDesk) -> str:
    name = {"unit": desk.unit.name}
    step = desk.seat.state.step("returns-due")
    if step is not None and desk.now > step.last:
        return _("%(unit)s made no return in time.") % name
    if desk.is_affiliate:
        return _("%(unit)s has not made its return yet.") % name
    if desk.meeting is None:
        return _("%(unit)s has not been called to meet yet.") % name
    said = {**name, "when": say_instant(desk.meeting.at, desk.zone, _)}
    if desk.meeting.at > desk.now:
        return _("%(unit)s meets on %(when)s.") % said
    return _("%(unit)s met on %(when)s. Its return has not been made yet.") % said


def _return_sentence(desk: UnitDesk, made: ReturnState) -> str:
    answer = {
        UnitAnswer.OPEN: _("wants an open selection"),
        UnitAnswer.RESELECT: _("wants the representative reselected"),
        UnitAnswer.TIE: _("is tied"),
        UnitAnswer.ABSTAIN: _("abstains"),
    }[made.answer]
    said = {
        "unit": desk.unit.name,
        "answer": answer,
        "when": say_instant(made.made_at, desk.zone, _),
    }
    if made.void:
        return _("The return of %(unit)s (made on %(when)s: it %(answer)s) has been voided.") % said
    if made.contested:
        text = _(
            "%(unit)s made its return on %(when)s: it %(answer)s. "
            "It is contested and waits for a decision."
        )
        return text % said
    return _("%(unit)s made its return on %(when)s: it %(answer)s.") % said


def _made(desk: UnitDesk) -> ReturnMade | None:
    found = [p.entry for p in desk.seat.entries if isinstance(p.entry, ReturnMade)]
    mine = [entry for entry in found if entry.unit == desk.unit.id]
    return mine[-1] if mine else None


def _contested(desk: UnitDesk) -> bool:
    made = desk.seat.state.standing_return(desk.unit.id)
    return made is not None and made.contested


def coming(desk: UnitDesk) -> list[dict[str, Any]]:
    """What happens next, and by when."""
    state, rows = desk.seat.state, []
    if desk.meeting is not None and desk.meeting.at > desk.now:
        rows.append({"name": _("The meeting"), "value": say_instant(desk.meeting.at, desk.zone, _)})
    names = {
        "unit-meetings": _("Meetings are held until"),
        "returns-due": _("Returns are due by"),
        "nominations-close": _("Nominations close"),
    }
    for step_id, words in names.items():
        step = state.step(step_id)
        if step is not None and step.last > desk.now:
            rows.append({"name": words, "value": say_instant(step.last, desk.zone, _)})
    return rows


def deeds(desk: UnitDesk) -> list[Deed]:
    """What this person can do for the unit now."""
    where = [desk.seat.proceeding, desk.unit.id]
    found: list[Deed] = []
    stage = desk.seat.state.stage
    if stage is Stage.TRIGGER and desk.unit.counts and desk.rules is not None:
        found += _in_the_trigger(desk, where)
    if stage is Stage.NOMINATIONS and desk.unit.counts and desk.roles & _NOMINATING:
        found.append(
            Deed(_("Nominate from the longlist"), reverse("teller-nomination", args=where))
        )
    return found


_NOMINATING = frozenset({Role.UNIT_SECRETARY, Role.AFFILIATE_OFFICER})


def _in_the_trigger(desk: UnitDesk, where: list[str]) -> list[Deed]:
    found: list[Deed] = []
    made = desk.seat.state.standing_return(desk.unit.id)
    returned = made is not None and not made.void
    if returned:
        return found
    if Role.UNIT_SECRETARY in desk.roles and not desk.is_affiliate:
        call = desk.meeting is None
        words = _("Call the meeting") if call else _("Call the meeting again, at another time")
        found.append(Deed(words, reverse("teller-notice", args=where)))
    if returning.may_return_now(desk):
        found.insert(0, Deed(_("Make the return"), reverse("teller-return", args=where)))
    return found
