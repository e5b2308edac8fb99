"""A described contest whose description holds a constraint: it binds the count, or the file is turned back."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from hustings.cli.main import hustings

PAPERS = '3 2\n45 1 2 3 0\n40 2 1 3 0\n15 3 2 1 0\n0\n"Adam"\n"Bob"\n"Carol"\n"Branch"\n'
WOMEN = {"attribute": "gender", "women": ["Carol"]}


@pytest.fixture
def described(tmp_path: Path) -> Any:
    """Writes papers and a description of them; gives what the command says of it."""
    (tmp_path / "papers.blt").write_text(PAPERS, "utf-8")

    def write(rule: str, constraint: object, *more: str) -> Any:
        contest = {"rule": rule, "seats": 2, "ballots_file": "papers.blt", "constraint": constraint}
        file = tmp_path / "contest.json"
        file.write_text(json.dumps(contest), "utf-8")
        return CliRunner().invoke(hustings, ["count", str(file), "--json", *more])

    return write


@pytest.mark.parametrize("law", ["ers97", "meek-2006"])
def test_the_described_constraint_binds(described: Any, law: str) -> None:
    """Quota 33.34: Adam 45 and Bob 40 have it, but one place of two is kept for Carol."""
    rule = f"{law} + constraint: at least 1 woman of 2"
    assert json.loads(described(rule, WOMEN).stdout)["elected"] == ["Adam", "Carol"]
    again = described(rule, WOMEN, "--constraint", "women>=1: Carol")
    assert json.loads(again.stdout)["elected"] == ["Adam", "Carol"]


def test_where_nobody_says_how_many_or_the_law_has_no_constraints_nothing_is_counted(
    described: Any,
) -> None:
    for rule, constraint in (
        ("ers97", WOMEN),
        ("ers97: at least 1 woman", {"attribute": "gender"}),
        ("ers97: at least 1 woman", {"women": ["Carol"], "men": ["Adam"]}),
        ("ers97: at least 1 woman", {"women": ["Carla"]}),
        ("scottish-2007: at least 1 woman", WOMEN),
    ):
        refused = described(rule, constraint)
        assert (refused.exit_code, refused.stdout) == (2, ""), rule
