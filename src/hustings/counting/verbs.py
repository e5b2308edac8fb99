"""What tellers do with papers, exactly: deal them out, sort them to the next preference, find the lowest, look back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hustings.counting.papers import Papers
from hustings.counting.transcript import Amount

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Rows = NDArray[np.int32]

NOBODY = -1
"""Where a paper goes that shows no further preference for anybody who still stands."""


@dataclass(frozen=True, slots=True, eq=False)
class Parcel:
    """Papers that came to one place together: which rankings, how many papers in all."""

    rows: "Rows"
    papers: int


class Table:
    """The table on which the papers lie; every paper of a ranking travels with it.

    ``standing`` says to whom papers may go. ``at`` is the preference at which each ranking lies.
    A Table holds no votes and no values: these are the laws' own. A paper that comes to several
    candidates marked at one rank goes to the one of them who stands, on where nobody of them does, and
    to nobody where two stand or more.
    """

    __slots__ = ("_flat", "_standing", "_width", "at", "copies", "papers")

    def __init__(self, papers: Papers) -> None:
        self.papers, self.copies = papers, papers.copies
        rows, length = papers.ranks.shape
        ranks = np.full((rows, length + 1), NOBODY, dtype=papers.ranks.dtype)
        ranks[:, :length] = papers.ranks
        self._flat, self._width = ranks.reshape(-1), length + 1
        self.at = np.zeros(rows, dtype=np.int32)
        places = len(papers.candidates) + len(papers.overvotes) + 1
        self._standing = np.ones(places, dtype=bool)
        self._standing[list(papers.withdrawn)] = False
        self._look_at_overvotes()

    @property
    def standing(self) -> tuple[int, ...]:
        """The candidates to whom papers may go, in the order of the paper."""
        return tuple(int(c) for c in np.flatnonzero(self._standing[: len(self.papers.candidates)]))

    def stands(self, candidate: int) -> bool:
        """Whether papers may go to this candidate."""
        return bool(self._standing[candidate])

    def close(self, candidate: int) -> None:
        """No paper goes to this candidate any more: elected, or excluded."""
        self._standing[candidate] = False
        self._look_at_overvotes()

    def reopen(self, candidate: int) -> None:
        """Papers go to this candidate again: under some laws the elected goes on gathering them."""
        self._standing[candidate] = True
        self._look_at_overvotes()

    def _look_at_overvotes(self) -> None:
        """Several marked at one rank hold a paper up while any of them stands."""
        for number, several in enumerate(self.papers.overvotes, start=len(self.papers.candidates)):
            self._standing[number] = self._standing[list(several)].any()

    def _of_overvotes(self, found: "NDArray[np.integer]") -> "NDArray[np.integer]":
        """The one of several marked who stands; nobody where more of them do."""
        goes = np.arange(len(self._standing), dtype=found.dtype)
        goes[-1] = NOBODY
        for number, several in enumerate(self.papers.overvotes, start=len(self.papers.candidates)):
            standing = [c for c in several if self._standing[c]]
            goes[number] = standing[0] if len(standing) == 1 else NOBODY
        return goes[found]

    def deal(self) -> dict[int, Parcel]:
        """Deal all papers out to the first preferences that stand; by candidate, ``NOBODY`` last."""
        rows = np.arange(len(self.at), dtype=np.int32)
        return self._sorted(rows, self._from(rows, self.at))

    def sort(self, rows: "Rows") -> dict[int, Parcel]:
        """Sort papers to their next available preference; by candidate, ``NOBODY`` for those without."""
        return self._sorted(rows, self._from(rows, self.at[rows] + 1))

    def _from(self, rows: "Rows", start: "NDArray[np.int32]") -> "NDArray[np.integer]":
        """The first standing candidate from a preference onwards; moves ``at`` there."""
        beginnings = rows.astype(np.int64) * self._width
        place = beginnings + start
        found = self._flat[place]
        passing = np.flatnonzero(~self._standing[found])
        while len(passing):
            place[passing] += 1
            found[passing] = self._flat[place[passing]]
            passing = passing[~self._standing[found[passing]]]
        if self.papers.overvotes:
            found = self._of_overvotes(found)
        self.at[rows] = np.where(found == NOBODY, self._width - 2, place - beginnings)
        return found

    def _sorted(self, rows: "Rows", found: "NDArray[np.integer]") -> dict[int, Parcel]:
        if not len(rows):
            return {}
        order = np.argsort(found, kind="stable")
        rows, numbers = rows[order], self.copies[rows[order]]
        sizes = np.bincount(found + 1, minlength=1)
        ends = np.cumsum(sizes)
        sums = np.add.reduceat(numbers, (ends - sizes)[sizes > 0]).tolist()
        gone: dict[int, Parcel] = {}
        for place, total in zip(np.flatnonzero(sizes).tolist(), sums, strict=True):
            gone[place - 1] = Parcel(rows[ends[place] - sizes[place] : ends[place]], total)
        if NOBODY in gone:
            gone[NOBODY] = gone.pop(NOBODY)
        return gone


def with_fewest(among: Sequence[int], votes: Sequence[Amount]) -> tuple[int, ...]:
    """All of ``among`` who have the fewest votes."""
    fewest = min(votes[c] for c in among)
    return tuple(c for c in among if votes[c] == fewest)


def with_most(among: Sequence[int], votes: Sequence[Amount]) -> tuple[int, ...]:
    """All of ``among`` who have the most votes."""
    most = max(votes[c] for c in among)
    return tuple(c for c in among if votes[c] == most)


Steps = tuple[tuple[int, tuple[int, ...]], ...]
"""Rounds looked back to in which the tied differ, each with who is left after it."""


def look_back_from_first(
    tied: tuple[int, ...], history: Sequence[Sequence[Amount]], *, most: bool = False
) -> Steps:
    """Narrow a tie to the fewest votes (or the ``most``), round by round from the first preferences on.

    Each step is a round in which they differ and who is left after it; nothing, if they never differ.
    """
    return _narrowed(tied, list(enumerate(history, start=1)), most=most)


def look_back_from_latest(
    tied: tuple[int, ...], history: Sequence[Sequence[Amount]], *, most: bool = False
) -> Steps:
    """Narrow a tie to the fewest votes (or the ``most``), round by round from the latest back."""
    return _narrowed(tied, list(enumerate(history, start=1))[::-1], most=most)


def _narrowed(
    tied: tuple[int, ...], rounds: Sequence[tuple[int, Sequence[Amount]]], *, most: bool
) -> Steps:
    steps: list[tuple[int, tuple[int, ...]]] = []
    for number, votes in rounds:
        left = with_most(tied, votes) if most else with_fewest(tied, votes)
        if len(left) < len(tied):
            steps.append((number, left))
            tied = left
        if len(tied) == 1:
            break
    return tuple(steps)
