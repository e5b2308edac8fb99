"""ERS97 worked by hand: quotas to the hundredth, deferred surpluses, batches, elections below the quota."""

from fractions import Fraction

from hustings.counting.constraints import Constraint
from hustings.counting.count import count
from hustings.counting.lots import Fate
from hustings.counting.transcript import Finding, Kind, Transcript
from tests.counting.elections import NORTHMOOR, counted, papers, required

LAW = "ers97"


def figures(*texts: str) -> tuple[Fraction, ...]:
    return tuple(Fraction(text) for text in texts)


def test_a_surplus_goes_out_over_the_transferable_papers_only() -> None:
    """100 / 3 = 33.33…, so the quota is 33.34; 16.66 over 30 transferable papers: 0.55 each.

    B 20 + 11 = 31, C 18 + 5.5 = 23.5, 0.16 lost. Then D: five papers to B, seven to C: B 36, elected.
    """
    transcript = counted(papers(NORTHMOOR, 2), LAW)
    assert transcript.quota == Fraction("33.34")
    assert transcript.rounds[1].votes == figures("33.34", "31", "23.5", "12")
    assert transcript.rounds[1].transfer_value == Fraction("0.55")
    assert transcript.rounds[1].not_transferable == Fraction("0.16")
    assert transcript.rounds[2].votes == figures("33.34", "36", "30.5", "0")
    assert (transcript.elected, len(transcript.rounds)) == ((0, 1), 3)


def test_a_surplus_too_small_to_matter_is_deferred() -> None:
    """A has 1.66 over 33.34; the two lowest are 15 apart, so D goes first and A's surplus waits."""
    transcript = counted(papers({"A": 35, "B": 30, "C": 25, "D>B": 6, "D>C": 4}, 2), LAW)
    assert (transcript.rounds[1].of, transcript.rounds[1].deferred) == ((3,), (0,))
    assert transcript.rounds[1].kind is Kind.EXCLUSION
    assert transcript.elected == (0, 1)


def test_while_nobody_is_elected_the_quota_leaves_out_the_non_transferable_vote() -> None:
    """D's ten papers: one to A, five to C, four to nobody; (100 - 4) / 3 = 32.00, and A and C have 33."""
    lines = {"A": 32, "B": 30, "C": 28, "D>A": 1, "D>C": 5, "D": 4}
    transcript = counted(papers(lines, 2), LAW)
    assert [r.quota for r in transcript.rounds] == [*figures("33.34", "32")]
    assert transcript.rounds[1].findings == (Finding.QUOTA, Finding.QUOTA)
    assert set(transcript.elected) == {0, 2}


def test_a_share_of_the_active_vote_elects_below_the_quota() -> None:
    """Two places, 90 papers: quota 30. A has 60 and keeps 30: the 60 papers at 0.50, but none goes on.

    So 30 votes are not transferable, the active vote is 90 - 30 - 30 = 30, and 30 / 2 = 15 elects B.
    """
    transcript = counted(papers({"A": 60, "B": 16, "C": 14}, 2, "ABC"), LAW)
    assert transcript.rounds[1].not_transferable == 30
    assert transcript.rounds[1].elected == (1,)
    assert transcript.rounds[1].findings == (Finding.ACTIVE_VOTE,)


def test_the_lowest_go_together_where_all_of_them_stay_below_the_next() -> None:
    """D 3 and E 4 make 7, not more than C's 20; C, D and E make 27, more than B's 25."""
    lines = {"A": 32, "B": 25, "C": 20, "D>A": 3, "E>A": 4}
    transcript = counted(papers(lines, 1, "ABCDE"), LAW)
    assert transcript.rounds[1].of == (3, 4)


def test_papers_of_the_excluded_move_in_batches_of_falling_value() -> None:
    """A's 50 papers go to C at 0.33; E (11) goes to B and D; then C has four papers at 1 and fifty at 0.33.

    Stage 2: C 4 + 16.5 = 20.5. Stage 3: B 17 + 6 = 23, D 18 + 5 = 23. Stage 4: first C's four papers, to D,
    27; then the fifty, 16.5, to B: 39.5, which is more than 33.34.
    """
    lines = {"A>C>B": 50, "C>D": 4, "B": 17, "D": 18, "E>B": 6, "E>D": 5}
    transcript = counted(papers(lines, 2, "ABCDE"), LAW)
    assert [r.of for r in transcript.rounds[1:]] == [(0,), (4,), (2,)]
    first, second = transcript.rounds[3].batches
    assert (first.value, first.papers, first.votes[3]) == (1, 4, 27)
    assert (second.value, second.papers, second.votes[1]) == (
        Fraction("0.33"),
        50,
        Fraction("39.5"),
    )
    assert (first.elected, second.elected) == ((), (1,))


def test_equal_votes_and_too_few_places_elect_none_of_them_at_that_stage() -> None:
    """Fifty each for one place: the quota is exactly 50.00 and both have it; 5.6.2 elects neither.

    The lowest is then a tie that only a lot can settle, and the other is elected by 5.5.1.
    """
    given = papers({"A": 50, "B": 50}, 1, "AB")
    lot = required(given, LAW)
    assert (lot.clause, lot.first_drawn_is) == ("5.2.5", Fate.EXCLUDED)
    transcript = counted(given, LAW, "AB")
    assert (transcript.elected, len(transcript.rounds)) == ((1,), 1)
    assert transcript.rounds[0].findings == (Finding.LAST_VACANCIES,)


def test_a_tie_for_the_lowest_is_settled_at_the_earliest_point_of_difference() -> None:
    """E (2) goes, one paper to C: B and C have 4 each, 8 together, more than D's 7, so one of them goes.

    At the first stage C had 3 against B's 4: C goes.
    """
    lines = {"A": 9, "D": 7, "B": 4, "C": 3, "E>C": 1, "E": 1}
    transcript = counted(papers(lines, 1, "ABCDE"), LAW)
    tie = transcript.rounds[2].ties[0]
    assert (tie.between, tie.chosen, tie.points) == ((1, 2), 2, ("1",))


def test_equal_surpluses_go_to_lot_if_they_were_never_unequal() -> None:
    given = papers({"A>C": 40, "B>D": 40, "C": 10, "D": 10}, 3)
    lot = required(given, LAW)
    assert (lot.clause, lot.first_drawn_is) == ("5.2.3", Fate.SURPLUS_FIRST)


def test_the_doomed_are_excluded_at_the_next_stage_and_the_guarded_stay() -> None:
    """One place for a woman of two, and only C is one: A is elected; B, with a quota too, is doomed."""
    given = papers({"A": 40, "B": 38, "C": 22}, 2, "ABC")
    women = Constraint("women", frozenset({2}), at_least=1)
    result = count(given, "ers97", constraints=[women])
    assert isinstance(result, Transcript)
    assert (result.elected, result.rounds[1].excluded) == ((0, 2), (1,))
    free = counted(given, LAW)
    assert free.elected == (0, 1)


def test_nothing_moves_any_more_where_fewer_stand_than_there_are_places() -> None:
    """Five places for four: the quota is 27 / 6 = 4.50, A and B have it, and C and D fill two more.

    A and B have equal surpluses, but there is nobody left to pass them on to: no lot is asked for.
    """
    transcript = counted(papers({"A>C": 10, "B>D": 10, "C": 4, "D": 3}, 5, "ABCD"), LAW)
    assert (transcript.elected, transcript.vacant) == ((0, 1, 2, 3), 1)
    assert len(transcript.rounds) == 1


def test_equal_votes_at_the_last_places_are_told_in_the_order_of_the_paper() -> None:
    """11 papers, three places, quota 2.75: C is elected, and without D only A and B are left, with two votes each."""
    transcript = counted(papers({"C": 6, "A": 2, "B": 2, "D": 1}, 3), "ers97")
    assert transcript.elected == (2, 0, 1)
