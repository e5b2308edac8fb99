"""The list of members: its columns, and one checked member after another."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from difflib import get_close_matches
from typing import Any, BinaryIO

from hustings.people.imports.columns import Column, Layout
from hustings.people.imports.findings import Findings
from hustings.people.imports.table import CsvOptions, records
from hustings.people.imports.values import (
    CellRefused,
    day_reader,
    email,
    number,
    shown,
    spells_reader,
    text,
    word,
)
from hustings.people.members import Member
from hustings.people.spells import Spell
from hustings.people.units import Unit


def member_layout(date_format: str | None, units: Iterable[Unit] | None = None) -> Layout[Member]:
    """The columns of the list of members; ``units`` lets a unit be named by its id or its name."""
    day = day_reader(date_format)
    spells = spells_reader(day)
    unit = number if units is None else unit_reader(units)
    names = ("membership_number", "member_number", "membership_no", "member_id", "id")
    columns = (
        Column("number", number, required=True, aliases=names),
        Column("family_name", text, True, ("surname", "last_name")),
        Column("given_name", text, True, ("first_name", "forename", "given_names")),
        Column("unit", unit, True, ("branch", "ward", "branch_id", "unit_id")),
        Column("class", word, True, ("membership_class", "membership_type", "category")),
        Column("joined", day, True, ("joined_on", "join_date", "date_joined", "member_since")),
        Column("left", day, False, ("left_on", "lapsed", "membership_ended")),
        Column("earlier_membership", spells, False, ("earlier_memberships",)),
        Column("email", email, False, ("e_mail", "email_address", "e_mail_address", "mail")),
        Column("postal_address", text, False, ("address", "post")),
        Column("born", day, False, ("date_of_birth", "birth_date", "dob")),
        Column("paid_until", day, False, ("paid_to", "subscription_paid_until")),
        Column("arrears_since", day, False, ("in_arrears_since",)),
        Column("arrears_paid", day, False, ("arrears_paid_on",)),
        Column("suspended", spells, False, ("suspended_since", "suspensions")),
    )
    return Layout("members", columns, _builder(), lambda member: member.number)


_A_UNIT = "the id or the name of a unit of the list"


def unit_reader(units: Iterable[Unit]) -> Callable[[str], str]:
    """A reader of units by id or by name, in any capitals where that leaves no doubt."""
    ids: set[str] = set()
    by_name: dict[str, set[str]] = {}
    for unit in units:
        ids.add(unit.id)
        for name in (unit.id, unit.name):
            by_name.setdefault(name.casefold(), set()).add(unit.id)

    def read(cell: str) -> str:
        if cell in ids:
            return cell
        found = by_name.get(cell.casefold(), set())
        if len(found) > 1:
            what = f"{shown(cell)} is the name of {len(found)} units."
            raise CellRefused(what, " or ".join(sorted(found)[:3]))
        if not found:
            what = f"There is no unit {shown(cell)} in the list of units."
            near = get_close_matches(cell.casefold(), by_name, 1)
            raise CellRefused(what, min(by_name[near[0]]) if near else _A_UNIT)
        return next(iter(found))

    return read


def _builder() -> Callable[[Sequence[Any]], Member]:
    """A builder of members that keeps equal spells and words only once, since a list repeats them."""
    once: dict[date, tuple[Spell, ...]] = {}
    words: dict[str, str] = {}

    def build(values: Sequence[Any]) -> Member:
        (number_, family, given, unit, class_, joined, left, earlier) = values[:8]
        (email_, post, born, paid_until, owed, owed_paid, suspended) = values[8:]
        membership = once.get(joined) if left is None and earlier is None else None
        if membership is None:
            membership = _membership(joined, left, earlier or ())
            if left is None and earlier is None:
                once[joined] = membership
        return Member(
            number=number_,
            family_name=words.setdefault(family, family),
            given_name=words.setdefault(given, given),
            unit=words.setdefault(unit, unit),
            member_class=words.setdefault(class_, class_),
            membership=membership,
            email=email_,
            post=post,
            born=born,
            paid_until=paid_until,
            arrears=_arrears(owed, owed_paid),
            suspensions=suspended or (),
        )

    return build


def _membership(joined: date, left: date | None, earlier: tuple[Spell, ...]) -> tuple[Spell, ...]:
    if left is not None and left <= joined:
        what = f"Membership ends on {left} and begins on {joined}."
        raise CellRefused(what, "a day after joined, or leave it empty", "left")
    if earlier and (earlier[-1].until is None or earlier[-1].until > joined):
        what = f"An earlier membership, {earlier[-1]}, reaches into the one that began on {joined}."
        raise CellRefused(what, "2015-01-01..2018-03-01", "earlier_membership")
    return (*earlier, Spell(joined, left))


def _arrears(since: date | None, paid: date | None) -> Spell | None:
    if since is None and paid is not None:
        what = "A day of payment is given, and no day since which dues were owed."
        raise CellRefused(what, "fill arrears_since as well", "arrears_paid")
    if since is None:
        return None
    if paid is not None and paid <= since:
        what = f"Dues were owed since {since} and paid on {paid}."
        raise CellRefused(what, "a day after arrears_since", "arrears_paid")
    return Spell(since, paid)


def stream_members(
    source: BinaryIO,
    options: CsvOptions,
    findings: Findings,
    units: Iterable[Unit] | None = None,
) -> Iterator[Member]:
    """Read member by member; ``BadInput`` with every problem comes at the end of the stream.

    Keep nothing of it before the stream has ended. An e-mail address that two members share is a
    notice, a number that comes twice a problem.
    """
    lines: dict[str, int] = {}
    mailed: dict[str, str] = {}
    unreachable = 0
    layout = member_layout(options.date_format, units)
    for line, member in records(source, layout, options, findings):
        if member.number in lines:
            what = f"{member.number} stands in line {lines[member.number]} already."
            findings.problem(line, "number", what, "one row for each member")
            continue
        lines[member.number] = line
        if member.email is not None:
            other = mailed.setdefault(member.email, member.number)
            if other != member.number:
                findings.notice(f"{member.number} and {other} have the same e-mail address.")
        elif member.post is None:
            unreachable += 1
        yield member
    if unreachable:
        findings.notice(f"Members with neither an e-mail nor a postal address: {unreachable:,}.")
