"""A proceeding opens under a rulebook that is in force, or by a transitional rule that is named."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from hustings.proceedings.opening import ProceedingOpened
from tests.proceedings.walk import Walk

INSTEAD = "transitional resolution of 25 September 2018"


def opening(walk: Walk) -> ProceedingOpened:
    """The opening that the walk would make."""
    made = Walk(walk.rulebook).opened().entries[0][0]
    assert isinstance(made, ProceedingOpened)
    return made


@pytest.mark.parametrize(
    "day",
    [datetime(2018, 9, 24, 22, 59, 59, tzinfo=UTC), datetime(2021, 9, 25, 23, 0, tzinfo=UTC)],
    ids=["the last second before", "the first second after"],
)
def test_a_rulebook_opens_nothing_on_a_day_on_which_it_is_not_in_force(day: datetime) -> None:
    walk = Walk("labour-2018")
    walk.now = day
    assert walk.refusal(opening(walk)) == "not-in-force"


@pytest.mark.parametrize(
    "day",
    [datetime(2018, 9, 24, 23, 0, tzinfo=UTC), datetime(2021, 9, 25, 22, 59, 59, tzinfo=UTC)],
    ids=["the first second", "the last second"],
)
def test_the_days_in_force_are_days_of_the_rulebook_s_own_zone(day: datetime) -> None:
    walk = Walk("labour-2018")
    walk.now = day
    walk.do(opening(walk))


def test_a_transitional_rule_that_is_named_lets_an_older_rulebook_apply() -> None:
    walk = Walk("labour-2018")
    walk.now = datetime(2022, 1, 5, 9, 0, tzinfo=UTC)
    assert walk.refusal(replace(opening(walk), transitional=" ")) == "not-in-force"
    walk.do(replace(opening(walk), transitional=INSTEAD))
