"""Figures of a handful of voters are withheld, and tellers are warned where all voted alike."""

from hustings.proceedings.publication import figures_may_be_public, is_unanimous

CELL = 10


def test_nine_votes_are_withheld_and_ten_are_not() -> None:
    assert not figures_may_be_public({"open": 5, "reselect": 4}, CELL)
    assert figures_may_be_public({"open": 5, "reselect": 5}, CELL)


def test_unanimity_is_seen_before_it_is_published() -> None:
    assert is_unanimous({"open": 12, "reselect": 0})
    assert not is_unanimous({"open": 12, "reselect": 1})
