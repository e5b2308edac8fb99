"""After the last moment a box is closed to its tally; trustees open it elsewhere, and their archive is taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from hashlib import sha256
from typing import Any, cast

from django.db import transaction

from hustings.ballots.secret.archive import EventType, read_event, read_header, records
from hustings.ballots.secret.checks.equations import PlainEngine
from hustings.ballots.secret.checks.tally import Counted, tally_of
from hustings.ballots.secret.hashes import hex_hash
from hustings.ballots.secret.messages.ballot import choices_in
from hustings.ballots.secret.messages.spelling import Reader
from hustings.ballots.secret.messages.tallying import SizedTally, message_bytes, tally_bytes
from hustings.ballots.secret.rankings import open_rankings
from hustings.conduct import clock
from hustings.conduct.boxing import append_event, archive_digest, archive_of
from hustings.conduct.checking import ON_A_PAGE, Checking
from hustings.conduct.polling import THE_BALLOT, Poll, poll_of
from hustings.conduct.sound_ballots import election_of
from hustings.counting.formats.blt import Blt, write_blt
from hustings.kernel.refusals import Refused
from hustings.proceedings.online_ballot import OnlineBallotClosed, OnlineResultEntered
from hustings.proceedings.values import Actor
from hustings.store import boxes
from hustings.store.boxes import CheckedResult
from hustings.store.factors import keep_proofs
from hustings.store.models import Box
from hustings.verifier.belenios.verify import ArchiveReport, ArchiveVerdict, verify_archive


@dataclass(frozen=True, slots=True)
class Taken:
    """An archive that was taken back: how many records and trustees' proofs were new, and where the election stands."""

    new: int
    report: ArchiveReport
    proved: int


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
    close_to_tally(poll.box)
    return closed_as(proceeding)


def close_to_tally(box: Box) -> None:
    """The end of the ballots and their tally, both or neither, once."""
    with transaction.atomic():
        box = boxes.wait_for_the_box(box)
        if closing_event(box) is None:
            append_event(box, EventType.END_BALLOTS)
            append_event(box, EventType.ENCRYPTED_TALLY, *_tally(box))


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
    reader, weights = Reader(election.group), boxes.weights_of(box)
    counted: list[Counted] = []
    for raw in boxes.standing_bodies(box):
        credential, choices = choices_in(raw, election, reader)
        counted.append(Counted(choices, weights[credential]))
    tally = tally_bytes(
        tally_of(counted, election.questions, PlainEngine(election.group)), election.group
    )
    sized = SizedTally(len(counted), sum(one.weight for one in counted), hex_hash(tally))
    return tally, message_bytes(sized.json())


# --- what the trustees did --------------------------------------------------------------------------


def take_archive(
    proceeding: str, data: bytes, proofs: bytes = b"", *, checking: Checking = ON_A_PAGE
) -> Taken | Refused:
    """Take back an archive that trustees have shuffled or decrypted: ours, continued, and sound to its last event.

    ``proofs`` are those of the trustees over all their factors; what holds of them is kept beside it.
    """
    poll = poll_of(proceeding)
    if isinstance(poll, Refused):
        return poll
    if not poll.online.closed:
        return Refused("not-closed", THE_BALLOT, "The close of the box is put on the record first.")
    large = checking.too_large(data, f"hustings box take {proceeding} ARCHIVE")
    if large is not None:
        return large
    try:
        timestamp, after = read_header(data)
        found = [(one.body, one.is_event) for one in records(data, after, timestamp)]
    except ValueError as problem:
        return _unsound(str(problem))
    report = checking.run(partial(verify_archive, proofs=proofs), data)
    if report.verdict is not ArchiveVerdict.ACCEPT:
        return _unsound(_why_not(report))
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
        _keep(box, new)
        if report.result is not None:
            boxes.keep_checked_result(box, _checked(data, report))
        proved = keep_proofs(box, report.proved)
    return Taken(len(new), report, proved)


def _why_not(report: ArchiveReport) -> str:
    first = report.failed[0] if report.failed else None
    return "it is cut off" if first is None else f"check {first.check}: {first.what}"


def _keep(box: Box, new: list[tuple[bytes, bool]]) -> None:
    """Add what is new, each event one higher than the one before."""
    height = (boxes.last_event(box) or _NOTHING).height
    for body, is_event in new:
        height += is_event
        boxes.add_records(box, [boxes.Record(body, height if is_event else None)])


_NOTHING = boxes.LastEvent(-1, "")


def _unsound(why: str) -> Refused:
    return Refused("archive-not-sound", THE_BALLOT, f"The archive was not taken: {why}.")


# --- the result -------------------------------------------------------------------------------------


def result_entry(
    proceeding: str, by: tuple[Actor, ...] = (), *, checking: Checking = ON_A_PAGE
) -> OnlineResultEntered | Refused:
    """What tellers put on the record: the rankings of the archive that was checked when it was taken.

    Where a handful voted online nobody puts it on the record like this; it is kept with the parties.
    """
    poll = poll_of(proceeding)
    if isinstance(poll, Refused):
        return poll
    found = _checked_result(poll, checking)
    if isinstance(found, Refused):
        return found
    opened = open_rankings(found.rows, len(poll.ballot.candidates), foreign=found.foreign)
    papers = tuple(
        (number, tuple((candidate,) for candidate in ranking))
        for ranking, number in opened.rankings
    )
    blt = Blt(poll.ballot.candidates, 1, (), papers, poll.seat.state.seat)
    return OnlineResultEntered(
        archive=found.archive, blt=write_blt(blt), invalid=len(opened.invalid), by=by
    )


def _checked_result(poll: Poll, checking: Checking) -> CheckedResult | Refused:
    """The result of the archive as it stands here, if it is the one that was checked."""
    newest = boxes.newest_event(poll.box)
    if newest is None or read_event(newest.body).type is not EventType.RESULT:
        return Refused("no-result", THE_BALLOT, "The trustees have not opened the result yet.")
    kept = boxes.checked_result(poll.box)
    if kept is None or kept.archive != archive_digest(poll.box):
        return _checked_anew(poll, checking)
    return kept


def _checked_anew(poll: Poll, checking: Checking) -> CheckedResult | Refused:
    """For a result whose check was not kept, or an archive that is another than the one checked."""
    data = archive_of(poll.box)
    large = checking.too_large(data, f"hustings box take {poll.seat.proceeding} ARCHIVE")
    if large is not None:
        return large
    report = checking.run(verify_archive, data)
    return _unsound("it does not hold") if report.result is None else _checked(data, report)


def _checked(data: bytes, report: ArchiveReport) -> CheckedResult:
    (rows,) = cast("tuple[Sequence[Sequence[int]]]", tuple(cast("Sequence[Any]", report.result)))
    return CheckedResult(
        sha256(data).hexdigest(),
        tuple(map(tuple, rows)),
        frozenset(report.foreign.get(0, frozenset())),
    )
