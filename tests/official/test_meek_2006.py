"""Meek's method against elections that an independent counter of the same reference rule has counted."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from hustings.counting.formats.blt import read_blt
from hustings.counting.laws.meek_2006 import count
from hustings.counting.lots import Lot, LotRequired
from hustings.counting.papers import Papers
from hustings.counting.transcript import Transcript

BY_THE_ORDER_OF_THE_PAPER = {"m135": [("C13", "C16")]}
"""The ties of each election. That counter settles them by the order of the paper, its order drawn beforehand;
here they go to lot, and the lot is given in that order.
"""

ELECTIONS = [
    "anderston-city-2007",
    "canal-2007",
    "east-centre-2007",
    "greater-pollock-2007",
    "linn-2007",
    "m135",
    "north-east-2007",
    "shettleston-2007",
]


@pytest.fixture(scope="module")
def folder(shared_data: Path) -> Path:
    return shared_data / "counting" / "public" / "meek"


def plain(name: str) -> str:
    """A name without doubled spaces: the results have them taken out, the papers have not."""
    return " ".join(name.split())


def counted(papers: Papers, ties: list[tuple[str, ...]]) -> Transcript:
    """Count, drawing each of the ties foreseen in the order given, and no other."""
    lots: list[Lot] = []
    result = count(papers)
    while isinstance(result, LotRequired):
        assert result.between == ties[len(lots)]
        lots.append(Lot(result.situation, result.between))
        result = count(papers, lots)
    assert isinstance(result, Transcript)
    assert len(lots) == len(ties)
    return result


def test_no_election_of_the_folder_is_left_out(folder: Path) -> None:
    assert sorted(path.stem for path in folder.glob("*.json")) == ELECTIONS


@pytest.mark.parametrize("election", ELECTIONS)
def test_elected_quota_votes_and_rounds_are_the_published_ones(folder: Path, election: str) -> None:
    """To the ninth decimal; and in every round the votes and what counts for nobody make the valid papers."""
    known: dict[str, Any] = json.loads((folder / f"{election}.json").read_text("utf-8"))
    papers = read_blt((folder / known["ballots_file"]).read_bytes(), election).as_papers()
    transcript = counted(papers, BY_THE_ORDER_OF_THE_PAPER.get(election, []))
    votes = transcript.rounds[-1].votes
    assert papers.valid == known["valid"]
    assert list(transcript.elected) == known["elected"]
    assert len(transcript.rounds) == known["rounds"]
    assert transcript.quota == Fraction(known["final_quota"])
    assert {plain(transcript.candidates[c]): votes[c] for c in transcript.elected} == {
        plain(name): Fraction(vote) for name, vote in known["final_votes_of_elected"].items()
    }
    excluded = [candidate for round in transcript.rounds for candidate in round.excluded]
    assert len(set(excluded)) == len(excluded) <= len(papers.candidates) - papers.seats
    for round in transcript.rounds:
        assert all(round.votes[candidate] == 0 for candidate in round.excluded)
        assert round.continuing + round.exhausted + round.not_transferable == papers.valid
