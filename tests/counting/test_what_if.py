"""The fewest papers that change a result: worked by hand, tried out in every way on small elections, counted again."""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, permutations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hustings.counting.changes import WhatIf
from hustings.counting.college import College, Section
from hustings.counting.constraints import read_constraint
from hustings.counting.count import count
from hustings.counting.papers import Papers, Ranking, from_rankings
from hustings.counting.transcript import Transcript
from hustings.counting.what_if import counting_again, what_if

NAMES = ("Ada", "Ben", "Cy")
EVERY: list[Ranking] = [
    (), (0,), (1,), (2,), (0, 1), (0, 2), (1, 0), (1, 2), (2, 0), (2, 1),
]  # fmt: skip
"""Every ranking of three that a count tells apart: the last of a full one says nothing."""


def asked(papers: Papers, law: str, **readings: str) -> WhatIf:
    result = count(papers, law, readings=readings)
    assert isinstance(result, Transcript)
    return what_if(papers, result, counting_again(law, readings))


def papers(told: dict[Ranking, int], seats: int = 1) -> Papers:
    return from_rankings(NAMES, told, seats=seats)


def test_plurality_changes_by_half_the_difference_and_one() -> None:
    """Ada 10, Ben 7: two papers leave 8 to 9; one leaves 9 to 8."""
    found = asked(papers({(0,): 10, (1,): 7, (2,): 1}), "plurality")
    assert (found.number, found.instead, found.with_fewer) == (2, ("Ben",), "the result stands")
    assert found.sentences[:2] == (
        "2 papers marked otherwise would have changed the result: then Ben would be elected.",
        "For instance 2 papers from Ada to Ben.",
    )


def test_one_fewer_may_leave_it_to_a_lot() -> None:
    """Ada 10, Ben 8: two papers leave 8 to 10; one leaves 9 to 9."""
    found = asked(papers({(0,): 10, (1,): 8}), "plurality")
    assert (found.number, found.with_fewer) == (2, "a lot would have to be drawn")


def test_the_last_round_is_not_always_the_shortest_way() -> None:
    """Ada 8, Ben 6, Cy 5 with 3 for Ben next: Ben loses by nobody; Ada 10 to Ben 9 at the end.

    One paper from Ada to Ben makes 9 to 10. None can change nothing.
    """
    told = papers({(0,): 8, (1, 0): 6, (2, 1): 3, (2, 0): 2})
    found = asked(told, "alternative-vote")
    assert (found.number, found.instead) == (1, ("Ben",))


def test_the_order_of_exclusion_can_be_the_shortest_way() -> None:
    """Ada 6, Ben 5, Cy 4 then Ada: Cy goes, Ada 10 to 5, so the end is 3 papers away.

    But if Ben goes instead of Cy, his papers make Cy win: one paper from Ben to Cy does it.
    """
    told = papers({(0,): 6, (1, 2): 5, (2, 0): 4})
    found = asked(told, "alternative-vote")
    assert found.at_least is not None
    assert found.at_least <= 1
    assert found.number in {None, 1}


def test_approval_looks_at_the_nearest_pair_of_those_in_and_those_out() -> None:
    """Two places: Ada 9, Ben 7, Cy 4. Two papers from Ben to Cy: 5 to 6."""
    told = papers({(0,): 5, (0, 1): 4, (1,): 3, (2,): 4}, seats=2)
    found = asked(told, "approval")
    assert (found.number, set(found.instead)) == (2, {"Ada", "Cy"})


@pytest.mark.parametrize(
    ("yes", "no", "threshold", "number"),
    [(60, 40, "1/2", 10), (70, 30, "2/3", 4), (40, 60, "1/2", 11), (67, 33, "2/3", 1)],
)
def test_an_answer_turns_with_the_papers_that_cross_its_threshold(
    yes: int, no: int, threshold: str, number: int
) -> None:
    """More than the share is needed: 50 of 100 is not more than half, 66 not more than two thirds."""
    told = from_rankings(("Yes", "No"), {(0,): yes, (1,): no})
    assert asked(told, "yes-no", threshold=threshold).number == number


def test_laws_with_quotas_are_tried_out_change_by_change() -> None:
    """Ada 5, Ben 3, Cy 2, quota 6: Cy's go nowhere, Ada 5 to 3. One paper to Ben makes 4 to 4; two make 3 to 5."""
    found = asked(papers({(0, 1): 5, (1,): 3, (2,): 2}), "scottish-2007")
    assert (found.number, found.instead, found.with_fewer) == (2, ("Ben",), "the result stands")
    assert found.sentences[-1] == (
        "No fewer can do it: every change of 1 paper was counted, and none did."
    )


def test_where_trying_takes_too_long_the_number_proved_so_far_is_said() -> None:
    """Four people: 64 other rankings beside five carried are 320 changes of a paper, and 51,360 of two."""
    told = from_rankings(
        ("Ada", "Ben", "Cy", "Dot"), {(0,): 50, (0, 1): 9, (1,): 30, (2,): 20, (3,): 10}, seats=2
    )
    found = asked(told, "scottish-2007")
    assert (found.number, found.at_least) == (None, 2)
    assert found.sentences[0].startswith(
        "The smallest number of papers that would change the result is not computed here: "
    )
    assert (
        "320 changes of fewer were counted, and 2 papers can be changed in 51360 ways"
        in found.because
    )
    assert found.sentences[0].endswith(" It is at least 2.")


@pytest.mark.parametrize("law", ["scottish-2007", "ers97", "meek-2006", "senate-2016"])
@settings(max_examples=5)
@given(
    rankings=st.lists(st.sampled_from(EVERY[1:]), min_size=3, max_size=5),
    seats=st.integers(1, 2),
)
def test_trying_finds_what_trying_in_another_order_finds(
    law: str, rankings: list[Ranking], seats: int
) -> None:
    """Each paper by itself, in place of so many of a ranking; rankings to the end of the paper included."""
    given_papers = gathered(rankings, seats)
    result = count(given_papers, law)
    if not isinstance(result, Transcript):
        return
    found = what_if(given_papers, result, counting_again(law, {}))
    every = [*EVERY, *permutations(range(3))]
    for number in (1, 2):
        others = changed_so_often(rankings, number, every)
        if any(other_elected(each, seats, law, result) for each in others):
            assert found.number == number
            return
    assert found.number is None or found.number > 2


def changed_so_often(
    rankings: list[Ranking], number: int, every: list[Ranking]
) -> Iterator[list[Ranking]]:
    for places in combinations(range(len(rankings)), number):
        for instead in product(every, repeat=number):
            changed = list(rankings)
            for place, ranking in zip(places, instead, strict=True):
                changed[place] = ranking
            yield changed


def gathered(rankings: list[Ranking], seats: int) -> Papers:
    told: dict[Ranking, int] = {}
    for ranking in rankings:
        if ranking:
            told[ranking] = told.get(ranking, 0) + 1
    return papers(told, seats)


def other_elected(rankings: list[Ranking], seats: int, law: str, first: Transcript) -> bool:
    result = count(gathered(rankings, seats), law)
    return isinstance(result, Transcript) and set(result.elected) != set(first.elected)


def test_a_constraint_is_kept_by_the_counts_that_prove_the_number() -> None:
    """Cy has to be elected: whoever else gets papers, the second place cannot be taken from her."""
    told = papers({(0,): 3, (1,): 2, (2,): 1}, 2)
    constraint = read_constraint("women>=1: Cy", NAMES)
    result = count(told, "block-vote", constraints=[constraint])
    assert isinstance(result, Transcript)
    found = what_if(told, result, counting_again("block-vote", {}, [constraint]))
    assert (found.number, set(found.instead)) == (1, {"Ben", "Cy"})


def cards(*held: tuple[str, str, int]) -> College:
    """Marks and votes, section by section; unions weigh two thirds, branches one."""
    sections = [
        Section(name, weight, from_rankings(NAMES, {tuple(map(int, m)): v for s, m, v in held if s == name}))
        for name, weight in (("U", Fraction(2, 3)), ("B", Fraction(1, 3)))
    ]  # fmt: skip
    return College(NAMES, 1, tuple(sections))


def carried(college: College, **readings: str) -> WhatIf:
    result = count(college, "card-vote", readings=readings)  # pyright: ignore[reportArgumentType]
    assert isinstance(result, Transcript)
    return what_if(college, result, counting_again("card-vote", readings))


def test_votes_of_the_section_in_which_they_weigh_most_change_a_card_vote() -> None:
    """Unions 60 to 40 of 100 votes, two thirds: 40 to 26.67; branches 4 to 6 of 10, a third: 13.33 to 20. 6.67 apart.

    A vote of the branches moves 2 x 3.33, exactly the difference; one more of the unions 2 x 0.67: two votes.
    """
    found = carried(cards(("U", "0", 60), ("U", "1", 40), ("B", "0", 4), ("B", "1", 6)))
    assert (found.number, found.with_fewer) == (2, "a lot would have to be drawn")
    assert found.sentences[0] == (
        "2 votes marked otherwise would have changed the result: then Ben would be elected."
    )


@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(st.sampled_from("UB"), st.sampled_from("012"), st.integers(1, 3)),
        min_size=1, max_size=5, unique_by=lambda held: held[:2],
    )
)  # fmt: skip
def test_no_fewer_votes_change_a_card_vote_however_they_are_changed(
    held: list[tuple[str, str, int]],
) -> None:
    votes = [(section, mark) for section, mark, number in held for _ in range(number)]
    result = count(cards(*held), "card-vote")  # pyright: ignore[reportArgumentType]
    if not isinstance(result, Transcript):
        return
    found = what_if(cards(*held), result, counting_again("card-vote", {}))
    for number in (1, 2):
        for places in combinations(range(len(votes)), number):
            for instead in product(("0", "1", "2", ""), repeat=number):
                changed = list(votes)
                for place, mark in zip(places, instead, strict=True):
                    changed[place] = (votes[place][0], mark)
                told = Counter(changed)
                again = cards(*((s, m, n) for (s, m), n in told.items() if m))
                other = count(again, "card-vote") if again.valid else None  # pyright: ignore[reportArgumentType]
                if isinstance(other, Transcript) and other.elected != result.elected:
                    assert number in {found.number, found.at_least}
                    return
    assert found.number is None or found.number > 2


def winner(rankings: list[Ranking]) -> int | None:
    """The eliminating ballot once more, by its words, for three; ``None`` where a lot is needed."""
    left = [0, 1, 2]
    while True:
        votes = dict.fromkeys(left, 0)
        for ranking in rankings:
            for candidate in ranking:
                if candidate in votes:
                    votes[candidate] += 1
                    break
        for candidate in left:
            if 2 * votes[candidate] > sum(votes.values()):
                return candidate
        lowest = [c for c in left if votes[c] == min(votes.values())]
        if len(lowest) > 1:
            return None
        left.remove(lowest[0])


def fewest_by_trying(rankings: list[Ranking], law: str) -> int:
    """Try every way of changing one paper, two papers and so on."""
    who = _plurality if law == "plurality" else winner
    first = who(rankings)
    for number in range(1, len(rankings) + 1):
        for places in combinations(range(len(rankings)), number):
            for instead in product(EVERY, repeat=number):
                changed = list(rankings)
                for place, ranking in zip(places, instead, strict=True):
                    changed[place] = ranking
                if any(changed) and who(changed) not in {None, first}:
                    return number
    return len(rankings) + 1


def _plurality(rankings: list[Ranking]) -> int | None:
    votes = [sum(1 for ranking in rankings if ranking[:1] == (c,)) for c in range(3)]
    most = [c for c in range(3) if votes[c] == max(votes)]
    return most[0] if len(most) == 1 else None


@pytest.mark.parametrize("law", ["alternative-vote", "plurality"])
@settings(max_examples=40)
@given(rankings=st.lists(st.sampled_from(EVERY[1:]), min_size=1, max_size=6))
def test_on_small_elections_every_number_is_the_one_found_by_trying_everything(
    law: str, rankings: list[Ranking]
) -> None:
    told: dict[Ranking, int] = {}
    for ranking in rankings:
        told[ranking] = told.get(ranking, 0) + 1
    result = count(papers(told), law)
    if not isinstance(result, Transcript):
        return
    found = what_if(papers(told), result, counting_again(law, {}))
    tried = fewest_by_trying(rankings, law)
    assert found.number in {None, tried}
    assert (found.at_least or 0) <= tried


def test_a_published_margin_is_found(shared_data: object) -> None:
    """Burlington 2009: 127 papers, known from the literature on margins of such elections."""
    from pathlib import Path

    from hustings.cli.papers import source
    from hustings.counting.formats.opening import Wanted, open_papers

    assert isinstance(shared_data, Path)
    folder = shared_data / "counting" / "public" / "irv" / "burlington-mayor-2009"
    told = open_papers(source(folder / "preflib-00005-00000002.toi"), Wanted()).papers
    found = asked(told, "alternative-vote")
    assert (found.number, found.instead) == (127, ("Kurt Wright",))
