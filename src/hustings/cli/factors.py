"""The trustees' proofs beside an archive: found by its name, and added to by one trustee after another."""

from pathlib import Path
from typing import TYPE_CHECKING

from hustings.cli.whole_files import held, read_bytes, replace

if TYPE_CHECKING:
    from hustings.ballots.secret.messages.factors import FactorsProof
    from hustings.verifier.belenios.machine import Machine

ENDING = ".factors.jsonl"


def beside(archive: Path) -> Path:
    """Where the proofs stand for an archive of this name: ``Selection.factors.jsonl`` beside ``Selection.bel``."""
    return archive.with_name(archive.name.removesuffix(".bel") + ENDING)


def read_beside(archive: Path) -> bytes | None:
    """The proofs, where there are any."""
    file = beside(archive)
    return read_bytes(file) if file.exists() else None


def add_proof(archive: Path, machine: "Machine", made: "FactorsProof") -> Path:
    """Put a trustee's proof among those of the others, in the place of an earlier one of theirs; the file.

    Lines that cannot be read are not kept.
    """
    from hustings.ballots.secret.messages.factors import factors_file
    from hustings.verifier.belenios.together import read_together

    with held(archive):
        election = machine.setup.election
        kept = read_together(read_beside(archive), election, lenient=True).proofs
        others = [one for owner, one in kept.items() if owner != made.trustee]
        replace(beside(archive), factors_file([*others, made]))
    return beside(archive)
