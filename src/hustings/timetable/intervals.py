"""At least so much time between two steps: too little is shown, and only a named body waives it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from hustings.kernel.time import MonthEnd, Span, SpanUnit
from hustings.rulebooks.schema import Interval
from hustings.timetable.calendars import FrozenCalendar
from hustings.timetable.sentences import say_day, say_number_of
from hustings.timetable.spans import add_span, days_between
from hustings.timetable.timetables import Breach, Waiver


@dataclass(frozen=True, slots=True)
class Dated:
    """The first and the last day of a step, and what it is called."""

    what: str
    first: date
    last: date


def dated(what: str, day: date) -> Dated:
    """A step of one day."""
    return Dated(what, day, day)


def check_intervals(
    intervals: Iterable[Interval],
    steps: Mapping[str, Dated],
    calendar: FrozenCalendar,
    month_end: MonthEnd = MonthEnd.LAST_DAY,
    waivers: Iterable[Waiver] = (),
    may_waive: tuple[str, ...] | None = None,
) -> tuple[Breach, ...]:
    """The intervals that ``steps`` do not keep, from the end of one step to the start of the other.

    An interval of which a step has no date yet is left out. ``may_waive`` lists the bodies whose
    waiver counts; ``None`` accepts any named body.
    """
    given = tuple(waivers)
    found = (
        _breach(interval, steps[interval.from_], steps[interval.to], calendar, month_end)
        for interval in intervals
        if interval.from_ in steps and interval.to in steps
    )
    return tuple(with_waiver(breach, given, may_waive) for breach in found if breach is not None)


def with_waiver(
    breach: Breach, waivers: Iterable[Waiver], may_waive: tuple[str, ...] | None
) -> Breach:
    """The breach as a competent body waived it, or as it stands and why a waiver does not count."""
    said: list[str] = []
    for waiver in waivers:
        if waiver.interval != breach.rule:
            continue
        if may_waive is None or waiver.body in may_waive:
            return replace(breach, waived_by=waiver)
        who = f"only {' or '.join(may_waive)} may waive it" if may_waive else "nobody may waive it"
        said.append(f" The waiver by {waiver.body} does not count: {who}.")
    return replace(breach, says=breach.says + "".join(said))


def _breach(
    interval: Interval, first: Dated, second: Dated, calendar: FrozenCalendar, month_end: MonthEnd
) -> Breach | None:
    if second.first >= add_span(first.last, interval.at_least, calendar, month_end):
        return None
    between = (
        f"Between {first.what} ({say_day(first.last)}) and {second.what} ({say_day(second.first)})"
    )
    required = interval.at_least
    if second.first < first.last:
        says = (
            f"{between} at least {required} {_be(required)} required, and the second comes first."
        )
    else:
        says = f"{between} {_where(first.last, second.first, required, calendar)}."
    return Breach(interval.id, interval.citation, says)


def _where(first: date, second: date, required: Span, calendar: FrozenCalendar) -> str:
    unit = required.unit
    number = days_between(first, second, unit, calendar)
    match unit:
        case SpanUnit.DAYS | SpanUnit.WORKING_DAYS | SpanUnit.CLEAR_DAYS:
            there, needed = say_number_of(number, unit.value), str(required.number)
        case SpanUnit.WEEKS:
            there, needed = say_number_of(number, "days"), str(7 * required.number)
        case SpanUnit.MONTHS | SpanUnit.YEARS:
            there, needed = say_number_of(number, "days"), str(required)
    lies = "lies" if number == 1 else "lie"
    return f"{lies} {there} where {needed} {_be(required)} required"


def _be(required: Span) -> str:
    return "is" if required.number == 1 and required.unit is not SpanUnit.WEEKS else "are"
