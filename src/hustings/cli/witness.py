"""``hustings witness``: an outside witness's key, and its look at a log that it cosigns."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from hustings.cli.cosigning import Look
    from hustings.record.keyfiles import KeyFile
    from hustings.record.notes import VerifierKey
    from hustings.verifier.trust import Trust

FILE = click.Path(path_type=Path, dir_okay=False)


@click.group("witness")
def command() -> None:
    """Watch an organisation's log from outside, and cosign it for as long as it only grows."""


@command.command("new")
@click.argument("name")
@click.argument("file", type=FILE)
@click.option(
    "--no-passphrase", is_flag=True, help="Leave the key unlocked: whoever reads the file can sign."
)
def new(name: str, file: Path, *, no_passphrase: bool) -> None:
    """Write a new key to FILE, readable by you only, and print the line that organisations list.

    NAME is yours alone and stands in every cosignature: an address without https://, such as
    gazette.example or agent.example/northmoor.
    """
    from hustings.cli.whole_files import refuse, write_new
    from hustings.record.keyfiles import key_file, read_key_file
    from hustings.record.notes import is_key_name

    if not is_key_name(name):
        refuse(
            f"{name!r} is not a witness's name: it has no spaces and no plus, as gazette.example."
        )
    if file.exists():
        refuse(f"{file} is there already; choose a new name.")
    passphrase = None if no_passphrase else _new_passphrase()
    data = key_file(os.urandom(32), passphrase, os.urandom(16), os.urandom(24), witness=name)
    write_new(file, data, secret=True)
    click.echo(_verifier_key(file, read_key_file(data)))
    click.echo(
        "Give this line to the organisation, and to those who rely on you. Keep the file to yourself.",
        err=True,
    )


@command.command("show")
@click.argument("file", type=FILE)
def show(file: Path) -> None:
    """Print the line again that organisations list for the key in FILE."""
    click.echo(_verifier_key(file, _read(file)))


@command.command("run")
@click.argument("site")
@click.option("--key", "file", type=FILE, required=True, help="Your key file.")
@click.option("--state", type=FILE, required=True, help="What you cosigned last; kept here.")
@click.option("--trust", type=FILE, help="The trust file, needed the first time only.")
@click.option("--passphrase-file", type=FILE, help="Read the passphrase from a file's first line.")
def run(
    site: str, file: Path, state: Path, trust: Path | None, passphrase_file: Path | None
) -> None:
    """Look once at the log of SITE (https://record.example), and cosign it if it continues what you saw.

    Ends with status 0 where the newest checkpoint is cosigned, 1 where it is not, or where the log broke its
    promise (what shows it is kept beside the state), and 4 where the site could not be asked, or does not show
    that the log continues what you saw: the next look may do.
    """
    from hustings.cli.cosigning import Witness, look
    from hustings.cli.witness_site import WebSite
    from hustings.conduct import clock

    address = WebSite(site)
    key_file = _read(file)
    name = _verifier_key(file, key_file).name
    pinned = None if trust is None else _trust(trust)
    passphrase = _passphrase(passphrase_file) if key_file.locked else None
    witness = Witness(name, key_file.open(passphrase))
    click.echo(_told(look(address, witness, state, pinned, int(clock.now().timestamp()))))


@command.command("weigh")
@click.argument("file", type=FILE)
@click.option("--site", help="Ask this site to show that all of it is one history.")
def weigh(file: Path, site: str | None) -> None:
    """Say what FILE proves, which a witness kept because the log did not continue what was cosigned.

    Ends with status 1 where it shows that the log contradicts itself, with 0 where SITE shows that all of it is one
    history, and with 4 where it shows neither. Compare the key that is printed with the log's in your trust file.
    """
    from hustings.cli.weighing import PROVES_NOTHING, ask_for_proofs, say_what_it_holds
    from hustings.cli.whole_files import read_bytes
    from hustings.cli.witness_site import WebSite
    from hustings.record.witness_kept import read_kept

    kept = read_kept(read_bytes(file), str(file))
    say_what_it_holds(kept)
    if site is None:
        click.get_current_context().exit(PROVES_NOTHING)
    ask_for_proofs(WebSite(site), kept)


def _told(found: "Look") -> str:
    waiting = (
        f"\nStill not shown to be of this history: checkpoints kept, {found.waiting}."
        if found.waiting
        else ""
    )
    return _cosigned(found) + waiting


def _cosigned(found: "Look") -> str:
    if found.before is None:
        return f"Cosigned for the first time, at {found.size} entries."
    if found.size == found.before:
        return f"Nothing new: {found.size} entries, cosigned before."
    return f"Cosigned at {found.size} entries; there were {found.before} the last time."


def _read(file: Path) -> "KeyFile":
    from hustings.cli.whole_files import read_bytes
    from hustings.record.keyfiles import read_key_file

    return read_key_file(read_bytes(file))


def _verifier_key(file: Path, key_file: "KeyFile") -> "VerifierKey":
    from hustings.cli.whole_files import refuse
    from hustings.record.notes import KeyKind, VerifierKey, is_key_name

    if not is_key_name(key_file.witness):
        refuse(f"{file} is not a witness's key; make one with hustings witness new.")
    return VerifierKey(key_file.witness, KeyKind.COSIGNATURE, key_file.public)


def _trust(file: Path) -> "Trust":
    from hustings.cli.whole_files import read_bytes
    from hustings.verifier.trust import read_trust

    return read_trust(read_bytes(file), str(file))


def _new_passphrase() -> bytes:
    asked: str = click.prompt("Passphrase", hide_input=True, confirmation_prompt=True, err=True)
    return asked.encode()


def _passphrase(file: Path | None) -> bytes:
    from hustings.cli.whole_files import read_bytes

    if file is not None:
        return read_bytes(file).split(b"\n")[0].removesuffix(b"\r")
    asked: str = click.prompt("Passphrase", hide_input=True, err=True)
    return asked.encode()
