"""A row of the list of members becomes a member with everything dated."""

from dataclasses import replace
from datetime import date

import pytest

from hustings.people.imports.members import unit_reader
from hustings.people.imports.values import CellRefused
from hustings.people.spells import Spell
from hustings.people.units import Unit, UnitType
from tests.people.imports.reading import HEADER, ROW, one, read, rows, wrong
from tests.people.making import NORTHMOOR

MORE = (
    f"{HEADER},left,earlier_membership,postal_address,born,paid_until,"
    "arrears_since,arrears_paid,suspended"
)


def full(*cells: str) -> bytes:
    return f"{MORE}\n{ROW},{','.join(cells)}\n".encode()


def test_a_row_with_everything_becomes_a_member_with_everything_dated() -> None:
    who = one(
        full(
            *("2022-01-01", "2010-01-01..2012-01-01", '"1 Lantern Row, Northmoor"', "1990-02-03"),
            *("2021-12-31", "2021-02-01", "2021-03-01", "2020-01-01..2020-02-01"),
        )
    )
    assert who.membership == (
        Spell(date(2010, 1, 1), date(2012, 1, 1)),
        Spell(date(2015, 3, 1), date(2022, 1, 1)),
    )
    assert who.post == "1 Lantern Row, Northmoor"
    assert who.born == date(1990, 2, 3)
    assert who.paid_until == date(2021, 12, 31)
    assert who.arrears == Spell(date(2021, 2, 1), date(2021, 3, 1))
    assert who.suspensions == (Spell(date(2020, 1, 1), date(2020, 2, 1)),)


def test_a_unit_can_be_named_by_its_name() -> None:
    assert one(rows(ROW.replace("northmoor", "Northmoor Branch"))).unit == "northmoor"


def test_a_name_that_two_units_have_is_a_problem_with_both_ids() -> None:
    twin = Unit("northmoor-2", "Northmoor branch", UnitType.BRANCH, "Commonweal Union")
    read_unit = unit_reader((NORTHMOOR, twin))
    with pytest.raises(CellRefused, match="is the name of 2 units") as refused:
        read_unit("Northmoor Branch")
    assert refused.value.right == "northmoor or northmoor-2"


def test_ids_that_differ_only_in_capitals_are_told_apart() -> None:
    units = (replace(NORTHMOOR, id="n1", name="One"), replace(NORTHMOOR, id="N1", name="Two"))
    assert [unit_reader(units)(cell) for cell in ("n1", "N1")] == ["n1", "N1"]


def test_a_class_is_read_in_small_letters() -> None:
    assert one(rows(ROW.replace("full", "FULL"))).member_class == "full"


def test_a_number_that_comes_twice_is_a_problem_that_names_both_lines() -> None:
    (problem,) = wrong(rows(ROW, ROW.replace("alder@", "ash@")))
    assert problem.startswith("members.csv:3: number: C-1 stands in line 2 already")


def test_an_address_that_two_members_share_is_a_notice() -> None:
    plan = read(rows(ROW, ROW.replace("C-1", "C-2").replace("alder@", "alder@")))
    assert len(plan.records) == 2
    assert plan.notices == ("C-2 and C-1 have the same e-mail address.",)


def test_members_without_any_address_are_counted_in_a_notice() -> None:
    plan = read(rows(ROW.replace("alder@members.example", "")))
    assert plan.notices == ("Members with neither an e-mail nor a postal address: 1.",)


def test_membership_that_ends_before_it_begins_is_a_problem_in_its_column() -> None:
    (problem,) = wrong(full("2014-01-01", "", "", "", "", "", "", ""))
    assert "column H (left)" in problem


def test_an_earlier_membership_that_reaches_into_the_present_one_is_a_problem() -> None:
    (problem,) = wrong(full("", "2014-01-01..2016-01-01", "", "", "", "", "", ""))
    assert "column I (earlier_membership)" in problem


def test_arrears_paid_before_they_began_or_without_a_beginning_are_problems() -> None:
    for since in ("2021-03-01", ""):
        (problem,) = wrong(full("", "", "", "", "", since, "2021-02-01", ""))
        assert "column N (arrears_paid)" in problem


def test_a_cell_that_begins_like_a_formula_is_kept_as_text_and_told() -> None:
    plan = read(rows(ROW.replace("Alder", "=HYPERLINK(1)")))
    assert plan.records[0].given_name == "=HYPERLINK(1)"
    assert plan.notices == (
        "row 2, column C (given_name) begins like a formula; it is kept as text.",
    )
