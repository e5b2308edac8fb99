"""The card vote: delegates' cards count with all their votes, and sections are weighed together, exactly."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from hustings.counting.college import College, Section
from hustings.counting.lots import Fate, Lot, LotRequired
from hustings.counting.state import Count, Stopped
from hustings.counting.transcript import Finding, Round, SectionVotes, Tie, Transcript
from hustings.kernel.clauses import clause
from hustings.kernel.refusals import Refused

LAW = "card-vote"


class TieReading(StrEnum):
    """How clause 4 is read."""

    LOT = "lot"
    SECOND_ANSWER = "second-answer"


@dataclass(frozen=True, slots=True)
class Readings:
    """The reading that a conference adopts with this law."""

    tie: TieReading = TieReading.LOT


def count(
    college: College, readings: Readings | None = None, lots: Sequence[Lot] = ()
) -> Transcript | LotRequired | Refused:
    """Count the cards, or name the lot that must be drawn first, or say why they cannot be counted."""
    readings = readings or Readings()
    refusal = _cannot_count(college, readings)
    if refusal is not None:
        return refusal
    counting = Count(LAW, college.face(), lots, readings=(("tie", readings.tie.value),))
    counting.digest = college.digest()
    sections = [_read_cards(section, college) for section in college.sections]
    totals = _weigh(sections)
    try:
        _carry(counting, sections, totals, readings)
    except Stopped as stopped:
        return stopped.why
    finished = counting.finished(quota=None, places=2, clause="4")
    return finished if isinstance(finished, Refused) else replace(finished, valid=college.valid)


def _cannot_count(college: College, readings: Readings) -> Refused | None:
    if any(section.returns for section in college.sections):
        return Refused(
            "cards-needed", "1", "A card vote is counted from the cards, not from returns."
        )
    if len(college.standing) < college.seats:
        because = (
            f"{len(college.standing)} stand for {college.seats} places; there is nothing to decide."
        )
        return Refused("too-few-stand", "3", because)
    if readings.tie is TieReading.SECOND_ANSWER and (len(college.candidates), college.seats) != (
        2,
        1,
    ):
        because = "Only a question with two answers has a second answer that an even vote goes to."
        return Refused("reading-not-of-this-paper", "4", because)
    return None


@clause(LAW, "1")
def _read_cards(section: Section, college: College) -> tuple[SectionVotes, int]:
    """A section's votes by candidate, and the votes of the cards counted; the others are ``exhausted``."""
    votes = [0] * len(college.candidates)
    counted = 0
    papers = section.papers
    for marks, number in zip(papers.rankings, papers.multiplicities, strict=True):
        marked = [candidate for candidate in marks if candidate not in college.withdrawn]
        if not marked or len(marks) > college.seats:
            continue
        counted += number
        for candidate in marked:
            votes[candidate] += number
    told = SectionVotes(section.name, section.weight, tuple(votes), papers.valid - counted)
    return told, counted


@clause(LAW, "2")
def _weigh(sections: Sequence[tuple[SectionVotes, int]]) -> tuple[Fraction, ...]:
    totals = [Fraction(0)] * len(sections[0][0].votes)
    for section, counted in sections:
        for candidate, votes in enumerate(section.votes):
            if votes:
                totals[candidate] += 100 * section.weight * Fraction(votes, counted)
    return tuple(totals)


@clause(LAW, "3")
def _carry(
    counting: Count,
    sections: Sequence[tuple[SectionVotes, int]],
    totals: tuple[Fraction, ...],
    readings: Readings,
) -> None:
    """Declare those with the most elected, or the answer with more carried."""
    if not any(totals):
        because = "No card is marked for anybody who stands, so nothing is decided."
        raise Stopped(Refused("no-paper-counts", "1", because))
    seats = counting.papers.seats
    ranked = sorted(counting.papers.standing, key=lambda c: (-totals[c], c))
    line = totals[ranked[seats - 1]]
    tied = tuple(sorted(c for c in ranked if totals[c] == line))
    sure = [c for c in ranked if totals[c] > line]
    chosen, ties = tied, ()
    if len(sure) + len(tied) > seats:
        chosen, ties = _settle(counting, tied, line, seats - len(sure), readings)
    counting.elected.extend([*sure, *chosen])
    counting.rounds.append(
        Round(
            number=1,
            votes=totals,
            exhausted=0,
            elected=tuple(counting.elected),
            findings=(Finding.MOST,) * seats,
            ties=ties,
            sections=tuple(section for section, _ in sections),
        )
    )


@clause(LAW, "4")
def _settle(
    counting: Count, tied: tuple[int, ...], votes: Fraction, places: int, readings: Readings
) -> tuple[tuple[int, ...], tuple[Tie, ...]]:
    """Who of those with equally many has the last places."""
    if readings.tie is TieReading.SECOND_ANSWER:
        return (1,), (Tie(tied, votes, Fate.ELECTED, 1, clause="4"),)
    lot = counting.draw(tied, Fate.ELECTED, "4", votes)
    order = [counting.papers.candidates.index(name) for name in lot.order]
    return tuple(order[:places]), (Tie(tied, votes, Fate.ELECTED, order[0], lot=lot, clause="4"),)
