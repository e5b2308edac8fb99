"""What an outside witness sees of a log: a checkpoint, and the proof that the log continues what was seen before."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, replace

from hustings.kernel.merkle import root_of, verify_consistency
from hustings.record.checkpoints import Checkpoint, checkpoint_bytes, read_checkpoint
from hustings.record.entries import read_base64
from hustings.record.log import Log
from hustings.record.notes import Note, VerifierKey, check_note, signatures_of

MOST_STEPS = 63
"""Steps of a proof that are read (C2SP tlog-witness); a log of 2^62 entries needs no more."""
_OLD = "old "


@dataclass(frozen=True, slots=True)
class Seen:
    """The log had this size and this root; nobody needs to be shown it again."""

    size: int = 0
    root: bytes = root_of(())


NOTHING_SEEN = Seen()


@dataclass(frozen=True, slots=True)
class Continuation:
    """A checkpoint and the proof (RFC 6962) that the log of ``old`` entries is its beginning.

    Spelt as the body of ``add-checkpoint`` (C2SP tlog-witness), so that other people's witnesses read it.
    """

    old: int
    proof: tuple[bytes, ...]
    checkpoint: Checkpoint


class LogBroken(Exception):
    """The log has signed what cannot be true beside what it signed before."""


class LogForked(LogBroken):
    """The log does not continue what was seen: an entry was changed, taken out or put in."""


class LogWentBack(LogBroken):
    """The log is smaller than it was."""


def continuation_of(log: Log, old: int, checkpoint: Checkpoint) -> Continuation:
    """The proof that ``checkpoint``, which is of this log, continues its first ``old`` entries.

    Where there is nothing to prove, the log is not looked at (:func:`needs_proof`).
    """
    if not needs_proof(old, checkpoint.size):
        return Continuation(old, (), checkpoint)
    then = Log(log.leaves[: checkpoint.size])
    return Continuation(old, tuple(then.consistency(old)), checkpoint)


def needs_proof(old: int, size: int) -> bool:
    """Whether a log of ``size`` entries has to show that it continues ``old`` of them: not nothing, not itself."""
    return old not in {0, size}


def continuation_bytes(continuation: Continuation) -> bytes:
    """A line with the old size, a line for each step of the proof, an empty line, the checkpoint."""
    steps = (f"{b64encode(step).decode()}\n" for step in continuation.proof)
    head = f"{_OLD}{continuation.old}\n{''.join(steps)}\n"
    return head.encode() + checkpoint_bytes(continuation.checkpoint)


def read_continuation(data: bytes) -> Continuation:
    """Read it strictly; ``ValueError`` says what is wrong with anything else."""
    head, blank, note = data.partition(b"\n\n")
    if not blank:
        raise ValueError("there is no empty line before a checkpoint")
    try:
        first, *steps = head.decode("ascii").split("\n")
    except UnicodeDecodeError:
        raise ValueError("the lines before the checkpoint are not ASCII") from None
    if len(steps) > MOST_STEPS:
        raise ValueError(f"the proof has {len(steps)} steps; {MOST_STEPS} is the most")
    proof = tuple(read_base64(step, 32, "a step of the proof") for step in steps)
    return Continuation(_old_size(first), proof, read_checkpoint(note))


def _old_size(line: str) -> int:
    number = line.removeprefix(_OLD)
    whole = number.isascii() and number.isdigit() and len(number) <= 16
    if not line.startswith(_OLD) or not whole or number != str(int(number)):
        raise ValueError(f"{line[:40]!r} is not the line with the old size")
    return int(number)


def check_continues(seen: Seen, shown: Continuation, log: VerifierKey) -> Checkpoint:
    """The checkpoint that is shown, if the log signed it and it continues what was seen; other lines are left off.

    ``LogBroken`` where the log signed something else than a continuation; ``ValueError`` where what is
    shown is not the log's at all, or no answer to what was asked.
    """
    checkpoint = shown.checkpoint
    check_signed_by(checkpoint, log)
    if checkpoint.size < seen.size:
        raise LogWentBack(f"the log has {checkpoint.size} entries, and had {seen.size} before")
    if shown.old != seen.size:
        raise ValueError(f"the proof begins at {shown.old} entries, and {seen.size} were seen")
    _check_proof(seen, checkpoint, shown.proof)
    note = Note(checkpoint.note.text, signatures_of(checkpoint.note, log))
    return replace(checkpoint, note=note)


def check_signed_by(checkpoint: Checkpoint, log: VerifierKey) -> None:
    """``ValueError`` unless the checkpoint is of this log and signed with its key."""
    if checkpoint.origin != log.name:
        raise ValueError(f"the checkpoint is of {checkpoint.origin}, not of {log.name}")
    check_note(checkpoint.note, log)


def _check_proof(seen: Seen, checkpoint: Checkpoint, proof: Sequence[bytes]) -> None:
    if seen.size == checkpoint.size and seen.root != checkpoint.root:
        raise LogForked(f"the log has signed two different histories of {seen.size} entries")
    if not needs_proof(seen.size, checkpoint.size):
        if proof:
            raise ValueError("there is a proof, and nothing to be proved")
        return
    try:
        verify_consistency(seen.size, checkpoint.size, seen.root, checkpoint.root, proof)
    except ValueError as problem:
        raise LogForked(
            f"the log cannot show that its {checkpoint.size} entries begin with the {seen.size} "
            f"seen before: {problem}"
        ) from None
