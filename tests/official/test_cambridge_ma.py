"""The count of Cambridge against the city's own of 2021.

The city's file is sorted by the pile in which each paper ended, so the order of the precincts as drawn is lost, and
with it which papers an nth-paper surplus took. First choices, quota, the elected and the final piles are the city's.
"""

import csv
import gzip
import io
import json
from pathlib import Path
from typing import Any

import pytest

from hustings.ballots.validity import Fault, Marks, ValidityRules
from hustings.counting.countback import fill_vacancy
from hustings.counting.laws.cambridge_ma import count
from hustings.counting.papers import Papers, gather
from hustings.counting.transcript import Transcript

PASSED_OVER = ValidityRules(Fault.PASSED_OVER, Fault.PASSED_OVER, Fault.PASSED_OVER)
"""Section 9 reads a paper on to its next choice past a number left out or a name that stands twice."""


@pytest.fixture(scope="module")
def folder(shared_data: Path) -> Path:
    return shared_data / "counting" / "public" / "cambridge-ma"


def known(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "council-2021" / "expected.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def papers(folder: Path) -> Papers:
    """The papers in the order of the file; a name never put first is a write-in and a candidate, too."""
    content = gzip.decompress((folder / "council-2021" / "ballots.csv.gz").read_bytes()).decode()
    rows = [list(row.values())[3:] for row in csv.DictReader(io.StringIO(content))]
    names = tuple(sorted({cell for row in rows for cell in row if cell}))
    place = {name: at for at, name in enumerate(names)}
    marked: list[tuple[Marks, int]] = [
        (tuple((place[cell],) if cell else () for cell in row), 1) for row in rows
    ]
    seats = known(folder)["seats"]
    return gather(names, marked, seats=seats, rules=PASSED_OVER, filed=True)


def test_no_election_of_the_folder_is_left_out(folder: Path) -> None:
    assert [path.name for path in folder.iterdir()] == ["council-2021"]


def test_first_choices_quota_elected_and_final_piles_are_the_citys(
    folder: Path, papers: Papers
) -> None:
    expected = known(folder)
    transcript = count(papers)
    assert isinstance(transcript, Transcript)
    names = transcript.candidates
    first, last = transcript.rounds[0], transcript.rounds[-1]
    assert (papers.valid, transcript.quota) == (expected["valid"], expected["quota"])
    assert {
        name: votes for name, votes in zip(names, first.votes, strict=True) if votes
    } == expected["first_choices"]
    assert {names[c] for c in transcript.elected} == set(expected["elected"])
    piles = {name: votes for name, votes in zip(names, last.votes, strict=True) if votes}
    assert {**piles, "exhausted": last.exhausted} == expected["official_final_piles"]


def test_the_place_of_every_member_could_be_filled_from_their_quota_of_papers(
    papers: Papers,
) -> None:
    """2,182 papers each; the write-ins are taken to be unwilling, for most of them have no paper at all."""
    write_ins = [name for name in papers.candidates if name.startswith("Write-in")]
    transcript = count(papers)
    assert isinstance(transcript, Transcript)
    for member in transcript.elected:
        filling = fill_vacancy(papers, papers.candidates[member], write_ins)
        assert isinstance(filling, Transcript)
        assert filling.valid == transcript.quota
        assert filling.elected[0] not in transcript.elected
