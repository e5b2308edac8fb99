"""``hustings witnesses``: who is listed as an outside witness, and asking those that wait to be asked."""

import os
from typing import TYPE_CHECKING, NoReturn, TypeVar

import click

from hustings.kernel.refusals import Refused

if TYPE_CHECKING:
    from hustings.conduct.drafting import Waiting
    from hustings.conduct.witness_list import OnTheList
    from hustings.store.models import Organisation

T = TypeVar("T")


@click.group("witnesses")
def command() -> None:
    """Who watches this organisation's log from outside; run it where the site's database is."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hustings.web.settings")
    import django

    django.setup()


BY = click.option(
    "--by",
    "officer",
    required=True,
    help="The address of the officer who signs: of the national office or the governing body.",
)


@command.command("add")
@click.argument("key")
@BY
def add(key: str, officer: str) -> None:
    """Write that a witness is listed, for an officer to sign. KEY is the line that hustings witness new printed."""
    from hustings.conduct.choosing_witnesses import propose_listing

    _to_be_signed(propose_listing(_organisation(), key, officer), officer)
    click.echo("It counts from its first cosignature on; then the trust file names it.", err=True)


@command.command("list")
def show() -> None:
    """Every witness that is or was on the list, and the size of the log that it cosigned last."""
    from hustings.conduct.witness_list import the_list

    found = the_list(_organisation())
    for one in found:
        click.echo(_line(one))
    if not found:
        click.echo("No witness is on the list.")


@command.command("retire")
@click.argument("name")
@BY
def retire(name: str, officer: str) -> None:
    """Write that the witness called NAME is retired, for an officer to sign. What it cosigned no longer counts then."""
    from hustings.conduct.choosing_witnesses import propose_retirement

    _to_be_signed(propose_retirement(_organisation(), name, officer), officer)


@command.command("address")
@click.argument("name")
@click.argument("address", default="")
def address(name: str, address: str) -> None:
    """Note where the witness called NAME takes checkpoints (C2SP tlog-witness); without ADDRESS it comes by itself."""
    from hustings.cli.witness_site import web_address
    from hustings.conduct.witness_list import asked_at

    found = _granted(asked_at(_organisation(), name, web_address(address) if address else ""))
    click.echo(f"{found.name}: {found.address or 'comes by itself'}")


def _to_be_signed(waiting: "Waiting | Refused", officer: str) -> None:
    from django.conf import settings

    reference = _granted(waiting).reference
    click.echo(f"Written for {officer} to sign: {settings.ADDRESS}/sign/{reference}/")


@command.command("ask")
def ask() -> None:
    """Send the newest checkpoint to every listed witness that has an address, and keep what they sign.

    Ends with status 1 if one of them did not sign; suited to be run every few minutes.
    """
    from hustings.conduct.witness_list import the_list

    organisation = _organisation()
    waiting = [one for one in the_list(organisation) if one.listed and one.witness.address]
    if not waiting:
        click.echo("No listed witness has an address; the others come by themselves.")
    failed = [one.witness.name for one in waiting if not _asked(one)]
    if failed:
        raise click.ClickException(f"Not signed by: {', '.join(failed)}.")


def _asked(one: "OnTheList") -> bool:
    """Ask one witness; say what came of it."""
    from hustings.cli.asking import ask_witness
    from hustings.cli.witness_site import TryAgain
    from hustings.conduct.published import NotPublishedYet

    try:
        told = ask_witness(one.witness, one.cosigned or 0)
    except (TryAgain, NotPublishedYet) as nothing:
        told = Refused("not-asked", "", str(nothing))
    if isinstance(told, Refused):
        click.echo(f"{one.witness.name}: {told.because}")
        return False
    click.echo(f"{one.witness.name}: {told}")
    return True


def _line(one: "OnTheList") -> str:
    seen = "nothing cosigned yet" if one.cosigned is None else f"cosigned {one.cosigned} entries"
    gone = one.witness.retired_at
    since = f"; retired on {gone:%Y-%m-%d}" if gone else ""
    where = f"; asked at {one.witness.address}" if one.witness.address else ""
    return f"{one.witness.key}\n  {seen}{where}{since}"


def _organisation() -> "Organisation":
    """The site's organisation, or one sentence where there is none."""
    from django.db import DatabaseError

    from hustings.conduct.reading import NoSuchSeat, the_organisation

    try:
        return the_organisation()
    except NoSuchSeat as nothing:
        _turn_back(str(nothing))
    except DatabaseError:
        _turn_back(
            "There is no database of the site here; set HUSTINGS_DATA or HUSTINGS_DATABASE_URL."
        )


def _granted(made: T | Refused) -> T:
    if isinstance(made, Refused):
        _turn_back(made.because)
    return made


def _turn_back(what: str) -> NoReturn:
    from hustings.cli.whole_files import refuse

    refuse(what)
