"""What the office looks at before it decides: who would be on the roll, which units count, what the returns say."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from hustings.conduct.previewing import preview_roll
from hustings.conduct.rolls import unit_roll, units_in
from hustings.kernel.refusals import Refused
from hustings.proceedings.clock import zone_of
from hustings.proceedings.meetings import trigger_rules
from hustings.proceedings.triggering import answer_now
from hustings.timetable.instants import local_day
from hustings.web.office.acts.act import Shown
from hustings.web.office.acts.answerable import Answers
from hustings.web.office.desk import Desk

_TESTS = {
    "unit": _("is not in a branch of this area"),
    "membership": _("was not a member on that day"),
    "member-for": _("had not been a member for long enough"),
    "class": _("is in a class of membership that does not vote"),
    "arrears": _("had not paid their dues"),
    "suspension": _("was suspended"),
    "age": _("was too young"),
}
"""The tests of the roll, as what is said of somebody who fails them."""


def electors_shown(desk: Desk, answers: Answers | None) -> Shown:
    """How many electors each unit would have at the freeze date, and why others are left out."""
    freeze = (answers or {}).get("freeze") or freeze_day(desk)
    seen = preview_roll(desk.organisation, desk.seat.state.seat, desk.seat.rulebook, freeze)
    words: dict[str, Any] = {
        "roll": seen,
        "head": [_("Branch"), _("On the roll"), _("Not on it")],
        "rows": [[one.unit.name, one.may, one.may_not] for one in seen.units],
        "reasons_head": [_("What stands in the way"), _("Members")],
        "reasons": [[str(_TESTS.get(name, name)), number] for name, number in seen.reasons],
    }
    return Shown("office/shows/electors.html", words)


def freeze_day(desk: Desk) -> date:
    """The day on which the roll is (to be) frozen: the original one, the published one, or today."""
    state, zone = desk.seat.state, zone_of(desk.given)
    if state.roll is not None:
        return state.roll.freeze
    step = state.step("freeze")
    return state.original_freeze or local_day(step.starts if step else desk.now, zone)


def units_shown(desk: Desk, answers: Answers | None) -> Shown:
    """Every unit of the area with each test that it passes or fails."""
    ours = units_in(desk.organisation, desk.seat.state.seat)
    today = local_day(desk.now, zone_of(desk.given))
    freeze = freeze_day(desk)
    if desk.seat.rulebook.rules.units is None:
        return Shown("office/shows/units.html", {"standings": (), "freeze": freeze})
    roll = unit_roll(desk.organisation, ours, desk.seat.rulebook, freeze, today)
    standings = sorted(roll.standings, key=lambda one: one.counts)
    counting = [one for one in standings if one.counts]
    words = {"standings": standings, "counting": counting, "freeze": freeze}
    return Shown("office/shows/units.html", words)


def returns_shown(desk: Desk, answers: Answers | None) -> Shown | None:
    """What the returns say now, for the officers who declare it."""
    rules = trigger_rules(desk.given)
    if isinstance(rules, Refused):
        return None
    answer = answer_now(desk.seat.state, rules, desk.now)
    return Shown("office/shows/returns.html", {"answer": answer})
