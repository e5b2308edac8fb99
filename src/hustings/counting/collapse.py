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
    return ranks.take(order[starts], axis=0), summed(copies[order], starts)


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


def gather_rows(
    rows: "NDArray[np.uint8]", copies: "Copies | None" = None
) -> "tuple[NDArray[np.uint8], Copies]":
    """Gather identical rows of bytes in whatever order; the width is a multiple of eight.

    Without ``copies`` every row is one paper. Most papers show few choices: rows that end within
    their first eight bytes are ordered by these alone, which is much quicker.
    """
    words = rows.view("<u8")
    longer = np.zeros(len(words), dtype=bool)
    for place in range(1, words.shape[1]):
        longer |= words[:, place] != 0
    at = np.flatnonzero(~longer)
    short, numbers = _gather_words(words[:, 0].take(at), None if copies is None else copies[at])
    together = np.zeros((len(short), words.shape[1]), dtype="<u8")
    together[:, 0] = short
    if len(at) < len(words):
        at = np.flatnonzero(longer)
        long, more = _gather_long(words.take(at, axis=0), None if copies is None else copies[at])
        together = np.concatenate([together, long])
        numbers = _joined(numbers, more)
    return together.view(np.uint8), numbers


def _joined(one: "Copies", other: "Copies") -> "Copies":
    if object in (one.dtype, other.dtype):
        return np.concatenate([one.astype(object), other.astype(object)])
    return np.concatenate([one, other])


def _gather_words(
    words: "NDArray[np.uint64]", copies: "Copies | None"
) -> "tuple[NDArray[np.uint64], Copies]":
    if not len(words):
        return words, bounded([])
    if copies is None:
        along = np.sort(words)
        starts = np.flatnonzero(_changes(along))
        return along[starts], np.diff(starts, append=len(along)).astype(np.int64)
    order = np.argsort(words)
    along = words[order]
    starts = np.flatnonzero(_changes(along))
    return along[starts], summed(copies[order], starts)


def _gather_long(
    words: "NDArray[np.uint64]", copies: "Copies | None"
) -> "tuple[NDArray[np.uint64], Copies]":
    order = np.argsort(_mixed(words))
    along = words.take(order, axis=0)
    first = _first_of_each(along)
    if _parted(along, first):
        order = np.lexsort(words.T)
        along = words.take(order, axis=0)
        first = _first_of_each(along)
    starts = np.flatnonzero(first)
    sizes = np.diff(starts, append=len(words)).astype(np.int64)
    return along.take(starts, axis=0), sizes if copies is None else summed(copies[order], starts)


def _mixed(words: "NDArray[np.uint64]") -> "NDArray[np.uint64]":
    """A hash of each row: identical rows come to stand together when ordered by it."""
    mixed = np.zeros(len(words), dtype=np.uint64)
    for place in range(words.shape[1]):
        mixed ^= words[:, place] ^ (mixed >> np.uint64(31))
        mixed *= np.uint64(0x9E3779B97F4A7C15)
    return mixed


def _first_of_each(along: "NDArray[np.uint64]") -> "NDArray[np.bool_]":
    first = np.zeros(len(along), dtype=bool)
    first[:1] = True
    for place in range(along.shape[1]):
        column = along[:, place]
        first[1:] |= column[1:] != column[:-1]
    return first


def _parted(along: "NDArray[np.uint64]", first: "NDArray[np.bool_]") -> bool:
    """Whether two different rows had one hash, so that identical ones may not stand together."""
    mixed = _mixed(along.take(np.flatnonzero(first), axis=0))
    return bool((mixed[1:] == mixed[:-1]).any())


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
