"""What a witness does with checkpoints that the log signed and did not show to continue what was cosigned."""

from contextlib import suppress
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import NoReturn

import click

from hustings.cli.whole_files import read_bytes, refuse, replace, write_new
from hustings.cli.witness_site import NotTaken, Site, TryAgain
from hustings.kernel.time import instant_text
from hustings.record.checkpoints import Checkpoint
from hustings.record.notes import VerifierKey
from hustings.record.witness_kept import Before, Kept, fork_in, kept_bytes, read_kept
from hustings.record.witnessing import (
    Continuation,
    LogForked,
    NotShown,
    OlderThanSeen,
    Seen,
    check_continues,
    check_signed_by,
    further,
    read_continuation,
)

SAID_PLAINLY = 3
"""So many looks in a row without a continuation are no accident of the wire any more."""
ALREADY_FULL = "others that came before, and not this one, because it is full"
MOST_BETWEEN = 5
"""So many checkpoints at most lead from one that waits to the one that is cosigned; the next look asks again."""


def keep_evidence(state: Path, kept: Kept) -> NoReturn:
    """Two checkpoints contradict each other: keep them once, and raise the alarm."""
    telling = [kept.before.text, *(one.checkpoint.note.text for one in kept.shown)]
    name = sha256("\n".join(telling).encode()).hexdigest()[:16]
    file = state.with_name(f"{state.name}.evidence-{name}.json")
    if not file.exists():
        write_new(file, kept_bytes(kept))
    if kept.before.signed is None:
        raise click.ClickException(
            f"THE LOG IS NOT THE ONE OF YOUR TRUST FILE: {kept.why}.\nNothing was cosigned. {file} holds what the log "
            "signed, and what your trust file says, which nobody signed: get the trust file again by another way. If "
            "it says the same, show both."
        )
    raise click.ClickException(
        f"THE LOG BROKE ITS PROMISE: {kept.why}.\n"
        f"Nothing was cosigned. Keep {file} and show it to the other witnesses and to those who rely on the record."
    )


def not_shown_yet(state: Path, log: VerifierKey) -> Kept | None:
    """What earlier looks were not shown, if any of it still waits."""
    file = _file(state)
    if not file.exists():
        return None
    kept = read_kept(read_bytes(file), str(file))
    if kept.log != log:
        refuse(f"{file} is of another log than {state}; put it where it belongs.")
    return kept


def keep_waiting(state: Path, new: Kept, no: NotShown) -> NoReturn:
    """Keep the checkpoint beside those that wait already; with one of them it may contradict itself."""
    (shown,) = new.shown
    before = not_shown_yet(state, new.log)
    kept = new if before is None else before.again(new.before, shown, new.why, new.since)
    file = _file(state)
    replace(file, kept_bytes(kept))
    forked = fork_in(kept)
    if forked is not None:
        keep_evidence(state, forked)
    raise TryAgain(f"{_what(new, no)}{_how_often(kept, no, file, holds=kept.holds(shown))}")


def settle(state: Path, site: Site, kept: Kept, now: Checkpoint) -> int:
    """Ask for the proof that ``now`` continues each checkpoint that waits; how many of them still wait.

    What is shown to be of one history is forgotten. What contradicts it is evidence, and waits no more.
    """
    waiting = Kept(kept.log, Before.of(now), kept.shown, kept.why, kept.since, looks=0)
    for one in kept.shown:
        try:
            if leads_to(site, Before.of(one.checkpoint), now, kept.log):
                waiting = waiting.without(one)
        except Apart as forked:
            _put(state, waiting.without(one))
            told = Kept(kept.log, forked.then, (forked.by,), str(forked), kept.since)
            keep_evidence(state, told)
    _put(state, waiting)
    return len(waiting.shown)


class Apart(LogForked):
    """What was so ``then`` cannot be true beside what the log signed later."""

    def __init__(self, then: Before, forked: LogForked) -> None:
        super().__init__(str(forked), forked.by)
        self.then = then


def leads_to(site: Site, then: Before, now: Checkpoint, log: VerifierKey) -> bool:
    """Whether the site shows that ``now`` continues ``then``, by way of others that it shows in between.

    Whoever has seen less is shown what another witness signed last, which need not be the newest.
    """
    for _ in range(MOST_BETWEEN):
        try:
            found = _continued(site, then.seen, now, log)
        except LogForked as forked:
            raise Apart(then, forked) from None
        if found is None or found.note.text == now.note.text:
            return found is not None
        then = Before.of(found)
    return False


def _continued(site: Site, then: Seen, now: Checkpoint, log: VerifierKey) -> Checkpoint | None:
    """What the site shows to continue ``then``, as far as ``now``."""
    for size in (then.size, further(then.size)):
        here = size == now.size
        shown = Continuation(then.size, (), now) if here else proof_from(site, size, log)
        if shown is not None and shown.checkpoint.size <= now.size:
            with suppress(NotShown):
                return check_continues(then, shown, log)
    return None


def proof_from(site: Site, size: int | None, log: VerifierKey) -> Continuation | None:
    """What the site shows to whoever has seen so many entries, if it can be read and the log signed it."""
    try:
        answer = None if size is None else site.after(size)
        shown = None if answer is None else read_continuation(answer)
        if shown is not None:
            check_signed_by(shown.checkpoint, log)
    except (NotTaken, TryAgain, ValueError):
        return None
    return shown


def _put(state: Path, waiting: Kept) -> None:
    if waiting.shown:
        replace(_file(state), kept_bytes(waiting))
    else:
        _file(state).unlink()


def _file(state: Path) -> Path:
    return state.with_name(f"{state.name}.not-shown.json")


def _what(new: Kept, no: NotShown) -> str:
    """What the site gave, and that nothing was cosigned."""
    size, before = new.shown[0].checkpoint.size, new.before
    seen = f"{before.seen.size} that {'you cosigned' if before.signed else 'your trust file knows'}"
    if isinstance(no, OlderThanSeen):
        return f"The site gives a checkpoint of {size} entries, older than the {seen}: there is nothing to cosign."
    return (
        f"The log has signed {size} entries, and it is not shown that they continue the {seen}: {no}. "
        "Nothing was cosigned; ask again."
    )


def _how_often(kept: Kept, no: NotShown, file: Path, *, holds: bool) -> str:
    if kept.looks < SAID_PLAINLY:
        return ""
    since = instant_text(datetime.fromtimestamp(kept.since, UTC))
    why = (
        "an old answer is played again on its way, or the log was put back to an earlier day"
        if isinstance(no, OlderThanSeen)
        else "the proof is damaged on its way or withheld, or there is none"
    )
    both = "both checkpoints with the log's signature"
    held = (both if kept.before.signed else "what the log signed") if holds else ALREADY_FULL
    return (
        f"\nSo it was {kept.looks} times in a row, since {since}: {why}. That proves nothing yet. "
        f"{file} holds {held}; let others ask for the same proof, and ask the organisation."
    )
