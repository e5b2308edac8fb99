"""Whether any answer of the units still to report could change the outcome: exact bounds instead of enumeration.

Every aggregation rises with each pool's share for an open selection, so among completions that fill
the same pools the two extremes (all that can ask for an open selection do; none does) say what is
possible. A pool that could end with no valid return is a third case of its own.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product
from typing import NamedTuple

from hustings.proceedings.trigger.aggregate import Valid, outcomes_under
from hustings.proceedings.trigger.returns import Answer, Outcome, Policies, PoolReturns, UnitTie
from hustings.rulebooks.deciding_stages import Trigger

MANY = 10**120
"""Stands for an unknown number of units.

With ever more units on one side a share falls (or rises) towards a limit without reaching it, and so
does any weighted sum of shares; a comparison with the threshold changes no more once the distance to
the limit is smaller than the limit's distance from the threshold. Thresholds and weights have
denominators of at most 18 digits and counts of at most seven, so the latter is above 1 in 10**100.
"""


class Bounds(NamedTuple):
    """The fewest and the most valid returns of each kind that one pool can end with."""

    open_least: int
    open_most: int
    reselect_least: int
    reselect_most: int

    @property
    def can_be_empty(self) -> bool:
        """Whether the pool may end without any valid return."""
        return self.open_least == 0 and self.reselect_least == 0

    def corners(self) -> Iterator[Valid]:
        """The extremes of the pool: most for an open selection, least, and no valid return."""
        most = Valid(self.open_most, self.reselect_least)
        least = Valid(self.open_least, self.reselect_most)
        yield most
        if least != most:
            yield least
        if self.can_be_empty and most.base and least.base:
            yield Valid(0, 0)


def bounds_of(
    pool: PoolReturns, tie: UnitTie, *, reinstatable: bool = False, voidable: bool = False
) -> Bounds:
    """What the pool can end with when voids may come back, or when returns that stand may be voided."""
    valid = valid_returns(pool, tie)
    more_open = more_reselect = MANY if pool.outstanding is None else pool.outstanding
    if reinstatable:
        for stood in set(pool.void):
            number, counted = pool.void.count(stood), counts_as(stood, tie)
            more_open += number if counted in (None, Answer.OPEN) else 0
            more_reselect += number if counted in (None, Answer.RESELECT) else 0
    return Bounds(
        0 if voidable else valid.open,
        valid.open + more_open,
        0 if voidable else valid.reselect,
        valid.reselect + more_reselect,
    )


def counts_as(answer: Answer | None, tie: UnitTie) -> Answer | None:
    """What an answer counts as once a tie is read by policy; ``None`` stays unknown."""
    return Answer(tie) if answer is Answer.TIE else answer


def valid_returns(pool: PoolReturns, tie: UnitTie) -> Valid:
    """The valid returns made so far, a tied unit counted as the policy says."""
    return Valid(
        pool.open + (pool.tie if tie == "open" else 0),
        pool.reselect + (pool.tie if tie == "reselect" else 0),
    )


def possible_outcomes(
    trigger: Trigger, bounds: Mapping[str, Bounds], policies: Policies
) -> frozenset[Outcome]:
    """Every outcome that some completion within the bounds has, under one set of policies."""
    return outcomes_at(trigger, tuple(bounds), corners_of(bounds), policies)


def corners_of(bounds: Mapping[str, Bounds]) -> tuple[tuple[Valid, ...], ...]:
    """Every combination of the pools' extremes."""
    return tuple(product(*(tuple(bound.corners()) for bound in bounds.values())))


def outcomes_at(
    trigger: Trigger,
    names: Sequence[str],
    corners: Iterable[tuple[Valid, ...]],
    policies: Policies,
) -> frozenset[Outcome]:
    """The outcomes that some of these sets of valid returns have, under one set of policies."""
    found: set[Outcome] = set()
    outcome_of = outcomes_under(trigger, names, policies)
    for corner in corners:
        found.add(outcome_of(corner))
        if len(found) == 2:
            break
    return frozenset(found)


def least_share(pool: PoolReturns, tie: UnitTie) -> Fraction:
    """The least share for an open selection that the pool can end with; zero where it has no limit."""
    valid = valid_returns(pool, tie)
    if pool.outstanding is None or valid.open == 0:
        return Fraction(0)
    return Fraction(valid.open, valid.base + pool.outstanding)
