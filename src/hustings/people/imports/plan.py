"""What an import would do, before anything is done: added, changed field by field, gone, unchanged."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from typing import Any, BinaryIO, Generic, TypeVar

from hustings.people.imports.findings import Findings
from hustings.people.imports.members import stream_members
from hustings.people.imports.table import CsvOptions
from hustings.people.imports.units import affiliation_key, stream_affiliations, stream_units
from hustings.people.members import Member
from hustings.people.units import Affiliation, Unit

T = TypeVar("T", Member, Unit, Affiliation)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a record, as it was and as it would be; empty text where there is nothing."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Change:
    """One record that stays and differs; ``key`` is the member's number, the unit's id and its like."""

    key: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class ImportPlan(Generic[T]):
    """A whole list, checked, and what it would change; applying it is the caller's decision."""

    what: str
    records: tuple[T, ...]
    added: tuple[T, ...]
    changed: tuple[Change, ...]
    gone: tuple[T, ...]
    unchanged: int
    notices: tuple[str, ...]


def plan(
    what: str,
    new: Iterable[T],
    old: Iterable[T],
    key: Callable[[T], str],
    findings: Findings,
) -> ImportPlan[T]:
    """Compare a new list with the one that is there; ``BadInput`` if the new one has problems."""
    before = {key(record): record for record in old}
    there = len(before)
    kept, added, changed = list[T](), list[T](), list[Change]()
    for record in new:
        kept.append(record)
        was = before.pop(key(record), None)
        if was is None:
            added.append(record)
        elif was != record:
            changed.append(Change(key(record), _differences(was, record)))
    gone = tuple(before.values())
    if there and len(gone) * 2 > there:
        findings.notice(f"{len(gone):,} of {there:,} {what} would go. Is this the whole list?")
    unchanged = len(kept) - len(added) - len(changed)
    return ImportPlan(
        what, tuple(kept), tuple(added), tuple(changed), gone, unchanged, findings.told()
    )


def plan_members(
    file: str,
    source: BinaryIO,
    options: CsvOptions,
    old: Iterable[Member] = (),
    units: Iterable[Unit] | None = None,
) -> ImportPlan[Member]:
    """Read a list of members and compare it with the members that are there."""
    findings = Findings(file)
    new = stream_members(source, options, findings, units)
    return plan("members", new, old, lambda member: member.number, findings)


def plan_units(
    file: str, source: BinaryIO, options: CsvOptions, old: Iterable[Unit] = ()
) -> ImportPlan[Unit]:
    """Read a list of units and compare it with the units that are there."""
    findings = Findings(file)
    new = stream_units(source, options, findings)
    return plan("units", new, old, lambda unit: unit.id, findings)


def plan_affiliations(
    file: str,
    source: BinaryIO,
    options: CsvOptions,
    old: Iterable[Affiliation] = (),
    units: Iterable[Unit] | None = None,
) -> ImportPlan[Affiliation]:
    """Read a list of affiliations and compare it with those that are there."""
    findings = Findings(file)
    new = stream_affiliations(source, options, findings, units)
    return plan("affiliations", new, old, affiliation_key, findings)


def _differences(was: Any, now: Any) -> tuple[FieldChange, ...]:
    return tuple(
        FieldChange(field.name, _written(old), _written(new))
        for field in fields(now)
        if (old := getattr(was, field.name)) != (new := getattr(now, field.name))
    )


def _written(value: object) -> str:
    """A field's value as a person reads it."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case tuple():
            return " | ".join(str(part) for part in value)  # type: ignore[reportUnknownArgumentType]
        case _:
            return str(value)
