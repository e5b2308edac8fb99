"""Where a rulebook leaves a question open, every answer to it is a reading; the outcome is computed under each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product

from hustings.proceedings.trigger.aggregate import Valid, combined_share, outcomes_under
from hustings.proceedings.trigger.certainty import (
    Bounds,
    bounds_of,
    corners_of,
    outcomes_at,
    valid_returns,
)
from hustings.proceedings.trigger.returns import Outcome, Policies, PoolReturns, UnitTie
from hustings.rulebooks.deciding_stages import Trigger

MATTERS = ("unit_tie", "empty_pool", "exactly_half", "no_returns")
"""The questions that a rulebook may leave unsettled, by the names of their keys."""

Choices = dict[str, tuple[str, ...]]
ALL: Choices = {
    "unit_tie": ("reselect", "open", "abstain"),
    "empty_pool": ("counts-zero", "other-pools-decide"),
    "exactly_half": ("as-written", "enough"),
    "no_returns": ("reselected", "open-selection"),
}


@dataclass(frozen=True, slots=True)
class ByReading:
    """What follows under one reading of the questions that make a difference here."""

    readings: dict[str, str]
    outcome: Outcome
    shares: dict[str, Fraction]
    combined: Fraction | None


@dataclass(frozen=True, slots=True)
class Finding:
    """What the returns add up to under every reading, and where the readings part."""

    outcome: Outcome
    shares: dict[str, Fraction]
    combined: Fraction | None
    by_reading: tuple[ByReading, ...]


def by_pool(trigger: Trigger, returns: Mapping[str, PoolReturns]) -> dict[str, PoolReturns]:
    """The returns under the names of the rulebook's pools; a pool without any gets an empty tally."""
    return {name: returns.get(pool.units, PoolReturns()) for name, pool in trigger.pools.items()}


def policies_of(
    trigger: Trigger,
    pools: Mapping[str, PoolReturns],
    unit_tie: UnitTie | None,
    bounds: Mapping[str, Bounds] | None = None,
) -> tuple[Policies, ...]:
    """Every set of policies in play; what is unsettled but cannot matter here is read one way only."""
    decision, ties = trigger.decision, any(_has_tie(pool) for pool in pools.values())
    if bounds is None:
        bounds = {name: bounds_of(pool, "abstain") for name, pool in pools.items()}
    aggregate = decision.aggregate
    apart = aggregate.value in ("weighted-college", "all-pools")
    empties = [bound.can_be_empty for bound in bounds.values()]
    choices = (
        _choices("unit_tie", unit_tie or decision.unit_tie.value, in_play=ties),
        _choices("empty_pool", decision.empty_pool.value, in_play=apart and any(empties)),
        _choices(
            "exactly_half", decision.exactly_half.value, in_play=aggregate.more_than is not None
        ),
        _choices(
            "no_returns", decision.no_returns.value, in_play=_may_all_be_empty(trigger, bounds)
        ),
    )
    return tuple(Policies(*chosen) for chosen in product(*choices))  # type: ignore[arg-type]


def _may_all_be_empty(trigger: Trigger, bounds: Mapping[str, Bounds]) -> bool:
    """Whether no valid return at all may be left; a pool without any weight does not help."""
    weights = trigger.decision.aggregate.weights
    return all(
        bound.can_be_empty
        for name, bound in bounds.items()
        if weights is None or weights[name] != 0
    )


def _has_tie(pool: PoolReturns) -> bool:
    return pool.tie > 0 or "tie" in pool.void


def _choices(matter: str, value: str, *, in_play: bool) -> tuple[str, ...]:
    if value != "unsettled":
        return (value,)
    return ALL[matter] if in_play else ALL[matter][:1]


def find(trigger: Trigger, pools: Mapping[str, PoolReturns], unit_tie: UnitTie | None) -> Finding:
    """The outcome, shares and combined share under all readings together."""
    in_play = policies_of(trigger, pools, unit_tie)
    ties: set[UnitTie] = {policies.unit_tie for policies in in_play}
    read = {tie: _Read.of(pools, tie) for tie in ties}
    under = {
        policies: _under(trigger, pools, read[policies.unit_tie], policies) for policies in in_play
    }
    results = list(under.values())
    first = results[0]
    outcomes = {result.outcome for result in results}
    combined = first.combined if all(r.combined == first.combined for r in results) else None
    return Finding(
        first.outcome if len(outcomes) == 1 else Outcome.UNDETERMINED,
        {
            name: share
            for name, share in first.shares.items()
            if all(r.shares is first.shares or r.shares.get(name) == share for r in results)
        },
        combined,
        _parted(under),
    )


def is_certain(
    trigger: Trigger,
    pools: Mapping[str, PoolReturns],
    in_play: Iterable[Policies],
    outcome: Outcome,
) -> bool:
    """Whether every completion has this outcome under each of these policies."""
    corners: dict[UnitTie, tuple[tuple[Valid, ...], ...]] = {}
    for policies in in_play:
        tie = policies.unit_tie
        if tie not in corners:
            corners[tie] = corners_of({name: bounds_of(pool, tie) for name, pool in pools.items()})
        outcome_of = outcomes_under(trigger, tuple(pools), policies)
        if any(outcome_of(corner) is not outcome for corner in corners[tie]):
            return False
    return True


@dataclass(frozen=True, slots=True)
class _Read:
    """What one way to count tied units makes of the returns: now, and at the extremes of what may come."""

    now: dict[str, Valid]
    corners: tuple[tuple[Valid, ...], ...]
    shares: dict[str, Fraction]

    @classmethod
    def of(cls, pools: Mapping[str, PoolReturns], tie: UnitTie) -> "_Read":
        now = {name: valid_returns(pool, tie) for name, pool in pools.items()}
        bounds = {name: bounds_of(pool, tie) for name, pool in pools.items()}
        shares = {name: valid.open_share for name, valid in now.items() if valid.base}
        return cls(now, corners_of(bounds), shares)


def _under(
    trigger: Trigger, pools: Mapping[str, PoolReturns], read: _Read, policies: Policies
) -> ByReading:
    possible = outcomes_at(trigger, tuple(pools), read.corners, policies)
    awaited = trigger.decision.aggregate.weights is not None and any(
        not valid.base and not pools[name].is_complete for name, valid in read.now.items()
    )
    return ByReading(
        {},
        next(iter(possible)) if len(possible) == 1 else Outcome.UNDETERMINED,
        read.shares,
        None if awaited else combined_share(trigger, read.now, policies),
    )


def _parted(under: Mapping[Policies, ByReading]) -> tuple[ByReading, ...]:
    """The results by reading, naming only the questions whose answer makes a difference; none where all agree."""
    first, *others = under.values()
    if not any(_differ(first, other) for other in others):
        return ()
    matter = [name for name in MATTERS if _makes_a_difference(name, under)]
    if not matter:
        return ()
    grouped: dict[tuple[str, ...], ByReading] = {}
    for policies, result in under.items():
        readings = {name: str(getattr(policies, name)) for name in matter}
        grouped.setdefault(tuple(readings.values()), replace(result, readings=readings))
    return tuple(grouped.values())


def _differ(one: ByReading, other: ByReading) -> bool:
    same_shares = one.shares is other.shares or one.shares == other.shares
    return one.outcome is not other.outcome or one.combined != other.combined or not same_shares


def _makes_a_difference(name: str, under: Mapping[Policies, ByReading]) -> bool:
    if len({getattr(policies, name) for policies in under}) == 1:
        return False
    seen: dict[tuple[str, ...], ByReading] = {}
    rest = [matter for matter in MATTERS if matter != name]
    for policies, result in under.items():
        others = tuple(str(getattr(policies, matter)) for matter in rest)
        first = seen.setdefault(others, result)
        if first is not result and _differ(first, result):
            return True
    return False
