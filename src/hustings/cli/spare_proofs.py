"""Spare codes that nobody was given: opened at the end, each against what was declared, and none of them voted."""

from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from hustings.cli.whole_files import refuse
from hustings.kernel.refusals import BadInput

if TYPE_CHECKING:
    from hustings.cli.code_book import CodeBook


def proof_bytes(book: "CodeBook") -> bytes:
    """The public credential and the salt of each spare that is left."""
    from hustings.ballots.secret.declarations import unused_bytes

    return unused_bytes(book.uuid, ((book.public(one.code), one.salt) for one in book.spares))


def check(proof: bytes, declared: bytes, archive: Path) -> int:
    """How many spares are proved unused; one sentence where one is not what was declared, or has voted.

    A declared spare that is not opened was given to somebody: it may vote, and nothing tells which it is.
    """
    from hustings.ballots.secret.declarations import commitment, declaration_in, unused_in
    from hustings.ballots.secret.hashes import hex_hash
    from hustings.cli.polls import follow
    from hustings.verifier.belenios.stages import Stage

    known = follow(archive)
    setup = known.machine.setup
    if known.stage is Stage.OPEN:
        refuse(f"{archive}: the poll is still open.")
    try:
        (uuid, opened), promised = (
            unused_in(proof, "proof"),
            declaration_in(declared, "declaration"),
        )
    except BadInput:
        refuse("The proof or the declaration is not one.")
    same_list = promised.credentials == hex_hash(known.chain.links[0].data[2])
    if len({uuid, promised.uuid, setup.election.uuid}) > 1 or not same_list:
        refuse("Proof, declaration and archive are not of the same election.")
    voted = {setup.election.group.text(key) for key in known.machine.latest}
    listed = {setup.election.group.text(key) for key in setup.weights}
    commitments = list(promised.commitments)
    for credential, salt in opened:
        if commitment(credential, salt) not in commitments or credential not in listed:
            _unsound(credential, "was not declared as a spare")
        commitments.remove(commitment(credential, salt))
        if credential in voted:
            _unsound(credential, "has voted")
    return len(opened)


def _unsound(credential: str, what: str) -> NoReturn:
    refuse(f"The spare credential {credential[:16]}… {what}.")
