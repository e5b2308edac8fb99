"""One count under way: whose papers lie where, at what value, the rounds so far, and the ties settled."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from hustings.counting.lots import Fate, Lot, LotRequired, find_lot, require_lot, unneeded
from hustings.counting.papers import Papers
from hustings.counting.transcript import (
    Amount,
    Batch,
    Finding,
    Kind,
    Round,
    Tie,
    Transcript,
    Transfer,
    exact_text,
)
from hustings.counting.verbs import Steps, Table
from hustings.kernel.refusals import Refused

if TYPE_CHECKING:
    from hustings.counting.verbs import Rows


class Stopped(Exception):
    """The count cannot go on; ``why`` is what it returns: the lot to be drawn, or the refusal."""

    def __init__(self, why: LotRequired | Refused) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """A parcel in a candidate's hands: the papers, the value of each, the round they came in."""

    rows: "Rows"
    papers: int
    value: Amount
    received: int


class Moving:
    """What moves within one round: votes and papers from whom to whom, to be told on the sheet."""

    __slots__ = ("_moves",)

    def __init__(self) -> None:
        self._moves: dict[tuple[int, int], tuple[int, int, set[Amount]]] = {}

    def add(self, source: int, to: int, votes: int, papers: int, value: Amount) -> None:
        """So many papers of one value make so many units of votes."""
        before, held, values = self._moves.get((source, to), (0, 0, set[Amount]()))
        self._moves[source, to] = (before + votes, held + papers, values | {value})

    def transfers(self, counting: "Count") -> tuple[Transfer, ...]:
        """The moves by whose papers they were, those without a next preference last."""
        order = sorted(self._moves, key=lambda move: (move[0], move[1] < 0, move[1]))
        return tuple(self._transfer(counting, source, to) for source, to in order)

    def _transfer(self, counting: "Count", source: int, to: int) -> Transfer:
        votes, papers, values = self._moves[source, to]
        value = next(iter(values)) if len(values) == 1 else None
        return Transfer(
            source, None if to < 0 else to, counting.amount(votes), papers, counting.value(value)
        )


class Count:
    """The state that the laws of transferable votes share; the laws themselves are in ``laws/``.

    ``votes`` and ``not_transferable``, ``exhausted``, ``loss`` are whole numbers of the law's smallest
    unit, ``unit`` to the vote (1, 100, 100000). ``piles`` holds every candidate's parcels as they came.
    """

    __slots__ = (
        "digest",
        "elected",
        "excluded",
        "exhausted",
        "law",
        "loss",
        "lots",
        "newly",
        "not_transferable",
        "papers",
        "piles",
        "readings",
        "rounds",
        "table",
        "unit",
        "used",
        "votes",
    )  # fmt: skip

    def __init__(
        self,
        law: str,
        papers: Papers,
        lots: Sequence[Lot],
        *,
        unit: int = 1,
        readings: tuple[tuple[str, str], ...] = (),
    ) -> None:
        self.law, self.papers, self.lots, self.readings = law, papers, lots, readings
        self.unit = unit
        self.digest = papers.digest()
        self.table = Table(papers)
        self.votes = [0] * len(papers.candidates)
        self.not_transferable = self.exhausted = self.loss = 0
        self.piles: list[list[Held]] = [[] for _ in papers.candidates]
        self.elected: list[int] = []
        self.newly: list[tuple[int, Finding]] = []
        self.excluded: list[int] = []
        self.rounds: list[Round] = []
        self.used: list[Lot] = []

    @property
    def number(self) -> int:
        """The number of the round under way: one more than those recorded."""
        return len(self.rounds) + 1

    @property
    def vacancies(self) -> int:
        """Places not yet filled."""
        return self.papers.seats - len(self.elected)

    @property
    def continuing(self) -> tuple[int, ...]:
        """The candidates neither withdrawn, elected nor excluded, in the order of the paper."""
        gone = {*self.elected, *self.excluded, *self.papers.withdrawn}
        return tuple(c for c in range(len(self.votes)) if c not in gone)

    def amount(self, units: int) -> Amount:
        """Units of this law as votes."""
        return units if self.unit == 1 else _plain(Fraction(units, self.unit))

    def value(self, value: Amount | None) -> Amount | None:
        """A paper's value in units as votes; exact fractions are votes already."""
        return self.amount(value) if isinstance(value, int) else value

    def amounts(self) -> tuple[Amount, ...]:
        """Everybody's votes as they stand."""
        return tuple(self.amount(units) for units in self.votes)

    def take_up(self, candidate: int) -> list[Held]:
        """Take all papers from a candidate's pile, those of one value together, the highest value first."""
        pile, self.piles[candidate] = self.piles[candidate], []
        return together(pile)

    def hand_on(
        self, source: int, held: Held, value: int, moving: Moving, *, received: int | None = None
    ) -> int:
        """Sort papers to their next available preference and credit them at ``value`` units each.

        ``received`` is when they come, the round under way unless the law counts otherwise. Returns what
        was credited, in units; papers without a further preference are credited to nobody.
        """
        credited, came = 0, self.number if received is None else received
        for to, parcel in self.table.sort(held.rows).items():
            votes = parcel.papers * value
            if to >= 0:
                self.votes[to] += votes
                self.piles[to].append(Held(parcel.rows, parcel.papers, value, came))
                credited += votes
            moving.add(source, to, votes, parcel.papers, value)
        return credited

    def deal(self, value: int) -> None:
        """The first preferences: every paper at ``value`` units; those for nobody are not transferable."""
        for to, parcel in self.table.deal().items():
            if to >= 0:
                self.votes[to] += parcel.papers * value
                self.piles[to].append(Held(parcel.rows, parcel.papers, value, 1))
            else:
                self.not_transferable += parcel.papers * value

    def elect(self, candidates: Sequence[int], finding: Finding) -> None:
        """Deem elected, in the order given; no more papers go to them. The next round recorded says so."""
        for candidate in candidates:
            self.elected.append(candidate)
            self.newly.append((candidate, finding))
            self.table.close(candidate)

    def exclude(self, candidates: Sequence[int]) -> None:
        """Exclude; no more papers go to them."""
        for candidate in candidates:
            self.excluded.append(candidate)
            self.table.close(candidate)

    def declare(self, candidates: Sequence[int], finding: Finding) -> None:
        """Deem elected at the end of the latest round, and write it there."""
        self.elect(candidates, finding)
        self._write_elections()

    def _write_elections(self) -> None:
        round, newly = self.rounds[-1], self.newly
        self.rounds[-1] = replace(
            round,
            elected=(*round.elected, *(candidate for candidate, _ in newly)),
            findings=(*round.findings, *(finding for _, finding in newly)),
        )
        self.newly = []

    def write_round(
        self,
        kind: Kind,
        *,
        of: tuple[int, ...] = (),
        moving: Moving | None = None,
        ties: tuple[Tie, ...] = (),
        quota: Amount | None = None,
        transfer_value: Amount | None = None,
        batches: tuple[Batch, ...] = (),
        deferred: tuple[int, ...] = (),
    ) -> None:
        """Write the round that has just been carried out."""
        self.rounds.append(
            Round(
                number=self.number,
                votes=self.amounts(),
                exhausted=self.amount(self.exhausted),
                not_transferable=self.amount(self.not_transferable),
                loss_by_fraction=self.amount(self.loss),
                excluded=of if kind is Kind.EXCLUSION else (),
                transfers=() if moving is None else moving.transfers(self),
                ties=ties,
                kind=kind,
                of=of,
                quota=quota,
                transfer_value=transfer_value,
                batches=batches,
                deferred=deferred,
            )
        )
        self._write_elections()

    def history(self) -> list[tuple[Amount, ...]]:
        """Everybody's votes after each round recorded."""
        return [round.votes for round in self.rounds]

    def settle(
        self,
        tied: tuple[int, ...],
        fate: Fate,
        clause: str,
        steps: Steps = (),
        points: tuple[str, ...] = (),
        votes: Amount | None = None,
    ) -> Tie:
        """Who of the tied meets the fate, after looking back in ``steps``; by lot if that left several.

        ``votes`` is what each of them has where a law weighs votes, and this count does not hold it.
        """
        votes = self.amount(self.votes[tied[0]]) if votes is None else votes
        left = steps[-1][1] if steps else tied
        if len(left) == 1:
            return Tie(tied, votes, fate, left[0], steps, None, points, clause)
        lot = self.draw(left, fate, clause, votes)
        chosen = self.papers.candidates.index(lot.order[0])
        return Tie(tied, votes, fate, chosen, steps, lot, points, clause)

    def draw(self, tied: tuple[int, ...], fate: Fate, clause: str, votes: Amount) -> Lot:
        """The lot drawn for exactly this tie; stops the count where none was drawn yet."""
        required = require_lot(
            law=self.law,
            clause=clause,
            reading=", ".join(f"{name}: {value}" for name, value in self.readings),
            papers=f"{self.digest} for {self.papers.seats}",
            round=max(len(self.rounds), 1),
            between=[self.papers.candidates[c] for c in tied],
            votes=exact_text(votes),
            first_drawn_is=fate,
        )
        lot = find_lot(required, self.lots)
        if not isinstance(lot, Lot):
            raise Stopped(lot)
        if lot not in self.used:
            self.used.append(lot)
        return lot

    def finished(self, *, quota: Amount | None, places: int, clause: str) -> Transcript | Refused:
        """The transcript; a lot that was given and never needed is refused under ``clause``."""
        return unneeded(self.lots, self.used, clause) or Transcript(
            law=self.law,
            readings=self.readings,
            title=self.papers.title,
            candidates=self.papers.candidates,
            withdrawn=tuple(sorted(self.papers.withdrawn)),
            seats=self.papers.seats,
            quota=quota,
            rounds=tuple(self.rounds),
            elected=tuple(self.elected),
            lots=tuple(self.used),
            valid=self.papers.valid,
            rejected=self.papers.rejected,
            papers=self.digest,
            vacant=max(self.vacancies, 0),
            places=places,
        )


def together(pile: Sequence[Held]) -> list[Held]:
    """Parcels of one value put together, the highest value first; the round is the latest of them."""
    values: dict[Amount, list[Held]] = {}
    for held in pile:
        values.setdefault(held.value, []).append(held)
    return [_one(value, values[value]) for value in sorted(values, reverse=True)]


def _one(value: Amount, parcels: list[Held]) -> Held:
    if len(parcels) == 1:
        return parcels[0]
    rows = np.concatenate([held.rows for held in parcels])
    papers = sum(held.papers for held in parcels)
    return Held(rows, papers, value, max(held.received for held in parcels))


def _plain(amount: Fraction) -> Amount:
    return amount.numerator if amount.denominator == 1 else amount


def cannot_count(papers: Papers, clause: str) -> Refused | None:
    """Why these papers cannot be counted at all, whatever the law."""
    if papers.seats < 1:
        return Refused("no-place", clause, "There is no place to fill.")
    if not papers.standing:
        because = "Every candidate has withdrawn; there is nobody to elect."
        return Refused("nobody-stands", clause, because)
    gone = sorted(papers.withdrawn)
    standing = papers.ranks >= 0
    for candidate in gone:
        standing &= papers.ranks != candidate
    if not standing.any():
        because = (
            "No paper shows a preference for a candidate who stands, so nobody can be elected."
        )
        return Refused("no-paper-counts", clause, because)
    return None
