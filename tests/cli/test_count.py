"""``hustings count`` on files: what it prints, and its three ways to end."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hustings.cli.count import command

TIED = '3 1\n3 1 0\n2 2 1 0\n2 3 2 0\n0\n"Ada"\n"Ben"\n"Cal"\n"Northmoor"\n'
PLAIN = '3 1\n42 1 0\n33 2 0\n5 3 2 0\n20 3 0\n1 0\n0\n"Ada"\n"Ben"\n"Cal"\n"Northmoor"\n'
"""Ada 42, Ben 33, Cal 25, one blank. Cal goes, 5 to Ben and 20 exhausted: Ada 42 of 80."""


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    path = tmp_path / "plain.blt"
    path.write_text(PLAIN)
    return path


@pytest.fixture
def tied(tmp_path: Path) -> Path:
    path = tmp_path / "tied.blt"
    path.write_text(TIED)
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(command, [str(argument) for argument in arguments])


def test_the_sheet_is_printed(plain: Path) -> None:
    result = run(plain)
    assert result.exit_code == 0
    assert "Papers returned 101, valid 100, rejected 1; 1 blank" in result.output
    assert "Elected: Ada" in result.output


def test_the_json_has_the_rounds_with_every_candidate(plain: Path) -> None:
    table = json.loads(run(plain, "--json").output)
    assert (table["law"], table["seats"], table["elected"]) == ("alternative-vote", 1, ["Ada"])
    assert [round["votes"] for round in table["rounds"]] == [
        {"Ada": "42", "Ben": "33", "Cal": "25"},
        {"Ada": "42", "Ben": "38", "Cal": "0"},
    ]
    assert table["rounds"][1]["exhausted"] == "20"
    assert table["denominators"]["papers_returned"] == "101"


def test_why_somebody_was_excluded_is_answered_in_sentences(plain: Path) -> None:
    assert run(plain, "--why", "Cal").output.splitlines() == [
        "Cal had 25 first preferences among 100 papers in play.",
        "Cal was excluded after round 1 with 25 votes, the fewest; next was Ben with 33, 8 more.",
        "Of Cal's 25 papers, 5 passed to Ben and 20 showed no further preference.",
    ]


def test_a_withdrawn_candidate_is_passed_over(plain: Path) -> None:
    """Cal withdraws: 5 papers to Ben, 20 exhausted, Ada 42 of 80 in round 1."""
    table = json.loads(run(plain, "--withdrawn", "Cal", "--json").output)
    assert [round["votes"] for round in table["rounds"]] == [{"Ada": "42", "Ben": "38", "Cal": "0"}]


def test_a_tie_ends_with_status_3_and_the_lot_that_is_required(tied: Path) -> None:
    result = run(tied, "--json")
    assert result.exit_code == 3
    required = json.loads(result.output)["lot_required"]
    assert (required["between"], required["round"], required["clause"]) == (["Ben", "Cal"], 1, "4")


def test_the_drawn_lot_comes_back_and_the_count_ends(tied: Path, tmp_path: Path) -> None:
    """Cal drawn first: Cal's 2 papers pass to Ben, 4 of 7."""
    situation = json.loads(run(tied, "--json").output)["lot_required"]["situation"]
    lot = tmp_path / "lot.json"
    lot.write_text(json.dumps({"situation": situation, "order": ["Cal", "Ben"]}))
    table = json.loads(run(tied, "--lot", lot, "--json").output)
    assert (table["elected"], table["lots"][0]["order"]) == (["Ben"], ["Cal", "Ben"])


def test_without_json_the_lot_is_asked_for_in_words_with_the_file_to_write(tied: Path) -> None:
    result = run(tied)
    assert result.exit_code == 3
    assert "Ben and Cal have 2 votes each in round 1." in result.output
    assert json.loads(result.output.splitlines()[-1])["order"] == ["Ben", "Cal"]


def test_plurality_is_one_round(plain: Path) -> None:
    table = json.loads(run(plain, "--law", "plurality", "--json").output)
    assert (table["elected"], len(table["rounds"])) == (["Ada"], 1)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--why", "Zed"], "'Zed' is not a candidate here"),
        (["--withdrawn", "Zed"], "'Zed' is not a candidate on these papers"),
        (
            ["--law", "plurality", "--tie", "first-preferences-back"],
            "Plurality has no reading called 'tie'",
        ),
    ],
)
def test_what_cannot_be_accepted_ends_with_status_2_and_one_message(
    plain: Path, arguments: list[str], told: str
) -> None:
    result = run(plain, *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_lot_that_is_not_needed_ends_with_status_2(plain: Path, tmp_path: Path) -> None:
    lot = tmp_path / "lot.json"
    lot.write_text(json.dumps([{"situation": "0" * 64, "order": ["Ada", "Ben"]}]))
    result = run(plain, "--lot", lot)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "does not arise in this count" in result.stderr


@pytest.mark.parametrize(
    "content", ["", "{", "[1]", '{"situation": 1, "order": []}', '{"order": ["A"]}', "[" * 5000]
)
def test_a_lot_file_that_cannot_be_read_ends_with_status_2(
    tied: Path, tmp_path: Path, content: str
) -> None:
    lot = tmp_path / "lot.json"
    lot.write_text(content)
    result = run(tied, "--lot", lot)
    assert (result.exit_code, result.stdout) == (2, "")
    assert str(lot) in result.stderr


def test_a_file_that_is_missing_or_malformed_ends_with_status_2_and_its_place(
    tmp_path: Path,
) -> None:
    result = run(tmp_path / "nowhere.blt")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "cannot be read" in result.stderr
    bad = tmp_path / "bad.blt"
    bad.write_text("2 1\n3 9 0\n")
    result = run(bad)
    assert result.exit_code == 2
    assert f"{bad}:2: column 3: there is no candidate 9" in result.stderr
