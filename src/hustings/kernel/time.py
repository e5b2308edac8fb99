"""Time as rules speak of it: spans in days, weeks and months; instants with a zone; nothing reads a clock."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum


class SpanUnit(StrEnum):
    """The units that rules count in. Clear days leave out the first and the last day."""

    DAYS = "days"
    CLEAR_DAYS = "clear days"
    WORKING_DAYS = "working days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time as a rule words it: ``14 days``, ``6 months``, ``5 working days``, ``7 clear days``."""

    number: int
    unit: SpanUnit

    def __str__(self) -> str:
        unit = self.unit.value.removesuffix("s") if self.number == 1 else self.unit.value
        return f"{self.number} {unit}"


_SPAN = re.compile(r"(\d{1,4}) ((?:clear |working )?days?|weeks?|months?|years?)")


def read_span(text: str) -> Span:
    """Read ``14 days`` and its like; ``ValueError`` with an example otherwise."""
    match = _SPAN.fullmatch(text)
    if match is None:
        raise ValueError(f'{text!r} is not a length of time; write it like "14 days" or "6 months"')
    unit = match[2] if match[2].endswith("s") else match[2] + "s"
    return Span(int(match[1]), SpanUnit(unit))


class MonthEnd(StrEnum):
    """The reading of "a month before the 31st" where the month is shorter: its last day, or the next day."""

    LAST_DAY = "last-day"
    NEXT_DAY = "next-day"


def shift_months(day: date, months: int, month_end: MonthEnd) -> date:
    """``day`` moved by calendar months; a day that the month lacks goes where ``month_end`` says."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    month += 1
    last = monthrange(year, month)[1]
    if day.day <= last:
        return date(year, month, day.day)
    if month_end is MonthEnd.LAST_DAY:
        return date(year, month, last)
    return date(year, month, last) + timedelta(days=1)


def instant_text(at: datetime) -> str:
    """An instant for the record: UTC, to the second, ``2026-11-22T15:25:00Z``."""
    if at.tzinfo is None:
        raise ValueError("an instant in the record has a time zone")
    return at.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def read_instant(text: str) -> datetime:
    """Read what :func:`instant_text` wrote; ``ValueError`` for any other spelling."""
    try:
        at = datetime.fromisoformat(text.removesuffix("Z")).replace(tzinfo=UTC)
    except ValueError:
        at = None
    if at is None or instant_text(at) != text:
        raise ValueError(f"{text!r} is not written like 2026-11-22T15:25:00Z")
    return at
