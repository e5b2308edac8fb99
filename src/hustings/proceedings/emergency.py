"""The emergency route: an election is called, and the rulebook has a consequence for every state of a seat."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from hustings.kernel.clauses import clause
from hustings.kernel.refusals import Refused
from hustings.proceedings.appeals import again_from
from hustings.proceedings.citing import THE_ORDER, THE_RECORD, refused
from hustings.proceedings.decisions import Decision
from hustings.proceedings.entry import Entry, Given, computed
from hustings.proceedings.shortlist import composition
from hustings.proceedings.stages import Answer, Outcome, Stage
from hustings.proceedings.standing import (
    appeals_left_behind,
    go_to,
    holder_stands,
    is_barred,
    votes_sealed,
    wait,
    without_outcome,
)
from hustings.proceedings.state import PanelMember, Selection
from hustings.proceedings.values import Withheld
from hustings.rulebooks.schema import PowerName
from hustings.rulebooks.selecting_stages import SeatSituation


def situation_of(state: Selection) -> SeatSituation:
    """Which of the rulebook's situations a seat is in; every state of a seat is one of them."""
    if state.intention.suspended and state.candidate in (None, state.holder):
        return "suspended"
    if state.candidate is not None and state.stage is not Stage.NOT_ENDORSED:
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
        case _ if state.intention.answer is Answer.NO:
            return "said-no"
        case _ if state.representative is None:
            return "vacant"
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

    @classmethod
    def barred(cls, given: Given) -> Refused | None:
        """Once, where the rulebook has such a route."""
        if given.rulebook.rules.emergency is None:
            return _no_route()
        if given.state.emergency:
            return refused("declared-already", THE_RECORD, "The emergency route runs already.")
        return None

    @clause("model-association", "6.1")
    def effect(self, given: Given) -> Entry | Refused:
        """Once, and only at the rulebook's moment."""
        no, rules = self.barred(given), given.rulebook.rules.emergency
        if no is not None or rules is None:
            return no or _no_route()
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
        called = replace(state, emergency=True, emergency_effect=self.consequence)
        if self.consequence == "continues":
            return called
        return _consequence(replace(called, postponed_at=None), self.consequence, at)


def _no_route() -> Refused:
    return refused("no-emergency-route", THE_RECORD, "This rulebook has no emergency route.")


def _consequence(state: Selection, effect: str, at: datetime) -> Selection:
    match effect:
        case "goes-to-endorsement":
            return go_to(state, Stage.ENDORSEMENT)
        case "panel-selects":
            return go_to(without_outcome(state), Stage.PANEL)
        case "votes-void-panel-selects":
            return go_to(without_outcome(votes_sealed(state)), Stage.PANEL)
        case "readopted-subject-to-endorsement" if state.representative is not None:
            return readopted(state, at)
        case _:
            return wait(state)


def readopted(state: Selection, at: datetime) -> Selection:
    """The sitting representative is the outcome, subject to endorsement."""
    return go_to(
        replace(
            appeals_left_behind(state),
            outcome=Outcome.RESELECTED,
            candidate=state.representative,
            outcome_at=at,
            outcome_number=state.entries + 1,
        ),
        Stage.ENDORSEMENT,
    )


@dataclass(frozen=True, kw_only=True)
class PanelSelected(Decision):
    """A panel composed as the rulebook says fills the place under the emergency route."""

    POWER: ClassVar[PowerName] = "declare-emergency"

    members: tuple[PanelMember, ...]
    candidate: str
    name: Withheld

    @classmethod
    def barred(cls, given: Given) -> Refused | None:
        """Only where the emergency route sent the seat to a panel."""
        if given.rulebook.rules.emergency is not None and given.state.stage is Stage.PANEL:
            return None
        return refused("no-panel-here", THE_ORDER, "No panel selects for this seat now.")

    def effect(self, given: Given) -> Entry | Refused:
        """Somebody who may be selected, by a panel composed as the rulebook says."""
        no, rules = self.barred(given), given.rulebook.rules.emergency
        if no is not None or rules is None:
            return no or _no_route()
        if not self.candidate:
            return refused("nobody-named", THE_RECORD, "A panel selects somebody.")
        if is_barred(given.state, self.candidate):
            return refused(
                "suspended", THE_ORDER, "The representative is suspended; that is decided first."
            )
        return composition(rules.panel, self.members, given, self.candidate) or self

    def applied(self, state: Selection, at: datetime) -> Selection:
        """Selected, subject to endorsement."""
        return replace(
            votes_sealed(state),
            stage=Stage.ENDORSEMENT,
            resumes_at=None,
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

    @classmethod
    def barred(cls, given: Given) -> Refused | None:
        """Only for a seat that waits for such a decision, and not for the end of a suspension."""
        waits = given.state.stage in (Stage.WAITING, Stage.NOT_ENDORSED)
        if waits and (given.state.emergency or not given.state.intention.suspended):
            return None
        return refused("not-waiting", THE_ORDER, "This seat does not wait for such a decision.")

    def effect(self, given: Given) -> Entry | Refused:
        """To a panel, to applications, to endorsement of the representative, or on where the seat stood."""
        return self.barred(given) or way_on_refused(self.goes_to, given) or self

    def applied(self, state: Selection, at: datetime) -> Selection:
        """On it goes."""
        if _endorses(self.goes_to, state):
            return readopted(state, at)
        if self.goes_to == state.resumes_at:
            return go_to(state, self.goes_to)
        cleared = without_outcome(appeals_left_behind(state))
        if self.goes_to is Stage.APPLICATIONS:
            return again_from(cleared, Stage.APPLICATIONS)
        return go_to(votes_sealed(cleared), self.goes_to)


def way_on_refused(way: Stage, given: Given) -> Refused | None:
    """Why a seat that waits cannot go on this way; None where it can."""
    ways = {Stage.PANEL, Stage.APPLICATIONS, Stage.ENDORSEMENT, given.state.resumes_at}
    if way not in ways:
        return refused(
            "not-a-way-on",
            THE_ORDER,
            "The seat goes to a panel, to applications or to endorsement, or on where it stood.",
        )
    if way is Stage.PANEL and given.rulebook.rules.emergency is None:
        return refused(
            "no-emergency-route", THE_RECORD, "This rulebook has no panel that could select."
        )
    if given.state.intention.suspended and way is not Stage.PANEL:
        return refused(
            "suspended", THE_ORDER, "The representative is suspended; that is decided first."
        )
    if _endorses(way, given.state) and not holder_stands(given.state):
        return refused(
            "nobody-to-endorse", THE_RECORD, "No sitting representative stands for this seat."
        )
    return None


def _endorses(way: Stage, state: Selection) -> bool:
    """Whether the seat would go to endorsement of its holder, and not on to where it stood."""
    return way is Stage.ENDORSEMENT and state.resumes_at is not Stage.ENDORSEMENT
