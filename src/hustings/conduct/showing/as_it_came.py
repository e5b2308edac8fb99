"""Dates that came otherwise than published: the ballot has a close of its own, and an outcome ends what led to it."""

from datetime import date, datetime, timedelta

from hustings.conduct.seats import Seat
from hustings.proceedings.appeals import appeals_close
from hustings.proceedings.entry import Given
from hustings.proceedings.stages import Outcome
from hustings.proceedings.state import PlannedStep
from hustings.timetable.instants import local_day

_A_MOMENT = timedelta(seconds=1)
_APPEALS = {
    Outcome.RESELECTED: "appeal-ends",
    Outcome.OPEN_SELECTION: "appeal-ends",
    Outcome.CANDIDATE_SELECTED: "selection-appeal-ends",
}
_LED_TO = {
    Outcome.RESELECTED: ("trigger", "readoption"),
    Outcome.OPEN_SELECTION: ("trigger", "readoption"),
    Outcome.CANDIDATE_SELECTED: ("selection",),
}
"""The phases of the dates that led to an outcome."""


def as_it_came(seat: Seat, step: PlannedStep, now: datetime) -> PlannedStep:
    """The step as the record has it; as published where it has nothing else, or the same days."""
    state, ballot = seat.state, seat.state.ballot
    match step.id:
        case "hustings" if state.hustings_at is not None:
            return PlannedStep(step.id, state.hustings_at, None)
        case "ballot" if ballot is not None:
            came = PlannedStep(step.id, ballot.opens, ballot.closes)
            return step if is_on_its_days(seat, step, came) else came
        case "ballot-closes" if ballot is not None:
            return PlannedStep(step.id, ballot.closes, None)
        case _ if state.outcome is not None and step.id == _APPEALS.get(state.outcome):
            closes = appeals_close(Given(state, seat.rulebook, now))
            return step if closes is None else PlannedStep(step.id, closes, None)
        case _:
            return step


def is_on_its_days(seat: Seat, step: PlannedStep, came: PlannedStep) -> bool:
    """Whether a date came on the days for which it was published."""
    return _days(seat, step) == _days(seat, came)


def outcome_before(seat: Seat, step: PlannedStep) -> datetime | None:
    """When the outcome was there that a date was to lead to, if that was on an earlier day than its last."""
    at, outcome = seat.state.outcome_at, seat.state.outcome
    if at is None or outcome is None or step.id in (_APPEALS.get(outcome), "endorsement"):
        return None
    phases = {one.id: one.phase for one in seat.rulebook.rules.timetable.steps}
    if phases.get(step.id) not in _LED_TO.get(outcome, ()):
        return None
    return at if local_day(at, _zone(seat)) < _days(seat, step)[1] else None


def _days(seat: Seat, step: PlannedStep) -> tuple[date, date]:
    """The first and the last day; an end at midnight is the day before."""
    last = step.starts if step.ends is None else step.ends - _A_MOMENT
    return local_day(step.starts, _zone(seat)), local_day(last, _zone(seat))


def _zone(seat: Seat) -> str:
    return seat.rulebook.rules.rulebook.calendar.zone
