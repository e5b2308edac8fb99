"""Spare codes at the end: those that nobody was given did not vote, the others stand for codes as heavy."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from hustings.cli.whole_files import refuse
from hustings.kernel.refusals import BadInput

if TYPE_CHECKING:
    from hustings.ballots.secret.declarations import Declaration, OpenedSpares
    from hustings.cli.code_book import CodeBook


@dataclass(frozen=True, slots=True)
class Accounted:
    """What became of the spares, by weight: never given out, given for a code struck off, given to a late elector.

    ``roll``: what the electors weigh who had a code when the poll opened.
    """

    unused: Counter[int]
    replacing: Counter[int]
    late: Counter[int]
    roll: int

    def said(self) -> str:
        """In lines, for whoever checks."""
        lines = [f"spares never issued and never used: {self.unused.total()}"]
        if self.replacing:
            lines.append(
                f"spares issued instead of a code struck off: {_by_weight(self.replacing)}"
            )
        if self.late:
            lines.append(f"spares issued to electors added since: {_by_weight(self.late)}")
        added = sum(weight * number for weight, number in self.late.items())
        lines.append(
            f"weight of the roll: {self.roll}{f', with those added {self.roll + added}' if added else ''}"
        )
        return "\n".join(lines)


def _by_weight(numbers: Counter[int]) -> str:
    if set(numbers) == {1}:
        return str(numbers.total())
    return ", ".join(f"{n} of weight {weight}" for weight, n in sorted(numbers.items()))


def proof_bytes(book: "CodeBook") -> bytes:
    """The public credential and the salt of each spare that is left, and the credentials that others replaced."""
    from hustings.ballots.secret.declarations import OpenedSpares

    opened = tuple((book.public(one.code), one.salt) for one in book.spares)
    return OpenedSpares(book.uuid, opened, book.replaced).to_bytes()


def check(proof: bytes, declared: bytes, archive: Path) -> Accounted:
    """What became of every spare; one sentence where one is not what was declared, or has voted.

    A declared spare that is not opened was given to somebody: it may vote, and nothing tells which it is.
    """
    from hustings.ballots.secret.declarations import declaration_in, opened_spares_in
    from hustings.ballots.secret.hashes import hex_hash
    from hustings.cli.polls import follow
    from hustings.verifier.belenios.stages import Stage

    known = follow(archive)
    setup = known.machine.setup
    if known.stage is Stage.OPEN:
        refuse(f"{archive}: the poll is still open.")
    try:
        spares, promised = opened_spares_in(proof, "proof"), declaration_in(declared, "declaration")
    except BadInput:
        refuse("The proof or the declaration is not one.")
    same_list = promised.credentials == hex_hash(known.chain.links[0].data[2])
    if len({spares.uuid, promised.uuid, setup.election.uuid}) > 1 or not same_list:
        refuse("Proof, declaration and archive are not of the same election.")
    text = setup.election.group.text
    weights = {text(key): weight for key, weight in setup.weights.items()}
    _check_each(spares, promised, weights, {text(key) for key in known.machine.latest})
    return _accounted(spares, promised, weights)


def _check_each(
    spares: "OpenedSpares", promised: "Declaration", weights: Mapping[str, int], voted: set[str]
) -> None:
    from hustings.ballots.secret.declarations import commitment

    commitments = list(promised.commitments)
    for credential, salt in spares.opened:
        if commitment(credential, salt) not in commitments or credential not in weights:
            _unsound(f"The spare credential {credential[:16]}… was not declared as a spare")
        commitments.remove(commitment(credential, salt))
        if credential in voted:
            _unsound(f"The spare credential {credential[:16]}… has voted")
    for credential in spares.replaced:
        if credential not in weights or spares.replaced.count(credential) > 1:
            _unsound(
                f"The credential struck off, {credential[:16]}…, is none of the election, or stands twice"
            )
        if credential in voted:
            _unsound(f"The credential struck off, {credential[:16]}…, has voted")


def _accounted(
    spares: "OpenedSpares", promised: "Declaration", weights: Mapping[str, int]
) -> Accounted:
    """Weight by weight no more were opened or replaced than spares were declared."""
    of_each = Counter(dict(promised.weights or ((1, promised.spares),)))
    unused = Counter(weights[credential] for credential, _ in spares.opened)
    replacing = Counter(weights[credential] for credential in spares.replaced)
    for weight in unused | replacing:
        if unused[weight] + replacing[weight] > of_each[weight]:
            _unsound(
                f"{of_each[weight]} spares of weight {weight} were declared, {unused[weight]} of them are opened as "
                f"unused, and {replacing[weight]} codes of that weight are said to be replaced"
            )
    roll = sum(weights.values()) - sum(weight * number for weight, number in of_each.items())
    return Accounted(unused, replacing, of_each - unused - replacing, roll)


def _unsound(what: str) -> NoReturn:
    refuse(f"{what}.")
