"""US ranked choice against the tabulator's reference results and Portland's declared winners, read where they lie."""

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from hustings.cli.papers import source
from hustings.counting.count import count
from hustings.counting.formats.opening import Opened, Wanted, open_papers
from hustings.counting.lots import Lot, LotRequired
from hustings.counting.transcript import Transcript

WRITE_INS = "Undeclared Write-ins"
DRAWN = {"tiebreak_previous_round_counts_then_random_test": "Sneezy"}
"""The tabulator drew by its own seeded generator; here the lot it drew is given back as people would give it."""


def opened(folder: Path) -> tuple[Any, Opened]:
    path = folder / "expected.json"
    return json.loads(path.read_text("utf-8")), open_papers(source(path), Wanted())


def counted(found: Opened, first: str = "") -> Transcript:
    lots: list[Lot] = []
    while True:
        result = count(found.papers, found.law, readings=dict(found.readings), lots=lots)
        if isinstance(result, Transcript):
            return result
        assert isinstance(result, LotRequired), result
        assert first in result.between, result
        lots.append(Lot(result.situation, tuple(sorted(result.between, key=lambda n: n != first))))


def check(transcript: Transcript, report: Any) -> None:
    """Every tally, threshold, inactive vote and election of every round of the tabulator's report."""
    assert len(transcript.rounds) == len(report["results"])
    for round, told in zip(transcript.rounds, report["results"], strict=True):
        tally = {name: Fraction(votes) for name, votes in told["tally"].items()}
        ours = dict(zip(transcript.candidates, round.votes, strict=True))
        assert {name: ours.get(name, 0) for name in tally} == tally, round.number
        assert sum(ours.values()) == sum(tally.values()), round.number
        assert round.quota == Fraction(told["threshold"]), round.number
        inactive = sum(Fraction(number) for number in told["inactiveBallots"].values())
        assert round.exhausted + round.loss_by_fraction == inactive, round.number
        elected = [result["elected"] for result in told["tallyResults"] if "elected" in result]
        assert [transcript.candidates[c] for c in round.elected] == elected, round.number


@pytest.mark.parametrize(
    "name",
    [
        "2013_minneapolis_mayor",
        "2015_portland_mayor",
        "minneapolis_multi_seat_threshold",
        "tiebreak_previous_round_counts_then_random_test",
    ],
)
def test_every_round_of_the_tabulators_reference_results(shared_data: Path, name: str) -> None:
    """Its ``finalRoundSurplus`` stands under inactive votes, as what the last winners leave over does here."""
    told, found = opened(shared_data / "counting" / "public" / "rctab" / name)
    check(counted(found, DRAWN.get(name, "")), told["expected_report"])


def test_a_million_papers_thirteen_times_as_many_give_thirteen_times_the_figures(
    shared_data: Path,
) -> None:
    folder = shared_data / "counting" / "public" / "rctab"
    _, found = opened(folder / "2013_minneapolis_mayor")
    told = json.loads(
        (folder / "2013_minneapolis_mayor_scale" / "expected.json").read_text("utf-8")
    )
    papers = replace(found.papers, copies=found.papers.copies * told["repeat"])
    check(counted(replace(found, papers=papers)), told["expected_report"])


def test_portland_2024_elects_the_declared_three(shared_data: Path) -> None:
    """The declared round totals were not to be had; the people elected were."""
    told, found = opened(
        shared_data / "counting" / "public" / "wigm" / "portland-or-council-d1-2024"
    )
    transcript = counted(found)
    assert sorted(transcript.candidates[c] for c in transcript.elected) == sorted(told["elected"])
