"""Overrides of every kind: what a body replaces and what it sets stand side by side in the record."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from hustings.kernel.refusals import Refused
from hustings.proceedings.appeals import again_from
from hustings.proceedings.applications import remove_contender
from hustings.proceedings.citing import THE_ORDER, THE_RECORD, refused
from hustings.proceedings.decisions import Decision
from hustings.proceedings.entry import Entry, Given
from hustings.proceedings.stages import Outcome, Stage
from hustings.proceedings.standing import (
    appeals_left_behind,
    go_to,
    holder_stands,
    is_barred,
    votes_sealed,
    without_outcome,
    without_selection,
)
from hustings.proceedings.state import Applicant, PlannedStep, Selection
from hustings.proceedings.values import Withheld
from hustings.rulebooks.schema import PowerName


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
    ``admit`` and ``remove``; ``outcome`` to ``replace-outcome``. ``name`` discloses who the person is.
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
    name: Withheld | None = None

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
        if self.replaces is not None and not 1 <= self.replaces <= state.entries:
            return refused(
                "nothing-to-replace", THE_RECORD, f"This proceeding has no entry {self.replaces}."
            )
        return _OVERRIDES[self.sets](self, given)

    def applied(self, state: Selection, at: datetime) -> Selection:
        """The effect; what it replaced is struck through, not taken away."""
        number = state.entries + 1
        state = replace(state, overridden=(*state.overridden, self.replaces or number))
        match self.sets:
            case OverrideEffect.SET_DATE:
                return self._with_date(state)
            case OverrideEffect.SKIP_TO:
                return self._skipped(without_outcome(appeals_left_behind(state)))
            case OverrideEffect.IMPOSE_CANDIDATE:
                return _selected(state, self.person or "", at, Outcome.CANDIDATE_SELECTED)
            case OverrideEffect.REPLACE_OUTCOME if self.outcome is Outcome.RESELECTED:
                return _selected(state, state.representative or "", at, Outcome.RESELECTED)
            case OverrideEffect.REPLACE_OUTCOME:
                opened = again_from(appeals_left_behind(state), Stage.APPLICATIONS)
                return replace(
                    opened,
                    trigger=Outcome.OPEN_SELECTION,
                    outcome=Outcome.OPEN_SELECTION,
                    candidate=None,
                    outcome_at=at,
                    outcome_number=number,
                )
            case OverrideEffect.ADMIT:
                return self._with_applicant(state)
            case OverrideEffect.REMOVE:
                return remove_contender(state, self.person or "")

    def _skipped(self, state: Selection) -> Selection:
        if self.stage is Stage.PANEL:
            return go_to(votes_sealed(state), Stage.PANEL)
        earlier = replace(state, ballot=None, count=None, recount_ordered=False)
        if self.stage is Stage.TRIGGER:
            asked = replace(state.intention, exempt=False)
            earlier = replace(without_selection(earlier), trigger=None, intention=asked)
        return go_to(earlier, self.stage or state.stage)

    def _with_date(self, state: Selection) -> Selection:
        moved = replace(state, timetable=tuple(self._moved(step) for step in state.timetable))
        if self.step != "ballot-closes" or state.ballot is None or self.day is None:
            return moved
        return replace(moved, ballot=replace(state.ballot, closes=self.day))

    def _with_applicant(self, state: Selection) -> Selection:
        admitted = Applicant(
            self.person or "",
            incumbent=self.person == state.representative,
            longlisted=state.stage is not Stage.APPLICATIONS,
            shortlisted=state.stage is Stage.HUSTINGS,
        )
        return replace(state, applicants=(*state.applicants, admitted))

    def _moved(self, step: PlannedStep) -> PlannedStep:
        if step.id != self.step or self.day is None:
            return step
        if step.ends is None:
            return replace(step, starts=self.day)
        return replace(step, starts=min(step.starts, self.day), ends=self.day)


def _date_refused(override: Overridden, given: Given) -> Entry | Refused:
    if given.state.step(override.step or "") is None:
        return refused("no-such-step", THE_RECORD, f"The timetable has no step “{override.step}”.")
    if override.day is None or override.day < given.now:
        return refused("date-has-passed", THE_ORDER, "A new date lies ahead, not behind.")
    return override


def ways_to_skip(given: Given) -> tuple[Stage, ...]:
    """The stages of the rulebook to which an override can lead."""
    rules = given.rulebook.rules
    has = {
        Stage.TRIGGER: rules.trigger is not None and holder_stands(given.state),
        Stage.APPLICATIONS: rules.selection is not None,
        Stage.NOMINATIONS: rules.selection is not None,
        Stage.HUSTINGS: rules.selection is not None,
        Stage.PANEL: rules.emergency is not None,
    }
    return tuple(stage for stage, there in has.items() if there)


def _skip_refused(override: Overridden, given: Given) -> Entry | Refused:
    if override.stage not in ways_to_skip(given):
        return refused("not-a-stage-to-skip-to", THE_ORDER, "No override can lead to that stage.")
    if given.state.intention.suspended and override.stage is Stage.TRIGGER:
        return _suspended()
    return override


def _impose_refused(override: Overridden, given: Given) -> Entry | Refused:
    if not override.person:
        return refused("nobody-named", THE_RECORD, "Name the person who is imposed.")
    if is_barred(given.state, override.person):
        return _suspended()
    return _needs_endorsement(given) or override


def _outcome_refused(override: Overridden, given: Given) -> Entry | Refused:
    return outcome_barred(override.outcome, given) or override


def outcome_barred(outcome: Outcome | None, given: Given) -> Refused | None:
    """Why this outcome cannot be set now; None where it can."""
    if outcome is Outcome.OPEN_SELECTION and given.rulebook.rules.selection is not None:
        return None
    if outcome is not Outcome.RESELECTED:
        return refused(
            "not-an-outcome-to-set",
            THE_ORDER,
            "Impose a candidate by name, or name reselection or an open selection.",
        )
    if not holder_stands(given.state):
        return refused(
            "nobody-to-reselect", THE_RECORD, "No sitting representative stands for this seat."
        )
    if given.state.intention.suspended:
        return _suspended()
    return _needs_endorsement(given)


def override_barred(sets: OverrideEffect, given: Given) -> Refused | None:
    """Why nothing can be overridden in this way now, whatever it would set; None where something can."""
    match sets:
        case OverrideEffect.ADMIT:
            return _no_list(given)
        case OverrideEffect.IMPOSE_CANDIDATE:
            return _needs_endorsement(given)
        case OverrideEffect.REPLACE_OUTCOME:
            no = [
                outcome_barred(one, given) for one in (Outcome.OPEN_SELECTION, Outcome.RESELECTED)
            ]
            return None if None in no else no[-1]
        case OverrideEffect.SET_DATE | OverrideEffect.SKIP_TO | OverrideEffect.REMOVE:
            return None


def _no_list(given: Given) -> Refused | None:
    if given.state.stage in (Stage.APPLICATIONS, Stage.NOMINATIONS, Stage.HUSTINGS):
        return None
    return refused(
        "no-list-open",
        THE_ORDER,
        "Nobody can be put on a list now: no list of contenders is open.",
    )


def _admit_refused(override: Overridden, given: Given) -> Entry | Refused:
    no = _no_list(given)
    if no is not None:
        return no
    if not override.person:
        return refused("nobody-named", THE_RECORD, "Name the person who is admitted.")
    if given.state.applicant(override.person) is not None:
        return refused("applied-already", THE_RECORD, "This person is an applicant already.")
    return _suspended() if is_barred(given.state, override.person) else override


def _remove_refused(override: Overridden, given: Given) -> Entry | Refused:
    found = given.state.applicant(override.person or "")
    if found is None or found.withdrawn:
        return refused("not-an-applicant", THE_RECORD, "This person is not an applicant here.")
    if found.person == given.state.candidate:
        return refused(
            "selected-already",
            THE_ORDER,
            "This person has been selected; set another outcome, or have it run again.",
        )
    return override


def _needs_endorsement(given: Given) -> Refused | None:
    if given.rulebook.rules.endorsement is not None:
        return None
    return refused("no-endorsement", THE_RECORD, "This rulebook has no endorsement to lead to.")


def _suspended() -> Refused:
    return refused(
        "suspended", THE_ORDER, "The representative is suspended; that is decided first."
    )


_OVERRIDES: dict[OverrideEffect, Callable[[Overridden, Given], Entry | Refused]] = {
    OverrideEffect.SET_DATE: _date_refused,
    OverrideEffect.SKIP_TO: _skip_refused,
    OverrideEffect.IMPOSE_CANDIDATE: _impose_refused,
    OverrideEffect.REPLACE_OUTCOME: _outcome_refused,
    OverrideEffect.ADMIT: _admit_refused,
    OverrideEffect.REMOVE: _remove_refused,
}


def _selected(state: Selection, person: str, at: datetime, outcome: Outcome) -> Selection:
    """A person selected by decision: endorsement follows, and appeals against what was before fall."""
    return replace(
        appeals_left_behind(state),
        stage=Stage.ENDORSEMENT,
        resumes_at=None,
        outcome=outcome,
        candidate=person,
        outcome_at=at,
        outcome_number=state.entries + 1,
    )
