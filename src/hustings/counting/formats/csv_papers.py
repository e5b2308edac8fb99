"""CSV files of papers, by the million: a column for each choice, the names of candidates in the cells."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from hustings.ballots.validity import ValidityRules
from hustings.counting.collapse import gather_rows
from hustings.counting.formats.fields import BLOCK, Block, cut, whole_records
from hustings.counting.formats.headings import CHOICES, NUMBER, refuse_other_separators
from hustings.counting.formats.labels import Labels
from hustings.counting.formats.marks import (
    EQUAL_MARKS,
    MOST_CHOICES,
    NO_MARK,
    papers_from_marks,
    translated,
)
from hustings.counting.papers import Papers, rank_type
from hustings.kernel.refusals import BadInput, Problem

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hustings.counting.papers import Copies

BLANK, SEVERAL, FIRST_NAME = 0, 1, 2
"""Codes of cells: nothing, more than one candidate, and from 2 on the names as they are met."""
RIGHT = "Rank 1,Rank 2,Rank 3"
GATHER_AT = 1 << 20
"""Rows of marks that are kept before the identical ones are gathered again."""


@dataclass(frozen=True, slots=True)
class Cells:
    """How the cells of choices are read: what stands for no choice, and what for more than one.

    ``candidates`` fixes the names and their order; without it they are those found, in alphabetical order.
    ``choices`` are the columns of choices, from 0, where the heading does not name them.
    """

    blank: frozenset[str] = frozenset({"", "undervote", "skipped", "blank", "$UNDERVOTE"})
    several: frozenset[str] = frozenset({"overvote", "$OVERVOTE"})
    candidates: tuple[str, ...] = ()
    aliases: dict[str, str] = field(default_factory=dict[str, str])
    choices: tuple[int, ...] = ()


def read_csv(
    pieces: Iterable[bytes],
    file: str = "papers.csv",
    *,
    seats: int = 1,
    rules: ValidityRules | None = None,
    cells: Cells | None = None,
    title: str = "",
) -> Papers:
    """Read a CSV file that comes in pieces of bytes; ``BadInput`` with line and column otherwise.

    The first line names the columns: "Rank 1" or "1st choice" and so on hold the choices; one called
    "count" or "papers" says how many papers a line stands for; every other column is passed over.
    """
    reader = _Reader(file, cells or Cells())
    for block in whole_records(_without_mark(pieces), file):
        reader.take(block)
    return reader.papers(rules or ValidityRules(), seats, title)


def in_pieces(read: Callable[[int], bytes]) -> Iterator[bytes]:
    """An open file's bytes, piece by piece."""
    while piece := read(BLOCK):
        yield piece


def _without_mark(pieces: Iterable[bytes]) -> Iterator[bytes]:
    for place, piece in enumerate(pieces):
        yield piece.removeprefix(b"\xef\xbb\xbf") if not place else piece


class _Reader:
    """The names met so far, and the distinct rows of marks gathered so far."""

    __slots__ = (
        "cells", "choices", "copies", "file", "fresh", "kept", "labels", "line", "names", "number",
        "rows", "two_bytes", "width",
    )  # fmt: skip

    def __init__(self, file: str, cells: Cells) -> None:
        self.file, self.cells = file, cells
        self.choices: tuple[int, ...] = ()
        self.width = 0
        self.number: int | None = None
        self.line = 1
        self.names = {name: FIRST_NAME + c for c, name in enumerate(cells.candidates)}
        self.labels = Labels(self.meaning, file)
        self.rows: list[NDArray[np.uint8]] = []
        self.copies: list[Copies] = []
        self.fresh: list[tuple[NDArray[np.uint8], Copies | None]] = []
        self.kept = 0
        self.two_bytes = False

    def meaning(self, text: bytes, line: int) -> int:
        """The code of a cell's text."""
        if b'"' in text.replace(b'""', b""):
            what = "a quote stands within a field; quote the whole field and write it twice"
            raise BadInput(Problem(self.file, line, "", what, '"Ash ""Bee"" Ada"'))
        try:
            name = text.decode("utf-8").replace('""', '"').strip()
        except UnicodeDecodeError:
            raise BadInput(Problem(self.file, line, "", f"{text!r} is not UTF-8")) from None
        name = self.cells.aliases.get(name, name)
        if name in self.cells.blank:
            return BLANK
        if name in self.cells.several:
            return SEVERAL
        if name not in self.names:
            self._check(name, line)
            self.names[name] = FIRST_NAME + len(self.names)
        return self.names[name]

    def _check(self, name: str, line: int) -> None:
        if self.cells.candidates:
            right = ", ".join(self.cells.candidates[:12])
            raise BadInput(Problem(self.file, line, "", f"{name!r} is not a candidate", right))
        if not name.isprintable():
            raise BadInput(Problem(self.file, line, "", f"{name!r} is not a name that prints"))

    def take(self, records: bytes) -> None:
        """Read one block of records; the first begins with the heading."""
        if not self.choices:
            end = records.index(b"\n") + 1
            self._heading(records[:end])
            records, self.line = records[end:], 2
        if records:
            block = cut(records, self.line, self.file)
            self._take_rows(block)
            self.line += records.count(b"\n") if b'"' in records else block.records

    def _heading(self, line: bytes) -> None:
        refuse_other_separators(line.decode("utf-8", "replace").rstrip("\r\n"), self.file)
        try:
            (heading,) = csv.reader([line.decode("utf-8").rstrip("\r\n")])
        except (UnicodeDecodeError, ValueError, csv.Error):
            what = "this is not a line of column names"
            raise BadInput(Problem(self.file, 1, "", what, RIGHT)) from None
        self.width = len(heading)
        self.choices = self.cells.choices or _choices(heading, self.file)
        if max(self.choices) >= self.width:
            what = f"there are {self.width} columns, and choices were to stand in {max(self.choices) + 1}"
            raise BadInput(Problem(self.file, 1, "", what))
        numbers = [at for at, name in enumerate(heading) if NUMBER.fullmatch(name.strip())]
        self.number = numbers[0] if numbers else None

    def _take_rows(self, block: Block) -> None:
        self._check_lengths(block)
        rows = self._as_bytes(self.labels.rows(block, self.choices, self.row_width))
        there = ~block.is_empty() | (self.width == 1)
        if not there.all():
            rows = rows[there]
        self.fresh.append((rows, self._numbers(block, there)))
        self.kept += len(rows)
        if self.kept > GATHER_AT:
            self._gather_fresh()

    def _as_bytes(self, codes: "NDArray[np.uint8 | np.uint16]") -> "NDArray[np.uint8]":
        """Rows of codes as bytes; those kept so far are widened once a code takes two."""
        if codes.dtype.itemsize == 2 and not self.two_bytes:
            self.two_bytes = True
            self.rows = [_widened(rows) for rows in self.rows]
            self.fresh = [(_widened(rows), copies) for rows, copies in self.fresh]
        return codes.view(np.uint8)

    @property
    def row_width(self) -> int:
        """Cells to a row, as many as fill words of eight bytes."""
        return -(-len(self.choices) // 8) * 8

    def _check_lengths(self, block: Block) -> None:
        longest = int(block.lengths.argmax())
        if block.lengths[longest] > self.width:
            what = f"this line has {block.lengths[longest]} fields, and the first line names {self.width}"
            raise BadInput(
                Problem(self.file, block.line_of(longest), f"field {self.width + 1}", what)
            )

    def _numbers(self, block: Block, there: "NDArray[np.bool_]") -> "Copies | None":
        """How many papers each line stands for; ``None`` where every line is one."""
        if self.number is None:
            return None
        texts = [text.strip() for text in block.texts(self.number)]
        for at, text in enumerate(texts):
            counts = text.isdigit() and len(text) <= 12 and text.strip(b"0")
            if not counts and there[at]:
                what = f"{text.decode('utf-8', 'replace')!r} is not a number of papers"
                raise BadInput(
                    Problem(self.file, block.line_of(at), f"field {self.number + 1}", what, "1")
                )
        return np.array([int(text or b"0") for text in texts], dtype=np.int64)[there]

    def _gather_fresh(self) -> None:
        """Gather the identical rows among those read lately."""
        rows = np.concatenate([rows for rows, _ in self.fresh])
        numbers = [copies for _, copies in self.fresh if copies is not None]
        self.fresh, self.kept = [], 0
        gathered, copies = gather_rows(rows, np.concatenate(numbers) if numbers else None)
        self.rows.append(gathered)
        self.copies.append(copies)

    def _gather(self) -> "tuple[NDArray[np.uint8], Copies]":
        """Gather all identical rows; each lot of them is let go as it is taken in."""
        if self.fresh:
            self._gather_fresh()
        if len(self.rows) == 1:
            return self.rows[0], self.copies[0]
        rows, copies = np.concatenate(self.rows), np.concatenate(self.copies)
        self.rows, self.copies = [], []
        return gather_rows(rows, copies)

    def papers(self, rules: ValidityRules, seats: int, title: str) -> Papers:
        """The papers read, under named validity rules."""
        if not self.choices:
            raise BadInput(Problem(self.file, None, "", "this file is empty", RIGHT))
        if not (self.rows or self.fresh) or not self.names:
            raise BadInput(Problem(self.file, None, "", "no line of this file names a candidate"))
        rows, copies = self._gather()
        names = self.cells.candidates or tuple(sorted(self.names))
        meaning = np.full(FIRST_NAME + len(self.names), NO_MARK, dtype=rank_type(len(names)))
        meaning[SEVERAL] = EQUAL_MARKS
        for place, name in enumerate(names):
            meaning[self.names[name]] = place
        codes = rows.view("<u2") if self.two_bytes else rows
        marks = translated(codes[:, : len(self.choices)], meaning)
        return papers_from_marks(names, marks, copies, rules, seats=seats, title=title)


def _widened(rows: "NDArray[np.uint8]") -> "NDArray[np.uint8]":
    return rows.astype("<u2").view(np.uint8)


def _choices(heading: Sequence[str], file: str) -> tuple[int, ...]:
    """The columns of choices by their names, in the order of the choices."""
    found: dict[int, int] = {}
    for at, name in enumerate(heading):
        match = next((m for one in CHOICES if (m := one.search(name.strip()))), None)
        if match is not None and int(match[1]) in found:
            what = (
                f"two columns are choice {match[1]}: {heading[found[int(match[1])]]!r} and {name!r}"
            )
            raise BadInput(Problem(file, 1, f"field {at + 1}", what, RIGHT))
        if match is not None:
            found[int(match[1])] = at
    bare = [at for at in found.values() if heading[at].strip().isdecimal()]
    if len(bare) == len(found) == 1 < len(heading):
        what = (
            f"field {bare[0] + 1}, {heading[bare[0]].strip()!r}, could be a column of choices or a "
            "ballot of a file without names of columns"
        )
        raise BadInput(Problem(file, 1, f"field {bare[0] + 1}", what, RIGHT))
    if not 1 <= len(found) <= MOST_CHOICES:
        what = f"the first line names the columns, and {len(found)} of them hold choices"
        raise BadInput(Problem(file, 1, "", what, RIGHT))
    return tuple(found[number] for number in sorted(found))
