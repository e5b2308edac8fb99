"""The times of year in which some steps may not fall, and the nearest day outside them."""

from collections.abc import Callable, Iterable
from datetime import date

from hustings.rulebooks.schema import Blackout
from hustings.timetable.calendars import ONE_DAY

LONGEST_SEARCH = 3 * 366


class NoDayLeft(ValueError):
    """Blackouts that leave a step no day of the year."""


def falls_in(day: date, blackout: Blackout) -> bool:
    """Whether ``day`` lies in the blackout, both ends included; it may pass the new year."""
    today = day.month, day.day
    first, last = _month_day(blackout.from_), _month_day(blackout.until)
    if first <= last:
        return first <= today <= last
    return today >= first or today <= last


def blackout_on(day: date, blackouts: Iterable[Blackout]) -> Blackout | None:
    """The first of ``blackouts`` in which ``day`` falls."""
    return next((blackout for blackout in blackouts if falls_in(day, blackout)), None)


def nearest(day: date, allowed: Callable[[date], bool], *, forward: bool) -> date:
    """``day`` itself, or the next day (going back: the one before) that is allowed."""
    for _ in range(LONGEST_SEARCH):
        if allowed(day):
            return day
        day += ONE_DAY if forward else -ONE_DAY
    raise NoDayLeft("the blackouts leave no day of the year on which it could be")


def is_day_of_a_year(text: str) -> bool:
    """Whether ``MM-DD`` is a day that some year has."""
    try:
        date(2000, *_month_day(text))
    except ValueError:
        return False
    return True


def _month_day(text: str) -> tuple[int, int]:
    return int(text[:2]), int(text[3:])
