"""Spans on a calendar: the counting that every date rests on."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hustings.kernel.time import MonthEnd, Span, SpanUnit, read_span
from hustings.timetable.spans import (
    OutOfCalendar,
    add_span,
    days_between,
    eligible_since,
    subtract_span,
)
from tests.timetable.made import BARE, england

ENGLAND = england(2015, 2030)
days = st.dates(date(2016, 1, 1), date(2028, 12, 31))
numbers = st.integers(0, 120)
month_ends = st.sampled_from(list(MonthEnd))


def test_fourteen_days_after_24_june_2019_is_8_july() -> None:
    assert add_span(date(2019, 6, 24), read_span("14 days")) == date(2019, 7, 8)


def test_seven_clear_days_leave_out_the_day_of_notice_and_the_day_of_the_meeting() -> None:
    """Notice on the 1st, clear days 2nd to 8th, meeting on the 9th."""
    assert add_span(date(2026, 6, 1), read_span("7 clear days")) == date(2026, 6, 9)
    assert subtract_span(date(2026, 6, 9), read_span("7 clear days")) == date(2026, 6, 1)


def test_working_days_pass_over_the_weekend_and_the_late_summer_bank_holiday() -> None:
    """Friday 23 August 2019, one working day later: Tuesday 27, as Monday 26 is a bank holiday."""
    assert add_span(date(2019, 8, 23), read_span("1 working day"), ENGLAND) == date(2019, 8, 27)


def test_a_working_day_before_easter_tuesday_is_the_thursday() -> None:
    """Good Friday 19 April and Easter Monday 22 April 2019 lie between."""
    assert subtract_span(date(2019, 4, 23), read_span("1 working day"), ENGLAND) == date(
        2019, 4, 18
    )


def test_working_days_without_a_calendar_are_a_mistake_of_the_caller() -> None:
    with pytest.raises(TypeError):
        add_span(date(2019, 8, 23), read_span("1 working day"))


def test_a_span_past_the_year_9999_says_so() -> None:
    with pytest.raises(OutOfCalendar, match="2 days after 9999-12-30"):
        add_span(date(9999, 12, 30), read_span("2 days"))


def test_a_span_before_the_year_1_says_so() -> None:
    with pytest.raises(OutOfCalendar, match="1 month before 0001-01-31"):
        subtract_span(date(1, 1, 31), read_span("1 month"))


def test_a_year_after_29_february_follows_the_reading() -> None:
    leap = date(2024, 2, 29)
    assert add_span(leap, read_span("1 year"), None, MonthEnd.LAST_DAY) == date(2025, 2, 28)
    assert add_span(leap, read_span("1 year"), None, MonthEnd.NEXT_DAY) == date(2025, 3, 1)
    assert add_span(leap, read_span("4 years"), None, MonthEnd.NEXT_DAY) == date(2028, 2, 29)


def test_the_year_2100_is_no_leap_year() -> None:
    assert add_span(date(2100, 2, 28), read_span("1 day")) == date(2100, 3, 1)


def test_six_months_before_9_november_2021_is_9_may() -> None:
    """Published: joined by 9 May 2021 is in, 10 May is not (freeze date 9 November 2021)."""
    since = eligible_since(date(2021, 11, 9), read_span("6 months"), MonthEnd.LAST_DAY)
    assert date(2021, 5, 9) <= since < date(2021, 5, 10)


def test_six_months_before_25_october_2016_is_25_april() -> None:
    """Published for Newham: joined by 25 April 2016 (freeze date 25 October 2016)."""
    since = eligible_since(date(2016, 10, 25), read_span("6 months"), MonthEnd.NEXT_DAY)
    assert since == date(2016, 4, 25)


def test_sixty_days_before_the_newham_freeze_date_is_26_august_2016() -> None:
    """5 days of August, 30 of September, 25 of October: 60."""
    since = eligible_since(date(2016, 10, 25), read_span("60 days"), MonthEnd.LAST_DAY)
    assert since == date(2016, 8, 26)


@pytest.mark.parametrize(
    ("freeze", "reading", "since"),
    [
        (date(2021, 8, 31), MonthEnd.LAST_DAY, date(2021, 2, 28)),
        (date(2021, 8, 31), MonthEnd.NEXT_DAY, date(2021, 3, 1)),
        (date(2024, 8, 31), MonthEnd.LAST_DAY, date(2024, 2, 29)),
        (date(2024, 8, 30), MonthEnd.NEXT_DAY, date(2024, 3, 1)),
        (date(2024, 8, 29), MonthEnd.NEXT_DAY, date(2024, 2, 29)),
    ],
)
def test_six_months_before_the_end_of_august_follows_the_named_reading(
    freeze: date, reading: MonthEnd, since: date
) -> None:
    assert eligible_since(freeze, read_span("6 months"), reading) == since


def test_days_between_counts_working_days_after_the_first() -> None:
    """Friday 23 to Wednesday 28 August 2019: Tuesday and Wednesday."""
    between = days_between(date(2019, 8, 23), date(2019, 8, 28), SpanUnit.WORKING_DAYS, ENGLAND)
    assert between == 2


def test_no_clear_day_lies_between_two_days_that_follow_each_other() -> None:
    assert days_between(date(2021, 10, 27), date(2021, 10, 28), SpanUnit.CLEAR_DAYS, BARE) == 0


@given(day=days, first=numbers, second=numbers)
def test_offsets_in_days_weeks_and_working_days_add_up(day: date, first: int, second: int) -> None:
    for unit in (SpanUnit.DAYS, SpanUnit.WEEKS, SpanUnit.WORKING_DAYS):
        there = add_span(day, Span(first, unit), ENGLAND)
        once = add_span(day, Span(first + second, unit), ENGLAND)
        assert add_span(there, Span(second, unit), ENGLAND) == once


@given(day=days, number=numbers)
def test_clear_days_are_one_day_more_than_days(day: date, number: int) -> None:
    clear = add_span(day, Span(number, SpanUnit.CLEAR_DAYS))
    assert clear == add_span(day, Span(number, SpanUnit.DAYS)) + timedelta(days=1)


@given(day=days, number=st.integers(1, 120))
def test_a_working_day_is_never_a_holiday_or_at_a_weekend(day: date, number: int) -> None:
    for count in (add_span, subtract_span):
        reached = count(day, Span(number, SpanUnit.WORKING_DAYS), ENGLAND)
        assert reached.weekday() < 5
        assert ENGLAND.holiday_on(reached) is None


@given(day=days, number=numbers)
def test_days_counted_back_and_forward_come_home(day: date, number: int) -> None:
    for unit in (SpanUnit.DAYS, SpanUnit.WEEKS, SpanUnit.CLEAR_DAYS):
        span = Span(number, unit)
        assert subtract_span(add_span(day, span), span) == day


@given(day=days, number=st.integers(1, 120))
def test_the_days_between_are_the_days_that_were_added(day: date, number: int) -> None:
    for unit in (SpanUnit.DAYS, SpanUnit.WORKING_DAYS, SpanUnit.CLEAR_DAYS):
        there = add_span(day, Span(number, unit), ENGLAND)
        assert days_between(day, there, unit, ENGLAND) == number


@given(day=st.dates(date(1, 1, 1), date(9000, 1, 1)), months=st.integers(0, 6000), end=month_ends)
def test_months_keep_the_day_of_the_month_or_go_to_the_month_s_end(
    day: date, months: int, end: MonthEnd
) -> None:
    reached = add_span(day, Span(months, SpanUnit.MONTHS), None, end)
    if reached.day != day.day:
        next_day = reached + timedelta(days=1)
        assert (next_day if end is MonthEnd.LAST_DAY else reached).day == 1


@given(first=days, second=days, months=st.integers(0, 60), end=month_ends)
def test_a_later_freeze_date_never_asks_for_an_earlier_membership(
    first: date, second: date, months: int, end: MonthEnd
) -> None:
    span = Span(months, SpanUnit.MONTHS)
    earlier, later = sorted((first, second))
    assert eligible_since(earlier, span, end) <= eligible_since(later, span, end)
