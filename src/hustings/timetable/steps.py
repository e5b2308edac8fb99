"""One step of a timetable: counted from another, kept out of blackouts, put on a working day."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from hustings.kernel.time import MonthEnd, SpanUnit
from hustings.rulebooks.schema import Blackout, Step
from hustings.timetable.blackouts import blackout_on, nearest
from hustings.timetable.calendars import FrozenCalendar
from hustings.timetable.instants import MIDNIGHT, at_local, end_of_day, local_day, zone_of
from hustings.timetable.sentences import say_clock, say_day, say_instant, say_number_of
from hustings.timetable.spans import add_span, subtract_span, walk
from hustings.timetable.timetables import Line


@dataclass(frozen=True, slots=True)
class Almanac:
    """What every step is dated by: bank holidays and zone, the month-end reading, the blackouts."""

    calendar: FrozenCalendar
    month_end: MonthEnd
    blackouts: dict[str, Blackout]

    def avoided_by(self, step: Step) -> tuple[Blackout, ...]:
        """The blackouts that the step keeps out of."""
        return tuple(self.blackouts[name] for name in step.avoids)


@dataclass(frozen=True, slots=True)
class Base:
    """What a step is counted from: its name, its day, and how far a blackout has put off its end.

    ``plain_end`` is the last day that the window would have had; what is counted to that day or
    beyond is put off by as many days as the window is.
    """

    what: str
    day: date
    plain_end: date | None = None
    put_off: int = 0


@dataclass(frozen=True, slots=True)
class Placed:
    """A step's line, and the base that it is for the steps counted from it."""

    line: Line
    base: Base


@dataclass(frozen=True, slots=True)
class Window:
    """The last day and instant of a step, by how many days a blackout put them off, and why."""

    last: date | None
    ends: datetime | None
    put_off: int = 0
    remark: str = ""


def place(step: Step, base: Base, almanac: Almanac, change: date | datetime | None) -> Placed:
    """Give the step its dates: by the rule, or as ``change`` sets them."""
    zone = almanac.calendar.zone
    counted, carried = _count(step, base, almanac)
    by_rule, settled = _settle(counted, step, almanac)
    day, clock = _start(step, by_rule, zone, change)
    at_hour = change.astimezone(UTC) if isinstance(change, datetime) else None
    window = _window(step, day, clock, almanac)
    reasons = (_because(step, base), _lasting(step, window, clock, zone))
    remarks = (carried, settled) if change is None else (_set_by_decision(step, by_rule),)
    line = Line(
        id=step.id,
        what=step.what,
        phase=step.phase,
        day=day,
        last_day=window.last,
        starts=at_hour or at_local(day, clock or MIDNIGHT, zone),
        ends=window.ends,
        whole_days=clock is None,
        because=_joined(*reasons),
        citation=step.citation,
        moved=_joined(*remarks, window.remark) or None,
    )
    plain_end = None if window.last is None else window.last - timedelta(days=window.put_off)
    return Placed(line, Base(f"“{step.what}”", day, plain_end, window.put_off))


def _joined(*sentences: str) -> str:
    return " ".join(sentence for sentence in sentences if sentence)


def _count(step: Step, base: Base, almanac: Almanac) -> tuple[date, str]:
    """The day that the count alone gives, put off where the window that it is counted from was."""
    day, remark = base.day, ""
    if step.offset is not None:
        day = add_span(day, step.offset, almanac.calendar, almanac.month_end)
        if base.put_off and base.plain_end is not None and day >= base.plain_end:
            day += timedelta(days=base.put_off)
            remark = f"It is put off by {say_number_of(base.put_off, 'days')}, as {base.what} is."
    elif step.back is not None:
        day = subtract_span(day, step.back, almanac.calendar, almanac.month_end)
    if step.starts == "monday-of-week":
        day -= timedelta(days=day.weekday())
    return day, remark


def _settle(day: date, step: Step, almanac: Almanac) -> tuple[date, str]:
    """The day outside every avoided blackout and, where the rule asks for it, a working day."""
    avoided = almanac.avoided_by(step)
    calendar = almanac.calendar

    def free(at: date) -> bool:
        return blackout_on(at, avoided) is None

    def fits(at: date) -> bool:
        return free(at) and (step.starts == "that-day" or at.weekday() == 0)

    outside = nearest(day, fits, forward=step.back is None)
    settled = outside
    if step.if_not_working != "stays":
        ahead = step.if_not_working == "next-working-day"
        settled = nearest(outside, calendar.is_working_day, forward=ahead)
        if not free(settled):
            settled = nearest(
                outside, lambda at: free(at) and calendar.is_working_day(at), forward=not ahead
            )
    if settled == day:
        return day, ""
    why = _why_not(day, outside, settled, blackout_on(day, avoided), calendar)
    return settled, f"The count gives {say_day(day)}, {why}; so it is on {say_day(settled)}."


def _why_not(
    day: date, outside: date, settled: date, blackout: Blackout | None, calendar: FrozenCalendar
) -> str:
    if blackout is None:
        return f"which {why_not_working(day, calendar)}"
    inside = f"which lies inside “{blackout.what}” ({blackout.citation})"
    if settled == outside:
        return inside
    return f"{inside}, and {say_day(outside)} {why_not_working(outside, calendar)}"


def why_not_working(day: date, calendar: FrozenCalendar) -> str:
    """``is a bank holiday (Christmas Day)``, or at a weekend ``is not a working day``."""
    holiday = calendar.holiday_on(day)
    return "is not a working day" if holiday is None else f"is a bank holiday ({holiday})"


def _start(
    step: Step, by_rule: date, zone: str, change: date | datetime | None
) -> tuple[date, time | None]:
    match change:
        case datetime():
            return local_day(change, zone), change.astimezone(zone_of(zone)).time()
        case date():
            return change, step.at
        case None:
            return by_rule, step.at


def _window(step: Step, day: date, clock: time | None, almanac: Almanac) -> Window:
    """Find where the step ends, without the days inside the blackouts that it avoids.

    A window of whole days counts its first day; one from an hour ends at the same hour.
    """
    if step.lasts is None:
        return Window(None, None if clock else _end(day, None, almanac))
    calendar, avoided = almanac.calendar, almanac.avoided_by(step)
    if step.lasts.unit is SpanUnit.WORKING_DAYS:
        counts = calendar.is_working_day
        number = step.lasts.number - (clock is None and counts(day))
        plain = walk(day, number, counts)
    else:
        counts = _every_day
        plain = add_span(day, step.lasts, calendar, almanac.month_end)
        plain -= timedelta(days=clock is None)
        number = (plain - day).days
    if not avoided:
        return Window(plain, _end(plain, clock, almanac))
    last = walk(day, number, lambda at: counts(at) and blackout_on(at, avoided) is None)
    put_off = (last - plain).days
    names = " and ".join(f"“{blackout.what}” ({blackout.citation})" for blackout in avoided)
    instead = f"it lasts until {say_day(last)} and not until {say_day(plain)}"
    remark = f"Days inside {names} do not count, so {instead}." if put_off else ""
    return Window(last, _end(last, clock, almanac), put_off, remark)


def _every_day(_: date) -> bool:
    return True


def _end(last: date, clock: time | None, almanac: Almanac) -> datetime:
    zone = almanac.calendar.zone
    return end_of_day(last, zone) if clock is None else at_local(last, clock, zone)


def _set_by_decision(step: Step, by_rule: date) -> str:
    clock = "" if step.at is None else f", {say_clock(step.at)}"
    return f"Set by decision; by the rule it is {say_day(by_rule)}{clock}."


def _because(step: Step, base: Base) -> str:
    counted = f"{base.what} ({say_day(base.day)})"
    if step.offset is not None and step.offset.number:
        said = f"{step.offset} after {counted}"
    elif step.back is not None and step.back.number:
        said = f"{step.back} before {counted}"
    else:
        said = f"on the day of {counted}"
    if step.starts == "monday-of-week":
        said = f"the Monday of the week that is {said}"
    if step.at is not None:
        said += f", at {say_clock(step.at)}"
    return said[0].upper() + said[1:] + "."


def _lasting(step: Step, window: Window, clock: time | None, zone: str) -> str:
    if window.last is None or window.ends is None:
        return ""
    whole = f"the end of {say_day(window.last)}"
    until = whole if clock is None else say_instant(window.ends, zone)
    return f"It lasts {step.lasts}, until {until}."
