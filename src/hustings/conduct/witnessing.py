"""What outside witnesses are shown, what is taken from them, and who of them is on the organisation's list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from hustings.conduct.founding import register_of
from hustings.conduct.published import NotPublishedYet
from hustings.kernel.refusals import Refused
from hustings.record.checkpoints import Checkpoint, read_checkpoint
from hustings.record.log import Log
from hustings.record.notes import KeyKind, check_note, read_verifier_key, signatures_of
from hustings.record.witnessing import continuation_bytes, continuation_of, needs_proof
from hustings.store import checkpoints, log, witnesses
from hustings.store.models import Checkpoint as CheckpointRow
from hustings.store.models import Organisation, Witness

COSIGNATURES = "C2SP tlog-cosignature"
THE_LIST = "the organisation's list of witnesses"
CLOCKS_DIFFER = timedelta(minutes=5)
"""How far a witness's clock may be from this one."""
LONGEST_NAME, LONGEST_KEY, LONGEST_ADDRESS = 200, 300, 500


class LogIsSmaller(LookupError):
    """Somebody has seen more of the log than there is."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A cosigned checkpoint was taken: of how many entries, and by whom it is cosigned that was not before."""

    size: int
    new: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OnTheList:
    """A witness that is or was on the list, and the size that it cosigned last."""

    witness: Witness
    cosigned: int | None

    @property
    def listed(self) -> bool:
        """Whether its cosignatures are taken."""
        return self.witness.retired_at is None


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
    return shown.size, _continuing(organisation, shown, old)


def _newest(organisation: Organisation, old: int) -> CheckpointRow:
    newest = checkpoints.latest(organisation)
    if newest is None:
        raise NotPublishedYet("The log has no checkpoint yet.")
    if old > newest.size:
        raise LogIsSmaller(f"The log has {newest.size} entries, not {old}.")
    return newest


def _continuing(organisation: Organisation, shown: CheckpointRow, old: int) -> bytes:
    given = read_checkpoint(checkpoints.published(shown))
    leaves = log.log_of(organisation, shown.size) if needs_proof(old, shown.size) else Log()
    return continuation_bytes(continuation_of(leaves, old, given))


def sent_back(organisation: Organisation, size: int, lines: bytes, at: datetime) -> Taken | Refused:
    """Take the lines that a witness signed under the checkpoint of ``size`` entries that it was sent."""
    sent = checkpoints.of_size(organisation, size)
    return hand_in(organisation, b"" if sent is None else bytes(sent.note) + lines, at)


def hand_in(organisation: Organisation, data: bytes, at: datetime) -> Taken | Refused:
    """Take a checkpoint of ours with the cosignatures of listed witnesses; the same again changes nothing."""
    try:
        given = read_checkpoint(data)
    except ValueError as problem:
        return Refused("not-a-checkpoint", COSIGNATURES, f"This is not a checkpoint: {problem}.")
    ours = checkpoints.of_size(organisation, given.size)
    if ours is None or read_checkpoint(bytes(ours.note)).note.text != given.note.text:
        return Refused("not-ours", COSIGNATURES, "This checkpoint is not one of this log.")
    found = [
        one
        for one in witnesses.listed(organisation)
        if signatures_of(given.note, read_verifier_key(one.key))
    ]
    if not found:
        because = "No line under this checkpoint is of a witness on this organisation's list."
        return Refused("not-listed", THE_LIST, because)
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        new = [one for one in found if not _kept(ours, one)]
        for one in new:
            no = _refused(ours, given, one, at)
            if no is not None:
                return no
        for one in new:
            checkpoints.cosign(ours, data, one.key, at)
    return Taken(ours.size, tuple(one.name for one in new))


def _kept(ours: CheckpointRow, one: Witness) -> bool:
    return ours.cosignatures.filter(witness=one.key).exists()


def _refused(ours: CheckpointRow, given: Checkpoint, one: Witness, at: datetime) -> Refused | None:
    """Why this witness's line is not taken."""
    try:
        signed_at = check_note(given.note, read_verifier_key(one.key)) or 0
    except ValueError:
        because = f"The cosignature of {one.name} does not hold."
        return Refused("does-not-hold", COSIGNATURES, because)
    last = checkpoints.largest_cosigned(ours.organisation, [one.key])
    if last is not None and last.size > ours.size:
        because = (
            f"{one.name} has cosigned {last.size} entries already; this checkpoint has {ours.size}."
        )
        return Refused("went-back", COSIGNATURES, because)
    if signed_at > (at + CLOCKS_DIFFER).timestamp():
        because = f"The cosignature of {one.name} is dated in the future; set its clock right."
        return Refused("in-the-future", COSIGNATURES, because)
    if signed_at < (ours.at - CLOCKS_DIFFER).timestamp():
        because = (
            f"The cosignature of {one.name} is dated before the checkpoint; set its clock right."
        )
        return Refused("before-the-checkpoint", COSIGNATURES, because)
    return None


def put_on_the_list(
    organisation: Organisation, text: str, at: datetime, address: str = ""
) -> Witness | Refused:
    """List a witness by its verifier key. One public key is listed once for ever, one name once at a time."""
    try:
        key = read_verifier_key(text.strip())
    except ValueError as problem:
        return Refused("not-a-key", THE_LIST, f"This is not a witness's key: {problem}.")
    if key.kind is not KeyKind.COSIGNATURE:
        because = f"The key of {key.name} is a log's, not a witness's; a witness makes one with hustings witness new."
        return Refused("not-a-witness", THE_LIST, because)
    if (
        len(key.name) > LONGEST_NAME
        or len(str(key)) > LONGEST_KEY
        or len(address) > LONGEST_ADDRESS
    ):
        because = f"A witness's name has at most {LONGEST_NAME} characters, its address {LONGEST_ADDRESS}."
        return Refused("too-long", THE_LIST, because)
    founding = register_of(organisation).founding
    if founding is not None and key.public == founding.log.public:
        because = "This is the log's own key; a witness is somebody else."
        return Refused("the-log-itself", THE_LIST, because)
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        for one in witnesses.ever_listed(organisation):
            if bytes(one.public) == key.public:
                told = "was retired" if one.retired_at else "is on the list"
                because = f"This key {told} already, as {one.name}; a witness makes a new one."
                return Refused("known", THE_LIST, because)
            if one.name == key.name and one.retired_at is None:
                because = f"{one.name} is on the list with another key; retire that one first."
                return Refused("name-taken", THE_LIST, because)
        return witnesses.add(organisation, key, at, address)


def retire(organisation: Organisation, name: str, at: datetime) -> Witness | Refused:
    """Take a witness off the list: its cosignatures stay where they are, and no longer count."""
    for one in witnesses.listed(organisation):
        if one.name == name:
            witnesses.retire(one, at)
            return one
    return Refused("not-listed", THE_LIST, f"No witness called {name} is on the list.")


def the_list(organisation: Organisation) -> Sequence[OnTheList]:
    """Everybody who is or was on the list."""
    found: list[OnTheList] = []
    for one in witnesses.ever_listed(organisation):
        last = checkpoints.largest_cosigned(organisation, [one.key])
        found.append(OnTheList(one, None if last is None else last.size))
    return found
