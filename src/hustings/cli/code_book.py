"""The scrutineer's folder: who has which code, which codes are spare, and what has been sent to whom."""

import csv
import io
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hustings.cli import whole_files
from hustings.cli.whole_files import read_bytes, refuse
from hustings.kernel.refusals import BadInput, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hustings.ballots.secret.groups.group import Coins, Group

COLUMNS = ("number", "name", "email", "address", "weight", "code", "spare")
CODES, SPARES, ABOUT, SENT = "codes.csv", "spares.csv", "about.json", "sent.csv"
REPLACED = "replaced.csv"
CREDENTIALS, DECLARED = "credentials.json", "declared.json"


@dataclass(frozen=True, slots=True)
class Elector:
    """A row of the roll; the lines of the address stand between semicolons."""

    number: str
    name: str
    email: str = ""
    address: str = ""
    weight: int = 1

    @property
    def addressee(self) -> list[str]:
        """The lines on the envelope."""
        return [self.name, *(line.strip() for line in self.address.split(";") if line.strip())]


@dataclass(frozen=True, slots=True, repr=False)
class Holder:
    """An elector and the code that was made for them; ``spare`` if it was taken from the spares later."""

    elector: Elector
    code: str
    spare: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Spare:
    """A spare code, the salt of the commitment to it, and what a vote with it weighs."""

    code: str
    salt: str
    weight: int = 1


@dataclass(frozen=True, slots=True, repr=False)
class CodeBook:
    """Everything in the folder that is secret.

    ``replaced`` are the public credentials for which an elector was given a spare.
    """

    folder: Path
    uuid: str
    group: "Group"
    name: str
    holders: tuple[Holder, ...]
    spares: tuple[Spare, ...]
    replaced: tuple[str, ...] = ()

    def public(self, code: str) -> str:
        """The public credential of a code."""
        from hustings.ballots.secret.credentials import public_of

        return self.group.text(public_of(self.uuid, code, self.group))

    def holder(self, number: str) -> Holder:
        """Whose number this is."""
        for one in self.holders:
            if one.elector.number == number:
                return one
        raise click.ClickException(f"{self.folder}: nobody has the number {number}.")

    def codes_bytes(self) -> bytes:
        """Who has which code."""
        return _rows(COLUMNS, map(_row, self.holders))

    def spares_bytes(self) -> bytes:
        """The codes that nobody has."""
        rows = ((one.code, one.salt, str(one.weight)) for one in self.spares)
        return _rows(("code", "salt", "weight"), rows)

    def keep(self) -> None:
        """Write a spare that was given away: first to its holder, so that it never has none.

        What it replaces is noted before that, so that no proof at the end can forget it.
        """
        replaced = _rows(("credential",), ((one,) for one in self.replaced))
        whole_files.replace(self.folder / REPLACED, replaced, secret=True)
        whole_files.replace(self.folder / CODES, self.codes_bytes(), secret=True)
        whole_files.replace(self.folder / SPARES, self.spares_bytes(), secret=True)

    def issue(self, elector: Elector, *, instead: bool = False) -> "CodeBook":
        """Give a spare of the same weight to an elector who was added to the roll; ``instead`` of a code struck off."""
        before = next((one for one in self.holders if one.elector.number == elector.number), None)
        if before is not None and not instead:
            refuse(f"Number {elector.number} has a code; it is sent again, never made again.")
        replaced = self.replaced
        if instead:
            if before is None:
                refuse(f"Number {elector.number} has no code that was struck off.")
            elector = replace(elector, weight=before.elector.weight)
            replaced = tuple(dict.fromkeys((*replaced, self.public(before.code))))
        given = {one.code for one in self.holders}
        left = [one for one in self.spares if one.code not in given]
        first = next((one for one in left if one.weight == elector.weight), None)
        if first is None:
            refuse(f"There is no spare code of weight {elector.weight} left.")
        others = (one for one in self.holders if one is not before)
        holders = (*others, Holder(elector, first.code, spare=True))
        rest = tuple(one for one in left if one is not first)
        return replace(self, holders=holders, spares=rest, replaced=replaced)


def made(
    folder: Path,
    uuid: str,
    group: "Group",
    name: str,
    electors: "Sequence[Elector]",
    spares: "Sequence[int]",
    coins: "Coins",
) -> CodeBook:
    """A new book with a code for everybody, and a spare one of each of these weights."""
    from hustings.ballots.secret.credentials import LENGTH, new_code, random_text

    return CodeBook(
        folder,
        uuid,
        group,
        name,
        tuple(Holder(one, new_code(coins)) for one in electors),
        tuple(Spare(new_code(coins), random_text(LENGTH, coins), weight) for weight in spares),
    )


def about_bytes(book: CodeBook) -> bytes:
    """What the book is for."""
    whole = {"uuid": book.uuid, "group": book.group.name, "name": book.name}
    return json.dumps(whole, ensure_ascii=False, indent=2).encode() + b"\n"


def read_book(folder: Path) -> CodeBook:
    """Read the folder back."""
    from hustings.ballots.secret.groups.named import group_named

    try:
        about = json.loads(read_bytes(folder / ABOUT))
        group = group_named(about["group"])
        holders = tuple(
            Holder(_elector(row), row["code"], row["spare"] == "yes")
            for row in _read_rows(folder / CODES)
        )
        spares = tuple(
            Spare(row["code"], row["salt"], int(row.get("weight") or "1"))
            for row in _read_rows(folder / SPARES)
        )
        noted = folder / REPLACED
        replaced = [row["credential"] for row in _read_rows(noted)] if noted.exists() else []
        return CodeBook(
            folder, about["uuid"], group, about["name"], holders, spares, tuple(replaced)
        )
    except (ValueError, KeyError, TypeError):
        refuse(f"{folder} is not a folder of `hustings credentials make`, or was changed.")


def read_roll(file: Path) -> list[Elector]:
    """The electors of a CSV with the columns number and name, and perhaps email, address and weight."""
    rows = _read_rows(file)
    right = "number,name,email,address,weight"
    electors: list[Elector] = []
    for line, row in enumerate(rows, start=2):
        if not row.get("number") or not row.get("name"):
            raise BadInput(Problem(str(file), line, "", "a number and a name are expected.", right))
        weight = row.get("weight") or "1"
        if not weight.isascii() or not weight.isdigit() or not 1 <= int(weight) < 2**30:
            what = f"{weight!r} is not a weight."
            raise BadInput(Problem(str(file), line, "weight", what, "1"))
        electors.append(_elector(row))
    numbers = [one.number for one in electors]
    for line, number in enumerate(numbers, start=2):
        if numbers.index(number) != line - 2:
            what = f"{number} stands twice; every elector has one code."
            raise BadInput(Problem(str(file), line, "number", what))
    if not electors:
        raise BadInput(Problem(str(file), None, "", "there are no electors.", right))
    return electors


def _elector(row: dict[str, str]) -> Elector:
    return Elector(
        row["number"],
        row["name"],
        row.get("email") or "",
        row.get("address") or "",
        int(row.get("weight") or "1"),
    )


def _row(one: Holder) -> tuple[str, ...]:
    who = one.elector
    spare = "yes" if one.spare else ""
    return who.number, who.name, who.email, who.address, str(who.weight), one.code, spare


def _rows(columns: "Sequence[str]", rows: "Iterable[Sequence[str]]") -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue().encode()


def _read_rows(file: Path) -> list[dict[str, str]]:
    try:
        text = read_bytes(file).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput(Problem(str(file), None, "", "is not UTF-8.")) from None
    return list(csv.DictReader(io.StringIO(text, newline="")))


def sent_to(folder: Path) -> set[str]:
    """The numbers of the electors whose code has been handed to the relay."""
    file = folder / SENT
    return (
        {line.split(",")[0] for line in read_bytes(file).decode().splitlines()}
        if file.exists()
        else set()
    )


def note_sent(folder: Path, number: str) -> None:
    """Remember it, so that sending that was broken off goes on where it stopped."""
    file = folder / SENT
    if not file.exists():
        whole_files.write_new(file, b"", secret=True)
    with whole_files.held(file) as opened:
        whole_files.append(opened, f"{number}\n".encode())


def merge_bytes(holders: "Sequence[Holder]") -> bytes:
    """The CSV of a mail merge."""
    rows = [_row(one)[:-1] for one in holders]
    return _rows(COLUMNS[:-1], rows)
