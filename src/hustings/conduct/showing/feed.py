"""The published dates of a seat as lines of a calendar, and its returns as rows of a spreadsheet."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from hustings.conduct.seats import Seat
from hustings.conduct.showing.returns import FIGURES, ShownReturn
from hustings.conduct.showing.stages import stages_of
from hustings.kernel.clauses import Citation, Ground
from hustings.people.exports import csv_lines
from hustings.proceedings.clock import calendar_of
from hustings.proceedings.entry import Given
from hustings.timetable.feed import calendar_feed
from hustings.timetable.instants import local_day
from hustings.timetable.sentences import Translate
from hustings.timetable.timetables import Line, Timetable

HEADER = ("unit", "kind", "answer", "standing", *FIGURES, "figures", "entry")


def feed_of(seat: Seat, now: datetime, note: str, translate: Translate) -> bytes:
    """The dates that still hold (an overridden one is left out), as a calendar file."""
    given = Given(seat.state, seat.rulebook, now)
    opened = seat.state.opened_at or now
    zone = seat.rulebook.rules.rulebook.calendar.zone
    table = Timetable(
        seat.rulebook.id,
        local_day(opened, zone),
        tuple(_lines(seat, now, translate)),
        (),
        calendar_of(given),
    )
    return calendar_feed(table, seat.proceeding, seat.state.seat, note)


def _lines(seat: Seat, now: datetime, translate: Translate) -> Iterator[Line]:
    zone = seat.rulebook.rules.rulebook.calendar.zone
    rules = {step.id: step for step in seat.rulebook.rules.timetable.steps}
    for stage in stages_of(seat, now, translate):
        if stage.standing == "overridden":
            continue
        rule = rules.get(stage.id)
        first, last = local_day(stage.starts, zone), _last_day(stage.last, zone)
        whole = local_day(stage.starts - _A_MOMENT, zone) < first and stage.last > stage.starts
        yield Line(
            id=stage.id,
            what=stage.name,
            phase=rule.phase if rule is not None else "",
            day=first,
            last_day=last if whole and last > first else None,
            starts=stage.starts,
            ends=None if stage.last == stage.starts else stage.last,
            whole_days=whole,
            because="",
            citation=rule.citation if rule is not None else Citation(Ground.SOURCE, ""),
        )


_A_MOMENT = timedelta(seconds=1)


def _last_day(last: datetime, zone: str) -> date:
    return local_day(last - _A_MOMENT, zone)


def csv_of(returns: tuple[ShownReturn, ...]) -> Iterator[str]:
    """The returns as a spreadsheet reads them; no cell can be taken for a formula."""
    return csv_lines(HEADER, (_row(shown) for shown in returns))


def _row(shown: ShownReturn) -> tuple[object, ...]:
    figures = shown.figures or ("",) * len(FIGURES)
    last = shown.history[-1].number if shown.history else ""
    unit = shown.unit
    words = shown.why_no_figures
    return (unit.name, shown.kind, shown.answer, shown.standing, *figures, words, last)
