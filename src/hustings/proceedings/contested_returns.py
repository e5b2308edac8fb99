"""A return is contested, voided, reinstated, or stands: always with reasons, and only before the trigger is decided."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from hustings.kernel.clauses import clause
from hustings.kernel.refusals import Refused
from hustings.proceedings.citing import THE_ORDER, THE_RECORD, refused
from hustings.proceedings.clock import end_after, say
from hustings.proceedings.decisions import Decision
from hustings.proceedings.entry import Entry, Given
from hustings.proceedings.meetings import trigger_rules
from hustings.proceedings.state import Selection
from hustings.proceedings.unit_returns import OPEN_FOR_RETURNS
from hustings.proceedings.values import Requirement, Role, Withheld, needs
from hustings.rulebooks.schema import PowerName


@dataclass(frozen=True, kw_only=True)
class ReturnContested(Entry):
    """A member of the unit, or a party to the selection, says that this is not what the unit decided."""

    REQUIRES: ClassVar[tuple[Requirement, ...]] = (
        needs(
            Role.MEMBER, Role.REPRESENTATIVE, Role.UNIT_SECRETARY, Role.OFFICE,
            Role.AFFILIATE_OFFICER, signed=False,
        ),
    )  # fmt: skip
    WHILE_POSTPONED: ClassVar[bool] = True

    unit: str
    contention: Withheld

    @clause("model-association", "3.11")
    def decided(self, given: Given) -> Entry | Refused:
        """While the return stands, in the time that the rulebook gives."""
        rules = trigger_rules(given)
        if isinstance(rules, Refused):
            return rules
        made = given.state.standing_return(self.unit)
        if made is None or made.void:
            return refused("no-return", THE_RECORD, "There is no standing return of this unit.")
        decided = _before_the_outcome(given)
        if decided is not None:
            return decided
        until = end_after(given, made.made_at, rules.returns.contest_within.value)
        if given.now > until:
            return refused(
                "too-late-to-contest",
                rules.returns.contest_within,
                f"This return could be contested until {say(given, until)}.",
            )
        if made.contested:
            return refused(
                "contested-already",
                THE_RECORD,
                "This return is contested already; it waits for a decision.",
            )
        return self

    def evolved(self, state: Selection, at: datetime) -> Selection:
        """The return counts as before, and is marked."""
        return _change_return(state, self.unit, contested=True)


@dataclass(frozen=True, kw_only=True)
class ReturnVoided(Decision):
    """The competent body voids a return; the value stays on the record, struck through."""

    POWER: ClassVar[PowerName] = "void-return"

    unit: str

    def effect(self, given: Given) -> Entry | Refused:
        """Only a standing return, before the trigger is decided."""
        made = given.state.standing_return(self.unit)
        if made is None or made.void:
            return refused("no-return", THE_RECORD, "There is no standing return of this unit.")
        return _before_the_outcome(given) or self

    def applied(self, state: Selection, at: datetime) -> Selection:
        """The unit leaves the base unless it makes another return in time."""
        return _change_return(state, self.unit, void=True, contested=False)


@dataclass(frozen=True, kw_only=True)
class ReturnReinstated(Decision):
    """The competent body gives a voided return its force again."""

    POWER: ClassVar[PowerName] = "reinstate-return"

    unit: str

    def effect(self, given: Given) -> Entry | Refused:
        """Only a voided return that the unit has not replaced."""
        made = given.state.standing_return(self.unit)
        if made is None or not made.void:
            return refused(
                "not-void", THE_RECORD, "There is no voided return of this unit to reinstate."
            )
        return _before_the_outcome(given) or self

    def applied(self, state: Selection, at: datetime) -> Selection:
        """The return counts as it was made."""
        return _change_return(state, self.unit, void=False, contested=False)


@dataclass(frozen=True, kw_only=True)
class ContentionDismissed(Decision):
    """The competent body finds that a contested return stands: none of the listed grounds to void it holds."""

    POWER: ClassVar[PowerName] = "void-return"
    ON_LISTED_GROUNDS: ClassVar[bool] = False

    unit: str

    def effect(self, given: Given) -> Entry | Refused:
        """Only for a contested return."""
        made = given.state.standing_return(self.unit)
        if made is None or not made.contested:
            return refused("not-contested", THE_RECORD, "This unit's return is not contested.")
        return self

    def applied(self, state: Selection, at: datetime) -> Selection:
        """The mark goes, the contention stays in the record."""
        return _change_return(state, self.unit, contested=False)


def _before_the_outcome(given: Given) -> Refused | None:
    if given.state.stage in OPEN_FOR_RETURNS:
        return None
    return refused(
        "trigger-decided",
        THE_ORDER,
        "The trigger has been decided; appeal against the outcome, or ask for it to be reopened.",
    )


def _change_return(state: Selection, unit: str, **changes: bool) -> Selection:
    latest = state.standing_return(unit)
    returns = tuple(replace(made, **changes) if made is latest else made for made in state.returns)
    return replace(state, returns=returns)
