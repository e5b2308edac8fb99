"""Rows of marks become rankings: the sound ones as they stand, the others read by the validity rules."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from hustings.ballots.validity import Marks, Rejection, ValidityRules, read_marks
from hustings.counting.papers import Papers, from_arrays

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hustings.counting.papers import Copies, Ranks

NO_MARK, EQUAL_MARKS = -1, -2
"""What stands at a choice that names nobody, and at one that names several candidates."""
MOST_CHOICES = 400
SLAB = 1 << 15
"""Rows looked at together, so that what is made of them stays in the processor's cache."""
BITS = 32
"""Candidates that have a bit each in one word."""


def translated(codes: "NDArray[np.uint8 | np.uint16]", meaning: "NDArray[Any]") -> "Ranks":
    """What each code means, in rows as the codes are."""
    marks = np.empty(codes.shape, dtype=meaning.dtype)
    for start in range(0, len(codes), SLAB):
        marks[start : start + SLAB] = meaning.take(codes[start : start + SLAB])
    return marks


def papers_from_marks(
    candidates: tuple[str, ...],
    marks: "Ranks",
    copies: "Copies",
    rules: ValidityRules,
    *,
    seats: int,
    title: str,
) -> Papers:
    """Rows of marks, one for each choice (-1 none, -2 several candidates), read under validity rules.

    Rows without a fault are rankings already; each distinct row with one is read as any paper is.
    """
    faulty = _with_fault(marks, len(candidates))
    at = np.flatnonzero(faulty)
    if not len(at):
        return from_arrays(candidates, marks, copies, seats=seats, title=title)
    ranks, numbers, reasons = _read_faulty(marks.take(at, axis=0), copies[at], rules)
    sound = np.flatnonzero(~faulty)
    ranks = np.concatenate([marks.take(sound, axis=0), ranks])
    numbers = np.concatenate([copies[sound], numbers])
    return from_arrays(candidates, ranks, numbers, seats=seats, rejected=reasons, title=title)


def _read_faulty(
    marks: "Ranks", copies: "Copies", rules: ValidityRules
) -> "tuple[Ranks, Copies, dict[Rejection, int]]":
    """Rows with faults, one by one: what counts of them as rankings, and why the others do not count."""
    reasons: dict[Rejection, int] = {}
    ranks = np.full_like(marks, NO_MARK)
    counted = np.zeros(len(marks), dtype=bool)
    for place, (row, number) in enumerate(zip(marks.tolist(), copies.tolist(), strict=True)):
        reading = read_marks(_marks(row), rules)
        if isinstance(reading, Rejection):
            reasons[reading] = reasons.get(reading, 0) + number
        else:
            ranks[place, : len(reading)] = reading
            counted[place] = True
    return ranks[counted], copies[counted], reasons


def _marks(row: Sequence[int]) -> Marks:
    marks = [{NO_MARK: (), EQUAL_MARKS: (0, 1)}.get(code, (code,)) for code in row]
    while marks and not marks[-1]:
        marks.pop()
    return tuple(marks)


def _with_fault(marks: "Ranks", candidates: int) -> "NDArray[np.bool_]":
    """The rows with a gap, with several candidates at one choice, with one candidate twice, or blank."""
    faulty = np.zeros(len(marks), dtype=bool)
    bits = [_bits(candidates, first) for first in range(0, candidates, BITS)]
    for start in range(0, len(marks), SLAB):
        columns = np.ascontiguousarray(marks[start : start + SLAB].T)
        faulty[start : start + SLAB] = _with_gap_or_equal(columns) | _blank_or_twice(columns, bits)
    return faulty


def _bits(candidates: int, first: int) -> "NDArray[np.uint64]":
    """A bit for each of the candidates from ``first`` on; none for the others, and for what names nobody."""
    bits = np.zeros(candidates - min(NO_MARK, EQUAL_MARKS), dtype=np.uint64)
    here = np.arange(first, min(first + BITS, candidates))
    bits[here] = np.uint64(1) << (here - first).astype(np.uint64)
    return bits


def _blank_or_twice(columns: "Ranks", bits: "list[NDArray[np.uint64]]") -> "NDArray[np.bool_]":
    """The rows that name nobody, or somebody twice: their bits added up are more than their bits joined.

    The bits are 32 and the choices far fewer than as many bits can tell apart, so that no sum leaves 64.
    """
    blank = np.ones(columns.shape[1], dtype=bool)
    twice = np.zeros(columns.shape[1], dtype=bool)
    for bit_of in bits:
        joined = np.zeros(columns.shape[1], dtype=np.uint64)
        added = np.zeros(columns.shape[1], dtype=np.uint64)
        for column in columns:
            bit = bit_of[column]
            joined |= bit
            added += bit
        blank &= joined == 0
        twice |= joined != added
    return blank | twice


def _with_gap_or_equal(columns: "Ranks") -> "NDArray[np.bool_]":
    """The rows in which a choice without a mark stands before one with a mark, or a choice has several."""
    faulty = np.zeros(columns.shape[1], dtype=bool)
    ended = np.zeros(columns.shape[1], dtype=bool)
    for column in columns:
        faulty |= column == EQUAL_MARKS
        faulty |= ended & (column != NO_MARK)
        ended = column == NO_MARK
    return faulty
