"""Checkpoints (C2SP tlog-checkpoint): the log's promise of its size and root, cosigned by outside witnesses."""

import re
from base64 import b64encode
from dataclasses import dataclass

from nacl.signing import SigningKey

from hustings.record.entries import read_base64
from hustings.record.log import Log
from hustings.record.notes import Note, cosign_note, note_bytes, read_note, sign_note

_SIZE = re.compile(r"0|[1-9][0-9]{0,15}")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The log called ``origin`` had ``size`` entries, and this root over them; signed as a note."""

    origin: str
    size: int
    root: bytes
    note: Note


def checkpoint_text(origin: str, size: int, root: bytes) -> str:
    """The three lines that the log and its witnesses sign."""
    if not origin or "\n" in origin:
        raise ValueError("a log's origin is one line that is not empty")
    return f"{origin}\n{size}\n{b64encode(root).decode()}\n"


def make_checkpoint(log: Log, origin: str, key: SigningKey) -> Checkpoint:
    """The log's own signature under its size and root. ``origin`` is also the name of its key."""
    return sign_checkpoint(origin, log.size, log.root, key)


def sign_checkpoint(origin: str, size: int, root: bytes, key: SigningKey) -> Checkpoint:
    """The log's own signature under a size and a root that somebody has worked out."""
    return Checkpoint(
        origin, size, root, sign_note(checkpoint_text(origin, size, root), key, origin)
    )


def cosign(checkpoint: Checkpoint, key: SigningKey, name: str, time: int) -> Checkpoint:
    """The checkpoint with a witness's signature: at ``time``, this is the largest tree that I have seen."""
    note = cosign_note(checkpoint.note, key, name, time)
    return Checkpoint(checkpoint.origin, checkpoint.size, checkpoint.root, note)


def checkpoint_bytes(checkpoint: Checkpoint) -> bytes:
    """The checkpoint as it is published."""
    return note_bytes(checkpoint.note)


def read_checkpoint(data: bytes) -> Checkpoint:
    """Read a checkpoint strictly (extension lines are refused); ``ValueError`` says what is wrong."""
    note = read_note(data)
    lines = note.text[:-1].split("\n")
    if len(lines) != 3:
        raise ValueError(f"the checkpoint's text has {len(lines)} lines, not 3")
    origin, size, root = lines
    if not origin:
        raise ValueError("the checkpoint's origin is empty")
    if _SIZE.fullmatch(size) is None:
        raise ValueError(f"the checkpoint's size is {size[:40]!r}, not a whole number")
    return Checkpoint(origin, int(size), read_base64(root, 32, "the checkpoint's root"), note)
