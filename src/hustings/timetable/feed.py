"""A timetable as a calendar file (RFC 5545) to subscribe to; the same dates, the same bytes."""

from datetime import UTC, datetime, time, timedelta

from icalendar import Calendar, Component, Event

from hustings.timetable.timetables import Line, Timetable

PRODUCT = "-//Hustings//Timetable//EN"


def calendar_feed(timetable: Timetable, name: str, title: str, note: str = "") -> bytes:
    """Every line as an event, whole days as days and hours in UTC.

    ``name`` makes the events' identifiers and stays the same for the life of a proceeding;
    ``title`` is what a calendar shows for the feed; ``note`` is put under every event
    (``unofficial …``). The stamp of every event is the opening, so that nothing but the dates
    changes the file.
    """
    calendar = Calendar()
    _put(calendar, "prodid", PRODUCT)
    _put(calendar, "version", "2.0")
    _put(calendar, "x-wr-calname", title)
    _put(calendar, "x-wr-timezone", timetable.calendar.zone)
    stamp = datetime.combine(timetable.opened, time(0, 0), UTC)
    for line in timetable.lines:
        calendar.add_component(_event(line, name, note, stamp))
    return calendar.to_ical()


def _event(line: Line, name: str, note: str, stamp: datetime) -> Event:
    event = Event()
    _put(event, "uid", f"{line.id}.{name}@hustings")
    _put(event, "dtstamp", stamp)
    _put(event, "summary", line.what)
    said = [line.because, line.moved, f"Rule: {line.citation}", note]
    _put(event, "description", "\n".join(part for part in said if part))
    _put(event, "transp", "TRANSPARENT")
    if line.whole_days:
        _put(event, "dtstart", line.day)
        _put(event, "dtend", (line.last_day or line.day) + timedelta(days=1))
    else:
        _put(event, "dtstart", line.starts)
        if line.ends is not None:
            _put(event, "dtend", line.ends)
    return event


def _put(component: Component, name: str, value: object) -> None:
    component.add(name, value)  # pyright: ignore[reportUnknownMemberType]
