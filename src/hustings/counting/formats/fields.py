"""Blocks of a CSV file are cut into fields without taking them up one by one."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

import numpy as np

from hustings.kernel.refusals import BadInput, Problem

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Bytes = NDArray[np.uint8]
    Places = NDArray[np.int64]

COMMA, NEWLINE, RETURN, QUOTE = 44, 10, 13, 34
BLOCK = 1 << 19
"""Bytes taken up at once: what is made of them stays in the processor's cache."""
LONGEST_RECORD = 1 << 20
"""A record without an end within this many bytes is not a line of papers."""
LOOKED_AT = 10_000
"""Fields among which the end of the first record is looked for."""
LARGEST_KEPT = 1 << 24
PADDING = bytes(16)
"""What stands after the last record, so that sixteen bytes can be taken from any place of it."""


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Whole records: where each field begins and ends in ``buffer``, and each record's first field.

    ``buffer`` is padded with ``PADDING``. ``line`` is the number of the first record's line.
    """

    buffer: "Bytes"
    start: "Places"
    stop: "Places"
    first: "Places"
    lengths: "Places"
    line: int

    @property
    def records(self) -> int:
        """How many records the block holds."""
        return len(self.first)

    def line_of(self, record: int) -> int:
        """The line on which a record begins: quoted fields before it may hold line ends of their own."""
        return self.line + _lines(self.buffer[: self.start[self.first[record]]])

    def is_empty(self) -> "NDArray[np.bool_]":
        """The records that are empty lines: a single field, and nothing in it."""
        return (self.lengths == 1) & (self.stop[self.first] == self.start[self.first])

    def full(self, columns: Sequence[int], width: int) -> "tuple[Places, Places]":
        """The fields of these columns that hold anything: which fields, and in which cell each stands.

        Cells are numbered record by record, ``width`` to a record, the columns in their order.
        """
        wide = int(self.lengths.max())
        full = np.flatnonzero(self.stop > self.start)
        if wide == int(self.lengths.min()):
            record = full // wide
            place = full - record * wide
        else:
            record = np.searchsorted(self.first, full, side="right") - 1
            place = full - self.first[record]
        if tuple(columns) == tuple(range(wide)):
            return full, record * width + place
        stands = np.full(max(wide, max(columns) + 1), -1, dtype=np.int64)
        stands[list(columns)] = np.arange(len(columns))
        wanted = np.flatnonzero(stands[place] >= 0)
        return full[wanted], record[wanted] * width + stands[place[wanted]]

    def texts(self, column: int) -> list[bytes]:
        """One column's fields as bytes; empty where a record is shorter."""
        at = (self.first + np.minimum(column, self.lengths - 1)).tolist()
        there = (self.lengths > column).tolist()
        return [
            self.text(int(self.start[field]), int(self.stop[field])) if is_there else b""
            for field, is_there in zip(at, there, strict=True)
        ]

    def text(self, start: int, stop: int) -> bytes:
        """The bytes of one field."""
        return self.buffer[start:stop].tobytes()


def keep_what_is_freed() -> None:
    """Have memory that is given back kept for the next block, not handed to the system and asked for again.

    The C library of Linux keeps as much as twice the largest piece that it has ever been given back
    (mallopt(3), M_MMAP_THRESHOLD); this piece is never touched. It spares a fifth of the time of reading.
    """
    np.empty(LARGEST_KEPT, dtype=np.uint8)


def whole_records(pieces: Iterable[bytes], file: str) -> Iterator[bytes]:
    """Pieces of any size put together to blocks that end where a record ends."""
    keep_what_is_freed()
    rest = b""
    for piece in pieces:
        rest = rest + piece if rest else piece
        end = _last_end(rest)
        if end:
            yield rest[:end]
            rest = rest[end:]
        elif len(rest) > 2 * LONGEST_RECORD:
            what = (
                "no line ends here for a long way; is this a CSV file, and is every quote closed?"
            )
            raise BadInput(Problem(file, None, "", what))
    if rest.strip():
        yield rest + b"\n"


def _last_end(block: bytes) -> int:
    """After the last line feed that stands in no quotes; 0 where there is none."""
    end = block.rfind(b"\n") + 1
    if block.count(b'"', 0, end) % 2 == 0:
        return end
    body = np.frombuffer(block, dtype=np.uint8)
    ends = np.flatnonzero((body == NEWLINE) & _outside_quotes(body))
    return int(ends[-1]) + 1 if len(ends) else 0


def _outside_quotes(body: "Bytes") -> "NDArray[np.bool_]":
    return ~np.logical_xor.accumulate(body == QUOTE)


def _lines(body: "Bytes") -> int:
    return int(np.count_nonzero(body == NEWLINE))


def cut(block: bytes, line: int, file: str) -> Block:
    """Cut whole records into fields; quotes around a field are left off, line ends may be CR LF."""
    buffer = np.frombuffer(block + PADDING, dtype=np.uint8)
    body = buffer[: len(block)]
    line_ends = body == NEWLINE
    ends = (body == COMMA) | line_ends
    quoted = b'"' in block
    if quoted:
        ends &= _outside_quotes(body)
    stop = np.flatnonzero(ends)
    last = _last_of_records(body, line_ends, stop)
    if not len(last) or stop[last[-1]] != len(body) - 1:
        _never_closed(block, stop[last], line, file)
    start = np.empty_like(stop)
    start[0] = 0
    np.add(stop[:-1], 1, out=start[1:])
    first = np.empty_like(last)
    first[0] = 0
    np.add(last[:-1], 1, out=first[1:])
    if b"\r" in block:
        stop[last] -= (stop[last] > start[last]) & (body[stop[last] - 1] == RETURN)
    if quoted:
        _unquote(body, start, stop, line, file)
    return Block(buffer, start, stop, first, last - first + 1, line)


def _last_of_records(body: "Bytes", line_ends: "NDArray[np.bool_]", stop: "Places") -> "Places":
    """Which fields are the last of their records, given where every field stops.

    Mostly all records are as wide as the first: then it is enough to see that a line ends at every
    such field and nowhere else.
    """
    wide = int((body[stop[:LOOKED_AT]] == NEWLINE).argmax()) + 1 if len(stop) else 1
    last = np.arange(wide - 1, len(stop), wide)
    alike = np.count_nonzero(line_ends) == len(last) and line_ends[stop[last]].all()
    return last if alike else np.flatnonzero(line_ends[stop])


def _never_closed(block: bytes, ended: "Places", line: int, file: str) -> NoReturn:
    """Refuse records of which the last does not end, because a quote is open: nothing of it may be lost."""
    after = int(ended[-1]) + 1 if len(ended) else 0
    column = block.find(b'"', after) - after + 1
    what = "a quote is opened here and never closed"
    raise BadInput(Problem(file, line + block.count(b"\n", 0, after), f"column {column}", what))


def _unquote(body: "Bytes", start: "Places", stop: "Places", line: int, file: str) -> None:
    """Leave the quotes off the fields that begin with one; they have to end with one as well."""
    opened = np.flatnonzero(body[np.minimum(start, len(body) - 1)] == QUOTE)
    closed = (stop[opened] - start[opened] >= 2) & (body[stop[opened] - 1] == QUOTE)
    if not closed.all():
        at = int(opened[~closed][0])
        where = line + _lines(body[: start[at]])
        what = "a quoted field ends with its closing quote"
        before = np.flatnonzero(body[: start[at]] == NEWLINE)
        column = int(start[at]) - (int(before[-1]) if len(before) else -1)
        raise BadInput(Problem(file, where, f"column {column}", what, '"Ash, Ada"'))
    start[opened] += 1
    stop[opened] -= 1
