"""Decrypted numbers are read like a paper: a ranking, or a reason why there is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hustings.ballots.secret.rankings import open_rankings
from hustings.ballots.validity import Rejection


def test_numbers_become_preferences_and_equal_ballots_are_counted_together() -> None:
    opened = open_rankings([(2, 1, 3), (1, 0, 0), (2, 1, 3)], 3)
    assert opened.rankings == (((0,), 1), ((1, 0, 2), 2))
    assert (opened.valid, opened.invalid) == (3, ())


def test_preferences_stop_at_the_first_gap_or_repeat() -> None:
    assert open_rankings([(1, 3, 0)], 3).rankings == (((0,), 1),)
    assert open_rankings([(1, 2, 2)], 3).rankings == (((0,), 1),)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ((0, 0, 0), Rejection.BLANK),
        ((1, 1, 2), Rejection.NO_CLEAR_FIRST),
        ((0, 2, 3), Rejection.NO_CLEAR_FIRST),
        ((255, 254, 0), Rejection.NO_CLEAR_FIRST),
    ],
)
def test_what_holds_no_clear_first_preference_is_listed(
    row: tuple[int, ...], why: Rejection
) -> None:
    opened = open_rankings([row], 3)
    assert (opened.valid, opened.invalid) == (0, ((why, row),))


def test_a_row_of_another_question_is_refused() -> None:
    with pytest.raises(ValueError, match="2 numbers, where 3"):
        open_rankings([(1, 2)], 3)


@given(st.lists(st.lists(st.integers(0, 255), min_size=4, max_size=4), max_size=20))
def test_every_ballot_is_counted_or_listed_once(rows: list[list[int]]) -> None:
    opened = open_rankings(rows, 4)
    assert opened.valid + len(opened.invalid) == len(rows)
    assert all(len(set(ranking)) == len(ranking) > 0 for ranking, _ in opened.rankings)
