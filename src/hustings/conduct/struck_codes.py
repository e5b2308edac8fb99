"""A code that was struck off on the record casts nothing from the same moment on: both stand, or neither."""

from datetime import datetime

from hustings.conduct.polling import THE_BALLOT, Poll, poll_of
from hustings.conduct.sound_ballots import is_closed
from hustings.kernel.refusals import Refused
from hustings.proceedings.online_ballot import CodeStruckOff
from hustings.store import boxes


def stop_taking_ballots(proceeding: str, struck: CodeStruckOff, at: datetime) -> Refused | None:
    """Let nobody cast with this code from now on, in the transaction of its entry; or say why it is not struck off.

    The box is waited for first: a ballot is in before, or it is not let in after, and verifiers know.
    """
    poll = poll_of(proceeding)
    if isinstance(poll, Refused):
        return poll
    boxes.wait_for_the_box(poll.box)
    no = not_to_be_struck(poll, struck.credential, at)
    if no is None:
        boxes.strike_off(poll.box, struck.credential, struck.because, struck.by[0].person, at)
    return no


def not_to_be_struck(poll: Poll, credential: str, at: datetime) -> Refused | None:
    """Why a code is not struck off now. A ballot that was cast with it stands, and refuses it."""
    return _not_open(poll, at) or _not_this_code(poll, credential)


def _not_open(poll: Poll, at: datetime) -> Refused | None:
    if poll.runs and at <= poll.last_moment and not is_closed(poll.box):
        return None
    return Refused("not-open", THE_BALLOT, "Codes are struck off while the ballot is open.")


def _not_this_code(poll: Poll, credential: str) -> Refused | None:
    if boxes.weight_of(poll.box, credential) is None:
        return Refused(
            "no-such-code",
            THE_BALLOT,
            "This is not the public part of a code of this election. Copy it whole from your code book.",
        )
    if boxes.is_struck_off(poll.box, credential):
        return Refused("struck-off-already", THE_BALLOT, "This code has been struck off already.")
    if boxes.standing(poll.box, credential) is not None:
        return Refused(
            "ballot-stands",
            str(poll.rules.replacement.citation),
            "A ballot was cast with this code, and a ballot that was cast stands.",
        )
    return None
