"""What a witness keeps beside its state: what the log signed, and did not show to continue what was seen before."""

import json
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from typing import cast

from hustings.kernel.refusals import BadInput, Problem
from hustings.record.checkpoints import Checkpoint, checkpoint_bytes, read_checkpoint
from hustings.record.entries import read_base64, whole_number
from hustings.record.notes import KeyKind, VerifierKey, read_verifier_key
from hustings.record.witnessing import (
    Continuation,
    LogForked,
    NotShown,
    Seen,
    check_continues,
    check_same_history,
    check_signed_by,
    continuation_bytes,
    read_continuation,
)

FORMAT = "hustings-witness-kept/1"
MOST_KEPT = 20
"""Checkpoints kept in one file; a log that signed more of them without showing anything has been seen doing it."""
SIGNED, TRUST_FILE = "the log", "a trust file"


@dataclass(frozen=True, slots=True)
class Before:
    """What the log has to continue, and the checkpoint with its signature; ``None`` where only a trust file says so."""

    seen: Seen
    signed: Checkpoint | None = None

    @classmethod
    def of(cls, checkpoint: Checkpoint) -> "Before":
        """A checkpoint that the log signed."""
        return cls(Seen(checkpoint.size, checkpoint.root), checkpoint)

    @property
    def text(self) -> str:
        """The note; or the two lines of a trust file's size and root."""
        if self.signed is not None:
            return checkpoint_bytes(self.signed).decode()
        return f"{self.seen.size}\n{b64encode(self.seen.root).decode()}\n"


@dataclass(frozen=True, slots=True)
class Kept:
    """Checkpoints that the log signed, each with the proof that came with it, and what they should continue.

    So many ``looks`` in a row, since ``since`` (POSIX), were shown no continuation; none where the last one was.
    """

    log: VerifierKey
    before: Before
    shown: tuple[Continuation, ...]
    why: str
    since: int
    looks: int = 1

    def again(self, before: Before, shown: Continuation, why: str, now: int) -> "Kept":
        """After one look more that was not shown what it asked for."""
        fresh = all(one.checkpoint.note.text != shown.checkpoint.note.text for one in self.shown)
        kept = _with_room(before, self.shown, shown) if fresh else self.shown
        since = self.since if self.looks else now
        return Kept(self.log, before, kept, why, since, self.looks + 1)

    def without(self, settled: Continuation) -> "Kept":
        """Without a checkpoint that has been shown to be of one history with the others."""
        return replace(self, shown=tuple(one for one in self.shown if one != settled))

    def holds(self, shown: Continuation) -> bool:
        """Whether this checkpoint is among those kept."""
        return any(one.checkpoint.note.text == shown.checkpoint.note.text for one in self.shown)

    @property
    def signed(self) -> Iterator[Checkpoint]:
        """Every checkpoint here that bears the log's signature."""
        if self.before.signed is not None:
            yield self.before.signed
        yield from (one.checkpoint for one in self.shown)


def _with_room(
    before: Before, shown: tuple[Continuation, ...], new: Continuation
) -> tuple[Continuation, ...]:
    """With one more; a full file gives up an older checkpoint than what was seen for one that is not older.

    Every entry of the log has an older checkpoint, which anybody can replay; they must not crowd out what a fork shows.
    """
    if len(shown) < MOST_KEPT:
        return (*shown, new)
    older = [one for one in shown if one.checkpoint.size < before.seen.size]
    if not older or new.checkpoint.size < before.seen.size:
        return shown
    return (*(one for one in shown if one is not older[-1]), new)


def fork_in(kept: Kept) -> Kept | None:
    """The two of these that contradict each other, worked out from nothing else; what only a trust file says last."""
    for one, other in combinations(kept.signed, 2):
        try:
            check_same_history(Seen(one.size, one.root), other)
        except LogForked as forked:
            return Kept(kept.log, Before.of(one), (forked.by,), str(forked), kept.since)
    for shown in kept.shown:
        try:
            check_continues(kept.before.seen, shown, kept.log)
        except NotShown:
            continue
        except LogForked as forked:
            return replace(kept, shown=(shown,), why=str(forked))
    return None


def kept_bytes(kept: Kept) -> bytes:
    """Written as a file that anybody can weigh: ``hustings witness weigh``."""
    table = {
        "format": FORMAT,
        "why": kept.why,
        "log": str(kept.log),
        "since": kept.since,
        "looks": kept.looks,
        "before": kept.before.text,
        "before_is_from": TRUST_FILE if kept.before.signed is None else SIGNED,
        "shown": [continuation_bytes(one).decode() for one in kept.shown],
    }
    return json.dumps(table, indent=2, ensure_ascii=False).encode() + b"\n"


def read_kept(data: bytes, name: str = "file") -> Kept:
    """Read it; ``BadInput`` where it is none, or where what should be the log's is not signed by it."""
    try:
        table = json.loads(data)
        return _kept(cast("dict[str, object]", table) if isinstance(table, dict) else {})
    except (ValueError, RecursionError) as problem:
        told = f"is not what a witness keeps: {problem}."
        raise BadInput(Problem(name, None, "", told)) from None


def _kept(table: dict[str, object]) -> Kept:
    if table.get("format") != FORMAT:
        raise ValueError(f"it is not of the format {FORMAT}")
    log = read_verifier_key(_text(table.get("log"), "log"))
    if log.kind is not KeyKind.ED25519:
        raise ValueError("its key is not a log's")
    listed = table.get("shown")
    items = cast("list[object]", listed) if isinstance(listed, list) else []
    if not 1 <= len(items) <= MOST_KEPT:
        raise ValueError(f"shown is not a list of 1 to {MOST_KEPT} checkpoints")
    shown = tuple(read_continuation(_text(one, "what was shown").encode()) for one in items)
    kept = Kept(
        log,
        _before(_text(table.get("before"), "before"), table.get("before_is_from")),
        shown,
        _text(table.get("why"), "why"),
        whole_number(cast("int", table.get("since")), "since"),
        whole_number(cast("int", table.get("looks")), "looks"),
    )
    for one in kept.signed:
        check_signed_by(one, log)
    return kept


def _before(text: str, source: object) -> Before:
    if source == SIGNED:
        return Before.of(read_checkpoint(text.encode()))
    if source != TRUST_FILE:
        raise ValueError(f"before_is_from is not {SIGNED!r} or {TRUST_FILE!r}")
    size, root, *more = [*text.split("\n"), ""]
    if not size.isdecimal() or len(size) > 16 or more != ["", ""]:
        raise ValueError("before is not the size and the root of a trust file")
    return Before(Seen(int(size), read_base64(root, 32, "the root of the trust file")))


def _text(value: object, name: str) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{name} is not a text")
    return value
