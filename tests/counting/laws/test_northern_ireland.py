"""Northern Ireland's rules worked by hand: a quota in whole votes, values to the hundredth, strict comparisons."""

from fractions import Fraction

from hustings.counting.lots import Fate
from hustings.counting.transcript import Finding, Kind
from tests.counting.elections import NORTHMOOR, counted, papers, required

LAW = "northern-ireland"


def figures(*texts: str) -> tuple[Fraction, ...]:
    return tuple(Fraction(text) for text in texts)


def test_a_surplus_goes_out_over_the_transferable_papers() -> None:
    """Quota 34; 16 over 30 transferable papers is 0.53: B 20 + 10.6, C 18 + 5.3, 0.1 lost.

    D goes: B 35.6, which is over the quota.
    """
    transcript = counted(papers(NORTHMOOR, 2), LAW)
    assert transcript.quota == 34
    assert transcript.rounds[1].votes == figures("34", "30.6", "23.3", "12")
    assert transcript.rounds[1].not_transferable == Fraction("0.1")
    assert transcript.rounds[2].votes == figures("34", "35.6", "30.3", "0")
    assert transcript.elected == (0, 1)


def test_the_last_received_papers_keep_their_value_where_they_are_worth_less_than_the_surplus() -> (
    None
):
    """Quota 100 // 4 + 1 = 26. A 40: 14 over 40 papers, 0.35 each to B: 25 + 14 = 39, 13 over.

    B's last sub-parcel is the forty papers at 0.35; thirty show C: 13 / 30 = 0.43, but they keep 0.35.
    """
    lines = {"A>B>C": 30, "A>B": 10, "B": 25, "C": 20, "D": 15}
    transcript = counted(papers(lines, 3), LAW)
    assert transcript.rounds[2].transfer_value == Fraction("0.35")
    assert transcript.rounds[2].votes == figures("26", "26", "30.5", "15")
    assert transcript.rounds[2].not_transferable == Fraction("2.5")


def test_a_surplus_less_than_the_gap_above_the_lowest_waits_and_an_equal_one_does_not() -> None:
    """Quota 34, A has 36: two over. C 28 and D 4 are far apart; with C 3 and D 1 the gap is just two."""
    waits = counted(papers({"A": 36, "B": 32, "C": 28, "D>B": 4}, 2), LAW)
    assert (waits.rounds[1].of, waits.rounds[1].deferred) == ((3,), (0,))
    moves = counted(papers({"A": 36, "B": 32, "C": 17, "D": 15}, 2), LAW)
    assert (moves.rounds[1].kind, moves.rounds[1].of) == (Kind.SURPLUS, (0,))


def test_two_lowest_go_together_only_if_all_their_votes_are_less_than_the_next() -> None:
    """Four and three are less than 28; four and six are not less than ten."""
    together = counted(papers({"A": 30, "B": 28, "C>B": 4, "D>B": 3}, 1), LAW)
    assert together.rounds[1].of == (2, 3)
    apart = counted(papers({"A": 19, "B": 10, "C>B": 6, "D>C": 4}, 1), LAW)
    assert apart.rounds[1].of == (3,)


def test_for_the_last_vacancy_as_many_votes_as_all_others_are_enough() -> None:
    """40 papers for one: the quota is 21; A has 20, exactly as many as B, C and D together."""
    transcript = counted(papers({"A": 20, "B": 9, "C": 7, "D": 4}, 1), LAW)
    assert (transcript.elected, len(transcript.rounds)) == ((0,), 1)
    assert transcript.rounds[0].findings == (Finding.LAST_VACANCY,)


def test_the_last_two_with_equal_votes_go_to_lot() -> None:
    given = papers({"A": 20, "B": 20}, 1, "AB")
    lot = required(given, LAW)
    assert (lot.clause, lot.first_drawn_is) == ("51(13)", Fate.EXCLUDED)
    assert counted(given, LAW, "AB").elected == (1,)


def test_equal_surpluses_go_to_lot() -> None:
    given = papers({"A>C": 40, "B>D": 40, "C": 10, "D": 10}, 3)
    lot = required(given, LAW)
    assert (lot.clause, lot.first_drawn_is) == ("50(1)", Fate.SURPLUS_FIRST)
