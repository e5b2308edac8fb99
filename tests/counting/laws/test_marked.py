"""Block vote, approval and yes or no on elections of our making; each can be redone by hand."""

from fractions import Fraction
from typing import Any

import pytest

from hustings.ballots.validity import Rejection
from hustings.counting.constraints import read_constraint
from hustings.counting.laws import approval, block_vote, yes_no
from hustings.counting.laws.yes_no import Base, Comparison
from hustings.counting.lots import Fate, Lot, LotRequired
from hustings.counting.papers import Papers, from_rankings, withdraw
from hustings.counting.transcript import Finding, Transcript, as_json
from hustings.kernel.refusals import Refused


def papers(*lines: tuple[int, str], seats: int = 2, names: str = "ABCD") -> Papers:
    """Papers like ``(40, "AB")``: forty with marks for A and B."""
    rankings = {tuple(names.index(n) for n in marks): number for number, marks in lines}
    return from_rankings(tuple(names), rankings, seats=seats)


def transcript_of(result: object) -> Transcript:
    assert isinstance(result, Transcript), result
    return result


def test_block_vote_elects_those_with_the_most_marks() -> None:
    """Two places: AB 4, BC 3, BA 2, D 1: A 6, B 9, C 3, D 1."""
    transcript = transcript_of(block_vote.count(papers((4, "AB"), (3, "BC"), (2, "BA"), (1, "D"))))
    assert transcript.rounds[0].votes == (6, 9, 3, 1)
    assert transcript.elected == (1, 0)


def test_block_vote_does_not_count_a_paper_with_more_marks_than_places() -> None:
    transcript = transcript_of(block_vote.count(papers((4, "AB"), (5, "BCD"))))
    assert transcript.rounds[0].votes == (4, 4, 0, 0)
    assert transcript.rounds[0].not_transferable == 5


def test_block_vote_sends_a_tie_for_the_last_places_to_lot() -> None:
    """A 4; B, C and D 2 each for the second place: the lot draws D first."""
    given = papers((2, "AB"), (2, "AC"), (2, "D"))
    required = block_vote.count(given)
    assert isinstance(required, LotRequired)
    assert (required.clause, required.between) == ("3", ("B", "C", "D"))
    assert required.first_drawn_is is Fate.ELECTED
    lot = Lot(required.situation, ("D", "B", "C"))
    assert transcript_of(block_vote.count(given, [lot])).elected == (0, 3)


def test_block_vote_lets_one_lot_settle_two_places() -> None:
    """B, C and D 2 each for two places: the lot C, D, B elects C and D."""
    given = papers((2, "B"), (2, "C"), (2, "D"))
    required = block_vote.count(given)
    assert isinstance(required, LotRequired)
    lot = Lot(required.situation, ("C", "D", "B"))
    transcript = transcript_of(block_vote.count(given, [lot]))
    assert (transcript.elected, len(transcript.rounds[0].ties)) == ((2, 3), 1)


def test_block_vote_passes_over_whom_a_constraint_bars() -> None:
    """A 6, B 5, C 1; two places and at least one of C: A, then C."""
    given = papers((5, "AB"), (1, "AC"), names="ABC")
    constraint = read_constraint("women>=1: C", given.candidates)
    transcript = transcript_of(block_vote.count(given, constraints=[constraint]))
    assert transcript.elected == (0, 2)
    assert transcript_of(block_vote.count(given)).elected == (0, 1)


def test_block_vote_sends_a_tie_that_a_constraint_makes_decide_to_lot() -> None:
    """A and B 5 each, C 1; two places, at most one of A and B."""
    given = papers((5, "AB"), (1, "C"), names="ABC")
    constraint = read_constraint("men<=1: A, B", given.candidates)
    required = block_vote.count(given, constraints=[constraint])
    assert isinstance(required, LotRequired)
    lot = Lot(required.situation, ("B", "A"))
    assert transcript_of(block_vote.count(given, [lot], constraints=[constraint])).elected == (1, 2)


def test_approval_counts_every_mark_whatever_their_number_or_order() -> None:
    """ABCD 3, CB 2, D 1: A 3, B 5, C 5, D 4."""
    transcript = transcript_of(approval.count(papers((3, "ABCD"), (2, "CB"), (1, "D"))))
    assert transcript.rounds[0].votes == (3, 5, 5, 4)
    assert transcript.elected == (1, 2)


def test_approval_can_ask_for_more_than_half_and_leave_places_vacant() -> None:
    """A 3 of 6 is half and not more; B 5 is: one of two places is filled."""
    given = papers((3, "AB"), (2, "B"), (1, "C"))
    strict = approval.Readings(more_than_half=True)
    transcript = transcript_of(approval.count(given, strict))
    assert (transcript.elected, transcript.vacant) == ((1,), 1)
    assert transcript_of(approval.count(given)).elected == (1, 0)


def test_approval_sends_a_tie_for_the_last_place_to_lot() -> None:
    given = papers((3, "AB"), (2, "C"), (1, "CB"), seats=1)
    tied = papers((3, "A"), (3, "B"), seats=1, names="AB")
    assert transcript_of(approval.count(given)).elected == (1,)
    required = approval.count(tied)
    assert isinstance(required, LotRequired)
    assert (required.clause, required.between) == ("3", ("A", "B"))
    lot = Lot(required.situation, ("B", "A"))
    assert transcript_of(approval.count(tied, None, [lot])).elected == (1,)


def test_a_mark_for_somebody_who_withdrew_counts_for_nobody() -> None:
    given = withdraw(papers((3, "A"), (2, "BA"), (1, "C")), ["A"])
    approved = transcript_of(approval.count(given))
    assert (approved.rounds[0].votes, approved.rounds[0].exhausted) == ((0, 2, 1, 0), 3)
    assert transcript_of(block_vote.count(given)).rounds[0].votes == (0, 2, 1, 0)


def question(yes: int, no: int, abstain: int = 0, blank: int = 0) -> Papers:
    rankings = {(0,): yes, (1,): no, (2,): abstain}
    counted = {marks: number for marks, number in rankings.items() if number}
    return from_rankings(("Yes", "No", "Abstain"), counted, rejected={Rejection.BLANK: blank})


@pytest.mark.parametrize(
    ("given", "readings", "carried"),
    [
        (question(51, 50), {}, True),
        (question(50, 50), {}, False),
        (question(50, 50), {"comparison": Comparison.AT_LEAST}, True),
        (question(0, 0, 3), {"comparison": Comparison.AT_LEAST}, False),
        (question(66, 33), {"threshold": "2/3", "comparison": Comparison.AT_LEAST}, True),
        (question(66, 34), {"threshold": "2/3", "comparison": Comparison.AT_LEAST}, False),
        (question(50, 40, 9), {"base": Base.VALID}, True),
        (question(50, 40, 10), {"base": Base.VALID}, False),
        (question(50, 40, 9, 1), {"base": Base.RETURNED}, False),
        (question(51, 9), {"base": Base.ELECTORS, "electors": 101}, True),
        (question(51, 9), {"base": Base.ELECTORS, "electors": 102}, False),
        (question(30, 20), {"turnout": "1/2", "electors": 100}, True),
        (question(30, 19, 0, 1), {"turnout": "1/2", "electors": 100}, True),
        (question(30, 19), {"turnout": "1/2", "electors": 100}, False),
        (question(40, 10), {"turnout": "1/2", "support": "2/5", "electors": 100}, True),
        (question(39, 11), {"turnout": "1/2", "support": "2/5", "electors": 100}, False),
    ],
)
def test_a_question_is_carried_if_every_test_is_met(
    given: Papers, readings: dict[str, Any], carried: bool
) -> None:
    transcript = transcript_of(yes_no.count(given, yes_no.Readings(**readings)))
    assert transcript.elected == ((0,) if carried else (1,))
    finding = Finding.TESTS_MET if carried else Finding.TEST_NOT_MET
    assert transcript.rounds[0].finding is finding


def test_every_test_stands_in_the_transcript_with_its_base() -> None:
    readings = yes_no.Readings(turnout="1/2", support="2/5", electors=100)
    transcript = transcript_of(yes_no.count(question(39, 11), readings))
    told: Any = as_json(transcript)["rounds"]
    assert [
        (t["what"], t["part"], t["base_votes"], t["needed"], t["met"]) for t in told[0]["tests"]
    ] == [
        ("majority", "39", "50", "1/2", True),
        ("turnout", "50", "100", "1/2", True),
        ("support", "39", "100", "2/5", False),
    ]
    assert transcript.rounds[0].tests[2].needed == Fraction(2, 5)


def test_a_paper_with_both_answers_is_not_counted() -> None:
    given = from_rankings(("Yes", "No"), {(0,): 2, (1,): 1, (0, 1): 4})
    round = transcript_of(yes_no.count(given)).rounds[0]
    assert (round.votes, round.not_transferable) == ((2, 1), 4)


@pytest.mark.parametrize(
    ("readings", "code"),
    [
        ({"turnout": "1/2"}, "electors-needed"),
        ({"base": Base.ELECTORS, "electors": 9}, "electors-needed"),
        ({"threshold": "0.5"}, "not-a-share"),
        ({"threshold": "3/2"}, "not-a-share"),
    ],
)
def test_a_test_that_cannot_be_put_is_refused(readings: dict[str, Any], code: str) -> None:
    refused = yes_no.count(question(6, 4), yes_no.Readings(**readings))
    assert isinstance(refused, Refused)
    assert refused.code == code
