"""``hustings roll`` as the membership office runs it."""

import json
import re
import shlex
import stat
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from hustings.people.exports import affiliation_lines, member_lines, unit_lines
from hustings.people.fictional import (
    fictional_affiliates,
    fictional_affiliations,
    fictional_branches,
    fictional_members,
)

DAY = date(2026, 11, 9)
EVIDENCE = ["affiliation form", "receipt for the fee", "minute of the branch's formation"]
RULES = ["--rulebook", "model-association", "--freeze", "2026-11-09"]


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    """A folder with lists of 200 members, six branches and four affiliates."""
    units = (*fictional_branches(6), *fictional_affiliates(4))
    held = fictional_affiliations("lists", units, DAY, EVIDENCE)
    members = fictional_members("lists", 200, units[:6], DAY)
    (tmp_path / "units.csv").write_text("".join(unit_lines(units)))
    (tmp_path / "affiliations.csv").write_text("".join(affiliation_lines(held)))
    (tmp_path / "members.csv").write_text("".join(member_lines(members)))
    return tmp_path


def hustings(folder: Path, *words: str, status: int = 0) -> subprocess.CompletedProcess[str]:
    program = "from hustings.cli.main import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", program, "roll", *words],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == status, done.stderr
    return done


def freeze(folder: Path, *more: str, status: int = 0) -> subprocess.CompletedProcess[str]:
    lists = ["--members", "members.csv", "--units", "units.csv"]
    return hustings(folder, "freeze", *RULES, *lists, "--out", "rolls", *more, status=status)


def proof_of_someone(folder: Path) -> dict[str, object]:
    freeze(folder)
    first = (folder / "rolls/rows.private.jsonl").read_text().splitlines()[1]
    number = json.loads(first)["number"]
    shown = hustings(folder, "row", "rolls/rows.private.jsonl", number).stdout
    (folder / "proof.json").write_text(shown)
    proof: dict[str, object] = json.loads(shown)
    return proof


def test_import_shows_what_would_change_and_changes_nothing(lists: Path) -> None:
    members = (lists / "members.csv").read_text()
    (lists / "new.csv").write_text(members.replace("C-0000007,", "C-0000700,"))
    before = sorted(path.name for path in lists.iterdir())
    told = hustings(lists, "import", "new.csv", "--units", "units.csv", "--against", "members.csv")
    assert "members: 200 read, 1 added, 0 changed, 1 gone, 199 unchanged." in told.stdout
    assert told.stdout.endswith("This was a dry run: nothing has been changed.\n")
    assert sorted(path.name for path in lists.iterdir()) == before


def test_import_as_json_tells_every_list(lists: Path) -> None:
    words = ["--units", "units.csv", "--affiliations", "affiliations.csv", "--json"]
    plans = json.loads(hustings(lists, "import", "members.csv", *words).stdout)
    assert [(plan["list"], plan["read"]) for plan in plans] == [
        ("units", 10),
        ("affiliations", 10),
        ("members", 200),
    ]
    assert plans[2]["added"][0] == "C-0000001"


def test_import_tells_bad_rows_on_standard_error_and_nothing_else(lists: Path) -> None:
    content = (lists / "members.csv").read_text().replace("branch-0001", "branch-9999")
    (lists / "members.csv").write_text(content)
    told = hustings(lists, "import", "members.csv", "--units", "units.csv", status=2)
    assert told.stderr.startswith("members.csv:")
    assert "column D (unit): There is no unit 'branch-9999'" in told.stderr
    assert "members:" not in told.stdout


def test_import_takes_the_form_of_dates_and_names_of_columns_from_options(lists: Path) -> None:
    header = "No.,Surname,First name,Sprengel,Class,Joined,Shoe size"
    row = "C-1,Fernlight,Alder,branch-0001,full,09/05/2021,42"
    (lists / "theirs.csv").write_text(f"{header}\n{row}\n")
    options = ["--column", "No.=number", "--column", "Sprengel=unit", "--ignore", "Shoe size"]
    words = [*options, "--date-format", "DD/MM/YYYY"]
    assert "1 read" in hustings(lists, "import", "theirs.csv", *words).stdout
    told = hustings(lists, "import", "theirs.csv", *options, status=2)
    assert "--date-format DD/MM/YYYY" in told.stderr


def test_eligible_ticks_every_test_with_its_clause(lists: Path) -> None:
    words = ["--members", "members.csv", "--units", "units.csv", "--json"]
    numbers = [line.split(",")[0] for line in (lists / "members.csv").read_text().splitlines()[1:]]
    rolled = {json.loads(line).get("number") for line in rows_of(lists)}
    elector = next(number for number in numbers if number in rolled)
    other = next(number for number in numbers if number not in rolled)
    yes = json.loads(hustings(lists, "eligible", elector, *RULES, *words).stdout)
    assert yes["eligible"] is True
    assert all(test["passed"] and test["rests_on"] for test in yes["tests"])
    no = hustings(lists, "eligible", other, *RULES, *words[:-1], status=1).stdout
    assert no.startswith(f"{other} may not vote.")
    assert "✗ You cannot vote in this ballot because" in no


def rows_of(folder: Path) -> list[str]:
    freeze(folder)
    return (folder / "rolls/rows.private.jsonl").read_text().splitlines()[1:]


def test_eligible_tells_a_number_that_is_not_on_the_list(lists: Path) -> None:
    words = ["--members", "members.csv", "--units", "units.csv"]
    told = hustings(lists, "eligible", "C-99", *RULES, *words, status=2)
    assert told.stderr == "members.csv: number: There is no member C-99 on the list.\n"


def test_freeze_writes_the_commitment_the_private_rows_and_the_roll_of_units(lists: Path) -> None:
    told = freeze(lists, "--affiliations", "affiliations.csv", "--published", "2026-11-16")
    commitment = json.loads((lists / "rolls/commitment.json").read_text())
    assert f"Electors on the roll: {commitment['electors']}." in told.stdout
    units = json.loads((lists / "rolls/units.json").read_text())
    assert units["objections_until"] == "2026-11-23"
    assert len(units["units"]) == 10
    assert len((lists / "rolls/rows.private.jsonl").read_text().splitlines()) == (
        1 + commitment["electors"]
    )


def test_the_private_rows_can_be_read_by_their_owner_only(lists: Path) -> None:
    freeze(lists)
    assert stat.S_IMODE((lists / "rolls/rows.private.jsonl").stat().st_mode) == 0o600
    assert stat.S_IMODE((lists / "rolls").stat().st_mode) == 0o700


def test_a_frozen_roll_is_never_written_over(lists: Path) -> None:
    freeze(lists)
    before = (lists / "rolls/commitment.json").read_bytes()
    told = freeze(lists, status=2)
    assert "never written over" in told.stderr
    assert (lists / "rolls/commitment.json").read_bytes() == before


def test_freeze_leaves_nothing_behind_when_the_list_has_problems(lists: Path) -> None:
    with (lists / "members.csv").open("a") as members:
        members.write("C-0000001,A,B,branch-0001,full,2020-01-01" + "," * 9 + "\n")
    before = sorted(path.name for path in lists.iterdir())
    told = freeze(lists, status=2)
    assert "C-0000001 stands in line 2 already" in told.stderr
    assert sorted(path.name for path in lists.iterdir()) == before


def test_freeze_turns_back_an_impossible_date(lists: Path) -> None:
    told = freeze(lists, "--freeze", "2026-02-30", status=2)
    assert "There is no such day as '2026-02-30'" in told.stderr


def test_a_row_checks_against_the_commitment_and_a_changed_one_does_not(lists: Path) -> None:
    proof = proof_of_someone(lists)
    told = hustings(lists, "check-row", "rolls/commitment.json", "proof.json")
    assert told.stdout.startswith(f"{proof['number']} is on the roll of ")
    (lists / "proof.json").write_text(json.dumps({**proof, "number": "C-0009999"}))
    told = hustings(lists, "check-row", "rolls/commitment.json", "proof.json", status=1)
    assert told.stderr == "check R4: the row does not lead to the root in the commitment\n"


def test_check_row_tells_whether_an_address_was_the_one_frozen(lists: Path) -> None:
    proof_of_someone(lists)
    words = ["check-row", "rolls/commitment.json", "proof.json", "--email", "x@members.example"]
    assert "check R5" in hustings(lists, *words, status=1).stderr


def test_check_row_turns_back_a_file_that_is_no_proof(lists: Path) -> None:
    freeze(lists)
    told = hustings(lists, "check-row", "rolls/commitment.json", "members.csv", status=2)
    assert told.stderr.startswith("members.csv: ")


def test_row_tells_that_a_number_is_not_on_the_roll(lists: Path) -> None:
    freeze(lists)
    told = hustings(lists, "row", "rolls/rows.private.jsonl", "C-9", status=1)
    assert told.stderr.startswith("There is no row for membership number C-9")
    assert told.stdout == ""


def test_a_sample_is_drawn_from_a_public_seed(lists: Path) -> None:
    freeze(lists)
    words = ["sample", "rolls/rows.private.jsonl", "--seed", "3 1 4 1 5", "--size", "7"]
    one, two = (hustings(lists, *words).stdout for _ in range(2))
    assert one == two
    assert len(json.loads(one)) == 7


def test_altered_private_rows_are_turned_back(lists: Path) -> None:
    freeze(lists)
    path = lists / "rolls/rows.private.jsonl"
    path.write_text(path.read_text().replace('"number":"C-', '"number":"D-'))
    assert "check R4" in hustings(lists, "row", str(path), "D-0000001", status=2).stderr


def test_what_we_reconstructed_says_so_and_the_model_does_not(lists: Path) -> None:
    words = [
        "C-0000001",
        "--freeze",
        "2026-11-09",
        "--members",
        "members.csv",
        "--units",
        "units.csv",
    ]
    for rulebook, said in (("labour-2021", True), ("model-association", False)):
        program = [sys.executable, "-c", "from hustings.cli.main import main; main()"]
        told = subprocess.run(
            [*program, "roll", "eligible", *words, "--rulebook", rulebook],
            cwd=lists,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ("unofficial reconstruction" in told.stdout) is said


HOW_TO = Path(__file__).parents[2] / "docs/how-to/import-members.md"


def test_the_how_to_works_as_it_is_written(tmp_path: Path) -> None:
    text = HOW_TO.read_text()
    for name, content in re.findall(r"`(\w+\.csv)`, .*?```csv\n(.*?)```", text, re.DOTALL):
        (tmp_path / name).write_text(content)
    blocks = re.findall(r"^```\n(hustings .*?)\n```", text, re.DOTALL | re.MULTILINE)
    inline = re.findall(r"`(hustings roll row [^`]*)`", text)
    commands = [block.replace("\\\n", " ") for block in blocks]
    for line in [*commands[:3], *inline, *commands[3:]]:
        words, _, out = line.partition(" > ")
        status = 1 if " eligible " in words else 0
        told = hustings(tmp_path, *shlex.split(words)[2:], status=status)
        if out:
            (tmp_path / out).write_text(told.stdout)
    assert len(commands) == 5
    assert told.stdout.count('"path"') == 1
