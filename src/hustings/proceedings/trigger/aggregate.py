"""How the answers of all units become one: the four aggregations, on exact shares, under one set of policies."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from hustings.proceedings.trigger.returns import Outcome, Policies
from hustings.rulebooks.deciding_stages import Aggregate, Trigger

Ratio = tuple[int, int]
"""A share as part and whole, not yet in lowest terms."""


class Valid(NamedTuple):
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


def outcomes_under(
    trigger: Trigger, names: Sequence[str], policies: Policies
) -> Callable[[Sequence[Valid]], Outcome]:
    """The rulebook's test, made ready for many sets of valid returns of the pools with these names."""
    return _made_ready(_TheVery(trigger), tuple(names), policies)


class _TheVery:
    """A rulebook's trigger by identity, so that what is made ready for it can be kept."""

    __slots__ = ("trigger",)

    def __init__(self, trigger: Trigger) -> None:
        self.trigger = trigger

    def __hash__(self) -> int:
        return id(self.trigger)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _TheVery) and other.trigger is self.trigger


@lru_cache(maxsize=512)
def _made_ready(
    very: _TheVery, names: tuple[str, ...], policies: Policies
) -> Callable[[Sequence[Valid]], Outcome]:
    trigger = very.trigger
    aggregate = trigger.decision.aggregate
    no_returns, of = (
        Outcome(policies.no_returns),
        _OPEN if aggregate.share_of == "open" else _RESELECT,
    )
    reached, not_reached = Outcome.OPEN_SELECTION, Outcome.RESELECTED
    if aggregate.share_of != "open":
        reached, not_reached = not_reached, reached
    is_reached = _test(trigger, names, policies, of)
    weights = aggregate.weights
    must_count = weights is not None and policies.empty_pool != "counts-zero"
    counts = [not must_count or bool((weights or {})[name]) for name in names]

    def outcome(valid: Sequence[Valid]) -> Outcome:
        for one, may_count in zip(valid, counts, strict=True):
            if may_count and (one[0] or one[1]):
                return reached if is_reached(valid) else not_reached
        return no_returns

    return outcome


_OPEN, _RESELECT = 0, 1
"""Where the two numbers of ``Valid`` stand."""

Test = Callable[[Sequence[Valid]], bool]


def _test(trigger: Trigger, names: Sequence[str], policies: Policies, of: int) -> Test:
    """Whether the share reaches the threshold, by the rulebook's aggregation."""
    aggregate, passes = trigger.decision.aggregate, _passes(trigger.decision.aggregate, policies)
    match aggregate.value:
        case "pooled-majority" | "weighted-college":
            together = _together(trigger, names, policies, of)
            return lambda valid: passes(*together(valid))
        case "either-pool":
            return lambda valid: any(passes(v[of], v[0] + v[1]) for v in valid if v[0] or v[1])
        case "all-pools":
            needs_all = policies.empty_pool == "counts-zero"

            def all_pass(valid: Sequence[Valid]) -> bool:
                if needs_all and not all(v[0] or v[1] for v in valid):
                    return False
                return all(passes(v[of], v[0] + v[1]) for v in valid if v[0] or v[1])

            return all_pass


def _passes(aggregate: Aggregate, policies: Policies) -> Callable[[int, int], bool]:
    """Compare by multiplying across: no rounding, and no lowest terms to be found first."""
    strict = aggregate.more_than is not None
    threshold = aggregate.more_than if strict else aggregate.at_least
    if threshold is None:
        return lambda part, whole: False
    above, below = threshold.denominator, threshold.numerator
    if strict and policies.exactly_half != "enough":
        return lambda part, whole: part * above > below * whole
    return lambda part, whole: part * above >= below * whole


def _together(
    trigger: Trigger, names: Sequence[str], policies: Policies, of: int
) -> Callable[[Sequence[Valid]], Ratio]:
    """The one share of all pools, merged with each unit's votes or weighed pool by pool."""
    weights = trigger.decision.aggregate.weights
    if weights is not None:
        return _weighed([weights[name] for name in names], len(weights), policies, of)
    each = [trigger.pools[name].each for name in names]

    def merged(valid: Sequence[Valid]) -> Ratio:
        part = whole = 0
        for votes, one in zip(each, valid, strict=True):
            part += votes * one[of]
            whole += votes * (one[0] + one[1])
        return part, whole

    return merged


def _weighed(
    weights: Sequence[Fraction], pools: int, policies: Policies, of: int
) -> Callable[[Sequence[Valid]], Ratio]:
    """Each pool's share by its weight; an empty pool adds nothing, or leaves its weight to the others."""
    shares = [(weight.numerator, weight.denominator) for weight in weights]
    counts_zero = policies.empty_pool == "counts-zero"

    def weighed(valid: Sequence[Valid]) -> Ratio:
        part, whole, filled = 0, 1, 0
        for (numerator, denominator), one in zip(shares, valid, strict=True):
            base = one[0] + one[1]
            if base:
                filled += 1
                below = denominator * base
                part, whole = part * below + numerator * one[of] * whole, whole * below
        if counts_zero or filled == pools:
            return part, whole
        present = sum(
            (w for w, one in zip(weights, valid, strict=True) if one[0] or one[1]), Fraction(0)
        )
        return part * present.denominator, whole * present.numerator

    return weighed


def combined_share(
    trigger: Trigger, pools: Mapping[str, Valid], policies: Policies
) -> Fraction | None:
    """The share for an open selection where pools are merged or weighed; ``None`` where each is tested apart."""
    aggregate = trigger.decision.aggregate
    if aggregate.value in ("either-pool", "all-pools"):
        return None
    if not _any_counts(aggregate, pools, policies):
        return None
    return Fraction(*_together(trigger, tuple(pools), policies, _OPEN)(tuple(pools.values())))


def _any_counts(aggregate: Aggregate, pools: Mapping[str, Valid], policies: Policies) -> bool:
    if aggregate.weights is None or policies.empty_pool == "counts-zero":
        return any(valid.base for valid in pools.values())
    return any(valid.base and aggregate.weights[name] for name, valid in pools.items())
