"""US ranked choice against the tabulator's reference results and Portland's declared winners, read where they lie."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from hustings.cli.papers import source
from hustings.counting.count import count
from hustings.counting.formats.opening import Opened, Wanted, open_papers
from hustings.counting.transcript import Transcript

WRITE_INS = "Undeclared Write-ins"


def opened(folder: Path) -> tuple[Any, Opened]:
    path = folder / "expected.json"
    return json.loads(path.read_text("utf-8")), open_papers(source(path), Wanted())


def counted(found: Opened) -> Transcript:
    """The count without any lot: where the tabulator drew, its seed draws the same here."""
    result = count(found.papers, found.law, readings=dict(found.readings))
    assert isinstance(result, Transcript), result
    return result


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
    check(counted(found), told["expected_report"])


def test_a_million_papers_are_opened_by_the_description_that_repeats_another_thirteen_times(
    shared_data: Path,
) -> None:
    folder = shared_data / "counting" / "public" / "rctab"
    told, found = opened(folder / "2013_minneapolis_mayor_scale")
    assert (
        found.papers.returned == 13 * opened(folder / "2013_minneapolis_mayor")[1].papers.returned
    )
    check(counted(found), told["expected_report"])


def test_portland_2024_elects_the_declared_three(shared_data: Path) -> None:
    """The declared round totals were not to be had; the people elected were."""
    told, found = opened(
        shared_data / "counting" / "public" / "wigm" / "portland-or-council-d1-2024"
    )
    transcript = counted(found)
    assert sorted(transcript.candidates[c] for c in transcript.elected) == sorted(told["elected"])
