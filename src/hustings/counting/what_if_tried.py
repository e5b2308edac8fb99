"""The smallest change of papers by trying: every change of one paper is counted, then every one of two, and so on.

For laws by which one changed paper moves the quota, or what others are worth, no shorter proof is known here; in a
small count all changes can be counted.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import combinations_with_replacement, permutations

from hustings.ballots.validity import Rejection
from hustings.counting.changes import Change, Result, WhatIf, how_it_ends
from hustings.counting.papers import Papers, Ranking, from_rankings
from hustings.counting.transcript import Transcript

MOST_COUNTS = 20_000
"""Counts made at the most; a small one takes less than a thousandth of a second."""
Pair = tuple[Ranking, Ranking]
"""The ranking of a paper, and the one that it would carry instead."""


def by_trying(papers: Papers, transcript: Transcript, again: Callable[[Papers], Result]) -> WhatIf:
    """The fewest papers by counting every change of so many, or what is proved of it before it gets too long."""
    if papers.filed is not None:
        because = f"by {transcript.law} it matters where a paper lies among the others."
        return WhatIf(None, None, because)
    tried = 0
    pairs = len(papers.rankings) * (_rankings(len(papers.candidates)) - 1)
    counts = 1
    for number in range(1, papers.valid + 1):
        counts = counts * (pairs + number - 1) // number
        if tried + counts > MOST_COUNTS:
            return WhatIf(None, number, _too_long(transcript.law, number, tried, counts))
        for change in combinations_with_replacement(_pairs(papers), number):
            changed = with_change(papers, change)
            if changed is None:
                continue
            tried += 1
            result = again(changed)
            if isinstance(result, Transcript) and set(result.elected) != set(transcript.elected):
                return _found(papers, transcript, again, change, result)
    return WhatIf(None, None, "no change of all the papers elects anybody else for certain.")


def _rankings(people: int) -> int:
    """How many rankings there are of some of so many people or of none."""
    return 1 + (people * _rankings(people - 1) if people else 0)


def _pairs(papers: Papers) -> Iterator[Pair]:
    """Every ranking that a paper carries, with every other that it could carry; the empty one is a blank paper."""
    people = range(len(papers.candidates))
    rankings = [ranking for n in (*people, len(people)) for ranking in permutations(people, n)]
    for before in papers.rankings:
        yield from ((before, after) for after in rankings if after != before)


def with_change(papers: Papers, change: tuple[Pair, ...]) -> Papers | None:
    """The papers with the change made; ``None`` where there are not so many papers of a ranking."""
    rankings = Counter(dict(zip(papers.rankings, papers.multiplicities, strict=True)))
    rankings.subtract(before for before, _ in change)
    if any(rankings[before] < 0 for before, _ in change):
        return None
    rankings.update(after for _, after in change if after)
    blank = sum(1 for _, after in change if not after)
    rejected = dict(papers.rejected)
    if blank:
        rejected[Rejection.BLANK] = rejected.get(Rejection.BLANK, 0) + blank
    kept = {ranking: number for ranking, number in rankings.items() if number}
    changed = from_rankings(
        papers.candidates, kept, seats=papers.seats, withdrawn=papers.withdrawn, rejected=rejected,
        title=papers.title, overvotes=papers.overvotes,
    )  # fmt: skip
    return replace(changed, filed=None)


def _found(
    papers: Papers,
    transcript: Transcript,
    again: Callable[[Papers], Result],
    change: tuple[Pair, ...],
    after: Transcript,
) -> WhatIf:
    names, number = transcript.candidates, len(change)
    fewer = with_change(papers, change[:-1])
    ends = how_it_ends(transcript, again(papers if fewer is None else fewer))
    because = "No fewer can do it: without a change the result stands."
    if number > 1:
        what = "paper" if number == 2 else "papers"
        because = (
            f"No fewer can do it: every change of {number - 1} {what} was counted, and none did."
        )
    changes = tuple(
        Change(copies, _named(names, before), _named(names, instead))
        for (before, instead), copies in Counter(change).items()
    )
    instead = tuple(names[c] for c in after.elected)
    return WhatIf(number, number, because, instead, changes, ends)


def _named(names: tuple[str, ...], ranking: Ranking) -> tuple[str, ...]:
    return tuple(names[c] for c in ranking)


def _too_long(law: str, number: int, tried: int, counts: int) -> str:
    """What was counted, and what would have to be."""
    what = "paper" if number == 1 else "papers"
    before = f"{tried} changes of fewer were counted, and" if tried else "no change was counted:"
    return (
        f"by {law} a changed paper can change what becomes of others, so that every change has to be "
        f"counted; {before} {number} {what} can be changed in {counts} ways, more than are tried here."
    )
