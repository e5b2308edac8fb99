"""Every published and constructed case of unit returns is decided as its file expects."""

import json
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from hustings.cli.decide import command
from hustings.rulebooks.loader import load

GOLDEN = Path(__file__).parent
CASES, UNUSUAL = GOLDEN / "cases", GOLDEN / "unusual"


def expected_in(folder: Path) -> list[object]:
    """Every file of a folder with what it expects under each rulebook."""
    return [
        pytest.param(path, rulebook, expected, id=f"{path.stem}-{rulebook}")
        for path in sorted(folder.glob("*.toml"))
        for rulebook, expected in tomllib.loads(path.read_text())["expected"].items()
    ]


@pytest.mark.parametrize(("path", "rulebook", "expected"), expected_in(CASES))
def test_a_case_is_decided_as_its_file_expects(path, rulebook, expected):
    done = CliRunner().invoke(command, [str(path), "--rulebook", rulebook, "--json"])
    if expected.get("error"):
        assert (done.exit_code, done.stdout) == (2, "")
        assert len(done.stderr.splitlines()) == 1
        return
    assert done.exit_code == 0, done.stderr
    (result,) = json.loads(done.stdout)["results"]
    named = {"outcome", "certain", "shares", "combined"} & set(expected)
    assert {key: result[key] for key in named} == {key: expected[key] for key in named}
    for key, value in expected.get("if_reinstated", {}).items():
        assert result["if_reinstated"][key] == value


@pytest.mark.parametrize(("path", "rulebook", "expected"), expected_in(UNUSUAL))
def test_an_unusual_case_is_decided_as_worked_by_hand(path, rulebook, expected):
    """Every figure of the answer; what a file leaves out is expected to be empty. The sums are in the files."""
    done = CliRunner().invoke(command, [str(path), "--rulebook", rulebook, "--json"])
    assert (done.exit_code, done.stderr) == (0, "")
    (result,) = json.loads(done.stdout)["results"]
    whole = {"combined": None, "floor": {}, "if_reinstated": None, **expected}
    if whole["if_reinstated"] is not None:
        whole["if_reinstated"] = {"combined": None, **whole["if_reinstated"]}
    assert {key: result[key] for key in whole} == whole
    assert result["clauses"]


@pytest.mark.parametrize("path", sorted(UNUSUAL.glob("*.toml")), ids=lambda path: path.stem)
def test_comparing_answers_as_each_rulebook_alone_does(path):
    compared = CliRunner().invoke(command, [str(path), "--compare", "--json"])
    for result in json.loads(compared.stdout)["results"]:
        words = [str(path), "--rulebook", result["rulebook"], "--json"]
        alone = CliRunner().invoke(command, words)
        assert json.loads(alone.stdout)["results"] == [result]


WEIGHED = [
    ((3, 1, 1, 4), "open-selection", "17/30"),
    ((3, 1, 0, 2), "undetermined", "1/2"),
    ((2, 2, 0, 2), "reselected", "1/3"),
]


@pytest.mark.parametrize(("returns", "outcome", "combined"), WEIGHED, ids=str)
def test_pools_are_weighed_as_the_rulebook_weighs_them(tmp_path, returns, outcome, combined):
    """Branches 2/3, affiliates 1/3: 2/3 of 3/4 + 1/3 of 1/5 = 17/30; 2/3 of 3/4 = 1/2; 2/3 of 1/2 = 1/3."""
    for name, raw in load("labour-2021").files.items():
        weights = b'branch = "2/3", affiliate = "1/3"'
        changed = raw.replace(b'branch = "1/2", affiliate = "1/2"', weights)
        (tmp_path / name).write_bytes(changed)
    kinds = [
        ("branch", "open"),
        ("branch", "reselect"),
        ("affiliate", "open"),
        ("affiliate", "reselect"),
    ]
    text = '[case]\nid = "weighed"\nrulebook = "labour-2021"\n'
    for (kind, answer), count in zip(kinds, returns, strict=True):
        if count:
            text += f'[[return]]\nkind = "{kind}"\ncount = {count}\nanswer = "{answer}"\n'
    case = tmp_path / "case.toml"
    case.write_text(text)
    done = CliRunner().invoke(command, [str(case), "--rulebook", str(tmp_path), "--json"])
    (result,) = json.loads(done.stdout)["results"]
    assert (result["outcome"], result["combined"]) == (outcome, combined)


def test_there_are_as_many_unusual_cases_as_were_worked():
    assert len(expected_in(UNUSUAL)) == 12 * 4


def test_there_are_as_many_cases_as_were_published():
    assert len(list(CASES.glob("*.toml"))) == 17
    assert len(expected_in(CASES)) == 22


def test_the_floor_of_a_pool_with_returns_outstanding_is_its_least_share():
    """Three of three branches so far; the four outstanding may all say reselect: 3 of 7."""
    path = CASES / "ealing-southall-2019-three-returns.toml"
    done = CliRunner().invoke(command, [str(path)])
    assert "1/1 (100 per cent) of 3 valid returns so far, at least 3/7" in done.stdout
