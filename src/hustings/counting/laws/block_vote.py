"""As many marks as places: those with the most votes are elected."""

from collections.abc import Sequence

from hustings.counting.constraints import Constraint, bound, fillable, refuse
from hustings.counting.lots import Fate, Lot, LotRequired
from hustings.counting.marked import marks_on, number_of, votes_of
from hustings.counting.papers import Papers
from hustings.counting.state import Count, Stopped, cannot_count
from hustings.counting.transcript import Finding, Round, Tie, Transcript
from hustings.counting.verbs import with_most
from hustings.kernel.clauses import clause
from hustings.kernel.refusals import Refused

LAW = "block-vote"


def count(
    papers: Papers, lots: Sequence[Lot] = (), *, constraints: Sequence[Constraint] = ()
) -> Transcript | LotRequired | Refused:
    """Count the papers, or name the lot that must be drawn first, or say why they cannot be counted."""
    refusal = cannot_count(papers, "1") or refuse(constraints, papers, "4")
    if refusal is not None:
        return refusal
    named = tuple(("constraint", str(each)) for each in constraints)
    counting = Count(LAW, papers, lots, readings=named)
    _count_marks(counting)
    if not any(counting.votes):
        because = "No paper that counts is marked for anybody who stands, so nobody can be elected."
        return Refused("no-paper-counts", "1", because)
    try:
        _elect(counting, constraints)
    except Stopped as stopped:
        return stopped.why
    return counting.finished(quota=None, places=0, clause="3")


@clause(LAW, "1")
def _count_marks(counting: Count) -> None:
    papers = counting.papers
    counted = marks_on(papers) <= papers.seats
    counting.votes = votes_of(papers, counted)
    counting.not_transferable = number_of(papers, ~counted)


@clause(LAW, "2")
def _elect(counting: Count, constraints: Sequence[Constraint]) -> None:
    """Fill the places in descending order of votes; in the order of the paper where nothing hangs on it."""
    ties: list[Tie] = []
    drawn: list[int] = []
    while first := _next(counting, constraints):
        chosen = min(first)
        if len(first) > 1 and _matters(counting, constraints, first):
            if not set(first) <= set(drawn):
                ties.append(_settle(counting, first))
                order = ties[-1].lot.order if ties[-1].lot is not None else ()
                drawn = [counting.papers.candidates.index(name) for name in order]
            chosen = min(first, key=drawn.index)
        counting.elected.append(chosen)
    elected = tuple(counting.elected)
    counting.rounds.append(
        Round(
            number=1,
            votes=counting.amounts(),
            exhausted=0,
            not_transferable=counting.not_transferable,
            elected=elected,
            findings=(Finding.MOST,) * len(elected),
            ties=tuple(ties),
        )
    )


@clause(LAW, "4")
def _next(counting: Count, constraints: Sequence[Constraint]) -> tuple[int, ...]:
    """Who has the most votes of those who can still be elected; nobody when no place is left for them."""
    seats, elected, continuing = counting.papers.seats, counting.elected, counting.continuing
    if len(elected) >= fillable(constraints, seats, elected, continuing):
        return ()
    doomed = bound(constraints, seats, elected, continuing).doomed
    return with_most([c for c in continuing if c not in doomed], counting.votes)


def _matters(counting: Count, constraints: Sequence[Constraint], tied: tuple[int, ...]) -> bool:
    """Whether not all of the tied can be elected."""
    seats, elected = counting.papers.seats, [*counting.elected, *tied]
    if len(elected) > seats:
        return True
    rest = [c for c in counting.continuing if c not in tied]
    best = fillable(constraints, seats, counting.elected, counting.continuing)
    return fillable(constraints, seats, elected, rest) < best


@clause(LAW, "3")
def _settle(counting: Count, tied: tuple[int, ...]) -> Tie:
    return counting.settle(tied, Fate.ELECTED, "3")
