"""At least and at most so many of a category: who is guarded, who is doomed, how many places can be filled."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hustings.counting.constraints import (
    Bound,
    Constraint,
    bound,
    fillable,
    read_constraint,
    refuse,
)
from hustings.counting.count import count
from hustings.counting.lots import Lot, LotRequired
from hustings.counting.papers import from_rankings
from hustings.kernel.refusals import BadInput, Refused

NAMES = ("Ann", "Bea", "Carl", "Dan", "Ed")
TWO_WOMEN_OF_FOUR = Constraint("women", frozenset({0, 1}), at_least=2)


def test_a_constraint_is_read_from_one_line() -> None:
    assert read_constraint("women>=2: Ann, Bea", NAMES) == TWO_WOMEN_OF_FOUR
    assert read_constraint(" men <= 2 or vacant: Carl; Dan", NAMES) == Constraint(
        "men", frozenset({2, 3}), at_most=2, vacant=True
    )


@pytest.mark.parametrize("text", ["women>=x: Ann", "women: Ann", ">=1: Ann", "women>=1: Zoe", ""])
def test_what_is_not_a_constraint_is_turned_back(text: str) -> None:
    with pytest.raises(BadInput):
        read_constraint(text, NAMES)


def test_two_women_of_four_guard_both_women_and_leave_two_places_for_men() -> None:
    """Nobody elected: both women guarded. Two men elected: the third is doomed."""
    assert bound([TWO_WOMEN_OF_FOUR], 4, [], range(5)) == Bound(frozenset({0, 1}), frozenset())
    after = bound([TWO_WOMEN_OF_FOUR], 4, [2, 3], [0, 1, 4])
    assert after == Bound(frozenset({0, 1}), frozenset({4}))


def test_without_constraints_nobody_is_bound() -> None:
    assert bound([], 2, [0], [1, 2]) == Bound()


def test_places_kept_for_a_category_that_cannot_fill_them_stay_vacant() -> None:
    """At least three women of four places, and two stand: two women, one man, one place vacant."""
    three = Constraint("women", frozenset({0, 1}), at_least=3, vacant=True)
    assert fillable([three], 4, (), range(5)) == 3
    papers = from_rankings(NAMES, {(0,): 1}, seats=4)
    assert refuse([three], papers, "constraints") is None


def test_constraints_that_cannot_be_kept_together_are_refused_by_name() -> None:
    """At least one woman and at least one of the young, for one place: nobody is both."""
    papers = from_rankings(NAMES, {(0,): 1}, seats=1)
    young = Constraint("the young", frozenset({2}), at_least=1)
    women = Constraint("women", frozenset({0, 1}), at_least=1)
    refused = refuse([women, young], papers, "constraints")
    assert refused is not None
    assert "at least 1 of women and at least 1 of the young" in refused.because


categories = st.frozensets(st.integers(0, 5), max_size=6)
constraints = st.lists(
    st.one_of(
        st.builds(Constraint, st.just("x"), categories, st.integers(0, 3)),
        st.builds(Constraint, st.just("y"), categories, st.just(0), st.integers(0, 3)),
    ),
    max_size=3,
)


@given(constraints, st.integers(1, 4), st.permutations(range(6)), st.integers(0, 2))
def test_guarded_and_doomed_are_what_trying_every_outcome_says(
    constraints: list[Constraint], seats: int, order: list[int], already: int
) -> None:
    """Where all places can be filled: guarded is who is in every lawful outcome, doomed who is in none."""
    elected, continuing = order[:already], order[already:]
    lawful = [
        chosen
        for more in combinations(continuing, max(seats - already, 0))
        if len(chosen := {*elected, *more}) == seats
        and all(
            each.at_least
            <= len(chosen & each.members)
            <= (6 if each.at_most is None else each.at_most)
            for each in constraints
        )
    ]
    assert (fillable(constraints, seats, elected, continuing) == seats) == bool(lawful)
    if lawful:
        found = bound(constraints, seats, elected, continuing)
        everybody = set(continuing)
        if constraints:
            assert found.guarded == everybody.intersection(*lawful)
            assert found.doomed == everybody.difference(*lawful)


@settings(max_examples=60)
@given(
    st.dictionaries(
        st.lists(st.integers(0, 4), min_size=1, unique=True).map(tuple),
        st.integers(1, 30),
        min_size=1,
        max_size=8,
    ),
    st.integers(1, 3),
    st.frozensets(st.integers(0, 4), min_size=1),
    st.integers(0, 3),
    st.sampled_from(["ers97", "meek-2006", "block-vote"]),
)
def test_whoever_is_elected_keeps_the_constraints_and_no_place_is_lost(
    rankings: dict[tuple[int, ...], int],
    seats: int,
    members: frozenset[int],
    number: int,
    law: str,
) -> None:
    """At least, and at most, so many of a category: every count that is not refused keeps both and fills all."""
    papers = from_rankings(NAMES, rankings, seats=seats)
    for each in (
        Constraint("some", members, at_least=number),
        Constraint("some", members, at_most=number),
    ):
        lots: list[Lot] = []
        result = count(papers, law, constraints=[each])
        while isinstance(result, LotRequired):
            lots.append(Lot(result.situation, result.between))
            result = count(papers, law, lots=lots, constraints=[each])
        if isinstance(result, Refused):
            assert result.code in {"constraint-impossible", "no-paper-counts"}
            continue
        of_category = len(members.intersection(result.elected))
        assert of_category >= each.at_least
        assert each.at_most is None or of_category <= each.at_most
        assert (len(result.elected), result.vacant) == (seats, 0)
        for round in result.rounds:
            if law != "block-vote":
                aside = round.not_transferable + round.exhausted + round.loss_by_fraction
                assert sum(round.votes) + aside == papers.valid
