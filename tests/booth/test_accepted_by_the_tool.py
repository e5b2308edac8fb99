"""Ballots, codes, keys and decryptions made by the booth and its tools, checked by Debian's belenios-tool."""

import json
import re
from pathlib import Path

import pytest

from tests.booth.conftest import Cast
from tests.booth.elections import GROUP, UUID, ToolElection

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
    """Yes, no and blank once each; at most two of three: A twice, B once, C once, one voter nobody."""
    election = ToolElection.made(
        tmp_path,
        [
            {"answers": ["Yes", "No"], "blank": True, "min": 1, "max": 1, "question": "Re-adopt?"},
            {"answers": ["A", "B", "C"], "min": 0, "max": 2, "question": "At most two"},
        ],
    )
    choices = [[[0, 1, 0], [1, 1, 0]], [[0, 0, 1], [0, 0, 0]], [[1, 0, 0], [1, 0, 1]]]
    cast_in(cast, election, choices)
    election.close(ranked=False)
    election.decrypt()
    election.verify()
    assert election.result() == [[1, 1, 1], [2, 1, 1]]


def test_the_tool_accepts_rankings_of_the_booth_and_reads_them_back(
    cast: Cast, tmp_path: Path
) -> None:
    question = {"type": "NonHomomorphic", "value": {"answers": list("ABCDE"), "question": "Rank"}}
    election = ToolElection.made(tmp_path, [question])
    choices = [[[1, 2, 3, 5, 4]], [[2, 1, 0, 0, 0]], [[0, 0, 0, 0, 0]]]
    cast_in(cast, election, choices)
    election.close(ranked=True)
    election.decrypt()
    election.verify()
    assert sorted(election.result()[0]) == sorted(one[0] for one in choices)


def test_the_tool_accepts_codes_keys_and_decryptions_of_the_tools_page(
    cast: Cast, tmp_path: Path
) -> None:
    """Two of three electors vote: one ranks A before B, the other B alone; the third code is not used."""
    [key] = cast([{"do": "key", "group": GROUP}])
    [codes] = cast([{"do": "codes", "group": GROUP, "uuid": UUID, "electors": "17\n4\n23"}])
    ranking = {"type": "NonHomomorphic", "value": {"answers": ["A", "B"], "question": "Rank"}}
    yes_no = {"answers": ["Yes", "No"], "min": 1, "max": 1, "question": "Agreed?"}
    election = ToolElection.made(tmp_path, [ranking, yes_no], key)
    letters = [line.split(",") for line in codes["letters"].splitlines()]
    assert [line[0] for line in letters] == ["elector", "17", "4", "23"]
    votes = zip((letters[1][1], letters[3][1]), ([[1, 2], [1, 0]], [[0, 1], [1, 0]]), strict=True)
    ballots = cast(
        [{"election": election.election, "code": code, "choices": one} for code, one in votes]
    )
    election.open(json.loads(codes["publicCredentials"]))
    for one in ballots:
        election.add("Ballot", one["ballot"])
    election.close(ranked=True)
    last = read_last_event(election.archive)
    request = {"do": "decrypt", "archive": str(election.archive), "key": key["privateKey"]}
    [decrypted] = cast([request | {"verified": last}])
    election.decrypt(decrypted["lines"])
    election.verify()
    assert sorted(election.result()[0]) == [[0, 1], [1, 2]]
    assert election.result()[1] == [2, 0]


def read_last_event(archive: Path) -> str:
    """The hash that names the last event, as a verifier prints it."""
    names = re.findall(rb"([0-9a-f]{64})\.event\.json", archive.read_bytes())
    return str(names[-1].decode())
