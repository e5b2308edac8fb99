"""Papers one by one in their filed order, for the laws that move papers and not shares of them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from hustings.counting.papers import Papers
from hustings.counting.verbs import NOBODY
from hustings.kernel.refusals import Refused

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Pile = NDArray[np.int64]
    """Papers by their place in the filed order, from the bottom of the pile to its top."""


class FiledTable:
    """The table on which papers are sorted one by one; ``standing`` is to whom papers may go."""

    __slots__ = ("_filed", "_ranks", "_standing")

    def __init__(self, papers: Papers) -> None:
        rows, length = papers.ranks.shape
        self._ranks = np.full((rows, length + 1), NOBODY, dtype=papers.ranks.dtype)
        self._ranks[:, :length] = papers.ranks
        self._filed = np.empty(0, dtype=np.int32) if papers.filed is None else papers.filed
        self._standing = np.ones(len(papers.candidates) + 1, dtype=bool)
        self._standing[list(papers.withdrawn)] = False

    def close(self, candidate: int) -> None:
        """No paper goes to this candidate any more: elected, or excluded."""
        self._standing[candidate] = False

    def deal(self) -> "dict[int, Pile]":
        """Sort all papers to the first preferences that stand."""
        return self.sort(np.arange(len(self._filed), dtype=np.int64))

    def sort(self, pile: "Pile") -> "dict[int, Pile]":
        """Sort papers to their next preference that stands, each heap in the order of the pile.

        By candidate in the order of the paper, ``NOBODY`` last. Whoever stands and is preferred to
        the holder would hold the paper already, so the next preference is the first that stands.
        """
        if not len(pile):
            return {}
        found = self._next(self._filed[pile])
        order = np.argsort(found, kind="stable")
        heaps: dict[int, Pile] = {}
        starts = np.flatnonzero(np.diff(found[order], prepend=np.int64(-2)))
        for start, end in zip(starts, [*starts[1:], len(order)], strict=True):
            heaps[int(found[order[start]])] = pile[order[start:end]]
        if NOBODY in heaps:
            heaps[NOBODY] = heaps.pop(NOBODY)
        return heaps

    def next_of(self, paper: int) -> int:
        """The next preference of one paper for a candidate who stands, or ``NOBODY``."""
        return int(self._next(self._filed[[paper]])[0])

    def _next(self, rows: "NDArray[np.int32]") -> "NDArray[np.int64]":
        found = np.full(len(rows), NOBODY, dtype=np.int64)
        seeking = np.arange(len(rows))
        for rank in range(self._ranks.shape[1]):
            preferred = self._ranks[rows[seeking], rank]
            standing = self._standing[preferred]
            found[seeking[standing]] = preferred[standing]
            seeking = seeking[~standing]
            if not len(seeking):
                break
        return found


def order_missing(papers: Papers, clause: str) -> Refused | None:
    """Papers whose filed order is not known cannot be counted by a law that takes them one by one."""
    if papers.filed is not None and len(papers.filed) == papers.valid:
        return None
    because = (
        "This law takes papers in the order in which they were filed, and that order was not given; "
        "count from a file that lists the papers in that order."
    )
    return Refused("filed-order-needed", clause, because)


def joined(piles: "Sequence[Pile]") -> "Pile":
    """Piles put one on top of another."""
    return np.concatenate([np.empty(0, dtype=np.int64), *piles])
