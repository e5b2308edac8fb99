"""The Senate against the Commission's distributions of preferences, read where they lie and never copied."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from hustings.counting.count import count
from hustings.counting.formats.aec import SenatePaper, read_aec
from hustings.counting.formats.csv_papers import in_pieces
from hustings.counting.papers import Papers
from hustings.counting.transcript import Transcript


def read(folder: Path, told: Any, *, named_by_the_file: bool) -> Papers:
    names = tuple(candidate["name"] for candidate in told["candidates"])
    groups = tuple(tuple(members) for members in told["groups"].values())
    paper = None if named_by_the_file else SenatePaper(names, groups)
    with gzip.open(folder / told["ballots_file"]) as file:
        papers = read_aec(in_pieces(file.read), folder.name, seats=told["seats"], paper=paper)
    assert papers.candidates == names
    return papers


@pytest.mark.parametrize(
    ("name", "named_by_the_file", "last_places"),
    [
        ("act-2016", False, "before-papers-move"),
        ("act-2016", False, "after-the-exclusion"),
        ("nt-2019", True, "before-papers-move"),
    ],
)
def test_every_published_figure_of_a_state(
    shared_data: Path, name: str, named_by_the_file: bool, last_places: str
) -> None:
    """Every total, exhausted votes and loss by fraction after each count published, order and counts of election."""
    folder = shared_data / "counting" / "public" / "au-senate" / name
    told = json.loads((folder / "expected.json").read_text("utf-8"))
    papers = read(folder, told, named_by_the_file=named_by_the_file)
    transcript = count(papers, "senate-2016", readings={"last_places": last_places})
    assert isinstance(transcript, Transcript)
    assert (papers.valid, transcript.quota) == (told["valid"], told["quota"])
    assert len(transcript.rounds) == told["counts_required"]
    for label in told["count_labels"]:
        round = transcript.rounds[int(label.split("-")[-1]) - 1]
        assert list(round.votes) == told["totals"][label], label
        assert round.exhausted == told["exhausted"][label], label
        assert round.loss_by_fraction == told["loss_by_fraction"][label], label
    elected = [(c, round.number) for round in transcript.rounds for c in round.elected]
    assert elected == [(e["candidate"], e["count"]) for e in told["elected"]]
