"""Spells of time: how long someone has been a member, suspended, in arrears, or affiliated."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from hustings.kernel.refusals import BadInput, Problem
from hustings.kernel.time import MonthEnd, Span, SpanUnit, shift_months


@dataclass(frozen=True, slots=True)
class Spell:
    """From a first day to ``until``, the first day no longer in it (``None``: it goes on)."""

    since: date
    until: date | None = None

    def covers(self, day: date) -> bool:
        """Whether ``day`` lies in the spell."""
        return self.since <= day and (self.until is None or day < self.until)

    def __str__(self) -> str:
        return f"{self.since.isoformat()}..{self.until.isoformat() if self.until else ''}"


def continuous_since(spells: Iterable[Spell], day: date) -> date | None:
    """The first day of the unbroken time that reaches ``day``; ``None`` if no spell covers ``day``.

    A spell that begins on the day another ends carries it on; one day between them is a gap.
    """
    start: date | None = None
    for spell in sorted(spells, key=lambda spell: spell.since, reverse=True):
        if start is None:
            if spell.covers(day):
                start = spell.since
        elif spell.until is None or spell.until >= start:
            start = spell.since
    return start


def shift(day: date, span: Span, direction: int, month_end: MonthEnd, key: str) -> date:
    """``day`` moved forward (1) or back (-1) by ``span``.

    ``BadInput`` for working days, which need a calendar, naming ``key`` of the rulebook.
    """
    match span.unit:
        case SpanUnit.DAYS:
            return day + timedelta(days=direction * span.number)
        case SpanUnit.CLEAR_DAYS:
            return day + timedelta(days=direction * (span.number + 1))
        case SpanUnit.WEEKS:
            return day + timedelta(weeks=direction * span.number)
        case SpanUnit.MONTHS:
            return shift_months(day, direction * span.number, month_end)
        case SpanUnit.YEARS:
            return shift_months(day, direction * span.number * 12, month_end)
        case SpanUnit.WORKING_DAYS:
            what = f"{span} cannot be counted for a roll: working days need a calendar."
            raise BadInput(Problem("rules.toml", None, key, what, '"7 days" or "6 months"'))


_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Day:
    """A day in a sentence: plain, named beside another one, or with its weekday; as a string it is English."""

    day: date
    beside: date | None = None
    with_weekday: bool = False

    def __str__(self) -> str:
        if self.with_weekday:
            return weekday_text(self.day)
        return day_text(self.day) if self.beside is None else day_beside(self.day, self.beside)


def day_text(day: date) -> str:
    """A day as people read it: ``9 May 2021``."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def day_beside(day: date, other: date) -> str:
    """A day named next to another one: the year is left out where they share it."""
    text = day_text(day)
    return text.rsplit(" ", 1)[0] if day.year == other.year else text


def weekday_text(day: date) -> str:
    """A day on which something is due, with its weekday: ``Monday 8 July 2019``."""
    return f"{_DAYS[day.weekday()]} {day_text(day)}"
