"""Spare codes that nobody was given: opened at the end, each against what was declared, and none of them voted."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from hustings.cli.whole_files import refuse

if TYPE_CHECKING:
    from hustings.cli.code_book import CodeBook


def proof_bytes(book: "CodeBook") -> bytes:
    """The public credential and the salt of each spare that is left."""
    spares = sorted((book.public(one.code), one.salt) for one in book.spares)
    whole = {
        "uuid": book.uuid,
        "unused": [{"credential": public, "salt": salt} for public, salt in spares],
    }
    return json.dumps(whole, indent=2).encode() + b"\n"


def check(proof: bytes, declared: bytes, archive: Path) -> int:
    """How many spares are proved unused; one sentence where one is not what was declared, or has voted.

    A declared spare that is not opened was given to somebody: it may vote, and nothing tells which it is.
    """
    from hustings.ballots.secret.hashes import hex_hash
    from hustings.cli.code_book import commitment
    from hustings.cli.polls import follow
    from hustings.verifier.belenios.stages import Stage

    known = follow(archive)
    setup = known.machine.setup
    if known.stage is Stage.OPEN:
        refuse(f"{archive}: the poll is still open.")
    try:
        said, promised = json.loads(proof), json.loads(declared)
        opened = [(str(one["credential"]), str(one["salt"])) for one in said["unused"]]
        uuids = {said["uuid"], promised["uuid"], setup.election.uuid}
        commitments = list(promised["spares_commitments"])
        same_list = promised["credentials"] == hex_hash(known.chain.links[0].data[2])
    except (ValueError, KeyError, TypeError):
        refuse("The proof or the declaration is not one.")
    if len(uuids) > 1 or not same_list:
        refuse("Proof, declaration and archive are not of the same election.")
    voted = {setup.election.group.text(key) for key in known.machine.latest}
    listed = {setup.election.group.text(key) for key in setup.weights}
    for credential, salt in opened:
        if commitment(credential, salt) not in commitments or credential not in listed:
            _unsound(credential, "was not declared as a spare")
        commitments.remove(commitment(credential, salt))
        if credential in voted:
            _unsound(credential, "has voted")
    return len(opened)


def _unsound(credential: str, what: str) -> NoReturn:
    refuse(f"The spare credential {credential[:16]}… {what}.")
