"""A ballot is cast: who casts is an elector, the ballot is sound, nobody has voted before, and then it stands."""

from dataclasses import dataclass
from datetime import datetime

from django.core import signing
from django.db import transaction

from hustings.conduct import clock
from hustings.conduct.cast_notice import tell_that_a_vote_was_cast
from hustings.conduct.electors import Elector, elector_of
from hustings.conduct.limits import Per, attempt
from hustings.conduct.polling import THE_BALLOT, Poll, poll_of
from hustings.conduct.sound_ballots import Sound, is_closed, sound_ballot
from hustings.kernel.refusals import Refused
from hustings.record.receipts import make_receipt, receipt_bytes
from hustings.store import boxes
from hustings.store.log_key import log_key
from hustings.store.models import Box, Mark
from hustings.store.models.boxes import Channel
from hustings.timetable.sentences import N_

LARGEST = 256 * 1024
"""A ballot of more bytes is none that a booth makes."""
SESSION = "hustings.booth"


@dataclass(frozen=True, slots=True)
class Booth:
    """A booth that somebody opened: what it shows, and the pass that says since when it is open."""

    uuid: str
    closes: datetime
    last_moment: datetime
    opened: str
    has_voted: bool


@dataclass(frozen=True, slots=True)
class Accepted:
    """A ballot that stands: its tracker, and the log's signed promise that it is in the box."""

    tracker: str
    receipt: bytes


def open_booth(person: str, proceeding: str, *, now: datetime | None = None) -> Booth | Refused:
    """Open the booth for an elector. Nothing is stored: the pass carries the moment, signed."""
    at = now or clock.now()
    poll = poll_of(proceeding)
    if isinstance(poll, Refused):
        return poll
    elector = elector_of(poll.organisation, proceeding, person)
    if isinstance(elector, Refused):
        return elector
    no = _not_running(poll) or _after(poll.closes, at) or _voted(poll, elector)
    if no is not None:
        return no
    opened = signing.dumps([poll.box.uuid, person, int(at.timestamp())], salt=SESSION)
    has_voted = boxes.mark_of(poll.box, elector.number) is not None
    return Booth(poll.box.uuid, poll.closes, poll.last_moment, opened, has_voted)


def cast(
    person: str,
    proceeding: str,
    ballot: bytes,
    opened: str = "",
    *,
    address: str = "",
    now: datetime | None = None,
) -> Accepted | Refused:
    """Put an elector's ballot into the box and promise that it is there; or say why not, and nothing changes.

    The same bytes again, from the same elector, are answered with the same promise.

    ``opened`` is the pass of :func:`open_booth`; after the close it is what still lets a ballot in.
    The proofs are checked before the box is asked for, so that one slow ballot holds up nobody.
    ``address`` is the network address that it comes from; attempts are limited before anything else is done.
    """
    at = now or clock.now()
    often = attempt(at, {Per.ELECTOR: person, Per.ADDRESS: address})
    if often is not None:
        return often
    poll = poll_of(proceeding)
    if isinstance(poll, Refused):
        return poll
    elector = elector_of(poll.organisation, proceeding, person)
    if isinstance(elector, Refused):
        return elector
    no = _not_running(poll) or _too_late(poll, person, opened, at) or _too_large(ballot)
    if no is not None:
        return no
    sound = sound_ballot(poll.box, ballot)
    if isinstance(sound, Refused):
        return sound
    if not _is_mine_already(poll, elector, sound.tracker):
        often = attempt(at, {Per.CODE: f"{poll.box.uuid} {sound.credential}"})
        if often is not None:
            return often
    done = _put_in(poll, elector, sound, at)
    if isinstance(done, Accepted):
        tell_that_a_vote_was_cast(poll.organisation, person, poll.seat)
    return done


def _put_in(poll: Poll, elector: Elector, sound: Sound, at: datetime) -> Accepted | Refused:
    """Box, register and receipt in one transaction: all of it stands, or none."""
    with transaction.atomic():
        box = boxes.wait_for_the_box(poll.box)
        if _is_mine_already(poll, elector, sound.tracker):
            return _promised(poll, sound.tracker)
        no = (
            _closed_meanwhile(box)
            or _voted(poll, elector)
            or _struck_off(poll, sound.credential)
            or _credential_is_used(poll, elector, sound.credential)
        )
        if no is not None:
            return no
        event = sound.event_after(boxes.last_event(box))
        boxes.add_records(box, [sound.record, event])
        boxes.add_cast(box, event.height or 0, sound.credential, sound.tracker, at)
        mark = boxes.mark_of(box, elector.number) or boxes.add_mark(
            box, elector.number, Channel.ONLINE
        )
        boxes.link(mark, sound.credential, sound.tracker, at)
        return _promised(poll, sound.tracker)


def _promised(poll: Poll, tracker: str) -> Accepted:
    key = log_key(poll.organisation)
    receipt = make_receipt(poll.box.uuid, tracker, key, poll.organisation.origin)
    return Accepted(tracker, receipt_bytes(receipt))


def _is_mine_already(poll: Poll, elector: Elector, tracker: str) -> bool:
    """The very same ballot came again, because its answer got lost on the way: it is answered once more."""
    found = boxes.ballot_called(poll.box, tracker)
    return found is not None and boxes.linked_elector(poll.box, found.credential) == elector.number


# --- why not ----------------------------------------------------------------------------------------


def _not_running(poll: Poll) -> Refused | None:
    if poll.runs and not poll.online.closed:
        return None
    return Refused(
        "not-open", THE_BALLOT, N_("This ballot is not open; the seat's page says where it stands.")
    )


def _after(closes: datetime, at: datetime) -> Refused | None:
    if at <= closes:
        return None
    return Refused("closed", THE_BALLOT, N_("The ballot has closed, so the booth no longer opens."))


def _too_late(poll: Poll, person: str, opened: str, at: datetime) -> Refused | None:
    """In time; or within the minutes of grace, from a booth that this person opened before the close."""
    if at <= poll.closes:
        return None
    since = _opened_at(poll, person, opened)
    if at <= poll.last_moment and since is not None and since <= poll.closes.timestamp():
        return None
    grace = poll.rules.grace_minutes
    return Refused(
        "closed",
        str(grace.citation),
        f"The ballot has closed. Only a booth opened before the close could cast, for {grace.value} "
        "minutes more.",
    )


def _closed_meanwhile(box: Box) -> Refused | None:
    """The box was closed after this ballot had come in time and before it was checked: nothing follows a tally."""
    if not is_closed(box):
        return None
    because = N_("The box was closed before your ballot was checked; it is not in the box.")
    return Refused("closed", THE_BALLOT, because)


def _opened_at(poll: Poll, person: str, opened: str) -> int | None:
    try:
        uuid, whose, since = signing.loads(opened, salt=SESSION)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return since if (uuid, whose) == (poll.box.uuid, person) else None


def _too_large(ballot: bytes) -> Refused | None:
    if len(ballot) <= LARGEST:
        return None
    return Refused(
        "ballot-too-large", THE_BALLOT, N_("This is larger than any ballot of the booth.")
    )


def _voted(poll: Poll, elector: Elector) -> Refused | None:
    mark: Mark | None = boxes.mark_of(poll.box, elector.number)
    if mark is None:
        return None
    if mark.channel == Channel.PAPER:
        return Refused(
            "voted-on-paper",
            str(poll.rules.replacement.citation),
            N_(
                "Your paper was accepted, so you cannot vote online as well. If you sent none, tell the "
                "scrutineer at once."
            ),
        )
    if poll.box.replacement:
        return None
    return Refused(
        "voted-already",
        str(poll.rules.replacement.citation),
        N_(
            "Your ballot is in the box, and a ballot that was cast stands. If you did not cast it, tell the "
            "scrutineer at once."
        ),
    )


def _struck_off(poll: Poll, credential: str) -> Refused | None:
    """A code that the scrutineer struck off casts nothing more."""
    if not boxes.is_struck_off(poll.box, credential):
        return None
    return Refused(
        "code-struck-off",
        THE_BALLOT,
        N_(
            "The scrutineer has struck this code off. If you are an elector, ask the scrutineer for another."
        ),
    )


def _credential_is_used(poll: Poll, elector: Elector, credential: str) -> Refused | None:
    """A code serves one elector, and an elector one code: a second voter with it, or a second code, is refused."""
    standing = boxes.standing(poll.box, credential)
    mine = boxes.mark_of(poll.box, elector.number)
    if standing is None and mine is None:
        return None
    whose = None if standing is None else boxes.linked_elector(poll.box, credential)
    if poll.box.replacement and standing is not None and whose == elector.number:
        return None
    if mine is not None:
        because = N_(
            "You voted with another code; a ballot is replaced with the code that cast it."
        )
    else:
        because = N_(
            "A ballot was cast with this code already, by somebody else who was signed in. Tell the "
            "scrutineer at once."
        )
    return Refused("code-used", str(poll.rules.replacement.citation), because)
