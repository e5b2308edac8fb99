"""The whole answer to a set of returns under one rulebook: outcome, certainty, shares, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from hustings.proceedings.trigger.explain import Step, reasoning
from hustings.proceedings.trigger.readings import ByReading, Finding, by_pool, find
from hustings.proceedings.trigger.returns import Outcome, PoolReturns, UnitTie
from hustings.proceedings.trigger.sensitivity import (
    Decider,
    Reinstatement,
    all_reinstated,
    deciders,
    each_reinstated,
    floors,
    is_settled,
)
from hustings.rulebooks.deciding_stages import Trigger


@dataclass(frozen=True, slots=True)
class TriggerAnswer:
    """What the returns decide. Shares are those for an open selection, by the rulebook's pools.

    ``certain``: no return still to come could change the outcome. ``settled``: no void and no
    reinstatement still in time could either. ``shares`` and ``combined`` leave out what readings of
    the rulebook give different values. ``floor`` has every pool with returns outstanding.
    """

    outcome: Outcome
    certain: bool
    settled: bool
    shares: dict[str, Fraction]
    combined: Fraction | None
    floor: dict[str, Fraction]
    by_reading: tuple[ByReading, ...]
    if_reinstated: Finding | None
    reinstating: tuple[Reinstatement, ...]
    outstanding: dict[str, int | None]
    deciders: tuple[Decider, ...]
    reasoning: tuple[Step, ...]


def decide_returns(
    trigger: Trigger,
    returns: Mapping[str, PoolReturns],
    *,
    unit_tie: UnitTie | None = None,
    closed: bool = True,
) -> TriggerAnswer:
    """Decide the returns (by kind of unit) under a rulebook's trigger rules.

    ``unit_tie`` is a policy for tied units that was set for this case and goes before the
    rulebook's. ``closed`` says that the time in which returns could be voided is over; what is
    still outstanding stands in the returns themselves.
    """
    pools = by_pool(trigger, returns)
    finding = find(trigger, pools, unit_tie)
    is_open = finding.outcome is Outcome.UNDETERMINED
    reinstated = all_reinstated(trigger, pools, unit_tie)
    awaited = {name: pool.outstanding for name, pool in pools.items() if not pool.is_complete}
    return TriggerAnswer(
        outcome=finding.outcome,
        certain=not is_open,
        settled=is_settled(trigger, pools, unit_tie, finding.outcome, closed=closed),
        shares=finding.shares,
        combined=finding.combined,
        floor=floors(trigger, pools, unit_tie) if awaited else {},
        by_reading=finding.by_reading,
        if_reinstated=reinstated,
        reinstating=each_reinstated(trigger, pools, unit_tie),
        outstanding=awaited,
        deciders=deciders(trigger, pools, unit_tie) if is_open and awaited else (),
        reasoning=reasoning(trigger, pools, unit_tie, finding),
    )
