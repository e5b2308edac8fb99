"""Endorsement or its refusal, once the appeal window has closed and every appeal is decided."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from hustings.kernel.clauses import clause
from hustings.kernel.refusals import Refused
from hustings.proceedings.appeals import again_from, appeals_close
from hustings.proceedings.citing import THE_ORDER, THE_RECORD, refused
from hustings.proceedings.clock import say
from hustings.proceedings.decisions import Decision
from hustings.proceedings.entry import Entry, Given, computed
from hustings.proceedings.stages import Stage
from hustings.proceedings.standing import is_barred, without_outcome
from hustings.proceedings.state import Selection
from hustings.rulebooks.schema import PowerName


@dataclass(frozen=True, kw_only=True)
class EndorsementDecided(Decision):
    """The endorsing body endorses the outcome, or refuses to. ``in_favour`` counts votes for this decision."""

    POWER: ClassVar[PowerName] = "endorse"

    candidate: str
    endorsed: bool
    refusal: str = computed("")

    @classmethod
    def barred(cls, given: Given) -> Refused | None:
        """Somebody waits for it, and no appeal is possible or open."""
        if given.rulebook.rules.endorsement is None:
            return refused("no-endorsement", THE_RECORD, "This rulebook has no endorsement.")
        state = given.state
        if state.stage not in (Stage.APPEALS, Stage.ENDORSEMENT) or state.candidate is None:
            return refused("nothing-to-endorse", THE_ORDER, "Nobody waits for endorsement.")
        if state.open_appeals:
            return refused(
                "appeal-open", THE_ORDER, "An appeal is open; endorsement waits for its decision."
            )
        closes = appeals_close(given)
        if state.stage is Stage.APPEALS and closes is not None and given.now <= closes:
            return refused(
                "appeals-open", THE_ORDER, f"Appeals are open until {say(given, closes)}."
            )
        return None

    @clause("labour-2018", "5.IV.5(B)")
    @clause("model-association", "5.4")
    def effect(self, given: Given) -> Entry | Refused:
        """Of the very person selected; not while an appeal is possible or open."""
        rules, state = given.rulebook.rules.endorsement, given.state
        if rules is None or state.candidate not in (None, self.candidate):
            return self.barred(given) or refused(
                "another-candidate", THE_RECORD, "Another person has been selected."
            )
        if not state.open_appeals and self.endorsed and is_barred(state, self.candidate):
            return refused(
                "suspended", THE_ORDER, "The representative is suspended; that is decided first."
            )
        return self.barred(given) or replace(
            self, refusal="" if self.endorsed else rules.refusal.value
        )

    def applied(self, state: Selection, at: datetime) -> Selection:
        """Endorsed: declared. Refused: what the rulebook says follows."""
        if self.endorsed:
            return replace(state, stage=Stage.DECLARED)
        if self.refusal == "run-again" and not state.emergency:
            vacant = without_outcome(again_from(state, Stage.APPLICATIONS))
            if state.candidate == state.representative:
                vacant = replace(vacant, representative=None)
            return vacant
        return replace(state, stage=Stage.NOT_ENDORSED, resumes_at=None)
