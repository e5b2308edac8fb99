"""The eliminating ballot (alternative vote): the lowest goes until somebody has more than half in play."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from hustings.counting.lots import Fate, Lot, LotRequired
from hustings.counting.papers import Papers
from hustings.counting.state import Count, Held, Stopped, cannot_count
from hustings.counting.transcript import Finding, Kind, Round, Tie, Transcript, Transfer
from hustings.counting.verbs import (
    NOBODY,
    Parcel,
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


@dataclass(frozen=True, slots=True)
class Readings:
    """The readings that an organisation adopts with this law."""

    tie: TieReading = TieReading.LOT
    until: Until = Until.MAJORITY


def count(
    papers: Papers, readings: Readings | None = None, lots: Sequence[Lot] = ()
) -> Transcript | LotRequired | Refused:
    """Count the papers, or name the lot that must be drawn first, or say why they cannot be counted."""
    if papers.seats != 1:
        because = (
            f"The eliminating ballot fills one place, and these papers are for {papers.seats}."
        )
        return Refused("one-place-only", "1", because)
    readings = readings or Readings()
    refusal = cannot_count(papers, "1")
    if refusal is not None:
        return refusal
    named = (("tie", readings.tie.value), ("until", readings.until.value))
    counting = Count(LAW, papers, lots, readings=named)
    try:
        _first_preferences(counting)
        while not _declare(counting, readings):
            _next_round(counting, readings)
    except Stopped as stopped:
        return stopped.why
    return counting.finished(quota=None, places=0, clause="4")


@clause(LAW, "1")
def _first_preferences(counting: Count) -> None:
    _lay(counting, counting.table.deal())
    counting.rounds.append(Round(1, counting.amounts(), counting.exhausted))


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
            steps = look_back_from_first(tied, counting.history())
        case TieReading.LATEST_ROUND_BACK:
            steps = look_back_from_latest(tied, counting.history())
    return counting.settle(tied, Fate.EXCLUDED, number, steps)


@clause(LAW, "5")
def _settle_last_two(counting: Count, readings: Readings) -> bool:
    """Two are left with equal votes: settle who is excluded, and elect the other in the same round."""
    first, second = counting.table.standing
    tie = _settle(counting, readings, (first, second), "5")
    _elect(counting, second if tie.chosen == first else first, Finding.LAST_TWO, tie)
    return True
