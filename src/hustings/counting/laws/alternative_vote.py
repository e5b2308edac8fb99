"""The eliminating ballot (alternative vote): the lowest goes until somebody has more than half in play."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from hustings.counting.lots import Fate, Lot, LotRequired, find_lot, require_lot, unneeded
from hustings.counting.papers import Papers
from hustings.counting.transcript import Finding, Round, Tie, Transcript, Transfer
from hustings.counting.verbs import Table, look_back_from_first, with_fewest
from hustings.kernel.clauses import clause
from hustings.kernel.refusals import Refused

LAW = "alternative-vote"


class TieReading(StrEnum):
    """How clause 4 is read."""

    LOT = "lot"
    FIRST_PREFERENCES_BACK = "first-preferences-back"


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
    refusal = _cannot_count(papers)
    if refusal is not None:
        return refusal
    counting = _Counting(papers, readings or Readings(), lots)
    stopped = _first_preferences(counting)
    while stopped is None and not counting.rounds[-1].elected:
        stopped = _next_round(counting)
    if stopped is not None:
        return stopped
    return unneeded(lots, counting.used, "4") or counting.transcript()


class _Counting:
    """The state of one count: the table, the rounds so far, the lots used."""

    __slots__ = ("digest", "lots", "papers", "readings", "rounds", "table", "used")

    def __init__(self, papers: Papers, readings: Readings, lots: Sequence[Lot]) -> None:
        self.papers, self.readings, self.lots = papers, readings, lots
        self.digest = papers.digest()
        self.table = Table(papers)
        self.rounds: list[Round] = []
        self.used: list[Lot] = []

    def transcript(self) -> Transcript:
        readings = self.readings
        return Transcript(
            law=LAW,
            readings=(("tie", readings.tie.value), ("until", readings.until.value)),
            title=self.papers.title,
            candidates=self.papers.candidates,
            withdrawn=tuple(sorted(self.papers.withdrawn)),
            seats=1,
            quota=None,
            rounds=tuple(self.rounds),
            elected=self.rounds[-1].elected,
            lots=tuple(self.used),
            valid=self.papers.valid,
            rejected=self.papers.rejected,
            papers=self.digest,
        )


def _cannot_count(papers: Papers) -> Refused | None:
    if papers.seats != 1:
        because = (
            f"The eliminating ballot fills one place, and these papers are for {papers.seats}."
        )
        return Refused("one-place-only", "1", because)
    if not papers.standing:
        return Refused(
            "nobody-stands", "1", "Every candidate has withdrawn; there is nobody to elect."
        )
    gone = papers.withdrawn
    if all(all(c in gone for c in ranking) for ranking in papers.rankings):
        because = (
            "No paper shows a preference for a candidate who stands, so nobody can be elected."
        )
        return Refused("no-paper-counts", "1", because)
    return None


@clause(LAW, "1")
def _first_preferences(counting: _Counting) -> LotRequired | Refused | None:
    table = counting.table
    counting.rounds.append(Round(1, table.votes(), table.size(table.exhausted)))
    return _declare(counting)


@clause(LAW, "2")
def _declare(counting: _Counting) -> LotRequired | Refused | None:
    """Elect whoever has more than half of the papers in play; the last two, if equal, by clause 5."""
    round, standing = counting.rounds[-1], counting.table.still_standing()
    if counting.readings.until is Until.LAST_TWO and len(standing) > 2:
        return None
    for candidate in standing:
        if 2 * round.votes[candidate] > round.continuing:
            counting.rounds[-1] = replace(round, elected=(candidate,), finding=Finding.MAJORITY)
            return None
    return _settle_last_two(counting) if len(standing) == 2 else None


@clause(LAW, "3")
def _next_round(counting: _Counting) -> LotRequired | Refused | None:
    """Exclude the candidate with the fewest votes and pass the papers on."""
    table, before = counting.table, counting.rounds[-1]
    lowest = with_fewest(table.still_standing(), before.votes)
    tie = None if len(lowest) == 1 else _settle(counting, lowest, "4")
    if isinstance(tie, LotRequired | Refused):
        return tie
    excluded = tie.chosen if tie is not None else lowest[0]
    table.pass_on(excluded)
    votes, exhausted = table.votes(), table.size(table.exhausted)
    counting.rounds.append(
        Round(
            number=before.number + 1,
            votes=votes,
            exhausted=exhausted,
            excluded=(excluded,),
            transfers=_transfers(before, excluded, votes, exhausted),
            ties=() if tie is None else (tie,),
        )
    )
    return _declare(counting)


def _transfers(
    before: Round, excluded: int, votes: tuple[int, ...], exhausted: int
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
def _settle(counting: _Counting, tied: tuple[int, ...], number: str) -> Tie | LotRequired | Refused:
    """Whom of the tied to exclude: by looking back where that is the reading, then by lot."""
    round, names = counting.rounds[-1], counting.papers.candidates
    votes = round.votes[tied[0]]
    steps: tuple[tuple[int, tuple[int, ...]], ...] = ()
    if counting.readings.tie is TieReading.FIRST_PREFERENCES_BACK:
        steps = look_back_from_first(tied, [earlier.votes for earlier in counting.rounds])
    left = steps[-1][1] if steps else tied
    if len(left) == 1:
        return Tie(tied, votes, Fate.EXCLUDED, left[0], steps)
    required = require_lot(
        law=LAW,
        clause=number,
        reading=counting.readings.tie.value,
        papers=counting.digest,
        round=round.number,
        between=[names[c] for c in left],
        votes=str(votes),
        first_drawn_is=Fate.EXCLUDED,
    )
    lot = find_lot(required, counting.lots)
    if not isinstance(lot, Lot):
        return lot
    counting.used.append(lot)
    return Tie(tied, votes, Fate.EXCLUDED, names.index(lot.order[0]), steps, lot)


@clause(LAW, "5")
def _settle_last_two(counting: _Counting) -> LotRequired | Refused | None:
    """Two are left with equal votes: settle who is excluded, and elect the other in the same round."""
    first, second = counting.table.still_standing()
    tie = _settle(counting, (first, second), "5")
    if not isinstance(tie, Tie):
        return tie
    round = counting.rounds[-1]
    winner = second if tie.chosen == first else first
    counting.rounds[-1] = replace(
        round, elected=(winner,), finding=Finding.LAST_TWO, ties=(*round.ties, tie)
    )
    return None
