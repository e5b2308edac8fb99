"""Whose bank holidays count, frozen into a value so that no later law moves a published date."""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from hustings.kernel.refusals import BadInput, Problem
from hustings.rulebooks.schema import Calendar

SATURDAY = 5
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class FrozenCalendar:
    """The bank holidays of one nation by date, as they were known when a timetable was published.

    ``covers`` is the first and the last day for which they were known; ``None`` says nothing of it.
    """

    country: str
    subdivision: str | None
    zone: str
    holidays: tuple[tuple[date, str], ...] = ()
    covers: tuple[date, date] | None = None

    def __post_init__(self) -> None:
        days = [day for day, _ in self.holidays]
        if any(later <= earlier for earlier, later in pairwise(days)):
            raise ValueError("the holidays of a frozen calendar stand in order, each day once")

    def holiday_on(self, day: date) -> str | None:
        """The name of the bank holiday on ``day``, if there is one."""
        at = bisect_left(self.holidays, day, key=lambda holiday: holiday[0])
        found = self.holidays[at : at + 1]
        return found[0][1] if found and found[0][0] == day else None

    def is_working_day(self, day: date) -> bool:
        """Monday to Friday, and not a bank holiday."""
        return day.weekday() < SATURDAY and self.holiday_on(day) is None

    def knows(self, day: date) -> bool:
        """Whether the bank holidays of ``day`` were known when the calendar was frozen."""
        return self.covers is None or self.covers[0] <= day <= self.covers[1]

    def between(self, first: date, last: date) -> tuple[tuple[date, str], ...]:
        """The bank holidays from ``first`` to ``last``, both inside."""
        return tuple(holiday for holiday in self.holidays if first <= holiday[0] <= last)


def freeze_calendar(
    calendar: Calendar, first: date, last: date, extra: Mapping[date, str] | None = None
) -> FrozenCalendar:
    """Freeze the bank holidays from ``first`` to ``last``; ``extra`` adds one-off holidays by date.

    The only place that asks the package ``holidays``.
    """
    if last < first:
        raise ValueError("a calendar is frozen from a day to a later one")
    known, named = _named_days(calendar, first, last)
    for day, name in (extra or {}).items():
        if not name.strip():
            problem = Problem("calendar", None, day.isoformat(), "a holiday has a name")
            raise BadInput(problem)
        named[day] = f"{named[day]}; {name}" if day in named else name
    return FrozenCalendar(
        country=calendar.country,
        subdivision=calendar.subdivision,
        zone=calendar.zone,
        holidays=tuple(sorted(named.items())),
        covers=known,
    )


def freeze_around(
    calendar: Calendar, opened: date, extra: Mapping[date, str] | None = None
) -> FrozenCalendar:
    """Freeze what a timetable opened then can need: its year, the one before and three after."""
    first = date(max(opened.year - 1, 1), 1, 1)
    last = date(min(opened.year + 3, 9999), 12, 31)
    return freeze_calendar(calendar, first, last, extra)


def _named_days(
    calendar: Calendar, first: date, last: date
) -> tuple[tuple[date, date] | None, dict[date, str]]:
    from holidays import country_holidays

    try:
        found = country_holidays(
            calendar.country,
            subdiv=calendar.subdivision,
            years=range(first.year, last.year + 1),
        )
    except NotImplementedError:
        place = " ".join(part for part in (calendar.country, calendar.subdivision) if part)
        what = f"no bank holidays are known for {place!r}"
        right = '{ country = "GB", subdivision = "ENG", zone = "Europe/London" }'
        raise BadInput(Problem("calendar", None, "country", what, right)) from None
    covered = max(first.year, found.start_year), min(last.year, found.end_year)
    if covered[1] < covered[0]:
        return (first, first - ONE_DAY if first > date.min else first), {}
    known = max(first, date(covered[0], 1, 1)), min(last, date(covered[1], 12, 31))
    return known, {day: found[day] for day in found if first <= day <= last}
