"""The fields of a CSV file are recognised by the thousand: a text met before is known again, every byte compared."""

from collections.abc import Callable, Sequence
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from hustings.counting.formats.fields import Block
from hustings.kernel.refusals import BadInput, Problem

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hustings.counting.formats.fields import Bytes, Places

    Codes = NDArray[np.uint8 | np.uint16]
    Words = NDArray[np.uint64]

MOST_LABELS = 2_000
"""More different texts than this in the columns of choices are not names of candidates."""
SOME = 250
"""Fields looked at one by one when texts not met before turn up."""
PAIR = 16
"""Bytes of a text that are taken up at once: two words of eight."""
_BOTH = 0x0101
"""Two truths side by side."""
_MIX = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0xD6E8FEB86659FD93, 0xA0761D6478BD642F)
_MASKS = np.array([bytes([255] * n + [0] * (PAIR - n)) for n in range(PAIR + 1)], dtype=f"V{PAIR}")
"""What leaves the first so many bytes of a pair and nothing of the others."""


class Labels:
    """Texts and the codes that they stand for; a text not met before is asked for once.

    ``meaning`` says what a text (its bytes, and the line on which it stands) is: a code from 0.
    An empty field is always 0. A text is looked for by a hash and then compared byte by byte, so
    that no two texts are ever taken for each other.
    """

    __slots__ = (
        "_codes", "_file", "_known", "_lengths", "_meaning", "_mix", "_pairs", "_shift", "_slots",
    )  # fmt: skip

    def __init__(self, meaning: Callable[[bytes, int], int], file: str) -> None:
        self._meaning, self._file = meaning, file
        self._known: dict[bytes, int] = {}
        self._arrange()

    def rows(self, block: Block, columns: Sequence[int], width: int) -> "Codes":
        """The codes of the fields in these columns, a row of ``width`` for each record; nothing is 0.

        Codes take one byte each, and two once there are more of them than a byte holds.
        """
        full, cells = block.full(columns, width)
        begin, length = block.start.take(full), block.stop.take(full)
        length -= begin
        found = self._find(block.buffer, begin, length)
        missing = np.flatnonzero(found < 0)
        while len(missing):
            some = missing[:SOME]
            self._learn(block, full[some].tolist(), (cells[some] // width).tolist())
            found[missing] = self._find(block.buffer, begin[missing], length[missing])
            missing = missing[found[missing] < 0]
        codes = np.zeros(block.records * width, dtype=self._codes.dtype)
        codes[cells] = self._codes.take(found)
        return codes.reshape(block.records, width)

    def _learn(self, block: Block, fields: list[int], records: list[int]) -> None:
        for at, record in zip(fields, records, strict=True):
            text = block.text(int(block.start[at]), int(block.stop[at]))
            if text not in self._known:
                if len(self._known) == MOST_LABELS:
                    what = (
                        f"more than {MOST_LABELS} different texts stand in the columns of choices"
                    )
                    raise BadInput(Problem(self._file, block.line_of(record), "", what))
                self._known[text] = self._meaning(text, block.line_of(record))
        self._arrange()

    def _find(self, buffer: "Bytes", begin: "Places", length: "Places") -> "Places":
        """Which known text each field is; -1 for none."""
        pairs = _pairs(buffer, begin, length)
        found = self._slots.take(_places(pairs, length, self._mix, self._shift))
        same = self._lengths.take(found) == length
        for known, (at, words) in zip(self._pairs, pairs, strict=False):
            alike = known.take(found[at]).view(np.uint64) == words
            same[at] &= alike.view(np.uint16) == _BOTH
        if not same.all():
            found[~same] = -1
        return found

    def _arrange(self) -> None:
        """Find a place of its own for every text known, by its hash."""
        texts = list(self._known)
        length = np.array([len(text) for text in texts], dtype=np.int64)
        begin = np.cumsum(length) - length
        buffer = np.frombuffer(b"".join(texts) + bytes(PAIR), dtype=np.uint8)
        pairs = _pairs(buffer, begin, length)
        self._pairs: list[NDArray[np.void]] = []
        for at, words in pairs:
            known = np.zeros(len(texts) + 1, dtype=f"V{PAIR}")
            known[:-1][at] = words.view(f"V{PAIR}")
            self._pairs.append(known)
        self._lengths = np.append(length, -1)
        codes = [*self._known.values(), 0]
        self._codes: Codes = np.array(codes, dtype="u1" if max(codes) < 256 else "<u2")
        for bits, self._mix in product(range(8, 25, 2), _MIX):
            self._shift = 64 - bits
            places = _places(pairs, length, self._mix, self._shift)
            if len(set(places.tolist())) == len(texts):
                self._slots = np.full(1 << bits, -1, dtype=np.int64)
                self._slots[places] = np.arange(len(texts))
                return
        what = "these texts cannot be told apart quickly; give the file fewer different texts"
        raise BadInput(Problem(self._file, None, "", what))


def _pairs(
    buffer: "Bytes", begin: "Places", length: "Places"
) -> "list[tuple[slice | Places, Words]]":
    """The texts sixteen bytes at a time: which texts go on so far, and two words for each of them.

    Bytes beyond the end of a text are 0.
    """
    size = max(len(buffer) - PAIR + 1, 0)
    anywhere = np.ndarray((size,), dtype=f"V{PAIR}", buffer=buffer, strides=(1,))
    pairs: list[tuple[slice | Places, Words]] = []
    for place in range(0, int(length.max()) if len(length) else 0, PAIR):
        at = np.flatnonzero(length > place) if place else slice(None)
        words = anywhere[begin[at] + place].view(np.uint64)
        words &= _MASKS.take(length[at] - place, mode="clip").view(np.uint64)
        pairs.append((at, words))
    return pairs


def _places(
    pairs: "Sequence[tuple[slice | Places, Words]]", length: "Places", mix: int, shift: int
) -> "Places":
    """A place by the hash of each text, the same for the same text wherever it stands."""
    by = np.uint64(mix)
    mixed = length.astype(np.uint64) * by
    for at, words in pairs:
        here = mixed[at]
        for word in (words[0::2], words[1::2]):
            here ^= word
            here *= by
            here ^= here >> np.uint64(29)
        mixed[at] = here
    return (mixed >> np.uint64(shift)).view(np.int64)
