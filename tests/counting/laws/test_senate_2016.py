"""The Senate's count worked by hand: whole votes, one value for all papers, a count for each value."""

from fractions import Fraction

from hustings.counting.count import count
from hustings.counting.lots import Fate
from hustings.counting.transcript import Finding, Kind
from hustings.kernel.refusals import Refused
from tests.counting.elections import NORTHMOOR, counted, papers, required

LAW = "senate-2016"


def test_a_surplus_is_spread_over_all_papers_and_fractions_of_votes_are_lost() -> None:
    """Quota 34, 16 over 50 papers: 8/25. B gets 6 of 6.4, C 3 of 3.2, 6 of 6.4 are exhausted, 1 is lost.

    D (12) goes: B 31, C 28; two are left for one place, and the larger is elected.
    """
    transcript = counted(papers(NORTHMOOR, 2), LAW)
    surplus = transcript.rounds[1]
    assert (surplus.transfer_value, surplus.votes) == (Fraction(8, 25), (34, 26, 21, 12))
    assert (surplus.exhausted, surplus.loss_by_fraction) == (6, 1)
    assert transcript.rounds[2].votes == (34, 31, 28, 0)
    assert (transcript.elected, transcript.rounds[2].findings) == ((0, 1), (Finding.LAST_VACANCY,))


def test_each_value_of_the_excluded_is_a_count_of_its_own() -> None:
    """Quota 34: A's 50 papers go to C at 8/25, 16 votes, C 4 + 16 = 20. E (11) goes to B and D: 23 each.

    Then C: the four papers at 1 to D (count 4), the fifty at 8/25 to B (count 5): 16 more make 39.
    """
    lines = {"A>C>B": 50, "C>D": 4, "B": 17, "D": 18, "E>B": 6, "E>D": 5}
    transcript = counted(papers(lines, 2, "ABCDE"), LAW)
    assert [r.transfer_value for r in transcript.rounds[1:]] == [
        Fraction(8, 25), Fraction(1), Fraction(1), Fraction(8, 25),
    ]  # fmt: skip
    assert [r.excluded for r in transcript.rounds[1:]] == [(), (4,), (), (2,)]
    assert transcript.rounds[3].votes == (34, 23, 16, 27, 0)
    assert transcript.rounds[4].votes == (34, 39, 0, 27, 0)
    assert (transcript.elected, transcript.rounds[4].kind) == ((0, 1), Kind.EXCLUSION)


def test_as_many_left_as_places_are_elected_before_the_papers_of_the_excluded_move() -> None:
    """Thirteen papers for two, quota 5: D (2) goes; then C (3) is excluded, and A and B fill both places."""
    transcript = counted(papers({"A": 4, "B": 4, "C>A": 3, "D": 2}, 2), LAW)
    assert (transcript.elected, len(transcript.rounds)) == ((0, 1), 2)
    assert transcript.rounds[1].votes == (4, 4, 3, 0)
    assert transcript.rounds[1].findings == (Finding.LAST_VACANCIES,) * 2


def test_or_after_those_papers_have_moved_and_every_surplus_with_them() -> None:
    """C's three go to A, who has 7 and two over the quota; they show nobody else, and B fills the last place."""
    given = papers({"A": 4, "B": 4, "C>A": 3, "D": 2}, 2)
    transcript = counted(given, LAW, last_places="after-the-exclusion")
    assert [r.votes for r in transcript.rounds[2:]] == [(7, 4, 0, 0), (5, 4, 0, 0)]
    assert [r.elected for r in transcript.rounds] == [(), (), (0,), (1,)]


def test_a_tie_is_read_as_the_reading_says() -> None:
    """F (2) goes, one paper each to C and E, who then have 4 as D has; at the first count D had 4, they 3.

    With any difference C and E are left and the lot falls between them; with all unequal, between all three.
    """
    lines = {"A": 9, "B": 8, "C": 3, "D": 4, "E": 3, "F>C": 1, "F>E": 1}
    given = papers(lines, 1, "ABCDEF")
    assert required(given, LAW).between == ("C", "E")
    assert required(given, LAW, ties="all-unequal").between == ("C", "D", "E")


def test_since_2021_the_act_itself_says_any_difference() -> None:
    lines = {"A": 9, "B": 8, "C": 3, "D": 4, "E": 3, "F>C": 1, "F>E": 1}
    given = papers(lines, 1, "ABCDEF")
    assert required(given, "senate-2021").between == ("C", "E")
    refused = count(given, "senate-2021", readings={"ties": "all-unequal"})
    assert isinstance(refused, Refused)
    northmoor = papers(NORTHMOOR, 2)
    assert counted(northmoor, "senate-2021").rounds == counted(northmoor, LAW).rounds


def test_equal_surpluses_of_one_count_go_to_the_officer() -> None:
    given = papers({"A>C": 40, "B>D": 40, "C": 10, "D": 10}, 3)
    lot = required(given, LAW)
    assert (lot.clause, lot.first_drawn_is) == ("273(22)", Fate.SURPLUS_FIRST)


def test_the_last_two_with_equal_votes_go_to_the_casting_vote() -> None:
    given = papers({"A": 5, "B": 5}, 1, "AB")
    lot = required(given, LAW)
    assert (lot.clause, lot.first_drawn_is) == ("273(17)", Fate.ELECTED)
    assert counted(given, LAW, "BA").elected == (1,)
