"""``hustings rulebook``: what it prints, what it writes, how it ends."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hustings.cli.rulebook import command
from hustings.kernel.refusals import BadInput
from hustings.rulebooks.loader import SHELF, load, load_folder, shipped


def run(*arguments: str) -> Result:
    """Run one command and let what it refuses through."""
    return CliRunner().invoke(command, arguments, catch_exceptions=False, standalone_mode=False)


def hustings(*arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run the real command line."""
    whole = [
        sys.executable,
        "-c",
        "from hustings.cli.main import main; main()",
        "rulebook",
        *arguments,
    ]
    return subprocess.run(whole, capture_output=True, text=True, check=False)


def make(path: Path, *more: str) -> Result:
    return run("new", str(path), "--id", "our-rules-2027", "--title", "Our rules", *more)


def test_list_names_every_shipped_rulebook_with_its_label() -> None:
    lines = run("list").output.splitlines()
    assert [line.split()[0] for line in lines] == list(shipped())
    assert sum("unofficial reconstruction" in line for line in lines) == len(lines) - 1


def test_check_of_a_right_folder_is_one_line_and_status_0() -> None:
    done = hustings("check", str(SHELF / "labour-2018"))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("labour-2018 is a rulebook that works (digest ")
    assert done.stdout.count("\n") == 1


def test_check_of_a_wrong_folder_tells_every_problem_on_standard_error_and_ends_with_status_2(
    tmp_path: Path,
) -> None:
    make(tmp_path / "own")
    rules = tmp_path / "own" / "rules.toml"
    text = rules.read_text().replace('"pooled-majority"', '"majority"')
    rules.write_text(text.replace("quorum = { value = 0", 'quorum = { value = "none"'))
    done = hustings("check", str(tmp_path / "own"))
    assert (done.returncode, done.stdout) == (2, "")
    assert len([line for line in done.stderr.splitlines() if "rules.toml:" in line]) == 2
    assert "Right would be: aggregate = { value =" in done.stderr


def test_check_prints_warnings_and_still_ends_with_status_0(tmp_path: Path) -> None:
    make(tmp_path / "own")
    clauses = tmp_path / "own" / "clauses.md"
    clauses.write_text(clauses.read_text() + "\n## 10.1\n\nBe kind.\n\nSource: our own text\n")
    done = run("check", str(tmp_path / "own"))
    assert "warning: " in done.stderr
    assert "10.1: no value cites this clause" in done.stderr
    assert "works, 1 warning (digest" in done.stdout


def test_new_makes_a_rulebook_that_passes_the_check_under_its_own_name(tmp_path: Path) -> None:
    make(tmp_path / "own")
    own = load_folder(tmp_path / "own")
    assert (own.id, own.title, own.unofficial) == ("our-rules-2027", "Our rules", False)
    assert own.rules.rulebook.label == "adopted"
    assert own.warnings == ()
    assert own.files["clauses.md"].startswith(b"# Our rules\n")


def test_new_changes_nothing_but_the_head(tmp_path: Path) -> None:
    make(tmp_path / "own")
    own, model = load_folder(tmp_path / "own").rules, load("model-association").rules
    assert own.model_dump(exclude={"rulebook"}) == model.model_dump(exclude={"rulebook"})


def test_new_from_an_unofficial_reconstruction_stays_one(tmp_path: Path) -> None:
    make(tmp_path / "own", "--from", "labour-2018")
    assert load_folder(tmp_path / "own").unofficial


@pytest.mark.parametrize("id", shipped())
def test_every_shipped_rulebook_can_be_the_beginning_of_a_new_one(tmp_path: Path, id: str) -> None:
    make(tmp_path / "own", "--from", id)
    assert load_folder(tmp_path / "own").id == "our-rules-2027"


def test_new_never_writes_over_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "kept").write_text("mine")
    with pytest.raises(BadInput, match="there already"):
        make(tmp_path / "own")
    assert [path.name for path in (tmp_path / "own").iterdir()] == ["kept"]


def test_new_does_not_follow_a_link_to_nowhere(tmp_path: Path) -> None:
    (tmp_path / "own").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(BadInput, match="there already"):
        make(tmp_path / "own")
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize(
    ("id", "title"),
    [("Our Rules", "x"), ("../x", "x"), ("-a", "x"), ("a", ""), ("a", "x\ny"), ("a", "x" * 201)],
)
def test_new_with_an_id_or_a_title_that_cannot_be_leaves_nothing_behind(
    tmp_path: Path, id: str, title: str
) -> None:
    with pytest.raises(BadInput):
        run("new", str(tmp_path / "own"), f"--id={id}", "--title", title)
    assert list(tmp_path.iterdir()) == []


def test_a_title_with_quotation_marks_is_written_so_that_it_is_read_again(tmp_path: Path) -> None:
    title = 'The "open" rules \\ 2027'
    run("new", str(tmp_path / "own"), "--id", "own", "--title", title)
    assert load_folder(tmp_path / "own").title == title


def test_new_in_a_folder_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="the folder around it is not there"):
        make(tmp_path / "nowhere" / "own")


def test_show_says_each_value_in_a_sentence_with_its_ground() -> None:
    shown = run("show", "labour-2018").output
    assert "Unofficial reconstruction: not made, seen or approved by the organisation." in shown
    assert (
        "Each pool is taken by itself: there is an open selection if at least 1/3 of the valid "
        "returns of any one pool are for an open selection. (clause 5.IV.5(B))"
    ) in shown


def test_show_says_what_each_choice_of_an_unsettled_value_would_mean() -> None:
    shown = run("show", "labour-2018").output
    assert (
        "Not settled: How does a tied branch or affiliate count? Either a tied unit counts for "
        "keeping the representative; or a tied unit counts for an open selection; or a tied unit is "
        "left out. (reading 12)"
    ) in shown


def test_show_as_json_has_values_with_grounds_and_the_digest() -> None:
    shown = json.loads(run("show", "labour-2021", "--json").output)
    values = {value["key"]: value for value in shown["values"]}
    assert shown["digest"] == load("labour-2021").digest
    assert shown["unofficial"] is True
    assert values["trigger.decision.aggregate"]["value"]["weights"] == {
        "branch": "1/2",
        "affiliate": "1/2",
    }
    assert values["trigger.decision.exactly_half"]["ground"] == {
        "kind": "reading",
        "reference": "49",
    }


def test_show_of_what_is_not_there_names_what_is() -> None:
    done = hustings("show", "labour-2019")
    assert (done.returncode, done.stdout) == (2, "")
    assert "no rulebook that comes with Hustings and no folder has this name" in done.stderr
    assert "labour-2018" in done.stderr


def test_diff_says_what_the_change_of_2021_means() -> None:
    said = run("diff", "labour-2018", "labour-2021").output
    assert (
        "Before, each pool is taken by itself: there is an open selection if at least 1/3 of the "
        "valid returns of any one pool are for an open selection. Now, the pools are weighed, branch "
        "1/2 and affiliate 1/2: there is an open selection if more than 1/2 of the weighted returns "
        "are for an open selection."
    ) in said
    assert "5.IV.5(B) is gone." in said


def test_diff_keeps_what_is_the_same_on_another_ground_apart() -> None:
    said = run("diff", "labour-2018", "labour-2021").output
    changed, _, moved = said.partition("What is the same and rests on something else")
    assert "It rested on" not in changed
    assert "It rested on clause 5.IV.5(B) and now rests on selections of May 2024." in moved


@pytest.mark.parametrize("id", shipped())
def test_a_rulebook_does_not_differ_from_itself(id: str) -> None:
    assert "Nothing is different." in run("diff", id, id).output


def test_diff_as_json_names_the_key_and_both_values() -> None:
    found = json.loads(run("diff", "labour-2018", "labour-2021", "--json").output)
    changes = {change["key"]: change for change in found["changes"]}
    assert changes["trigger.decision.aggregate"]["before"]["at_least"] == "1/3"
    assert changes["trigger.decision.aggregate"]["after"]["more_than"] == "1/2"
    assert changes["intention.reply_within"]["only_ground"] is True


def test_diff_of_two_folders_shows_a_change_that_was_made_by_hand(tmp_path: Path) -> None:
    make(tmp_path / "old")
    make(tmp_path / "new")
    rules = tmp_path / "new" / "rules.toml"
    rules.write_text(
        rules.read_text().replace('"21 days", at = "18:00"', '"28 days", at = "12:00"')
    )
    said = run("diff", str(tmp_path / "old"), str(tmp_path / "new")).output
    assert (
        "Before, the answer has to arrive within 21 days, by 6 pm on the last day. "
        "Now, the answer has to arrive within 28 days, by noon on the last day."
    ) in said


def test_diff_calls_a_step_by_what_happens_there_and_not_by_its_id() -> None:
    said = run("diff", "labour-2018", "labour-2021").output
    assert "1 day after “the rolls are frozen”" in said
    assert "not during “August, when constituency parties do not meet”" in said
    assert not re.search(r"“[a-z]+(-[a-z]+)+”|“(freeze|august)”", said)


def test_show_calls_a_step_by_what_happens_there_and_not_by_its_id() -> None:
    said = run("show", "model-association").output
    assert "At least 7 clear days lie between “notice of the meetings” and “" in said
    assert not re.search(r"“[a-z]+(-[a-z]+)+”|“(freeze|notice|christmas)”", said)


def test_schema_is_the_one_in_the_reference() -> None:
    kept = Path(__file__).parents[2] / "docs/reference/rulebook.schema.json"
    assert run("schema").output == kept.read_text()


def test_the_file_that_new_writes_is_toml_that_says_where_it_came_from(tmp_path: Path) -> None:
    make(tmp_path / "own")
    head = tomllib.loads((tmp_path / "own" / "rules.toml").read_text())["rulebook"]
    assert head["note"] == (
        "Draft made from model-association; nobody has adopted it yet. "
        "Once it is adopted, write here by whom and when."
    )


def test_new_writes_the_first_day_that_it_is_given(tmp_path: Path) -> None:
    make(tmp_path / "own", "--in-force", "2027-03-01")
    days = load_folder(tmp_path / "own").rules.rulebook.in_force
    assert (str(days.from_), days.until) == ("2027-03-01", None)


def test_new_says_which_first_day_it_keeps_where_none_is_given(tmp_path: Path) -> None:
    said = make(tmp_path / "own").output
    assert "in force from 2026-01-01, as model-association is: change in_force" in said
