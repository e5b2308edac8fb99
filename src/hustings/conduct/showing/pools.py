"""The returns added up by pool: what is counted, what may still come, and where the threshold lies."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from math import lcm

from hustings.conduct.seats import Seat
from hustings.kernel.clauses import Citation
from hustings.kernel.exact import fraction_text
from hustings.proceedings.entry import Given
from hustings.proceedings.meetings import trigger_rules
from hustings.proceedings.stages import Stage
from hustings.proceedings.trigger.answer import TriggerAnswer
from hustings.proceedings.trigger.certainty import valid_returns
from hustings.proceedings.trigger.returns import PoolReturns
from hustings.proceedings.triggering import answer_now, pools_of
from hustings.rulebooks.deciding_stages import Aggregate, Trigger
from hustings.timetable.sentences import N_, Translate

BRANCHES, AFFILIATES = N_("Branches"), N_("Affiliates")
KINDS = {"branch": BRANCHES, "affiliate": AFFILIATES}


@dataclass(frozen=True, slots=True)
class ShownPool:
    """Returns of one pool: ``open`` and ``reselect`` are the base; the rest stands outside it."""

    name: str
    open: int
    reselect: int
    outside: int
    void: int
    outstanding: int
    each: int = 1

    @property
    def base(self) -> int:
        """Valid returns so far: the denominator of the share."""
        return self.open + self.reselect

    @property
    def share(self) -> str:
        """The exact share for an open selection among valid returns so far."""
        return _share(self.open, self.base)

    @property
    def floor(self) -> str:
        """The share if no outstanding unit asks for an open selection."""
        return _share(self.open, self.base + self.outstanding)

    @property
    def ceiling(self) -> str:
        """The share if every outstanding unit does."""
        return _share(self.open + self.outstanding, self.base + self.outstanding)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of the picture, in whole parts; ``for_`` counts towards the threshold."""

    name: str
    choice: str
    base: str
    for_: int
    against: int
    outstanding: int
    threshold: Fraction
    at_least: bool


@dataclass(frozen=True, slots=True)
class ShownTrigger:
    """The trigger ballot as a page shows it."""

    pools: tuple[ShownPool, ...]
    bars: tuple[Bar, ...]
    answer: TriggerAnswer
    rules: Trigger
    test: str
    citation: Citation
    closed: bool

    @property
    def combined(self) -> str:
        """The exact share of all pools together, where the rulebook puts them together."""
        return "" if self.answer.combined is None else fraction_text(self.answer.combined)

    @property
    def outstanding(self) -> int:
        """How many units may still report."""
        return sum(pool.outstanding for pool in self.pools)


def trigger_of(seat: Seat, now: datetime, translate: Translate) -> ShownTrigger | None:
    """The returns so far; None where there is no trigger ballot or no roll of units yet."""
    rules = trigger_rules(Given(seat.state, seat.rulebook, now))
    if not isinstance(rules, Trigger) or not seat.state.units:
        return None
    due = seat.state.step("returns-due")
    closed = seat.state.stage is not Stage.TRIGGER or (due is not None and now > due.last)
    if closed and due is not None:
        now = max(now, due.last + timedelta(minutes=1))
    answer = answer_now(seat.state, rules, now)
    counted = pools_of(seat.state, closed=True)
    policy = rules.decision.unit_tie.value
    pools = tuple(
        _pool(
            _name(rules, name, translate),
            counted.get(pool.units, PoolReturns()),
            answer.outstanding.get(name) or 0,
            pool.each,
            policy,
        )
        for name, pool in rules.pools.items()
    )
    aggregate = rules.decision.aggregate
    return ShownTrigger(
        pools,
        _bars(pools, tuple(rules.pools), aggregate, answer, translate),
        answer,
        rules,
        words_of_test(aggregate, translate),
        aggregate.citation,
        closed,
    )


_TESTS = {
    ("either-pool", "open"): N_(
        "An open selection follows if the share for it in any one pool is {threshold}."
    ),
    ("all-pools", "open"): N_(
        "An open selection follows if the share for it in every pool is {threshold}."
    ),
    ("pooled-majority", "open"): N_(
        "An open selection follows if the share for it among all units in one pool is {threshold}."
    ),
    ("weighted-college", "open"): N_(
        "An open selection follows if the share for it, the pools weighed, is {threshold}."
    ),
    ("either-pool", "reselect"): N_(
        "The sitting representative is reselected if the share for that in any one pool is {threshold}."
    ),
    ("all-pools", "reselect"): N_(
        "The sitting representative is reselected if the share for that in every pool is {threshold}."
    ),
    ("pooled-majority", "reselect"): N_(
        "The sitting representative is reselected if the share for that among all units in one pool is {threshold}."
    ),
    ("weighted-college", "reselect"): N_(
        "The sitting representative is reselected if the share for that, the pools weighed, is {threshold}."
    ),
}


def words_of_test(aggregate: Aggregate, translate: Translate) -> str:
    """The test of a rulebook in one sentence, with its exact threshold."""
    if aggregate.more_than is not None:
        share, text = aggregate.more_than, N_("more than {share}")
    else:
        share, text = aggregate.at_least or Fraction(0), N_("{share} or more")
    threshold = translate(text).format(share=fraction_text(share))
    test = translate(_TESTS[aggregate.value, aggregate.share_of]).format(threshold=threshold)
    if aggregate.share_of == "open":
        return test
    otherwise = translate(N_("Otherwise an open selection follows."))
    return f"{test} {otherwise}"


def _name(rules: Trigger, name: str, translate: Translate) -> str:
    kind = rules.pools[name].units
    return translate(KINDS[kind]) if name == kind else name


def _pool(name: str, pool: PoolReturns, outstanding: int, each: int, policy: str) -> ShownPool:
    valid = valid_returns(pool, "abstain" if policy == "unsettled" else policy)  # type: ignore[arg-type]
    outside = pool.made - valid.base
    return ShownPool(name, valid.open, valid.reselect, outside, len(pool.void), outstanding, each)


def _bars(
    pools: tuple[ShownPool, ...],
    ids: tuple[str, ...],
    aggregate: Aggregate,
    answer: TriggerAnswer,
    translate: Translate,
) -> tuple[Bar, ...]:
    match aggregate.value:
        case "either-pool" | "all-pools":
            base = translate(N_("valid returns"))
            return tuple(_bar(pool.name, base, pool, 1, aggregate, translate) for pool in pools)
        case "pooled-majority":
            name = translate(N_("All units in one pool"))
            each = all(pool.each == 1 for pool in pools)
            base = translate(N_("valid returns") if each else N_("votes of units"))
            together = ShownPool(
                name,
                sum(pool.open * pool.each for pool in pools),
                sum(pool.reselect * pool.each for pool in pools),
                0,
                0,
                sum(pool.outstanding * pool.each for pool in pools),
            )
            return (_bar(name, base, together, 1, aggregate, translate),)
        case "weighted-college":
            return _weighted(pools, ids, aggregate, answer, translate)


def _bar(
    name: str, base: str, pool: ShownPool, each: int, aggregate: Aggregate, translate: Translate
) -> Bar:
    for_open = aggregate.share_of == "open"
    threshold = aggregate.at_least if aggregate.at_least is not None else aggregate.more_than
    return Bar(
        name,
        translate(N_("an open selection") if for_open else N_("reselection")),
        base,
        (pool.open if for_open else pool.reselect) * each,
        (pool.reselect if for_open else pool.open) * each,
        pool.outstanding * each,
        threshold if threshold is not None else Fraction(0),
        aggregate.at_least is not None,
    )


def _weighted(
    pools: tuple[ShownPool, ...],
    ids: tuple[str, ...],
    aggregate: Aggregate,
    answer: TriggerAnswer,
    translate: Translate,
) -> tuple[Bar, ...]:
    """The college as one bar, in the smallest whole parts that make every share exact."""
    weights = aggregate.weights or {}
    if any(pool.base + pool.outstanding == 0 for pool in pools):
        return ()
    low = high = Fraction(0)
    for id_, pool in zip(ids, pools, strict=True):
        whole = pool.base + pool.outstanding
        low += weights[id_] * Fraction(pool.open, whole)
        high += weights[id_] * Fraction(pool.open + pool.outstanding, whole)
    parts = lcm(low.denominator, high.denominator)
    counted, possible = int(low * parts), int((high - low) * parts)
    together = ShownPool("", counted, parts - counted - possible, 0, 0, possible)
    name = translate(N_("The pools together, each with its weight"))
    base = translate(N_("parts of the whole"))
    return (_bar(name, base, together, 1, aggregate, translate),)


def _share(part: int, whole: int) -> str:
    return fraction_text(Fraction(part, whole)) if whole else "–"
