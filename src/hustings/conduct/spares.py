"""After the close the scrutineer opens the spare codes that nobody was given, from the two files of the code book."""

from datetime import datetime

from hustings.ballots.secret.declarations import opened_spares_in
from hustings.conduct import clock
from hustings.conduct.acting import act
from hustings.conduct.drafting import Waiting
from hustings.conduct.entering import Entered
from hustings.conduct.polling import THE_BALLOT, Poll, poll_of
from hustings.kernel.refusals import BadInput, Refused
from hustings.proceedings.spare_codes import OpenedSpare, SparesProvedUnused
from hustings.proceedings.values import Actor, Role
from hustings.store import boxes


def prove_unused(
    by: str, proceeding: str, proof: bytes, declared: bytes, *, now: datetime | None = None
) -> Entered | Waiting | Refused:
    """Write which spares were given to nobody, for the scrutineer to sign; refused where one of them has voted."""
    poll = poll_of(proceeding)
    if isinstance(poll, Refused):
        return poll
    if not poll.online.closed:  # before, the answer would tell whether a code has voted
        because = "The box is closed on the record first."
        return Refused("not-closed", THE_BALLOT, because)
    try:
        spares = opened_spares_in(proof, "The proof")
        text = declared.decode()
    except (BadInput, UnicodeDecodeError):
        return Refused(
            "proof-unreadable",
            THE_BALLOT,
            "These are not the proof and the declaration of a code book.",
        )
    no = _not_unused(poll, spares.uuid, [public for public, _ in spares.opened])
    if no is not None:
        return no
    unused = tuple(OpenedSpare(public, salt) for public, salt in sorted(spares.opened))
    entry = SparesProvedUnused(declared=text, unused=unused, by=(Actor(by, Role.SCRUTINEER),))
    return act(poll.organisation, proceeding, entry, now=now or clock.now())


def _not_unused(poll: Poll, uuid: str, opened: list[str]) -> Refused | None:
    """What the record cannot tell and the box can: whether each is on the list, and has cast nothing."""
    if uuid != poll.box.uuid:
        return Refused("other-election", THE_BALLOT, "The proof is about another election.")
    for public in opened:
        if boxes.weight_of(poll.box, public) is None:
            what = "is not on the list of this election"
        elif boxes.standing(poll.box, public) is not None:
            what = "has voted"
        else:
            continue
        return Refused("spare-used", THE_BALLOT, f"The spare code {public[:16]}… {what}.")
    return None
