"""A witnessed close: somebody who is no trustee signs which event ended the casting, over how many ballots."""

import json
from base64 import b64decode, b64encode
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hustings.cli.whole_files import read_bytes, refuse

if TYPE_CHECKING:
    from hustings.verifier.belenios.following import Followed

LABEL = b"hustings/close/v1\n"


def statement(followed: "Followed") -> dict[str, object]:
    """What a witness signs."""
    from hustings.ballots.secret.archive import EventType

    try:
        closing = followed.hash_of(EventType.END_BALLOTS)
    except ValueError:
        refuse("The poll is not closed; there is nothing to witness.")
    election = followed.machine.setup.election
    return {"uuid": election.uuid, "ballots": len(followed.machine.seen), "closing_event": closing}


def statement_bytes(said: dict[str, object]) -> bytes:
    """The bytes under the signature."""
    return LABEL + json.dumps(said, separators=(",", ":"), sort_keys=True).encode()


def witness_bytes(said: dict[str, object], public: bytes, signature: bytes) -> bytes:
    """The file that a witness hands to the trustees."""
    whole = said | {
        "key": b64encode(public).decode(),
        "signature": b64encode(signature).decode(),
    }
    return json.dumps(whole, indent=2).encode() + b"\n"


def check_witness(file: Path, followed: "Followed", trusted: tuple[str, ...]) -> None:
    """That somebody whom the trustee trusts saw this very close; one sentence otherwise."""
    from hustings.record.signing import read_public, verify_bytes

    said = statement(followed)
    try:
        found = json.loads(read_bytes(file))
        key = found.pop("key")
        signature = b64decode(found.pop("signature"), validate=True)
        verify_bytes(read_public(key), statement_bytes(found), signature)
    except (ValueError, TypeError, KeyError, AttributeError):
        refuse(f"{file}: this is no witness's statement, or its signature does not hold.")
    if key not in trusted:
        refuse(f"{file}: it is signed with {key}, which you did not name with --trust.")
    if found != said:
        refuse(f"{file}: the witness saw another close than that of this archive.")


RECOVERED = "recovered"
"""A line of the journal: the key was made again, and what it decrypted before is noted nowhere."""


def journal_of(key: Path) -> Path:
    """The file beside a key that says which closes it has decrypted."""
    return key.with_name(f"{key.name}.decrypted")


def begin_again(key: Path) -> None:
    """Note beside a key that was made again from its sheet that it may have decrypted before; a journal is kept."""
    from hustings.cli.whole_files import write_new

    journal = journal_of(key)
    if not journal.exists():
        write_new(journal, f"{RECOVERED}\n".encode(), secret=True)


def remember(key: Path, followed: "Followed") -> None:
    """Note beside the key which close of an election it decrypts, and refuse to decrypt another close of the same.

    Two tallies that differ by one ballot tell that ballot. The note is on the disk before anything is decrypted.
    Of a key that was made again only its holder knows what it has decrypted, and is asked.
    """
    from hustings.ballots.secret.archive import EventType
    from hustings.cli.whole_files import append, held, write_new

    journal = journal_of(key)
    if not journal.exists():
        write_new(journal, b"", secret=True)
    uuid = followed.machine.setup.election.uuid
    line = f"{uuid} {followed.hash_of(EventType.END_BALLOTS)}"
    with held(journal) as opened:
        known = opened.read().decode().splitlines()
        if line in known:
            return
        if any(one.split(" ")[0] == uuid for one in known):
            refuse(
                f"{key}: this key has decrypted another close of this election; two tallies that differ "
                "by a ballot would tell that ballot."
            )
        if RECOVERED in known:
            click.confirm(
                f"{key} was made again from its sheet, and nothing here tells what it has decrypted. Is this the "
                "first close of this election that you decrypt?",
                abort=True, err=True,
            )  # fmt: skip
        append(opened, f"{line}\n".encode())
