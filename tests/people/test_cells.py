"""The minimum cell, and what is merged so that nobody can subtract."""

from hypothesis import given
from hypothesis import strategies as st

from hustings.people.cells import publication_groups


def test_units_that_reach_the_minimum_stand_alone() -> None:
    assert publication_groups({"a": 10, "b": 11}, 10) == (("a",), ("b",))


def test_small_units_are_merged() -> None:
    assert publication_groups({"a": 4, "b": 50, "c": 7}, 10) == (("a", "c"), ("b",))


def test_a_lone_small_unit_takes_the_smallest_other_with_it_against_subtraction() -> None:
    """Total 93, c and d published as 30 and 60: the rest, 3, would be a's count."""
    assert publication_groups({"a": 3, "c": 30, "d": 60}, 10) == (("a", "c"), ("d",))


def test_a_unit_without_anybody_hides_nobody_and_stands_alone() -> None:
    assert publication_groups({"a": 0, "b": 20}, 10) == (("a",), ("b",))


def test_a_minimum_of_one_merges_nothing() -> None:
    assert publication_groups({"b": 1, "a": 2}, 1) == (("a",), ("b",))


counts = st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.integers(0, 40), max_size=12)


@given(counts, st.integers(2, 30))
def test_no_published_count_is_below_the_minimum_unless_the_whole_roll_is(
    sizes: dict[str, int], cell: int
) -> None:
    groups = publication_groups(sizes, cell)
    published = [sum(sizes[unit] for unit in group) for group in groups]
    if sum(sizes.values()) >= cell:
        assert all(count == 0 or count >= cell for count in published)


@given(counts, st.integers(0, 30))
def test_every_unit_is_in_exactly_one_group(sizes: dict[str, int], cell: int) -> None:
    groups = publication_groups(sizes, cell)
    assert sorted(unit for group in groups for unit in group) == sorted(sizes)
