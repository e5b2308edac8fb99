"""What could still change an outcome: units still to report, voids that come back, returns that are voided."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice, permutations

from hustings.proceedings.trigger.certainty import Bounds, bounds_of, least_share, possible_outcomes
from hustings.proceedings.trigger.readings import Finding, find, is_certain, policies_of
from hustings.proceedings.trigger.returns import Answer, Outcome, PoolReturns, UnitTie
from hustings.rulebooks.deciding_stages import Trigger

Pools = Mapping[str, PoolReturns]


@dataclass(frozen=True, slots=True)
class Reinstatement:
    """What follows when one of ``number`` voided returns that said the same is reinstated, alone."""

    pool: str
    stood: Answer | None
    number: int
    finding: Finding


@dataclass(frozen=True, slots=True)
class Decider:
    """The fewest further returns, by pool, that would make one outcome certain if all gave ``answer``."""

    outcome: Outcome
    answer: Answer
    needed: dict[str, int]


def is_settled(
    trigger: Trigger, pools: Pools, unit_tie: UnitTie | None, outcome: Outcome, *, closed: bool
) -> bool:
    """Whether neither voids coming back nor (while returns can be contested) further voids change the outcome."""
    if outcome is Outcome.UNDETERMINED:
        return False
    if closed and not any(pool.void for pool in pools.values()):
        return True
    in_play = policies_of(trigger, pools, unit_tie, _widest(pools, "abstain", closed=closed))
    return all(
        possible_outcomes(trigger, _widest(pools, p.unit_tie, closed=closed), p)
        == frozenset({outcome})
        for p in in_play
    )


def _widest(pools: Pools, tie: UnitTie, *, closed: bool) -> dict[str, Bounds]:
    return {
        name: bounds_of(pool, tie, reinstatable=True, voidable=not closed)
        for name, pool in pools.items()
    }


def floors(trigger: Trigger, pools: Pools, unit_tie: UnitTie | None) -> dict[str, Fraction]:
    """For each pool still awaited, the least share for an open selection it can end with."""
    ties: set[UnitTie] = {policies.unit_tie for policies in policies_of(trigger, pools, unit_tie)}
    return {
        name: min(least_share(pool, tie) for tie in ties)
        for name, pool in pools.items()
        if not pool.is_complete
    }


def all_reinstated(trigger: Trigger, pools: Pools, unit_tie: UnitTie | None) -> Finding | None:
    """What the returns add up to with every voided one back; ``None`` where none is void."""
    if not any(pool.void for pool in pools.values()):
        return None
    back = {name: pool.reinstating(pool.void) for name, pool in pools.items()}
    return find(trigger, back, unit_tie)


def each_reinstated(
    trigger: Trigger, pools: Pools, unit_tie: UnitTie | None
) -> tuple[Reinstatement, ...]:
    """What each voided return would do if it alone came back; equal ones are told once."""
    return tuple(
        Reinstatement(
            name,
            stood,
            number,
            find(trigger, {**pools, name: pool.reinstating((stood,))}, unit_tie),
        )
        for name, pool in pools.items()
        for stood, number in Counter(pool.void).items()
    )


def deciders(trigger: Trigger, pools: Pools, unit_tie: UnitTie | None) -> tuple[Decider, ...]:
    """For each outcome that outstanding returns alone can make certain, the fewest that would."""
    found = (
        (outcome, answer, _fewest(trigger, pools, unit_tie, outcome, answer))
        for outcome, answer in (
            (Outcome.OPEN_SELECTION, Answer.OPEN),
            (Outcome.RESELECTED, Answer.RESELECT),
        )
    )
    return tuple(Decider(o, answer, needed) for o, answer, needed in found if needed is not None)


def _fewest(
    trigger: Trigger, pools: Pools, unit_tie: UnitTie | None, outcome: Outcome, answer: Answer
) -> dict[str, int] | None:
    """Give every outstanding unit the answer, then take back as many as the outcome can spare.

    Taking back is tried in every order of the pools. What one return moves in its pool does not
    depend on the others, so one of these orders leaves the smallest number of all. Of an unknown
    number the first return settles all that any of them can settle.
    """
    awaited = [name for name, pool in pools.items() if not pool.is_complete]
    full = {name: _up_to(pools[name]) for name in awaited}
    in_play = policies_of(trigger, pools, unit_tie)

    tried: dict[tuple[int, ...], bool] = {}

    def decides(needed: Mapping[str, int]) -> bool:
        numbers = tuple(needed[name] for name in awaited)
        if numbers not in tried:
            then = {
                **pools,
                **{name: _given(pools[name], answer, needed[name]) for name in awaited},
            }
            tried[numbers] = is_certain(trigger, then, in_play, outcome)
        return tried[numbers]

    if not awaited or not decides(full):
        return None
    results: list[dict[str, int]] = []
    for order in islice(permutations(awaited), 24):
        needed = dict(full)
        for name in order:
            needed[name] = _least(needed, name, decides)
        results.append({name: number for name, number in needed.items() if number})
    return min(results, key=lambda needed: sum(needed.values()))


def _least(
    needed: Mapping[str, int], name: str, decides: Callable[[Mapping[str, int]], bool]
) -> int:
    """The smallest number in one pool that still decides, the others kept: found by halving."""
    low, high = 0, needed[name]
    while low < high:
        middle = (low + high) // 2
        if decides({**needed, name: middle}):
            high = middle
        else:
            low = middle + 1
    return high


def _up_to(pool: PoolReturns) -> int:
    return 1 if pool.outstanding is None else pool.outstanding


def _given(pool: PoolReturns, answer: Answer, number: int) -> PoolReturns:
    left = None if pool.outstanding is None else pool.outstanding - number
    more_open, more_reselect = (number, 0) if answer is Answer.OPEN else (0, number)
    return PoolReturns(
        pool.open + more_open,
        pool.reselect + more_reselect,
        pool.tie,
        pool.abstain,
        pool.void,
        left,
    )
