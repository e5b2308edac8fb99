"""What holds of every law in the register: a new law joins by itself, with its papers and its exceptions."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hustings.counting.college import College, Section
from hustings.counting.count import count
from hustings.counting.lots import Fate, Lot, LotRequired
from hustings.counting.numbered import from_rows
from hustings.counting.papers import Papers, Ranking, from_rankings
from hustings.counting.registry import LAWS, Takes
from hustings.counting.transcript import Transcript, as_json
from hustings.kernel.refusals import Refused

Lines = list[tuple[Ranking, int]]
"""Papers as they come: a ranking, and how many of them."""

NAMES = ("Ada", "Ben", "Cal", "Dee", "Eve")
NOBODY = "Nobody"
WEIGHTS = (Fraction(1, 3), Fraction(2, 3))


def by_rankings(lines: Lines) -> dict[Ranking, int]:
    gathered: dict[Ranking, int] = {}
    for ranking, number in lines:
        gathered[ranking] = gathered.get(ranking, 0) + number
    return gathered


def ranked(names: tuple[str, ...], lines: Lines, seats: int) -> Papers:
    return from_rankings(names, by_rankings(lines), seats=seats)


def filed(names: tuple[str, ...], lines: Lines, seats: int) -> Papers:
    papers = ranked(names, lines, seats)
    rows = {ranking: row for row, ranking in enumerate(papers.rankings)}
    order = np.repeat([rows[ranking] for ranking, _ in lines], [number for _, number in lines])
    return replace(papers, filed=order.astype(np.int32))


def graded(names: tuple[str, ...], lines: Lines, seats: int) -> Any:
    """The first preference has the best of four grades, the second the next; the rest has the worst."""
    rows: dict[tuple[int, ...], int] = {}
    for ranking, number in lines:
        row = tuple(min(ranking.index(c), 3) + 1 if c in ranking else 4 for c in range(len(names)))
        rows[row] = rows.get(row, 0) + number
    return from_rows(names, rows, seats=seats, grades=("Best", "Good", "Fair", "Poor"))


def weighed(names: tuple[str, ...], lines: Lines, seats: int) -> College:
    """Two sections by the first preference, so that the order and the grouping of papers say nothing."""
    sides: tuple[Lines, Lines] = ([], [])
    for line in lines:
        sides[len(line[0]) % 2].append(line)
    sections = tuple(
        Section(name, weight, ranked(names, side, 1))
        for name, weight, side in zip(("One", "Two"), WEIGHTS, sides, strict=True)
    )
    return College(names, seats, sections)


PAPERS: Mapping[Takes, Callable[[tuple[str, ...], Lines, int], Any]] = {
    Takes.RANKINGS: ranked,
    Takes.FILED: filed,
    Takes.MARKS: ranked,
    Takes.NUMBERS: ranked,
    Takes.GRADES: graded,
    Takes.SECTIONS: weighed,
}

NOT_VOTES = {
    "block-vote": "a paper has as many votes as marks",
    "approval": "a paper has as many votes as marks",
    "condorcet-schulze": "the figures are others ranked below",
    "majority-judgment": "the figures are papers with the majority grade or a better one",
    "card-vote": "the figures are shares of sections weighed together",
}
"""Laws whose figures are not votes, so that they need not add up to the papers."""

HUNDRED = {"electoral-college": "the figures are per cent of the college"}

BY_THE_PAPER = {
    "yes-no": "the first answer is yes",
    "belenios-stv": "the tool sets ties by the order of the question",
    "cambridge-ma": "equal surpluses move in the order of the ballot",
}
"""Laws in which the order of candidates on the paper is meant to say something."""

UNMOVED = (
    "alternative-vote", "plurality", "scottish-2007", "scottish-2011", "meek-2006", "warren",
    "electoral-college", "block-vote", "approval", "condorcet-schulze", "majority-judgment",
)  # fmt: skip
"""Laws by which somebody whom no paper names changes nothing: no surplus waits for the gap between the lowest, several
are not excluded together, and no answer has a meaning of its own."""

MARKS_BOUND = {
    "plurality": "a paper has one mark; what it says beyond the first says nothing",
    "block-vote": "a mark for somebody who withdrew still fills a place on the paper",
    "card-vote": "a mark for somebody who withdrew still fills a place on the card",
    "yes-no": "an answer cannot withdraw",
}


@st.composite
def elections(draw: st.DrawFn) -> tuple[tuple[str, ...], Lines, int]:
    candidates = draw(st.integers(2, 5))
    ranking = st.lists(st.integers(0, candidates - 1), min_size=1, unique=True).map(tuple)
    lines = draw(st.lists(st.tuples(ranking, st.integers(1, 30)), min_size=1, max_size=10))
    return NAMES[:candidates], lines, draw(st.integers(1, 3))


def made(law: str, names: tuple[str, ...], lines: Lines, seats: int) -> Any:
    """The papers as the law takes them; for one place, where it fills one."""
    found = LAWS[law]
    return PAPERS[found.takes](names, lines, seats if found.several else 1)


def settled(papers: Any, law: str) -> Transcript | Refused:
    """The count, every lot falling by the alphabet, and against whom no paper names."""
    lots: list[Lot] = []
    while isinstance(result := count(papers, law, lots=lots), LotRequired):
        against = result.first_drawn_is is Fate.EXCLUDED
        order = sorted(result.between, key=lambda name: ((name == NOBODY) != against, name))
        lots.append(Lot(result.situation, tuple(order)))
    return result


def elected(result: Transcript | Refused) -> set[str] | str:
    if isinstance(result, Refused):
        return result.code
    return {result.candidates[c] for c in result.elected}


def in_votes(law: str) -> bool:
    return law not in NOT_VOTES and law not in HUNDRED


@pytest.mark.parametrize("law", LAWS)
@settings(max_examples=20)
@given(elections())
def test_conservation_every_vote_is_somewhere_in_every_round(
    law: str, election: tuple[tuple[str, ...], Lines, int]
) -> None:
    """And every candidate is listed in every round, at nothing from the exclusion on."""
    papers = made(law, *election)
    result = settled(papers, law)
    if isinstance(result, Refused):
        return
    whole = papers.valid if in_votes(law) else 100
    gone: set[int] = set()
    for round in result.rounds:
        assert len(round.votes) == len(result.candidates)
        assert min(round.votes) >= 0
        if law not in NOT_VOTES:
            aside = round.not_transferable + round.exhausted + round.loss_by_fraction
            assert sum(round.votes) + aside <= whole
            assert sum(round.votes) + aside == whole or law in HUNDRED
        gone |= set(round.excluded)
        assert all(round.votes[excluded] == 0 for excluded in gone)
    assert len(set(result.elected)) == len(result.elected) <= result.seats
    assert len(result.elected) + result.vacant == result.seats
    for told in json.loads(json.dumps(as_json(result)))["rounds"]:
        assert list(told["votes"]) == list(result.candidates)


@pytest.mark.parametrize("law", LAWS)
@settings(max_examples=15)
@given(elections(), st.randoms(use_true_random=False))
def test_anonymity_neither_order_nor_grouping_of_papers_matters(
    law: str, election: tuple[tuple[str, ...], Lines, int], chance: Any
) -> None:
    """Papers that are filed keep their order, which their laws are about: there only the grouping changes."""
    names, lines, seats = election
    singly = [(ranking, 1) for ranking, number in lines for _ in range(number)]
    if LAWS[law].takes is not Takes.FILED:
        chance.shuffle(singly)
    one, other = made(law, names, lines, seats), made(law, names, singly, seats)
    assert one.digest() == other.digest()
    assert settled(one, law) == settled(other, law)


@pytest.mark.parametrize("law", [law for law in LAWS if law not in BY_THE_PAPER])
@settings(max_examples=20)
@given(elections(), st.randoms(use_true_random=False))
def test_neutrality_the_order_on_the_paper_favours_nobody(
    law: str, election: tuple[tuple[str, ...], Lines, int], chance: Any
) -> None:
    """The same lots by name: the same people elected, with the same figures in every round."""
    names, lines, seats = election
    order = list(range(len(names)))
    chance.shuffle(order)
    place = {candidate: at for at, candidate in enumerate(order)}
    again = [(tuple(place[c] for c in ranking), number) for ranking, number in lines]
    one = settled(made(law, names, lines, seats), law)
    other = settled(made(law, tuple(names[c] for c in order), again, seats), law)
    assert elected(one) == elected(other)
    if isinstance(one, Transcript) and isinstance(other, Transcript):
        for mine, theirs in zip(one.rounds, other.rounds, strict=True):
            assert mine.votes == tuple(theirs.votes[place[c]] for c in range(len(order)))


@pytest.mark.parametrize("law", UNMOVED)
@settings(max_examples=20)
@given(elections())
def test_a_candidate_whom_no_paper_names_changes_nothing(
    law: str, election: tuple[tuple[str, ...], Lines, int]
) -> None:
    names, lines, seats = election
    seats = min(seats, len(names))
    one = settled(made(law, names, lines, seats), law)
    other = settled(made(law, (*names, NOBODY), lines, seats), law)
    assert elected(one) == elected(other)


@pytest.mark.parametrize("law", [law for law in LAWS if law not in MARKS_BOUND])
@settings(max_examples=20)
@given(elections())
def test_a_withdrawn_candidate_counts_as_if_struck_from_every_paper(
    law: str, election: tuple[tuple[str, ...], Lines, int]
) -> None:
    """For papers that name others, too: those that name nobody else would no longer be there at all."""
    names, lines, seats = election
    kept = [(ranking, number) for ranking, number in lines if ranking != (0,)]
    struck = [(tuple(c - 1 for c in ranking if c != 0), number) for ranking, number in kept]
    if not kept or len(names) < 3:
        return
    seats = min(seats, len(names) - 1)
    papers = replace(made(law, names, kept, seats), withdrawn=frozenset({0}))
    if LAWS[law].takes in (Takes.GRADES, Takes.SECTIONS):
        return
    assert elected(settled(papers, law)) == elected(
        settled(made(law, names[1:], struck, seats), law)
    )


@pytest.mark.parametrize("law", LAWS)
def test_two_who_are_equal_in_everything_go_to_lot_and_the_lot_decides(law: str) -> None:
    """Ada 4 and Ben 4 for one place, alone on every paper. A question so tied is lost; the tool takes the first."""
    papers = made(law, NAMES[:2], [((0,), 4), ((1,), 4)], 1)
    if law == "yes-no":
        assert elected(settled(papers, law)) == {"Ben"}
        return
    if law == "belenios-stv":
        result = settled(papers, law)
        assert isinstance(result, Transcript)
        assert result.rounds[0].ties[0].lot is None
        return
    if LAWS[law].takes is Takes.SECTIONS:
        papers = replace(papers, sections=(replace(papers.sections[1], weight=Fraction(1)),))
    required = count(papers, law)
    assert isinstance(required, LotRequired)
    assert set(required.between) == {"Ada", "Ben"}
    assert required.law == law
    winners = set[str]()
    for order in (("Ada", "Ben"), ("Ben", "Ada")):
        result = count(papers, law, lots=[Lot(required.situation, order)])
        assert isinstance(result, Transcript)
        assert any(tie.lot is not None for round in result.rounds for tie in round.ties)
        winners |= {result.candidates[c] for c in result.elected}
    assert winners == {"Ada", "Ben"}


@pytest.mark.parametrize("law", [law for law in LAWS if LAWS[law].several])
@pytest.mark.parametrize("lines", [[((1,), 1)], [((0, 1), 5), ((1,), 3)]])
def test_more_places_than_candidates_elect_each_once_or_are_refused(law: str, lines: Lines) -> None:
    """Two stand for three places and for four: the other places stay vacant, or the law says why it cannot be."""
    for seats in (3, 4):
        result = settled(made(law, NAMES[:2], lines, seats), law)
        if isinstance(result, Refused):
            assert result.code == "too-few-stand"
            continue
        assert len(set(result.elected)) == len(result.elected) <= 2
        assert result.vacant == seats - len(result.elected)


@pytest.mark.parametrize("law", LAWS)
def test_a_lot_that_the_count_does_not_ask_for_is_refused(law: str) -> None:
    papers = made(law, NAMES[:3], [((0,), 9), ((1,), 4), ((2,), 2)], 1)
    result = count(papers, law, lots=[Lot("0" * 64, ("Ada", "Ben"))])
    assert isinstance(result, Refused)
    assert result.code == "lot-not-needed"


@pytest.mark.parametrize("law", LAWS)
def test_papers_without_any_preference_for_somebody_who_stands_are_refused(law: str) -> None:
    papers = made(law, NAMES[:2], [((0,), 4), ((1,), 3)], 1)
    result = count(replace(papers, withdrawn=frozenset({0, 1})), law)
    assert isinstance(result, Refused)
