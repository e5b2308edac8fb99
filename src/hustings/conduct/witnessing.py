"""What outside witnesses are shown of the log, and which of their cosignatures are taken."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from hustings.conduct.published import NotPublishedYet
from hustings.conduct.witness_list import THE_LIST
from hustings.kernel.refusals import Refused
from hustings.record.checkpoints import Checkpoint, read_checkpoint
from hustings.record.notes import (
    Note,
    check_note,
    note_bytes,
    read_verifier_key,
    signatures_of,
)
from hustings.record.witnessing import Continuation, continuation_bytes, needs_proof
from hustings.store import checkpoints, subtrees, witnesses
from hustings.store.models import Checkpoint as CheckpointRow
from hustings.store.models import Organisation, Witness

COSIGNATURES = "C2SP tlog-cosignature"
CLOCKS_DIFFER = timedelta(minutes=5)
"""How far a witness's clock may be from this one."""


class LogIsSmaller(LookupError):
    """Somebody has seen more of the log than there is."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A cosigned checkpoint was taken: of how many entries, and by whom it is cosigned that was not before."""

    size: int
    new: tuple[str, ...]


def continuation_after(organisation: Organisation, old: int) -> bytes:
    """A checkpoint, and the proof that it continues the first ``old`` entries."""
    return to_show(organisation, old)[1]


def to_show(organisation: Organisation, old: int) -> tuple[int, bytes]:
    """The size of the checkpoint that a witness is shown after ``old`` entries, and its continuation of them.

    It is the largest that another witness has cosigned, if that is news; otherwise the newest. So witnesses who
    come, or are asked, one after another while the log grows still sign under the same checkpoint.
    """
    newest = _newest(organisation, old)
    keys = [one.key for one in witnesses.listed(organisation)]
    others = checkpoints.largest_cosigned(organisation, keys)
    shown = others if others is not None and others.size > old else newest
    return shown.size, _continuing(shown, old)


def _newest(organisation: Organisation, old: int) -> CheckpointRow:
    newest = checkpoints.latest(organisation)
    if newest is None:
        raise NotPublishedYet("The log has no checkpoint yet.")
    if old > newest.size:
        raise LogIsSmaller(f"The log has {newest.size} entries, not {old}.")
    return newest


def _continuing(shown: CheckpointRow, old: int) -> bytes:
    given = read_checkpoint(checkpoints.published(shown))
    steps = subtrees.consistency(shown, old) if needs_proof(old, shown.size) else ()
    return continuation_bytes(Continuation(old, tuple(steps), given))


def sent_back(witness: Witness, size: int, lines: bytes, at: datetime) -> Taken | Refused:
    """Take the line that this witness signed under the checkpoint of ``size`` entries that it was sent.

    Whatever else it sends back is nobody's business, also where it names another witness.
    """
    sent = checkpoints.of_size(witness.organisation, size)
    try:
        given = read_checkpoint(b"" if sent is None else bytes(sent.note) + lines)
    except ValueError as problem:
        return Refused("not-a-checkpoint", COSIGNATURES, f"It sent back no cosignature: {problem}.")
    own = signatures_of(given.note, read_verifier_key(witness.key))
    if not own:
        because = "It sent back no line of the key under which it is listed."
        return Refused("not-its-line", COSIGNATURES, because)
    note = Note(given.note.text, own)
    return hand_in(witness.organisation, note_bytes(note), at)


def hand_in(organisation: Organisation, data: bytes, at: datetime) -> Taken | Refused:
    """Take a checkpoint of ours with the cosignatures of listed witnesses; the same again changes nothing.

    Anybody may send anything: nobody waits for the log's turn before every signature has been found to hold.
    """
    try:
        given = read_checkpoint(data)
    except ValueError as problem:
        return Refused("not-a-checkpoint", COSIGNATURES, f"This is not a checkpoint: {problem}.")
    ours = checkpoints.of_size(organisation, given.size)
    if ours is None or read_checkpoint(bytes(ours.note)).note.text != given.note.text:
        return Refused("not-ours", COSIGNATURES, "This checkpoint is not one of this log.")
    found = _signed_by(organisation, given)
    for one in found:
        no = None if _kept(ours, one) else _does_not_hold(ours, given, one, at)
        if no is not None:
            return no
    return _keep(ours, found, data, at) if found else _nobody_listed()


def _signed_by(organisation: Organisation, given: Checkpoint) -> list[Witness]:
    """The listed witnesses whose lines there seem to be."""
    listed = witnesses.listed(organisation)
    return [one for one in listed if signatures_of(given.note, read_verifier_key(one.key))]


def _nobody_listed() -> Refused:
    because = "No line under this checkpoint is of a witness on this organisation's list."
    return Refused("not-listed", THE_LIST, because)


def _keep(
    ours: CheckpointRow, found: Sequence[Witness], data: bytes, at: datetime
) -> Taken | Refused:
    """Keep what holds, one writer at a time: of those who are still listed and have not signed more meanwhile."""
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=ours.organisation_id)
        listed = {one.pk for one in witnesses.listed(ours.organisation)}
        still = [one for one in found if one.pk in listed]
        if not still:
            return _nobody_listed()
        new = [one for one in still if not _kept(ours, one)]
        for one in new:
            no = _went_back(ours, one)
            if no is not None:
                return no
        for one in new:
            checkpoints.cosign(ours, data, one.key, at)
    return Taken(ours.size, tuple(one.name for one in new))


def _kept(ours: CheckpointRow, one: Witness) -> bool:
    return ours.cosignatures.filter(witness=one.key).exists()


def _does_not_hold(
    ours: CheckpointRow, given: Checkpoint, one: Witness, at: datetime
) -> Refused | None:
    """Why this witness's line is none, whatever else it has signed."""
    try:
        signed_at = check_note(given.note, read_verifier_key(one.key)) or 0
    except ValueError:
        because = f"The cosignature of {one.name} does not hold."
        return Refused("does-not-hold", COSIGNATURES, because)
    if signed_at > (at + CLOCKS_DIFFER).timestamp():
        because = f"The cosignature of {one.name} is dated in the future; set its clock right."
        return Refused("in-the-future", COSIGNATURES, because)
    if signed_at < (ours.at - CLOCKS_DIFFER).timestamp():
        because = (
            f"The cosignature of {one.name} is dated before the checkpoint; set its clock right."
        )
        return Refused("before-the-checkpoint", COSIGNATURES, because)
    return None


def _went_back(ours: CheckpointRow, one: Witness) -> Refused | None:
    last = checkpoints.largest_cosigned(ours.organisation, [one.key])
    if last is None or last.size <= ours.size:
        return None
    because = (
        f"{one.name} has cosigned {last.size} entries already; this checkpoint has {ours.size}."
    )
    return Refused("went-back", COSIGNATURES, because)
