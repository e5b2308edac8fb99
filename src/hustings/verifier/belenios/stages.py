"""Group 13: the order of events, as a machine of which every step that is not written down is a failure."""

from enum import StrEnum

from hustings.ballots.secret.archive import EventType
from hustings.kernel.refusals import CheckFailed


class Stage(StrEnum):
    """Where an election stands after its last event."""

    NOTHING = "nothing"
    OPEN = "open"
    CLOSED = "closed"
    TALLIED = "tallied"
    SHUFFLING = "shuffling"
    SHUFFLED = "shuffled"
    DECRYPTING = "partially decrypted"
    RESULT = "result"


STEPS: dict[tuple[Stage, EventType], Stage] = {
    (Stage.NOTHING, EventType.SETUP): Stage.OPEN,
    (Stage.OPEN, EventType.BALLOT): Stage.OPEN,
    (Stage.OPEN, EventType.END_BALLOTS): Stage.CLOSED,
    (Stage.CLOSED, EventType.ENCRYPTED_TALLY): Stage.TALLIED,
    (Stage.TALLIED, EventType.SHUFFLE): Stage.SHUFFLING,
    (Stage.SHUFFLING, EventType.SHUFFLE): Stage.SHUFFLING,
    (Stage.SHUFFLING, EventType.END_SHUFFLES): Stage.SHUFFLED,
    (Stage.TALLIED, EventType.PARTIAL_DECRYPTION): Stage.DECRYPTING,
    (Stage.SHUFFLED, EventType.PARTIAL_DECRYPTION): Stage.DECRYPTING,
    (Stage.DECRYPTING, EventType.PARTIAL_DECRYPTION): Stage.DECRYPTING,
    (Stage.DECRYPTING, EventType.RESULT): Stage.RESULT,
}

CHECK_OF: dict[EventType, str] = {
    EventType.SETUP: "13.1",
    EventType.BALLOT: "13.2",
    EventType.END_BALLOTS: "13.3",
    EventType.ENCRYPTED_TALLY: "13.3",
    EventType.SHUFFLE: "13.4",
    EventType.END_SHUFFLES: "13.4",
    EventType.PARTIAL_DECRYPTION: "13.5",
    EventType.RESULT: "13.6",
}
"""The check that fails where an event of this kind stands out of order."""


def next_stage(stage: Stage, event: EventType) -> Stage:
    """Where an event leads; ``CheckFailed`` where it may not come."""
    after = STEPS.get((stage, event))
    if after is not None:
        return after
    if stage is Stage.NOTHING:
        raise CheckFailed("13.1", f"{event.value} comes before Setup")
    if stage is Stage.RESULT:
        raise CheckFailed("13.6", f"{event.value} comes after the result")
    raise CheckFailed(CHECK_OF[event], f"{event.value} comes while the election is {stage.value}")


def may_come_next(stage: Stage) -> list[EventType]:
    """The kinds of events that may come next."""
    return [event for (before, event) in STEPS if before is stage]
