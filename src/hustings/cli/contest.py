"""``hustings contest``: one question put in secret, from its opening to its result, each role with its own files."""

import secrets
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hustings.cli import contest_counting
from hustings.cli.whole_files import read_bytes, refuse, write_new

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hustings.ballots.secret.declarations import Declaration
    from hustings.ballots.secret.groups.group import Element, Group
    from hustings.ballots.secret.messages.election import Election
    from hustings.cli.contest_files import Contest
    from hustings.verifier.belenios.setup import Setup

FILE = click.Path(path_type=Path)


@click.group("contest")
def command() -> None:
    """Open a secret ballot, take its ballots, close it, count it, and prove the result."""


@command.command("draft")
@click.argument("contest", type=FILE)
@click.option(
    "--group",
    type=click.Choice(["Ed25519", "RFC-3526-2048"]),
    default="Ed25519",
    show_default=True,
    help="Debian's belenios-tool 2.0 knows only the second.",
)
def draft(contest: Path, *, group: str) -> None:
    """Write the file CONTEST with an id of its own, to be filled in."""
    from hustings.ballots.secret.credentials import random_text
    from hustings.cli.contest_files import DRAFT

    text = DRAFT.format(uuid=random_text(14, secrets.randbelow), group=group)
    write_new(contest, text.encode())
    click.echo(f"{contest} is written. Fill it in, and give it to the scrutineer.")


@command.command("open")
@click.argument("contest", type=FILE)
@click.argument("trustees", type=FILE)
@click.argument("credentials", type=FILE)
@click.argument("archive", type=FILE)
@click.option("--declared", type=FILE, required=True, help="The scrutineer's declaration.")
@click.option("--rehearsal", type=FILE, required=True, help="The trustees' rehearsal, ended.")
def open_poll(
    contest: Path,
    trustees: Path,
    credentials: Path,
    archive: Path,
    *,
    declared: Path,
    rehearsal: Path,
) -> None:
    """Open the poll: write ARCHIVE from CONTEST, TRUSTEES and CREDENTIALS, once everything fits together."""
    from hustings.ballots.secret.groups.named import group_named
    from hustings.ballots.secret.making.archives import begin
    from hustings.ballots.secret.messages.election import election_bytes
    from hustings.cli.contest_files import read_contest, read_declaration
    from hustings.cli.polls import follow_bytes
    from hustings.cli.rehearsals import key_of_all, read_trustees_file

    asked, declaration = read_contest(contest), read_declaration(declared)
    if asked.group not in {"Ed25519", "RFC-3526-2048"}:
        refuse(f"{contest}: group: {asked.group!r} is not Ed25519 or RFC-3526-2048.")
    group = group_named(asked.group)
    raw = read_bytes(trustees)
    holders = read_trustees_file(raw, group, str(trustees))
    listed = read_bytes(credentials)
    _check_declared(asked, declaration, listed)
    _check_rehearsal(rehearsal, raw, asked.uuid)
    election = election_bytes(
        group=group,
        name=asked.name,
        description=asked.description,
        public_key=key_of_all(holders, group),
        questions=asked.questions,
        uuid=asked.uuid,
        replacement=asked.replacement,
    )
    tip, whole = begin(int(time.time()), election, raw, listed)
    followed = follow_bytes(whole, "the new archive")
    _check_electors(asked, declaration, followed.machine.setup)
    write_new(archive, whole)
    click.echo(f"open: {followed.machine.setup.election.fingerprint}\nlast event: {tip.last}")
    if declaration.weights:
        total = sum(followed.machine.setup.weights.values())
        spare = sum(weight * number for weight, number in declaration.weights)
        click.echo(
            f"weight of the roll: {total - spare}; compare it with your own\nof the spares: {spare}"
        )


def _check_declared(asked: "Contest", declaration: "Declaration", listed: bytes) -> None:
    from hustings.ballots.secret.hashes import hex_hash

    if declaration.uuid != asked.uuid:
        refuse("The credentials were made for another election; ask the scrutineer for this one's.")
    if declaration.credentials != hex_hash(listed):
        refuse("The credentials are not those that the scrutineer declared.")


def _check_rehearsal(file: Path, trustees: bytes, uuid: str) -> None:
    from hustings.cli.polls import follow
    from hustings.verifier.belenios.stages import Stage

    found = follow(file)
    if found.machine.setup.election.uuid == uuid:
        refuse(f"{file}: a rehearsal has an election id of its own.")
    if found.stage is not Stage.RESULT:
        refuse(
            f"{file}: the rehearsal is {found.stage.value}; once enough trustees have decrypted it, end it with "
            "hustings contest result."
        )
    if found.chain.links[0].data[1] != trustees:
        refuse(f"{file}: other trustees have rehearsed than those who hold this poll's key.")


def _check_electors(asked: "Contest", declaration: "Declaration", setup: "Setup") -> None:
    from hustings.ballots.secret.messages.election import RankedQuestion

    if len(setup.weights) != declaration.electors + declaration.spares:
        refuse("There are not as many credentials as electors and spares were declared.")
    of_each = Counter(setup.weights.values())
    if any(number > of_each[weight] for weight, number in declaration.weights):
        refuse("There are not as many credentials of a weight as spares of it were declared.")
    if not declaration.weights and declaration.spares and set(of_each) != {1}:
        refuse("Votes have weights, and the declaration does not say what the spares weigh.")
    if declaration.electors < asked.minimum:
        refuse(
            f"{declaration.electors} electors are fewer than the minimum of {asked.minimum}; "
            "a secret contest does not open for them."
        )
    ranked = any(isinstance(one, RankedQuestion) for one in asked.questions)
    if ranked and set(setup.weights.values()) != {1}:
        refuse("Votes of different weight cannot be ranked in secret: the weight would tell whose.")


@command.command("ballot")
@click.argument("archive", type=FILE)
@click.argument("ballot", type=FILE)
@click.option(
    "--choose",
    "chosen",
    multiple=True,
    required=True,
    help="For each question its numbers: 1,0 or 0,0,1 (blank first), or the ranking 2,1,0.",
)
@click.option("--code-file", type=FILE, help="Where your code is, if it is not to be typed.")
@click.option("--as-it-is", is_flag=True, help="Seal a ranking although it may not count.")
def ballot(
    archive: Path, ballot: Path, *, chosen: tuple[str, ...], code_file: Path | None, as_it_is: bool
) -> None:
    """Make the file BALLOT for the poll in ARCHIVE, on your own machine, with your code."""
    from hustings.ballots.secret.credentials import public_of, read_code, secret_of
    from hustings.ballots.secret.hashes import fingerprint
    from hustings.ballots.secret.making.ballots import Credential, make_ballot
    from hustings.ballots.secret.messages.election import read_election
    from hustings.cli.polls import grown

    raw, _trustees, listed, *_payload = grown(read_bytes(archive), str(archive)).events[0][1]
    election = read_election(raw)
    typed: str = (
        click.prompt("Your code", hide_input=True, err=True)
        if code_file is None
        else read_bytes(code_file).decode(errors="replace").strip()
    )
    try:
        code = read_code(typed)
        choices = [_numbers(each) for each in chosen]
        key = Credential(
            secret_of(election.uuid, code, election.group.q),
            public_of(election.uuid, code, election.group),
        )
        if not as_it_is:
            _check_rankings(election, choices)
        _check_is_listed(key.public, election.group, listed)
        made = make_ballot(election, key, choices, secrets.randbelow)
    except ValueError as problem:
        refuse(f"No ballot was made: {problem}.")
    write_new(ballot, made)
    click.echo(f"tracker: {fingerprint(made)}")


def _check_rankings(election: "Election", choices: list[list[int]]) -> None:
    """That a ranking begins with 1 and goes on without a gap, each number once: what else is sealed may not count."""
    from hustings.ballots.secret.messages.election import RankedQuestion

    for question, numbers in zip(election.questions, choices, strict=False):
        given = sorted(one for one in numbers if one)
        if isinstance(question, RankedQuestion) and given != list(range(1, len(given) + 1)):
            raise ValueError(
                f"{','.join(map(str, numbers))} is no ranking that surely counts: 1 for the first choice, 2 for the "
                "second and on without a gap, each once, and 0 for the others (or --as-it-is)"
            )
        if isinstance(question, RankedQuestion) and not given:
            raise ValueError(
                "nobody has a number, so the ballot would count for nobody (or --as-it-is)"
            )


def _check_is_listed(public: "Element", group: "Group", listed: bytes) -> None:
    """That a code is one of this election's, before somebody waits for the returning officer to find that it is not."""
    from hustings.ballots.secret.messages.spelling import Reader
    from hustings.ballots.secret.messages.trustees import read_credentials

    if all(one.key != public for one in read_credentials(Reader(group), listed)):
        raise ValueError(
            "this code is not one of this election's; compare each letter, capitals count"
        )


def _numbers(given: str) -> list[int]:
    parts = [one.strip() for one in given.split(",")]
    if not all(one.isascii() and one.isdigit() for one in parts):
        raise ValueError(f"{given!r} is not a list of numbers such as 1,0 or 2,1,0")
    return [int(one) for one in parts]


@command.command("cast")
@click.argument("archive", type=FILE)
@click.argument("ballots", type=click.Path(path_type=Path, allow_dash=True), nargs=-1)
def cast(archive: Path, ballots: tuple[Path, ...]) -> None:
    """Take BALLOTS (files, or - for one ballot a line) into ARCHIVE; a tracker is printed when a ballot is safe.

    Every check is made before a ballot is accepted. A ballot that is refused changes nothing; status 1 tells of it.
    """
    from hustings.cli.boxes import Box

    box, refused = Box(archive), 0
    for name, raw in _given(ballots):
        try:
            click.echo(f"accepted: {box.cast(raw)}")
        except click.ClickException as problem:
            click.echo(f"{name}: refused: {problem.format_message()}", err=True)
            refused += 1
    if refused:
        raise click.exceptions.Exit(1)


def _given(ballots: tuple[Path, ...]) -> "Iterator[tuple[str, bytes]]":
    for one in ballots:
        if str(one) != "-":
            yield str(one), read_bytes(one)
            continue
        for number, line in enumerate(sys.stdin.buffer, start=1):
            yield f"line {number}", line.removesuffix(b"\n")


@command.command("strike-off")
@click.argument("archive", type=FILE)
@click.argument("credential")
def strike_off(archive: Path, credential: str) -> None:
    """Take no ballot of CREDENTIAL into ARCHIVE any more: the public part of a code that came into other hands.

    `hustings credentials public` tells it. Then the scrutineer gives its elector a spare code of the same weight.
    """
    from hustings.cli.boxes import Box, struck_file

    Box(archive).strike_off(credential)
    click.echo(f"struck off; {struck_file(archive)} is for everybody")


@command.command("close")
@click.argument("archive", type=FILE)
def close(archive: Path) -> None:
    """End the casting, and print the closing event for witnesses to sign."""
    from hustings.ballots.secret.archive import EventType
    from hustings.cli.polls import add_event, follow
    from hustings.verifier.belenios.stages import Stage

    known = follow(archive)
    if known.stage is not Stage.OPEN:
        refuse(f"{archive}: the poll is {known.stage.value} already.")
    closing = add_event(archive, known, EventType.END_BALLOTS)
    click.echo(f"ballots: {len(known.machine.seen)}\nclosing event: {closing}")


for _one in contest_counting.COMMANDS:
    command.add_command(_one)
