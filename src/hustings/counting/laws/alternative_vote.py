"""The eliminating ballot (alternative vote): the lowest goes until somebody has more than half in play."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from hustings.counting.constraints import Constraint, bound, fillable, refuse
from hustings.counting.lots import Fate, Lot, LotRequired
from hustings.counting.papers import Papers
from hustings.counting.state import Count, Held, Stopped, cannot_count
from hustings.counting.transcript import Finding, Kind, Round, Tie, Transcript, Transfer
from hustings.counting.verbs import (
    NOBODY,
    Parcel,
    Steps,
    Table,
    look_back_from_first,
    look_back_from_latest,
    with_fewest,
)
from hustings.kernel.clauses import clause
from hustings.kernel.refusals import Refused

LAW = "alternative-vote"


class TieReading(StrEnum):
    """How clause 4 is read."""

    LOT = "lot"
    FIRST_PREFERENCES_BACK = "first-preferences-back"
    LATEST_ROUND_BACK = "latest-round-back"


class Until(StrEnum):
    """How clause 2 is read: stop at a majority, or go on until two are left."""

    MAJORITY = "majority"
    LAST_TWO = "last-two"


class Places(StrEnum):
    """How clause 6 is read: one place only, or several, each by a ballot of its own on the same papers."""

    ONE = "one"
    ONE_AFTER_ANOTHER = "one-after-another"


@dataclass(frozen=True, slots=True)
class Readings:
    """The readings that an organisation adopts with this law."""

    tie: TieReading = TieReading.LOT
    until: Until = Until.MAJORITY
    places: Places = Places.ONE


def count(
    papers: Papers,
    readings: Readings | None = None,
    lots: Sequence[Lot] = (),
    *,
    constraints: Sequence[Constraint] = (),
) -> Transcript | LotRequired | Refused:
    """Count the papers, or name the lot that must be drawn first, or say why they cannot be counted."""
    readings = readings or Readings()
    if papers.seats > 1 and readings.places is Places.ONE:
        because = (
            f"The eliminating ballot fills one place, and these papers are for {papers.seats}; "
            "the reading places=one-after-another fills them by a ballot each."
        )
        return Refused("one-place-only", "6", because)
    refusal = cannot_count(papers, "1") or refuse(constraints, papers, "7")
    if refusal is not None:
        return refusal
    counting = Count(LAW, papers, lots, readings=_named(readings, constraints))
    try:
        while _place_left(counting, constraints) and _begin(counting, constraints):
            while not _declare(counting, readings):
                _next_round(counting, readings)
    except Stopped as stopped:
        return stopped.why
    return counting.finished(quota=None, places=0, clause="4")


def _named(readings: Readings, constraints: Sequence[Constraint]) -> tuple[tuple[str, str], ...]:
    """What the transcript and a lot's situation name; one place only, as ever, goes without saying."""
    told = [("tie", readings.tie.value), ("until", readings.until.value)]
    if readings.places is not Places.ONE:
        told.append(("places", readings.places.value))
    return (*told, *(("constraint", str(each)) for each in constraints))


@clause(LAW, "6")
def _place_left(counting: Count, constraints: Sequence[Constraint]) -> bool:
    counting.excluded.clear()
    seats, elected = counting.papers.seats, counting.elected
    return len(elected) < fillable(constraints, seats, elected, counting.continuing)


@clause(LAW, "1")
@clause(LAW, "6")
@clause(LAW, "7")
def _begin(counting: Count, constraints: Sequence[Constraint]) -> bool:
    """All papers from their first preferences, whoever is elected or barred passed over; not if none is left."""
    papers, elected = counting.papers, counting.elected
    barred = bound(constraints, papers.seats, elected, counting.continuing).doomed
    if elected or barred:
        gone = papers.withdrawn | frozenset(elected) | barred
        counting.table = Table(replace(papers, withdrawn=gone))
        counting.votes = [0] * len(papers.candidates)
        counting.piles = [[] for _ in papers.candidates]
        counting.exhausted = 0
    _lay(counting, counting.table.deal())
    if not any(counting.votes):
        return False
    counting.excluded += sorted(barred)
    counting.rounds.append(
        Round(
            counting.number,
            counting.amounts(),
            counting.exhausted,
            excluded=tuple(sorted(barred)),
        )
    )
    return True


def _lay(counting: Count, dealt: Mapping[int, Parcel]) -> None:
    """Lay the papers with the candidates they go to, or aside as exhausted."""
    for candidate, parcel in dealt.items():
        if candidate == NOBODY:
            counting.exhausted += parcel.papers
        else:
            counting.votes[candidate] += parcel.papers
            counting.piles[candidate].append(Held(parcel.rows, parcel.papers, 1, counting.number))


@clause(LAW, "2")
def _declare(counting: Count, readings: Readings) -> bool:
    """Elect whoever has more than half of the papers in play; the last two, if equal, by clause 5."""
    round, standing = counting.rounds[-1], counting.table.standing
    if readings.until is Until.LAST_TWO and len(standing) > 2:
        return False
    for candidate in standing:
        if 2 * round.votes[candidate] > round.continuing:
            _elect(counting, candidate, Finding.MAJORITY)
            return True
    return len(standing) == 2 and _settle_last_two(counting, readings)


def _elect(counting: Count, candidate: int, finding: Finding, *ties: Tie) -> None:
    round = counting.rounds[-1]
    counting.elected.append(candidate)
    counting.rounds[-1] = replace(
        round, elected=(candidate,), findings=(finding,), ties=(*round.ties, *ties)
    )


@clause(LAW, "3")
def _next_round(counting: Count, readings: Readings) -> None:
    """Exclude the candidate with the fewest votes and pass the papers on."""
    table, before = counting.table, counting.rounds[-1]
    lowest = with_fewest(table.standing, before.votes)
    tie = None if len(lowest) == 1 else _settle(counting, readings, lowest, "4")
    excluded = tie.chosen if tie is not None else lowest[0]
    table.close(excluded)
    counting.excluded.append(excluded)
    counting.votes[excluded] = 0
    for held in counting.take_up(excluded):
        _lay(counting, table.sort(held.rows))
    counting.rounds.append(
        Round(
            number=before.number + 1,
            votes=counting.amounts(),
            exhausted=counting.exhausted,
            excluded=(excluded,),
            transfers=_transfers(before, excluded, counting.votes, counting.exhausted),
            ties=() if tie is None else (tie,),
            kind=Kind.EXCLUSION,
            of=(excluded,),
        )
    )


def _transfers(
    before: Round, excluded: int, votes: Sequence[int], exhausted: int
) -> tuple[Transfer, ...]:
    gains = [
        Transfer(excluded, c, now - was)
        for c, (was, now) in enumerate(zip(before.votes, votes, strict=True))
        if now > was
    ]
    if exhausted > before.exhausted:
        gains.append(Transfer(excluded, None, exhausted - before.exhausted))
    return tuple(gains)


@clause(LAW, "4")
def _settle(counting: Count, readings: Readings, tied: tuple[int, ...], number: str) -> Tie:
    """Whom of the tied to exclude: by looking back where that is the reading, then by lot."""
    match readings.tie:
        case TieReading.LOT:
            steps = ()
        case TieReading.FIRST_PREFERENCES_BACK:
            steps = _looked_back(counting, tied, look_back_from_first)
        case TieReading.LATEST_ROUND_BACK:
            steps = _looked_back(counting, tied, look_back_from_latest)
    return counting.settle(tied, Fate.EXCLUDED, number, steps)


def _looked_back(counting: Count, tied: tuple[int, ...], look: Callable[..., Steps]) -> Steps:
    """Over the rounds of the place that is being filled, under their numbers in the whole count."""
    begun = max(r.number for r in counting.rounds if r.begins) - 1
    return tuple((begun + number, left) for number, left in look(tied, counting.history()[begun:]))


@clause(LAW, "5")
def _settle_last_two(counting: Count, readings: Readings) -> bool:
    """Two are left with equal votes: settle who is excluded, and elect the other in the same round."""
    first, second = counting.table.standing
    tie = _settle(counting, readings, (first, second), "5")
    _elect(counting, second if tie.chosen == first else first, Finding.LAST_TWO, tie)
    return True
