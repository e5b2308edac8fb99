"""Check 19.6: where trustees have proved all their factors together, those proofs hold; and who has given none."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from hustings.ballots.secret.checks.equations import Engine, check_equations
from hustings.ballots.secret.checks.factors import (
    TOGETHER,
    Decryption,
    factors_equation,
    statement_of,
)
from hustings.ballots.secret.groups.group import Element
from hustings.ballots.secret.messages.election import Election
from hustings.ballots.secret.messages.factors import FactorsProof, read_factors_file
from hustings.ballots.secret.messages.proofs import Ciphertext
from hustings.ballots.secret.messages.spelling import Reader
from hustings.ballots.secret.messages.tallying import Shaped
from hustings.kernel.refusals import CheckFailed

BY_WHOM = (
    "Their voters made them by hand, or a trustee who decrypted last changed them, which the protocol's "
    "proofs do not exclude: let every trustee prove their factors together (hustings contest prove), or others decrypt "
    "the same tally, and compare."
)
BY_VOTERS = "Their voters made them by hand: every trustee has proved all their factors together."


@dataclass(frozen=True, slots=True)
class Together:
    """The proofs that stand beside an archive, by trustee; ``asked`` where a file was looked for, be it empty."""

    proofs: Mapping[int, FactorsProof] = field(default_factory=dict[int, FactorsProof])
    asked: bool = False

    def check(
        self,
        made: Decryption,
        tally: Shaped[Ciphertext],
        key: Element,
        election: Election,
        engine: Engine,
    ) -> None:
        """19.6 for one trustee; whoever has given no proof is passed over."""
        said = self.proofs.get(made.owner)
        if said is None:
            return
        if said.decryption != made.hash:
            raise CheckFailed(TOGETHER, f"trustee {made.owner} proves another decryption than this")
        statement = statement_of(election, tally, made, key, engine)
        try:
            check_equations([factors_equation(statement, said.proof, election.group.g)], engine)
        except CheckFailed as failed:
            what = f"some factors of trustee {made.owner} are not those of their key"
            raise CheckFailed(TOGETHER, what) from failed

    def missing(self, owners: Iterable[int]) -> list[int]:
        """Who of those who have decrypted gave no proof."""
        return [owner for owner in sorted(owners) if owner not in self.proofs]

    def whose_rows(self, owners: Iterable[int]) -> str:
        """Who can have made the rows that hold no ranking, where these have decrypted."""
        return BY_WHOM if self.missing(owners) else BY_VOTERS


def read_together(data: bytes | None, election: Election) -> Together:
    """The file beside an archive, of this election; 19.6 for one that cannot be read."""
    if data is None:
        return Together()
    try:
        proofs = read_factors_file(Reader(election.group), data)
    except ValueError as problem:
        raise CheckFailed(TOGETHER, f"the trustees' proofs: {problem}") from None
    for one in proofs.values():
        if one.election != election.fingerprint:
            what = f"the proof of trustee {one.trustee} is of another election"
            raise CheckFailed(TOGETHER, what)
    return Together(proofs, asked=True)
