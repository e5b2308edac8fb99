"""What an outside witness sees of a log: a checkpoint, and the proof that the log continues what was seen before."""

from base64 import b64encode
from dataclasses import dataclass, replace

from hustings.kernel.merkle import node_hash, root_of, roots_from_consistency
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


class LogForked(Exception):
    """The log has signed two checkpoints that cannot both be true of a log that only grows; ``by`` is the later."""

    def __init__(self, why: str, by: Continuation) -> None:
        super().__init__(why)
        self.by = by


class NotShown(Exception):
    """The log signed this, and it is not shown that it continues what was seen. That proves nothing against the log.

    The proof may be damaged on its way or withheld; whoever asks again, or somebody else, may be shown it.
    """


class OlderThanSeen(NotShown):
    """The log signed this, and it has fewer entries than were seen: an old answer, or the log has gone back."""


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


def further(size: int) -> int | None:
    """Where to ask from instead, when so many entries fill a whole subtree: its root is no part of its own proof.

    A proof from one entry further has that root in it, and so tells whether it is the one that was seen. Two
    subtrees of one entry fill another whole one; there is nothing further to ask.
    """
    return size + 1 if size > 1 and size & (size - 1) == 0 else None


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

    ``LogForked`` where what is shown contradicts what was seen, ``NotShown`` where it neither contradicts nor
    continues it, ``ValueError`` where it is not the log's at all.
    """
    checkpoint = shown.checkpoint
    check_signed_by(checkpoint, log)
    if checkpoint.size < seen.size:
        raise OlderThanSeen(f"it has {checkpoint.size} entries, and {seen.size} were seen before")
    check_same_history(seen, checkpoint)
    if shown.old not in {seen.size, further(seen.size)}:
        raise NotShown(f"the proof begins at {shown.old} entries, and {seen.size} were seen")
    _check_proof(seen, checkpoint, shown)
    return by_the_log_alone(checkpoint, log)


def by_the_log_alone(checkpoint: Checkpoint, log: VerifierKey) -> Checkpoint:
    """The checkpoint with the log's own signature only."""
    note = Note(checkpoint.note.text, signatures_of(checkpoint.note, log))
    return replace(checkpoint, note=note)


def check_same_history(seen: Seen, checkpoint: Checkpoint) -> None:
    """``LogForked`` where as many entries as were seen have another root; nothing more is needed to show it."""
    if seen.size == checkpoint.size and seen.root != checkpoint.root:
        why = f"the log has signed two different histories of {seen.size} entries"
        raise LogForked(why, Continuation(seen.size, (), checkpoint))


def check_signed_by(checkpoint: Checkpoint, log: VerifierKey) -> None:
    """``ValueError`` unless the checkpoint is of this log and signed with its key."""
    if checkpoint.origin != log.name:
        raise ValueError(f"the checkpoint is of {checkpoint.origin}, not of {log.name}")
    check_note(checkpoint.note, log)
    if checkpoint.size == 0 and checkpoint.root != root_of(()):
        raise ValueError("a log of no entries has another root than this one")


def _check_proof(seen: Seen, checkpoint: Checkpoint, shown: Continuation) -> None:
    """A proof that leads to the signed root tells what its first entries were, whoever made it.

    Therefore one that leads to that root and from another root than was seen shows the fork; a damaged one
    leads somewhere else.
    """
    if not needs_proof(shown.old, checkpoint.size):
        if shown.proof or shown.old != seen.size:
            raise NotShown("there is a proof, and nothing to be proved")
        return
    try:
        then, now = roots_from_consistency(shown.old, checkpoint.size, seen.root, shown.proof)
    except ValueError as problem:
        raise NotShown(str(problem)) from None
    if now != checkpoint.root:
        raise NotShown("the proof does not lead to the root that the log signed")
    expected = seen.root if shown.old == seen.size else node_hash(seen.root, shown.proof[0])
    if then != expected:
        why = f"the {checkpoint.size} entries that the log has signed do not begin with the {seen.size} seen before"
        raise LogForked(why, shown)
