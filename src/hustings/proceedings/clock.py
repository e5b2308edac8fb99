"""Deadlines inside a proceeding: the rulebook's spans laid on the calendar that the record has frozen."""

from datetime import date, datetime

from hustings.kernel.time import MonthEnd, Span
from hustings.proceedings.entry import Given
from hustings.rulebooks.values import Deadline
from hustings.timetable.calendars import FrozenCalendar
from hustings.timetable.instants import deadline, end_of_day, local_day
from hustings.timetable.sentences import say_instant
from hustings.timetable.spans import add_span


def zone_of(given: Given) -> str:
    """The rulebook's time zone."""
    return given.rulebook.rules.rulebook.calendar.zone


def calendar_of(given: Given) -> FrozenCalendar:
    """The rulebook's calendar with the bank holidays that the opening froze."""
    rules = given.rulebook.rules.rulebook.calendar
    return FrozenCalendar(rules.country, rules.subdivision, rules.zone, given.state.holidays)


def month_end_of(given: Given) -> MonthEnd:
    """The reading of "six months before the 31st"."""
    return MonthEnd(given.rulebook.rules.roll.month_end.value)


def due(given: Given, sent: datetime, rule: Deadline) -> datetime:
    """The last instant of a deadline that began when something was sent or decided."""
    day = local_day(sent, zone_of(given))
    return deadline(day, rule, calendar_of(given), month_end_of(given))


def end_after(given: Given, at: datetime, span: Span) -> datetime:
    """The end of the day that lies ``span`` after ``at``."""
    day = add_span(local_day(at, zone_of(given)), span, calendar_of(given), month_end_of(given))
    return end_of_day(day, zone_of(given))


def long_enough(given: Given, first: datetime, second: datetime, span: Span) -> bool:
    """Whether at least ``span`` lies between two instants, counted in days of the rulebook's zone."""
    earliest = add_span(
        local_day(first, zone_of(given)), span, calendar_of(given), month_end_of(given)
    )
    return local_day(second, zone_of(given)) >= earliest


def days_apart(given: Given, first: datetime, second: datetime) -> int:
    """How many days lie from one instant to another in the rulebook's zone."""
    return (_day(given, second) - _day(given, first)).days


def say(given: Given, at: datetime) -> str:
    """``Monday 8 July 2019, 6 pm`` in the rulebook's zone."""
    return say_instant(at, zone_of(given))


def _day(given: Given, at: datetime) -> date:
    return local_day(at, zone_of(given))
