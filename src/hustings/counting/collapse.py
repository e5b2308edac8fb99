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
    words = packed(ranks, candidates)
    order = np.lexsort(words[::-1]) if len(words) > 1 else np.argsort(words[0])
    first = np.zeros(len(order), dtype=bool)
    first[0] = True
    for word in words:
        along = word[order]
        first[1:] |= along[1:] != along[:-1]
    starts = np.flatnonzero(first)
    return ranks[order[starts]], summed(copies[order], starts)


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
