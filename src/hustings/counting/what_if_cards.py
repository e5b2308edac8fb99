"""The fewest votes of cards that change a card vote: for one elected and one not, where they weigh most.

In a section in which n votes count, a vote moved from the elected to the other takes twice its weight by n from their
difference, one moved from anybody else to the other, or taken from the elected alone, once; a vote that did not
count before takes less than either (but the whole weight where no vote of a section counted). So in every section
the gain of the next vote never grows, and taking the largest gain first is the fewest votes for these two. Somebody
else is elected for certain only if one who was not stands above one who was; the easiest pair of them decides.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

from hustings.counting.changes import Change, Result, WhatIf, how_it_ends
from hustings.counting.college import College, Section
from hustings.counting.papers import Ranking, from_rankings
from hustings.counting.transcript import Transcript

Moved = list[tuple[int, Ranking, Ranking, int]]
"""Section, ranking (marks), the marks instead, and how many votes."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """Votes of one section that carry the same marks: what each moved takes from the difference of the two."""

    section: int
    marks: Ranking
    instead: Ranking
    votes: int
    gain: Fraction


def by_cards(
    college: College, transcript: Transcript, again: Callable[[College], Result]
) -> WhatIf:
    """The smallest number of votes, found pair by pair and counted again."""
    others = [c for c in college.standing if c not in transcript.elected]
    if not others:
        return WhatIf(None, None, "there is nobody else who could be elected.")
    even = ("tie", "second-answer") in transcript.readings
    found = [
        (sum(number for *_, number in moved), last, first, moved)
        for last in transcript.elected
        for first in others
        if (moved := _fewest(college, transcript, last, first, even=even and first == 1))
    ]
    if not found:
        return WhatIf(None, None, "even if every card were changed the result would stand.")
    number, last, first, moved = min(found, key=lambda each: each[0])
    after = again(_changed(college, moved))
    if not isinstance(after, Transcript) or set(after.elected) == set(transcript.elected):
        return WhatIf(None, number, "with so many a lot would have to be drawn among others.")
    fewer = again(_changed(college, _one_fewer(moved)))
    names = transcript.candidates
    because = (
        f"No fewer can do it: {names[last]} and {names[first]} are the pair that takes the fewest votes, "
        "each taken where it moves the difference of the two the most."
    )
    changes = tuple(
        Change(votes, tuple(names[c] for c in marks), tuple(names[c] for c in instead), "vote")
        for _, marks, instead, votes in moved
    )
    instead = tuple(names[c] for c in after.elected)
    ends = how_it_ends(transcript, fewer)
    return WhatIf(number, number, because, instead, changes, ends, of="vote")


def _fewest(
    college: College, transcript: Transcript, last: int, first: int, *, even: bool
) -> Moved:
    """The fewest votes that put ``first`` above ``last``; nothing where all of them do not."""
    totals = transcript.rounds[0].votes
    missing = Fraction(totals[last]) - Fraction(totals[first])
    kinds = [
        kind for at in range(len(college.sections)) for kind in _kinds(college, at, last, first)
    ]
    moved: Moved = []
    for kind in sorted(kinds, key=lambda kind: -kind.gain):
        enough = _votes_for(missing, kind.gain, even=even)
        taken = min(kind.votes, enough)
        moved.append((kind.section, kind.marks, kind.instead, taken))
        missing -= taken * kind.gain
        if taken == enough:
            return moved
    return []


def _votes_for(missing: Fraction, gain: Fraction, *, even: bool) -> int:
    """How many votes of this gain leave nothing missing, and the other above (or level, where that elects)."""
    votes = Fraction(missing, gain)
    return max(votes.__ceil__() if even else votes.__floor__() + 1, 1)


def _kinds(college: College, at: int, last: int, first: int) -> list[_Kind]:
    section = college.sections[at]
    counted = _counted(college, section)
    if not counted and section.papers.valid:
        marks, gain = section.papers.rankings[0], 100 * section.weight
        return [_Kind(at, marks, (first,), 1, gain)]
    each = 100 * section.weight * Fraction(1, max(sum(counted.values()), 1))
    kinds: list[_Kind] = []
    for marks, votes in counted.items():
        instead, gain = _instead(marks, last, first, college.seats)
        if gain:
            kinds.append(_Kind(at, marks, instead, votes, gain * each))
    return kinds


def _counted(college: College, section: Section) -> dict[Ranking, int]:
    """The cards that count: marked for somebody who stands, and for no more than there are places."""
    rows = zip(section.papers.rankings, section.papers.multiplicities, strict=True)
    return {
        marks: votes
        for marks, votes in rows
        if set(marks) - college.withdrawn and len(marks) <= college.seats
    }


def _instead(marks: Ranking, last: int, first: int, seats: int) -> tuple[Ranking, int]:
    """The marks that move the difference of the two the most, and by how many votes."""
    if first in marks and last not in marks:
        return marks, 0
    if last in marks and first not in marks:
        return tuple(first if c == last else c for c in marks), 2
    if last in marks:
        return tuple(c for c in marks if c != last), 1
    return ((*marks, first) if len(marks) < seats else (*marks[:-1], first)), 1


def _changed(college: College, moved: Moved) -> College:
    sections = list(college.sections)
    for at, section in enumerate(college.sections):
        papers = section.papers
        rankings = dict(zip(papers.rankings, papers.multiplicities, strict=True))
        for where, before, after, number in moved:
            if where == at:
                rankings[before] -= number
                rankings[after] = rankings.get(after, 0) + number
        kept = {ranking: number for ranking, number in rankings.items() if number}
        sections[at] = replace(section, papers=from_rankings(papers.candidates, kept))
    return replace(college, sections=tuple(sections))


def _one_fewer(moved: Moved) -> Moved:
    *rest, (section, before, after, number) = moved
    return [*rest, (section, before, after, number - 1)] if number > 1 else rest
