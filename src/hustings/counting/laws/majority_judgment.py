"""A grade for everybody: whoever has the better middle grade comes first, grade by grade from the middle."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cmp_to_key
from itertools import accumulate, groupby

from hustings.counting.lots import Fate, Lot, LotRequired
from hustings.counting.numbered import Numbered
from hustings.counting.papers import Papers
from hustings.counting.state import Count, Stopped
from hustings.counting.transcript import Finding, Round, Tie, Transcript
from hustings.kernel.clauses import clause
from hustings.kernel.refusals import Refused

LAW = "majority-judgment"


class Missing(StrEnum):
    """How clause 1 is read."""

    NOT_COUNTED = "not-counted"
    WORST = "worst"


class Middle(StrEnum):
    """How clause 2 is read."""

    WORSE = "worse"
    BETTER = "better"


@dataclass(frozen=True, slots=True)
class Readings:
    """What an organisation adopts with this law."""

    missing: Missing = Missing.NOT_COUNTED
    middle: Middle = Middle.WORSE


def count(
    papers: Numbered | Papers, readings: Readings | None = None, lots: Sequence[Lot] = ()
) -> Transcript | LotRequired | Refused:
    """Count the grades, or name the lot that must be drawn first, or say why they cannot be counted."""
    readings = readings or Readings()
    if isinstance(papers, Papers):
        because = "Majority judgment counts grades, and these papers hold rankings."
        return Refused("grades-needed", "1", because)
    if len(papers.standing) < papers.seats:
        because = (
            f"{len(papers.standing)} stand for {papers.seats} places; there is nothing to decide."
        )
        return Refused("too-few-stand", "3", because)
    named = (("missing", readings.missing.value), ("middle", readings.middle.value))
    counting = Count(LAW, papers.face(), lots, readings=named)
    counting.digest = papers.digest()
    graded = _grades(papers, counting, readings.missing)
    if not sum(graded[papers.standing[0]]):
        because = "No paper gives the grades that count, so nobody can be elected."
        return Refused("no-paper-counts", "1", because)
    try:
        _fill(counting, graded, readings.middle)
    except Stopped as stopped:
        return stopped.why
    finished = counting.finished(quota=None, places=0, clause="4")
    if isinstance(finished, Refused):
        return finished
    return replace(finished, valid=papers.valid, rejected=papers.rejected)


@clause(LAW, "1")
def _grades(papers: Numbered, counting: Count, missing: Missing) -> list[list[int]]:
    """How often each candidate has each grade, the best first."""
    standing = list(papers.standing)
    numbers = papers.numbers[:, standing]
    worst = len(papers.grades) or int(papers.numbers.max(initial=1))
    blank = (numbers == 0).all(axis=1)
    whole = (numbers > 0).all(axis=1)
    counted = whole if missing is Missing.NOT_COUNTED else ~blank
    counting.exhausted = int(papers.copies[blank].sum())
    counting.not_transferable = (
        papers.valid - counting.exhausted - int(papers.copies[counted].sum())
    )
    graded = [[0] * worst for _ in papers.candidates]
    for candidate in standing:
        given = papers.numbers[:, candidate].copy()
        given[given == 0] = worst
        for grade in range(worst):
            rows = counted & (given == grade + 1)
            graded[candidate][grade] = int(papers.copies[rows].sum()) if rows.any() else 0
    return graded


@clause(LAW, "2")
def _middle(number: int, middle: Middle) -> int:
    """The place of the majority grade among so many ordered grades, the best at 0."""
    return (number - 1) // 2 if middle is Middle.BETTER else number // 2


def _taken_when(place: int, number: int, middle: Middle) -> int:
    """When the grade at a place of the ordered grades is the majority grade: at once is 0.

    They are taken outwards from the middle, turn about; after an odd number there are two in the middle,
    and the reading says which; after an even number the other of the two is alone there.
    """
    away = place - _middle(number, middle)
    worse_next = (number % 2 == 1) != (middle is Middle.BETTER)
    if worse_next:
        return 2 * away - 1 if away > 0 else -2 * away
    return -2 * away - 1 if away < 0 else 2 * away


@clause(LAW, "3")
def _compare(one: Sequence[int], other: Sequence[int], middle: Middle) -> int:
    """Below 0 if the first comes before: by the first grades that differ as they are taken from the middle.

    The ordered grades of two candidates differ where one has passed the last of a grade and the other
    has not; of such a stretch the place nearest the middle is taken first.
    """
    number = sum(one)
    first, sign = number, 0
    for mine, theirs in zip(accumulate(one), accumulate(other), strict=True):
        if mine != theirs:
            low, high = min(mine, theirs), max(mine, theirs) - 1
            place = min(max(_middle(number, middle), low), high)
            when = _taken_when(place, number, middle)
            if when < first:
                first, sign = when, -1 if mine > theirs else 1
    return sign


def _fill(counting: Count, graded: Sequence[Sequence[int]], middle: Middle) -> None:
    """Fill the places in order; each candidate's figure is how many gave the majority grade or better."""

    def before(one: int, other: int) -> int:
        return _compare(graded[one], graded[other], middle)

    ranked = sorted(counting.papers.standing, key=cmp_to_key(before))
    ties: list[Tie] = []
    for _, same in groupby(ranked, key=lambda candidate: tuple(graded[candidate])):
        level = tuple(same)
        if len(level) > counting.vacancies > 0:
            tie = _settle(counting, level)
            names = () if tie.lot is None else tie.lot.order
            level = tuple(counting.papers.candidates.index(name) for name in names)
            ties.append(tie)
        counting.elected.extend(level[: counting.vacancies])
    majority = [_majority_grade(graded[c], middle) for c in range(len(graded))]
    for candidate in counting.papers.standing:
        counting.votes[candidate] = sum(graded[candidate][: majority[candidate]])
    counting.rounds.append(
        Round(
            number=1,
            votes=counting.amounts(),
            exhausted=counting.exhausted,
            not_transferable=counting.not_transferable,
            elected=tuple(counting.elected),
            findings=(Finding.BEST_GRADES,) * len(counting.elected),
            ties=tuple(ties),
            tables=(
                ("grades", tuple(map(tuple, graded))),
                ("majority_grade", tuple((grade,) for grade in majority)),
                ("order", tuple((_order(ranked, c),) for c in range(len(graded)))),
            ),
        )
    )


def _order(ranked: Sequence[int], candidate: int) -> int:
    return ranked.index(candidate) + 1 if candidate in ranked else 0


def _majority_grade(grades: Sequence[int], middle: Middle) -> int:
    """The middle grade by its number, 1 the best; 0 without grades."""
    number = sum(grades)
    place = _middle(number, middle)
    return next((at for at, passed in enumerate(accumulate(grades), 1) if place < passed), 0)


@clause(LAW, "4")
def _settle(counting: Count, tied: tuple[int, ...]) -> Tie:
    return counting.settle(tuple(sorted(tied)), Fate.ELECTED, "4")
