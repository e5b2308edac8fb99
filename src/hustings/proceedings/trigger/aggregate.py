"""How the answers of all units become one: the four aggregations, on exact shares, under one set of policies."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from hustings.proceedings.trigger.returns import Outcome, Policies
from hustings.rulebooks.schema import Aggregate, Trigger


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
    trigger: Trigger, pools: Mapping[str, Valid], policies: Policies, share_of: str = "open"
) -> Fraction | None:
    """The share where pools are merged or weighed; ``None`` where each pool is tested apart."""
    aggregate = trigger.decision.aggregate
    if not _any_counts(aggregate, pools, policies):
        return None
    match aggregate.value:
        case "pooled-majority":
            return _of(share_of, _merged(trigger, pools))
        case "weighted-college":
            return _weighed(aggregate, pools, policies, share_of)
        case "either-pool" | "all-pools":
            return None


def _any_counts(aggregate: Aggregate, pools: Mapping[str, Valid], policies: Policies) -> bool:
    filled = [name for name, valid in pools.items() if valid.base]
    if aggregate.weights is None or policies.empty_pool == "counts-zero":
        return bool(filled)
    return any(aggregate.weights[name] for name in filled)


def _is_reached(trigger: Trigger, pools: Mapping[str, Valid], policies: Policies) -> bool:
    aggregate = trigger.decision.aggregate
    of = aggregate.share_of
    match aggregate.value:
        case "pooled-majority" | "weighted-college":
            share = combined_share(trigger, pools, policies, of)
            return share is not None and _passes(aggregate, share, policies)
        case "either-pool":
            return any(
                _passes(aggregate, _of(of, valid), policies)
                for valid in pools.values()
                if valid.base
            )
        case "all-pools":
            if policies.empty_pool == "counts-zero" and not all(v.base for v in pools.values()):
                return False
            return all(
                _passes(aggregate, _of(of, valid), policies)
                for valid in pools.values()
                if valid.base
            )


def _passes(aggregate: Aggregate, share: Fraction, policies: Policies) -> bool:
    if aggregate.more_than is None:
        return aggregate.at_least is not None and share >= aggregate.at_least
    if share == aggregate.more_than:
        return policies.exactly_half == "enough"
    return share > aggregate.more_than


def _of(share_of: str, valid: Valid) -> Fraction:
    return valid.open_share if share_of == "open" else 1 - valid.open_share


def _merged(trigger: Trigger, pools: Mapping[str, Valid]) -> Valid:
    each = {name: pool.each for name, pool in trigger.pools.items()}
    return Valid(
        sum(each[name] * valid.open for name, valid in pools.items()),
        sum(each[name] * valid.reselect for name, valid in pools.items()),
    )


def _weighed(
    aggregate: Aggregate, pools: Mapping[str, Valid], policies: Policies, share_of: str
) -> Fraction:
    """Each pool's share by its weight; an empty pool adds nothing, or leaves its weight to the others."""
    weights = aggregate.weights or {}
    filled = {name: valid for name, valid in pools.items() if valid.base}
    total = sum((weights[name] * _of(share_of, v) for name, v in filled.items()), Fraction(0))
    if policies.empty_pool == "counts-zero":
        return total
    return total / sum(weights[name] for name in filled)
