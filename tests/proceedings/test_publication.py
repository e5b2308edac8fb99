"""Figures of a handful of voters are withheld, and others with them, so that no difference gives them away."""

from hypothesis import given
from hypothesis import strategies as st

from hustings.proceedings.publication import (
    figures_may_be_public,
    is_unanimous,
    shown_in_full,
    suppressed,
)

CELL = 10


def test_nine_votes_are_withheld_and_ten_are_not() -> None:
    assert not figures_may_be_public({"open": 5, "reselect": 4}, CELL)
    assert figures_may_be_public({"open": 5, "reselect": 5}, CELL)


def test_one_small_cell_takes_the_next_smallest_with_it() -> None:
    """30 + 20 + 4 = 54: with 30 and 20 shown, 54 - 50 gives the 4 away."""
    assert suppressed({"a": 30, "b": 20, "c": 4}, CELL) == {"b", "c"}


def test_two_small_cells_that_reach_the_minimum_together_take_nobody_with_them() -> None:
    assert suppressed({"a": 30, "b": 6, "c": 4}, CELL) == {"b", "c"}


def test_where_no_cell_is_small_nothing_is_withheld() -> None:
    assert shown_in_full({"a": {"open": 20}, "b": {"open": 10}}, CELL) == ({"a", "b"}, True)


def test_a_single_small_unit_hides_the_totals_too() -> None:
    assert shown_in_full({"a": {"open": 3, "reselect": 2}}, CELL) == (frozenset(), False)


def test_unanimity_is_seen_before_it_is_published() -> None:
    assert is_unanimous({"open": 12, "reselect": 0})
    assert not is_unanimous({"open": 12, "reselect": 1})


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 40), max_size=8))
def test_what_is_withheld_cannot_be_told_from_the_total(counts: dict[str, int]) -> None:
    shown, totals = shown_in_full({u: {"open": n} for u, n in counts.items()}, CELL)
    withheld = set(counts) - shown
    assert all(counts[unit] >= CELL for unit in shown)
    if totals and withheld:
        assert len(withheld) > 1
        assert sum(counts[unit] for unit in withheld) >= CELL
