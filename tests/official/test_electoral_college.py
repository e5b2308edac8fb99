"""The electoral college against the published table of the Labour leadership election of 2010.

The note beside the data calls one percentage (Ed Balls, first round) 11.795 and its publication as 11.79 cut; exactly
it is 11.79497, so it is rounded like all the others.
"""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from hustings.counting.college import read_college
from hustings.counting.laws.electoral_college import count
from hustings.counting.transcript import Transcript


@pytest.fixture(scope="module")
def file(shared_data: Path) -> Path:
    folder = shared_data / "counting" / "public" / "electoral-college"
    assert [path.name for path in folder.iterdir()] == ["uk-labour-leader-2010"]
    return folder / "uk-labour-leader-2010" / "expected.json"


def hundredths(percent: Fraction) -> Fraction:
    """To two decimals, a half upwards."""
    return Fraction((percent * 100 + Fraction(1, 2)).__floor__(), 100)


def test_every_published_percentage_every_exclusion_and_the_winner_follow(file: Path) -> None:
    known: dict[str, Any] = json.loads(file.read_text("utf-8"))
    transcript = count(read_college(file.read_bytes()))
    assert isinstance(transcript, Transcript)
    names = transcript.candidates
    published: list[dict[str, float]] = known["published_total_percent_by_round"]
    assert len(transcript.rounds) == len(published)
    for round, told in zip(transcript.rounds, published, strict=True):
        for name, percent in told.items():
            exact = Fraction(round.votes[names.index(name)])
            assert Fraction(str(percent)) == hundredths(exact), (round.number, name)
        assert sum(round.votes) == 100
    assert [names[round.excluded[0]] for round in transcript.rounds[1:]] == known["eliminated"]
    assert [names[c] for c in transcript.elected] == [known["winner"]]


def test_the_section_with_papers_gives_the_rounds_that_it_returned(
    file: Path, shared_data: Path
) -> None:
    """The papers of the members of parliament are published: counted in the college, they give their totals."""
    known: dict[str, Any] = json.loads(file.read_text("utf-8"))
    folder = shared_data / "counting" / "public" / "irv" / "uk-labour-leader-2010-mps"
    papers = json.loads((folder / "expected.json").read_text("utf-8"))
    names: list[str] = papers["candidates"]
    content = (folder / papers["ballots_file"]).read_text("utf-8")
    rankings = [
        [int(number), [names[int(c) - 1] for c in order.split(",")]]
        for number, order in (
            line.split(":") for line in content.splitlines() if line and line[0] != "#"
        )
    ]
    returned = known["sections"][0].pop("votes_by_round")
    known["sections"][0]["papers"] = rankings
    known["candidates"] = list(returned[0])
    transcript = count(read_college(json.dumps(known).encode()))
    assert isinstance(transcript, Transcript)
    for round, votes in zip(transcript.rounds, returned, strict=True):
        found = dict(zip(transcript.candidates, round.sections[0].votes, strict=True))
        assert {name: number for name, number in found.items() if number} == votes
