"""Sentences about a count: word for word on worked elections, and every figure found in the transcript."""

import re

import pytest
from hypothesis import given

from hustings.counting.laws import plurality
from hustings.counting.laws.alternative_vote import Readings
from hustings.counting.papers import withdraw
from hustings.counting.sheet import text_sheet
from hustings.counting.telling import explain, round_sentences
from hustings.counting.transcript import Transcript
from hustings.kernel.refusals import BadInput
from tests.counting.test_alternative_vote import (
    ELECTIONS,
    LOOK_BACK,
    READINGS,
    THREE_ROUNDS,
    count_drawing_in_order,
    counted,
    papers,
)

WORKED = papers((41, "A"), (30, "BC"), (16, "CB"), (8, "DC"), (6, "DA"))
"""A 41, B 30, C 16, D 14 of 101; D out: A 47, B 30, C 24; C out: A 47, B 46, 8 exhausted: 47 of 93."""


def test_why_somebody_was_excluded_names_votes_gap_and_where_the_papers_went() -> None:
    assert explain(counted(WORKED), "C") == (
        "C had 16 first preferences among 101 papers in play.",
        "C was excluded after round 2 with 24 votes, the fewest; next was B with 30, 6 more.",
        "Of C's 24 papers, 16 passed to B and 8 showed no further preference.",
    )


def test_why_the_last_left_was_not_elected() -> None:
    assert explain(counted(WORKED), "B") == (
        "B had 30 first preferences among 101 papers in play.",
        "B was not elected: in round 3 B had 46 of the 93 papers in play. A had 47, more than half.",
    )


def test_why_somebody_was_elected() -> None:
    assert explain(counted(WORKED), "A")[-1] == (
        "A has 47 of the 93 papers in play, more than half (47 or more), and is elected."
    )


def test_a_tie_of_the_last_two_is_always_told() -> None:
    told = explain(counted(THREE_ROUNDS, LOOK_BACK), "B")
    assert told[1:] == (
        "B was not elected: in round 3 B had 46 of the 92 papers in play. A had 46 as well.",
        (
            "A and B had 46 votes each in round 3. Looking back to round 1, B had 30 votes, "
            "the fewest of them. So B is excluded."
        ),
    )


def test_a_withdrawal_is_told() -> None:
    transcript = counted(withdraw(WORKED, ["D"]))
    assert explain(transcript, "D") == (
        (
            "D withdrew after the papers went out; "
            "papers for D counted for the next preference that they show."
        ),
    )


def test_plurality_tells_most_votes() -> None:
    transcript = plurality.count(WORKED)
    assert isinstance(transcript, Transcript)
    assert explain(transcript, "B")[-1] == (
        "B was not elected: A had 41 of the 101 papers; most votes elect."
    )
    assert round_sentences(transcript, transcript.rounds[0]) == (
        "A has 41 of the 101 papers that count, more than anybody else, and is elected.",
    )


def test_a_name_that_is_not_on_the_paper_is_turned_back() -> None:
    with pytest.raises(BadInput, match="'Zed' is not a candidate here"):
        explain(counted(WORKED), "Zed")


def test_the_sheet_lays_candidates_down_and_rounds_across() -> None:
    table = text_sheet(counted(WORKED)).split("\n\n")[1].splitlines()
    assert [line.split() for line in table if line[:1] in "ABCDET"] == [
        ["A", "41", "+6", "47", "47"],
        ["B", "30", "30", "+16", "46"],
        ["C", "16", "+8", "24", "-24", "0"],
        ["D", "14", "-14", "0", "0"],
        ["Exhausted", "0", "0", "+8", "8"],
        ["Total", "101", "101", "101"],
    ]


def figures(transcript: Transcript) -> set[int]:
    """Every figure that a sentence may hold: votes, moves, totals, gaps, round numbers, half of a total."""
    known: set[int] = set()
    for round in transcript.rounds:
        votes = [int(v) for v in round.votes]
        known |= {round.number, int(round.continuing), int(round.exhausted), *votes}
        known.add(int(round.continuing) // 2 + 1)
        known |= {int(move.votes) for move in round.transfers}
        known |= {abs(a - b) for a in votes for b in votes}
    return known


@given(ELECTIONS, READINGS)
def test_every_number_in_every_sentence_stands_in_the_transcript(
    lines: list[tuple[int, str]], readings: Readings
) -> None:
    transcript = count_drawing_in_order(papers(*lines), readings, "ABCD")
    told = [s for name in transcript.candidates for s in explain(transcript, name)]
    told += [s for round in transcript.rounds for s in round_sentences(transcript, round)]
    for sentence in told:
        assert {int(number) for number in re.findall(r"\d+", sentence)} <= figures(transcript)
