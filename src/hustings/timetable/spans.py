"""Spans laid on a calendar: days, clear and working days, weeks, months, years, either way."""

from collections.abc import Callable
from datetime import date, timedelta

from hustings.kernel.time import MonthEnd, Span, SpanUnit, shift_months
from hustings.timetable.calendars import ONE_DAY, FrozenCalendar

MONTHS_IN = {SpanUnit.MONTHS: 1, SpanUnit.YEARS: 12}
LONGEST_WALK = 100_000
"""Days, some 270 years: nobody waits longer for a count of days to end."""


class OutOfCalendar(ValueError):
    """A date before the year 1 or after the year 9999, or one that no count reaches in our time."""


def add_span(
    day: date,
    span: Span,
    calendar: FrozenCalendar | None = None,
    month_end: MonthEnd = MonthEnd.LAST_DAY,
) -> date:
    """The day that lies ``span`` after ``day``.

    Working days are counted from the day after ``day``. Clear days leave out the first and the
    last day: seven clear days after a notice is the eighth day, the first on which a meeting may be
    held.
    """
    return _shift(day, span, calendar, month_end, forward=True)


def subtract_span(
    day: date,
    span: Span,
    calendar: FrozenCalendar | None = None,
    month_end: MonthEnd = MonthEnd.LAST_DAY,
) -> date:
    """The day that lies ``span`` before ``day``, counted as :func:`add_span` counts."""
    return _shift(day, span, calendar, month_end, forward=False)


def eligible_since(freeze: date, member_for: Span, month_end: MonthEnd) -> date:
    """The last day to have joined on, for a membership of ``member_for`` at the freeze date."""
    return subtract_span(freeze, member_for, None, month_end)


def days_between(first: date, second: date, unit: SpanUnit, calendar: FrozenCalendar) -> int:
    """How many days of ``unit`` lie from ``first`` to ``second``; weeks, months: plain days."""
    match unit:
        case SpanUnit.WORKING_DAYS:
            passed = range(1, (second - first).days + 1)
            return sum(calendar.is_working_day(first + timedelta(days=n)) for n in passed)
        case SpanUnit.CLEAR_DAYS:
            return max((second - first).days - 1, 0)
        case SpanUnit.DAYS | SpanUnit.WEEKS | SpanUnit.MONTHS | SpanUnit.YEARS:
            return (second - first).days


def walk(day: date, number: int, counts: Callable[[date], bool], step: timedelta = ONE_DAY) -> date:
    """The day reached from ``day`` after ``number`` more days that count."""
    for _ in range(LONGEST_WALK):
        if not number:
            return day
        day += step
        number -= counts(day)
    raise OutOfCalendar(f"counting its days takes more than {LONGEST_WALK} days")


def _shift(
    day: date, span: Span, calendar: FrozenCalendar | None, month_end: MonthEnd, *, forward: bool
) -> date:
    sign = 1 if forward else -1
    try:
        match span.unit:
            case SpanUnit.DAYS:
                return day + timedelta(days=sign * span.number)
            case SpanUnit.WEEKS:
                return day + timedelta(weeks=sign * span.number)
            case SpanUnit.CLEAR_DAYS:
                return day + timedelta(days=sign * (span.number + 1))
            case SpanUnit.WORKING_DAYS:
                if calendar is None:
                    raise TypeError("working days are counted on a calendar")
                return walk(day, span.number, calendar.is_working_day, sign * ONE_DAY)
            case SpanUnit.MONTHS | SpanUnit.YEARS:
                return shift_months(day, sign * span.number * MONTHS_IN[span.unit], month_end)
    except OutOfCalendar:
        raise
    except (OverflowError, ValueError):
        where = "after" if forward else "before"
        raise OutOfCalendar(
            f"{span} {where} {day.isoformat()} lies outside the calendar (years 1 to 9999)"
        ) from None
