"""``hustings vacancy``: from the papers of the election to who takes the place."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hustings.cli.main import hustings
from hustings.kernel.refusals import BadInput


def papers(tmp_path: Path) -> str:
    """A 300 (200 of them for B next, 100 for C), B 100, C 61 of 461 for two: quota 154, surplus 146, n = 2.

    Every second paper of A's, from the first to the last: B is elected by 54 of them.
    """
    file = tmp_path / "papers.blt"
    lines = [
        "3 2",
        "200 1 2 0",
        "100 1 3 0",
        "100 2 3 0",
        "61 3 2 0",
        "0",
        '"A"',
        '"B"',
        '"C"',
        '"City"',
    ]
    file.write_text("\n".join(lines) + "\n", "utf-8")
    return str(file)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(hustings, ["vacancy", *arguments])


def test_the_place_goes_to_whom_the_members_papers_name_next(tmp_path: Path) -> None:
    result = run(papers(tmp_path), "--member", "A", "--json")
    assert result.exit_code == 0, result.output
    told = json.loads(result.output)
    assert (told["law"], told["elected"]) == ("alternative-vote", ["C"])
    assert told["denominators"]["valid_papers"] == "154"


def test_the_sheet_is_the_eliminating_ballots(tmp_path: Path) -> None:
    result = run(papers(tmp_path), "--member", "A")
    assert result.exit_code == 0
    assert "Elected: C" in result.output


def test_nobody_left_or_nobody_gone_is_turned_back(tmp_path: Path) -> None:
    unwilling = run(papers(tmp_path), "--member", "A", "--unwilling", "C")
    assert unwilling.exit_code == 2
    assert "clause" in unwilling.stderr
    assert run(papers(tmp_path), "--member", "C").exit_code == 2
    assert isinstance(run(papers(tmp_path), "--member", "Zoe").exception, BadInput)


@pytest.mark.parametrize("form", [["--json"], []])
def test_a_tie_among_the_members_papers_asks_for_a_lot(tmp_path: Path, form: list[str]) -> None:
    """A 120 of 120 for one place, 60 for B next and 60 for C: the lot says who fills A's place."""
    file = tmp_path / "tied.blt"
    file.write_text('3 1\n60 1 2 0\n60 1 3 0\n0\n"A"\n"B"\n"C"\n"City"\n', "utf-8")
    asked = run(str(file), "--member", "A", *form)
    assert asked.exit_code == 3
    required = json.loads(run(str(file), "--member", "A", "--json").output)["lot_required"]
    lot = tmp_path / "lot.json"
    lot.write_text(json.dumps({"situation": required["situation"], "order": ["B", "C"]}), "utf-8")
    filled = run(str(file), "--member", "A", "--lot", str(lot), "--json")
    assert json.loads(filled.output)["elected"] == ["C"]
