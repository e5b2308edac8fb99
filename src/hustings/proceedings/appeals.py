"""The appeal window after an outcome: appeals, the body that hears them (never from itself), and remedies."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from hustings.kernel.refusals import Refused
from hustings.proceedings.citing import THE_ORDER, THE_RECORD, refused
from hustings.proceedings.clock import due, say
from hustings.proceedings.decisions import Decision
from hustings.proceedings.entry import Entry, Given
from hustings.proceedings.stages import Outcome, Stage
from hustings.proceedings.state import AppealState, Selection
from hustings.proceedings.values import Requirement, Role, Withheld, needs
from hustings.rulebooks.schema import Appeals, PowerName


def appeal_rules(given: Given) -> Appeals | Refused:
    """The rulebook's appeals, or a refusal where it has none."""
    rules = given.rulebook.rules.appeals
    if rules is None:
        return Refused(
            "no-appeal", f"rulebook {given.rulebook.id}", "This rulebook provides no appeal."
        )
    return rules


def appeals_close(given: Given) -> datetime | None:
    """When the window after the latest outcome closes; None before there is an outcome."""
    rules = given.rulebook.rules.appeals
    at = given.state.outcome_at
    if rules is None or at is None:
        return None
    return due(given, at, rules.window)


class Remedy(StrEnum):
    """What an upheld appeal leads to."""

    NONE = "none"
    RECOUNT = "recount"
    RUN_AGAIN = "run-again"
    DECIDE_AGAIN = "decide-again"


@dataclass(frozen=True, kw_only=True)
class AppealMade(Entry):
    """A party appeals against the outcome, on one of the grounds that the rulebook names."""

    REQUIRES: ClassVar[tuple[Requirement, ...]] = (
        needs(Role.REPRESENTATIVE, Role.CANDIDATE, Role.MEMBER, Role.UNIT_SECRETARY, signed=False),
    )
    WHILE_POSTPONED: ClassVar[bool] = True

    ground: str
    argument: Withheld

    def decided(self, given: Given) -> Entry | Refused:
        """Inside the window."""
        rules = appeal_rules(given)
        if isinstance(rules, Refused):
            return rules
        closes = appeals_close(given)
        if closes is None or given.state.stage in (Stage.DECLARED, Stage.CANCELLED):
            return refused("no-outcome", THE_ORDER, "There is no outcome to appeal against now.")
        if given.now > closes:
            return refused(
                "appeals-closed", rules.window, f"Appeals were open until {say(given, closes)}."
            )
        if rules.grounds.value and self.ground not in rules.grounds.value:
            listed = "; ".join(rules.grounds.value)
            return refused(
                "ground-not-listed", rules.grounds, f"An appeal rests on one of: {listed}."
            )
        return self

    def evolved(self, state: Selection, at: datetime) -> Selection:
        """The appeal waits; endorsement waits with it."""
        against = state.outcome.value if state.outcome else "outcome"
        appeal = AppealState(state.entries + 1, against)
        return replace(state, appeals=(*state.appeals, appeal))


@dataclass(frozen=True, kw_only=True)
class AppealDecided(Decision):
    """The appeal body dismisses the appeal, or upholds it with a remedy."""

    POWER: ClassVar[PowerName] = "hear-appeal"
    WHILE_POSTPONED: ClassVar[bool] = True

    appeal: int
    upheld: bool
    remedy: Remedy = Remedy.NONE
    reporting_to: str | None = None

    def effect(self, given: Given) -> Entry | Refused:
        """An open appeal; heard by another body than the one that decided; a remedy that fits."""
        found = next((a for a in given.state.appeals if a.number == self.appeal), None)
        if found is None or found.decided:
            return refused("no-open-appeal", THE_RECORD, "No open appeal has this number.")
        outcome = given.state.outcome_number
        made = None if outcome is None else given.state.decision(outcome)
        if made is not None and made.body == self.body:
            return refused(
                "appeal-from-itself",
                "conflict of interest",
                f"The {self.body} made the decision; another body hears the appeal from it.",
            )
        if self.upheld == (self.remedy is Remedy.NONE):
            return refused(
                "remedy-unclear",
                THE_RECORD,
                "An upheld appeal names a remedy; a dismissed one has none.",
            )
        if self.remedy is Remedy.RECOUNT and given.state.count is None:
            return refused("nothing-to-recount", THE_ORDER, "No count has been made.")
        return self

    def applied(self, state: Selection, at: datetime) -> Selection:
        """Dismissed: the outcome stands. Upheld: the remedy reopens what it must, and no more."""
        appeals = tuple(
            replace(a, decided=True, upheld=self.upheld) if a.number == self.appeal else a
            for a in state.appeals
        )
        state = replace(state, appeals=appeals)
        match self.remedy:
            case Remedy.NONE:
                return state
            case Remedy.RECOUNT:
                return replace(state, stage=Stage.COUNT, recount_ordered=True)
            case Remedy.RUN_AGAIN:
                return run_again(state)
            case Remedy.DECIDE_AGAIN:
                return back_to_the_decision(state)


def without_outcome(state: Selection) -> Selection:
    """The state before there was an outcome, its history apart."""
    return replace(state, outcome=None, candidate=None, outcome_at=None, outcome_number=None)


def run_again(state: Selection) -> Selection:
    """What is run again: the trigger ballot if it decided, else the ballot of members; same freeze date.

    Appeals against the quashed outcome are left behind with it.
    """
    appeals = tuple(replace(a, decided=True) for a in state.appeals)
    cleared = replace(without_outcome(state), appeals=appeals, postponed=False)
    if state.trigger is not None and state.outcome is not Outcome.CANDIDATE_SELECTED:
        return again_from(cleared, Stage.TRIGGER)
    if state.readoption is not None and state.outcome is not Outcome.CANDIDATE_SELECTED:
        return again_from(cleared, Stage.READOPTION)
    return again_from(cleared, Stage.HUSTINGS if state.shortlisted_at else Stage.APPLICATIONS)


def again_from(state: Selection, stage: Stage) -> Selection:
    """The state at the beginning of ``stage``, with rolls to be frozen again on the original date."""
    if stage is Stage.TRIGGER:
        return replace(
            state, stage=stage, trigger=None, returns=(), meetings=(), units=(), roll=None,
            units_published_at=None, objections_until=None, objections=(), timetable=(),
        )  # fmt: skip
    if stage is Stage.READOPTION:
        return replace(state, stage=stage, readoption=None, roll=None, timetable=())
    if stage is Stage.APPLICATIONS:
        return replace(
            state, stage=stage, applicants=(), nominations=(), panel=(), shortlisted_at=None,
            hustings_at=None, ballot=None, count=None, recount_ordered=False,
        )  # fmt: skip
    return replace(state, stage=stage, ballot=None, count=None, recount_ordered=False)


def back_to_the_decision(state: Selection) -> Selection:
    """The competent body decides again on the same returns or papers."""
    cleared = without_outcome(state)
    if state.outcome is Outcome.CANDIDATE_SELECTED:
        return replace(cleared, stage=Stage.COUNT, recount_ordered=True)
    if state.readoption is not None:
        return replace(cleared, stage=Stage.READOPTION, readoption=None)
    return replace(cleared, stage=Stage.TRIGGER, trigger=None)
