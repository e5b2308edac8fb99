"""The count of Dáil Éireann on elections of our making; each can be redone by hand from its docstring."""

from hustings.counting.laws.irish_1992 import Readings, Surpluses, count
from hustings.counting.lots import Fate, Lot, LotRequired
from hustings.counting.papers import Papers, from_rankings, gather
from hustings.counting.transcript import Finding, Transcript
from hustings.kernel.refusals import Refused


def filed(*lines: tuple[int, str], seats: int = 2, names: str = "ABCD") -> Papers:
    """Papers in the order in which they were filed, like ``(3, "AB")``: three that put A first and B second."""
    marked = [(tuple((names.index(n),) for n in ranking), number) for number, ranking in lines]
    return gather(tuple(names), marked, seats=seats, filed=True)


def counted(papers: Papers, *lots: Lot, readings: Readings | None = None) -> Transcript:
    result = count(papers, readings, lots)
    assert isinstance(result, Transcript), result
    return result


def votes(transcript: Transcript) -> list[tuple[int, ...]]:
    return [tuple(int(v) for v in round.votes) for round in transcript.rounds]


def test_a_surplus_moves_in_proportion_and_the_papers_last_filed_go() -> None:
    """A 10, B 1, C 3, D 5 of 19 for two: quota 7, surplus 3. Of 10 papers 6 are for B and 4 for C: 1.8 and 1.2,
    so 1 and 1, and the larger fraction makes it 2 for B. The two last filed read ABD.

    B 3, C 4, D 5: B goes. B's own paper shows no more; the other two go to D, who has the quota.
    """
    transcript = counted(filed((3, "AB"), (3, "ABD"), (4, "AC"), (1, "B"), (3, "C"), (5, "D")))
    assert votes(transcript) == [(10, 1, 3, 5), (7, 3, 4, 5), (7, 0, 4, 7)]
    assert transcript.elected == (0, 3)
    assert transcript.rounds[-1].not_transferable == 1


def test_the_same_papers_filed_in_another_order_can_give_other_figures() -> None:
    """As before, but the papers ABD lie below the papers AB: two AB move, and show no more after B."""
    transcript = counted(filed((3, "ABD"), (3, "AB"), (4, "AC"), (1, "B"), (3, "C"), (5, "D")))
    assert votes(transcript) == [(10, 1, 3, 5), (7, 3, 4, 5), (7, 0, 4, 5)]
    assert transcript.rounds[-1].not_transferable == 3
    assert transcript.rounds[-1].finding is Finding.OUT_OF_REACH


def test_papers_that_are_not_transferable_make_up_a_surplus() -> None:
    """A 8, B 1, C 2 of 11 for two: quota 4, surplus 4. Two papers go to B; two of the other six are set aside."""
    transcript = counted(filed((2, "AB"), (6, "A"), (1, "B"), (2, "C"), names="ABC"))
    assert votes(transcript)[1] == (4, 3, 2)
    assert transcript.rounds[1].not_transferable == 2
    assert transcript.elected == (0, 1)


def test_a_later_surplus_is_taken_from_the_sub_parcel_last_received() -> None:
    """A 3, B 5, C 4, D 4 of 16 for two: quota 6. A goes, three papers ABC to B: B 8, surplus 2.

    Those three are sorted, not B's own five for D: two go to C, who has the quota.
    """
    transcript = counted(filed((3, "ABC"), (5, "BD"), (4, "C"), (4, "D")))
    assert votes(transcript) == [(3, 5, 4, 4), (0, 8, 4, 4), (0, 6, 6, 4)]
    assert transcript.elected == (1, 2)


def test_equal_fractions_go_to_the_candidate_with_more_original_votes() -> None:
    """A 6, B 3, C 2, D 1 of 12: quota 5, surplus 1. Three papers each for B and C, half a paper each: B."""
    transcript = counted(filed((3, "AB"), (3, "AC"), (3, "B"), (2, "C"), (1, "D")))
    assert votes(transcript)[1] == (5, 4, 2, 1)


def test_fractions_equal_in_everything_go_to_lot() -> None:
    """A 6, B 2, C 2, D 2 of 12: quota 5, surplus 1; B and C are equal in size, originals and every count."""
    papers = filed((3, "AB"), (3, "AC"), (2, "B"), (2, "C"), (2, "D"))
    required = count(papers)
    assert isinstance(required, LotRequired)
    assert (required.clause, required.between) == ("121(6)", ("B", "C"))
    assert required.first_drawn_is is Fate.LARGEST_FRACTION
    first = Lot(required.situation, ("C", "B"))
    then = count(papers, None, [first])
    assert isinstance(then, LotRequired)
    assert (then.clause, then.between, then.round) == ("122(5)", ("B", "D"), 2)
    transcript = counted(papers, first, Lot(then.situation, ("D", "B")))
    assert votes(transcript)[1] == (5, 2, 3, 2)
    assert transcript.rounds[2].excluded == (3,)


def test_equal_surpluses_move_in_the_order_of_the_lot_where_they_never_differed() -> None:
    """A 6, B 6, C 2, D 1 of 15 for three: quota 4, both with 2 too many."""
    papers = filed((6, "AC"), (6, "BD"), (2, "C"), (1, "D"), seats=3)
    required = count(papers)
    assert isinstance(required, LotRequired)
    assert (required.clause, required.first_drawn_is) == ("121(8)", Fate.SURPLUS_FIRST)
    transcript = counted(papers, Lot(required.situation, ("A", "B")))
    assert transcript.rounds[1].of == (0,)
    assert transcript.elected == (0, 1, 2)


def test_a_surplus_that_can_change_nothing_waits_unless_every_one_is_to_move() -> None:
    """A 21, B 12, C 10, D 5 of 48 for two: quota 17, surplus 4. D with 4 more stays below C, B below the quota,
    and D has had a quarter of the quota: A's surplus waits, and D is excluded first.
    """
    papers = filed((21, "AB"), (12, "B"), (10, "CB"), (5, "DC"))
    transcript = counted(papers)
    assert transcript.rounds[1].excluded == (3,)
    assert transcript.rounds[1].deferred == (0,)
    always = counted(papers, readings=Readings(surpluses=Surpluses.ALWAYS))
    assert always.rounds[1].of == (0,)
    assert always.rounds[1].votes == (17, 16, 10, 5)


def test_several_lowest_go_together_unless_one_might_have_had_a_quarter_of_the_quota() -> None:
    """One place, A 30, B 29, C 6, D 1, E 1 of 67: quota 34. D, E and C have 8, fewer than B's 29. A quarter of
    the quota is 8.5, which C does not pass even with 8: all three go together. With 8 of C's own (quota 35, a
    quarter 8.75) C might have come to 10: D and E go first.
    """
    papers = filed((30, "A"), (29, "B"), (6, "C"), (1, "DB"), (1, "EB"), seats=1, names="ABCDE")
    assert counted(papers).rounds[1].excluded == (3, 4, 2)
    nine = filed((30, "A"), (29, "B"), (8, "C"), (1, "DB"), (1, "EB"), seats=1, names="ABCDE")
    assert counted(nine).rounds[1].excluded == (3, 4)
    one = counted(papers, *_one_at_a_time(papers), readings=Readings(together=False))
    assert one.rounds[1].excluded == (4,)


def _one_at_a_time(papers: Papers) -> list[Lot]:
    required = count(papers, Readings(together=False))
    assert isinstance(required, LotRequired)
    return [Lot(required.situation, ("E", "D"))]


def test_papers_without_their_filed_order_are_refused() -> None:
    refused = count(from_rankings(("A", "B"), {(0,): 2, (1,): 1}))
    assert isinstance(refused, Refused)
    assert refused.code == "filed-order-needed"
