"""Everybody against everybody: whoever nobody else reaches by a stronger path comes first."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from hustings.counting.lots import Fate, Lot, LotRequired
from hustings.counting.numbered import HIGHEST, Numbered, numbered
from hustings.counting.papers import Papers
from hustings.counting.state import Count, Stopped
from hustings.counting.transcript import Finding, Round, Tie, Transcript
from hustings.kernel.clauses import clause
from hustings.kernel.refusals import Refused

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LAW = "condorcet-schulze"
Strength = tuple[int, int]
"""The greater the stronger; (0, 0) where there is no defeat and no path."""


class StrengthReading(StrEnum):
    """How clause 2 is read."""

    WINNING_VOTES = "winning-votes"
    MARGINS = "margins"


@dataclass(frozen=True, slots=True)
class Readings:
    """What makes a defeat strong."""

    strength: StrengthReading = StrengthReading.WINNING_VOTES


def count(
    papers: Papers | Numbered, readings: Readings | None = None, lots: Sequence[Lot] = ()
) -> Transcript | LotRequired | Refused:
    """Count the papers, or name the lot that must be drawn first, or say why they cannot be counted."""
    readings = readings or Readings()
    store = numbered(papers) if isinstance(papers, Papers) else papers
    if len(store.standing) < store.seats:
        because = (
            f"{len(store.standing)} stand for {store.seats} places; there is nothing to decide."
        )
        return Refused("too-few-stand", "4", because)
    counting = Count(LAW, store.face(), lots, readings=(("strength", readings.strength.value),))
    counting.digest = papers.digest()
    preferred, blank = _preferred(store)
    if blank == store.valid:
        because = "No paper gives a number to anybody who stands, so nobody can be elected."
        return Refused("no-paper-counts", "1", because)
    paths = _strongest_paths(_defeats(preferred, store.standing, readings.strength))
    try:
        _fill(counting, _levels(paths, store.standing), blank, preferred, paths)
    except Stopped as stopped:
        return stopped.why
    finished = counting.finished(quota=None, places=0, clause="5")
    if isinstance(finished, Refused):
        return finished
    return replace(finished, valid=store.valid, rejected=store.rejected)


@clause(LAW, "1")
def _preferred(store: Numbered) -> tuple[list[list[int]], int]:
    """How many papers prefer each candidate to each other one, and how many are blank."""
    places = range(len(store.candidates))
    preferred = [[0 for _ in places] for _ in places]
    last = HIGHEST + 1
    numbers = store.numbers.copy()
    numbers[numbers == 0] = last
    for one in store.standing:
        for other in store.standing:
            preferred[one][other] = _papers(store, numbers[:, one] < numbers[:, other])
    blank = (numbers[:, list(store.standing)] == last).all(axis=1)
    return preferred, _papers(store, blank)


def _papers(store: Numbered, rows: "NDArray[np.bool_]") -> int:
    return int(store.copies[rows].sum()) if rows.any() else 0


@clause(LAW, "2")
def _defeats(
    preferred: Sequence[Sequence[int]], standing: Sequence[int], reading: StrengthReading
) -> list[list[Strength]]:
    """How strongly each candidate beats each other one; (0, 0) where they do not."""
    places = range(len(preferred))
    defeats = [[(0, 0) for _ in places] for _ in places]
    for one in standing:
        for other in standing:
            won, lost = preferred[one][other], preferred[other][one]
            if won > lost:
                by_votes = reading is StrengthReading.WINNING_VOTES
                defeats[one][other] = (won, -lost) if by_votes else (won - lost, 0)
    return defeats


@clause(LAW, "3")
def _strongest_paths(defeats: list[list[Strength]]) -> list[list[Strength]]:
    """The strongest path from each candidate to each other one (Floyd and Warshall's algorithm)."""
    paths = [list(row) for row in defeats]
    places = range(len(paths))
    for through in places:
        for one in places:
            for other in places:
                if one != other:
                    link = min(paths[one][through], paths[through][other])
                    paths[one][other] = max(paths[one][other], link)
    return paths


def _ranks_above(paths: Sequence[Sequence[Strength]], one: int, other: int) -> bool:
    return paths[one][other] > paths[other][one]


@clause(LAW, "4")
def _levels(paths: Sequence[Sequence[Strength]], standing: Sequence[int]) -> list[tuple[int, ...]]:
    """The candidates level by level, the best first."""
    left: tuple[int, ...] = tuple(standing)
    levels: list[tuple[int, ...]] = []
    while left:
        level = tuple(c for c in left if not any(_ranks_above(paths, o, c) for o in left))
        levels.append(level)
        left = tuple(c for c in left if c not in level)
    return levels


@clause(LAW, "4")
def _fill(
    counting: Count,
    levels: Sequence[tuple[int, ...]],
    blank: int,
    preferred: Sequence[Sequence[int]],
    paths: Sequence[Sequence[Strength]],
) -> None:
    """Fill the places level by level; each candidate's figure is how many others they rank above."""
    standing = counting.papers.standing
    for candidate in standing:
        counting.votes[candidate] = sum(_ranks_above(paths, candidate, o) for o in standing)
    ties: list[Tie] = []
    for level in levels:
        chosen = level
        if len(level) > counting.vacancies > 0:
            tie = _settle(counting, level)
            names = () if tie.lot is None else tie.lot.order
            chosen = tuple(counting.papers.candidates.index(name) for name in names)
            ties.append(tie)
        counting.elected.extend(chosen[: counting.vacancies])
    level_of = {c: at + 1 for at, level in enumerate(levels) for c in level}
    counting.rounds.append(
        Round(
            number=1,
            votes=counting.amounts(),
            exhausted=blank,
            elected=tuple(counting.elected),
            findings=(Finding.STRONGEST_PATHS,) * len(counting.elected),
            ties=tuple(ties),
            tables=(
                ("preferred", tuple(map(tuple, preferred))),
                ("path_for", tuple(tuple(s for s, _ in row) for row in paths)),
                ("path_against", tuple(tuple(-s for _, s in row) for row in paths)),
                ("level", tuple((level_of.get(c, 0),) for c in range(len(preferred)))),
            ),
        )
    )


@clause(LAW, "5")
def _settle(counting: Count, tied: tuple[int, ...]) -> Tie:
    return counting.settle(tied, Fate.ELECTED, "5")
