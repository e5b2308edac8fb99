"""What every command of a trustee does with the key file: ask for the passphrase, open it, keep it whole."""

import secrets
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hustings.cli.whole_files import read_bytes, refuse, write_new

if TYPE_CHECKING:
    from hustings.ballots.secret.groups.group import Group
    from hustings.ballots.secret.making.key_files import LockedKey, TrusteeSecret

SHORTEST = 12
"""A passphrase of fewer characters is refused."""


def new_passphrase() -> bytes:
    """Asked for twice."""
    asked: str = click.prompt(
        f"Passphrase (at least {SHORTEST} characters)",
        hide_input=True,
        confirmation_prompt=True,
        err=True,
    )
    if len(asked) < SHORTEST:
        refuse(f"A passphrase has at least {SHORTEST} characters; nothing was written.")
    return asked.encode()


def keep(file: Path, secret: "TrusteeSecret", group: "Group", name: str) -> None:
    """Write a new key file."""
    from hustings.ballots.secret.making.key_files import lock

    if file.exists():
        refuse(f"{file} is there already; choose a new name.")
    passphrase = new_passphrase()
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(24)
    write_new(file, lock(secret, group, name, passphrase, salt, nonce), secret=True)


def locked(file: Path) -> "LockedKey":
    """A key file, not yet opened."""
    from hustings.ballots.secret.making.key_files import read_locked

    try:
        return read_locked(read_bytes(file))
    except ValueError as problem:
        refuse(f"{file}: {problem}.")


def opened(file: Path) -> "tuple[Group, str, TrusteeSecret]":
    """The group, the trustee's name and the secret."""
    found = locked(file)
    asked: str = click.prompt("Passphrase", hide_input=True, err=True)
    try:
        return found.group, found.name, found.open(asked.encode())
    except ValueError as problem:
        refuse(f"{file}: {problem}.")
