"""Meek's method on elections of our making; each can be redone by hand from its docstring."""

from fractions import Fraction

from hustings.counting.constraints import read_constraint
from hustings.counting.laws.meek_2006 import count
from hustings.counting.lots import Fate, Lot, LotRequired
from hustings.counting.papers import Papers, from_rankings, withdraw
from hustings.counting.transcript import Finding, Kind, Transcript, exact_text
from hustings.kernel.refusals import Refused


def papers(*lines: tuple[int, str], seats: int = 2, names: str = "ABCD") -> Papers:
    """Papers like ``(40, "AB")``: forty that put A first and B second."""
    rankings = {tuple(names.index(n) for n in ranking): number for number, ranking in lines}
    return from_rankings(tuple(names), rankings, seats=seats)


def counted(given: Papers, *lots: Lot) -> Transcript:
    result = count(given, lots)
    assert isinstance(result, Transcript), result
    return result


def test_the_elected_keep_what_they_need_of_every_paper() -> None:
    """A 60, B 20, C 22 of 102: quota 34.000000001. A keeps 34.000000001/60 up: 0.566666667 of 60 papers,
    34.00000002; B gets 0.433333333 of 60, 25.99999998, and has 45.99999998.
    """
    transcript = counted(papers((60, "AB"), (20, "B"), (22, "C"), names="ABC"))
    assert [exact_text(v) for v in transcript.rounds[0].votes] == ["60", "20", "22"]
    assert [exact_text(v) for v in transcript.rounds[1].votes] == [
        "34.00000002",
        "45.99999998",
        "22",
    ]
    assert exact_text(transcript.rounds[1].quota or 0) == "34.000000001"
    assert [r.elected for r in transcript.rounds] == [(0,), (1,)]
    assert (transcript.rounds[1].kind, transcript.rounds[1].of) == (Kind.SURPLUS, (0,))


def test_papers_that_come_later_to_the_elected_count_for_them_at_the_same_share() -> None:
    """A 40, B 20, C 30, D 12 of 102: A is elected (34.000000001), keeps 0.850000001, and B has 25.99999996.

    D goes, 12 papers DAB. A keeps 0.850000001 of all 52, which is too much; 0.850000001 times the quota is
    28.900000035 up, divided by 44.200000052 is 0.653846154 up: A has 34.000000008 and B 37.999999992.
    """
    transcript = counted(papers((40, "AB"), (20, "B"), (30, "C"), (12, "DAB")))
    assert transcript.elected == (0, 1)
    assert exact_text(transcript.rounds[1].votes[1]) == "25.99999996"
    assert transcript.rounds[2].excluded == (3,)
    assert [exact_text(v) for v in transcript.rounds[2].votes] == [
        "34.000000008",
        "37.999999992",
        "30",
        "0",
    ]


def test_the_quota_falls_with_what_no_candidate_receives() -> None:
    """A 60 without a second choice, B 20, C 22: A keeps all but 26 votes' worth, which no candidate gets.

    A first keeps 0.566666667; the quota is then (34.00000002 + 42) / 3 = 25.33333334 and falls on towards
    21.000000001, where A's votes are the quota: q = (q + 42) / 3. C, with 22, has it: C is elected.
    """
    transcript = counted(papers((60, "A"), (20, "B"), (22, "C"), names="ABC"))
    assert transcript.elected == (0, 2)
    assert Fraction(21) < Fraction(transcript.quota or 0) <= 22


def test_a_tie_for_the_lowest_goes_to_lot_and_the_first_drawn_is_excluded() -> None:
    """A 45, B 30, C 10, D 10 of 95 for one place: C and D are tied."""
    given = papers((45, "AB"), (30, "B"), (10, "CB"), (10, "DB"), seats=1)
    required = count(given)
    assert isinstance(required, LotRequired)
    assert (required.clause, required.between) == ("T", ("C", "D"))
    assert required.first_drawn_is is Fate.EXCLUDED
    transcript = counted(given, Lot(required.situation, ("D", "C")))
    assert transcript.rounds[1].excluded == (3,)
    assert transcript.rounds[1].ties[0].chosen == 3


def test_as_many_candidates_as_places_are_elected_in_one_round() -> None:
    transcript = counted(papers((3, "A"), (1, "B"), names="AB"))
    assert (transcript.elected, len(transcript.rounds)) == ((0, 1), 1)
    assert transcript.rounds[0].findings == (Finding.LAST_VACANCIES,) * 2


def test_a_withdrawn_candidate_is_passed_over() -> None:
    transcript = counted(withdraw(papers((60, "AB"), (20, "B"), (22, "C"), names="ABC"), ["A"]))
    assert transcript.rounds[0].votes == (0, 80, 22)


def test_the_votes_of_whoever_is_excluded_last_are_not_distributed() -> None:
    """A, B and C with 3 of 9 each, for two places: nobody has 3.000000001, and the lot excludes B."""
    given = papers((3, "A"), (3, "BC"), (3, "C"), names="ABC")
    required = count(given)
    assert isinstance(required, LotRequired)
    last = counted(given, Lot(required.situation, ("B", "C", "A"))).rounds[-1]
    assert (last.excluded, last.elected) == ((1,), (0, 2))
    assert (last.not_transferable, last.votes) == (3, (3, 0, 3))
    assert last.finding is Finding.LAST_VACANCIES


def test_a_woman_without_whom_the_constraint_fails_is_guarded_and_the_others_go() -> None:
    """A 40, B 35, C 25, two places, at least one of C: A is elected, B is doomed, C takes the place."""
    given = papers((40, "AB"), (35, "BA"), (25, "C"), names="ABC")
    result = count(given, constraints=[read_constraint("women>=1: C", given.candidates)])
    assert isinstance(result, Transcript)
    assert (result.elected, result.rounds[1].excluded) == ((0, 2), (1,))
    assert counted(given).elected == (0, 1)


def test_equal_votes_for_the_last_place_that_a_constraint_leaves_go_to_lot() -> None:
    """A 34, B 34, C 32 for two, at most one of A and B: both have the quota, and only one may be elected."""
    given = papers((34, "A"), (34, "B"), (32, "C"), names="ABC")
    most = [read_constraint("men<=1: A, B", given.candidates)]
    required = count(given, constraints=most)
    assert isinstance(required, LotRequired)
    assert (required.clause, required.first_drawn_is) == ("constraints", Fate.ELECTED)
    result = count(given, [Lot(required.situation, ("B", "A"))], constraints=most)
    assert isinstance(result, Transcript)
    assert (result.elected, result.rounds[1].excluded) == ((1, 2), (0,))


def test_places_that_nobody_could_lawfully_fill_stay_vacant_where_that_was_said() -> None:
    """Two places for at least two women, one of whom stands: refused, or one place vacant."""
    given = papers((3, "A"), (2, "B"), (1, "C"), names="ABC")
    refused = count(given, constraints=[read_constraint("women>=2: C", given.candidates)])
    assert isinstance(refused, Refused)
    assert refused.code == "constraint-impossible"
    result = count(given, constraints=[read_constraint("women>=2 or vacant: C", given.candidates)])
    assert isinstance(result, Transcript)
    assert (result.elected, result.vacant) == ((2,), 1)
