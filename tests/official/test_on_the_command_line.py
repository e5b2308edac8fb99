"""Published elections through ``hustings count``, from the files as they lie."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from hustings.cli.main import hustings

SAME_ELECTED = [
    ("meek/canal-2007.json", "meek-2006"),
    ("meek/shettleston-2007.json", "meek-2006"),
    ("irish-prstv/dublin-west-2002/expected.json", "irish-1992"),
    ("irish-prstv/meath-2002/expected.json", "irish-1992"),
    ("cambridge-ma/council-2021/expected.json", "cambridge-ma"),
]
"""Descriptions beside their papers: the law and the seats are those that the description names."""


@pytest.fixture(scope="module")
def public(shared_data: Path) -> Path:
    return shared_data / "counting" / "public"


def counted(*arguments: str) -> Any:
    result = CliRunner().invoke(hustings, ["count", *arguments, "--json"])
    assert result.exit_code == 0, result.output
    return json.loads(result.output)


def names(known: Any) -> set[str]:
    """Names of the elected, which stand as indices where the candidates are listed; doubled spaces left out."""
    elected = [known["candidates"][c] if isinstance(c, int) else c for c in known["elected"]]
    return {" ".join(name.split()) for name in elected}


@pytest.mark.parametrize(("file", "law"), SAME_ELECTED)
def test_a_described_election_is_counted_by_its_law_to_the_published_result(
    public: Path, file: str, law: str
) -> None:
    known = json.loads((public / file).read_text("utf-8"))
    told = counted(str(public / file))
    assert (told["law"], told["seats"]) == (law, known["seats"])
    assert {" ".join(name.split()) for name in told["elected"]} == names(known)


def test_the_sections_of_an_electoral_college_are_counted_from_their_returns(public: Path) -> None:
    file = public / "electoral-college" / "uk-labour-leader-2010" / "expected.json"
    told = counted(str(file))
    assert told["law"] == "electoral-college"
    assert told["elected"] == [json.loads(file.read_text("utf-8"))["winner"]]


@pytest.mark.parametrize("law", ["ers97", "meek-2006"])
def test_a_constraint_is_given_in_one_line(public: Path, law: str) -> None:
    file = public / "handmade" / "constraint-min-one-woman-2-seats.blt"
    told = counted(str(file), "--law", law, "--constraint", "women>=1: Carol")
    assert told["elected"] == ["Adam", "Carol"]
    impossible = public / "handmade" / "constraint-impossible.blt"
    arguments = ["count", str(impossible), "--law", law, "--constraint", "women>=2: Carol"]
    refused = CliRunner().invoke(hustings, arguments)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "at least 2 of women" in refused.stderr
