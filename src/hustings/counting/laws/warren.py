"""Warren's transferable vote: the elected ask one price of every paper, and what is left passes on."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from hustings.counting.keeping import ONE, Keeping
from hustings.counting.lots import Fate, Lot, LotRequired
from hustings.counting.papers import Papers
from hustings.counting.state import Count, Stopped, cannot_count
from hustings.counting.transcript import Finding, Kind, Round, Tie, Transcript
from hustings.counting.verbs import with_fewest
from hustings.kernel.clauses import clause
from hustings.kernel.refusals import Refused

if TYPE_CHECKING:
    from hustings.counting.keeping import Whole

LAW = "warren"
OMEGA = ONE // 10**6
PLACES = 9


def count(papers: Papers, lots: Sequence[Lot] = ()) -> Transcript | LotRequired | Refused:
    """Count the papers, or name the lot that must be drawn first, or say why they cannot be counted."""
    refusal = cannot_count(papers, "1")
    if refusal is not None:
        return refusal
    warren = _Warren(papers, lots)
    try:
        while not _complete(warren):
            _round(warren)
        _elect_remaining(warren)
    except Stopped as stopped:
        return stopped.why
    return warren.finished(quota=warren.amount(warren.quota), places=PLACES, clause="5")


class _Warren(Count):
    """The state of a count: prices and quota, and whose votes move in the round under way."""

    __slots__ = ("keeping", "kind", "of", "prices", "quota", "ties")

    def __init__(self, papers: Papers, lots: Sequence[Lot]) -> None:
        super().__init__(LAW, papers, lots, unit=ONE)
        self.prices = _asked(papers)
        self.keeping = Keeping(papers, _pay)
        self.quota = 0
        self.expect(Kind.FIRST_PREFERENCES, ())

    def expect(self, kind: Kind, of: tuple[int, ...], ties: tuple[Tie, ...] = ()) -> None:
        """Say what the next round is."""
        self.kind: Kind = kind
        self.of: tuple[int, ...] = of
        self.ties: tuple[Tie, ...] = ties

    def record(self, elected: tuple[int, ...], finding: Finding) -> None:
        """Set down the round as it stands."""
        self.rounds.append(
            Round(
                number=self.number,
                votes=self.amounts(),
                exhausted=self.amount(self.exhausted),
                not_transferable=self.amount(self.not_transferable),
                excluded=self.of if self.kind is Kind.EXCLUSION else (),
                elected=elected,
                findings=(finding,) * len(elected),
                ties=self.ties,
                kind=self.kind,
                of=self.of,
                quota=self.amount(self.quota),
            )
        )


@clause(LAW, "1")
def _asked(papers: Papers) -> list[int]:
    return [0 if c in papers.withdrawn else ONE for c in range(len(papers.candidates))]


@clause(LAW, "2")
def _share_out(warren: _Warren) -> None:
    warren.votes = warren.keeping.distribute(warren.prices)
    warren.exhausted = warren.papers.valid * ONE - sum(warren.votes)


def _pay(weight: "Whole", price: "Whole") -> "Whole":
    return np.minimum(weight, price)


@clause(LAW, "3")
def _find_winners(warren: _Warren) -> tuple[int, ...]:
    warren.quota = sum(warren.votes) // (warren.papers.seats + 1) + 1
    winners = tuple(c for c in warren.continuing if warren.votes[c] >= warren.quota)
    for candidate in winners:
        warren.elected.append(candidate)
        warren.keeping.elect(candidate)
    return winners


@clause(LAW, "4")
def _round(warren: _Warren) -> None:
    """Share out until somebody is elected, or the surplus is too small to matter, or no price falls."""
    falling = True
    while True:
        _share_out(warren)
        winners = _find_winners(warren)
        surplus = max(0, sum(warren.votes[c] - warren.quota for c in warren.elected))
        if winners or surplus < OMEGA or not falling:
            break
        falling = _lower_prices(warren)
    warren.record(winners, Finding.QUOTA)
    warren.expect(Kind.SURPLUS, winners)
    if not winners:
        _exclude_lowest(warren, surplus)


@clause(LAW, "4")
def _lower_prices(warren: _Warren) -> bool:
    before = list(warren.prices)
    for candidate in warren.elected:
        price = -(-before[candidate] * warren.quota // ONE)
        price = -(-price * ONE // warren.votes[candidate])
        warren.prices[candidate] = min(before[candidate], price)
    return warren.prices != before


@clause(LAW, "5")
def _exclude_lowest(warren: _Warren, surplus: int) -> None:
    lowest = warren.votes[with_fewest(warren.continuing, warren.votes)[0]]
    tied = tuple(c for c in warren.continuing if warren.votes[c] <= lowest + surplus)
    tie = warren.settle(tied, Fate.EXCLUDED, "5") if len(tied) > 1 else None
    chosen = min(tied) if tie is None else tie.chosen
    warren.excluded.append(chosen)
    warren.prices[chosen] = 0
    warren.keeping.exclude(chosen)
    warren.expect(Kind.EXCLUSION, (chosen,), () if tie is None else (tie,))


@clause(LAW, "6")
def _complete(warren: _Warren) -> bool:
    return len(warren.continuing) <= warren.vacancies or not warren.vacancies


@clause(LAW, "6")
def _elect_remaining(warren: _Warren) -> None:
    """Elect those who are left, if places are; no votes move any more."""
    if not warren.rounds:
        _share_out(warren)
        warren.quota = sum(warren.votes) // (warren.papers.seats + 1) + 1
    excluded = warren.of if warren.kind is Kind.EXCLUSION else ()
    remaining = sorted(warren.continuing, key=lambda c: (-warren.votes[c], c))
    remaining = remaining[: warren.vacancies]
    if warren.rounds and not excluded and not remaining:
        return
    if warren.kind is Kind.SURPLUS:
        warren.expect(Kind.ELECTION, ())
    for candidate in excluded:
        warren.not_transferable += warren.votes[candidate]
        warren.votes[candidate] = 0
    warren.elected.extend(remaining)
    warren.record(tuple(remaining), Finding.LAST_VACANCIES)
