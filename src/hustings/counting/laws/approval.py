"""A mark for everybody whom the voter approves of: those with the most votes are elected."""

from collections.abc import Sequence
from dataclasses import dataclass

from hustings.counting.lots import Fate, Lot, LotRequired
from hustings.counting.marked import marked_for_any, number_of, votes_of
from hustings.counting.papers import Papers
from hustings.counting.state import Count, Stopped, cannot_count
from hustings.counting.transcript import Finding, Round, Tie, Transcript
from hustings.kernel.clauses import clause
from hustings.kernel.refusals import Refused

LAW = "approval"


@dataclass(frozen=True, slots=True)
class Readings:
    """Whether more than half of the papers must approve."""

    more_than_half: bool = False


def count(
    papers: Papers, readings: Readings | None = None, lots: Sequence[Lot] = ()
) -> Transcript | LotRequired | Refused:
    """Count the papers, or name the lot that must be drawn first, or say why they cannot be counted."""
    readings = readings or Readings()
    refusal = cannot_count(papers, "1")
    if refusal is not None:
        return refusal
    named = (("more_than_half", "yes" if readings.more_than_half else "no"),)
    counting = Count(LAW, papers, lots, readings=named)
    _count_marks(counting)
    try:
        _elect(counting, readings)
    except Stopped as stopped:
        return stopped.why
    return counting.finished(quota=None, places=0, clause="3")


@clause(LAW, "1")
def _count_marks(counting: Count) -> None:
    counted = marked_for_any(counting.papers)
    counting.votes = votes_of(counting.papers, counted)
    counting.exhausted = number_of(counting.papers, ~counted)


@clause(LAW, "2")
def _elect(counting: Count, readings: Readings) -> None:
    votes, papers = counting.votes, counting.papers
    may = [c for c in papers.standing if not readings.more_than_half or 2 * votes[c] > papers.valid]
    ranked = sorted(may, key=lambda c: (-votes[c], c))
    ties: tuple[Tie, ...] = ()
    if len(ranked) > papers.seats:
        line = votes[ranked[papers.seats - 1]]
        sure = [c for c in ranked if votes[c] > line]
        tied = tuple(c for c in ranked if votes[c] == line)
        if len(sure) + len(tied) > papers.seats:
            tied, ties = _settle(counting, tied)
        ranked = [*sure, *tied][: papers.seats]
    counting.elected.extend(ranked)
    counting.rounds.append(
        Round(
            number=1,
            votes=counting.amounts(),
            exhausted=counting.exhausted,
            elected=tuple(ranked),
            findings=(Finding.MOST,) * len(ranked),
            ties=ties,
        )
    )


@clause(LAW, "3")
def _settle(counting: Count, tied: tuple[int, ...]) -> tuple[tuple[int, ...], tuple[Tie, ...]]:
    """The tied in the order of the lot."""
    tie = counting.settle(tuple(sorted(tied)), Fate.ELECTED, "3")
    names = () if tie.lot is None else tie.lot.order
    return tuple(counting.papers.candidates.index(name) for name in names), (tie,)
