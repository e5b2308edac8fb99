"""One look of a witness at a log: ask, check, keep, and only then sign and hand in."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from nacl.signing import SigningKey

from hustings.cli.not_shown import keep_evidence, keep_waiting, not_shown_yet, proof_from, settle
from hustings.cli.whole_files import OWNER_ONLY, read_bytes, refuse, replace
from hustings.cli.witness_site import NotTaken, Site, TryAgain
from hustings.record.checkpoints import Checkpoint, checkpoint_bytes, cosign, read_checkpoint
from hustings.record.notes import KeyKind, VerifierKey, verifier_key
from hustings.record.witness_kept import Before, Kept
from hustings.record.witness_state import WitnessState, read_state, state_bytes
from hustings.record.witnessing import (
    NOTHING_SEEN,
    Continuation,
    LogForked,
    NotShown,
    Seen,
    check_continues,
    check_signed_by,
    further,
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
    waiting: int = 0
    """Checkpoints that the log signed and has still not shown to be of this history."""


@dataclass(frozen=True, slots=True)
class _Known:
    """The log's key, and what the log has to continue."""

    log: VerifierKey
    before: Before


def look(site: Site, witness: Witness, state: Path, trust: Trust | None, now: int) -> Look:
    """Cosign the site's log if it continues what ``state`` knows, and hand the cosignature in.

    The first time ``trust`` pins the log's key and may know a checkpoint. What is signed is on the disk before
    it leaves this machine, so that no second history is ever signed after it.
    """
    with _alone(state):
        known = _known(state, witness.verifier_key, trust)
        checkpoint = _next(site, known, state, now)
        waited = not_shown_yet(state, known.log)
        waiting = 0 if waited is None else settle(state, site, waited, checkpoint)
        cosigned = cosign(checkpoint, witness.key, witness.name, now)
        replace(state, state_bytes(WitnessState(known.log, witness.verifier_key, cosigned)))
        _hand_in(site, cosigned)
    first = known.before.signed is None
    return Look(cosigned.size, None if first else known.before.seen.size, waiting)


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


def _known(state: Path, witness: VerifierKey, trust: Trust | None) -> _Known:
    if not state.exists():
        if trust is None:
            refuse(f"{state} is not there yet: name a trust file with --trust the first time.")
        known = trust.checkpoint
        return _Known(
            trust.log, Before(NOTHING_SEEN if known is None else Seen(known.size, known.root))
        )
    kept = read_state(read_bytes(state), str(state))
    if kept.witness != witness:
        refuse(f"{state} is the state of {kept.witness.name}, with another key than this one.")
    if trust is not None and trust.log != kept.log:
        refuse(f"The trust file has another log's key than {state}: {trust.log}, not {kept.log}.")
    return _Known(kept.log, Before.of(kept.cosigned))


def _next(site: Site, known: _Known, state: Path, now: int) -> Checkpoint:
    """The checkpoint that continues what was seen; what the log signed and did not show to do so is kept."""
    shown = _asked(site, known.before.seen)
    try:
        check_signed_by(shown.checkpoint, known.log)
        return _continuing(site, known, shown)
    except LogForked as forked:
        kept = Kept(known.log, known.before, (forked.by,), str(forked), now)
        keep_evidence(state, kept)
    except NotShown as no:
        keep_waiting(state, Kept(known.log, known.before, (shown,), str(no), now), no)
    except ValueError as problem:
        refuse(f"What the site shows is not cosigned: {problem}.")


def _continuing(site: Site, known: _Known, shown: Continuation) -> Checkpoint:
    """The checkpoint, if it continues what was seen; asked again from one entry further where that tells more."""
    seen = known.before.seen
    try:
        return check_continues(seen, shown, known.log)
    except NotShown:
        more = proof_from(site, further(seen.size), known.log)
        if more is not None:
            with suppress(NotShown):
                return check_continues(seen, more, known.log)
        raise


def _asked(site: Site, seen: Seen) -> Continuation:
    """What the site shows to whoever has seen so much; its newest checkpoint where it says that its log is smaller."""
    try:
        answer = site.after(seen.size)
        if answer is not None:
            return read_continuation(answer)
        return Continuation(seen.size, (), read_checkpoint(site.newest()))
    except NotTaken as no:
        raise TryAgain(f"The site gives no checkpoint: {no.because}") from None
    except ValueError as problem:
        raise TryAgain(f"What the site gives cannot be read: {problem}; ask again.") from None


def _hand_in(site: Site, cosigned: Checkpoint) -> None:
    try:
        site.hand_in(checkpoint_bytes(cosigned))
    except NotTaken as no:
        refuse(f"Cosigned at {cosigned.size} entries, but the site does not take it: {no.because}")
