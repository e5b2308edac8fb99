"""Lists from CSV: a dry run that keeps nothing but the file, then the whole list at once, or nothing of it."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.db import transaction

from hustings.conduct.recipients import enter_members
from hustings.kernel.refusals import BadInput, Refused
from hustings.people.imports.plan import ImportPlan, plan_affiliations, plan_members, plan_units
from hustings.people.imports.table import CsvOptions
from hustings.people.members import Member
from hustings.people.units import Affiliation, Unit
from hustings.store import membership
from hustings.store.models import Organisation

KEPT_FOR = timedelta(hours=24)
LARGEST = 400_000_000

Plan = ImportPlan[Member] | ImportPlan[Unit] | ImportPlan[Affiliation]


class ListOf(StrEnum):
    """The three lists, in the order in which they are imported."""

    UNITS = "units"
    AFFILIATIONS = "affiliations"
    MEMBERS = "members"


@dataclass(frozen=True, slots=True)
class DryRun:
    """What a file would change. ``token`` finds the file again, ``mark`` is what the reader has seen."""

    token: str
    what: ListOf
    plan: Plan
    mark: str


def dry_run(
    organisation: Organisation,
    what: ListOf,
    name: str,
    content: bytes,
    options: CsvOptions,
    at: datetime,
) -> DryRun:
    """Read a whole file and compare it with the list; ``BadInput`` names every row and column in the way."""
    plan = _plan(organisation, what, name, content, options)
    _tidy(at)
    token = secrets.token_hex(16)
    place = _folder() / f"{token}.csv"
    place.touch(mode=0o600)
    place.write_bytes(content)
    return DryRun(token, what, plan, _mark(plan))


def apply(
    organisation: Organisation, token: str, mark: str, what: ListOf, name: str, options: CsvOptions
) -> Plan | Refused:
    """Carry out exactly what the dry run showed, in one transaction; refused where the list has changed."""
    place = _kept(token)
    if place is None:
        return Refused(
            "file-gone", "", "The file is kept for a day after its dry run. Upload it again."
        )
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        plan = _plan(organisation, what, name, place.read_bytes(), options)
        if _mark(plan) != mark:
            return Refused(
                "changed-meanwhile",
                "",
                "The list has changed since the dry run. Upload the file again and look at the new one.",
            )
        _write(organisation, plan, what)
        if what is ListOf.MEMBERS:
            enter_members(organisation, organisation.members.all())
    place.unlink(missing_ok=True)
    return plan


def _plan(
    organisation: Organisation, what: ListOf, name: str, content: bytes, options: CsvOptions
) -> Plan:
    source = BytesIO(content)
    match what:
        case ListOf.UNITS:
            return plan_units(name, source, options, membership.units(organisation))
        case ListOf.AFFILIATIONS:
            return plan_affiliations(
                name, source, options, membership.affiliations(organisation),
                membership.units(organisation),
            )  # fmt: skip
        case ListOf.MEMBERS:
            return plan_members(
                name, source, options, membership.members(organisation),
                membership.units(organisation),
            )  # fmt: skip


def _mark(plan: Plan) -> str:
    """What the reader of the dry run has seen, in one number: every record added, changed and gone."""
    total = sha256(f"{plan.what} {plan.unchanged}\n".encode())
    for part in (plan.added, plan.changed, plan.gone):
        total.update(b"--\n")
        for record in part:
            total.update(repr(record).encode() + b"\n")
    return total.hexdigest()


def _write(organisation: Organisation, plan: Plan, what: ListOf) -> None:
    records: Sequence[object] = plan.records
    match what:
        case ListOf.UNITS:
            membership.keep_units(organisation, (one for one in records if isinstance(one, Unit)))
        case ListOf.AFFILIATIONS:
            membership.keep_affiliations(
                organisation, (one for one in records if isinstance(one, Affiliation))
            )
        case ListOf.MEMBERS:
            differs = {change.key for change in plan.changed}
            new = {one.number for one in plan.added if isinstance(one, Member)}
            membership.keep_members(
                organisation,
                (
                    one
                    for one in records
                    if isinstance(one, Member) and (one.number in new or one.number in differs)
                ),
                (one.number for one in plan.gone if isinstance(one, Member)),
            )


def problems_of(bad: BadInput) -> list[tuple[str, str, str, str]]:
    """(line, column, what is wrong, an example that is right) for each problem of a file."""
    return [(str(p.line or ""), p.key, p.what, p.right) for p in bad.problems]


# --- the files between dry run and confirmation -------------------------------------------------------


def _folder() -> Path:
    place = Path(settings.DATA) / "imports"
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    return place


def _kept(token: str) -> Path | None:
    if len(token) != 32 or set(token) - set("0123456789abcdef"):
        return None
    place = _folder() / f"{token}.csv"
    return place if place.is_file() else None


def _tidy(at: datetime) -> None:
    """Let go of files that nobody confirmed within a day."""
    for place in _folder().glob("*.csv"):
        if place.stat().st_mtime < (at - KEPT_FOR).timestamp():
            place.unlink(missing_ok=True)
