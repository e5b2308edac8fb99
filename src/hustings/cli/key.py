"""``hustings key``: make, show and use the key that a person signs with, on their own machine."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from hustings.record.keyfiles import KeyFile

OWNER_ONLY = 0o600


@click.group("key")
def command() -> None:
    """Make, show and use the key that you sign with. It never leaves your machine."""


@command.command("make")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--no-passphrase", is_flag=True, help="Leave the key unlocked: whoever reads the file can sign."
)
def make(file: Path, *, no_passphrase: bool) -> None:
    """Write a new key to FILE, readable by you only, and print what to register."""
    from hustings.record.keyfiles import key_file, read_key_file

    if file.exists() or file.is_symlink():
        raise click.ClickException(f"{file} is there already; choose a new name.")
    passphrase = None if no_passphrase else _new_passphrase()
    data = key_file(os.urandom(32), passphrase, os.urandom(16), os.urandom(24))
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    except OSError as problem:
        raise click.ClickException(f"{file} cannot be written: {problem.strerror}.") from None
    with os.fdopen(handle, "wb") as out:
        out.write(data)
    _show(read_key_file(data))
    click.echo("Keep a copy of the file in a safe place. Nobody can make this key again.")


@command.command("show")
@click.argument("file", type=click.Path(path_type=Path))
def show(file: Path) -> None:
    """Print the public part of the key in FILE: what the organisation registers."""
    _show(_read(file))


@command.command("sign")
@click.argument("statement", type=click.Path(path_type=Path))
@click.option("--key", "file", required=True, type=click.Path(path_type=Path), help="The key file.")
@click.option("--yes", is_flag=True, help="Do not ask whether this is what you mean to sign.")
def sign(statement: Path, file: Path, *, yes: bool) -> None:
    """Sign STATEMENT (a file of canonical JSON) and print the key's id and the signature.

    What you sign is shown first; send the two lines that are printed to whoever asked for them.
    """
    from base64 import b64encode

    from hustings.record.entries import read_statement
    from hustings.record.signing import sign as sign_statement

    data = _bytes(statement)
    try:
        said = read_statement(data.removesuffix(b"\n"))
    except ValueError as problem:
        raise click.ClickException(f"{statement} is not a statement: {problem}.") from None
    key_file = _read(file)
    if not yes:
        click.echo(data.decode(), err=True)
        click.confirm(f"Sign this {said.kind} with key {key_file.id}?", abort=True, err=True)
    key = key_file.open(_passphrase() if key_file.locked else None)
    signature = sign_statement(said, key)
    click.echo(f"key: {signature.key}")
    click.echo(f"signature: {b64encode(signature.value).decode()}")


@command.command("prove")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("person")
def prove(file: Path, person: str) -> None:
    """Print what the site's page of keys asks for: that PERSON (p-…, shown there) holds the key in FILE."""
    from base64 import b64encode

    from hustings.conduct.keys import POSSESSION
    from hustings.record.signing import public_text

    key_file = _read(file)
    key = key_file.open(_passphrase() if key_file.locked else None)
    proof = key.sign(POSSESSION + person.encode() + b"\n" + key_file.public).signature
    click.echo(f"public: {public_text(key_file.public)}")
    click.echo(f"signature: {b64encode(proof).decode()}")


def _show(key_file: "KeyFile") -> None:
    from hustings.record.signing import public_text

    click.echo(f"key: {key_file.id}")
    click.echo(f"public: {public_text(key_file.public)}")
    click.echo(f"locked: {'with a passphrase' if key_file.locked else 'no'}")


def _read(file: Path) -> "KeyFile":
    from hustings.record.keyfiles import read_key_file

    return read_key_file(_bytes(file))


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as problem:
        raise click.ClickException(f"{file} cannot be read: {problem.strerror}.") from None


def _new_passphrase() -> bytes:
    asked: str = click.prompt("Passphrase", hide_input=True, confirmation_prompt=True, err=True)
    return asked.encode()


def _passphrase() -> bytes:
    asked: str = click.prompt("Passphrase", hide_input=True, err=True)
    return asked.encode()
