"""``hustings check-opened FILE``: what a booth sealed in a vote that its voter tested instead of casting it."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from hustings.ballots.secret.messages.election import Election
    from hustings.ballots.secret.opened import OpenedBallot

UNREADABLE = 2


@click.command("check-opened")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--election",
    "election_file",
    type=click.Path(path_type=Path),
    required=True,
    help="The election.json of the contest, exactly as the booth got it.",
)
def command(file: Path, election_file: Path) -> int:
    """Check FILE, the opened vote that a booth gave: does the vote under its seal hold these choices?

    Status 0 where it does, 1 where a check fails, 2 where a file cannot be read. Compare the seal that is printed with
    the one noted before the booth was asked to open the vote, and the choices with those made.
    """
    from hustings.ballots.secret.checks.equations import PlainEngine
    from hustings.ballots.secret.opened import check_opened, read_opened
    from hustings.kernel.refusals import CheckFailed

    election = _election(election_file)
    if election is None:
        return UNREADABLE
    try:
        opened = read_opened(_read(file), election)
        check_opened(opened, election, PlainEngine(election.group))
    except OSError as problem:
        return _unreadable(f"{file}: cannot be read: {problem.strerror}.")
    except CheckFailed as failed:
        click.echo(f"It does not hold: check {failed.number}.\n  {failed.what}")
        click.echo("Keep the file, tell the scrutineer, and do not use the device that sealed it.")
        return 1
    click.echo(_told(opened, election))
    return 0


def _read(file: Path) -> bytes:
    return file.read_bytes()


def _election(file: Path) -> "Election | None":
    from hustings.ballots.secret.messages.election import read_election

    try:
        election = read_election(_read(file))
    except OSError as problem:
        _unreadable(f"{file}: cannot be read: {problem.strerror}.")
        return None
    except ValueError as problem:
        _unreadable(f"{file}: is no election.json: {problem}.")
        return None
    if not election.group.is_member(election.public_key):
        _unreadable(f"{file}: its key is not a member of its group.")
        return None
    return election


def _unreadable(what: str) -> int:
    click.echo(what, err=True)
    return UNREADABLE


def _told(opened: "OpenedBallot", election: "Election") -> str:
    from hustings.ballots.secret.opened import said

    lines = [
        "It holds: the vote with this seal contains these choices.",
        "",
        f"election: {election.name} ({election.fingerprint})",
        f"seal:     {opened.seal}",
    ]
    for question, choices in zip(election.questions, opened.choices, strict=True):
        texts = said(question, choices) or ["(nobody, or a blank vote)"]
        lines += ["", question.question, *(f"  {text}" for text in texts)]
    return "\n".join([*lines, "", "Compare the seal with your note, and the choices with yours."])
