"""The scrutineer strikes a code off, so that nobody can cast with it; which code, and why, stands on the record."""

from datetime import datetime

from hustings.conduct import clock
from hustings.conduct.acting import act
from hustings.conduct.drafting import Waiting
from hustings.conduct.entering import Entered
from hustings.conduct.polling import poll_of
from hustings.conduct.struck_codes import not_to_be_struck
from hustings.kernel.refusals import Refused
from hustings.proceedings.online import StrikeReason
from hustings.proceedings.online_ballot import CodeStruckOff
from hustings.proceedings.values import Actor, Role


def strike_off(
    by: str,
    proceeding: str,
    credential: str,
    because: StrikeReason,
    *,
    now: datetime | None = None,
) -> Entered | Waiting | Refused:
    """Write that a public credential is struck off, for the scrutineer to sign; with the signature it casts no more.

    A ballot of an older opening, which names no declaration, takes it at once and without a signature.
    """
    at = now or clock.now()
    poll = poll_of(proceeding)
    if isinstance(poll, Refused):
        return poll
    no = not_to_be_struck(poll, credential, at)
    if no is not None:
        return no
    who = (Actor(by, Role.SCRUTINEER),)
    entry = CodeStruckOff(credential=credential, because=because, by=who)
    return act(poll.organisation, proceeding, entry, now=at)
