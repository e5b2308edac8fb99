"""Every command of ``docs/how-to/hold-a-secret-ballot.md`` runs, in its order, and ends as the page says."""

import csv
import json
import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hustings.cli.main import hustings
from tests.ballots.secret.making.elections import tool

PAGE = (Path(__file__).parents[2] / "docs/how-to/hold-a-secret-ballot.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(\w+)([^\n]*)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
PASSPHRASE = "correct horse battery\n"


@pytest.fixture
def _quick_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    """The passphrase is stretched as little as may be: the tests open keys forty times."""
    place = "hustings.ballots.secret.making.key_files.argon2id"
    monkeypatch.setattr(f"{place}.OPSLIMIT_MODERATE", 1)
    monkeypatch.setattr(f"{place}.MEMLIMIT_MODERATE", 8192)


def _follow_the_page(folder: Path) -> dict[str, Result]:
    done: dict[str, Result] = {}
    for kind, head, body in BLOCKS:
        name = head.strip().removeprefix("file=")
        if kind == "toml":
            drafted = (folder / name).read_text("utf-8").splitlines()
            kept = [line for line in drafted if line.startswith(("uuid", "group"))]
            (folder / name).write_text("\n".join(kept) + "\n" + body, "utf-8")
        elif kind == "csv":
            (folder / name).write_text(body, "utf-8")
        else:
            for line in body.splitlines():
                done[line] = _run(folder, line.removeprefix("$ "))
    return done


def _run(folder: Path, line: str) -> Result | None:
    words = shlex.split(line)
    if words[0] == "mkdir":
        (folder / words[1]).mkdir()
        return None
    if "WITNESS" in words:
        said = json.loads((folder / "witness.json").read_text("utf-8"))
        words[words.index("WITNESS")] = said["key"]
    given = _code_of(folder, words) if words[1:3] == ["contest", "ballot"] else PASSPHRASE * 2
    result = CliRunner().invoke(hustings, words[1:], input=given)
    assert result.exit_code == 0, f"{line}: {result.output} {result.exception!r}"
    return result


def _code_of(folder: Path, words: list[str]) -> str:
    first = words[4].removesuffix(".json")
    rows = csv.DictReader((folder / "codes/codes.csv").read_text("utf-8").splitlines())
    return next(row["code"] for row in rows if row["name"].lower().startswith(first)) + "\n"


@pytest.mark.needs("belenios-tool")
@pytest.mark.usefixtures("_quick_locks")
def test_the_page_can_be_followed_from_the_question_to_the_proof(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ann ranks Ada, Ben, Cy; Bob ranks Ada, Cy. The count, and the tool of others, see these two papers."""
    monkeypatch.chdir(tmp_path)
    done = _follow_the_page(tmp_path)
    assert "papers: 2" in done["$ hustings contest result poll.bel --papers papers.json"].output
    papers = json.loads((tmp_path / "papers.json").read_text("utf-8"))
    assert papers["law"] == "scottish-2007"
    marks = sorted(one["marks"] for one in papers["papers"])
    assert marks == [["Ada", "Ben", "Cy"], ["Ada", "Cy"]]
    proof = "$ hustings credentials check-unused unused.json codes/declared.json Selection.bel"
    assert done[proof].output == "spares never issued and never used: 1\nweight of the roll: 3\n"
    assert not (tmp_path / "codes/codes.csv").exists()
    alone = tmp_path / "alone"
    alone.mkdir()
    (alone / "Selection.bel").write_bytes((tmp_path / "Selection.bel").read_bytes())
    assert "all checks passed" in tool(alone, "election", "verify")


def test_every_command_of_the_four_roles_stands_on_the_page() -> None:
    """Or in its prose."""
    from hustings.cli.contest import command as contest
    from hustings.cli.credentials import command as credentials
    from hustings.cli.trustee import command as trustee

    groups = {"contest": contest, "credentials": credentials, "trustee": trustee}
    missing = [
        f"{name} {one}"
        for name, group in groups.items()
        for one in group.commands
        if f"hustings {name} {one}" not in PAGE.replace("\n", " ")
    ]
    assert missing == []
