"""Spells of time, and counting back from the freeze date."""

from datetime import date

import pytest

from hustings.kernel.refusals import BadInput
from hustings.kernel.time import MonthEnd, read_span
from hustings.people.spells import Spell, continuous_since, day_beside, shift, weekday_text

DAY = date(2021, 11, 9)


def test_the_last_day_of_a_spell_is_the_one_before_until() -> None:
    spell = Spell(date(2021, 1, 1), date(2021, 11, 9))
    assert spell.covers(date(2021, 11, 8))
    assert not spell.covers(date(2021, 11, 9))


def test_a_gap_of_one_day_begins_membership_anew() -> None:
    spells = (Spell(date(2010, 1, 1), date(2020, 5, 1)), Spell(date(2020, 5, 2)))
    assert continuous_since(spells, DAY) == date(2020, 5, 2)


def test_a_spell_that_begins_the_day_another_ends_carries_it_on() -> None:
    spells = (Spell(date(2010, 1, 1), date(2020, 5, 1)), Spell(date(2020, 5, 1)))
    assert continuous_since(spells, DAY) == date(2010, 1, 1)


def test_a_long_spell_is_found_behind_a_short_one_inside_it() -> None:
    spells = (
        Spell(date(2010, 1, 1), date(2022, 1, 1)),
        Spell(date(2012, 1, 1), date(2013, 1, 1)),
        Spell(date(2021, 6, 1)),
    )
    assert continuous_since(spells, DAY) == date(2010, 1, 1)


def test_no_spell_that_covers_the_day_means_no_membership() -> None:
    assert continuous_since((Spell(date(2010, 1, 1), date(2020, 1, 1)),), DAY) is None


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        ("6 months", date(2021, 5, 9)),
        ("60 days", date(2021, 9, 10)),
        ("7 clear days", date(2021, 11, 1)),
        ("2 weeks", date(2021, 10, 26)),
        ("1 year", date(2020, 11, 9)),
    ],
)
def test_a_span_is_counted_back_from_the_freeze_date(span: str, expected: date) -> None:
    """60 days back from 9 November: 9 days of November, 31 of October, 20 of September: the 10th."""
    assert shift(DAY, read_span(span), -1, MonthEnd.LAST_DAY, "roll.member_for") == expected


def test_working_days_are_turned_back_with_the_key_of_the_rulebook() -> None:
    with pytest.raises(BadInput, match=r"roll\.member_for: 5 working days"):
        shift(DAY, read_span("5 working days"), -1, MonthEnd.LAST_DAY, "roll.member_for")


def test_a_day_beside_one_of_the_same_year_leaves_the_year_out() -> None:
    assert day_beside(date(2021, 5, 9), date(2021, 5, 10)) == "9 May"
    assert day_beside(date(2020, 5, 9), date(2021, 5, 10)) == "9 May 2020"


def test_a_deadline_is_told_with_its_weekday() -> None:
    assert weekday_text(date(2019, 7, 8)) == "Monday 8 July 2019"
