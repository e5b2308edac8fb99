"""After the last moment a box is closed to its tally; trustees open it elsewhere, and their archive is taken back."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import sha256

from django.db import transaction

from hustings.ballots.secret.archive import EventType, read_event, read_header, records
from hustings.ballots.secret.checks.equations import PlainEngine
from hustings.ballots.secret.checks.tally import Counted, tally_of
from hustings.ballots.secret.hashes import hex_hash
from hustings.ballots.secret.messages.ballot import read_ballot
from hustings.ballots.secret.messages.tallying import SizedTally, message_bytes, tally_bytes
from hustings.ballots.secret.rankings import Opened, open_rankings
from hustings.conduct import clock
from hustings.conduct.boxing import append_event, archive_of
from hustings.conduct.polling import THE_BALLOT, Poll, poll_of
from hustings.conduct.sound_ballots import election_of
from hustings.counting.formats.blt import Blt, write_blt
from hustings.kernel.refusals import Refused
from hustings.kernel.sharing import Spread
from hustings.proceedings.online_ballot import OnlineBallotClosed, OnlineResultEntered
from hustings.proceedings.values import Actor
from hustings.store import boxes
from hustings.store.models import Box
from hustings.verifier.belenios.engines import engine_for
from hustings.verifier.belenios.machine import choices_of
from hustings.verifier.belenios.verify import ArchiveReport, ArchiveVerdict, verify_archive


@dataclass(frozen=True, slots=True)
class Taken:
    """An archive that was taken back: how many records were new, and where the election stands."""

    new: int
    report: ArchiveReport


# --- closing ----------------------------------------------------------------------------------------


def close_box(proceeding: str, *, now: datetime | None = None) -> OnlineBallotClosed | Refused:
    """Close the box to its encrypted tally, once; what two witnesses then put on the record.

    Ballots were checked when they were cast, and whoever verifies the archive checks them again.
    """
    at = now or clock.now()
    poll = poll_of(proceeding)
    if isinstance(poll, Refused):
        return poll
    if at <= poll.last_moment:
        return Refused(
            "ballot-open", THE_BALLOT, "The box is open, or within its minutes of grace."
        )
    if poll.ballot.void:
        return Refused(
            "votes-void", THE_BALLOT, "The votes are sealed and void; nothing is tallied."
        )
    with transaction.atomic():
        box = boxes.wait_for_the_box(poll.box)
        closing = closing_event(box)
        if closing is None:
            closing = append_event(box, EventType.END_BALLOTS).sha256
            append_event(box, EventType.ENCRYPTED_TALLY, *_tally(box))
    return closed_as(proceeding)


def closed_as(proceeding: str) -> OnlineBallotClosed | Refused:
    """What two witnesses put on the record once the box is closed; refused before."""
    poll = poll_of(proceeding)
    if isinstance(poll, Refused):
        return poll
    closing = closing_event(poll.box)
    if closing is None:
        return Refused("not-closed", THE_BALLOT, "The box has not been closed yet.")
    cell = poll.seat.rulebook.rules.publication.minimum_cell.value
    return OnlineBallotClosed.of(closing, boxes.standing_ballots(poll.box), cell)


def closing_event(box: Box) -> str | None:
    """The hash of the event that closed the box, once it is there."""
    for record in boxes.events_of(box):
        match read_event(record.body).type:
            case EventType.END_BALLOTS:
                return record.sha256
            case EventType.BALLOT | EventType.SETUP:
                return None
            case _:
                continue
    return None


def _tally(box: Box) -> tuple[bytes, bytes]:
    """The encrypted tally of the ballots that stand, and its numbers."""
    election = election_of(box)
    weights = boxes.weights_of(box)
    counted = [
        Counted(choices_of(ballot), weights[election.group.text(ballot.credential)])
        for ballot in (read_ballot(raw, election) for raw in boxes.standing_bodies(box))
    ]
    tally = tally_bytes(
        tally_of(counted, election.questions, PlainEngine(election.group)), election.group
    )
    sized = SizedTally(len(counted), sum(one.weight for one in counted), hex_hash(tally))
    return tally, message_bytes(sized.json())


# --- what the trustees did --------------------------------------------------------------------------


def take_archive(proceeding: str, data: bytes, *, spread: Spread = map) -> Taken | Refused:
    """Take back an archive that trustees have shuffled or decrypted: ours, continued, and sound to its last event."""
    poll = poll_of(proceeding)
    if isinstance(poll, Refused):
        return poll
    if not poll.online.closed:
        return Refused("not-closed", THE_BALLOT, "The close of the box is put on the record first.")
    try:
        timestamp, after = read_header(data)
        found = [(one.body, one.is_event) for one in records(data, after, timestamp)]
    except ValueError as problem:
        return _unsound(str(problem))
    report = verify_archive(data, engine_for, spread, secrets.randbelow)
    if report.verdict is not ArchiveVerdict.ACCEPT:
        why = (
            f"check {report.failed[0].check}: {report.failed[0].what}"
            if report.failed
            else "it is cut off"
        )
        return _unsound(why)
    with transaction.atomic():
        box = boxes.wait_for_the_box(poll.box)
        kept = [(one.body, one.height is not None) for one in boxes.records_of(box)]
        if timestamp != box.timestamp or found[: len(kept)] != kept:
            because = (
                "This archive does not continue the one kept here. Begin from the archive as it stands "
                "now; if somebody else was quicker, what they did is in it."
            )
            return Refused("another-archive", THE_BALLOT, because)
        new = found[len(kept) :]
        height = (boxes.last_event(box) or _NOTHING).height
        for body, is_event in new:
            height += is_event
            boxes.add_records(box, [boxes.Record(body, height if is_event else None)])
    return Taken(len(new), report)


_NOTHING = boxes.LastEvent(-1, "")


def _unsound(why: str) -> Refused:
    return Refused("archive-not-sound", THE_BALLOT, f"The archive was not taken: {why}.")


# --- the result -------------------------------------------------------------------------------------


def opened_result(poll: Poll, report: ArchiveReport) -> Opened | Refused:
    """The rankings of a finished archive."""
    if report.result is None:
        return Refused("no-result", THE_BALLOT, "The trustees have not opened the result yet.")
    (rows,) = report.result  # type: ignore[misc]
    return open_rankings(rows, len(poll.ballot.candidates), foreign=report.foreign.get(0, ()))


def result_entry(
    proceeding: str, by: tuple[Actor, ...] = (), *, spread: Spread = map
) -> OnlineResultEntered | Refused:
    """What tellers put on the record: the rankings of the archive as it stands here, verified once more.

    Where a handful voted online nobody puts it on the record like this; it is kept with the parties.
    """
    poll = poll_of(proceeding)
    if isinstance(poll, Refused):
        return poll
    last = boxes.last_event(poll.box)
    archive, report = _verified(poll.box.pk, "" if last is None else last.sha256, spread)
    opened = opened_result(poll, report)
    if isinstance(opened, Refused):
        return opened
    papers = tuple(
        (number, tuple((candidate,) for candidate in ranking))
        for ranking, number in opened.rankings
    )
    blt = Blt(poll.ballot.candidates, 1, (), papers, poll.seat.state.seat)
    return OnlineResultEntered(
        archive=archive, blt=write_blt(blt), invalid=len(opened.invalid), by=by
    )


@lru_cache(maxsize=4)
def _verified(box: int, last: str, spread: Spread) -> tuple[str, ArchiveReport]:
    """Hash and report of an archive; ``last`` is its last event, so that a longer one is verified anew."""
    data = archive_of(Box.objects.get(pk=box))
    report = verify_archive(data, engine_for, spread, secrets.randbelow)
    return sha256(data).hexdigest(), report
