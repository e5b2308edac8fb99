"""One look of a witness at a log: ask, check, keep, and only then sign and hand in."""

import fcntl
import os
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import click
from nacl.signing import SigningKey

from hustings.cli.whole_files import OWNER_ONLY, read_bytes, refuse, replace, write_new
from hustings.cli.witness_site import NotTaken, Site, TryAgain
from hustings.record.checkpoints import Checkpoint, checkpoint_bytes, cosign, read_checkpoint
from hustings.record.notes import KeyKind, VerifierKey, verifier_key
from hustings.record.witness_state import WitnessState, evidence_bytes, read_state, state_bytes
from hustings.record.witnessing import (
    NOTHING_SEEN,
    Continuation,
    LogBroken,
    Seen,
    check_continues,
    check_signed_by,
    read_continuation,
)
from hustings.verifier.trust import Trust


@dataclass(frozen=True, slots=True)
class Witness:
    """Who looks: a key under a name."""

    name: str
    key: SigningKey

    @property
    def verifier_key(self) -> VerifierKey:
        """The key as organisations list it."""
        return verifier_key(self.name, KeyKind.COSIGNATURE, self.key)


@dataclass(frozen=True, slots=True)
class Look:
    """What came of a look: the log of this size is cosigned, ``before`` was the size the last time."""

    size: int
    before: int | None


@dataclass(frozen=True, slots=True)
class _Before:
    """What the log has to continue, and from where that is known."""

    log: VerifierKey
    seen: Seen
    told: str
    first: bool


def look(site: Site, witness: Witness, state: Path, trust: Trust | None, now: int) -> Look:
    """Cosign the site's log if it continues what ``state`` knows, and hand the cosignature in.

    The first time ``trust`` pins the log's key and may know a checkpoint. What is signed is on the disk before
    it leaves this machine, so that no second history is ever signed after it.
    """
    with _alone(state):
        before = _before(state, witness.verifier_key, trust)
        checkpoint = _next(site, before, state)
        cosigned = cosign(checkpoint, witness.key, witness.name, now)
        replace(state, state_bytes(WitnessState(before.log, witness.verifier_key, cosigned)))
        _hand_in(site, cosigned)
    return Look(cosigned.size, None if before.first else before.seen.size)


@contextmanager
def _alone(state: Path) -> Iterator[None]:
    """One look at a time with one state: two at once could sign two histories."""
    try:
        handle = os.open(state.with_name(f".{state.name}.lock"), os.O_RDWR | os.O_CREAT, OWNER_ONLY)
    except OSError as problem:
        refuse(f"{state} cannot be kept: {problem.strerror}.")
    with os.fdopen(handle, "rb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise TryAgain(f"Another look is under way with {state}.") from None
        yield


def _before(state: Path, witness: VerifierKey, trust: Trust | None) -> _Before:
    if not state.exists():
        if trust is None:
            refuse(f"{state} is not there yet: name a trust file with --trust the first time.")
        known = trust.checkpoint
        seen = NOTHING_SEEN if known is None else Seen(known.size, known.root)
        return _Before(
            trust.log, seen, f"{seen.size}\n{b64encode(seen.root).decode()}\n", first=True
        )
    kept = read_state(read_bytes(state), str(state))
    if kept.witness != witness:
        refuse(f"{state} is the state of {kept.witness.name}, with another key than this one.")
    if trust is not None and trust.log != kept.log:
        refuse(f"The trust file has another log's key than {state}: {trust.log}, not {kept.log}.")
    return _Before(kept.log, kept.seen, checkpoint_bytes(kept.cosigned).decode(), first=False)


def _next(site: Site, before: _Before, state: Path) -> Checkpoint:
    """The checkpoint that continues what was seen; where the log is broken, what shows it is kept first."""
    try:
        shown = site.after(before.seen.size)
        if shown is None:
            shown = site.newest()
            continuation = Continuation(before.seen.size, (), read_checkpoint(shown))
            check_signed_by(continuation.checkpoint, before.log)
            there = continuation.checkpoint
            if there.size > before.seen.size or there.root == before.seen.root:
                raise TryAgain("The site knows no continuation of its log yet; ask again.")
        else:
            continuation = read_continuation(shown)
        return check_continues(before.seen, continuation, before.log)
    except NotTaken as no:
        raise TryAgain(f"The site gives no checkpoint: {no.because}") from None
    except LogBroken as broken:
        _keep_evidence(state, evidence_bytes(before.log, str(broken), before.told, shown), broken)
    except ValueError as problem:
        refuse(f"What the site shows is not cosigned: {problem}.")


def _keep_evidence(state: Path, evidence: bytes, broken: LogBroken) -> None:
    file = state.with_name(f"{state.name}.evidence-{sha256(evidence).hexdigest()[:16]}.json")
    if not file.exists():
        write_new(file, evidence)
    raise click.ClickException(
        f"THE LOG BROKE ITS PROMISE: {broken}.\n"
        f"Nothing was cosigned. Keep {file} and show it to the other witnesses and to those who rely on the record."
    )


def _hand_in(site: Site, cosigned: Checkpoint) -> None:
    try:
        site.hand_in(checkpoint_bytes(cosigned))
    except NotTaken as no:
        refuse(f"Cosigned at {cosigned.size} entries, but the site does not take it: {no.because}")
