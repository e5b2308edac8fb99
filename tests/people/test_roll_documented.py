"""The reference names every column, every other name for it, every test and every check."""

import re
from pathlib import Path

import pytest

from hustings.cli.roll import command
from hustings.people import exports, row_proofs
from hustings.people.eligibility import elector_tests
from hustings.people.imports.columns import Layout
from hustings.people.imports.members import member_layout
from hustings.people.imports.units import affiliation_layout, unit_layout
from tests.people.making import FREEZE, NORTHMOOR, roll_rules, rule

REFERENCE = Path(__file__).parents[2] / "docs/reference/roll.md"
LAYOUTS = {
    "Members": member_layout(None),
    "Units": unit_layout(),
    "Affiliations": affiliation_layout(None),
}


def documented(title: str) -> dict[str, tuple[str, bool]]:
    """Column -> its other names as written, and whether it is in bold."""
    section = REFERENCE.read_text().split(f"### {title}\n")[1].split("\n#")[0]
    rows = re.findall(r"^\| (\**)`(\w+)`\** \|([^|]*)\|", section, re.MULTILINE)
    return {name: (others, bold == "**") for bold, name, others in rows}


@pytest.mark.parametrize("title", LAYOUTS)
def test_every_column_is_documented_with_its_other_names(title: str) -> None:
    layout: Layout[object] = LAYOUTS[title]  # type: ignore[assignment]
    expected = {
        column.name: (", ".join(f"`{name}`" for name in column.aliases), column.required)
        for column in layout.columns
    }
    told = {name: (others.strip(), bold) for name, (others, bold) in documented(title).items()}
    assert told == expected


def test_our_exports_write_the_columns_that_we_import() -> None:
    written = (exports.MEMBER_COLUMNS, exports.UNIT_COLUMNS, exports.AFFILIATION_COLUMNS)
    for columns, layout in zip(written, LAYOUTS.values(), strict=True):
        assert set(columns) == {column.name for column in layout.columns}


def test_every_command_is_documented() -> None:
    text = REFERENCE.read_text()
    for name in command.commands:
        assert f"| `hustings roll {name}` |" in text


def test_every_test_of_an_elector_is_documented() -> None:
    text = REFERENCE.read_text()
    for test in elector_tests((NORTHMOOR,), roll_rules(minimum_age=rule(16)), FREEZE):
        assert f"`{test.name}`" in text


def test_every_check_is_documented() -> None:
    source = Path(row_proofs.__file__).read_text()
    raised = set(re.findall(r'CheckFailed\(\s*"(R\d)"', source))
    assert raised == set(re.findall(r"^\| (R\d) \|", REFERENCE.read_text(), re.MULTILINE))
