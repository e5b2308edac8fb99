"""Overrides of every kind, postponement, cancellation, running again, reopening: entries like any other."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from hustings.kernel.refusals import Refused
from hustings.proceedings.appeals import again_from, back_to_the_decision, without_outcome
from hustings.proceedings.applications import change_applicant
from hustings.proceedings.citing import THE_ORDER, THE_RECORD, refused
from hustings.proceedings.decisions import Decision
from hustings.proceedings.entry import Entry, Given
from hustings.proceedings.stages import Outcome, Stage
from hustings.proceedings.state import Applicant, PlannedStep, Selection
from hustings.rulebooks.schema import PowerName


@dataclass(frozen=True, kw_only=True)
class Postponed(Decision):
    """The procedure rests; only what cannot wait is done meanwhile."""

    POWER: ClassVar[PowerName] = "postpone"

    until: datetime | None = None

    def effect(self, given: Given) -> Entry | Refused:
        """Not twice."""
        if given.state.postponed:
            return refused("postponed-already", THE_RECORD, "The procedure is postponed already.")
        return self

    def applied(self, state: Selection, at: datetime) -> Selection:
        """The stage stays; it rests."""
        return replace(state, postponed=True)


@dataclass(frozen=True, kw_only=True)
class Resumed(Decision):
    """The procedure goes on where it rested."""

    POWER: ClassVar[PowerName] = "postpone"
    WHILE_POSTPONED: ClassVar[bool] = True

    def effect(self, given: Given) -> Entry | Refused:
        """Only a postponed procedure resumes."""
        if not given.state.postponed:
            return refused("not-postponed", THE_RECORD, "The procedure is not postponed.")
        return self

    def applied(self, state: Selection, at: datetime) -> Selection:
        """On with it."""
        return replace(state, postponed=False)


@dataclass(frozen=True, kw_only=True)
class Cancelled(Decision):
    """The procedure ends without an outcome; votes cast are sealed and never counted."""

    POWER: ClassVar[PowerName] = "cancel"
    WHILE_POSTPONED: ClassVar[bool] = True

    def applied(self, state: Selection, at: datetime) -> Selection:
        """Nothing but a run-again can follow."""
        ballot = None if state.ballot is None else replace(state.ballot, void=True)
        return replace(
            without_outcome(state), stage=Stage.CANCELLED, postponed=False, ballot=ballot
        )


class AgainFrom(StrEnum):
    """Where a procedure that is run again begins."""

    TRIGGER = "trigger"
    READOPTION = "readoption"
    APPLICATIONS = "applications"
    HUSTINGS = "hustings"


@dataclass(frozen=True, kw_only=True)
class RunAgain(Decision):
    """The trigger ballot, the selection or the ballot is run again, on the original freeze date."""

    POWER: ClassVar[PowerName] = "run-again"
    WHILE_POSTPONED: ClassVar[bool] = True
    AFTER_THE_END: ClassVar[bool] = True

    begins: AgainFrom

    def effect(self, given: Given) -> Entry | Refused:
        """Only what has been reached before can be run again."""
        state = given.state
        reached = {
            AgainFrom.TRIGGER: bool(state.units) or state.trigger is not None,
            AgainFrom.READOPTION: state.readoption is not None,
            AgainFrom.APPLICATIONS: bool(state.applicants),
            AgainFrom.HUSTINGS: state.shortlisted_at is not None,
        }[self.begins]
        if not reached:
            return refused(
                "never-reached",
                THE_ORDER,
                f"The {self.begins.value} stage has not been reached before.",
            )
        return self

    def applied(self, state: Selection, at: datetime) -> Selection:
        """Back to the beginning of that stage; the history stays."""
        appeals = tuple(replace(a, decided=True) for a in state.appeals)
        cleared = replace(without_outcome(state), appeals=appeals, postponed=False, emergency=False)
        return again_from(cleared, Stage(self.begins.value))


@dataclass(frozen=True, kw_only=True)
class DecisionReopened(Decision):
    """A decision is reopened on a listed ground by the competent body; otherwise it would stand."""

    POWER: ClassVar[PowerName] = "reopen"
    AFTER_THE_END: ClassVar[bool] = True

    decision: int

    def effect(self, given: Given) -> Entry | Refused:
        """The latest outcome, or its endorsement, of this proceeding; not reopened before."""
        found = given.state.decision(self.decision)
        if found is None:
            return refused(
                "no-decision", THE_RECORD, "No decision of this proceeding has this number."
            )
        if found.reopened:
            return refused(
                "reopened-already", THE_RECORD, "This decision has been reopened already."
            )
        if found.kind not in ("TriggerDecided", "EndorsementDecided", "AppealDecided"):
            return refused(
                "not-reopened-this-way",
                THE_ORDER,
                "The trigger's outcome, an endorsement and an appeal's decision can be reopened; "
                "for another decision, use the power that made it.",
            )
        if found.kind == "TriggerDecided" and given.state.outcome is Outcome.CANDIDATE_SELECTED:
            return refused(
                "overtaken",
                THE_ORDER,
                "A candidate has been selected since; run the trigger again instead.",
            )
        return self

    def applied(self, state: Selection, at: datetime) -> Selection:
        """The seat goes back to where that decision was taken."""
        found = state.decision(self.decision)
        decisions = tuple(
            replace(d, reopened=True) if d.number == self.decision else d for d in state.decisions
        )
        state = replace(state, decisions=decisions)
        match found.kind if found else "":
            case "TriggerDecided":
                return back_to_the_decision(state)
            case "EndorsementDecided":
                return replace(state, stage=Stage.ENDORSEMENT)
            case _:
                appeals = state.appeals
                reopened = (
                    (*appeals[:-1], replace(appeals[-1], decided=False, upheld=False))
                    if appeals
                    else ()
                )
                return replace(state, appeals=reopened, stage=Stage.APPEALS)


class OverrideEffect(StrEnum):
    """Everything that an override can do."""

    SET_DATE = "set-date"
    SKIP_TO = "skip-to"
    IMPOSE_CANDIDATE = "impose-candidate"
    REPLACE_OUTCOME = "replace-outcome"
    ADMIT = "admit"
    REMOVE = "remove"


@dataclass(frozen=True, kw_only=True)
class Overridden(Decision):
    """A body uses its power over the procedure: what it replaces and what it sets stand side by side.

    ``step`` and ``day`` belong to ``set-date``; ``stage`` to ``skip-to``; ``person`` to ``impose-candidate``,
    ``admit`` and ``remove``; ``outcome`` to ``replace-outcome``.
    """

    POWER: ClassVar[PowerName] = "override"
    WHILE_POSTPONED: ClassVar[bool] = True

    sets: OverrideEffect
    replaces: int | None = None
    step: str | None = None
    day: datetime | None = None
    stage: Stage | None = None
    person: str | None = None
    outcome: Outcome | None = None

    def effect(self, given: Given) -> Entry | Refused:
        """The fields that the effect needs, and only for a thing that exists."""
        state = given.state
        wanted = {
            OverrideEffect.SET_DATE: (self.step, self.day),
            OverrideEffect.SKIP_TO: (self.stage,),
            OverrideEffect.IMPOSE_CANDIDATE: (self.person,),
            OverrideEffect.REPLACE_OUTCOME: (self.outcome,),
            OverrideEffect.ADMIT: (self.person,),
            OverrideEffect.REMOVE: (self.person,),
        }[self.sets]
        if any(value is None for value in wanted):
            return refused("override-unclear", THE_RECORD, f"Say what “{self.sets.value}” sets.")
        if self.sets is OverrideEffect.SET_DATE and state.step(self.step or "") is None:
            return refused("no-such-step", THE_RECORD, f"The timetable has no step “{self.step}”.")
        if self.sets is OverrideEffect.REMOVE and state.applicant(self.person or "") is None:
            return refused("not-an-applicant", THE_RECORD, "This person is not an applicant here.")
        if self.sets is OverrideEffect.ADMIT and state.applicant(self.person or "") is not None:
            return refused("applied-already", THE_RECORD, "This person is an applicant already.")
        if self.sets is OverrideEffect.SKIP_TO and self.stage not in _SKIPPABLE:
            return refused(
                "not-a-stage-to-skip-to", THE_ORDER, "No override can lead to that stage."
            )
        if self.sets is OverrideEffect.REPLACE_OUTCOME and self.outcome not in _REPLACEABLE:
            return refused(
                "not-an-outcome-to-set",
                THE_ORDER,
                "Impose a candidate by name, or name reselection or an open selection.",
            )
        if self.outcome is Outcome.RESELECTED and state.representative is None:
            return refused("nobody-to-reselect", THE_RECORD, "Nobody holds this seat.")
        return self

    def applied(self, state: Selection, at: datetime) -> Selection:
        """The effect; what it replaced is struck through, not taken away."""
        number = state.entries + 1
        state = replace(state, overridden=(*state.overridden, self.replaces or number))
        match self.sets:
            case OverrideEffect.SET_DATE:
                return replace(state, timetable=tuple(self._moved(s) for s in state.timetable))
            case OverrideEffect.SKIP_TO:
                return replace(state, stage=self.stage or state.stage)
            case OverrideEffect.IMPOSE_CANDIDATE:
                return _selected(state, self.person or "", at, Outcome.CANDIDATE_SELECTED)
            case OverrideEffect.REPLACE_OUTCOME if self.outcome is Outcome.RESELECTED:
                return _selected(state, state.representative or "", at, Outcome.RESELECTED)
            case OverrideEffect.REPLACE_OUTCOME:
                opened = replace(without_outcome(state), trigger=Outcome.OPEN_SELECTION)
                return replace(opened, stage=Stage.APPLICATIONS)
            case OverrideEffect.ADMIT:
                admitted = Applicant(
                    self.person or "", longlisted=state.stage is not Stage.APPLICATIONS
                )
                return replace(state, applicants=(*state.applicants, admitted))
            case OverrideEffect.REMOVE:
                return replace(
                    state,
                    applicants=change_applicant(
                        state, self.person or "", withdrawn=True, shortlisted=False
                    ),
                )

    def _moved(self, step: PlannedStep) -> PlannedStep:
        if step.id != self.step or self.day is None:
            return step
        return (
            replace(step, ends=self.day)
            if step.ends is not None
            else replace(step, starts=self.day)
        )


_SKIPPABLE = (
    Stage.TRIGGER, Stage.APPLICATIONS, Stage.NOMINATIONS, Stage.HUSTINGS, Stage.PANEL,
)  # fmt: skip
_REPLACEABLE = (Outcome.RESELECTED, Outcome.OPEN_SELECTION)


def _selected(state: Selection, person: str, at: datetime, outcome: Outcome) -> Selection:
    """A person selected by decision: endorsement follows."""
    return replace(
        state,
        stage=Stage.ENDORSEMENT,
        outcome=outcome,
        candidate=person,
        outcome_at=at,
        outcome_number=state.entries + 1,
    )
