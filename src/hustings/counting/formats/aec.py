"""The Australian Electoral Commission's files of formal preferences: boxes above and below the line become rankings.

Two layouts: since 2019 six columns about the paper, then a column for every group box and every candidate box, named
in the header; in 2016 the last column holds all boxes as one quoted list, and the names have to be given.
"""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from hustings.ballots.validity import Rejection
from hustings.counting.collapse import gather_rows
from hustings.counting.formats.fields import cut, whole_records
from hustings.counting.formats.labels import Labels
from hustings.counting.formats.rows import column_of
from hustings.counting.papers import Papers, from_arrays, rank_type
from hustings.kernel.refusals import BadInput, Problem

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hustings.counting.papers import Copies, Ranks

ABOUT_THE_PAPER = 6
"""Columns before the boxes since 2019; in 2016 there are five, and the boxes are the sixth."""
BELOW, ABOVE = 6, 1
"""Boxes that have to be numbered without a fault below the line, and above it (ss. 268A, 269, 269A)."""
MARKS_FOR_ONE = {b"/", b"*"}
"""A tick and a cross, as the files write them, stand for 1."""
MOST = 250
"""Boxes on one paper."""
OUT_OF_ORDER = 255
"""A number that no order of so many boxes comes to: 0, or one above ``MOST``. It is in nobody's way."""
GATHER_AT = 1 << 18


@dataclass(frozen=True, slots=True)
class SenatePaper:
    """The ballot paper: its candidates in order, and its groups as indices of them, in order of their boxes."""

    candidates: tuple[str, ...]
    groups: tuple[tuple[int, ...], ...]


def read_aec(
    pieces: Iterable[bytes],
    file: str = "formal-preferences.csv",
    *,
    seats: int,
    paper: SenatePaper | None = None,
    title: str = "",
) -> Papers:
    """Read formal preferences; ``BadInput`` with line and column for what cannot be read.

    ``paper`` names candidates and groups; the layout of 2019 names them itself, and then it may be left out.
    """
    reader = _Reader(file, paper)
    for records in whole_records(pieces, file):
        reader.take(records)
    return reader.papers(seats, title)


class _Reader:
    """The boxes of every distinct paper so far, group boxes first."""

    __slots__ = ("copies", "file", "gathered", "in_one", "kept", "labels", "line", "paper", "rows")

    def __init__(self, file: str, paper: SenatePaper | None) -> None:
        self.file, self.paper = file, paper
        self.in_one: bool | None = None
        self.line = 1
        self.labels = Labels(self.meaning, file)
        self.rows: list[NDArray[np.uint8]] = []
        self.copies: list[Copies] = []
        self.kept = self.gathered = 0

    def meaning(self, text: bytes, line: int) -> int:
        """The number in a box."""
        box = text.strip()
        if box in MARKS_FOR_ONE:
            return 1
        if not box:
            return 0
        if not box.isdigit() or len(box) > 4:
            what = f"{text.decode('utf-8', 'replace')!r} is not a number in a box"
            raise BadInput(Problem(self.file, line, "", what, "1, 2, 3 and so on, / or *"))
        return int(box) if 1 <= int(box) <= MOST else OUT_OF_ORDER

    def take(self, records: bytes) -> None:
        """Read one block of records; the first begins with the heading."""
        if self.in_one is None:
            end = records.index(b"\n") + 1
            self._heading(records[:end])
            records, self.line = records[end:], 2
        if records.startswith(b"---"):
            records, self.line = records[records.index(b"\n") + 1 :], self.line + 1
        if records:
            try:
                self._take_rows(records)
            except BadInput as found:
                raise self._placed(found.problems[0], records) from None
            self.line += records.count(b"\n")

    def _placed(self, found: Problem, records: bytes) -> BadInput:
        """The same fault with the column of the first box that cannot be read, or is one too many.

        Boxes are taken up by the thousand; only where one is at fault is its line looked at again.
        """
        if found.key or found.line is None:
            return BadInput(found)
        line = records.split(b"\n")[found.line - self.line].decode("utf-8", "replace")
        start, before = 0, ABOUT_THE_PAPER
        if self.in_one:
            start, before = column_of(line, ABOUT_THE_PAPER - 1), 0
        raw = line[start:].rstrip('"\r') if self.in_one else line
        try:
            boxes = next(csv.reader([raw]), list[str]())[before:]
        except csv.Error:
            boxes = list[str]()
        at = next((n for n, box in enumerate(boxes) if not self._is_box(box)), self.boxes)
        column = column_of(raw, before + at) + start
        return BadInput(replace(found, key=f"column {column}"))

    def _is_box(self, text: str) -> bool:
        try:
            self.meaning(text.encode(), 0)
        except BadInput:
            return False
        return True

    def _heading(self, line: bytes) -> None:
        try:
            (heading,) = csv.reader([line.decode("utf-8-sig").rstrip("\r\n")])
            last = heading[-1].strip()
        except (IndexError, UnicodeDecodeError, ValueError, csv.Error):
            what = "this is not a line of column names"
            raise BadInput(Problem(self.file, 1, "column 1", what)) from None
        self.in_one = last == "Preferences" and len(heading) == ABOUT_THE_PAPER
        if self.in_one and self.paper is None:
            what = "this layout names no candidates; give the ballot paper as well"
            raise BadInput(Problem(self.file, 1, "column 1", what))
        if not self.in_one:
            named = _paper_named(heading[ABOUT_THE_PAPER:], self.file)
            self.paper = self.paper or named
            boxes = (len(self.paper.groups), len(self.paper.candidates))
            if boxes != (len(named.groups), len(named.candidates)):
                what = f"the columns name {len(named.groups)} groups and {len(named.candidates)} candidates"
                what += f", the ballot paper {boxes[0]} and {boxes[1]}"
                raise BadInput(Problem(self.file, 1, "column 1", what))

    @property
    def boxes(self) -> int:
        """How many boxes the ballot paper has."""
        return 0 if self.paper is None else len(self.paper.groups) + len(self.paper.candidates)

    def _take_rows(self, records: bytes) -> None:
        before = 0 if self.in_one else ABOUT_THE_PAPER
        block = cut(records, self.line, self.file)
        if self.in_one:
            lists = block.texts(ABOUT_THE_PAPER - 1)
            block = cut(b"\n".join(lists) + b"\n", self.line, self.file)
        longest = int(block.lengths.argmax())
        if block.lengths[longest] > before + self.boxes:
            what = f"this line has more boxes than the ballot paper ({self.boxes})"
            raise BadInput(Problem(self.file, block.line_of(longest), "", what))
        columns = range(before, before + self.boxes)
        rows = self.labels.rows(block, columns, -(-self.boxes // 8) * 8).view(np.uint8)
        self.rows.append(rows)
        self.copies.append(np.ones(len(rows), dtype=np.int64))
        self.kept += len(rows)
        if self.kept > 2 * self.gathered + GATHER_AT:
            self._gather()

    def _gather(self) -> None:
        rows, copies = gather_rows(np.concatenate(self.rows), np.concatenate(self.copies))
        self.rows, self.copies = [rows], [copies]
        self.kept = self.gathered = len(rows)

    def papers(self, seats: int, title: str) -> Papers:
        """The formal papers as rankings of candidates."""
        if self.paper is None or not self.rows:
            raise BadInput(Problem(self.file, 1, "column 1", "this file holds no paper"))
        self._gather()
        (rows,), (copies,), paper = self.rows, self.copies, self.paper
        slabs = [
            _rankings(rows[start : start + SLAB, : self.boxes], paper)
            for start in range(0, len(rows), SLAB)
        ]
        ranks = np.concatenate(slabs)
        formal = ranks[:, 0] >= 0
        informal = int(copies[~formal].sum())
        rejected = {Rejection.NO_CLEAR_FIRST: informal} if informal else {}
        return from_arrays(
            paper.candidates, ranks[formal], copies[formal],
            seats=seats, rejected=rejected, title=title,
        )  # fmt: skip


SLAB = 1 << 16
"""Distinct papers read at once, so that memory does not grow with their number."""


def _rankings(boxes: "NDArray[np.uint8]", paper: SenatePaper) -> "Ranks":
    """Below the line where that is formal, else above it with the groups spread out; else nothing (-1)."""
    above = _in_order(boxes[:, : len(paper.groups)])
    below = _in_order(boxes[:, len(paper.groups) :])
    needed = min(BELOW, len(paper.candidates))
    is_below = below[:, needed - 1] >= 0
    ranks = np.full(below.shape, -1, dtype=rank_type(len(paper.candidates)))
    ranks[is_below] = below[is_below]
    ranks[~is_below] = _spread(above[~is_below], paper)
    return ranks


def _in_order(boxes: "NDArray[np.uint8]") -> "NDArray[np.int16]":
    """Which box carries 1, 2, 3 and so on, up to the first number that is missing or stands twice (-1)."""
    papers, number = boxes.shape
    row, box = np.nonzero((boxes > 0) & (boxes <= number))
    place = row * number + boxes[row, box] - 1
    times = np.bincount(place, minlength=papers * number).reshape(papers, number)
    carries = np.full(papers * number, -1, dtype=np.int16)
    carries[place] = box
    ended = np.logical_or.accumulate(times != 1, axis=1)
    return np.where(ended, np.int16(-1), carries.reshape(papers, number))


def _spread(above: "NDArray[np.int16]", paper: SenatePaper) -> "Ranks":
    """Groups in order of preference become their candidates in the order of the ballot paper."""
    members = max((len(group) for group in paper.groups), default=0)
    table = np.full((len(paper.groups) + 1, members), -1, dtype=rank_type(len(paper.candidates)))
    for place, group in enumerate(paper.groups):
        table[place, : len(group)] = group
    spread = table[above].reshape(len(above), len(paper.groups) * members)
    order = np.argsort(spread < 0, axis=1, kind="stable")
    spread = np.take_along_axis(spread, order, axis=1)
    whole = np.full((len(above), len(paper.candidates)), -1, dtype=spread.dtype)
    width = min(whole.shape[1], spread.shape[1])
    whole[:, :width] = spread[:, :width]
    return whole


def _paper_named(columns: Sequence[str], file: str) -> SenatePaper:
    """Groups and candidates from the heading: "A:Party" and so on, then "A:NAME" for each candidate."""
    letters = [column.split(":", 1)[0].strip() for column in columns]
    groups: list[str] = []
    for letter in letters:
        if letter in groups or letter == UNGROUPED:
            break
        groups.append(letter)
    named = columns[len(groups) :]
    names = [column.split(":", 1)[-1].strip() for column in named]
    of = letters[len(groups) :]
    if not named or not set(of) <= {*groups, UNGROUPED}:
        what = "the columns after the sixth are the groups and then the candidates, each with its letter"
        raise BadInput(
            Problem(file, 1, "column 1", what, "A:First Party,B:Second Party,A:ASH Ada,B:BIRCH Ben")
        )
    members = tuple(tuple(c for c, letter in enumerate(of) if letter == group) for group in groups)
    return SenatePaper(tuple(names), members)


UNGROUPED = "UG"
"""Candidates of no group stand under this letter and have no box above the line."""
