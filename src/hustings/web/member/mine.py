"""My page: what I can do now on every seat that concerns me, by when."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext as _

from hustings.conduct.candidacy import is_holder, letter_of, place_of
from hustings.conduct.casting import open_booth
from hustings.conduct.membering import Mine, acting_units, my_row_kept, my_seats
from hustings.conduct.returning import may_return_now, unit_desk
from hustings.conduct.roles import OFFICE_ROLES, Role, roles_of
from hustings.conduct.showing.stages import stages_of
from hustings.kernel.refusals import Refused
from hustings.proceedings.appeals import appeals_close
from hustings.proceedings.readoption import demand_closes
from hustings.proceedings.stages import Stage
from hustings.proceedings.state import UnitRow
from hustings.web.member.appealing import MAY_APPEAL
from hustings.web.member.begin import found_or_404, when, words_of
from hustings.web.member.rolls import MAY_OBJECT
from hustings.web.member.ruling import rule_of
from hustings.web.permissions import requires
from hustings.web.signing.named import named_for

KNOWN = tuple(sorted(frozenset(Role) - {Role.STRANGER}))


@dataclass(frozen=True, slots=True)
class Chance:
    """One thing that a person can do or look at; ``urgent`` where it waits for them."""

    what: str
    url: str
    by: str = ""
    urgent: bool = False


@requires(*KNOWN)
def me(request: HttpRequest) -> HttpResponse:
    """What I can do now, seat by seat; before that, what waits for my signature, and for the office."""
    person = request.person.id  # type: ignore[attr-defined]
    seats = [_seat(found) for found in my_seats(person)]
    waiting = [(one, chance) for one in seats for chance in one["chances"] if chance.urgent]
    to_sign = named_for(person)
    words = {
        "seats": seats,
        "waiting": waiting,
        "to_sign": to_sign,
        "things": len(waiting) + len(to_sign),
        "is_office": bool(roles_of(person) & frozenset(OFFICE_ROLES)),
    }
    return render(request, "member/me.html", words)


def _seat(found: Mine) -> dict[str, Any]:
    return {
        **words_of(found),
        "name": found.seat.state.seat,
        "chances": [*_holder(found), *_contender(found), *_member(found), *_anybody(found)],
    }


def _at(name: str, found: Mine) -> str:
    return reverse(name, args=[found.seat.proceeding])


def _holder(found: Mine) -> list[Chance]:
    if not is_holder(found):
        return []
    facts = letter_of(found)
    if facts.asked_at is None:
        return []
    open_now = facts.may_answer and facts.answer is None and facts.late is None
    if open_now:
        by = when(found, facts.until)
        return [
            Chance(
                _("Do you intend to stand? Answer the letter"), _at("intention", found), by, True
            )
        ]
    answered = Chance(_("The letter, and your answer"), _at("intention", found))
    if not facts.demands:
        return [answered]
    closes = demand_closes(found.given)
    by = when(found, closes) if closes else ""
    return [
        Chance(
            _("The ballot was lost: ask for the next step"), _at("readoption-next", found), by, True
        ),
        answered,
    ]


def _contender(found: Mine) -> list[Chance]:
    place, state = place_of(found), found.seat.state
    if place.mine is not None:
        waits = any(not one.consented for one in place.nominations)
        urgent = waits and state.stage is Stage.NOMINATIONS
        return [Chance(_("Your place in the selection"), _at("application", found), "", urgent)]
    if place.may_apply is None and (found.area or Role.CANDIDATE in found.roles):
        closes = state.step("applications-close")
        by = when(found, closes.last) if closes else ""
        return [Chance(_("Apply to be selected"), _at("application", found), by)]
    return []


def _member(found: Mine) -> list[Chance]:
    chances = _vote(found)
    if found.member is not None and found.area:
        chances.append(Chance(_("Am I eligible, and why?"), _at("my-eligibility", found)))
        if _is_on_the_roll(found):
            chances.append(Chance(_("My row on the frozen roll"), _at("my-row", found)))
    if found.units and found.seat.state.units:
        chances.append(Chance(_("My unit’s return, and its history"), _at("my-return", found)))
    return chances


def _is_on_the_roll(found: Mine) -> bool:
    kept = my_row_kept(found)
    return kept is not None and kept[0].eligible


def _vote(found: Mine) -> list[Chance]:
    """The booth, for an elector who can cast now; what keeps them from it is said in the booth itself."""
    ballot = found.seat.state.ballot
    if ballot is None or ballot.online is None or found.member is None or not found.area:
        return []
    booth = open_booth(found.person, found.seat.proceeding, now=found.now)
    box = _at("seat-box", found)
    if isinstance(booth, Refused):
        return [Chance(_("The ballot box, to look your ballot up"), box)]
    address = f"{reverse('booth')}?contest={found.seat.proceeding}"
    return [Chance(_("Vote now"), address, when(found, booth.closes), True)]


def _anybody(found: Mine) -> list[Chance]:
    state, chances = found.seat.state, list[Chance]()
    if state.units and found.roles & frozenset(MAY_OBJECT):
        until = state.objections_until
        is_open = until is not None and found.now <= until
        words = _("The roll of units: object to it") if is_open else _("The roll of units")
        chances.append(Chance(words, _at("my-units", found), when(found, until) if is_open else ""))
    chances += _acting(found)
    closes = appeals_close(found.given)
    in_time = closes is not None and found.now <= closes and state.stage is not Stage.DECLARED
    if in_time and found.roles & frozenset(MAY_APPEAL):
        words = _("Appeal against the outcome")
        chances.append(Chance(words, _at("my-appeal", found), when(found, closes)))
    chances.append(Chance(_("My dates"), _at("my-dates", found)))
    return chances


def _acting(found: Mine) -> list[Chance]:
    """The desks of those who act: for a unit, or in the office."""
    mine = frozenset(acting_units(found))
    chances = [_desk(found, unit) for unit in found.seat.state.units if unit.id in mine]
    if found.roles & {Role.OFFICE, Role.GOVERNING_BODY}:
        chances.append(Chance(_("The office’s desk for this seat"), _at("office-seat", found)))
    return chances


def _desk(found: Mine, unit: UnitRow) -> Chance:
    """The desk of a unit; it waits for whoever can make the return there now."""
    address = reverse("teller-unit", args=[found.seat.proceeding, unit.id])
    running = found.seat.state.stage is Stage.TRIGGER
    if running and may_return_now(unit_desk(found.person, found.seat.proceeding, unit.id)):
        due = found.seat.state.step("returns-due")
        words = _("Make the return of %(unit)s") % {"unit": unit.name}
        return Chance(words, address, when(found, due.last) if due else "", True)
    words = _("Act for %(unit)s: notices, returns, nominations") % {"unit": unit.name}
    return Chance(words, address)


@requires(*KNOWN)
def dates(request: HttpRequest, proceeding: str) -> HttpResponse:
    """Every published date of a seat with its rule: what comes, then what is over or was overtaken."""
    found = found_or_404(request, proceeding)
    rules = {step.id: step.citation for step in found.seat.rulebook.rules.timetable.steps}
    rows = [
        {"stage": stage, "rule": rule_of(rules[stage.id], found.seat.rulebook)}
        if stage.id in rules
        else {"stage": stage, "rule": None}
        for stage in stages_of(found.seat, found.now, gettext)
    ]
    words = {
        **words_of(found),
        "ahead": [row for row in rows if row["stage"].standing in ("present", "future")],
        "over": [row for row in rows if row["stage"].standing in ("past", "overridden")],
    }
    return render(request, "member/dates.html", words)
