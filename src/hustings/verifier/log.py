"""Group 3: the checkpoint is one, and speaks for exactly this log."""

from hustings.record.bundle import CHECKPOINT, Bundle
from hustings.record.checkpoints import Checkpoint, read_checkpoint
from hustings.record.log import Log
from hustings.record.notes import check_note
from hustings.record.organisation import OrganisationFounded
from hustings.verifier.entries import ReadLog
from hustings.verifier.findings import Findings


def check_checkpoint_form(bundle: Bundle, findings: Findings) -> Checkpoint | None:
    """3.1: the note is read, or nothing more can be said about it."""
    with findings.checking("3.1"):
        return read_checkpoint(bundle.files.get(CHECKPOINT, b""))
    return None


def check_root(log: ReadLog, checkpoint: Checkpoint, findings: Findings) -> None:
    """3.2 and 3.3, where every position is known."""
    if log.leaves is None:
        return
    found = Log(log.leaves)
    if found.size != checkpoint.size:
        findings.fail("3.2", f"the checkpoint speaks for {checkpoint.size} entries of {found.size}")
    elif found.root != checkpoint.root:
        findings.fail("3.3", "the checkpoint speaks for another log: its root is not the root here")


def check_own_signature(
    checkpoint: Checkpoint, founding: OrganisationFounded, findings: Findings
) -> None:
    """3.4: the log's name and key are the founding's."""
    with findings.checking("3.4"):
        if checkpoint.origin != founding.log.name:
            raise ValueError(f"the checkpoint is of {checkpoint.origin}, not {founding.log.name}")
        check_note(checkpoint.note, founding.log)
