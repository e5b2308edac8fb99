"""Bank holidays of the right nation, frozen."""

from datetime import date

import pytest

from hustings.kernel.refusals import BadInput
from hustings.rulebooks.schema import Calendar
from hustings.timetable.calendars import FrozenCalendar, freeze_around, freeze_calendar

YEAR = date(2019, 1, 1), date(2019, 12, 31)


def calendar(country: str = "GB", subdivision: str | None = "ENG") -> Calendar:
    return Calendar(country=country, subdivision=subdivision, zone="Europe/London")


def days(frozen: FrozenCalendar) -> set[date]:
    return {day for day, _ in frozen.holidays}


def test_the_summer_bank_holiday_of_england_is_late_in_august_and_scotland_s_early() -> None:
    england = days(freeze_calendar(calendar(), *YEAR))
    scotland = days(freeze_calendar(calendar(subdivision="SCT"), *YEAR))
    assert date(2019, 8, 26) in england - scotland
    assert date(2019, 8, 5) in scotland - england


def test_easter_monday_is_a_bank_holiday_in_england_and_not_in_scotland() -> None:
    assert date(2019, 4, 22) in days(freeze_calendar(calendar(), *YEAR))
    assert date(2019, 4, 22) not in days(freeze_calendar(calendar(subdivision="SCT"), *YEAR))


def test_st_patrick_s_day_is_a_bank_holiday_in_northern_ireland_only() -> None:
    """17 March 2019 is a Sunday: the Monday is kept instead."""
    assert date(2019, 3, 18) in days(freeze_calendar(calendar(subdivision="NIR"), *YEAR))
    assert date(2019, 3, 18) not in days(freeze_calendar(calendar(subdivision="WLS"), *YEAR))


def test_only_the_days_asked_for_are_frozen() -> None:
    frozen = freeze_calendar(calendar(), date(2019, 12, 1), date(2020, 1, 31))
    assert days(frozen) == {date(2019, 12, 25), date(2019, 12, 26), date(2020, 1, 1)}


def test_a_one_off_holiday_is_added_by_name() -> None:
    frozen = freeze_calendar(calendar(), *YEAR, {date(2019, 9, 2): "Founders' day"})
    assert frozen.holiday_on(date(2019, 9, 2)) == "Founders' day"
    assert not frozen.is_working_day(date(2019, 9, 2))


def test_a_one_off_holiday_on_a_bank_holiday_keeps_both_names() -> None:
    frozen = freeze_calendar(calendar(), *YEAR, {date(2019, 12, 25): "Founders' day"})
    assert frozen.holiday_on(date(2019, 12, 25)) == "Christmas Day; Founders' day"


def test_a_one_off_holiday_without_a_name_is_turned_back() -> None:
    with pytest.raises(BadInput, match="has a name"):
        freeze_calendar(calendar(), *YEAR, {date(2019, 9, 2): " "})


@pytest.mark.parametrize(("country", "subdivision"), [("ZZ", None), ("GB", "XXX"), ("", None)])
def test_a_nation_that_does_not_exist_is_turned_back(country: str, subdivision: str | None) -> None:
    with pytest.raises(BadInput, match="no bank holidays are known"):
        freeze_calendar(calendar(country, subdivision), *YEAR)


def test_years_beyond_what_is_known_are_not_covered() -> None:
    frozen = freeze_around(calendar(), date(2099, 6, 1))
    assert frozen.knows(date(2100, 12, 31))
    assert not frozen.knows(date(2101, 1, 1))


def test_a_far_year_has_no_known_holiday_and_says_so() -> None:
    frozen = freeze_around(calendar(), date(9999, 6, 1))
    assert frozen.holidays == ()
    assert not frozen.knows(date(9999, 6, 1))


def test_a_frozen_calendar_is_in_order() -> None:
    holidays = ((date(2019, 12, 26), "Boxing Day"), (date(2019, 12, 25), "Christmas Day"))
    with pytest.raises(ValueError, match="in order"):
        FrozenCalendar("GB", "ENG", "Europe/London", holidays)


def test_the_bank_holidays_between_two_days_include_both() -> None:
    frozen = freeze_calendar(calendar(), *YEAR)
    between = frozen.between(date(2019, 12, 25), date(2019, 12, 26))
    assert between == ((date(2019, 12, 25), "Christmas Day"), (date(2019, 12, 26), "Boxing Day"))
