"""The lists of units and of affiliations: their columns, checked against one another."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, BinaryIO

from hustings.people.imports.columns import Column, Layout
from hustings.people.imports.findings import Findings
from hustings.people.imports.members import unit_reader
from hustings.people.imports.table import CsvOptions, records
from hustings.people.imports.values import (
    CellRefused,
    day_reader,
    number,
    several,
    shown,
    text,
    yes_or_no,
)
from hustings.people.spells import Spell
from hustings.people.units import Affiliation, Unit, UnitType


def unit_layout() -> Layout[Unit]:
    """The columns of the list of units; without an organisation a unit is its own."""
    columns = (
        Column("id", number, required=True, aliases=("unit", "unit_id", "code")),
        Column("name", text, required=True, aliases=("unit_name",)),
        Column("kind", _kind, required=True, aliases=("type",)),
        Column("organisation", text, aliases=("organization", "union", "society")),
        Column("area", text, aliases=("constituency", "region")),
    )
    return Layout("units", columns, _unit, lambda unit: unit.id)


def _kind(cell: str) -> UnitType:
    try:
        return UnitType(cell.casefold())
    except ValueError:
        raise CellRefused(f"{shown(cell)} is not a kind of unit.", "branch or affiliate") from None


def _unit(values: Sequence[Any]) -> Unit:
    id_, name, kind, organisation, area = values
    return Unit(id_, name, kind, organisation or name, area)


def affiliation_layout(
    date_format: str | None, units: Iterable[Unit] | None = None
) -> Layout[Affiliation]:
    """The columns of the list of affiliations."""
    day = day_reader(date_format)
    unit = number if units is None else unit_reader(units)
    columns = (
        Column("unit", unit, required=True, aliases=("unit_id", "id")),
        Column("since", day, required=True, aliases=("affiliated_since", "from")),
        Column("until", day, aliases=("affiliated_until", "to")),
        Column("fees_paid_until", day, aliases=("fees_paid_to", "paid_until")),
        Column("evidence", several),
        Column("carries_vote", yes_or_no),
    )
    return Layout("affiliations", columns, _affiliation, affiliation_key)


def affiliation_key(affiliation: Affiliation) -> str:
    """What tells affiliations apart: the unit and the first day."""
    return f"{affiliation.unit} since {affiliation.spell.since}"


def _affiliation(values: Sequence[Any]) -> Affiliation:
    unit, since, until, fees, evidence, carries = values
    if until is not None and until <= since:
        what = f"The affiliation ends on {until} and begins on {since}."
        raise CellRefused(what, "a day after since, or leave it empty", "until")
    return Affiliation(unit, Spell(since, until), fees, evidence or (), carries or False)


def stream_units(source: BinaryIO, options: CsvOptions, findings: Findings) -> Iterator[Unit]:
    """Read unit by unit; every problem is raised at the end of the stream."""
    yield from _once(source, unit_layout(), options, findings)


def stream_affiliations(
    source: BinaryIO,
    options: CsvOptions,
    findings: Findings,
    units: Iterable[Unit] | None = None,
) -> Iterator[Affiliation]:
    """Read affiliation by affiliation; every problem is raised at the end of the stream."""
    yield from _once(source, affiliation_layout(options.date_format, units), options, findings)


def _once(
    source: BinaryIO, layout: Layout[Any], options: CsvOptions, findings: Findings
) -> Iterator[Any]:
    """Each record once; one that comes again is a problem."""
    lines: dict[str, int] = {}
    for line, record in records(source, layout, options, findings):
        key = layout.key(record)
        if key in lines:
            what = f"{key} stands in line {lines[key]} already."
            findings.problem(line, layout.columns[0].name, what, "one row for each")
        else:
            lines[key] = line
            yield record
