"""Meek's transferable vote: the elected keep what they need of every paper, and the rest passes on."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from hustings.counting.constraints import Constraint, bound, fillable, refuse
from hustings.counting.keeping import ONE, Keeping
from hustings.counting.lots import Fate, Lot, LotRequired
from hustings.counting.papers import Papers
from hustings.counting.state import Count, Stopped, cannot_count
from hustings.counting.transcript import Finding, Kind, Round, Tie, Transcript
from hustings.counting.verbs import with_fewest, with_most
from hustings.kernel.clauses import clause
from hustings.kernel.refusals import Refused

if TYPE_CHECKING:
    from hustings.counting.keeping import Whole

LAW = "meek-2006"
OMEGA = ONE // 10**6
PLACES = 9


def count(
    papers: Papers, lots: Sequence[Lot] = (), *, constraints: Sequence[Constraint] = ()
) -> Transcript | LotRequired | Refused:
    """Count the papers, or name the lot that must be drawn first, or say why they cannot be counted."""
    refusal = cannot_count(papers, "A") or refuse(constraints, papers, "constraints")
    if refusal is not None:
        return refusal
    meek = _Meek(papers, lots, constraints)
    try:
        while not _complete(meek):
            _round(meek)
        _elect_remaining(meek)
    except Stopped as stopped:
        return stopped.why
    return meek.finished(quota=meek.amount(meek.quota), places=PLACES, clause="T")


class _Meek(Count):
    """The state of a count: keep factors and quota, and what the next sheet will say about its round."""

    __slots__ = ("constraints", "factors", "keeping", "quota", "surplus", "told")

    def __init__(
        self, papers: Papers, lots: Sequence[Lot], constraints: Sequence[Constraint]
    ) -> None:
        named = tuple(("constraint", str(each)) for each in constraints)
        super().__init__(LAW, papers, lots, unit=ONE, readings=named)
        self.constraints = constraints
        self.factors = _hopeful(papers)
        self.keeping = Keeping(papers, _keep)
        self.quota = self.surplus = 0
        self.told = Round(1, (), 0)

    def record(self) -> None:
        """Set down the round as it stands."""
        self.rounds.append(
            replace(
                self.told,
                number=self.number,
                votes=self.amounts(),
                exhausted=self.amount(self.exhausted),
                not_transferable=self.amount(self.not_transferable),
                quota=self.amount(self.quota),
            )
        )


@clause(LAW, "A")
def _hopeful(papers: Papers) -> list[int]:
    return [0 if c in papers.withdrawn else ONE for c in range(len(papers.candidates))]


@clause(LAW, "B.1")
def _complete(meek: _Meek) -> bool:
    """Whether all places are filled, or those who are left do no more than fill them."""
    most = fillable(meek.constraints, meek.papers.seats, meek.elected, meek.continuing)
    return len(meek.elected) + len(meek.continuing) <= most or len(meek.elected) >= most


def _round(meek: _Meek) -> None:
    """Distribute until somebody is elected, or until it is certain enough who is lowest."""
    before = None
    while True:
        _distribute(meek)
        _set_quota(meek)
        elected = _find_winners(meek)
        _sum_surplus(meek)
        if elected or _is_settled(meek, before):
            break
        before = meek.surplus
        _update_keep_factors(meek)
    meek.record()
    meek.told = Round(0, (), 0, kind=Kind.SURPLUS, of=elected)
    if not _complete(meek) and not _exclude_doomed(meek) and not elected:
        _exclude_lowest(meek)


@clause(LAW, "B.2.a")
def _distribute(meek: _Meek) -> None:
    meek.votes = meek.keeping.distribute(meek.factors)
    meek.exhausted = meek.papers.valid * ONE - sum(meek.votes)


def _keep(weight: "Whole", factor: "Whole") -> "Whole":
    return -(-weight * factor // ONE)


@clause(LAW, "B.2.b")
def _set_quota(meek: _Meek) -> None:
    meek.quota = sum(meek.votes) // (meek.papers.seats + 1) + 1


@clause(LAW, "B.2.c")
def _find_winners(meek: _Meek) -> tuple[int, ...]:
    """Elect whoever has the quota, in the order of the paper.

    Under constraints in descending order of votes, and nobody who is doomed by then.
    """
    winners: list[int] = []
    ties: list[Tie] = []
    while True:
        doomed = bound(meek.constraints, meek.papers.seats, meek.elected, meek.continuing).doomed
        reached = [c for c in meek.continuing if meek.votes[c] >= meek.quota and c not in doomed]
        if not reached or not meek.vacancies:
            break
        first = with_most(reached, meek.votes)
        chosen = first[0]
        if meek.constraints and _excludes_another(meek, first):
            ties.append(meek.settle(first, Fate.ELECTED, "constraints"))
            chosen = ties[-1].chosen
        meek.elected.append(chosen)
        winners.append(chosen)
    if not meek.constraints:
        winners.sort()
        meek.elected[len(meek.elected) - len(winners) :] = winners
    for candidate in winners:
        meek.keeping.elect(candidate)
    findings = (Finding.QUOTA,) * len(winners)
    meek.told = replace(
        meek.told, elected=tuple(winners), findings=findings, ties=(*meek.told.ties, *ties)
    )
    return tuple(winners)


def _excludes_another(meek: _Meek, tied: tuple[int, ...]) -> bool:
    """Whether electing one of the tied would doom another of them."""
    elected = [*meek.elected, *tied]
    rest = [c for c in meek.continuing if c not in tied]
    best = fillable(meek.constraints, meek.papers.seats, meek.elected, meek.continuing)
    return len(tied) > 1 and fillable(meek.constraints, meek.papers.seats, elected, rest) < best


@clause(LAW, "B.2.d")
def _sum_surplus(meek: _Meek) -> None:
    meek.surplus = max(0, sum(meek.votes[c] - meek.quota for c in meek.elected))


@clause(LAW, "B.2.e")
def _is_settled(meek: _Meek, before: int | None) -> bool:
    return meek.surplus < OMEGA or (before is not None and meek.surplus >= before)


@clause(LAW, "B.2.f")
def _update_keep_factors(meek: _Meek) -> None:
    for candidate in meek.elected:
        kept = -(-meek.factors[candidate] * meek.quota // ONE)
        meek.factors[candidate] = -(-kept * ONE // meek.votes[candidate])


@clause(LAW, "B.3")
def _exclude_lowest(meek: _Meek) -> None:
    """Exclude the lowest hopeful candidate who is not guarded."""
    guarded = bound(meek.constraints, meek.papers.seats, meek.elected, meek.continuing).guarded
    among = [c for c in meek.continuing if c not in guarded]
    lowest = meek.votes[with_fewest(among, meek.votes)[0]]
    tied = tuple(c for c in among if meek.votes[c] <= lowest + meek.surplus)
    tie = _break_tie(meek, tied) if len(tied) > 1 else None
    _exclude(meek, (min(tied) if tie is None else tie.chosen,), () if tie is None else (tie,))
    _exclude_doomed(meek)


def _exclude(meek: _Meek, candidates: tuple[int, ...], ties: tuple[Tie, ...] = ()) -> None:
    for candidate in candidates:
        meek.factors[candidate] = 0
        meek.excluded.append(candidate)
        meek.keeping.exclude(candidate)
    gone = (*meek.told.excluded, *candidates) if meek.told.kind is Kind.EXCLUSION else candidates
    meek.told = Round(0, (), 0, kind=Kind.EXCLUSION, of=gone, excluded=gone, ties=ties)


@clause(LAW, "T")
def _break_tie(meek: _Meek, tied: tuple[int, ...]) -> Tie:
    return meek.settle(tied, Fate.EXCLUDED, "T")


@clause(LAW, "constraints")
def _exclude_doomed(meek: _Meek) -> bool:
    """Those who can no longer be elected go at once, all together."""
    doomed = bound(meek.constraints, meek.papers.seats, meek.elected, meek.continuing).doomed
    if doomed:
        _exclude(meek, tuple(sorted(doomed)), meek.told.ties)
    return bool(doomed)


@clause(LAW, "C")
def _elect_remaining(meek: _Meek) -> None:
    """Elect those who are left, if places are; no votes move any more."""
    if not meek.rounds:
        _distribute(meek)
        _set_quota(meek)
    told, remaining = meek.told, _remaining(meek)
    if meek.rounds and not told.excluded and not remaining:
        return
    for candidate in told.excluded:
        meek.not_transferable += meek.votes[candidate]
        meek.votes[candidate] = 0
    if told.kind is Kind.SURPLUS:
        told = Round(0, (), 0, kind=Kind.ELECTION)
    findings = (Finding.LAST_VACANCIES,) * len(remaining)
    meek.told = replace(told, elected=remaining, findings=findings)
    meek.elected.extend(remaining)
    meek.record()


def _remaining(meek: _Meek) -> tuple[int, ...]:
    """Those who are left and may be elected, most votes first, then in the order of the paper."""
    most = fillable(meek.constraints, meek.papers.seats, meek.elected, meek.continuing)
    left = sorted(meek.continuing, key=lambda c: (-meek.votes[c], c))
    return tuple(left[: max(most - len(meek.elected), 0)])
