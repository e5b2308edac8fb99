"""The trigger is decided when the returns decide it: early only where nothing outstanding could change it."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from itertools import combinations
from typing import ClassVar

from hustings.kernel.clauses import clause
from hustings.kernel.refusals import Refused
from hustings.proceedings.citing import THE_ORDER, refused, unsettled
from hustings.proceedings.clock import say
from hustings.proceedings.decisions import Decision
from hustings.proceedings.entry import Entry, Given, computed
from hustings.proceedings.meetings import trigger_rules
from hustings.proceedings.stages import Outcome, Stage, UnitAnswer
from hustings.proceedings.state import Selection
from hustings.proceedings.trigger.answer import TriggerAnswer, decide_returns
from hustings.proceedings.trigger.readings import MATTERS, ByReading, by_pool, find
from hustings.proceedings.trigger.returns import Answer, PoolReturns
from hustings.proceedings.trigger.returns import Outcome as ReturnsOutcome
from hustings.proceedings.trigger.sensitivity import is_settled
from hustings.rulebooks.deciding_stages import Trigger
from hustings.rulebooks.schema import PowerName


def pools_of(state: Selection, *, closed: bool) -> dict[str, PoolReturns]:
    """The returns by kind of unit; a unit that has not reported is outstanding until the deadline."""
    units = {unit.id: unit.kind for unit in state.units if unit.counts}
    standing = {unit: state.standing_return(unit) for unit in units}
    pools: dict[str, PoolReturns] = {}
    for kind in sorted(set(units.values())):
        made = [r for unit, r in standing.items() if r is not None and units[unit] == kind]
        answers = Counter(r.answer for r in made if not r.void)
        missing = sum(1 for unit, k in units.items() if k == kind and standing[unit] is None)
        pools[kind] = PoolReturns(
            open=answers[UnitAnswer.OPEN],
            reselect=answers[UnitAnswer.RESELECT],
            tie=answers[UnitAnswer.TIE],
            abstain=answers[UnitAnswer.ABSTAIN],
            void=tuple(Answer(r.answer.value) for r in made if r.void),
            outstanding=0 if closed else missing,
        )
    return pools


def returns_closed(state: Selection, now: datetime) -> bool:
    """Whether the deadline for returns has passed, or every unit that counts has a standing return."""
    step = state.step("returns-due")
    if step is not None and now > step.last:
        return True
    counted = [unit.id for unit in state.units if unit.counts]
    made = [state.standing_return(unit) for unit in counted]
    return bool(counted) and all(r is not None and not r.void for r in made)


def answer_now(state: Selection, rules: Trigger, now: datetime) -> TriggerAnswer:
    """What the returns say at this moment: outcome, certain, settled, shares, floor, and why."""
    closed = returns_closed(state, now)
    waiting = {} if closed else _voids_may_return(pools_of(state, closed=False))
    pools = pools_of(state, closed=True) if closed else waiting
    contested = any(r.contested for r in state.returns if not r.void)
    return decide_returns(rules, pools, closed=closed and not contested)


def _voids_may_return(pools: dict[str, PoolReturns]) -> dict[str, PoolReturns]:
    """Before the deadline a unit whose return was voided may still make another one."""
    return {
        kind: replace(pool, outstanding=(pool.outstanding or 0) + len(pool.void))
        for kind, pool in pools.items()
    }


def _turns_on_the_contested(
    state: Selection, rules: Trigger, now: datetime, outcome: ReturnsOutcome
) -> bool:
    """Whether voiding some of the contested returns, and no other one, could change the outcome.

    After the deadline each counts as it is or not at all. Before it a unit without a standing return gives one answer
    at most, whether it answers anew or gets back what was voided.
    """
    kept = [r for r in state.returns if not r.void and not r.contested]
    if not returns_closed(replace(state, returns=tuple(kept)), now):
        pools = by_pool(rules, pools_of(replace(state, returns=tuple(kept)), closed=False))
        return find(rules, pools, None).outcome is not outcome
    standing = [replace(r, void=r.contested) for r in state.returns if not r.void]
    pools = by_pool(rules, pools_of(replace(state, returns=tuple(standing)), closed=True))
    return not is_settled(rules, pools, None, outcome, closed=True)


_UNSETTLED = {
    "unit_tie": "How a tied unit counts",
    "empty_pool": "What a pool without a valid return means",
    "exactly_half": "Whether exactly the share named is enough",
    "no_returns": "What follows where no unit has made a valid return",
}


def reading_that_decides(by_reading: tuple[ByReading, ...]) -> str:
    """The open question on which these outcomes part: two readings that differ in nothing else differ in it."""
    for one, other in combinations(by_reading, 2):
        apart = [name for name in MATTERS if one.readings.get(name) != other.readings.get(name)]
        if len(apart) == 1 and one.outcome is not other.outcome:
            return apart[0]
    named = {name for one in by_reading for name in one.readings}
    return next((name for name in MATTERS if name in named), "no_returns")


@dataclass(frozen=True, slots=True)
class PoolShare:
    """The exact share for an open selection among a pool's valid returns."""

    pool: str
    share: Fraction


@dataclass(frozen=True, kw_only=True)
class TriggerDecided(Decision):
    """The officers declare what the returns decide; everything but their votes is worked out."""

    POWER: ClassVar[PowerName] = "declare-trigger"

    outcome: Outcome | None = computed(None)
    settled: bool = computed(False)
    shares: tuple[PoolShare, ...] = computed(())
    combined: Fraction | None = computed(None)

    @classmethod
    def barred(cls, given: Given) -> Refused | None:
        """Not before the outcome is certain; not at all while a reading that matters is unsettled."""
        rules = trigger_rules(given)
        if isinstance(rules, Refused):
            return rules
        state = given.state
        if state.stage is not Stage.TRIGGER or not state.units:
            return refused(
                "no-trigger-now", THE_ORDER, "No trigger ballot is running for this seat."
            )
        if state.objections_until is not None and any(not o.decided for o in state.objections):
            return refused(
                "objection-open", THE_ORDER, "An objection to the roll of units is not decided yet."
            )
        until, units = state.objections_until, given.rulebook.rules.units
        if until is not None and units is not None and given.now <= until:
            return refused(
                "objections-open",
                units.objections,
                f"Objections to the roll of units are open until {say(given, until)}.",
            )
        answer = answer_now(state, rules, given.now)
        if answer.outcome is ReturnsOutcome.UNDETERMINED:
            return _not_yet(rules, answer)
        if not answer.settled and _turns_on_the_contested(state, rules, given.now, answer.outcome):
            return refused(
                "contention-open",
                rules.returns.contest_within,
                "A return is contested, and the outcome could turn on it; that is decided first.",
            )
        return None

    @clause("labour-2018", "5.IV.5(B)")
    @clause("model-association", "3.6")
    def effect(self, given: Given) -> Entry | Refused:
        """The outcome that the returns make certain, with the exact shares behind it."""
        rules = self.unless_barred(trigger_rules(given), given)
        if isinstance(rules, Refused):
            return rules
        answer = answer_now(given.state, rules, given.now)
        return replace(
            self,
            outcome=Outcome(answer.outcome.value),
            settled=answer.settled,
            shares=tuple(PoolShare(pool, share) for pool, share in sorted(answer.shares.items())),
            combined=answer.combined,
        )

    def applied(self, state: Selection, at: datetime) -> Selection:
        """Open selection: applications. Reselected: the representative is the outcome, appeals are open."""
        number = state.entries + 1
        decided = replace(state, trigger=self.outcome, outcome_at=at, outcome_number=number)
        if self.outcome is Outcome.OPEN_SELECTION:
            return replace(decided, stage=Stage.APPLICATIONS, outcome=Outcome.OPEN_SELECTION)
        return replace(
            decided,
            stage=Stage.APPEALS,
            outcome=Outcome.RESELECTED,
            candidate=state.representative,
        )


def _not_yet(rules: Trigger, answer: TriggerAnswer) -> Refused:
    if answer.outstanding:
        waiting = sum(number or 0 for number in answer.outstanding.values())
        return refused(
            "not-certain-yet",
            rules.decision.base,
            f"{'One unit' if waiting == 1 else f'{waiting} units'} may still report and could change the outcome; "
            "it is declared once they have, or once the deadline has passed.",
        )
    key = reading_that_decides(answer.by_reading)
    return unsettled(getattr(rules.decision, key), _UNSETTLED[key])
