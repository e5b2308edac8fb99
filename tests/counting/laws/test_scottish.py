"""The Scottish rules worked by hand: weighted surpluses to five decimals, ties from the latest stage back."""

from fractions import Fraction

from hustings.counting.lots import Fate
from hustings.counting.transcript import Finding, Kind
from tests.counting.elections import NORTHMOOR, counted, papers, required

LAW = "scottish-2007"


def figures(*texts: str) -> tuple[Fraction, ...]:
    return tuple(Fraction(text) for text in texts)


def test_a_surplus_goes_out_at_five_decimals_and_the_rest_is_non_transferable() -> None:
    """Quota 100 // 3 + 1 = 34; surplus 16; each of the 50 papers at 16 / 50 = 0.32.

    B gets 20 x 0.32 = 6.4, C 10 x 0.32 = 3.2; 6.4 is not transferable. Then D (12) goes: B 31.4, C 28.2;
    then C, and B is the last for the last place.
    """
    transcript = counted(papers(NORTHMOOR, 2), LAW)
    assert transcript.quota == 34
    assert [r.kind for r in transcript.rounds] == [
        Kind.FIRST_PREFERENCES, Kind.SURPLUS, Kind.EXCLUSION, Kind.EXCLUSION,
    ]  # fmt: skip
    assert transcript.rounds[1].votes == figures("34", "26.4", "21.2", "12")
    assert transcript.rounds[1].transfer_value == Fraction("0.32")
    assert transcript.rounds[2].votes == figures("34", "31.4", "28.2", "0")
    assert [r.not_transferable for r in transcript.rounds] == [*figures("0", "6.4", "6.4", "34.6")]
    assert transcript.elected == (0, 1)
    assert transcript.rounds[3].findings == (Finding.LAST_VACANCIES,)


def test_papers_of_two_values_go_out_each_at_its_own() -> None:
    """23 papers for three: quota 6. A (12) has 6 over: 0.5 a paper, B 3 + 6 = 9, 3 over.

    B's twelve papers at 0.5 become 0.5 x 3 / 9 = 0.16666, the three at 1 become 0.33333: C gets 1.99992,
    D 0.99999, and 0.00009 is lost. E (3) goes, then C (3.99992) below D (3.99999).
    """
    lines = {"A>B>C": 12, "B>D": 3, "C": 2, "D": 3, "E": 3}
    transcript = counted(papers(lines, 3, "ABCDE"), LAW)
    assert transcript.rounds[2].votes == figures("6", "6", "3.99992", "3.99999", "3")
    assert transcript.rounds[2].not_transferable == Fraction("0.00009")
    assert [r.of for r in transcript.rounds[1:]] == [(0,), (1,), (4,), (2,)]
    assert transcript.elected == (0, 1, 3)


def test_a_tie_for_the_lowest_looks_back_from_the_latest_stage() -> None:
    """D goes first; then B and C have 3 each, and at the stage before C had 2: C goes, without a lot."""
    transcript = counted(papers({"A": 5, "B>A": 3, "C": 2, "D>C": 1}, 1), LAW)
    assert [r.of for r in transcript.rounds[1:]] == [(3,), (2,), (1,)]
    (tie,) = transcript.rounds[2].ties
    assert (tie.between, tie.chosen, tie.clause, tie.looked_back) == (
        (1, 2),
        2,
        "51(2)(a)",
        ((1, (2,)),),
    )


def test_a_tie_never_broken_at_any_stage_goes_to_lot() -> None:
    given = papers({"A": 4, "B>A": 2, "C": 2}, 1, "ABC")
    lot = required(given, LAW)
    assert (lot.clause, lot.between, lot.first_drawn_is) == ("51(2)(b)", ("B", "C"), Fate.EXCLUDED)
    transcript = counted(given, LAW, "BC")
    assert (transcript.rounds[1].of, transcript.elected) == ((1,), (0,))


def test_equal_surpluses_of_the_first_stage_go_to_lot() -> None:
    """14 papers for three: quota 4, A and B have two over each.

    B's goes first: 6 x 0.33333 = 1.99998 to D at stage 2, A's the same to C at stage 3. C and D then have
    2.99998 each; at stage 2 C had one and D more, so C goes without a lot.
    """
    given = papers({"A>C": 6, "B>D": 6, "C": 1, "D": 1}, 3)
    lot = required(given, LAW)
    assert (lot.clause, lot.first_drawn_is) == ("49(3)", Fate.SURPLUS_FIRST)
    assert "has the surplus transferred first" in lot.sentence
    transcript = counted(given, LAW, "BA")
    assert [r.of for r in transcript.rounds[1:]] == [(1,), (0,), (2,)]
    assert transcript.rounds[3].ties[0].looked_back == ((2, (2,)),)


def test_the_2011_order_names_the_rule_one_number_higher() -> None:
    given = papers({"A": 4, "B>A": 2, "C": 2}, 1, "ABC")
    assert required(given, "scottish-2011").clause == "52(2)(b)"
    assert required(given, "scottish-2011").situation != required(given, LAW).situation


def test_more_places_than_candidates_elects_everybody_and_leaves_a_place_vacant() -> None:
    transcript = counted(papers({"A": 3, "B": 1}, 3, "AB"), LAW)
    assert (transcript.elected, transcript.vacant) == ((0, 1), 1)
