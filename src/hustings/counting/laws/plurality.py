"""One place, one mark: whoever has the most votes is elected, and a tie goes to lot."""

from collections.abc import Sequence

import numpy as np

from hustings.counting.lots import Fate, Lot, LotRequired
from hustings.counting.papers import Papers
from hustings.counting.state import Count, Stopped
from hustings.counting.transcript import Finding, Round, Tie, Transcript
from hustings.counting.verbs import with_most
from hustings.kernel.clauses import clause
from hustings.kernel.refusals import Refused

LAW = "plurality"


def count(papers: Papers, lots: Sequence[Lot] = ()) -> Transcript | LotRequired | Refused:
    """Count the papers, or name the lot that must be drawn first, or say why they cannot be counted."""
    if papers.seats != 1:
        because = f"Plurality fills one place, and these papers are for {papers.seats}."
        return Refused("one-place-only", "1", because)
    if not papers.standing:
        because = "Every candidate has withdrawn; there is nobody to elect."
        return Refused("nobody-stands", "1", because)
    counting = Count(LAW, papers, lots)
    _first_preferences(counting)
    if not any(counting.votes):
        because = "No paper is marked for a candidate who stands, so nobody can be elected."
        return Refused("no-paper-counts", "1", because)
    try:
        _declare(counting)
    except Stopped as stopped:
        return stopped.why
    return counting.finished(quota=None, places=0, clause="3")


@clause(LAW, "1")
def _first_preferences(counting: Count) -> None:
    numbers = counting.papers.copies
    for candidate in counting.papers.standing:
        marked = np.flatnonzero(counting.papers.ranks[:, :1] == candidate)
        counting.votes[candidate] = int(numbers.take(marked).sum())


@clause(LAW, "2")
def _declare(counting: Count) -> None:
    most = with_most(counting.papers.standing, counting.votes)
    first, *others = most
    tie = _settle(counting, most) if others else None
    counting.elected.append(first if tie is None else tie.chosen)
    counting.rounds.append(
        Round(
            number=1,
            votes=counting.amounts(),
            exhausted=counting.papers.valid - sum(counting.votes),
            elected=tuple(counting.elected),
            findings=(Finding.MOST,),
            ties=() if tie is None else (tie,),
        )
    )


@clause(LAW, "3")
def _settle(counting: Count, tied: tuple[int, ...]) -> Tie:
    return counting.settle(tied, Fate.ELECTED, "3")
