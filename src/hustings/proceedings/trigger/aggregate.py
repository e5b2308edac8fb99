"""How the answers of all units become one: the four aggregations, on exact shares, under one set of policies."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from hustings.proceedings.trigger.returns import Outcome, Policies
from hustings.rulebooks.deciding_stages import Aggregate, Trigger

Ratio = tuple[int, int]
"""A share as part and whole, not yet in lowest terms."""


@dataclass(frozen=True, slots=True)
class Valid:
    """The valid returns of one pool: the base of its share."""

    open: int
    reselect: int

    @property
    def base(self) -> int:
        """How many valid returns there are."""
        return self.open + self.reselect

    @property
    def open_share(self) -> Fraction:
        """The share for an open selection; the pool has a valid return."""
        return Fraction(self.open, self.base)


def outcome_of(trigger: Trigger, pools: Mapping[str, Valid], policies: Policies) -> Outcome:
    """The outcome of these valid returns; where there is none at all, the policy for that."""
    aggregate = trigger.decision.aggregate
    if not _any_counts(aggregate, pools, policies):
        return Outcome(policies.no_returns)
    reached = _is_reached(trigger, pools, policies)
    if reached == (aggregate.share_of == "open"):
        return Outcome.OPEN_SELECTION
    return Outcome.RESELECTED


def combined_share(
    trigger: Trigger, pools: Mapping[str, Valid], policies: Policies
) -> Fraction | None:
    """The share for an open selection where pools are merged or weighed; ``None`` where each is tested apart."""
    aggregate = trigger.decision.aggregate
    if aggregate.value in ("either-pool", "all-pools"):
        return None
    if not _any_counts(aggregate, pools, policies):
        return None
    return Fraction(*_together(trigger, pools, policies, "open"))


def _any_counts(aggregate: Aggregate, pools: Mapping[str, Valid], policies: Policies) -> bool:
    if aggregate.weights is None or policies.empty_pool == "counts-zero":
        return any(valid.base for valid in pools.values())
    return any(valid.base and aggregate.weights[name] for name, valid in pools.items())


def _is_reached(trigger: Trigger, pools: Mapping[str, Valid], policies: Policies) -> bool:
    aggregate = trigger.decision.aggregate
    of = aggregate.share_of
    filled = [valid for valid in pools.values() if valid.base]
    match aggregate.value:
        case "pooled-majority" | "weighted-college":
            return _passes(aggregate, _together(trigger, pools, policies, of), policies)
        case "either-pool":
            return any(_passes(aggregate, _part(of, valid), policies) for valid in filled)
        case "all-pools":
            if policies.empty_pool == "counts-zero" and len(filled) < len(pools):
                return False
            return all(_passes(aggregate, _part(of, valid), policies) for valid in filled)


def _passes(aggregate: Aggregate, share: Ratio, policies: Policies) -> bool:
    """Compare by multiplying across: no rounding, and no lowest terms to be found first."""
    strict = aggregate.more_than is not None
    threshold = aggregate.more_than if strict else aggregate.at_least
    if threshold is None:
        return False
    part, whole = share
    left, right = part * threshold.denominator, threshold.numerator * whole
    if left == right:
        return not strict or policies.exactly_half == "enough"
    return left > right


def _part(share_of: str, valid: Valid) -> Ratio:
    return (valid.open if share_of == "open" else valid.reselect), valid.base


def _together(
    trigger: Trigger, pools: Mapping[str, Valid], policies: Policies, share_of: str
) -> Ratio:
    weights = trigger.decision.aggregate.weights
    if weights is not None:
        return _weighed(weights, pools, policies, share_of)
    each = {name: pool.each for name, pool in trigger.pools.items()}
    part = sum(each[name] * _part(share_of, valid)[0] for name, valid in pools.items())
    return part, sum(each[name] * valid.base for name, valid in pools.items())


def _weighed(
    weights: Mapping[str, Fraction], pools: Mapping[str, Valid], policies: Policies, share_of: str
) -> Ratio:
    """Each pool's share by its weight; an empty pool adds nothing, or leaves its weight to the others."""
    part, whole = 0, 1
    filled = [(weights[name], valid) for name, valid in pools.items() if valid.base]
    for weight, valid in filled:
        numerator = weight.numerator * _part(share_of, valid)[0]
        denominator = weight.denominator * valid.base
        part, whole = part * denominator + numerator * whole, whole * denominator
    if policies.empty_pool == "counts-zero" or len(filled) == len(weights):
        return part, whole
    present = sum((weight for weight, _ in filled), Fraction(0))
    return part * present.denominator, whole * present.numerator
