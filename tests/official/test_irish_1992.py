"""The count of Dáil Éireann against the constituencies that voted by machine in 2002.

The published file gathers identical papers, so the order in which they lay is lost. Quota, first preferences and
the elected are the declared ones; figures after the first surplus depend on that order and are not compared.
"""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from hustings.ballots.validity import Marks
from hustings.counting.laws.irish_1992 import Readings, Surpluses, count
from hustings.counting.papers import Papers, gather
from hustings.counting.transcript import Transcript

CONSTITUENCIES = ["dublin-west-2002", "meath-2002"]


@pytest.fixture(scope="module")
def folder(shared_data: Path) -> Path:
    return shared_data / "counting" / "public" / "irish-prstv"


def read(folder: Path) -> tuple[Papers, dict[str, Any]]:
    """Papers of a file of strict orders, taken in the order of the file."""
    known: dict[str, Any] = json.loads((folder / "expected.json").read_text("utf-8"))
    marked: list[tuple[Marks, int]] = []
    for line in (
        gzip.decompress((folder / known["ballots_file"]).read_bytes()).decode().splitlines()
    ):
        if line and not line.startswith("#"):
            number, order = line.split(":")
            marked.append((tuple((int(c) - 1,) for c in order.split(",")), int(number)))
    return gather(tuple(known["candidates"]), marked, seats=known["seats"], filed=True), known


def test_no_constituency_of_the_folder_is_left_out(folder: Path) -> None:
    assert sorted(path.name for path in folder.iterdir()) == CONSTITUENCIES


@pytest.mark.parametrize("surpluses", list(Surpluses))
@pytest.mark.parametrize("constituency", CONSTITUENCIES)
def test_quota_first_preferences_and_elected_are_the_declared_ones(
    folder: Path, constituency: str, surpluses: Surpluses
) -> None:
    papers, known = read(folder / constituency)
    transcript = count(papers, Readings(surpluses=surpluses))
    assert isinstance(transcript, Transcript)
    assert papers.valid == known["valid"]
    assert transcript.quota == known["quota"]
    assert list(transcript.rounds[0].votes) == known["first_preferences"]
    assert sorted(transcript.elected) == sorted(known["elected"])
    for round in transcript.rounds:
        assert round.continuing + round.not_transferable == papers.valid
