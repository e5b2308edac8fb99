"""Wall times to instants: summer time, deadlines to the minute, the nights when the clocks change."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hustings.kernel.refusals import BadInput
from hustings.rulebooks.values import Deadline
from hustings.timetable.instants import (
    ClockChange,
    at_local,
    deadline,
    end_of_day,
    in_time,
    local_day,
    zone_of,
)
from tests.timetable.made import BARE

LONDON = "Europe/London"
REPLY = Deadline.model_validate(
    {"value": "14 days", "at": "18:00", "source": "letter of 24 June 2019"}
)
LETTER = date(2019, 6, 24)
DUE = deadline(LETTER, REPLY, BARE)


def london(hour: int, minute: int, second: int = 0) -> datetime:
    return datetime(2019, 7, 8, hour, minute, second, tzinfo=ZoneInfo(LONDON))


def test_six_in_the_evening_of_8_july_2019_in_london_is_17_00_in_utc() -> None:
    assert datetime(2019, 7, 8, 17, 0, tzinfo=UTC) == DUE


def test_six_in_the_evening_in_winter_is_18_00_in_utc() -> None:
    assert at_local(date(2019, 12, 2), time(18, 0), LONDON) == datetime(
        2019, 12, 2, 18, 0, tzinfo=UTC
    )


def test_an_answer_at_17_59_is_in_time() -> None:
    assert in_time(london(17, 59), DUE)


def test_an_answer_at_18_00_00_is_in_time() -> None:
    """The reading: "by 18:00" includes 18:00:00."""
    assert in_time(london(18, 0), DUE)


def test_an_answer_within_the_second_of_18_00_00_is_in_time_as_the_record_writes_it() -> None:
    assert in_time(london(18, 0).replace(microsecond=999_999), DUE)


def test_an_answer_at_18_00_01_is_late() -> None:
    assert not in_time(london(18, 0, 1), DUE)


def test_an_answer_at_18_01_is_late() -> None:
    assert not in_time(london(18, 1), DUE)


def test_an_answer_from_abroad_is_measured_by_the_same_instant() -> None:
    """18:30 in Paris is 17:30 in London."""
    paris = datetime(2019, 7, 8, 18, 30, tzinfo=timezone(timedelta(hours=2)))
    assert in_time(paris, DUE)


def test_a_deadline_without_an_hour_ends_with_the_day() -> None:
    rule = Deadline.model_validate({"value": "14 days", "clause": "1"})
    assert deadline(LETTER, rule, BARE) == datetime(2019, 7, 8, 23, 0, tzinfo=UTC)


def test_a_time_that_the_clocks_skip_is_as_late_as_if_they_had_not_gone_forward() -> None:
    """29 March 2026: 01:00 becomes 02:00; 01:30 would have been 01:30 in UTC."""
    skipped = at_local(date(2026, 3, 29), time(1, 30), LONDON, ClockChange.LATER)
    assert skipped == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_a_skipped_time_read_as_earlier_is_the_other_of_the_two() -> None:
    skipped = at_local(date(2026, 3, 29), time(1, 30), LONDON, ClockChange.EARLIER)
    assert skipped == datetime(2026, 3, 29, 0, 30, tzinfo=UTC)


def test_a_time_that_comes_twice_is_the_second_unless_another_reading_is_named() -> None:
    """25 October 2026: 01:30 comes at 00:30 and at 01:30 in UTC."""
    night = date(2026, 10, 25)
    assert at_local(night, time(1, 30), LONDON) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    earlier = at_local(night, time(1, 30), LONDON, ClockChange.EARLIER)
    assert earlier == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_the_day_on_which_the_clocks_go_forward_has_23_hours() -> None:
    day = date(2026, 3, 29)
    assert end_of_day(day, LONDON) - at_local(day, time(0, 0), LONDON) == timedelta(hours=23)


def test_the_day_on_which_the_clocks_go_back_has_25_hours() -> None:
    day = date(2026, 10, 25)
    assert end_of_day(day, LONDON) - at_local(day, time(0, 0), LONDON) == timedelta(hours=25)


def test_half_past_eleven_in_utc_on_a_summer_evening_is_the_next_day_in_london() -> None:
    assert local_day(datetime(2019, 7, 8, 23, 30, tzinfo=UTC), LONDON) == date(2019, 7, 9)


@pytest.mark.parametrize("name", ["Europe/Nowhere", "Europe", "../etc", "", "/etc/passwd", "a\0b"])
def test_a_zone_that_does_not_exist_is_turned_back_with_an_example(name: str) -> None:
    with pytest.raises(BadInput, match="Europe/London"):
        zone_of(name)


@given(
    day=st.dates(date(1970, 1, 1), date(9990, 12, 31)),
    clock=st.times().map(lambda at: at.replace(microsecond=0)),
    zone=st.sampled_from([LONDON, "Europe/Berlin", "Australia/Lord_Howe", "America/St_Johns"]),
)
def test_an_instant_shows_its_wall_time_or_is_one_that_the_clocks_skip(
    day: date, clock: time, zone: str
) -> None:
    late = at_local(day, clock, zone)
    early = at_local(day, clock, zone, ClockChange.EARLIER)
    shown = late.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    assert timedelta(0) <= late - early <= timedelta(hours=1)
    assert shown == datetime.combine(day, clock) or late > early


@given(day=st.dates(date(1970, 1, 1), date(9990, 12, 31)))
def test_the_end_of_a_day_is_the_start_of_the_next(day: date) -> None:
    tomorrow = day + timedelta(days=1)
    assert end_of_day(day, LONDON) == at_local(tomorrow, time(0, 0), LONDON)
