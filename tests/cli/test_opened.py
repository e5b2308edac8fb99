"""``hustings check-opened`` on a file that a booth gave."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from hustings.cli.opened import command

VECTOR = json.loads(
    (Path(__file__).resolve().parents[1] / "golden/secret/ballot-ed25519-yes.json").read_text(
        "utf-8"
    )
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "election.json").write_text(VECTOR["election"], "utf-8")
    (tmp_path / "opened.json").write_text(json.dumps(VECTOR["opened"]), "utf-8")
    return tmp_path


def check(folder: Path) -> tuple[int, str]:
    """Exit status, as the front door ends with it, and everything printed."""
    arguments = [str(folder / "opened.json"), "--election", str(folder / "election.json")]
    done = CliRunner().invoke(command, arguments, standalone_mode=False)
    assert done.exception is None, done.exception
    return done.return_value, done.output


def test_it_says_the_seal_and_what_was_chosen(folder: Path) -> None:
    status, told = check(folder)
    assert status == 0
    assert VECTOR["seal"] in told
    assert "Shall the member be re-adopted?\n  Yes\n" in told


def test_a_vote_that_holds_something_else_ends_with_one_and_the_check(folder: Path) -> None:
    changed = VECTOR["opened"] | {"choices": [[0, 0, 1], [1, 0, 1]]}
    (folder / "opened.json").write_text(json.dumps(changed), "utf-8")
    status, told = check(folder)
    assert status == 1
    assert "check 21.5" in told


def test_files_that_cannot_be_read_end_with_two(folder: Path) -> None:
    (folder / "election.json").write_text("{}", "utf-8")
    status, told = check(folder)
    assert status == 2
    assert "is no election.json" in told
    (folder / "election.json").unlink()
    assert check(folder)[0] == 2
    (folder / "election.json").write_text(VECTOR["election"], "utf-8")
    (folder / "opened.json").unlink()
    assert check(folder)[0] == 2
