"""Group 4: the log is the one that the trust file speaks of, got from elsewhere than the bundle."""

from collections.abc import Mapping
from datetime import UTC, datetime

from hustings.kernel.time import instant_text
from hustings.record.bundle import WITNESSED, Bundle
from hustings.record.checkpoints import Checkpoint, read_checkpoint
from hustings.record.log import Log
from hustings.record.notes import check_note, signatures_of
from hustings.record.organisation import OrganisationFounded
from hustings.record.witnesses_listed import ListedWitness
from hustings.verifier.entries import ReadLog
from hustings.verifier.findings import Findings
from hustings.verifier.trust import KnownCheckpoint, Trust


def check_signed(
    bundle: Bundle, checkpoint: Checkpoint, log: ReadLog | None, trust: Trust, findings: Findings
) -> None:
    """4.1 and 4.2. Where witnesses have cosigned an earlier checkpoint of this log, the rest is not witnessed yet."""
    with findings.checking("4.1"):
        if checkpoint.origin != trust.log.name:
            raise ValueError(f"the checkpoint is of {checkpoint.origin}, not {trust.log.name}")
        check_note(checkpoint.note, trust.log)
    if not trust.witnesses:
        findings.warn("The trust file names no witnesses: only the log's own key vouches for it.")
        return
    with findings.checking("4.2"):
        signed = _cosigned(checkpoint, trust)
        if signed >= trust.quorum:
            return
        seen = _size_witnessed(bundle, log, trust)
        if seen is None:
            raise ValueError(f"{signed} of {trust.quorum} witnesses have cosigned")
        findings.unwitnessed = checkpoint.size - seen
        findings.warn(
            f"Witnesses have cosigned the log up to {seen} entries; the {findings.unwitnessed} after them not yet."
        )


def _cosigned(checkpoint: Checkpoint, trust: Trust) -> int:
    """How many of the trust file's witnesses cosigned; whoever seems to have and has not fails the check."""
    signed = [key for key in trust.witnesses if signatures_of(checkpoint.note, key)]
    for key in signed:
        check_note(checkpoint.note, key)
    return len(signed)


def _size_witnessed(bundle: Bundle, log: ReadLog | None, trust: Trust) -> int | None:
    """The size of the earlier checkpoint that enough witnesses cosigned, if this log continues it."""
    given = bundle.files.get(WITNESSED)
    if given is None or log is None or log.leaves is None:
        return None
    earlier, found = read_checkpoint(given), Log(log.leaves)
    check_note(earlier.note, trust.log)
    if earlier.size > found.size or found.root_at(earlier.size) != earlier.root:
        raise ValueError("the log does not continue the checkpoint that witnesses cosigned")
    return earlier.size if _cosigned(earlier, trust) >= trust.quorum else None


def check_known_checkpoint(log: ReadLog, trust: Trust, findings: Findings) -> None:
    """4.3: what the log had then, it still has."""
    known = trust.checkpoint
    if known is None:
        findings.warn("The trust file knows no earlier checkpoint of this log.")
    elif log.leaves is not None:
        with findings.checking("4.3"):
            findings.behind = max(0, known.size - len(log.leaves))
            _check_continues(Log(log.leaves), known)


def _check_continues(log: Log, known: KnownCheckpoint) -> None:
    """Too few entries are most likely an older copy; other entries are another history."""
    if log.size < known.size:
        raise ValueError(
            f"this copy ends at {log.size} entries, and the trust file knows {known.size}: it is most likely an "
            "older copy, so fetch the bundle again; if a fresh one ends as early, entries were taken away: "
            "tell the organisation and the press"
        )
    if log.root_at(known.size) != known.root:
        raise ValueError(
            f"the first {known.size} entries are not those of the known checkpoint: this is another history than "
            "the trust file vouches for, not an older copy; tell the organisation and the press"
        )


def check_authorities(founding: OrganisationFounded, trust: Trust, findings: Findings) -> None:
    """4.4."""
    with findings.checking("4.4"):
        if trust.organisation is not None and founding.slug != trust.organisation:
            raise ValueError(f"the organisation is {founding.slug}, not {trust.organisation}")
        if trust.authorities is None:
            findings.warn(
                "The trust file names no authorities: who founded the record is its word."
            )
        elif frozenset(authority.public for authority in founding.authorities) != trust.authorities:
            raise ValueError("the founding names other authorities than the trust file")


def warn_of_witnesses(
    listed: Mapping[bytes, ListedWitness], trust: Trust, findings: Findings
) -> None:
    """Say which witnesses of the trust file the record does not list: who chose them, nobody has signed for."""
    for key in trust.witnesses:
        known = listed.get(key.public)
        if known is None or known.key != key:
            findings.warn(
                f"The trust file names {key.name} as a witness, and no entry of the record lists it with that key."
            )
        elif known.until is not None:
            findings.warn(
                f"The trust file names {key.name} as a witness, whom the record has retired (entry {known.until})."
            )


def warn_of_witness_times(
    log: ReadLog, checkpoint: Checkpoint, trust: Trust, findings: Findings
) -> None:
    """Say where a witness saw the log before its last entry is dated: somebody's clock is wrong."""
    last = max((entry.at for entry in log.entries), default=None)
    for key in trust.witnesses:
        for line in signatures_of(checkpoint.note, key):
            seen = datetime.fromtimestamp(min(int.from_bytes(line.blob[:8], "big"), 2**33), UTC)
            if last is not None and seen < last:
                findings.warn(
                    f"{key.name} cosigned at {instant_text(seen)}, before the last entry's date."
                )
