"""Papers shared out by keep factors, over and over: only the elected keep a part, so few paths need be walked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from hustings.counting.papers import Papers
from hustings.counting.verbs import NOBODY, Table

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hustings.counting.verbs import Rows

    Whole = NDArray[Any]
    """64-bit integers, or Python's own (``dtype=object``) where those could overflow."""

ONE = 10**9
"""One vote in the laws' smallest unit: nine decimals."""
LARGEST = 2**62
"""Sums below this do not leave 64 bits."""


@dataclass(slots=True, eq=False)
class _Path:
    """Papers that have passed the same elected candidates in the same order, by where they end."""

    elected: int
    above: int
    depth: int
    ends: "dict[int, list[Rows]]" = field(default_factory=dict)
    papers: dict[int, int] = field(default_factory=dict)
    below: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class _Laid:
    """The paths as arrays, level by level: what one distribution of votes multiplies."""

    levels: "tuple[NDArray[np.int64], ...]"
    above: "NDArray[np.int64]"
    elected: "NDArray[np.int64]"
    passing: "Whole"
    path_of: "NDArray[np.int64]"
    papers_of: "Whole"
    ends: tuple[int, ...]
    starts: "NDArray[np.int64]"


class Keeping:
    """Every paper lies on the path of the elected candidates that it names before its first hopeful one.

    A hopeful candidate keeps a paper whole, so it goes no further; the excluded keep nothing. Papers of
    one path and one end are worth the same whatever else they say: a distribution of votes takes one
    multiplication for each path, and papers move only when somebody is elected or excluded. ``keep`` is
    what elected candidates keep of papers of these weights at these keep factors, all in units.
    """

    __slots__ = ("_elected", "_keep", "_laid", "_number", "_paths", "_table", "_type")

    def __init__(self, papers: Papers, keep: "Callable[[Whole, Whole], Whole]") -> None:
        self._keep = keep
        self._number = len(papers.candidates)
        self._type = np.int64 if papers.valid * ONE < LARGEST else np.object_
        self._table = Table(papers)
        self._elected: set[int] = set()
        self._paths = [_Path(NOBODY, 0, 0)]
        self._laid: _Laid | None = None
        for candidate, parcel in self._table.deal().items():
            self._lay(0, candidate, parcel.rows, parcel.papers)

    def exclude(self, candidate: int) -> None:
        """Papers that end at the candidate go on to the next preference that is not excluded."""
        self._table.close(candidate)
        for path in self._leading_to(candidate):
            self._pass_on(path, path, candidate)

    def elect(self, candidate: int) -> None:
        """Papers that end at the candidate now pass through, on a path that goes on from there."""
        self._elected.add(candidate)
        for path in self._leading_to(candidate):
            self._pass_on(path, self._through(path, candidate), candidate)

    def distribute(self, factors: Sequence[int]) -> list[int]:
        """Every candidate's vote in units, at these keep factors (those of the elected alone are asked)."""
        laid = self._laid = self._laid or self._lay_out()
        by_candidate = np.array(factors, dtype=self._type)
        votes = [0] * self._number
        weights = np.full(len(laid.above), ONE, dtype=self._type)
        for level in laid.levels:
            before, who = weights[laid.above[level]], laid.elected[level]
            kept = self._keep(before, by_candidate[who])
            weights[level] = before - kept
            for candidate in sorted(self._elected):
                here = who == candidate
                votes[candidate] += int((kept[here] * laid.passing[level][here]).sum())
        if len(laid.ends):
            worth = np.add.reduceat(weights[laid.path_of] * laid.papers_of, laid.starts)
            for end, vote in zip(laid.ends, worth.tolist(), strict=True):
                if end != NOBODY:
                    votes[end] += vote
        return votes

    def _leading_to(self, candidate: int) -> list[int]:
        return [at for at, path in enumerate(self._paths) if candidate in path.ends]

    def _lay(self, path: int, candidate: int, rows: "Rows", papers: int) -> None:
        at = self._paths[path]
        at.ends.setdefault(candidate, []).append(rows)
        at.papers[candidate] = at.papers.get(candidate, 0) + papers

    def _through(self, path: int, elected: int) -> int:
        below = self._paths[path].below
        if elected not in below:
            below[elected] = len(self._paths)
            self._paths.append(_Path(elected, path, self._paths[path].depth + 1))
        return below[elected]

    def _pass_on(self, path: int, onto: int, candidate: int) -> None:
        self._laid = None
        at = self._paths[path]
        parcels = at.ends.pop(candidate)
        del at.papers[candidate]
        waiting = [(onto, parcels[0] if len(parcels) == 1 else np.concatenate(parcels))]
        while waiting:
            onto, rows = waiting.pop()
            for end, parcel in self._table.sort(rows).items():
                if end in self._elected:
                    waiting.append((self._through(onto, end), parcel.rows))
                else:
                    self._lay(onto, end, parcel.rows, parcel.papers)

    def _lay_out(self) -> _Laid:
        paths = self._paths
        deepest = max(path.depth for path in paths)
        depths = np.array([path.depth for path in paths])
        triples = sorted(
            (end, at, papers)
            for at, path in enumerate(paths)
            for end, papers in path.papers.items()
        )
        ends = [end for end, _, _ in triples]
        starts = [at for at, end in enumerate(ends) if at == 0 or ends[at - 1] != end]
        return _Laid(
            levels=tuple(np.flatnonzero(depths == depth) for depth in range(1, deepest + 1)),
            above=np.array([path.above for path in paths]),
            elected=np.array([path.elected for path in paths]),
            passing=np.array(self._passing(), dtype=self._type),
            path_of=np.array([at for _, at, _ in triples], dtype=np.int64),
            papers_of=np.array([papers for _, _, papers in triples], dtype=self._type),
            ends=tuple(ends[at] for at in starts),
            starts=np.array(starts, dtype=np.int64),
        )

    def _passing(self) -> list[int]:
        """How many papers pass along each path, those of the paths that go on from it included."""
        passing = [sum(path.papers.values()) for path in self._paths]
        for at in range(len(self._paths) - 1, 0, -1):
            passing[self._paths[at].above] += passing[at]
        return passing
