"""The examples of ``docs/how-to/write-a-rulebook.md`` do what the page says."""

import re
import shlex
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from hustings.cli.rulebook import command
from hustings.kernel.refusals import BadInput
from hustings.rulebooks.clauses import read_clauses
from hustings.rulebooks.loader import load_folder
from hustings.rulebooks.schema import Readings, TimetableRules

PAGE = (Path(__file__).parents[2] / "docs/how-to/write-a-rulebook.md").read_text()


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The rulebook that the first command of the page makes."""
    monkeypatch.chdir(tmp_path)
    first = blocks("console")[0].splitlines()[0].removeprefix("$ hustings rulebook ")
    CliRunner().invoke(command, shlex.split(first), catch_exceptions=False, standalone_mode=False)
    return tmp_path / "our-rules"


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_the_first_command_makes_a_rulebook_that_works(own: Path) -> None:
    assert load_folder(own).id == "our-rules-2027"


def test_the_value_of_the_page_can_be_put_in(own: Path) -> None:
    line = blocks("toml")[0].splitlines()[1]
    change(own / "rules.toml", 'member_for = { value = "3 months", clause = "2.2" }', line)
    assert str(load_folder(own).rules.roll.member_for.value) == "6 months"


def test_the_reading_of_the_page_leaves_a_tie_open(own: Path) -> None:
    (own / "readings.toml").write_text(blocks("toml")[1])
    value = 'unit_tie = { value = "unsettled", reading = 1 }'
    assert value in PAGE
    change(own / "rules.toml", 'unit_tie = { value = "reselect", clause = "3.5" }', value)
    trigger = load_folder(own).rules.trigger
    assert trigger is not None
    assert trigger.decision.unit_tie.value == "unsettled"


def test_the_tables_of_the_page_are_tables_of_the_schema() -> None:
    assert Readings.model_validate(tomllib.loads(blocks("toml")[1]))
    assert TimetableRules.model_validate(tomllib.loads(blocks("toml")[2])["timetable"])


def test_the_clause_of_the_page_is_read_with_its_source() -> None:
    (clause,) = read_clauses(blocks("markdown")[0]).values()
    assert (clause.number, clause.sources[0].grade) == ("2.2", "A")


def test_the_mistake_of_the_page_is_told_in_these_words(own: Path) -> None:
    change(own / "rules.toml", 'unit_tie = { value = "reselect"', 'unit_tie = { value = "reselct"')
    with pytest.raises(BadInput) as bad:
        load_folder(own)
    page = " ".join(blocks("text")[0].split()).split(": ", 1)[1]
    assert page in " ".join(str(bad.value).split())


def test_every_subcommand_stands_on_the_page() -> None:
    for name in command.commands:
        assert f"hustings rulebook {name}" in PAGE


def test_the_difference_of_the_page_is_what_the_command_says(own: Path) -> None:
    other = own.with_name("our-rules-2030")
    other.mkdir()
    for path in own.iterdir():
        (other / path.name).write_bytes(path.read_bytes())
    change(other / "rules.toml", '"21 days", at', '"28 days", at')
    said = (
        CliRunner().invoke(command, ["diff", str(own), str(other)], catch_exceptions=False).output
    )
    sentence = next(line for line in blocks("console")[3].splitlines() if "Before" in line)
    assert sentence in said
