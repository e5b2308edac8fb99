"""Lists for other programs: CSV in the columns that we import, harmless in a spreadsheet."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from typing import Any, Protocol

from hustings.people.members import Member
from hustings.people.spells import Spell
from hustings.people.units import Affiliation, Unit

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet takes a cell that begins so for a formula."""

MEMBER_COLUMNS = (
    *("number", "family_name", "given_name", "unit", "class", "joined", "left"),
    *("earlier_membership", "email", "postal_address", "born", "paid_until"),
    *("arrears_since", "arrears_paid", "suspended"),
)
UNIT_COLUMNS = ("id", "name", "kind", "organisation", "area")
AFFILIATION_COLUMNS = ("unit", "since", "until", "fees_paid_until", "evidence", "carries_vote")


def harmless(cell: str) -> str:
    """The cell with an apostrophe before it where a spreadsheet would run it."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Write a header and rows as lines of CSV, every cell harmless, nothing for ``None``."""
    line = StringIO()
    writer = csv.writer(line, lineterminator="\r\n")
    yield _line(writer, line, header)
    for row in rows:
        yield _line(writer, line, ["" if cell is None else harmless(str(cell)) for cell in row])


class Writer(Protocol):
    """What :func:`csv.writer` makes."""

    def writerow(self, row: Sequence[object], /) -> Any:
        """Write one row."""
        ...


def _line(writer: "Writer", line: StringIO, row: Sequence[object]) -> str:
    writer.writerow(row)
    written = line.getvalue()
    line.seek(0)
    line.truncate()
    return written


def member_lines(members: Iterable[Member]) -> Iterator[str]:
    """Write members in the columns that :mod:`hustings.people.imports.members` reads."""
    return csv_lines(MEMBER_COLUMNS, (_member(member) for member in members))


def _member(member: Member) -> tuple[object, ...]:
    *earlier, last = member.membership
    owed = member.arrears
    return (
        *(member.number, member.family_name, member.given_name, member.unit, member.member_class),
        *(last.since, last.until, _spells(earlier), member.email, member.post, member.born),
        *(member.paid_until, owed and owed.since, owed and owed.until, _spells(member.suspensions)),
    )


def _spells(spells: Iterable[Spell]) -> str:
    return " | ".join(str(spell) for spell in spells)


def unit_lines(units: Iterable[Unit]) -> Iterator[str]:
    """Write units in the columns that :mod:`hustings.people.imports.units` reads."""
    rows = ((u.id, u.name, u.kind.value, u.organisation, u.area) for u in units)
    return csv_lines(UNIT_COLUMNS, rows)


def affiliation_lines(affiliations: Iterable[Affiliation]) -> Iterator[str]:
    """Write affiliations in the columns that :mod:`hustings.people.imports.units` reads."""
    rows = (
        (
            *(a.unit, a.spell.since, a.spell.until, a.fees_paid_until),
            *(" | ".join(a.evidence), "yes" if a.carries_vote else "no"),
        )
        for a in affiliations
    )
    return csv_lines(AFFILIATION_COLUMNS, rows)
