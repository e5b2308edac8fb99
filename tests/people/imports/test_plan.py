"""What an import would change, and the lists of units and affiliations."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest

from hustings.kernel.refusals import BadInput
from hustings.people.imports.plan import FieldChange, plan_affiliations, plan_units
from hustings.people.imports.table import CsvOptions
from hustings.people.spells import Spell
from hustings.people.units import Affiliation, Unit, UnitType
from tests.people.imports.reading import ROW, read, rows
from tests.people.making import NORTHMOOR


def test_the_first_import_adds_everybody() -> None:
    plan = read(rows(ROW, ROW.replace("C-1", "C-2").replace("alder@", "wren@")))
    assert [member.number for member in plan.added] == ["C-1", "C-2"]
    assert (plan.changed, plan.gone, plan.unchanged) == ((), (), 0)


def test_the_same_list_again_changes_nothing() -> None:
    old = read(rows(ROW)).records
    plan = read(rows(ROW), old)
    assert (plan.added, plan.changed, plan.gone, plan.unchanged) == ((), (), (), 1)


def test_a_change_is_told_field_by_field() -> None:
    (old,) = read(rows(ROW)).records
    was = replace(old, email=None, membership=(Spell(date(2014, 1, 1)),))
    (change,) = read(rows(ROW), (was,)).changed
    assert change.key == "C-1"
    assert change.fields == (
        FieldChange("membership", "2014-01-01..", "2015-03-01.."),
        FieldChange("email", "", "alder@members.example"),
    )


def test_members_that_the_new_list_lacks_are_gone_and_many_of_them_are_asked_about() -> None:
    (old,) = read(rows(ROW)).records
    others = tuple(replace(old, number=f"C-{at}") for at in range(2, 6))
    plan = read(rows(ROW), (old, *others))
    assert [member.number for member in plan.gone] == ["C-2", "C-3", "C-4", "C-5"]
    assert plan.notices[-1] == "4 of 5 members would go. Is this the whole list?"


def units(content: str) -> tuple[Unit, ...]:
    return plan_units("units.csv", BytesIO(content.encode()), CsvOptions()).records


def affiliations(content: str) -> tuple[Affiliation, ...]:
    source = BytesIO(content.encode())
    return plan_affiliations("aff.csv", source, CsvOptions(), units=(NORTHMOOR,)).records


def test_units_are_read_and_one_without_an_organisation_is_its_own() -> None:
    assert units("id,name,kind,area\nw,Weavers' Circle,Affiliate,Northmoor\n") == (
        Unit("w", "Weavers' Circle", UnitType.AFFILIATE, "Weavers' Circle", "Northmoor"),
    )


def test_a_unit_of_another_kind_is_a_problem() -> None:
    with pytest.raises(BadInput, match=r"'club' is not a kind of unit\. Right would be: branch or"):
        units("id,name,kind\nw,Weavers' Circle,club\n")


def test_a_unit_that_comes_twice_is_a_problem() -> None:
    with pytest.raises(BadInput, match=r"units\.csv:3: id: w stands in line 2 already"):
        units("id,name,kind\nw,Weavers,affiliate\nw,Weavers again,affiliate\n")


def test_affiliations_are_read_with_their_evidence() -> None:
    header = "unit,since,until,fees_paid_until,evidence,carries_vote"
    row = "northmoor,2015-01-01,,2021-12-31,affiliation form | receipt,yes"
    assert affiliations(f"{header}\n{row}\n") == (
        Affiliation(
            "northmoor",
            Spell(date(2015, 1, 1)),
            date(2021, 12, 31),
            ("affiliation form", "receipt"),
            carries_vote=True,
        ),
    )


def test_an_affiliation_of_a_unit_that_does_not_exist_is_a_problem() -> None:
    with pytest.raises(BadInput, match="There is no unit 'eastmoor' in the list of units"):
        affiliations("unit,since\neastmoor,2015-01-01\n")


def test_an_affiliation_that_ends_before_it_begins_is_a_problem() -> None:
    with pytest.raises(BadInput, match="ends on 2014-01-01 and begins on 2015-01-01"):
        affiliations("unit,since,until\nnorthmoor,2015-01-01,2014-01-01\n")


def test_the_same_affiliation_twice_is_a_problem_and_another_time_is_not() -> None:
    with pytest.raises(BadInput, match="northmoor since 2015-01-01 stands in line 2 already"):
        affiliations("unit,since\nnorthmoor,2015-01-01\nnorthmoor,2015-01-01\n")
    two = affiliations("unit,since,until\nnorthmoor,2015-01-01,2016-01-01\nnorthmoor,2017-01-01,\n")
    assert len(two) == 2
