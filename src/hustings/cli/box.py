"""``hustings box``: the site's side of a secret ballot: set up, take back from the trustees, forget who cast what."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

if TYPE_CHECKING:
    from hustings.kernel.refusals import Refused

T = TypeVar("T")
FILE = click.Path(path_type=Path, dir_okay=False)


@click.group("box")
def command() -> None:
    """Boxes of ballots cast online on this site; run it where the site's database is."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hustings.web.settings")
    import django

    django.setup()


@command.command("set-up")
@click.argument("seat")
@click.argument("archive", type=FILE)
@click.option("--declared", type=FILE, required=True, help="The scrutineer's declaration.")
@click.option("--rehearsal", type=FILE, required=True, help="The trustees' rehearsal, ended.")
def set_up(seat: str, archive: Path, declared: Path, rehearsal: Path) -> None:
    """Keep a box for SEAT from ARCHIVE, as `hustings contest open` wrote it; the office then opens the ballot."""
    from hustings.ballots.secret.making.archives import resume
    from hustings.cli.sharing import spread
    from hustings.cli.whole_files import read_bytes, refuse
    from hustings.conduct.boxing import SetupFiles
    from hustings.conduct.checking import on_all_cores
    from hustings.conduct.setting_up import Evidence
    from hustings.conduct.setting_up import set_up as keep
    from hustings.kernel.refusals import Refused
    from hustings.web.base.booth import booth_hash

    try:
        begun = resume(read_bytes(archive))
    except ValueError as problem:
        refuse(f"{archive}: {problem}.")
    if len(begun.events) != 1:
        refuse(f"{archive} has {len(begun.events)} events; a box begins from Setup alone.")
    _, (election, trustees, credentials, *_payload) = begun.events[0]
    made = _on_the_site(
        keep,
        seat,
        SetupFiles(election, trustees, credentials),
        Evidence(read_bytes(declared), read_bytes(rehearsal), booth_hash()),
        checking=on_all_cores(spread),
    )
    if isinstance(made, Refused):
        _turn_back(made)
    click.echo(f"set up: {made.uuid}, {made.electors} electors and {made.spares} spares")
    click.echo(
        "Open the members' ballot on the office's page of the seat, and choose this election."
    )


@command.command("take")
@click.argument("seat")
@click.argument("archive", type=FILE)
def take(seat: str, archive: Path) -> None:
    """Take back ARCHIVE with what the trustees did; it has to continue the one kept here, and every proof to hold.

    The trustees' proofs over all their factors are taken with it if they stand beside it.
    """
    from hustings.cli.factors import read_beside
    from hustings.cli.sharing import spread
    from hustings.cli.whole_files import read_bytes
    from hustings.conduct.checking import on_all_cores
    from hustings.conduct.closing import take_archive
    from hustings.kernel.refusals import Refused

    data, proofs = read_bytes(archive), read_beside(archive) or b""
    taken = _on_the_site(take_archive, seat, data, proofs, checking=on_all_cores(spread))
    if isinstance(taken, Refused):
        _turn_back(taken)
    said = f"{taken.new} new records, {taken.proved} new proofs of trustees"
    click.echo(f"taken: {said}; the election is {taken.report.state.value}")


@command.command("forget")
def forget() -> None:
    """Destroy what links electors and ballots where nobody can appeal any more, as `hustings work` does by itself."""
    from hustings.conduct.forgetting import forget_due

    gone = _on_the_site(forget_due)
    for one in gone:
        click.echo(f"{one.uuid}: {one.links} links destroyed")
    if not gone:
        click.echo("Nothing is due.")


def _on_the_site(act: Callable[..., T], *about: Any, **named: Any) -> T:
    """What the site answers, or one sentence where there is no site or no such seat."""
    from django.db import DatabaseError

    from hustings.cli.whole_files import refuse
    from hustings.conduct.reading import NoSuchSeat

    try:
        return act(*about, **named)
    except NoSuchSeat as nothing:
        refuse(str(nothing))
    except DatabaseError:
        refuse("There is no database of the site here; set HUSTINGS_DATA or HUSTINGS_DATABASE_URL.")


def _turn_back(no: "Refused") -> NoReturn:
    from hustings.cli.whole_files import refuse

    refuse(f"{no.because} ({no.clause})")
