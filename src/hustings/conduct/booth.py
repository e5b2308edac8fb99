"""What the booth is told of one contest: its ballot paper, where ballots go, and whether a code is still free."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hustings.conduct.casting import open_booth
from hustings.conduct.polling import poll_of
from hustings.conduct.sound_ballots import election_of
from hustings.kernel.refusals import Refused
from hustings.record.notes import KeyKind, verifier_key
from hustings.store import boxes
from hustings.store.log_key import log_key


class CodeState(StrEnum):
    """What can be done with a code."""

    FREE = "free"
    CAST = "cast"
    STRUCK_OFF = "struck-off"


@dataclass(frozen=True, slots=True)
class Contest:
    """One contest for one elector: the fingerprint that the record announced, until when, and the pass."""

    fingerprint: str
    closes: datetime
    replacement: bool
    opened: str
    record_key: str


def contest_for(person: str, proceeding: str, *, now: datetime | None = None) -> Contest | Refused:
    """The contest as its booth begins, or why this person cannot vote in it now."""
    booth = open_booth(person, proceeding, now=now)
    if isinstance(booth, Refused):
        return booth
    poll = poll_of(proceeding)
    if isinstance(poll, Refused):
        return poll
    key = verifier_key(poll.organisation.origin, KeyKind.ED25519, log_key(poll.organisation))
    return Contest(
        fingerprint=poll.online.box.election,
        closes=booth.closes,
        replacement=poll.box.replacement,
        opened=booth.opened,
        record_key=str(key),
    )


def ballot_paper(proceeding: str) -> bytes | Refused:
    """The election, byte for byte as its fingerprint speaks of it."""
    poll = poll_of(proceeding)
    return poll if isinstance(poll, Refused) else election_of(poll.box).raw


def state_of_code(person: str, proceeding: str, credential: str) -> CodeState | Refused | None:
    """Whether a ballot can be cast with this public credential; ``None`` for one that is not of this election."""
    booth = open_booth(person, proceeding)
    if isinstance(booth, Refused):
        return booth
    poll = poll_of(proceeding)
    if isinstance(poll, Refused):
        return poll
    if boxes.weight_of(poll.box, credential) is None:
        return None
    if boxes.is_struck_off(poll.box, credential):
        return CodeState.STRUCK_OFF
    return CodeState.FREE if boxes.standing(poll.box, credential) is None else CodeState.CAST
