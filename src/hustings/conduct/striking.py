"""The scrutineer strikes a code off, so that nobody can cast with it; which code, and why, stands on the record."""

from datetime import datetime

from django.db import transaction

from hustings.conduct import clock
from hustings.conduct.acting import act
from hustings.conduct.polling import THE_BALLOT, Poll, poll_of
from hustings.conduct.sound_ballots import is_closed
from hustings.kernel.refusals import Refused
from hustings.proceedings.online import StrikeReason
from hustings.proceedings.online_ballot import CodeStruckOff
from hustings.proceedings.values import Actor, Role
from hustings.store import boxes


def strike_off(
    by: str,
    proceeding: str,
    credential: str,
    because: StrikeReason,
    *,
    now: datetime | None = None,
) -> Poll | Refused:
    """Strike a public credential off while the ballot runs. A ballot that was cast with it stands, and refuses it.

    Box, ballot and record in one transaction: a ballot is in before, or it is not let in after, and verifiers know.
    """
    at = now or clock.now()
    poll = poll_of(proceeding)
    if isinstance(poll, Refused):
        return poll
    with transaction.atomic():
        boxes.wait_for_the_box(poll.box)
        no = _not_open(poll, at) or _not_to_be_struck(poll, credential)
        if no is not None:
            return no
        entry = CodeStruckOff(
            credential=credential, because=because, by=(Actor(by, Role.SCRUTINEER),)
        )
        done = act(poll.organisation, proceeding, entry, now=at)
        if isinstance(done, Refused):
            return done
        boxes.strike_off(poll.box, credential, because, by, at)
    return poll


def _not_open(poll: Poll, at: datetime) -> Refused | None:
    if poll.runs and at <= poll.last_moment and not is_closed(poll.box):
        return None
    return Refused("not-open", THE_BALLOT, "Codes are struck off while the ballot is open.")


def _not_to_be_struck(poll: Poll, credential: str) -> Refused | None:
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
