"""How ``hustings roll`` reads lists and options, and writes a frozen roll into a new folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from hustings.people.imports.table import CsvOptions
    from hustings.people.members import Member
    from hustings.people.roll import FrozenRoll
    from hustings.people.units import Affiliation, Unit
    from hustings.rulebooks.loader import Rulebook

F = TypeVar("F", bound="Callable[..., Any]")


def csv_options(function: F) -> F:
    """The options that say how the CSV files are written."""
    for option in (
        click.option("--ignore", multiple=True, metavar="COLUMN", help="Leave a column out."),
        click.option(
            "--column", multiple=True, metavar="THEIRS=OURS", help="Read their column as ours."
        ),
        click.option("--date-format", metavar="FORM", help="As DD/MM/YYYY; else YYYY-MM-DD."),
        click.option("--delimiter", type=click.Choice(["comma", "semicolon", "tab"])),
        click.option("--encoding", metavar="NAME", help="windows-1252, utf-16; else UTF-8."),
    ):
        function = option(function)
    return function


def options_of(
    encoding: str | None,
    delimiter: str | None,
    date_format: str | None,
    column: tuple[str, ...],
    ignore: tuple[str, ...],
) -> CsvOptions:
    """What the options say about the CSV files."""
    from hustings.kernel.refusals import BadInput, Problem
    from hustings.people.imports.columns import plain_name
    from hustings.people.imports.table import CsvOptions
    from hustings.people.imports.values import CellRefused, day_reader

    renamed: dict[str, str] = {}
    for pair in column:
        theirs, equals, ours = pair.partition("=")
        if not equals:
            raise BadInput(
                Problem("--column", None, "", f"{pair!r} names one column.", "Ward=unit")
            )
        renamed[plain_name(theirs)] = ours
    try:
        day_reader(date_format)
    except CellRefused as refused:
        raise BadInput(Problem("--date-format", None, "", refused.what, refused.right)) from None
    sign = {"comma": ",", "semicolon": ";", "tab": "\t", None: None}[delimiter]
    ignored = frozenset(plain_name(name) for name in ignore)
    return CsvOptions(encoding, sign, date_format, renamed, ignored)


def rulebook_of(id_or_folder: str) -> Rulebook:
    """A shipped rulebook by its id, or the one in a folder."""
    from hustings.rulebooks.loader import load, load_folder

    folder = Path(id_or_folder)
    return load_folder(folder) if folder.is_dir() else load(id_or_folder)


def day_of(text: str, key: str) -> date:
    """The day that an option names."""
    from hustings.kernel.refusals import BadInput, Problem
    from hustings.people.imports.values import CellRefused, day_reader

    try:
        return day_reader(None)(text)
    except CellRefused as refused:
        raise BadInput(Problem(key, None, "", refused.what, refused.right)) from None


def units_in(path: Path, options: CsvOptions) -> tuple[Unit, ...]:
    """The units of a list."""
    from hustings.people.imports.findings import Findings
    from hustings.people.imports.units import stream_units

    with path.open("rb") as source:
        return tuple(stream_units(source, options, Findings(path.name)))


def affiliations_in(
    path: Path, options: CsvOptions, units: Iterable[Unit]
) -> tuple[Affiliation, ...]:
    """The affiliations of a list."""
    from hustings.people.imports.findings import Findings
    from hustings.people.imports.units import stream_affiliations

    with path.open("rb") as source:
        return tuple(stream_affiliations(source, options, Findings(path.name), units))


def members_in(path: Path, options: CsvOptions, units: Iterable[Unit] | None) -> tuple[Member, ...]:
    """The members of a list."""
    from hustings.people.imports.findings import Findings
    from hustings.people.imports.members import stream_members

    with path.open("rb") as source:
        return tuple(stream_members(source, options, Findings(path.name), units))


def private_roll(rows: Path) -> FrozenRoll:
    """The frozen roll behind a file of private rows."""
    from hustings.kernel.refusals import BadInput, CheckFailed, Problem
    from hustings.people.roll_files import read_private

    with rows.open("rb") as lines:
        try:
            return read_private(rows.name, lines)
        except CheckFailed as failed:
            raise BadInput(Problem(rows.name, None, "", f"{failed}.")) from None


def refuse_existing(out: Path) -> None:
    """Turn back a folder that is there already, or that would have no parent."""
    from hustings.kernel.refusals import BadInput, Problem

    if out.exists():
        what = "This is there already, and a frozen roll is never written over."
        raise BadInput(Problem(str(out), None, "", what, "name a new folder"))
    if not out.parent.is_dir():
        raise BadInput(Problem(str(out.parent), None, "", "There is no such folder."))


def write_folder(out: Path, files: Mapping[str, Iterable[bytes]]) -> None:
    """Write all files beside ``out``, readable by their owner only, then give the folder its name."""
    import os
    import shutil
    import tempfile

    beside = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        for name, content in files.items():
            handle = os.open(beside / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.writelines(content)
                file.flush()
                os.fsync(file.fileno())
        beside.rename(out)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
