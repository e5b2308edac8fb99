"""The reasoning, step by step: every sentence with the clause, source or reading that it rests on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from hustings.kernel.clauses import Citation, Ground
from hustings.kernel.exact import fraction_text
from hustings.proceedings.trigger.certainty import valid_returns
from hustings.proceedings.trigger.readings import ByReading, Finding
from hustings.proceedings.trigger.returns import Outcome, PoolReturns, UnitTie
from hustings.proceedings.trigger.words import (
    listed,
    outcome_words,
    plural,
    reading_words,
    sentence,
    share_text,
    spelt,
    threshold_words,
    units,
)
from hustings.rulebooks.deciding_stages import Trigger

CASE_SETS_IT = Citation(Ground.SOURCE, "set for this case")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the reasoning, and who says so."""

    citation: Citation
    says: str


def reasoning(
    trigger: Trigger, pools: Mapping[str, PoolReturns], unit_tie: UnitTie | None, finding: Finding
) -> tuple[Step, ...]:
    """The steps from the returns to the outcome."""
    decision = trigger.decision
    base = decision.base.citation
    steps = [
        Step(
            base,
            "The base is the returns for an open selection or for reselection; "
            "an abstention, a voided return and a return never made stay outside it.",
        )
    ]
    steps += [Step(base, _pool(trigger, name, pool)) for name, pool in pools.items()]
    steps += _tie(trigger, pools, unit_tie)
    steps += _empty(trigger, pools)
    steps.append(Step(decision.aggregate.citation, rule_sentence(trigger)))
    steps += [
        Step(decision.aggregate.citation, line) for line in _measured(trigger, pools, finding)
    ]
    steps += _exactly(trigger, finding)
    steps.append(Step(decision.aggregate.citation, conclusion(pools, finding)))
    return tuple(steps)


def rule_sentence(trigger: Trigger) -> str:
    """The test in one sentence."""
    aggregate = trigger.decision.aggregate
    wanted, otherwise = "An open selection follows", "otherwise the representative is reselected"
    if aggregate.share_of == "reselect":
        wanted, otherwise = (
            "The representative is reselected",
            "otherwise an open selection follows",
        )
    what = "an open selection" if aggregate.share_of == "open" else "reselection"
    threshold = threshold_words(aggregate)
    match aggregate.value:
        case "pooled-majority":
            test = f"if the share for {what} among all units in one pool is {threshold}"
        case "weighted-college":
            weights = listed(
                [f"{n} {fraction_text(w)}" for n, w in (aggregate.weights or {}).items()]
            )
            test = f"if the share for {what}, the pools weighed {weights}, is {threshold}"
        case "either-pool":
            test = f"if the share for {what} in any one pool is {threshold}"
        case "all-pools":
            test = f"if the share for {what} in every pool is {threshold}"
    return f"{wanted} {test}; {otherwise}."


def conclusion(pools: Mapping[str, PoolReturns], finding: Finding) -> str:
    """The outcome, and where there is none, which readings or which returns it hangs on."""
    awaited = any(not pool.is_complete for pool in pools.values())
    if finding.outcome is not Outcome.UNDETERMINED:
        after = ", whatever the outstanding returns say" if awaited else ""
        return f"Outcome: {outcome_words(finding.outcome)}{after}."
    if not hangs_on_readings(finding.by_reading):
        return "Undetermined: returns still outstanding could make it either outcome."
    parts = [
        f"if {reading_words(r.readings)}: {outcome_words(r.outcome)}" for r in finding.by_reading
    ]
    return f"Undetermined, because no source settles how to read this: {'; '.join(parts)}."


def hangs_on_readings(by_reading: Sequence[ByReading]) -> bool:
    """Whether one reading has another outcome than the next."""
    return len({result.outcome for result in by_reading}) > 1


def _pool(trigger: Trigger, name: str, pool: PoolReturns) -> str:
    who = sentence(units(trigger, name))[:-1]
    if pool == PoolReturns():
        return f"{who}: no return."
    counted = f"{who}: {pool.open:,} for an open selection, {pool.reselect:,} for reselection"
    other = [
        f"{number:,} {word}"
        for number, word in (
            (pool.tie, "tied"),
            (pool.abstain, "abstaining"),
            (len(pool.void), "void"),
        )
        if number
    ]
    if pool.outstanding is None:
        other.append("an unknown number outstanding")
    elif pool.outstanding:
        other.append(f"{pool.outstanding:,} outstanding")
    return f"{', '.join([counted, *other])}."


def _tie(
    trigger: Trigger, pools: Mapping[str, PoolReturns], unit_tie: UnitTie | None
) -> list[Step]:
    ties = sum(pool.tie for pool in pools.values())
    if not ties:
        return []
    rule = trigger.decision.unit_tie
    who = plural(ties, "tied unit", "tied units")
    counts = "counts" if ties == 1 else "count"
    ways = {
        "reselect": f"{counts} for reselection",
        "open": f"{counts} for an open selection",
        "abstain": f"{'stays' if ties == 1 else 'stay'} outside the base",
    }
    if unit_tie is not None:
        return [Step(CASE_SETS_IT, f"{who}: {ways[unit_tie]}, as this case sets.")]
    if rule.value == "unsettled":
        return [
            Step(
                rule.citation, f"{who}: no source settles how to count it, so it is read every way."
            )
        ]
    return [Step(rule.citation, f"{who}: {ways[rule.value]}.")]


def _empty(trigger: Trigger, pools: Mapping[str, PoolReturns]) -> list[Step]:
    decision = trigger.decision
    empty = [name for name, pool in pools.items() if not _may_count(pool) and pool.is_complete]
    if len(empty) == len(pools):
        rule = decision.no_returns
        means = {
            "reselected": "then the sitting representative is reselected.",
            "open-selection": "then an open selection follows.",
            "unsettled": "no source settles what follows.",
        }[rule.value]
        return [
            Step(
                rule.citation,
                f"There is no valid return in any pool, so there is no share; {means}",
            )
        ]
    match decision.aggregate.value:
        case "either-pool":
            means = "so it does not reach the share by itself."
            citation = decision.aggregate.citation
        case "pooled-majority":
            return []
        case "weighted-college" | "all-pools":
            citation = decision.empty_pool.citation
            means = {
                "counts-zero": "so it adds nothing to the share.",
                "other-pools-decide": "so the other pools decide.",
                "unsettled": "and no source settles whether it counts as zero or leaves it to the "
                "others, so it is read both ways.",
            }[decision.empty_pool.value]
    return [
        Step(citation, f"The pool of {units(trigger, name)} has no valid return, {means}")
        for name in empty
    ]


def _may_count(pool: PoolReturns) -> bool:
    return bool(pool.open + pool.reselect + pool.tie)


def _measured(trigger: Trigger, pools: Mapping[str, PoolReturns], finding: Finding) -> list[str]:
    aggregate = trigger.decision.aggregate
    so_far = {name: "" if pool.is_complete else " so far" for name, pool in pools.items()}
    if aggregate.value in ("either-pool", "all-pools"):
        return [
            f"{sentence(units(trigger, name))[:-1]}{so_far[name]}: {_against(trigger, share)}"
            for name, share in finding.shares.items()
        ]
    if finding.combined is None:
        return []
    together = "Weighed together" if aggregate.weights is not None else "All units together"
    return [f"{together}{max(so_far.values())}: {_against(trigger, finding.combined)}"]


def _against(trigger: Trigger, open_share: Fraction) -> str:
    aggregate = trigger.decision.aggregate
    threshold = aggregate.more_than if aggregate.more_than is not None else aggregate.at_least
    text = f"{share_text(open_share)} for an open selection"
    share = open_share
    if aggregate.share_of == "reselect" and aggregate.value != "weighted-college":
        share = 1 - open_share
        text += f", {share_text(share)} for reselection"
    elif aggregate.share_of == "reselect":
        return f"{text}."
    limit = threshold if threshold is not None else Fraction(0)
    relation = "above" if share > limit else "below" if share < limit else "exactly"
    return f"{text}, {relation} {fraction_text(limit)}."


def _exactly(trigger: Trigger, finding: Finding) -> list[Step]:
    rule = trigger.decision.exactly_half
    if not any("exactly_half" in result.readings for result in finding.by_reading):
        return []
    says = "The share is or can become exactly the threshold; no source settles if that is enough."
    return [Step(rule.citation, says)]


def opening(trigger: Trigger, pools: Mapping[str, PoolReturns], unit_tie: UnitTie | None) -> str:
    """Where it stands in one sentence: how many units of each pool want an open selection."""
    parts: list[str] = []
    wanting = 0
    policy = unit_tie or trigger.decision.unit_tie.value
    for name, pool in pools.items():
        valid = valid_returns(pool, "abstain" if policy == "unsettled" else policy)
        if valid.base:
            many = units(trigger, name, valid.base)
            so_far = "" if pool.is_complete else " so far"
            parts.append(f"{spelt(valid.open)} of {spelt(valid.base)} {many}{so_far}")
            wanting = valid.open
    if not parts:
        return "No unit has made a valid return."
    verb = "wants" if len(parts) == 1 and wanting < 2 else "want"
    return sentence(f"{listed(parts)} {verb} an open selection")
