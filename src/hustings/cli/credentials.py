"""``hustings credentials``: the scrutineer makes every elector's code, and brings it to the elector alone."""

import secrets
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hustings.cli.whole_files import new_folder, read_bytes, refuse, write_new

if TYPE_CHECKING:
    from hustings.cli.code_book import CodeBook, Holder

FILE = click.Path(path_type=Path)
FOLDER = click.Path(path_type=Path, file_okay=False, exists=True)


@click.group("credentials")
def command() -> None:
    """Make voters' codes, deliver them, and prove at the end that the spare ones were not used.

    For the scrutineer, who is no trustee and has no power over the roll or the sign-in.
    """


@command.command("make")
@click.argument("contest", type=FILE)
@click.argument("roll", type=FILE)
@click.argument("folder", type=FILE)
@click.option("--spares", type=click.IntRange(0, 10000), default=0, help="Spare codes of weight 1.")
@click.option(
    "--spares-of",
    type=(click.IntRange(1, 2**30 - 1), click.IntRange(1, 10000)),
    multiple=True,
    metavar="WEIGHT NUMBER",
    help="Spare codes of another weight that somebody on the roll has; can be given several times.",
)
def make(
    contest: Path, roll: Path, folder: Path, *, spares: int, spares_of: tuple[tuple[int, int], ...]
) -> None:
    """Make a code for everybody in ROLL (CSV: number,name,email,address,weight) in the new FOLDER.

    credentials.json and declared.json go to the returning officer; everything else in it stays with you.
    """
    from hustings.ballots.secret.groups.named import group_named
    from hustings.cli import code_book
    from hustings.cli.contest_files import read_contest

    asked, electors = read_contest(contest), code_book.read_roll(roll)
    try:
        group = group_named(asked.group)
    except ValueError as problem:
        refuse(f"{contest}: {problem}.")
    weights = [1] * spares + [weight for weight, number in spares_of for _ in range(number)]
    _check_weights(weights, {one.weight for one in electors})
    book = code_book.made(
        folder, asked.uuid, group, asked.name, electors, weights, secrets.randbelow
    )
    write_book(book)
    click.echo(f"electors: {len(electors)}\nspares: {len(weights)}")


def write_book(book: "CodeBook") -> tuple[bytes, bytes]:
    """Write the folder of a new book; the public credentials and the declaration, which go to the office."""
    from hustings.cli import code_book

    listed, declared = _public_files(book)
    if book.folder.exists():
        refuse(f"{book.folder} is there already; a code is sent again, never made again.")
    new_folder(
        book.folder,
        {
            code_book.CODES: (book.codes_bytes(), True),
            code_book.SPARES: (book.spares_bytes(), True),
            code_book.ABOUT: (code_book.about_bytes(book), False),
            code_book.DECLARED: (declared, False),
            code_book.CREDENTIALS: (listed, False),
        },
    )
    return listed, declared


def _check_weights(spares: list[int], electors: set[int]) -> None:
    """A spare is given for a code of its own weight, so that the weight of the roll stays what it is."""
    for weight in sorted({*spares} - electors):
        refuse(
            f"Nobody on the roll has the weight {weight}, so a spare code of it could be given to nobody."
        )


def _public_files(book: "CodeBook") -> tuple[bytes, bytes]:
    """The list of public credentials, sorted so that it says nothing, and the declaration."""
    from collections import Counter

    from hustings.ballots.secret.credentials import public_of
    from hustings.ballots.secret.declarations import Declaration, commitment
    from hustings.ballots.secret.hashes import hex_hash
    from hustings.ballots.secret.messages.trustees import PublicCredential, credentials_bytes

    codes = [(one.code, one.elector.weight) for one in book.holders]
    codes += [(one.code, one.weight) for one in book.spares]
    weighed = {weight for _, weight in codes} != {1}
    listed = sorted(
        (
            PublicCredential(public_of(book.uuid, code, book.group), weight if weighed else None)
            for code, weight in codes
        ),
        key=lambda one: book.group.order(one.key),
    )
    raw = credentials_bytes(tuple(listed), book.group)
    of_each = sorted(Counter(one.weight for one in book.spares).items())
    declared = Declaration(
        book.uuid,
        len(book.holders),
        len(book.spares),
        tuple(sorted(commitment(book.public(one.code), one.salt) for one in book.spares)),
        hex_hash(raw),
        tuple(of_each) if weighed else (),
    )
    return raw, declared.to_bytes()


@command.command("merge")
@click.argument("folder", type=FOLDER)
@click.argument("csv", type=FILE)
@click.option("--only", multiple=True, metavar="NUMBER", help="Only this elector, again.")
def merge(folder: Path, csv: Path, *, only: tuple[str, ...]) -> None:
    """Write CSV for a mail merge: one row for each elector, with the code."""
    from hustings.cli.code_book import merge_bytes

    chosen = _chosen(folder, only)
    write_new(csv, merge_bytes(chosen), secret=True)
    click.echo(f"rows: {len(chosen)}\nWhen it is printed: hustings credentials wipe {csv}")


@command.command("letters")
@click.argument("folder", type=FOLDER)
@click.argument("pdf", type=FILE)
@click.option("--only", multiple=True, metavar="NUMBER", help="Only this elector, again.")
def letters(folder: Path, pdf: Path, *, only: tuple[str, ...]) -> None:
    """Write PDF with a letter for each elector, for printing on both sides."""
    from hustings.cli.code_book import read_book
    from hustings.cli.code_letters import pack

    chosen = _chosen(folder, only)
    write_new(pdf, pack(read_book(folder), chosen), secret=True)
    click.echo(f"letters: {len(chosen)}\nWhen they are printed: hustings credentials wipe {pdf}")


@command.command("send")
@click.argument("folder", type=FOLDER)
@click.option("--relay", required=True, metavar="HOST:PORT", help="A mail relay of your own.")
@click.option("--from", "sender", required=True, help="Your address, not the organisation's.")
@click.option("--user", help="Who you are to the relay; the password is asked for.")
@click.option("--plain", is_flag=True, help="Without TLS: only for a relay on this machine.")
@click.option("--only", multiple=True, metavar="NUMBER", help="Only this elector, again.")
def send(
    folder: Path, *, relay: str, sender: str, user: str | None, plain: bool, only: tuple[str, ...]
) -> None:
    """Mail each elector's code through a relay of the scrutineer's own; what was broken off goes on.

    Never through the organisation's mail: who signs electors in must not see their codes.
    """
    from hustings.cli.code_book import note_sent, read_book, sent_to
    from hustings.cli.code_letters import Relay, message

    book, chosen = read_book(folder), _chosen(folder, only)
    already = set[str]() if only else sent_to(folder)
    waiting = [one for one in chosen if one.elector.number not in already]
    without = [one.elector.number for one in waiting if not one.elector.email]
    refused: list[str] = []
    password = None
    if user is not None:
        password = str(click.prompt("Password", hide_input=True, err=True))
    with Relay(relay, plain=plain, user=user, password=password) as opened:
        for one in waiting:
            if not one.elector.email:
                continue
            mail = message(book, one, sender)
            if mail is not None and opened.send(mail):
                note_sent(folder, one.elector.number)
            else:
                refused.append(one.elector.number)
    click.echo(f"sent: {len(waiting) - len(without) - len(refused)}")
    if without:
        click.echo(f"no address, so by letter: {', '.join(without)}")
    if refused:
        click.echo(
            f"address not taken, so by letter, or put right in {folder}: {', '.join(refused)}"
        )


@command.command("spare")
@click.argument("folder", type=FOLDER)
@click.argument("number")
@click.argument("name")
@click.option("--email", default="")
@click.option("--address", default="", help="Lines between semicolons.")
@click.option("--weight", type=click.IntRange(1), default=1, help="Of an elector who was added.")
@click.option("--instead", is_flag=True, help="Instead of a code struck off, of the same weight.")
def spare(
    folder: Path,
    number: str,
    name: str,
    *,
    email: str,
    address: str,
    weight: int,
    instead: bool,
) -> None:
    """Give a spare code to an elector who was added to the roll; then send it with --only NUMBER."""
    from hustings.cli.code_book import Elector, read_book

    elector = Elector(number, name, email, address, weight)
    book = read_book(folder).issue(elector, instead=instead)
    book.keep()
    click.echo(f"spares left: {len(book.spares)}")


@command.command("public")
@click.argument("folder", type=FOLDER)
@click.argument("number")
def public(folder: Path, number: str) -> None:
    """Tell the public part of an elector's code, by which it is struck off on the page of the box."""
    from hustings.cli.code_book import read_book

    book = read_book(folder)
    click.echo(book.public(book.holder(number).code))


@command.command("unused")
@click.argument("folder", type=FOLDER)
@click.argument("archive", type=FILE)
@click.argument("proof", type=FILE)
def unused(folder: Path, archive: Path, proof: Path) -> None:
    """After the close, write PROOF: the spare credentials that nobody was given, and those that others replaced.

    Neither has voted, and as many were replaced as spares were given out, weight by weight, but for late electors.
    """
    from hustings.cli import spare_proofs
    from hustings.cli.code_book import read_book

    book = read_book(folder)
    raw = spare_proofs.proof_bytes(book)
    found = spare_proofs.check(raw, read_bytes(folder / "declared.json"), archive)
    write_new(proof, raw)
    click.echo(found.said())


@command.command("check-unused")
@click.argument("proof", type=FILE)
@click.argument("declared", type=FILE)
@click.argument("archive", type=FILE)
def check_unused(proof: Path, declared: Path, archive: Path) -> None:
    """Check a scrutineer's PROOF against what was DECLARED before opening and against ARCHIVE. For anybody."""
    from hustings.cli import spare_proofs

    click.echo(spare_proofs.check(read_bytes(proof), read_bytes(declared), archive).said())


@command.command("wipe")
@click.argument("paths", type=click.Path(path_type=Path, exists=True), nargs=-1, required=True)
@click.option("--yes", is_flag=True, help="Do not ask.")
def wipe(paths: tuple[Path, ...], *, yes: bool) -> None:
    """Overwrite and remove secret files; of a folder of codes everything secret, when the appeal window is over."""
    from hustings.cli.code_book import CODES, REPLACED, SENT, SPARES
    from hustings.cli.whole_files import wipe as wipe_file

    for path in paths:
        if not yes:
            click.confirm(f"Destroy what is secret in {path} for ever?", abort=True, err=True)
        files = (
            [path / name for name in (CODES, SPARES, SENT, REPLACED)] if path.is_dir() else [path]
        )
        for file in files:
            if file.exists():
                wipe_file(file)
        click.echo(f"{path} is wiped.")


def _chosen(folder: Path, only: tuple[str, ...]) -> "list[Holder]":
    from hustings.cli.code_book import read_book

    book = read_book(folder)
    return [book.holder(number) for number in only] if only else list(book.holders)
