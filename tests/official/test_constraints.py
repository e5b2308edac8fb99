"""Constraints on the elections made for them: as the notes beside the data work them out."""

import json
from pathlib import Path
from typing import Any

import pytest

from hustings.counting.constraints import read_constraint
from hustings.counting.count import count
from hustings.counting.formats.blt import read_blt
from hustings.counting.papers import Papers
from hustings.counting.transcript import Transcript
from hustings.kernel.refusals import Refused

AT_LEAST = {
    "constraint-already-met": 1,
    "constraint-impossible": 2,
    "constraint-max-half-men-4-seats": 2,
    "constraint-min-one-woman-2-seats": 1,
}
"""How many women at least: the number stands only in words beside the data."""
LAWS = ("ers97", "meek-2006")


@pytest.fixture(scope="module")
def folder(shared_data: Path) -> Path:
    return shared_data / "counting" / "public" / "handmade"


def read(folder: Path, case: str) -> tuple[Papers, dict[str, Any], str]:
    """The papers, what is known, and the constraint in one line."""
    known: dict[str, Any] = json.loads((folder / f"{case}.json").read_text("utf-8"))
    papers = read_blt((folder / known["ballots_file"]).read_bytes(), case).as_papers()
    return papers, known, f"women>={AT_LEAST[case]}: {', '.join(known['constraint']['women'])}"


def test_no_case_of_the_folder_is_left_out(folder: Path) -> None:
    assert {path.stem for path in folder.glob("constraint-*.json")} == set(AT_LEAST)


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("case", [case for case in AT_LEAST if case != "constraint-impossible"])
def test_the_elected_in_their_order_are_those_worked_out(folder: Path, case: str, law: str) -> None:
    papers, known, line = read(folder, case)
    transcript = count(papers, law, constraints=[read_constraint(line, papers.candidates)])
    assert isinstance(transcript, Transcript)
    assert [papers.candidates[c] for c in transcript.elected] == known["elected"]


@pytest.mark.parametrize("law", LAWS)
def test_without_the_constraint_somebody_else_is_elected_where_it_binds(
    folder: Path, law: str
) -> None:
    for case, binds in {
        "constraint-already-met": False,
        "constraint-max-half-men-4-seats": True,
        "constraint-min-one-woman-2-seats": True,
    }.items():
        papers, known, _ = read(folder, case)
        transcript = count(papers, law)
        assert isinstance(transcript, Transcript)
        elected = {papers.candidates[c] for c in transcript.elected}
        assert (elected != set(known["elected"])) == binds


@pytest.mark.parametrize("law", LAWS)
def test_a_constraint_that_cannot_be_kept_is_refused_before_counting_and_named(
    folder: Path, law: str
) -> None:
    papers, known, line = read(folder, "constraint-impossible")
    assert known["expect_error"]
    refused = count(papers, law, constraints=[read_constraint(line, papers.candidates)])
    assert isinstance(refused, Refused)
    assert "at least 2 of women" in refused.because


@pytest.mark.parametrize("law", LAWS)
def test_or_its_places_stay_vacant_where_that_was_said(folder: Path, law: str) -> None:
    """Two places for at least two women; Carol alone is one: she is elected, and a place stays vacant."""
    papers, _, line = read(folder, "constraint-impossible")
    vacant = read_constraint(line.replace(":", " or vacant:"), papers.candidates)
    transcript = count(papers, law, constraints=[vacant])
    assert isinstance(transcript, Transcript)
    assert ([papers.candidates[c] for c in transcript.elected], transcript.vacant) == (["Carol"], 1)
