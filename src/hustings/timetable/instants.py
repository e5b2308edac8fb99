"""From a day and a time on the wall to one instant, also on the nights when the clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from hustings.kernel.refusals import BadInput, Problem
from hustings.kernel.time import MonthEnd
from hustings.rulebooks.values import Deadline
from hustings.timetable.calendars import FrozenCalendar
from hustings.timetable.spans import add_span

MIDNIGHT = time(0, 0)


class ClockChange(StrEnum):
    """The reading of a wall time that comes twice, or never, on a night when the clocks change.

    ``LATER``: of two instants the second; a time that is skipped is as late as it would have been
    had the clocks not gone forward. Nobody loses time by it, so it is the reading unless another is
    named.
    ``EARLIER``: the other of the two.
    """

    LATER = "later"
    EARLIER = "earlier"


def zone_of(name: str) -> ZoneInfo:
    """The time zone of that name; ``BadInput`` with an example otherwise."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        what = f"{name!r} is not a time zone"
        raise BadInput(Problem("calendar", None, "zone", what, '"Europe/London"')) from None


def at_local(
    day: date, clock: time, zone: str, reading: ClockChange = ClockChange.LATER
) -> datetime:
    """The instant, in UTC, at which the clocks of ``zone`` show ``clock`` on ``day``."""
    local = datetime.combine(day, clock, zone_of(zone))
    both = [local.replace(fold=fold).astimezone(UTC) for fold in (0, 1)]
    return max(both) if reading is ClockChange.LATER else min(both)


def end_of_day(day: date, zone: str, reading: ClockChange = ClockChange.LATER) -> datetime:
    """Midnight at the end of ``day``."""
    return at_local(day + timedelta(days=1), MIDNIGHT, zone, reading)


def local_day(at: datetime, zone: str) -> date:
    """The day on the wall calendar of ``zone`` at that instant."""
    if at.tzinfo is None:
        raise ValueError("an instant has a time zone")
    return at.astimezone(zone_of(zone)).date()


def deadline(
    sent: date,
    rule: Deadline,
    calendar: FrozenCalendar,
    month_end: MonthEnd = MonthEnd.LAST_DAY,
    reading: ClockChange = ClockChange.LATER,
) -> datetime:
    """The last instant to answer what was sent on ``sent``: the rule's hour, or the day's end."""
    last = add_span(sent, rule.value, calendar, month_end)
    if rule.at is None:
        return end_of_day(last, calendar.zone, reading)
    return at_local(last, rule.at, calendar.zone, reading)


def in_time(received: datetime, by: datetime) -> bool:
    """Whether it came in time: "by 18:00" includes 18:00:00, to the second as in the record."""
    return received.astimezone(UTC).replace(microsecond=0) <= by.astimezone(UTC)
