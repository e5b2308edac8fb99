"""The calendar file, read back by a calendar."""

from datetime import UTC, date, datetime

from icalendar import Calendar, Event

from hustings.timetable.compute import compute
from hustings.timetable.feed import calendar_feed
from hustings.timetable.timetables import Timetable
from tests.timetable.made import england, rules, step

MADE = rules(
    step("reply", what="Reply; with reasons, or none", offset="14 days", at="18:00"),
    step("meetings", after="reply", offset="14 days", lasts="2 weeks"),
    step("ballot", after="meetings", offset="90 days", at="12:00", lasts="7 days"),
    step("count", after="ballot", offset="8 days"),
)
ENGLAND = england(2019)


def timetable(**more: date) -> Timetable:
    return compute(MADE, date(2019, 6, 24), ENGLAND, changes=more)


def feed(whole: Timetable) -> bytes:
    return calendar_feed(whole, "arrowvale.2019", "Arrowvale, 2019", "This is a test.")


def events(content: bytes) -> dict[str, Event]:
    found = Calendar.from_ical(content).walk("VEVENT")
    return {str(event["UID"]).partition(".")[0]: event for event in found}


READ = events(feed(timetable()))


def test_every_line_is_an_event() -> None:
    assert set(READ) == {"reply", "meetings", "ballot", "count"}


def test_an_hour_is_an_instant_in_utc() -> None:
    assert READ["reply"].decoded("DTSTART") == datetime(2019, 7, 8, 17, 0, tzinfo=UTC)
    assert "DTEND" not in READ["reply"]


def test_a_window_of_days_ends_on_the_morning_after_its_last() -> None:
    assert READ["meetings"].decoded("DTSTART") == date(2019, 7, 22)
    assert READ["meetings"].decoded("DTEND") == date(2019, 8, 5)


def test_a_window_of_hours_ends_at_its_hour() -> None:
    """From noon in summer time to noon in winter time, over the night of 27 October 2019."""
    assert READ["ballot"].decoded("DTSTART") == datetime(2019, 10, 20, 11, 0, tzinfo=UTC)
    assert READ["ballot"].decoded("DTEND") == datetime(2019, 10, 27, 12, 0, tzinfo=UTC)


def test_a_day_is_one_whole_day() -> None:
    assert READ["count"].decoded("DTSTART") == date(2019, 10, 28)
    assert READ["count"].decoded("DTEND") == date(2019, 10, 29)


def test_text_with_semicolons_and_commas_comes_back_as_it_was() -> None:
    assert str(READ["reply"]["SUMMARY"]) == "Reply; with reasons, or none"


def test_an_event_says_why_by_which_rule_and_with_what_label() -> None:
    assert str(READ["reply"]["DESCRIPTION"]).splitlines() == [
        "14 days after the opening (Monday 24 June 2019), at 6 pm.",
        "Rule: clause 8",
        "This is a test.",
    ]


def test_the_stamp_is_the_opening_so_that_the_same_dates_give_the_same_bytes() -> None:
    assert READ["reply"].decoded("DTSTAMP") == datetime(2019, 6, 24, tzinfo=UTC)
    assert feed(timetable()) == feed(timetable())


def test_a_step_keeps_its_identifier_when_its_date_changes() -> None:
    changed = events(feed(timetable(reply=date(2019, 7, 10))))
    assert changed["reply"]["UID"] == READ["reply"]["UID"] == "reply.arrowvale.2019@hustings"
    assert changed["reply"].decoded("DTSTART") != READ["reply"].decoded("DTSTART")


def test_no_line_of_the_file_is_longer_than_75_bytes() -> None:
    assert max(len(line) for line in feed(timetable()).split(b"\r\n")) <= 75
