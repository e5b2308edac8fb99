"""What holds of every count by a law of transferable votes: no vote is lost, nobody is favoured."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hustings.counting.count import count
from hustings.counting.lots import LotRequired
from hustings.counting.papers import Papers, from_rankings
from hustings.counting.transcript import Kind, Transcript
from tests.counting.elections import in_any_order

LAWS = (
    "alternative-vote", "scottish-2007", "ers97", "northern-ireland", "senate-2016", "wigm",
)  # fmt: skip
NAMES = ("Ada", "Ben", "Cal", "Dee", "Eve")


@st.composite
def elections(draw: st.DrawFn) -> Papers:
    candidates = draw(st.integers(2, 5))
    ranking = st.lists(st.integers(0, candidates - 1), min_size=1, unique=True).map(tuple)
    rankings = draw(st.dictionaries(ranking, st.integers(1, 40), min_size=1, max_size=12))
    return from_rankings(NAMES[:candidates], rankings, seats=draw(st.integers(1, 3)))


def fitted(papers: Papers, law: str) -> Papers:
    """The papers for one place, where the law fills one."""
    rankings = dict(zip(papers.rankings, papers.multiplicities, strict=True))
    seats = 1 if law == "alternative-vote" else papers.seats
    return from_rankings(papers.candidates, rankings, seats=seats)


def renamed(papers: Papers, order: list[int]) -> Papers:
    """The same papers with the candidates printed in another order."""
    place = {candidate: at for at, candidate in enumerate(order)}
    rankings = {
        tuple(place[c] for c in ranking): number
        for ranking, number in zip(papers.rankings, papers.multiplicities, strict=True)
    }
    return from_rankings(tuple(papers.candidates[c] for c in order), rankings, seats=papers.seats)


@pytest.mark.parametrize("law", LAWS)
@settings(max_examples=60)
@given(elections())
def test_every_vote_is_somewhere_in_every_round_and_places_are_filled(
    law: str, papers: Papers
) -> None:
    papers = fitted(papers, law)
    transcript = in_any_order(papers, law)
    for round in transcript.rounds:
        amounts = (*round.votes, round.not_transferable, round.exhausted, round.loss_by_fraction)
        assert sum(amounts) == papers.valid
        assert min(amounts) >= 0
    assert len(set(transcript.elected)) == len(transcript.elected)
    assert len(transcript.elected) + transcript.vacant == transcript.seats
    assert transcript.vacant == max(0, papers.seats - len(papers.candidates))


@pytest.mark.parametrize("law", LAWS)
@settings(max_examples=60)
@given(elections())
def test_what_a_round_says_moved_is_what_the_votes_show(law: str, papers: Papers) -> None:
    transcript = in_any_order(fitted(papers, law), law)
    for before, after in pairwise(transcript.rounds):
        if after.kind is Kind.FIRST_PREFERENCES:
            continue
        for candidate, (was, now) in enumerate(zip(before.votes, after.votes, strict=True)):
            came = sum(move.votes for move in after.transfers if move.to == candidate)
            assert now == was + came or candidate in after.of


@pytest.mark.parametrize("law", LAWS)
@settings(max_examples=40)
@given(elections(), st.randoms(use_true_random=False))
def test_the_names_and_their_order_on_the_paper_favour_nobody(
    law: str, papers: Papers, chance: object
) -> None:
    """Where no lot is needed the same people are elected with the same figures, in whatever order they stand."""
    papers = fitted(papers, law)
    order = list(range(len(papers.candidates)))
    chance.shuffle(order)  # type: ignore[attr-defined]
    one, other = count(papers, law), count(renamed(papers, order), law)
    if isinstance(one, LotRequired):
        assert isinstance(other, LotRequired)
        assert set(one.between) == set(other.between)
        return
    assert isinstance(one, Transcript) and isinstance(other, Transcript)
    assert {one.candidates[c] for c in one.elected} == {other.candidates[c] for c in other.elected}
    for mine, theirs in zip(one.rounds, other.rounds, strict=True):
        assert mine.votes == tuple(theirs.votes[order.index(c)] for c in range(len(order)))


@pytest.mark.parametrize("law", LAWS)
@settings(max_examples=30)
@given(elections(), st.integers(2, 9))
def test_papers_a_thousandfold_and_more_are_counted_as_exactly(
    law: str, papers: Papers, zeros: int
) -> None:
    """Ten to the ``zeros`` times as many papers: every first preference is that many times as much."""
    papers = fitted(papers, law)
    times = 10**zeros
    rankings = {
        ranking: number * times
        for ranking, number in zip(papers.rankings, papers.multiplicities, strict=True)
    }
    more = in_any_order(from_rankings(papers.candidates, rankings, seats=papers.seats), law)
    first = in_any_order(papers, law).rounds[0].votes
    assert more.rounds[0].votes == tuple(votes * times for votes in first)
    assert all(sum(r.votes) + r.not_transferable + r.exhausted + r.loss_by_fraction
               == papers.valid * times for r in more.rounds)  # fmt: skip


@pytest.mark.parametrize("law", LAWS)
@settings(max_examples=40)
@given(elections())
def test_a_candidate_whom_nobody_prefers_changes_nobody_elected(law: str, papers: Papers) -> None:
    """Added at the end of no paper; where a lot is needed the added candidate may be one of the tied."""
    papers = fitted(papers, law)
    rankings = dict(zip(papers.rankings, papers.multiplicities, strict=True))
    more = from_rankings((*papers.candidates, "Nobody"), rankings, seats=papers.seats)
    one, other = count(papers, law), count(more, law)
    if not isinstance(one, Transcript) or not isinstance(other, Transcript) or one.vacant:
        return
    votes = dict(zip(one.candidates, one.rounds[0].votes, strict=True))
    if all(votes.values()):
        assert set(one.elected) == set(other.elected)


def test_amounts_are_whole_numbers_or_fractions_and_nothing_else() -> None:
    papers = from_rankings(NAMES[:3], {(0, 1): 5, (1,): 2, (2, 1): 2}, seats=2)
    for law in LAWS[1:]:
        for round in in_any_order(papers, law).rounds:
            assert {type(votes) for votes in round.votes} <= {int, Fraction}
