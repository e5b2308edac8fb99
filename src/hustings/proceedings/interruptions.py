"""A procedure rests, is resumed, is cancelled, is run again; a decision is reopened on a listed ground."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from hustings.kernel.clauses import clause
from hustings.kernel.refusals import Refused
from hustings.proceedings.appeals import again_from, decide_again
from hustings.proceedings.citing import THE_ORDER, THE_RECORD, refused
from hustings.proceedings.decisions import Decision
from hustings.proceedings.entry import Entry, Given
from hustings.proceedings.stages import Answer, Outcome, Stage
from hustings.proceedings.standing import (
    appeals_left_behind,
    go_to,
    holder_stands,
    votes_sealed,
    wait,
    without_outcome,
)
from hustings.proceedings.state import DecisionState, Selection
from hustings.rulebooks.schema import PowerName


@dataclass(frozen=True, kw_only=True)
class Postponed(Decision):
    """The procedure rests; only what cannot wait is done meanwhile."""

    POWER: ClassVar[PowerName] = "postpone"

    until: datetime | None = None

    @classmethod
    def barred(cls, given: Given) -> Refused | None:
        """Not twice."""
        if not given.state.postponed:
            return None
        return refused("postponed-already", THE_RECORD, "The procedure is postponed already.")

    def effect(self, given: Given) -> Entry | Refused:
        """It rests."""
        return self.barred(given) or self

    def applied(self, state: Selection, at: datetime) -> Selection:
        """The stage stays; it rests."""
        return replace(state, postponed_at=at)


@dataclass(frozen=True, kw_only=True)
class Resumed(Decision):
    """The procedure goes on where it rested; dates that passed meanwhile have to be published anew.

    The grounds that the rules list are those on which it rests; that they are gone is for the body to say.
    """

    POWER: ClassVar[PowerName] = "postpone"
    ON_LISTED_GROUNDS: ClassVar[bool] = False
    WHILE_POSTPONED: ClassVar[bool] = True

    @classmethod
    def barred(cls, given: Given) -> Refused | None:
        """Only a postponed procedure resumes."""
        if given.state.postponed:
            return None
        return refused("not-postponed", THE_RECORD, "The procedure is not postponed.")

    def effect(self, given: Given) -> Entry | Refused:
        """It goes on."""
        return self.barred(given) or self

    def applied(self, state: Selection, at: datetime) -> Selection:
        """On with it. A deadline that fell into the rest has not been kept from anybody."""
        rested = state.postponed_at or at
        kept = tuple(step for step in state.timetable if not rested <= step.last <= at)
        return replace(state, postponed_at=None, timetable=kept)


@dataclass(frozen=True, kw_only=True)
class Cancelled(Decision):
    """The procedure ends without an outcome; votes cast are sealed and never counted."""

    POWER: ClassVar[PowerName] = "cancel"
    WHILE_POSTPONED: ClassVar[bool] = True

    @classmethod
    def barred(cls, given: Given) -> Refused | None:
        """A petition ends early only on the grounds that its rules list."""
        if given.state.stage is Stage.PETITION:
            return refused(
                "petition-ends-by-its-grounds",
                THE_ORDER,
                "A petition that runs ends early only on one of its own grounds; record that ending.",
            )
        return None

    def effect(self, given: Given) -> Entry | Refused:
        """It ends."""
        return self.barred(given) or self

    def applied(self, state: Selection, at: datetime) -> Selection:
        """Nothing but a run-again can follow."""
        ended = appeals_left_behind(without_outcome(votes_sealed(state)))
        return replace(ended, stage=Stage.CANCELLED, postponed_at=None, resumes_at=None)


class AgainFrom(StrEnum):
    """Where a procedure that is run again begins."""

    TRIGGER = "trigger"
    READOPTION = "readoption"
    APPLICATIONS = "applications"
    HUSTINGS = "hustings"


def begins_refused(begins: AgainFrom, given: Given) -> Refused | None:
    """Why this part cannot be run again now; None where it can."""
    state = given.state
    if state.intention.suspended:
        return refused(
            "suspended", THE_ORDER, "The representative is suspended; that is decided first."
        )
    asks_holder = begins in (AgainFrom.TRIGGER, AgainFrom.READOPTION)
    if asks_holder and (not holder_stands(state) or state.intention.exempt):
        return refused(
            "nobody-to-reselect",
            THE_RECORD,
            "No sitting representative stands for whom this could be run again.",
        )
    reached = {
        AgainFrom.TRIGGER: bool(state.units) or state.trigger is not None,
        AgainFrom.READOPTION: state.readoption is not None,
        AgainFrom.APPLICATIONS: bool(state.applicants),
        AgainFrom.HUSTINGS: state.shortlisted_at is not None,
    }[begins]
    if not reached:
        return refused(
            "never-reached",
            THE_ORDER,
            f"The {begins.value} stage has not been reached before.",
        )
    return None


@dataclass(frozen=True, kw_only=True)
class RunAgain(Decision):
    """The trigger ballot, the selection or the ballot is run again, on the original freeze date."""

    POWER: ClassVar[PowerName] = "run-again"
    WHILE_POSTPONED: ClassVar[bool] = True
    AFTER_THE_END: ClassVar[bool] = True

    begins: AgainFrom

    @classmethod
    def barred(cls, given: Given) -> Refused | None:
        """There is something that can be run again; if not, why not the first of them."""
        no = [begins_refused(begins, given) for begins in AgainFrom]
        return None if None in no else no[0]

    def effect(self, given: Given) -> Entry | Refused:
        """Only what has been reached before can be run again, and not over a suspension or exemption."""
        return begins_refused(self.begins, given) or self

    def applied(self, state: Selection, at: datetime) -> Selection:
        """Back to the beginning of that stage; the history stays."""
        cleared = replace(
            without_outcome(appeals_left_behind(state)),
            postponed_at=None,
            emergency=False,
            emergency_effect=None,
        )
        return again_from(cleared, Stage(self.begins.value))


@dataclass(frozen=True, kw_only=True)
class DecisionReopened(Decision):
    """A decision is reopened on a listed ground by the competent body; otherwise it would stand."""

    POWER: ClassVar[PowerName] = "reopen"
    AFTER_THE_END: ClassVar[bool] = True

    decision: int

    @classmethod
    def barred(cls, given: Given) -> Refused | None:
        """There is a decision that can be reopened; if not, why not the latest of them."""
        no = [reopens_refused(one, given.state) for one in given.state.decisions]
        if None in no:
            return None
        return no[-1] if no else refused("no-decision", THE_RECORD, "Nothing has been decided yet.")

    @clause("model-association", "7.6")
    def effect(self, given: Given) -> Entry | Refused:
        """The latest outcome, or its endorsement, of this proceeding; not reopened before."""
        found = given.state.decision(self.decision)
        if found is None:
            return refused(
                "no-decision", THE_RECORD, "No decision of this proceeding has this number."
            )
        return reopens_refused(found, given.state) or self

    def applied(self, state: Selection, at: datetime) -> Selection:
        """The seat goes back to where that decision was taken."""
        found = state.decision(self.decision)
        decisions = tuple(
            replace(d, reopened=True) if d.number == self.decision else d for d in state.decisions
        )
        state = replace(state, decisions=decisions)
        match found.kind if found else "":
            case "TriggerDecided":
                return decide_again(appeals_left_behind(state), "")
            case "EndorsementDecided":
                return go_to(state, Stage.ENDORSEMENT)
            case "SuspensionEnded":
                return _suspended_again(state, self.decision)
            case _:
                appeals = tuple(
                    replace(a, decided=False, upheld=False, decided_by=None)
                    if a.decided_by == self.decision
                    else a
                    for a in state.appeals
                )
                return go_to(replace(state, appeals=appeals), Stage.APPEALS)


def reopens_refused(found: DecisionState, state: Selection) -> Refused | None:
    """Why a decision cannot be reopened now: reopened before, of another kind, not the last word, or overtaken."""
    if found.reopened:
        return refused("reopened-already", THE_RECORD, "This decision has been reopened already.")
    last = max(d.number for d in state.decisions if d.kind == found.kind)
    match found.kind:
        case "TriggerDecided":
            stands = state.trigger is not None and found.number == last and holder_stands(state)
            stands = stands and state.outcome is not Outcome.CANDIDATE_SELECTED
        case "EndorsementDecided":
            stands = state.stage in (Stage.DECLARED, Stage.NOT_ENDORSED) and found.number == last
        case "AppealDecided":
            decided = next((a for a in state.appeals if a.decided_by == found.number), None)
            stands = decided is not None and decided.outcome == state.outcome_number
            stands = stands and state.outcome is not None
        case "SuspensionEnded":
            stands = state.stage is not Stage.DECLARED and state.intention.answer is not Answer.NO
            stands = stands and state.candidate in (None, state.holder)
        case _:
            return refused(
                "not-reopened-this-way",
                THE_ORDER,
                "The trigger's outcome, an endorsement, an appeal's decision and the end of a suspension "
                "can be reopened; for another decision, use the power that made it.",
            )
    if stands and state.stage is not Stage.CANCELLED and not state.emergency:
        return None
    return refused(
        "overtaken",
        THE_ORDER,
        "The procedure has moved on since; have it run again, or use the power to override.",
    )


def _suspended_again(state: Selection, case: int) -> Selection:
    """The case is open once more, and the seat waits."""
    open_cases = (*state.intention.suspensions, case)
    intention = replace(state.intention, suspensions=open_cases)
    return wait(replace(state, intention=intention, representative=state.holder))
