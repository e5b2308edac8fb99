"""The count of Cambridge on elections of our making; each can be redone by hand from its docstring."""

from hustings.counting.countback import fill_vacancy
from hustings.counting.laws.cambridge_ma import Readings, count
from hustings.counting.lots import Lot, LotRequired
from hustings.counting.papers import Papers, gather
from hustings.counting.transcript import Finding, Transcript
from hustings.kernel.refusals import Refused

NO_SIGNATURES = Readings(signatures=0)


def filed(*rankings: str, seats: int = 2, names: str = "ABCD") -> Papers:
    """Papers one by one in the order of the precincts as drawn."""
    marked = [(tuple((names.index(n),) for n in ranking), 1) for ranking in rankings]
    return gather(tuple(names), marked, seats=seats, filed=True)


def counted(papers: Papers, *lots: Lot, readings: Readings = NO_SIGNATURES) -> Transcript:
    result = count(papers, readings, lots)
    assert isinstance(result, Transcript), result
    return result


def votes(transcript: Transcript) -> list[tuple[int, ...]]:
    return [tuple(int(v) for v in round.votes) for round in transcript.rounds]


def test_every_nth_paper_of_a_surplus_moves() -> None:
    """A 6, B 2, C 1 of 9 for two: quota 4, surplus 2, n = 6/2 = 3. The third and the sixth of A's are for C."""
    papers = filed("AB", "AB", "AC", "AB", "AB", "AC", "B", "B", "C", names="ABC")
    transcript = counted(papers)
    assert votes(transcript) == [(6, 2, 1), (4, 2, 3), (4, 0, 3)]
    assert transcript.elected == (0, 2)
    assert transcript.rounds[-1].finding is Finding.LAST_VACANCIES


def test_n_is_rounded_to_the_nearest_and_a_half_upwards() -> None:
    """A 5, B 1, C 1 of 7 for two: quota 3, surplus 2, 5/2 = 2.5, so n is 3: the third, then, 6 being none, the
    fourth. Both are for C, who has the quota.
    """
    papers = filed("AB", "AB", "AC", "AC", "AB", "B", "C", names="ABC")
    assert votes(counted(papers))[1] == (3, 1, 3)


def test_a_paper_that_shows_no_continuing_candidate_stays() -> None:
    """As above, but the third and the sixth show no second choice: the next ones taken are 4 and, after 7, 5."""
    papers = filed("AB", "AB", "A", "AC", "AB", "A", "B", "B", "C", names="ABC")
    assert votes(counted(papers))[1] == (4, 3, 2)


def test_whoever_reaches_the_quota_while_papers_move_receives_no_more() -> None:
    """A 1, B 3, C 2, D 4 of 10 for two: quota 4, D elected. A goes: AB to B, who is elected with 4.

    With two papers ABC of 11 (quota 4), the first makes B's quota and the second passes B and goes to C.
    """
    papers = filed("ABC", "ABC", "B", "B", "B", "C", "C", "C", "D", "D", "D", "D", seats=3)
    transcript = counted(papers)
    assert transcript.quota == 4
    assert votes(transcript) == [(2, 3, 3, 4), (0, 4, 4, 4)]
    assert transcript.elected == (3, 1, 2)
    assert [(move.to, move.papers) for move in transcript.rounds[1].transfers] == [(1, 1), (2, 1)]


def test_all_below_the_signatures_are_defeated_together() -> None:
    """C 1 and D 1, both below two signatures, go in one count; A 4, B 3 for one place, quota 5."""
    papers = filed("A", "A", "A", "A", "B", "B", "B", "CB", "DB", seats=1)
    transcript = counted(papers, readings=Readings(signatures=2))
    assert transcript.rounds[1].excluded == (2, 3)
    assert votes(transcript)[1] == (4, 5, 0, 0)
    assert transcript.elected == (1,)


def test_of_two_lowest_the_one_with_fewer_before_the_last_transfer_is_defeated() -> None:
    """One place, quota 6: A 4, B 3, C 2, D 1 of 10. D goes to C: B and C have 3, and C had 2 before: C goes."""
    papers = filed("A", "A", "A", "A", "B", "B", "B", "CB", "CB", "DC", seats=1)
    transcript = counted(papers)
    assert transcript.rounds[2].excluded == (2,)
    assert transcript.rounds[2].ties[0].looked_back == ((1, (2,)),)


def test_lowest_who_never_differed_go_to_lot() -> None:
    papers = filed("A", "A", "A", "B", "C", "D", seats=2)
    required = count(papers, NO_SIGNATURES)
    assert isinstance(required, LotRequired)
    assert (required.clause, required.between) == ("9(f)", ("B", "C", "D"))


def test_a_vacancy_is_filled_from_the_papers_that_lay_with_the_member() -> None:
    """A elected with 4 of A's 6 papers AB, AB, AB, AB (the third and sixth, AC, moved): for A's place B has all 4.

    C, elected, is passed over; if B is unwilling, nobody on those papers stands.
    """
    papers = filed("AB", "AB", "AC", "AB", "AB", "AC", "B", "B", "C", names="ABC")
    election = count(papers, NO_SIGNATURES)
    assert isinstance(election, Transcript)
    filling = fill_vacancy(papers, "A", readings=NO_SIGNATURES)
    assert isinstance(filling, Transcript)
    assert (filling.elected, filling.rounds[0].votes) == ((1,), (0, 4, 0))
    refused = fill_vacancy(papers, "A", ["B"], readings=NO_SIGNATURES)
    assert isinstance(refused, Refused)


def test_no_vacancy_arises_where_nobody_was_elected() -> None:
    papers = filed("AB", "AB", "AC", "AB", "AB", "AC", "B", "B", "C", names="ABC")
    refused = fill_vacancy(papers, "B", readings=NO_SIGNATURES)
    assert isinstance(refused, Refused)
    assert refused.code == "not-elected"
