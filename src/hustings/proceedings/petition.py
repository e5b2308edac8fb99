"""A petition: open for its whole time, never counted before it has ended, decided by an exact share of a roll."""

from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from typing import ClassVar

from hustings.kernel.refusals import Refused
from hustings.proceedings.citing import THE_ORDER, THE_RECORD, refused
from hustings.proceedings.clock import days_apart, end_after, say
from hustings.proceedings.decisions import Decision
from hustings.proceedings.entry import Entry, Given, computed
from hustings.proceedings.stages import Outcome, Stage
from hustings.proceedings.state import PetitionState, Selection
from hustings.proceedings.values import Requirement, Role, needs
from hustings.rulebooks.deciding_stages import Petition
from hustings.rulebooks.schema import PowerName


def petition_rules(given: Given) -> Petition | Refused:
    """The rulebook's petition, or a refusal where it has none."""
    rules = given.rulebook.rules.petition
    if rules is None:
        return Refused(
            "no-petition", f"rulebook {given.rulebook.id}", "This rulebook has no petition."
        )
    return rules


def signatures_needed(rules: Petition, electors: int) -> int:
    """The first whole number of signatures that reaches the share: 7,543 of 75,428 for a tenth."""
    exact = rules.at_least * electors
    return -(-exact.numerator // exact.denominator)


@dataclass(frozen=True, kw_only=True)
class PetitionOpened(Decision):
    """The petition opens, on a ground that the rulebook names, for the time that it names."""

    POWER: ClassVar[PowerName] = "open"

    electors: int
    places: int
    opens: datetime
    closes: datetime | None = computed(None)

    def effect(self, given: Given) -> Entry | Refused:
        """On the roll's number of electors, at no more places than the rulebook allows."""
        rules = petition_rules(given)
        if isinstance(rules, Refused):
            return rules
        if given.state.stage is not Stage.OPENED or given.state.petition is not None:
            return refused("opened-already", THE_ORDER, "The petition has been opened already.")
        if self.ground not in rules.grounds.value:
            listed = "; ".join(rules.grounds.value)
            return refused("ground-not-listed", rules.grounds, f"A petition opens on: {listed}.")
        roll = given.state.roll
        if roll is None:
            return refused("no-roll", rules.of, "The roll of electors is not frozen yet.")
        if roll.electors not in (None, self.electors):
            return refused(
                "another-roll",
                THE_RECORD,
                f"The frozen roll has {roll.electors} electors.",
            )
        if self.electors < 1:
            return refused("no-electors", THE_RECORD, "A petition has a roll of electors.")
        if rules.places is not None and not 1 <= self.places <= rules.places.value:
            return refused(
                "too-many-places", rules.places, f"There are at most {rules.places.value} places."
            )
        if days_apart(given, given.now, self.opens) < 0:
            return refused(
                "opens-in-the-past",
                rules.signing,
                "Signing opens today or later, for its whole time.",
            )
        return replace(self, closes=end_after(given, self.opens, rules.signing.value))

    def applied(self, state: Selection, at: datetime) -> Selection:
        """Signing begins."""
        closes = self.closes or self.opens
        return replace(
            state,
            stage=Stage.PETITION,
            petition=PetitionState(self.opens, closes, self.electors),
        )


@dataclass(frozen=True, kw_only=True)
class PetitionEndedEarly(Decision):
    """The petition ends early on one of the rulebook's own grounds; reaching the share is none of them."""

    POWER: ClassVar[PowerName] = "cancel"

    def effect(self, given: Given) -> Entry | Refused:
        """Only on a listed ground, while it runs."""
        rules = petition_rules(given)
        if isinstance(rules, Refused):
            return rules
        if given.state.stage is not Stage.PETITION:
            return refused("no-petition-now", THE_ORDER, "No petition is running.")
        if self.ground not in rules.early_ends.value:
            listed = "; ".join(rules.early_ends.value)
            return refused(
                "ground-not-listed",
                rules.early_ends,
                f"A petition ends early only on: {listed}. Reaching the figure does not end it.",
            )
        return self

    def applied(self, state: Selection, at: datetime) -> Selection:
        """It ends without an outcome, and its signatures are never counted."""
        if state.petition is None:
            return state
        ended = replace(state.petition, ended_early=self.ground)
        return replace(state, stage=Stage.CANCELLED, petition=ended)


@dataclass(frozen=True, kw_only=True)
class PetitionCounted(Entry):
    """The signatures are counted once, after the end; there is no running count."""

    REQUIRES: ClassVar[tuple[Requirement, ...]] = (needs(Role.TELLER, Role.SCRUTINEER, persons=2),)

    signatures: int
    rejected: int
    needed: int = computed(0)
    share: Fraction | None = computed(None)
    outcome: Outcome | None = computed(None)

    def decided(self, given: Given) -> Entry | Refused:
        """After the last minute of the signing time, never before, however many have signed."""
        rules = petition_rules(given)
        if isinstance(rules, Refused):
            return rules
        running = given.state.petition
        if given.state.stage is not Stage.PETITION or running is None:
            return refused("no-petition-now", THE_ORDER, "No petition is running.")
        if given.now <= running.closes:
            return refused(
                "still-open",
                rules.running_count,
                f"Signing is open until {say(given, running.closes)}; nothing is counted before.",
            )
        if self.signatures < 0 or self.rejected < 0 or self.signatures > running.electors:
            return refused(
                "votes-do-not-add-up",
                THE_RECORD,
                f"There are {running.electors} electors, and each can sign once.",
            )
        share = Fraction(self.signatures, running.electors)
        met = share >= rules.at_least
        return replace(
            self,
            needed=signatures_needed(rules, running.electors),
            share=share,
            outcome=Outcome.PETITION_MET if met else Outcome.PETITION_FAILED,
        )

    def evolved(self, state: Selection, at: datetime) -> Selection:
        """The outcome is declared."""
        if state.petition is None:
            return state
        done = replace(state.petition, signatures=self.signatures, rejected=self.rejected)
        return replace(
            state,
            stage=Stage.DECLARED,
            petition=done,
            outcome=self.outcome,
            outcome_at=at,
            outcome_number=state.entries + 1,
        )
