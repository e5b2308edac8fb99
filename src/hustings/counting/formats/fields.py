"""Blocks of a CSV file are cut into fields, and the fields recognised, without taking them up one by one."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, NoReturn

import numpy as np

from hustings.kernel.refusals import BadInput, Problem

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Bytes = NDArray[np.uint8]
    Places = NDArray[np.int64]
    Words = NDArray[np.uint64]

COMMA, NEWLINE, RETURN, QUOTE = 44, 10, 13, 34
BLOCK = 1 << 20
"""Bytes taken up at once: what is made of them stays in the processor's cache."""
LONGEST_RECORD = 1 << 20
"""A record without an end within this many bytes is not a line of papers."""
MOST_LABELS = 2_000
"""More different texts than this in the columns of choices are not names of candidates."""
SOME = 2_000
"""Fields looked at one by one when texts not met before turn up."""
_MIX = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0xD6E8FEB86659FD93, 0xA0761D6478BD642F)
_MASKS = np.array([(1 << 8 * n) - 1 for n in range(9)], dtype=np.uint64)


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Whole records: where each field begins and ends in ``buffer``, and each record's first field.

    ``buffer`` is padded with eight bytes. ``line`` is the number of the first record's line.
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

    def full(self, columns: Sequence[int]) -> "tuple[Places, Places]":
        """The fields of these columns that hold anything: which fields, and in which cell each stands.

        Cells are numbered record by record, ``len(columns)`` to a record.
        """
        width, wide = len(columns), int(self.lengths.max())
        full = np.flatnonzero(self.stop > self.start)
        if wide == int(self.lengths.min()):
            record, place = np.divmod(full, wide)
        else:
            record = np.searchsorted(self.first, full, side="right") - 1
            place = full - self.first[record]
        if tuple(columns) == tuple(range(wide)):
            return full, record * width + place
        stands = np.full(max(wide, max(columns) + 1), -1, dtype=np.int64)
        stands[list(columns)] = np.arange(width)
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


def whole_records(pieces: Iterable[bytes], file: str) -> Iterator[bytes]:
    """Pieces of any size put together to blocks that end where a record ends."""
    rest = b""
    for piece in pieces:
        rest = rest + piece if rest else piece
        end = _last_end(rest)
        if end:
            yield rest[:end]
            rest = rest[end:]
        elif len(rest) > LONGEST_RECORD + 2 * BLOCK:
            what = (
                "no line ends here for a long way; is this a CSV file, and is every quote closed?"
            )
            raise BadInput(Problem(file, None, "", what))
    if rest.strip():
        yield rest + b"\n"


def _last_end(block: bytes) -> int:
    """After the last line feed that stands in no quotes; 0 where there is none."""
    end = block.rfind(b"\n") + 1
    while end and b'"' in block and block.count(b'"', 0, end) % 2:
        end = block.rfind(b"\n", 0, end - 1) + 1
    return end


def cut(block: bytes, line: int, file: str) -> Block:
    """Cut whole records into fields; quotes around a field are left off, line ends may be CR LF."""
    buffer = np.frombuffer(block + b"\0" * 8, dtype=np.uint8)
    body = buffer[: len(block)]
    line_ends = body == NEWLINE
    ends = (body == COMMA) | line_ends
    quoted = b'"' in block
    if quoted:
        outside = ~np.logical_xor.accumulate(body == QUOTE)
        ends &= outside
        line_ends &= outside
    if not len(body) or not line_ends[-1]:
        _never_closed(block, line_ends, line, file)
    stop = np.flatnonzero(ends)
    last = np.searchsorted(stop, np.flatnonzero(line_ends))
    start = np.empty_like(stop)
    start[0] = 0
    np.add(stop[:-1], 1, out=start[1:])
    first = np.empty_like(last)
    first[0] = 0
    np.add(last[:-1], 1, out=first[1:])
    if b"\r" in block:
        stop[last] -= (stop[last] > start[last]) & (body[stop[last] - 1] == RETURN)
    if quoted:
        _unquote(body, start, stop, last, line, file)
    return Block(buffer, start, stop, first, last - first + 1, line)


def _never_closed(block: bytes, line_ends: "NDArray[np.bool_]", line: int, file: str) -> NoReturn:
    """Refuse records of which the last does not end, because a quote is open: nothing of it may be lost."""
    ended = np.flatnonzero(line_ends)
    after = int(ended[-1]) + 1 if len(ended) else 0
    column = block.find(b'"', after) - after + 1
    what = "a quote is opened here and never closed"
    raise BadInput(Problem(file, line + block.count(b"\n", 0, after), f"column {column}", what))


def _unquote(
    body: "Bytes", start: "Places", stop: "Places", last: "Places", line: int, file: str
) -> None:
    opened = np.flatnonzero(body[np.minimum(start, len(body) - 1)] == QUOTE)
    closed = (stop[opened] - start[opened] >= 2) & (body[stop[opened] - 1] == QUOTE)
    if not closed.all():
        at = int(opened[~closed][0])
        where = line + int(np.searchsorted(last, at))
        what = "a quoted field ends with its closing quote"
        raise BadInput(Problem(file, where, f"field at byte {int(start[at])}", what, '"Ash, Ada"'))
    start[opened] += 1
    stop[opened] -= 1


class Labels:
    """Texts and the codes that they stand for; a text not met before is asked for once.

    ``meaning`` says what a text (its bytes, and the line on which it stands) is: a code from 0.
    An empty field is always 0. Recognition is exact: every byte is compared.
    """

    __slots__ = (
        "_codes",
        "_file",
        "_known",
        "_lengths",
        "_meaning",
        "_mix",
        "_shift",
        "_slots",
        "_words",
    )

    def __init__(self, meaning: Callable[[bytes, int], int], file: str) -> None:
        self._meaning, self._file = meaning, file
        self._known: dict[bytes, int] = {}
        self._arrange()

    def codes(self, block: Block, columns: Sequence[int]) -> "NDArray[np.int16]":
        """The codes of the fields in these columns, a row for each record; nothing is 0."""
        codes = np.zeros(block.records * len(columns), dtype=np.int16)
        full, cells = block.full(columns)
        begin = block.start[full]
        length = block.stop[full] - begin
        found = self._find(block.buffer, begin, length)
        missing = np.flatnonzero(found < 0)
        while len(missing):
            some = missing[:SOME]
            self._learn(block, full[some].tolist(), (cells[some] // len(columns)).tolist())
            found[missing] = self._find(block.buffer, begin[missing], length[missing])
            missing = missing[found[missing] < 0]
        codes[cells] = self._codes[found]
        return codes.reshape(block.records, len(columns))

    def _learn(self, block: Block, fields: list[int], records: list[int]) -> None:
        for at, record in zip(fields, records, strict=True):
            text = block.text(int(block.start[at]), int(block.stop[at]))
            if text not in self._known:
                if len(self._known) == MOST_LABELS:
                    what = (
                        f"more than {MOST_LABELS} different texts stand in the columns of choices"
                    )
                    raise BadInput(Problem(self._file, block.line + record, "", what))
                self._known[text] = self._meaning(text, block.line + record)
        self._arrange()

    def _find(self, buffer: "Bytes", begin: "Places", length: "Places") -> "NDArray[np.int16]":
        """Which known text each field is; -1 for none."""
        words = _words(buffer, begin, length)
        found = self._slots[(_mixed(words, length, self._mix) >> self._shift).astype(np.int64)]
        same = self._lengths[found] == length
        for place, (at, word) in enumerate(words):
            if place < self._words.shape[1]:
                same[at] &= self._words[found[at], place] == word
        return np.where(same, found, np.int16(-1))

    def _arrange(self) -> None:
        """Find a place of its own for every text known, by its hash."""
        texts = list(self._known)
        length = np.array([len(text) for text in texts], dtype=np.int64)
        begin = np.cumsum(length) - length
        buffer = np.frombuffer(b"".join(texts) + b"\0" * 8, dtype=np.uint8)
        words = _words(buffer, begin, length)
        self._words = np.zeros((len(texts) + 1, max(len(words), 1)), dtype=np.uint64)
        for place, (at, word) in enumerate(words):
            self._words[at, place] = word
        self._lengths = np.append(length, -1)
        self._codes = np.array([*self._known.values(), 0], dtype=np.int16)
        for self._mix, bits in product(_MIX, range(8, 25, 4)):
            self._shift = np.uint64(64 - bits)
            places = (_mixed(words, length, self._mix) >> self._shift).astype(np.int64)
            if len(np.unique(places)) == len(texts):
                self._slots = np.full(1 << bits, -1, dtype=np.int16)
                self._slots[places] = np.arange(len(texts), dtype=np.int16)
                return
        what = "these texts cannot be told apart quickly; give the file fewer different texts"
        raise BadInput(Problem(self._file, None, "", what))


def _words(buffer: "Bytes", begin: "Places", length: "Places") -> "list[tuple[Places, Words]]":
    """The texts in words of eight bytes: for each word of the longest, which texts have it, and it."""
    view = np.ndarray((max(len(buffer) - 7, 0),), dtype="<u8", buffer=buffer, strides=(1,))
    words: list[tuple[Places, Words]] = []
    for place in range(0, int(length.max()) if len(length) else 0, 8):
        at = np.flatnonzero(length > place) if place else np.arange(len(length))
        rest = np.minimum(length[at] - place, 8)
        words.append((at, view[begin[at] + place] & _MASKS[rest]))
    return words


def _mixed(words: "Sequence[tuple[Places, Words]]", length: "Places", mix: int) -> "Words":
    """A hash of each text, the same for the same text wherever it stands."""
    by = np.uint64(mix)
    mixed = length.astype(np.uint64) * by
    for at, word in words:
        mixed[at] = (mixed[at] ^ word ^ (mixed[at] >> np.uint64(29))) * by
    return mixed
