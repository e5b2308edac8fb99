"""Check 19.6: where trustees have proved all their factors together, those proofs hold; and who has given none."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from hustings.ballots.secret.checks.equations import Engine, failed_equations
from hustings.ballots.secret.checks.factors import (
    TOGETHER,
    Decryption,
    factors_equation,
    statement_of,
)
from hustings.ballots.secret.groups.group import Element
from hustings.ballots.secret.messages.election import Election
from hustings.ballots.secret.messages.factors import FactorsProof, lines_of, read_line
from hustings.ballots.secret.messages.proofs import Ciphertext
from hustings.ballots.secret.messages.spelling import Reader
from hustings.ballots.secret.messages.tallying import Shaped
from hustings.kernel.refusals import CheckFailed

BY_WHOM = (
    "Their voters made them by hand, or {} changed them, of whom no proof over all factors stands beside this archive: "
    "let them prove it (hustings contest prove), or let other trustees decrypt the same tally, and compare."
)
BY_VOTERS = "Their voters made them by hand: every trustee has proved all their factors together."
NOT_PROVED = (
    "the line given for trustee {} does not prove this decryption: it was altered on its way, or some factors are not "
    "those of their key; only they can give another (hustings contest prove)"
)
ANOTHER_DECRYPTION = (
    "the line given for trustee {} proves another decryption than the one in this archive"
)
ANOTHER_ELECTION = "the line given for trustee {} proves a decryption of another election"


@dataclass(slots=True)
class Together:
    """The proofs that stand beside an archive, by trustee; ``asked`` where a file was looked for, be it empty.

    Nobody has signed the file, so a line that does not hold accuses nobody. Who verifies is told that check 19.6
    fails. Who acts on the archive (``lenient``) goes on without that line, which is ``set_aside`` and said: a line that
    somebody else altered stops no honest trustee.
    """

    proofs: dict[int, FactorsProof] = field(default_factory=dict[int, FactorsProof])
    asked: bool = False
    lenient: bool = False
    set_aside: list[str] = field(default_factory=list[str])

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
            self._fail(ANOTHER_DECRYPTION.format(made.owner), made.owner)
            return
        statement = statement_of(election, tally, made, key, engine)
        if failed_equations([factors_equation(statement, said.proof, election.group.g)], engine):
            self._fail(NOT_PROVED.format(made.owner), made.owner)

    def _fail(self, what: str, owner: int | None = None) -> None:
        if not self.lenient:
            raise CheckFailed(TOGETHER, what)
        self.set_aside.append(what)
        if owner is not None:
            del self.proofs[owner]

    def read(self, data: bytes, election: Election) -> None:
        """The lines of a file; 19.6 for one that is not right, or is of another election."""
        try:
            lines = lines_of(data)
        except ValueError as problem:
            self._fail(f"the trustees' proofs: {problem}")
            return
        for number, line in enumerate(lines, start=1):
            self._take(number, line, election)

    def _take(self, number: int, line: bytes, election: Election) -> None:
        try:
            one = read_line(Reader(election.group), line)
        except ValueError as problem:
            self._fail(f"the trustees' proofs: line {number}: {problem}")
            return
        if self.proofs and one.trustee <= max(self.proofs):
            what = f"trustee {one.trustee} stands twice, or out of order"
            self._fail(f"the trustees' proofs: line {number}: {what}")
        elif one.election != election.fingerprint:
            self._fail(ANOTHER_ELECTION.format(one.trustee))
        else:
            self.proofs[one.trustee] = one

    def missing(self, owners: Iterable[int]) -> list[int]:
        """Who of those who have decrypted gave no proof."""
        return [owner for owner in sorted(owners) if owner not in self.proofs]

    def whose_rows(self, owners: Iterable[int]) -> str:
        """Who can have made the rows that hold no ranking, where these have decrypted."""
        missing = self.missing(owners)
        return BY_WHOM.format(listed(missing)) if missing else BY_VOTERS


def read_together(data: bytes | None, election: Election, *, lenient: bool = False) -> Together:
    """The file beside an archive, of this election; where nobody looked for one there is none to miss."""
    together = Together(asked=data is not None, lenient=lenient)
    if data is not None:
        together.read(data, election)
    return together


def listed(owners: Sequence[int]) -> str:
    """Trustees by their numbers, in words."""
    if len(owners) == 1:
        return f"trustee {owners[0]}"
    return f"trustees {', '.join(map(str, owners[:-1]))} and {owners[-1]}"
