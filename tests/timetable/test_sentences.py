"""Days and instants as pages and letters say them."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hustings.kernel.clauses import Citation, Ground
from hustings.timetable.instants import at_local
from hustings.timetable.sentences import say_breach, say_clock, say_day, say_instant
from hustings.timetable.timetables import Breach, Waiver

LONDON = "Europe/London"
DAY = date(2019, 7, 8)


def said(clock: time, day: date = DAY) -> str:
    return say_instant(at_local(day, clock, LONDON), LONDON)


def test_a_day_is_said_with_its_weekday_in_full() -> None:
    assert say_day(DAY) == "Monday 8 July 2019"


def test_a_far_year_is_said_as_it_is() -> None:
    assert say_day(date(9999, 12, 31)) == "Friday 31 December 9999"


def test_a_full_hour_is_said_without_minutes() -> None:
    assert said(time(18, 0)) == "Monday 8 July 2019, 6 pm"


def test_minutes_follow_a_point() -> None:
    assert said(time(17, 30)) == "Monday 8 July 2019, 5.30 pm"


def test_minutes_below_ten_have_two_figures() -> None:
    assert said(time(9, 5)) == "Monday 8 July 2019, 9.05 am"


def test_twelve_at_midday_is_noon() -> None:
    assert said(time(12, 0)) == "Monday 8 July 2019, noon"


def test_half_past_twelve_is_in_the_afternoon() -> None:
    assert said(time(12, 30)) == "Monday 8 July 2019, 12.30 pm"


def test_half_past_midnight_is_in_the_morning() -> None:
    assert said(time(0, 30)) == "Monday 8 July 2019, 12.30 am"


def test_midnight_is_the_end_of_the_day_before() -> None:
    assert said(time(0, 0), date(2019, 7, 9)) == "midnight at the end of Monday 8 July 2019"


def test_midnight_in_utc_is_one_in_the_morning_in_london_in_summer() -> None:
    at = datetime(2019, 7, 9, 0, 0, tzinfo=UTC)
    assert say_instant(at, LONDON) == "Tuesday 9 July 2019, 1 am"


def test_an_instant_without_a_zone_is_not_said() -> None:
    with pytest.raises(ValueError, match="time zone"):
        say_instant(datetime(2019, 7, 8, 18, 0), LONDON)  # noqa: DTZ001


def test_another_language_comes_in_as_a_function() -> None:
    welsh = {"Monday": "Dydd Llun", "July": "Gorffennaf", "{day}, {hour}": "{day} am {hour}"}
    at = at_local(DAY, time(18, 0), LONDON)
    spoken = say_instant(at, LONDON, lambda text: welsh.get(text, text))
    assert spoken == "Dydd Llun 8 Gorffennaf 2019 am 6 pm"


def test_a_waived_breach_names_who_waived_it_and_where_that_is_recorded() -> None:
    waiver = Waiver("shortlist-hustings", "national executive", "entry 41")
    citation = Citation(Ground.CLAUSE, "10")
    breach = Breach("shortlist-hustings", citation, "1 day where 7 are required.", waiver)
    assert say_breach(breach) == (
        "1 day where 7 are required. Waived by national executive: entry 41."
    )


@given(minute=st.integers(0, 24 * 60 - 1))
def test_every_minute_of_the_day_is_said_differently(minute: int) -> None:
    clock = (datetime(2019, 7, 8, tzinfo=UTC) + timedelta(minutes=minute)).time()
    other = (datetime(2019, 7, 8, tzinfo=UTC) + timedelta(minutes=minute + 1)).time()
    assert say_clock(clock) != say_clock(other)
