"""The emergency route: an election is called, and the rulebook has a consequence for every state of a seat."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from hustings.kernel.refusals import Refused
from hustings.proceedings.appeals import without_outcome
from hustings.proceedings.citing import THE_ORDER, THE_RECORD, refused
from hustings.proceedings.decisions import Decision
from hustings.proceedings.entry import Entry, Given, computed
from hustings.proceedings.shortlist import composition
from hustings.proceedings.stages import SELECTION_STAGES, Answer, Outcome, Stage
from hustings.proceedings.state import PanelMember, Selection
from hustings.proceedings.values import Withheld
from hustings.rulebooks.schema import EmergencyEffect, PowerName, SeatSituation


def situation_of(state: Selection) -> SeatSituation:
    """Which of the rulebook's situations a seat is in."""
    if state.intention.suspended:
        return "suspended"
    if state.outcome is not None and state.candidate is not None:
        return "selected-unendorsed"
    match state.stage:
        case Stage.OPENED:
            return "not-asked"
        case Stage.ASKED:
            return "asked"
        case Stage.TRIGGER | Stage.READOPTION | Stage.PETITION:
            return "trigger-running"
        case Stage.BALLOT | Stage.COUNT:
            return "ballot-open"
        case _ if state.stage in SELECTION_STAGES and state.trigger is not None:
            return "triggered-unselected"
        case _ if state.representative is None:
            return "vacant"
        case _ if state.intention.answer is Answer.NO:
            return "said-no"
        case _:
            return "triggered-unselected"


@dataclass(frozen=True, kw_only=True)
class EmergencyDeclared(Decision):
    """The moment that the rulebook names has come; the consequence for this seat is worked out, not chosen."""

    POWER: ClassVar[PowerName] = "declare-emergency"
    WHILE_POSTPONED: ClassVar[bool] = True

    moment: str
    happened_at: datetime
    situation: str = computed("")
    consequence: str = computed("")

    def effect(self, given: Given) -> Entry | Refused:
        """Once, and only at the rulebook's moment."""
        rules = given.rulebook.rules.emergency
        if rules is None:
            return refused(
                "no-emergency-route", THE_RECORD, "This rulebook has no emergency route."
            )
        if given.state.emergency:
            return refused("declared-already", THE_RECORD, "The emergency route runs already.")
        if self.moment != rules.moment.value:
            return refused(
                "another-moment",
                rules.moment,
                f"Under this rulebook the emergency route begins with the {rules.moment.value}.",
            )
        if self.happened_at > given.now:
            return refused("not-happened-yet", THE_ORDER, "The moment has not come yet.")
        situation = situation_of(given.state)
        return replace(self, situation=situation, consequence=rules.consequences[situation].value)

    def applied(self, state: Selection, at: datetime) -> Selection:
        """The consequence, as the rulebook has it for this situation."""
        return _consequence(
            replace(state, emergency=True, emergency_effect=self.consequence, postponed=False),
            self.consequence,  # type: ignore[arg-type]
            at,
        )


def _consequence(state: Selection, effect: EmergencyEffect, at: datetime) -> Selection:
    match effect:
        case "continues":
            return state
        case "waits-for-decision":
            return replace(state, stage=Stage.WAITING)
        case "goes-to-endorsement":
            return replace(state, stage=Stage.ENDORSEMENT)
        case "panel-selects":
            return replace(state, stage=Stage.PANEL)
        case "votes-void-panel-selects":
            ballot = None if state.ballot is None else replace(state.ballot, void=True)
            return replace(state, stage=Stage.PANEL, ballot=ballot)
        case "readopted-subject-to-endorsement":
            return replace(
                state,
                stage=Stage.ENDORSEMENT,
                outcome=Outcome.RESELECTED,
                candidate=state.representative,
                outcome_at=at,
                outcome_number=state.entries + 1,
            )


@dataclass(frozen=True, kw_only=True)
class PanelSelected(Decision):
    """A panel composed as the rulebook says fills the place under the emergency route."""

    POWER: ClassVar[PowerName] = "declare-emergency"

    members: tuple[PanelMember, ...]
    candidate: str
    name: Withheld

    def effect(self, given: Given) -> Entry | Refused:
        """Only where the emergency route sent the seat to a panel."""
        rules = given.rulebook.rules.emergency
        if rules is None or given.state.stage is not Stage.PANEL:
            return refused("no-panel-here", THE_ORDER, "No panel selects for this seat now.")
        return composition(rules.panel, self.members, given) or self

    def applied(self, state: Selection, at: datetime) -> Selection:
        """Selected, subject to endorsement."""
        return replace(
            state,
            stage=Stage.ENDORSEMENT,
            outcome=Outcome.CANDIDATE_SELECTED,
            candidate=self.candidate,
            outcome_at=at,
            outcome_number=state.entries + 1,
        )


@dataclass(frozen=True, kw_only=True)
class WaitingEnded(Decision):
    """The competent body decides what becomes of a seat that waits under the emergency route or unendorsed."""

    POWER: ClassVar[PowerName] = "override"

    goes_to: Stage

    def effect(self, given: Given) -> Entry | Refused:
        """To a panel, to applications or to endorsement of the representative."""
        waits = given.state.stage in (Stage.WAITING, Stage.NOT_ENDORSED)
        if not waits or (given.state.intention.suspended and not given.state.emergency):
            return refused("not-waiting", THE_ORDER, "This seat does not wait for such a decision.")
        if self.goes_to not in (Stage.PANEL, Stage.APPLICATIONS, Stage.ENDORSEMENT):
            return refused(
                "not-a-way-on",
                THE_ORDER,
                "The seat goes to a panel, to applications or to endorsement.",
            )
        if self.goes_to is Stage.ENDORSEMENT and given.state.representative is None:
            return refused("nobody-to-endorse", THE_RECORD, "Nobody holds this seat.")
        return self

    def applied(self, state: Selection, at: datetime) -> Selection:
        """On it goes."""
        if self.goes_to is Stage.ENDORSEMENT:
            return replace(
                state,
                stage=self.goes_to,
                outcome=Outcome.RESELECTED,
                candidate=state.representative,
                outcome_at=at,
                outcome_number=state.entries + 1,
            )
        return replace(without_outcome(state), stage=self.goes_to)
