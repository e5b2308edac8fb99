"""``hustings trustee``: keys that hide the votes, held one by one or so that some of several are enough."""

import secrets
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hustings.cli.whole_files import read_bytes, refuse, write_new

if TYPE_CHECKING:
    from hustings.ballots.secret.groups.group import Group
    from hustings.ballots.secret.messages.trustees import Pedersen, SingleTrustee

FILE = click.Path(path_type=Path)
FOLDER = click.Path(path_type=Path, file_okay=False, exists=True)
GROUP = click.option(
    "--group",
    "group_name",
    type=click.Choice(["Ed25519", "RFC-3526-2048"]),
    default="Ed25519",
    show_default=True,
    help="The group; Debian's belenios-tool 2.0 knows only the second.",
)


@click.group("trustee")
def command() -> None:
    """Make and hold the keys that hide the votes. A trustee's secret never leaves the trustee's machine."""


@command.command("make")
@click.argument("key", type=FILE)
@GROUP
@click.option("--name", default="", help="The trustee's name, as the key file shows it.")
@click.option(
    "--adopt", type=FILE, help="A private key that belenios-tool made, instead of a new one."
)
def make(key: Path, *, group_name: str, name: str, adopt: Path | None) -> None:
    """Write a new secret to KEY, locked with a passphrase."""
    from hustings.ballots.secret.credentials import LENGTH, random_text
    from hustings.ballots.secret.groups.named import group_named
    from hustings.ballots.secret.making.key_files import TrusteeSecret, read_private_key
    from hustings.cli.trustee_keys import keep

    secret = TrusteeSecret(random_text(LENGTH, secrets.randbelow))
    if adopt is not None:
        try:
            secret = read_private_key(read_bytes(adopt).decode())
        except ValueError:
            refuse(f"{adopt}: this is not a private key of belenios-tool.")
    keep(key, secret, group_named(group_name), name)
    click.echo(f"{key} is written. Write out its recovery sheet now: hustings trustee sheet {key}")


@command.command("sheet")
@click.argument("key", type=FILE)
@click.argument("sheet", type=FILE, required=False)
def sheet(key: Path, sheet: Path | None) -> None:
    """Show the recovery sheet of KEY, to be written out by hand; or print it from SHEET, and wipe that file."""
    from hustings.ballots.secret.making.key_files import recovery_code
    from hustings.cli.trustee_keys import opened

    group, name, secret = opened(key)
    try:
        code = recovery_code(secret)
    except ValueError:
        refuse(f"{key}: a key that another tool made has no recovery code; keep that tool's file.")
    text = (
        f"RECOVERY SHEET of trustee {name or '________________'} (group {group.name})\n\n"
        f"    {code}\n\n"
        "Whoever reads this line can do what the trustee can. Seal it; keep it apart from the device.\n"
        f"To make the key file again: hustings trustee recover KEY --group {group.name}\n"
    )
    if sheet is None:
        click.echo(text)
        return
    write_new(sheet, text.encode(), secret=True)
    click.echo(f"Print {sheet} on a printer of your own, then: hustings trustee wipe {sheet}")


@command.command("recover")
@click.argument("key", type=FILE)
@GROUP
@click.option("--name", default="", help="The trustee's name, as the key file shows it.")
def recover(key: Path, *, group_name: str, name: str) -> None:
    """Make the file KEY again from the recovery sheet."""
    from hustings.ballots.secret.groups.named import group_named
    from hustings.ballots.secret.making.key_files import read_recovery
    from hustings.cli.closes import begin_again
    from hustings.cli.trustee_keys import keep

    typed: str = click.prompt("The code on the sheet", hide_input=True, err=True)
    try:
        secret = read_recovery(typed)
    except ValueError as problem:
        refuse(f"The code is not right: {problem}.")
    keep(key, secret, group_named(group_name), name)
    begin_again(key)
    click.echo(f"{key} is written.")


@command.command("wipe")
@click.argument("files", type=FILE, nargs=-1, required=True)
@click.option("--yes", is_flag=True, help="Do not ask.")
def wipe(files: tuple[Path, ...], *, yes: bool) -> None:
    """Overwrite secret FILES and remove them."""
    from hustings.cli.whole_files import wipe as wipe_file

    for file in files:
        if not yes:
            click.confirm(f"Destroy {file} for ever?", abort=True, err=True)
        wipe_file(file)
        click.echo(f"{file} is wiped.")


@command.command("public")
@click.argument("key", type=FILE)
@click.argument("public", type=FILE)
def public(key: Path, public: Path) -> None:
    """Write the PUBLIC key of a trustee who stands alone, with the proof that you hold KEY."""
    from hustings.ballots.secret.making.keys import fingerprint_words, public_key
    from hustings.ballots.secret.messages.tallying import message_bytes
    from hustings.cli.trustee_keys import opened

    group, name, secret = opened(key)
    made = public_key(group, secret.exponent(group), secrets.randbelow, name or None)
    write_new(public, message_bytes(made.json(group)))
    read_out = fingerprint_words(group.text(made.public_key).encode())
    click.echo(f"fingerprint, to be read aloud: {read_out}")


@command.command("certify")
@click.argument("key", type=FILE)
@click.argument("folder", type=FOLDER)
@click.option("--number", type=click.IntRange(1, 99), required=True, help="Your number.")
@click.option("--of", "size", type=click.IntRange(1, 99), required=True, help="How many trustees.")
@click.option("--needed", type=click.IntRange(1, 99), required=True, help="How many are enough.")
def certify(key: Path, folder: Path, *, number: int, size: int, needed: int) -> None:
    """Round 1 of the ceremony: put your certificate into FOLDER."""
    from hustings.ballots.secret.making.ceremony import certificate
    from hustings.ballots.secret.messages.tallying import message_bytes
    from hustings.ballots.secret.messages.trustees import Context
    from hustings.cli.ceremony import CERTIFICATE, fingerprint_of, put
    from hustings.cli.trustee_keys import opened

    if not (number <= size and needed <= size):
        refuse(f"Of {size} trustees, {needed} cannot be needed and {number} cannot be your number.")
    group, _, secret = opened(key)
    context = Context(group.name, size, needed, number)
    try:
        made = certificate(group, secret.seed(), context, secrets.randbelow)
    except ValueError as problem:
        refuse(f"{key}: {problem}.")
    put(folder, CERTIFICATE, number, message_bytes(made.json()))
    click.echo(f"fingerprint, to be read aloud: {fingerprint_of(made)}")


@command.command("script")
@click.argument("folder", type=FOLDER)
def script(folder: Path) -> None:
    """Print the script of the ceremony in FOLDER, with the fingerprints that everybody compares."""
    from hustings.cli.ceremony import block, script_of

    click.echo(script_of(block(folder)))


@command.command("deal")
@click.argument("key", type=FILE)
@click.argument("folder", type=FOLDER)
@click.option("--agreed", is_flag=True, help="Everybody agreed on every fingerprint: do not ask.")
def deal(key: Path, folder: Path, *, agreed: bool) -> None:
    """Round 2: deal a share to everybody. Only after the fingerprints were compared."""
    from hustings.ballots.secret.making.ceremony import deal as deal_out
    from hustings.ballots.secret.making.channel import channel_keys
    from hustings.ballots.secret.messages.tallying import message_bytes
    from hustings.cli.ceremony import POLYNOMIAL, block, put
    from hustings.cli.trustee_keys import opened

    whole = block(folder)
    if not agreed:
        asked = "Were all fingerprints of the script read aloud, and did everybody agree?"
        click.confirm(asked, abort=True, err=True)
    group, _, secret = opened(key)
    try:
        number = whole.number_of(channel_keys(secret.seed(), group.q))
        made = deal_out(whole, secret.seed(), secrets.randbelow)
    except ValueError as problem:
        refuse(f"{key}: {problem}.")
    put(folder, POLYNOMIAL, number, message_bytes(made.json()))
    click.echo(f"Trustee {number} has dealt.")


@command.command("share")
@click.argument("key", type=FILE)
@click.argument("folder", type=FOLDER)
def share(key: Path, folder: Path) -> None:
    """Round 3: check what was dealt to you, and publish the key of your share."""
    from hustings.ballots.secret.making.ceremony import WrongShare, take_shares
    from hustings.ballots.secret.making.channel import channel_keys
    from hustings.ballots.secret.messages.tallying import message_bytes
    from hustings.cli.ceremony import SHARE, block, polynomials, put
    from hustings.cli.trustee_keys import opened

    whole = block(folder)
    dealt = polynomials(folder, whole)
    group, _, secret = opened(key)
    try:
        number = whole.number_of(channel_keys(secret.seed(), group.q))
        made = take_shares(whole, dealt, secret.seed(), secrets.randbelow)
    except WrongShare as wrong:
        refuse(f"{wrong}. Replace that trustee: hustings trustee replace {folder} {wrong.owner}")
    except ValueError as problem:
        refuse(f"{key}: {problem}.")
    put(folder, SHARE, number, message_bytes(made.json(group)))
    click.echo(f"Trustee {number} holds a share of the key.")


@command.command("replace")
@click.argument("folder", type=FOLDER)
@click.argument("number", type=click.IntRange(1, 99))
def replace(folder: Path, number: int) -> None:
    """Take trustee NUMBER out of a ceremony, before the poll opens; a successor certifies, and all deal anew."""
    from hustings.cli.ceremony import CERTIFICATE, place, set_aside

    if not place(folder, CERTIFICATE, number).exists():
        refuse(f"{folder}: there is no certificate of trustee {number}.")
    aside = set_aside(folder, number)
    click.echo(
        f"Trustee {number} is out. The successor certifies with --number {number}; then all compare "
        "fingerprints, deal and share anew. A poll opens with the new TRUSTEES.json only.\n"
        f"What was there before is in {aside}: a poll that is open already is decrypted with it "
        f"(--ceremony {aside})."
    )


@command.command("assemble")
@click.argument("trustees", type=FILE)
@click.option("--single", "singles", type=FILE, multiple=True, help="A public key of one trustee.")
@click.option("--ceremony", "folders", type=FOLDER, multiple=True, help="The folder of a ceremony.")
def assemble(trustees: Path, *, singles: tuple[Path, ...], folders: tuple[Path, ...]) -> None:
    """Write TRUSTEES: all public keys, every proof checked. Anybody can do this, and it comes out the same."""
    from hustings.ballots.secret.making.keys import fingerprint_words
    from hustings.ballots.secret.messages.trustees import trustees_bytes

    found = [_single(file) for file in singles] + [_block(folder) for folder in folders]
    if not found:
        refuse("Name at least one --single or --ceremony.")
    if len({group.name for group, _ in found}) > 1:
        refuse("These trustees' keys are of different groups.")
    raw = trustees_bytes(tuple(one for _, one in found), found[0][0])
    write_new(trustees, raw)
    click.echo(f"fingerprint of {trustees.name}: {fingerprint_words(raw)}")


def _single(file: Path) -> "tuple[Group, SingleTrustee]":
    from hustings.ballots.secret.checks.equations import PlainEngine
    from hustings.ballots.secret.checks.trustees import check_key
    from hustings.ballots.secret.groups.named import GROUPS, group_named
    from hustings.ballots.secret.messages.spelling import Reader, read_json
    from hustings.ballots.secret.messages.trustees import SingleTrustee, read_key
    from hustings.kernel.refusals import CheckFailed

    raw = read_bytes(file)
    for name in GROUPS:
        group = group_named(name)
        try:
            key = read_key(Reader(group), read_json(raw))
            check_key(key, PlainEngine(group), str(file))
        except (ValueError, CheckFailed):
            continue
        return group, SingleTrustee(key)
    what = "this is not a trustee's public key, or its proof does not hold."
    raise click.ClickException(f"{file}: {what}")


def _block(folder: Path) -> "tuple[Group, Pedersen]":
    from hustings.ballots.secret.making.ceremony import assembled
    from hustings.cli.ceremony import block, polynomials, shares
    from hustings.kernel.refusals import CheckFailed

    whole = block(folder)
    try:
        made = assembled(whole, polynomials(folder, whole), shares(folder, whole))
    except (ValueError, CheckFailed) as problem:
        refuse(f"{folder}: {problem}.")
    return whole.group, made


@command.command("rehearse")
@click.argument("trustees", type=FILE)
@click.argument("archive", type=FILE)
@GROUP
def rehearse(trustees: Path, archive: Path, *, group_name: str) -> None:
    """Write ARCHIVE: a small election of its own under the keys in TRUSTEES, closed and tallied.

    Shuffle, decrypt and end it with `hustings contest`, as if it were the poll. `contest open` asks for it.
    """
    from hustings.cli.rehearsals import rehearsal

    write_new(archive, rehearsal(read_bytes(trustees), group_name, str(trustees)))
    click.echo(f"Rehearse on {archive}: hustings contest shuffle, decrypt, result.")
