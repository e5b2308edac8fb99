"""The appeal window after an outcome: appeals, the body that hears them (never from itself), and remedies."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from hustings.kernel.clauses import clause
from hustings.kernel.refusals import Refused
from hustings.proceedings.citing import THE_ORDER, THE_RECORD, refused
from hustings.proceedings.clock import due, say
from hustings.proceedings.decisions import Decision
from hustings.proceedings.entry import Entry, Given
from hustings.proceedings.stages import Outcome, Stage
from hustings.proceedings.standing import (
    appeals_left_behind,
    go_to,
    holder_stands,
    wait_for_a_decision,
    without_outcome,
    without_selection,
)
from hustings.proceedings.state import AppealState, Selection
from hustings.proceedings.values import Requirement, Role, Withheld, needs
from hustings.rulebooks.schema import PowerName
from hustings.rulebooks.selecting_stages import Appeals


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

    @clause("model-association", "5.1")
    @clause("model-association", "5.2")
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
        appeal = AppealState(state.entries + 1, against, outcome=state.outcome_number)
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
        made = None if found.outcome is None else given.state.decision(found.outcome)
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
        if self.remedy is Remedy.RECOUNT:
            return nothing_to_recount(given.state) or self
        return self

    def applied(self, state: Selection, at: datetime) -> Selection:
        """Dismissed: the outcome stands. Upheld: the remedy reopens what it must, and no more."""
        number = state.entries + 1
        against = next((a.against for a in state.appeals if a.number == self.appeal), "")
        appeals = tuple(
            replace(a, decided=True, upheld=self.upheld, decided_by=number)
            if a.number == self.appeal
            else a
            for a in state.appeals
        )
        state = replace(state, appeals=appeals)
        match self.remedy:
            case Remedy.NONE:
                return state
            case Remedy.RECOUNT:
                return back_to_the_table(state)
            case Remedy.RUN_AGAIN:
                return run_again(appeals_left_behind(state), against)
            case Remedy.DECIDE_AGAIN:
                return decide_again(appeals_left_behind(state), against)


def nothing_to_recount(state: Selection) -> Refused | None:
    """A refusal where no count stands that could be made again."""
    if state.count is None or state.ballot is None or state.ballot.void:
        return refused("nothing-to-recount", THE_ORDER, "No count stands that could be repeated.")
    return None


def back_to_the_table(state: Selection) -> Selection:
    """A recount: the papers are entered and counted anew; until then there is no outcome."""
    if state.ballot is None:
        return state
    ballot = replace(state.ballot, papers=None, lots=(), readings=())
    cleared = replace(without_outcome(state), ballot=ballot, recount_ordered=True)
    return go_to(cleared, Stage.COUNT)


def run_again(state: Selection, against: str) -> Selection:
    """What brought the outcome about is run again, on the original freeze date.

    The units' ballot (or the body's) where it decided, otherwise the members' ballot. Where an election
    has been called nothing can be run again, and the seat waits for the competent body.
    """
    cleared = without_outcome(state)
    if state.emergency:
        return wait_for_a_decision(cleared)
    if against == Outcome.CANDIDATE_SELECTED:
        return again_from(cleared, Stage.HUSTINGS if state.shortlisted_at else Stage.APPLICATIONS)
    if not holder_stands(state):
        return again_from(cleared, Stage.APPLICATIONS)
    if state.trigger is not None:
        return again_from(cleared, Stage.TRIGGER)
    if state.readoption is not None:
        return again_from(cleared, Stage.READOPTION)
    return _before_it(cleared)


def decide_again(state: Selection, against: str) -> Selection:
    """The competent body decides again on the same returns or papers."""
    cleared = without_outcome(state)
    if against == Outcome.CANDIDATE_SELECTED:
        if nothing_to_recount(state) is None:
            return go_to(replace(cleared, recount_ordered=True), Stage.COUNT)
        return go_to(cleared, Stage.PANEL) if state.emergency else run_again(state, against)
    if state.emergency:
        return wait_for_a_decision(cleared)
    if not holder_stands(state):
        return again_from(cleared, Stage.APPLICATIONS)
    if state.trigger is not None:
        return go_to(replace(without_selection(cleared), trigger=None), Stage.TRIGGER)
    if state.readoption is not None:
        return again_from(cleared, Stage.READOPTION)
    return _before_it(cleared)


def _before_it(state: Selection) -> Selection:
    """Where the seat stood before an exemption; where a body set the outcome itself, it waits."""
    if state.intention.exempt and state.resumes_at is not None:
        cleared = replace(state, intention=replace(state.intention, exempt=False))
        return go_to(cleared, state.resumes_at)
    return wait_for_a_decision(state)


def again_from(state: Selection, stage: Stage) -> Selection:
    """The state at the beginning of ``stage``, with rolls to be frozen again on the original date."""
    match stage:
        case Stage.TRIGGER:
            again = replace(
                without_selection(state), trigger=None, returns=(), meetings=(), units=(),
                roll=None, units_published_at=None, objections_until=None, objections=(),
                timetable=(),
            )  # fmt: skip
        case Stage.READOPTION:
            again = replace(without_selection(state), readoption=None, roll=None, timetable=())
        case Stage.HUSTINGS:
            again = replace(state, ballot=None, count=None, recount_ordered=False)
        case _:
            again = without_selection(state)
    return go_to(again, stage)
