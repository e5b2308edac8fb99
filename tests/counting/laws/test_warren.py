"""Warren's method on elections of our making; each can be redone by hand from its docstring."""

from fractions import Fraction

from hustings.counting.laws import meek_2006, warren
from hustings.counting.lots import Lot, LotRequired
from hustings.counting.papers import from_rankings
from hustings.counting.transcript import Transcript, exact_text

PAPERS = from_rankings(
    ("A", "B", "C", "D"), {(0, 1, 2): 40, (1, 0, 2): 40, (2,): 12, (3,): 16}, seats=3
)
"""A 40, B 40, C 12, D 16 of 108: quota 27.000000001. A and B are elected with 13 too many each."""


def test_the_elected_ask_one_price_of_every_paper() -> None:
    """The first price is 27.000000001/40 up, 0.675000001: the first takes it, the second all that is left.

    Nothing reaches C, and both still have 40. The price falls to 0.455625001 (two take 0.911250002 of a
    paper, C has 19.09999984) and to 0.337500001: 80 papers pass 0.324999998 each, and C has 37.99999984.
    """
    transcript = warren.count(PAPERS)
    assert isinstance(transcript, Transcript)
    assert [round.elected for round in transcript.rounds] == [(0, 1), (2,)]
    assert exact_text(transcript.rounds[1].quota or 0) == "27.000000001"
    assert [exact_text(v) for v in transcript.rounds[1].votes] == [
        "27.00000008",
        "27.00000008",
        "37.99999984",
        "16",
    ]


def test_meek_passes_on_a_share_where_warren_asks_a_price() -> None:
    """The first keep factor is 0.675000001, too. Of the 0.324999999 left of a paper ABC, Meek's B keeps that
    share, 0.21937500 up, and 0.105624999 reaches C: 12 + 80 times that is 20.44999992 in the first sharing-out.

    In the end A and B keep a share k each with 40k + 40(1 - k)k = 27: Meek's factors are not Warren's price.
    """
    meek = meek_2006.count(PAPERS)
    assert isinstance(meek, Transcript)
    assert meek.elected == (0, 1, 2)
    assert Fraction(meek.rounds[1].votes[2]) > 27
    assert exact_text(meek.rounds[1].votes[0]) != "27.00000008"


def test_a_tie_for_the_lowest_goes_to_lot() -> None:
    given = from_rankings(("A", "B", "C"), {(0,): 4, (1,): 3, (2,): 3}, seats=1)
    required = warren.count(given)
    assert isinstance(required, LotRequired)
    assert (required.clause, required.between) == ("5", ("B", "C"))
    result = warren.count(given, [Lot(required.situation, ("C", "B"))])
    assert isinstance(result, Transcript)
    assert (result.elected, result.rounds[1].excluded) == ((0,), (2,))


def test_as_many_candidates_as_places_are_elected_in_one_round() -> None:
    result = warren.count(from_rankings(("A", "B"), {(0,): 4, (1,): 3}, seats=2))
    assert isinstance(result, Transcript)
    assert (result.elected, len(result.rounds)) == ((0, 1), 1)
