"""Ballots made by the booth, in elections made, closed and checked by Debian's belenios-tool."""

from pathlib import Path

import pytest

from tests.booth.conftest import Cast
from tests.booth.elections import ToolElection

pytestmark = pytest.mark.needs("node", "belenios-tool")

CODES = [f"{first}wqCm-EPZuFR-rw2a2-59xjZY" for first in "23456"]


def cast_in(cast: Cast, election: ToolElection, choices: list[list[list[int]]]) -> None:
    """Cast these choices with a code each, and close."""
    codes = CODES[: len(choices)]
    ballots = cast(
        [
            {"election": election.election, "code": code, "choices": chosen}
            for code, chosen in zip(codes, choices, strict=True)
        ]
    )
    election.open([one["credential"] for one in ballots])
    for one in ballots:
        election.add("Ballot", one["ballot"])


def test_the_tool_accepts_choices_minima_maxima_and_blank_votes_of_the_booth(
    cast: Cast, tmp_path: Path
) -> None:
    """Yes 2, no 1, blank 1; at most two of three: A twice, B once, C once, one voter nobody."""
    election = ToolElection.made(
        tmp_path,
        [
            {"answers": ["Yes", "No"], "blank": True, "min": 1, "max": 1, "question": "Re-adopt?"},
            {"answers": ["A", "B", "C"], "min": 0, "max": 2, "question": "At most two"},
        ],
    )
    choices = [
        [[0, 1, 0], [1, 1, 0]],
        [[0, 1, 0], [1, 0, 1]],
        [[0, 0, 1], [0, 0, 0]],
        [[1, 0, 0], [0, 0, 0]],
    ]
    cast_in(cast, election, choices)
    election.close(ranked=False)
    election.verify()
    assert election.result() == [[1, 2, 1], [2, 1, 1]]


def test_the_tool_accepts_rankings_of_the_booth_and_reads_them_back(
    cast: Cast, tmp_path: Path
) -> None:
    question = {"type": "NonHomomorphic", "value": {"answers": list("ABCDE"), "question": "Rank"}}
    election = ToolElection.made(tmp_path, [question])
    choices = [[[1, 2, 3, 5, 4]], [[2, 1, 0, 0, 0]], [[0, 0, 0, 0, 0]]]
    cast_in(cast, election, choices)
    election.close(ranked=True)
    election.verify()
    assert sorted(election.result()[0]) == sorted(one[0] for one in choices)
