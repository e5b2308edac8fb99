"""Our own CSV: harmless in a spreadsheet, and read back as it was."""

import csv
from datetime import date
from io import BytesIO, StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hustings.people.exports import affiliation_lines, harmless, member_lines, unit_lines
from hustings.people.fictional import (
    fictional_affiliates,
    fictional_affiliations,
    fictional_branches,
    fictional_members,
)
from hustings.people.imports.plan import plan_affiliations, plan_members, plan_units
from hustings.people.imports.table import CsvOptions
from tests.people.making import member

DAY = date(2026, 11, 9)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_a_spreadsheet_would_run_gets_an_apostrophe(start: str) -> None:
    assert harmless(f"{start}1+1") == f"'{start}1+1"


def test_other_cells_stay_as_they_are() -> None:
    assert harmless("Lantern Row - 1") == "Lantern Row - 1"


@given(st.text(max_size=30))
def test_no_cell_of_an_exported_list_begins_like_a_formula(name: str) -> None:
    text = "".join(member_lines([member(given_name=name, post=name)]))
    for row in csv.reader(StringIO(text, newline="")):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)


def test_members_come_back_from_our_own_export_as_they_were() -> None:
    units = fictional_branches(5)
    members = (
        *fictional_members("back", 400, units, DAY),
        member("C-x", unit="branch-0001", post="=1+1"),
    )
    content = "".join(member_lines(members)).encode()
    plan = plan_members("m.csv", BytesIO(content), CsvOptions(), members, units)
    assert plan.records == members
    assert plan.unchanged == 401


def test_units_and_affiliations_come_back_from_our_own_export_as_they_were() -> None:
    units = (*fictional_branches(3), *fictional_affiliates(6))
    held = fictional_affiliations("back", units, DAY, ["affiliation form", "receipt"])
    content = "".join(unit_lines(units)).encode()
    assert plan_units("u.csv", BytesIO(content), CsvOptions()).records == units
    content = "".join(affiliation_lines(held)).encode()
    assert plan_affiliations("a.csv", BytesIO(content), CsvOptions()).records == held
