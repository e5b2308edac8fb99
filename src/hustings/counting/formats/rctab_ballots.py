"""One ballot as the RCV Tabulator reads it: overvotes, skipped ranks, a candidate twice, and what never counts."""

from collections.abc import Callable
from dataclasses import dataclass

from hustings.ballots.validity import Marks, Rejection
from hustings.counting.papers import Papers, from_arrays


@dataclass(frozen=True, slots=True)
class BallotRules:
    """How the tabulator reads a ballot: what an overvote, skipped ranks and a repeated candidate do."""

    overvote_ends: bool
    only_if_continuing: bool
    most_skipped: int | None
    repeat_ends: bool
    ranks: int | None


def read_ballot(
    marks: Marks, rules: BallotRules, several: Callable[[tuple[int, ...]], int]
) -> tuple[int, ...] | Rejection:
    """The ranking that the tabulator follows on a ballot, or why it never counts.

    ``several`` numbers candidates marked at one rank, where the count decides what that means.
    """
    ranking: list[int] = []
    seen: set[int] = set()
    skipped = 0
    for place, marked in enumerate(marks):
        rank = marked
        skipped = 0 if rank else skipped + 1
        if rules.most_skipped is not None and skipped > rules.most_skipped:
            later = any(marks[place:])
            return tuple(ranking) or (Rejection.SKIPPED if later else Rejection.BLANK)
        if rules.repeat_ends and seen & set(rank):
            break
        seen |= set(rank)
        if len(rank) > 1 and rules.only_if_continuing:
            rank = (several(rank),)
        if len(rank) > 1 and rules.overvote_ends:
            return tuple(ranking) or Rejection.NO_CLEAR_FIRST
        if len(rank) == 1:
            ranking += [candidate for candidate in rank if candidate not in ranking]
    blank = Rejection.BLANK if not any(marks) else Rejection.NO_CLEAR_FIRST
    return tuple(ranking) or blank


def with_inactive(papers: Papers) -> Papers:
    """The same papers as the tabulator reports them: a ballot that shows something but never counts is
    inactive from the first round; a blank one is left out.
    """
    import numpy as np

    inactive = sum(number for why, number in papers.rejected if why is not Rejection.BLANK)
    if not inactive or not papers.ranks.shape[1]:
        return papers
    nobody = np.full((1, papers.ranks.shape[1]), -1, dtype=papers.ranks.dtype)
    return from_arrays(
        papers.candidates,
        np.concatenate([nobody, papers.ranks]),
        np.concatenate([np.array([inactive], dtype=papers.copies.dtype), papers.copies]),
        seats=papers.seats,
        withdrawn=papers.withdrawn,
        rejected={why: n for why, n in papers.rejected if why is Rejection.BLANK},
        title=papers.title,
        overvotes=papers.overvotes,
    )
