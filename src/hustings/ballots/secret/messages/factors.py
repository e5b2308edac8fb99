"""What a trustee proves beside the archive: that all factors of their decryption are those of their key."""

from collections.abc import Iterable
from dataclasses import dataclass

from hustings.ballots.secret.messages.proofs import Proof, read_proof
from hustings.ballots.secret.messages.spelling import Reader, compact, read_json

FORM = "hustings-factors/1"
MOST_LINES = 1000
FIELDS = ("format", "election", "trustee", "decryption", "proof")


@dataclass(frozen=True, slots=True)
class FactorsProof:
    """One proof for all factors: of which election (its fingerprint), by whom, of which decryption (its hash)."""

    election: str
    trustee: int
    decryption: str
    proof: Proof

    def to_line(self) -> bytes:
        """The canonical line, without its end."""
        whole = {
            "format": FORM,
            "election": self.election,
            "trustee": self.trustee,
            "decryption": self.decryption,
            "proof": self.proof.json(),
        }
        return compact(whole).encode()


def factors_file(proofs: Iterable[FactorsProof]) -> bytes:
    """The file that stands beside an archive: a line for each trustee, in the order of their numbers."""
    lines = sorted(proofs, key=lambda one: one.trustee)
    return b"".join(one.to_line() + b"\n" for one in lines)


def lines_of(data: bytes) -> list[bytes]:
    """The lines of such a file; ``ValueError`` for one that was cut off, or has too many."""
    lines = data.split(b"\n", MOST_LINES)
    if lines.pop():
        raise ValueError("the last line is cut off, or there are too many")
    return lines


def read_line(reader: Reader, line: bytes) -> FactorsProof:
    """One line, in its canonical form; ``ValueError`` otherwise."""
    fields = reader.fields(read_json(line), FIELDS)
    if fields["format"] != FORM:
        raise ValueError(f"the format is not {FORM}")
    one = FactorsProof(
        reader.string(fields["election"]),
        reader.small(fields["trustee"]),
        reader.string(fields["decryption"]),
        read_proof(reader, fields["proof"]),
    )
    if one.to_line() != line:
        raise ValueError("it is not in its canonical form")
    return one
