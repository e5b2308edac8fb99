"""Millions of rows of preferences become distinct rankings in canonical order, each with its number of papers."""

from typing import TYPE_CHECKING

import numpy as np

from hustings.counting.papers import LARGEST_TOTAL, bounded, rank_type

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hustings.counting.papers import Copies, Ranks


def collapse(ranks: "Ranks", copies: "Copies", candidates: int) -> "tuple[Ranks, Copies]":
    """Gather identical rows and sort: a ranking stands before those that it begins, as tuples do."""
    ranks = _trimmed(np.asarray(ranks, dtype=rank_type(candidates)))
    if not len(ranks):
        return ranks, bounded([])
    order, starts = _gathered(packed(ranks, candidates))
    return ranks[order[starts]], summed(copies[order], starts)


def _gathered(words: "list[NDArray[np.uint64]]") -> "tuple[NDArray[np.intp], NDArray[np.intp]]":
    """The order in which rows ascend by their words, and where in it each distinct row begins."""
    order = np.argsort(words[0])
    first = _changes(words[0][order])
    if len(words) > 1:
        _order_within(order, first, words)
        for word in words[1:]:
            first |= _changes(word[order])
    return order, np.flatnonzero(first)


def _order_within(
    order: "NDArray[np.intp]", first: "NDArray[np.bool_]", words: "list[NDArray[np.uint64]]"
) -> None:
    """Order the rows that share their first word, where any of them goes on beyond it."""
    longer = words[1][order] != 0
    run = np.cumsum(first) - 1
    mixed = np.bincount(run[longer], minlength=int(run[-1]) + 1)[run] > 0
    places = np.flatnonzero(mixed)
    rows = order[places]
    inner = np.lexsort([*(word[rows] for word in words[:0:-1]), run[places]])
    order[places] = rows[inner]


def _changes(along: "NDArray[np.uint64]") -> "NDArray[np.bool_]":
    first = np.ones(len(along), dtype=bool)
    first[1:] = along[1:] != along[:-1]
    return first


def gather_rows(rows: "NDArray[np.uint8]", copies: "Copies") -> "tuple[NDArray[np.uint8], Copies]":
    """Gather identical rows of bytes in whatever order; the width is a multiple of eight."""
    words = rows.view("<u8")
    mixed = np.zeros(len(rows), dtype=np.uint64)
    for place in range(words.shape[1]):
        mixed = (mixed ^ words[:, place] ^ (mixed >> np.uint64(31))) * np.uint64(0x9E3779B97F4A7C15)
    order = np.argsort(mixed)
    first = _changes(mixed[order])
    along = words[order]
    differ = (along[1:] != along[:-1]).any(axis=1)
    if (differ & ~first[1:]).any():
        order = np.lexsort(words.T)
        along = words[order]
        differ = (along[1:] != along[:-1]).any(axis=1)
    first[1:] = differ
    starts = np.flatnonzero(first)
    return rows[order[starts]], summed(copies[order], starts)


def packed(ranks: "Ranks", candidates: int) -> "list[NDArray[np.uint64]]":
    """Each row as few 64-bit words, the first preferences in the highest bits; nothing is lost."""
    bits = candidates.bit_length()
    each = 64 // bits
    words: list[NDArray[np.uint64]] = []
    for start in range(0, max(ranks.shape[1], 1), each):
        word = np.zeros(len(ranks), dtype=np.uint64)
        for rank in range(start, start + each):
            word <<= np.uint64(bits)
            if rank < ranks.shape[1]:
                word |= (ranks[:, rank] + 1).astype(np.uint8 if candidates < 128 else np.uint16)
        words.append(word)
    return words


def summed(copies: "Copies", starts: "NDArray[np.intp]") -> "Copies":
    """The sums of runs that begin at ``starts``, exact whatever their size."""
    if copies.dtype != object and len(copies) and int(copies.max()) * len(copies) >= LARGEST_TOTAL:
        copies = copies.astype(object)
    sums = np.add.reduceat(copies, starts)
    return bounded(sums.tolist()) if sums.dtype == object else sums.astype(np.int64)


def _trimmed(ranks: "Ranks") -> "Ranks":
    """Without the columns in which nobody is preferred."""
    used = ranks.shape[1]
    while used and not (ranks[:, used - 1] >= 0).any():
        used -= 1
    return ranks[:, :used]
