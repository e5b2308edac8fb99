"""``hustings timetable`` as a person runs it."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from icalendar import Calendar

from hustings.cli.timetable import command
from hustings.timetable.writing import from_json

LETTER = ("labour-2018", "--opened", "2019-06-24")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command, arguments)


def test_the_reply_to_the_letter_of_24_june_2019_is_due_by_six_on_8_july() -> None:
    answer = run(*LETTER)
    assert answer.exit_code == 0
    line = next(line for line in answer.output.splitlines() if line.startswith("Monday 8 July"))
    assert line.startswith("Monday 8 July 2019, 6 pm ")
    assert line.endswith("letter of 24 June 2019")


def test_what_we_reconstructed_says_so() -> None:
    assert "unofficial reconstruction" in run(*LETTER).output


def test_the_model_rulebook_is_nobody_s_reconstruction() -> None:
    answer = run("model-association", "--opened", "2026-09-01")
    assert answer.exit_code == 0
    assert "reconstruction" not in answer.output


def test_no_meeting_falls_into_august_and_the_table_says_why() -> None:
    answer = run(*LETTER)
    assert "which lies inside “August" in answer.output


def test_the_bank_holidays_between_the_dates_are_listed() -> None:
    assert "- Monday 26 August 2019: Late Summer Bank Holiday" in run(*LETTER).output


def test_an_extra_holiday_is_listed_with_the_others() -> None:
    answer = run(*LETTER, "--extra-holiday", "2019-09-02=Founders' day")
    assert "- Monday 2 September 2019: Founders' day" in answer.output


def test_a_breach_is_shown_with_its_clause() -> None:
    shortlist, hustings = "shortlist=2027-01-27", "hustings=2027-01-28"
    opened = ("model-association", "--opened", "2026-09-01")
    answer = run(*opened, "--set", shortlist, "--set", hustings)
    assert answer.exit_code == 0
    assert "lies 1 day where 7 are required. (clause 8.3)" in answer.output


def test_an_opening_before_the_rulebook_was_in_force_is_remarked() -> None:
    assert "is in force from" in run("labour-2018", "--opened", "2001-05-01").output


def test_a_step_can_be_set_to_an_hour_on_the_wall() -> None:
    answer = run(*LETTER, "--set", "reply=2019-07-10T12:00")
    assert "Wednesday 10 July 2019, noon" in answer.output
    assert "Set by decision; by the rule it is Monday 8 July 2019, 6 pm." in answer.output


def test_json_holds_the_same_timetable_with_its_label() -> None:
    answer = json.loads(run(*LETTER, "--json").output)
    assert answer["label"] == "unofficial reconstruction"
    reply = from_json(answer["timetable"]).line("reply")
    assert reply.starts == datetime(2019, 7, 8, 17, 0, tzinfo=UTC)


def test_a_calendar_file_is_written_as_a_whole(tmp_path: Path) -> None:
    file = tmp_path / "dates.ics"
    assert run(*LETTER, "--ics", str(file)).exit_code == 0
    events = Calendar.from_ical(file.read_bytes()).walk("VEVENT")
    reply = next(event for event in events if str(event["UID"]).startswith("reply."))
    assert reply.decoded("DTSTART") == datetime(2019, 7, 8, 17, 0, tzinfo=UTC)
    assert "unofficial reconstruction" in str(reply["DESCRIPTION"])
    assert [path.name for path in tmp_path.iterdir()] == ["dates.ics"]


def test_two_runs_write_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one.ics", "two.ics"):
        assert run(*LETTER, "--ics", str(tmp_path / name)).exit_code == 0
    assert (tmp_path / "one.ics").read_bytes() == (tmp_path / "two.ics").read_bytes()


def test_a_calendar_file_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "dates.ics").mkdir()
    (tmp_path / "dates.ics" / "kept").touch()
    answer = run(*LETTER, "--ics", str(tmp_path / "dates.ics"))
    assert answer.exit_code == 2
    assert "cannot be written" in answer.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["dates.ics"]


def test_a_folder_is_a_rulebook_too(tmp_path: Path) -> None:
    import hustings.rulebooks

    shelf = Path(hustings.rulebooks.__path__[0]) / "model-association"
    for file in ("rules.toml", "clauses.md", "readings.toml"):
        (tmp_path / file).write_bytes((shelf / file).read_bytes())
    answer = run(str(tmp_path), "--opened", "2026-09-01")
    assert answer.exit_code == 0
    assert "Last moment to answer" in answer.output


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (("labour-2018", "--opened", "2019-02-30"), "'2019-02-30' is not a date"),
        (("labour-2018", "--opened", "24 June"), "'24 June' is not a date"),
        (("labour-2018", "--opened", "20190624"), "'20190624' is not a date"),
        (("labour-1066", "--opened", "2019-06-24"), "labour-1066"),
        ((*LETTER, "--set", "replly=2019-07-10"), "there is no such step"),
        ((*LETTER, "--set", "reply"), "lacks one of its two sides"),
        ((*LETTER, "--set", "reply=soon"), "'soon' is not a date"),
        ((*LETTER, "--set", "reply=2019-07-10T25:00"), "'25:00' is not a time of day"),
        ((*LETTER, "--extra-holiday", "2019-09-02="), "lacks one of its two sides"),
        ((*LETTER, "--extra-holiday", "soon=Founders' day"), "'soon' is not a date"),
        (("labour-2018", "--opened", "9999-12-31"), "outside the calendar"),
        ((*LETTER, "--ics", "/no/such/folder/dates.ics"), "cannot be written"),
    ],
)
def test_what_cannot_be_accepted_is_one_message_and_status_2(
    arguments: tuple[str, ...], what: str
) -> None:
    answer = run(*arguments)
    assert answer.exit_code == 2
    assert answer.stdout == ""
    assert what in answer.stderr
    assert len(answer.stderr.splitlines()) == 1


def test_the_reference_page_shows_what_the_command_prints() -> None:
    page = Path(__file__).parents[2] / "docs" / "reference" / "timetable.md"
    example = page.read_text(encoding="utf-8").split("```console\n")[1].split("```")[0]
    asked, *shown = example.splitlines()
    printed = run(*asked.removeprefix("$ hustings timetable ").split()).output.splitlines()
    for line in shown:
        parts = [part.strip() for part in line.split("…") if part.strip()]
        assert any(all(part in out for part in parts) for out in printed), line


def test_the_reference_page_names_every_option() -> None:
    page = Path(__file__).parents[2] / "docs" / "reference" / "timetable.md"
    text = page.read_text(encoding="utf-8")
    options = [option for each in command.params for option in each.opts if option[:2] == "--"]
    assert options
    assert [option for option in options if f"`{option}" not in text] == []
