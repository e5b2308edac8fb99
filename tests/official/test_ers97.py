"""ERS97 against archived elections that two independent implementations count alike, read where they lie."""

import json
from fractions import Fraction
from pathlib import Path

import pytest

from hustings.counting.constraints import read_constraint
from hustings.counting.count import count
from hustings.counting.formats.blt import read_blt
from hustings.counting.transcript import Kind, Transcript
from hustings.kernel.refusals import Refused

KINDS = {"surplus": Kind.SURPLUS, "exclude": Kind.EXCLUSION}


def counted(path: Path) -> Transcript:
    papers = read_blt(path.with_suffix(".blt").read_bytes(), path.name).as_papers()
    result = count(papers, "ers97")
    assert isinstance(result, Transcript), (path.name, result)
    return result


def test_every_stage_of_every_archived_election(shared_data: Path) -> None:
    """Votes to the second decimal, non-transferable vote, quota, what the stage did, order of election."""
    files = sorted((shared_data / "counting" / "public" / "ers97").glob("ers-*.json"))
    assert len(files) >= 24
    for path in files:
        told, transcript = json.loads(path.read_text("utf-8")), counted(path)
        assert list(transcript.elected) == told["elected"], path.name
        assert len(transcript.rounds) == len(told["stages"]), path.name
        for round, stage in zip(transcript.rounds, told["stages"], strict=True):
            assert list(round.votes) == [Fraction(votes) for votes in stage["votes"]], path.name
            assert round.not_transferable == Fraction(stage["non_transferable"]), path.name
            assert round.quota == Fraction(stage["quota"]), path.name
            if stage["action"] != "first":
                assert round.kind is KINDS[stage["action"]["kind"]], path.name
                assert list(round.of) == stage["action"]["candidates"], path.name


def test_a_quota_that_comes_out_exactly_is_not_raised(shared_data: Path) -> None:
    """120 papers, two places: 120 / 3 = 40.00, and whoever has 40 is elected at the first stage."""
    transcript = counted(
        shared_data / "counting" / "public" / "handmade" / "ers97-quota-exact.json"
    )
    assert (transcript.quota, transcript.rounds[0].elected) == (40, (0,))
    assert transcript.elected == (0, 1)


def test_the_figures_known_of_the_model_election_follow_from_the_rules(shared_data: Path) -> None:
    """Its papers are not to be had; quota and transfer value are: 753 / 7 and 26.42 over 123 papers."""
    folder = shared_data / "counting" / "public" / "ers97"
    told = json.loads((folder / "model-election-known-facts.json").read_text("utf-8"))
    quota = Fraction(-(-100 * told["valid"] // (told["seats"] + 1)), 100)
    stage = told["stage2"]
    surplus = Fraction(told["stage1"]["Smith"]) - quota
    value = Fraction(int(surplus * 100) // stage["transferable_papers"], 100)
    assert (quota, surplus, value) == tuple(
        Fraction(text) for text in (told["quota"], stage["surplus"], stage["transfer_value"])
    )
    lost = surplus - stage["transferable_papers"] * value
    assert lost == Fraction(stage["non_transferable_difference"])


CONSTRAINED = {
    "constraint-already-met": "women>=1: Carol",
    "constraint-max-half-men-4-seats": "women>=2: Ann, Bea",
    "constraint-min-one-woman-2-seats": "women>=1: Carol",
}


@pytest.mark.parametrize("name", CONSTRAINED)
def test_constraints_keep_whom_they_must_and_nobody_else(shared_data: Path, name: str) -> None:
    path = shared_data / "counting" / "public" / "handmade" / f"{name}.json"
    told = json.loads(path.read_text("utf-8"))
    papers = read_blt(path.with_suffix(".blt").read_bytes(), name).as_papers()
    constraint = read_constraint(CONSTRAINED[name], papers.candidates)
    result = count(papers, "ers97", constraints=[constraint])
    assert isinstance(result, Transcript)
    assert [result.candidates[c] for c in result.elected] == told["elected"]


def test_constraints_that_cannot_be_kept_are_refused_before_the_count(shared_data: Path) -> None:
    path = shared_data / "counting" / "public" / "handmade" / "constraint-impossible.blt"
    papers = read_blt(path.read_bytes(), path.name).as_papers()
    constraint = read_constraint("women>=2: Carol", papers.candidates)
    refused = count(papers, "ers97", constraints=[constraint])
    assert isinstance(refused, Refused)
    assert "at least 2 of women" in refused.because
