"""One place, one mark."""

from hustings.ballots.validity import Rejection
from hustings.counting.laws.plurality import count
from hustings.counting.lots import Fate, Lot, LotRequired
from hustings.counting.papers import Papers, gather, withdraw
from hustings.counting.transcript import Finding, Transcript
from hustings.kernel.refusals import Refused


def papers(*votes: int) -> Papers:
    """Papers with one mark each: so many for A, B, C."""
    marked = [(((place,),), number) for place, number in enumerate(votes)]
    return gather(("A", "B", "C"), marked, rejected=[(Rejection.BLANK, 2)])


def test_most_votes_elect_even_without_half() -> None:
    """A 4, B 3, C 2 of 9: A."""
    result = count(papers(4, 3, 2))
    assert isinstance(result, Transcript)
    assert (result.elected, result.rounds[0].finding) == ((0,), Finding.MOST)
    assert result.denominators["papers_returned"] == 11


def test_a_tie_for_most_goes_to_lot_and_the_first_drawn_is_elected() -> None:
    """A 4, B 4, C 2: the lot draws B."""
    required = count(papers(4, 4, 2))
    assert isinstance(required, LotRequired)
    assert (required.between, required.first_drawn_is) == (("A", "B"), Fate.ELECTED)
    result = count(papers(4, 4, 2), [Lot(required.situation, ("B", "A"))])
    assert isinstance(result, Transcript)
    assert result.elected == (1,)


def test_a_paper_for_a_withdrawn_candidate_counts_for_nobody() -> None:
    """A 4 withdraws: B 3, C 2, and 4 papers count for nobody."""
    result = count(withdraw(papers(4, 3, 2), ["A"]))
    assert isinstance(result, Transcript)
    assert (result.rounds[0].votes, result.rounds[0].exhausted) == ((0, 3, 2), 4)
    assert result.elected == (1,)


def test_a_lot_that_is_not_needed_is_refused() -> None:
    result = count(papers(4, 3, 2), [Lot("0" * 64, ("A", "B"))])
    assert isinstance(result, Refused)
    assert result.code == "lot-not-needed"
