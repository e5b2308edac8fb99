"""One count under way: whose papers lie where, at what value, the rounds so far, and the ties settled."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from hustings.counting.lots import Fate, Lot, LotRequired, find_lot, require_lot, unneeded
from hustings.counting.papers import Papers
from hustings.counting.transcript import Amount, Round, Tie, Transcript
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

    def amounts(self) -> tuple[Amount, ...]:
        """Everybody's votes as they stand."""
        return tuple(self.amount(units) for units in self.votes)

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
    ) -> Tie:
        """Who of the tied meets the fate, after looking back in ``steps``; by lot if that left several."""
        votes, left = self.amount(self.votes[tied[0]]), steps[-1][1] if steps else tied
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
            votes=_text(votes),
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


def _plain(amount: Fraction) -> Amount:
    return amount.numerator if amount.denominator == 1 else amount


def _text(votes: Amount) -> str:
    from hustings.counting.transcript import exact_text

    return exact_text(votes)


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
