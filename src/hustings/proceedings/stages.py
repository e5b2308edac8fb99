"""The stages of a proceeding, in the order of the story."""

from enum import StrEnum


class Stage(StrEnum):
    """Where a seat stands. Deadlines inside a stage are functions of the clock, never of a job that must run."""

    OPENED = "opened"
    ASKED = "asked"
    WAITING = "waiting"
    TRIGGER = "trigger"
    READOPTION = "readoption"
    PETITION = "petition"
    APPLICATIONS = "applications"
    NOMINATIONS = "nominations"
    HUSTINGS = "hustings"
    BALLOT = "ballot"
    COUNT = "count"
    PANEL = "panel"
    APPEALS = "appeals"
    ENDORSEMENT = "endorsement"
    DECLARED = "declared"
    NOT_ENDORSED = "not-endorsed"
    CANCELLED = "cancelled"

    @property
    def said(self) -> str:
        """The name of the stage in a sentence."""
        return _SAID.get(self.value, self.value)


_SAID = {
    "opened": "before the letter",
    "asked": "question to the sitting representative",
    "waiting": "waiting for a decision",
    "trigger": "trigger ballot",
    "ballot": "ballot of members",
    "panel": "selection by a panel",
    "not-endorsed": "endorsement refused",
}
"""Where one word of the record does not say it."""


SELECTION_STAGES = (
    Stage.APPLICATIONS,
    Stage.NOMINATIONS,
    Stage.HUSTINGS,
    Stage.BALLOT,
    Stage.COUNT,
)
"""From an open selection (or a vacancy) to a result."""

ENDED = frozenset({Stage.DECLARED, Stage.CANCELLED})
"""Stages in which only a reopening, a run-again or an override can do anything."""


class Answer(StrEnum):
    """What a sitting representative answers to "do you intend to stand?"."""

    YES = "yes"
    NO = "no"


class UnitAnswer(StrEnum):
    """What a unit decided on the trigger question."""

    OPEN = "open"
    RESELECT = "reselect"
    TIE = "tie"
    ABSTAIN = "abstain"


class Outcome(StrEnum):
    """What the members' procedure came to, before appeals and endorsement."""

    RESELECTED = "reselected"
    OPEN_SELECTION = "open-selection"
    CANDIDATE_SELECTED = "candidate-selected"
    PETITION_MET = "petition-met"
    PETITION_FAILED = "petition-failed"
