"""The Australian Senate: surpluses at one exact value, votes in whole numbers, exclusions value by value."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

import numpy as np

from hustings.counting.lots import Fate, Lot, LotRequired
from hustings.counting.papers import Papers
from hustings.counting.state import Count, Held, Moving, Stopped, cannot_count
from hustings.counting.transcript import Finding, Kind, Tie, Transcript
from hustings.counting.verbs import Steps, look_back_from_latest, with_fewest, with_most
from hustings.kernel.clauses import clause
from hustings.kernel.refusals import Refused

LAW, Y2021 = "senate-2016", "senate-2021"
ONE = Fraction(1)


class Unequal(StrEnum):
    """How "the last count at which they were unequal" is read where three or more are tied for the lowest."""

    ANY_DIFFERENCE = "any-difference"
    ALL_UNEQUAL = "all-unequal"


class LastPlaces(StrEnum):
    """When it is asked whether as many continue as there are places left."""

    BEFORE_PAPERS_MOVE = "before-papers-move"
    AFTER_THE_EXCLUSION = "after-the-exclusion"


@dataclass(frozen=True, slots=True)
class Readings:
    """The Commission reads any difference, and the Act says so since 2021; it asks before papers move."""

    ties: Unequal = Unequal.ANY_DIFFERENCE
    last_places: LastPlaces = LastPlaces.BEFORE_PAPERS_MOVE


def count(
    papers: Papers, readings: Readings | None = None, lots: Sequence[Lot] = ()
) -> Transcript | LotRequired | Refused:
    """Count formal papers by s. 273 of the Commonwealth Electoral Act 1918; each round is one count."""
    return _count(LAW, papers, readings or Readings(), lots)


def count_2021(
    papers: Papers, readings: Readings | None = None, lots: Sequence[Lot] = ()
) -> Transcript | LotRequired | Refused:
    """Count by the text as amended in 2021, which says itself how a tie is looked back on."""
    readings = readings or Readings()
    if readings.ties is not Unequal.ANY_DIFFERENCE:
        because = (
            "Since 2021 the Act says that any difference counts; nothing is left to a reading."
        )
        return Refused("reading-not-of-this-law", "273(31)", because)
    return _count(Y2021, papers, readings, lots)


def _count(
    law: str, papers: Papers, readings: Readings, lots: Sequence[Lot]
) -> Transcript | LotRequired | Refused:
    refusal = cannot_count(papers, "273(8)")
    if refusal is not None:
        return refusal
    scrutiny = Scrutiny(law, papers, readings, lots)
    try:
        _first_preferences(scrutiny)
        while not _complete(scrutiny):
            if not _transfer_next_surplus(scrutiny):
                _exclude_lowest(scrutiny)
    except Stopped as stopped:
        return stopped.why
    return scrutiny.finished(quota=scrutiny.quota, places=0, clause="273(31)")


class Scrutiny(Count):
    """A State's scrutiny: the quota, and the count at which each of the elected reached it."""

    __slots__ = ("elected_at", "last_places", "quota", "ties")

    def __init__(self, law: str, papers: Papers, readings: Readings, lots: Sequence[Lot]) -> None:
        named = (("ties", readings.ties.value), ("last_places", readings.last_places.value))
        super().__init__(law, papers, lots, readings=named)
        self.ties, self.last_places = readings.ties, readings.last_places
        self.quota = 0
        self.elected_at: dict[int, int] = {}

    def look_back(self, tied: tuple[int, ...], *, most: bool) -> Steps:
        """The last earlier count at which the tied were unequal: all of them for surpluses; by the reading."""
        if self.ties is Unequal.ANY_DIFFERENCE and not most:
            return look_back_from_latest(tied, self.history(), most=most)
        for round in reversed(self.rounds):
            votes = {round.votes[c]: c for c in tied}
            if len(votes) == len(tied):
                return ((round.number, (votes[max(votes) if most else min(votes)],)),)
        return ()


@clause(LAW, "273(8)")
@clause(Y2021, "273(8)")
def _first_preferences(scrutiny: Scrutiny) -> None:
    """Count the first preferences and find the quota; whoever has it is elected."""
    scrutiny.deal(1)
    scrutiny.exhausted, scrutiny.not_transferable = scrutiny.not_transferable, 0
    scrutiny.piles = [[replace(held, value=ONE) for held in pile] for pile in scrutiny.piles]
    scrutiny.quota = scrutiny.papers.valid // (scrutiny.papers.seats + 1) + 1
    scrutiny.write_round(Kind.FIRST_PREFERENCES, quota=scrutiny.quota)
    _elect_those_with_quota(scrutiny)


def _elect_those_with_quota(scrutiny: Scrutiny) -> None:
    reached = [c for c in scrutiny.continuing if scrutiny.votes[c] >= scrutiny.quota]
    order = _in_order_of_election(scrutiny, reached)
    scrutiny.declare(order, Finding.QUOTA)
    scrutiny.elected_at |= dict.fromkeys(order, len(scrutiny.rounds))


@clause(LAW, "273(20)")
@clause(Y2021, "273(20)")
def _in_order_of_election(scrutiny: Scrutiny, reached: Sequence[int]) -> list[int]:
    """At one count the larger surplus was elected first; equal ones by the last count that differs."""
    history = scrutiny.history()[::-1]
    return sorted(reached, key=lambda c: [-votes[c] for votes in history])


@clause(LAW, "273(17)")
@clause(Y2021, "273(17)")
@clause(LAW, "273(18)")
@clause(Y2021, "273(18)")
def _complete(scrutiny: Scrutiny) -> bool:
    """All places are filled; or as many continue as are left; or the last goes to the larger of two."""
    left = scrutiny.continuing
    if not scrutiny.vacancies or not left:
        return True
    waits = scrutiny.last_places is LastPlaces.AFTER_THE_EXCLUSION and _with_surplus(scrutiny)
    if len(left) <= scrutiny.vacancies and not waits:
        scrutiny.declare(_in_order_of_election(scrutiny, left), Finding.LAST_VACANCIES)
        return True
    if scrutiny.vacancies == 1 and len(left) == 2 and not _with_surplus(scrutiny):
        larger = with_most(left, scrutiny.votes)
        tie = None if len(larger) == 1 else scrutiny.settle(larger, Fate.ELECTED, "273(17)")
        _add_tie(scrutiny, tie)
        chosen = larger[0] if tie is None else tie.chosen
        scrutiny.declare((chosen,), Finding.LAST_VACANCY)
        return True
    return False


def _add_tie(scrutiny: Scrutiny, tie: Tie | None) -> None:
    if tie is not None:
        round = scrutiny.rounds[-1]
        scrutiny.rounds[-1] = replace(round, ties=(*round.ties, tie))


def _with_surplus(scrutiny: Scrutiny) -> list[int]:
    return [c for c in scrutiny.elected if scrutiny.votes[c] > scrutiny.quota]


@clause(LAW, "273(22)")
@clause(Y2021, "273(22)")
def _transfer_next_surplus(scrutiny: Scrutiny) -> bool:
    """Surpluses of earlier counts first, within one count the largest; equal: the last count that differs."""
    over = _with_surplus(scrutiny)
    if not over:
        return False
    earliest = min(scrutiny.elected_at[c] for c in over)
    first = with_most([c for c in over if scrutiny.elected_at[c] == earliest], scrutiny.votes)
    _transfer_surplus(scrutiny, *_settled(scrutiny, first, Fate.SURPLUS_FIRST, "273(22)"))
    return True


def _settled(
    scrutiny: Scrutiny, tied: tuple[int, ...], fate: Fate, number: str
) -> tuple[int, Tie | None]:
    """Who of the tied meets the fate, and the tie if there is one."""
    if len(tied) == 1:
        return tied[0], None
    steps = scrutiny.look_back(tied, most=fate is not Fate.EXCLUDED)
    tie = scrutiny.settle(tied, fate, number, steps)
    return tie.chosen, tie


@clause(LAW, "273(9)")
@clause(Y2021, "273(9)")
@clause(LAW, "273(10)")
@clause(Y2021, "273(10)")
@clause(LAW, "273(12)")
@clause(Y2021, "273(12)")
def _transfer_surplus(scrutiny: Scrutiny, candidate: int, tie: Tie | None) -> None:
    """Surplus by number of papers is the transfer value; every candidate gets whole votes of it."""
    surplus, pile = scrutiny.votes[candidate] - scrutiny.quota, scrutiny.piles[candidate]
    scrutiny.piles[candidate] = []
    value = Fraction(surplus, sum(held.papers for held in pile))
    moving = Moving()
    scrutiny.votes[candidate] = scrutiny.quota
    scrutiny.loss += surplus - _move(scrutiny, candidate, pile, value, moving)
    ties = () if tie is None else (tie,)
    scrutiny.write_round(
        Kind.SURPLUS,
        of=(candidate,),
        moving=moving,
        ties=ties,
        quota=scrutiny.quota,
        transfer_value=value,
    )
    _elect_those_with_quota(scrutiny)


def _move(
    scrutiny: Scrutiny, source: int, pile: Sequence[Held], value: Fraction, moving: Moving
) -> int:
    """Move papers at one value, fractions of votes disregarded; returns the votes that arrived."""
    arrived = 0
    rows = np.concatenate([held.rows for held in pile])
    for to, parcel in scrutiny.table.sort(rows).items():
        votes = parcel.papers * value.numerator // value.denominator
        arrived += votes
        moving.add(source, to, votes, parcel.papers, value)
        if to >= 0:
            scrutiny.votes[to] += votes
            scrutiny.piles[to].append(Held(parcel.rows, parcel.papers, value, scrutiny.number))
        else:
            scrutiny.exhausted += votes
    return arrived


@clause(LAW, "273(13)")
@clause(Y2021, "273(13)")
def _exclude_lowest(scrutiny: Scrutiny) -> None:
    """The fewest votes are excluded, and the papers move value by value, each value at a count of its own."""
    candidate, tie = _lowest(scrutiny)
    scrutiny.exclude((candidate,))
    at_once = scrutiny.last_places is LastPlaces.BEFORE_PAPERS_MOVE
    if at_once and len(scrutiny.continuing) <= scrutiny.vacancies:
        _add_tie(scrutiny, tie)
        return
    pile, scrutiny.piles[candidate] = scrutiny.piles[candidate], []
    values = sorted({Fraction(held.value) for held in pile}, reverse=True) or [ONE]
    for place, value in enumerate(values, start=1):
        parcels = [held for held in pile if held.value == value]
        _count_of_exclusion(scrutiny, candidate, parcels, value, tie, last=place == len(values))
        tie = None
        if not scrutiny.vacancies:
            break


@clause(LAW, "273(13AA)")
@clause(Y2021, "273(13AA)")
def _count_of_exclusion(
    scrutiny: Scrutiny,
    candidate: int,
    parcels: Sequence[Held],
    value: Fraction,
    tie: Tie | None,
    *,
    last: bool,
) -> None:
    """One value: papers move at the value at which they were received; whoever reaches the quota is elected."""
    moving = Moving()
    leaving = sum(held.papers * value.numerator // value.denominator for held in parcels)
    leaving = scrutiny.votes[candidate] if last else leaving
    scrutiny.votes[candidate] -= leaving
    if parcels:
        scrutiny.loss += leaving - _move(scrutiny, candidate, parcels, value, moving)
    scrutiny.write_round(
        Kind.EXCLUSION,
        of=(candidate,),
        moving=moving,
        ties=() if tie is None else (tie,),
        quota=scrutiny.quota,
        transfer_value=value,
    )
    if not last:
        scrutiny.rounds[-1] = replace(scrutiny.rounds[-1], excluded=())
    _elect_those_with_quota(scrutiny)


@clause(LAW, "273(31)")
@clause(Y2021, "273(31)")
def _lowest(scrutiny: Scrutiny) -> tuple[int, Tie | None]:
    """Several with the fewest: by the last count at which they were unequal, else the officer decides."""
    lowest = with_fewest(scrutiny.continuing, scrutiny.votes)
    return _settled(scrutiny, lowest, Fate.EXCLUDED, "273(31)")
