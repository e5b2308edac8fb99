"""Votes shared out along paths of the elected are what they are paper by paper."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from hustings.counting.keeping import ONE, Keeping
from hustings.counting.papers import from_rankings

NAMES = tuple("ABCDEF")
BEYOND_64_BITS = 5 * 10**9
"""Papers of one ranking whose votes in billionths leave 64 bits."""

rankings = st.dictionaries(
    st.permutations(range(6)).flatmap(
        lambda order: st.integers(1, 6).map(lambda length: tuple(order[:length]))
    ),
    st.one_of(st.integers(1, 50), st.just(BEYOND_64_BITS)),
    min_size=1,
    max_size=12,
)
fates = st.lists(
    st.tuples(st.integers(0, 5), st.booleans()), max_size=6, unique_by=lambda fate: fate[0]
)
factors = st.lists(st.integers(1, ONE), min_size=6, max_size=6)


def meek(weight: int, factor: int) -> int:
    return -(-weight * factor // ONE)


def one_by_one(
    papers: dict[tuple[int, ...], int], elected: set[int], gone: set[int], factors: list[int]
) -> list[int]:
    """Share out every paper by itself, as the rule says it."""
    votes = [0] * 6
    for ranking, number in papers.items():
        weight = ONE
        for candidate in ranking:
            if candidate in gone:
                continue
            part = meek(weight, factors[candidate]) if candidate in elected else weight
            votes[candidate] += part * number
            weight -= part
    return votes


@given(rankings, fates, factors)
def test_a_distribution_is_the_sum_of_what_every_paper_gives(
    papers: dict[tuple[int, ...], int], fates: list[tuple[int, bool]], factors: list[int]
) -> None:
    keeping = Keeping(from_rankings(NAMES, papers), lambda w, k: -(-w * k // ONE))
    elected, gone = set[int](), set[int]()
    assert keeping.distribute(factors) == one_by_one(papers, elected, gone, factors)
    for candidate, is_elected in fates:
        if is_elected:
            keeping.elect(candidate)
            elected.add(candidate)
        else:
            keeping.exclude(candidate)
            gone.add(candidate)
        assert keeping.distribute(factors) == one_by_one(papers, elected, gone, factors)


def test_the_largest_store_of_narrow_integers_and_the_next_larger_one_agree() -> None:
    """4,611,686,018 papers of one vote fill 62 bits; one paper more takes Python's integers. A keeps 2/3."""
    votes: list[int] = []
    for number in (4_611_686_018, 4_611_686_019):
        keeping = Keeping(
            from_rankings(("A", "B"), {(0, 1): number}), lambda w, k: -(-w * k // ONE)
        )
        keeping.elect(0)
        kept, passed = keeping.distribute([666_666_667, 0])
        assert (kept, passed) == (number * 666_666_667, number * 333_333_333)
        votes.append(kept + passed)
    assert votes[1] - votes[0] == ONE


def test_warrens_price_is_taken_as_far_as_the_weight_goes() -> None:
    """A asks 0.5, B asks 0.6 of the paper ABC: A 0.5, B the 0.5 left, C nothing."""
    keeping = Keeping(from_rankings(("A", "B", "C"), {(0, 1, 2): 1}), np.minimum)
    keeping.elect(0)
    keeping.elect(1)
    assert keeping.distribute([ONE // 2, 600_000_000, ONE]) == [ONE // 2, ONE // 2, 0]
