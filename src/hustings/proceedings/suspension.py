"""A representative is suspended, cleared, or ends their standing; several cases have the union of their effects."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from hustings.kernel.clauses import clause
from hustings.kernel.refusals import Refused
from hustings.proceedings.appeals import again_from
from hustings.proceedings.applications import remove_contender
from hustings.proceedings.citing import THE_ORDER, THE_RECORD, refused
from hustings.proceedings.decisions import Decision
from hustings.proceedings.entry import Entry, Given
from hustings.proceedings.stages import SELECTION_STAGES, Answer, Stage
from hustings.proceedings.standing import (
    appeals_left_behind,
    holder_stands,
    wait,
    wait_for_a_decision,
    without_outcome,
)
from hustings.proceedings.state import Selection
from hustings.proceedings.values import Requirement, Role, Withheld, needs
from hustings.rulebooks.schema import PowerName


@dataclass(frozen=True, kw_only=True)
class Suspended(Decision):
    """The representative is suspended: no trigger ballot, and the seat waits for the competent body.

    Each suspension is a case of its own, known by the number of its entry.
    """

    POWER: ClassVar[PowerName] = "suspend"
    WHILE_POSTPONED: ClassVar[bool] = True

    suspension: Withheld

    @classmethod
    def barred(cls, given: Given) -> Refused | None:
        """While the representative still stands for the seat; a second case can join a first."""
        state = given.state
        if not holder_stands(state):
            return refused(
                "nobody-to-suspend", THE_ORDER, "Nobody's standing can be suspended here."
            )
        if state.outcome is not None and state.candidate not in (None, state.representative):
            return refused("too-late-to-suspend", THE_ORDER, "Another candidate has been selected.")
        return None

    def effect(self, given: Given) -> Entry | Refused:
        """The seat waits."""
        return self.barred(given) or self

    @clause("model-association", "1.6")
    def applied(self, state: Selection, at: datetime) -> Selection:
        """The seat waits."""
        cases = (*state.intention.suspensions, state.entries + 1)
        return wait(replace(state, intention=replace(state.intention, suspensions=cases)))


@dataclass(frozen=True, kw_only=True)
class SuspensionEnded(Decision):
    """The competent body closes a case: the suspension is lifted, or the representative's standing ends.

    ``case`` is the number of the suspension's entry; it may be left out where only one case is open.
    """

    POWER: ClassVar[PowerName] = "suspend"
    WHILE_POSTPONED: ClassVar[bool] = True

    lifted: bool
    case: int | None = None

    @classmethod
    def barred(cls, given: Given) -> Refused | None:
        """Only while a case is open."""
        if given.state.intention.suspensions:
            return None
        return refused("not-suspended", THE_ORDER, "No suspension is open in this proceeding.")

    def effect(self, given: Given) -> Entry | Refused:
        """Only an open case; with several open the decision says which one it closes."""
        no, cases = self.barred(given), given.state.intention.suspensions
        if no is not None:
            return no
        if self.case is None and len(cases) > 1:
            return refused(
                "which-case",
                THE_RECORD,
                f"Cases {', '.join(map(str, cases))} are open; say which one this decides.",
            )
        if self.case is not None and self.case not in cases:
            return refused("no-such-case", THE_RECORD, f"Case {self.case} is not open.")
        return self

    def applied(self, state: Selection, at: datetime) -> Selection:
        """Lifted: the procedure goes on where it stood once no case is open. Otherwise the seat is vacant."""
        open_cases = state.intention.suspensions
        closed = self.case if self.case is not None else open_cases[0]
        left = tuple(case for case in open_cases if case != closed) if self.lifted else ()
        after = replace(state, intention=replace(state.intention, suspensions=left))
        if not self.lifted:
            return vacated(after)
        if left or state.stage is not Stage.WAITING or state.emergency or state.resumes_at is None:
            return after
        return replace(after, stage=state.resumes_at, resumes_at=None)


def vacated(state: Selection) -> Selection:
    """The seat without its holder: a selection that runs goes on without them, otherwise one begins."""
    holder = state.representative
    stood = state.resumes_at if state.stage is Stage.WAITING else state.stage
    gone = replace(state, representative=None)
    if state.candidate not in (None, holder):
        return gone
    if stood in SELECTION_STAGES:
        remaining = remove_contender(gone, holder or "")
        return remaining if state.emergency else replace(remaining, stage=stood, resumes_at=None)
    cleared = without_outcome(appeals_left_behind(gone))
    if state.emergency:
        return cleared if state.stage is Stage.PANEL else wait_for_a_decision(cleared)
    if stood is Stage.PANEL:
        return replace(cleared, stage=Stage.PANEL, resumes_at=None)
    return again_from(cleared, Stage.APPLICATIONS)


@dataclass(frozen=True, kw_only=True)
class IntentionWithdrawn(Entry):
    """The representative no longer wishes to stand: the seat needs another candidate."""

    REQUIRES: ClassVar[tuple[Requirement, ...]] = (needs(Role.REPRESENTATIVE, signed=False),)
    WHILE_POSTPONED: ClassVar[bool] = True

    def decided(self, given: Given) -> Entry | Refused:
        """At any time before a candidate is declared, while they stand."""
        state = given.state
        if state.representative is None:
            return refused("no-representative", THE_RECORD, "Nobody holds this seat.")
        if state.stage is Stage.PETITION:
            return refused(
                "no-intention-stage", THE_ORDER, "A petition does not ask whether they stand again."
            )
        if state.stage in (Stage.BALLOT, Stage.COUNT):
            return refused(
                "papers-are-out",
                THE_ORDER,
                "Ballot papers are out; withdraw from the ballot instead.",
            )
        if state.candidate not in (None, state.representative):
            return refused(
                "another-candidate",
                THE_RECORD,
                "Another person has been selected; there is nothing to withdraw from.",
            )
        return self

    def evolved(self, state: Selection, at: datetime) -> Selection:
        """Before a selection runs, one begins; in a selection, the applicant withdraws."""
        asked = replace(
            state.intention, answer=Answer.NO, answered_at=at, suspensions=(), exempt=False
        )
        return vacated(replace(state, intention=asked))
