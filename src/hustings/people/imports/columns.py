"""The columns of a list, the names they go by, and the header row that must have them."""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Generic, TypeVar

from hustings.people.imports.findings import Findings

T = TypeVar("T")
MOST_COLUMNS = 200


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, other names in use, how a cell is read, whether it must be filled."""

    name: str
    read: Callable[[str], Any]
    required: bool = False
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout(Generic[T]):
    """A list's columns and how a row's values, in their order, become one record."""

    what: str
    columns: tuple[Column, ...]
    build: Callable[[Sequence[Any]], T]
    key: Callable[[T], str]


def plain_name(header: str) -> str:
    """A header as it is compared: small letters, words joined by one underscore."""
    words = "".join(c if c.isalnum() else " " for c in unicodedata.normalize("NFC", header))
    return "_".join(words.casefold().split())


def known_names(layout: Layout[Any]) -> dict[str, int]:
    """Every accepted name, plain, with the place of its column in the layout."""
    return {
        plain_name(name): place
        for place, column in enumerate(layout.columns)
        for name in (column.name, *column.aliases)
    }


def match_header(
    header: Sequence[str],
    names: Sequence[str],
    at_row: tuple[int, int],
    layout: Layout[Any],
    ignored: frozenset[str],
    findings: Findings,
) -> list[tuple[int, int]]:
    """Find which cell of a row feeds which column: pairs (place in the row, place in the layout).

    ``names`` are the header's plain names, ``at_row`` its row and line. ``BadInput`` where it is
    no header row, where a name is unknown or comes twice, or where one is missing.
    """
    known = known_names(layout)
    row, line = at_row
    if not any(name in known for name in names):
        what = "The first row is not a header row, which names the columns."
        raise findings.stop(line, "", what, ",".join(column.name for column in layout.columns))
    pairs: dict[int, int] = {}
    for at, (cell, name) in enumerate(zip(header, names, strict=True)):
        if name in known and known[name] in pairs.values():
            findings.problem(line, place_of(row, at, cell), "The column comes twice.")
        elif name in known:
            pairs[at] = known[name]
        elif name and name not in ignored:
            close = get_close_matches(name, known, 1)
            right = f"{close[0]}, or --ignore {name}" if close else f"--ignore {name}"
            findings.problem(line, place_of(row, at, cell), "The column is not known.", right)
    for place, column in enumerate(layout.columns):
        if column.required and place not in pairs.values():
            accepted = ", ".join((column.name, *column.aliases))
            findings.problem(line, column.name, "The column is missing.", f"one of: {accepted}")
    findings.settle()
    return list(pairs.items())


def known_name(cell: str, renamed: Mapping[str, str]) -> str:
    """The plain name of a header, after the renaming that was asked for."""
    name = plain_name(cell)
    return plain_name(renamed.get(name, name))


def letter_of(at: int) -> str:
    """A column as spreadsheets call it: A, B, … Z, AA."""
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def place_of(row: int, at: int, name: str) -> str:
    """Where a cell stands, for someone with a spreadsheet: ``row 7, column F (joined)``."""
    return f"row {row}, column {letter_of(at)} ({name.strip()[:40]})"
