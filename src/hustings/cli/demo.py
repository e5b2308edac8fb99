"""The main job before your eyes: cases decided, a seat played to a declared candidate, its record checked, the site."""

import json
import os
import shutil
import sys
from pathlib import Path
from time import monotonic

import click

COMMAND_LINE = "from hustings.cli.main import main; main()"
ELECTION = "tidewell"
"""The folder of what is made of the secret ballot away from the site."""
RULEBOOKS = ("labour-pre2018", "labour-2018", "labour-2021")


@click.command()
@click.option("--no-serve", is_flag=True, help="Stop before serving the site.")
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8000,
    show_default=True,
    help="The port of the site.",
)
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("var/demo"),
    show_default=True,
    help="The folder for the demonstration's data; what an earlier run left there is removed.",
)
def command(*, no_serve: bool, port: int, data: Path) -> None:
    """Play the main job on a fictional organisation, verify its record, and serve its pages."""
    began = monotonic()
    _fresh(data)
    _environment(data, port)
    _decide_cases()
    bundle, trust = _play(data)
    _verify(bundle, trust)
    click.echo(f"\nAll of it took {_seconds(began)}.")
    _how_to_sign_in(port, data)
    if not no_serve:
        _serve(port, data)


def _seconds(began: float) -> str:
    return f"{monotonic() - began:.1f} seconds"


def _fresh(data: Path) -> None:
    """Remove what an earlier demonstration left, and nothing else."""
    from hustings.conduct.demo.places import seat_map

    marker = data / ".hustings-demo"
    if data.exists() and any(data.iterdir()) and not marker.exists():
        raise click.ClickException(
            f"{data} holds something that no demonstration made. Name an empty folder with --data."
        )
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(parents=True)
    marker.write_text("Made by hustings demo; it may be removed.\n", encoding="utf-8")
    (data / "seats.hexjson").write_text(json.dumps(seat_map()), encoding="utf-8")


def _environment(data: Path, port: int) -> None:
    os.environ.pop("HUSTINGS_DATABASE_URL", None)  # a demonstration never plays in a real database
    os.environ["HUSTINGS_DATA"] = str(data.resolve())
    os.environ["HUSTINGS_DEVELOPMENT"] = "1"
    os.environ["HUSTINGS_ADDRESS"] = f"http://localhost:{port}"
    os.environ["HUSTINGS_ORGANISATION"] = "Commonweal Union"
    os.environ["DJANGO_SETTINGS_MODULE"] = "hustings.web.settings"


def _decide_cases() -> None:
    """Decide every published case under three rulebooks; what an unpublished part leaves open is said."""
    from hustings.conduct.demo.cases import decided_cases

    click.echo("Published cases under three rulebooks (arithmetic on published returns;")
    click.echo("it says nothing about any person; the rulebooks are unofficial reconstructions)\n")
    began, number = monotonic(), 0
    click.echo(f"  {'case':36}" + "".join(f"{book:>18}" for book in RULEBOOKS))
    for case, outcomes in decided_cases(RULEBOOKS):
        click.echo(f"  {case:36}" + "".join(f"{outcome:>18}" for outcome in outcomes))
        number += 1
    click.echo(f"\n{number} cases decided in {_seconds(began)}.\n")


def _play(data: Path) -> tuple[Path, Path]:
    from hustings.cli.serve import prepare

    began = monotonic()
    prepare(quiet=True)
    from hustings.cli.demo_election import ByTheirOwnHands
    from hustings.cli.demo_witnesses import appoint, look_first
    from hustings.conduct import clock
    from hustings.conduct.bundles import write_bundle
    from hustings.conduct.demo.building import build
    from hustings.conduct.demo.reporting import report
    from hustings.conduct.demo.visitors import (
        ONLINE_VOTER,
        address_of,
        ways_in,
        write_visitors,
    )
    from hustings.conduct.roles import Role
    from hustings.conduct.sealing import seal
    from hustings.conduct.serving import put_into_mailbox
    from hustings.conduct.trust_file import trust_text
    from hustings.record.entries import Signatory

    elsewhere = ByTheirOwnHands(data / ELECTION)
    built = build(data, clock.now(), elsewhere)
    write_visitors(built.cast, data)
    for line in report(built):
        click.echo(line)
    click.echo(f"\nPlayed in {_seconds(began)}.")
    kept = put_into_mailbox(built.cast.organisation, [one.address for one in ways_in()])
    elsewhere.send_code(built.cast.number(ONLINE_VOTER), address_of(ONLINE_VOTER))
    click.echo(f"Letters to those whom you can play, kept in the mailbox: {kept + 1}.")
    office = built.cast.reference("office")
    by, key = Signatory(office, Role.OFFICE.value), built.cast.key_of(office)
    appoint(data, built.cast.organisation, by, key)
    seal(built.cast.organisation, clock.now())
    look_first(data, built.cast.organisation)
    bundle, trust = data / "northmoor.zip", data / "trust.toml"
    began = monotonic()
    write_bundle("northmoor", bundle)
    trust.write_text(trust_text(built.cast.organisation), encoding="utf-8")
    click.echo(
        f"Bundle of Northmoor: {bundle} ({bundle.stat().st_size:,} bytes), {_seconds(began)}."
    )
    return bundle, trust


def _verify(bundle: Path, trust: Path) -> None:
    """Verify the bundle as a stranger would: in a process of its own, from the two files alone."""
    import subprocess

    began = monotonic()
    click.echo(f"\n$ hustings verify {bundle} --trust {trust}")
    done = subprocess.run(
        [sys.executable, "-c", COMMAND_LINE, "verify", str(bundle), "--trust", str(trust)],
        check=False,
        capture_output=True,
        text=True,
    )
    click.echo(done.stdout.rstrip() or done.stderr.rstrip())
    click.echo(f"Verified in {_seconds(began)}, exit status {done.returncode}.")
    if done.returncode != 0:
        raise click.ClickException("The demonstration's own bundle did not verify.")


def _how_to_sign_in(port: int, data: Path) -> None:
    from hustings.conduct.demo.visitors import ways_in

    click.echo(
        f"\nThe site: http://localhost:{port}/   Letters and sign-in codes: http://localhost:{port}/mailbox/"
    )
    click.echo("Sign in with one of these addresses; the code arrives in the mailbox page:\n")
    for one in ways_in():
        click.echo(f"  {one.role:52} {one.address}")
    click.echo(
        "\nWho signs needs a key as well: on the mailbox page open the person's address and load the key"
        f"\ninto that browser. The same keys as files, for the command line: {data / 'keys'}"
    )
    click.echo(
        "\nTry this first: as the first teller of Willowgate make the branch's return (45 present, 24 Yes,"
        "\n19 No, 1 abstained; asked for the tally sheet, say that there is none) and sign it. In a private"
        "\nwindow, as the second teller, sign it too. The seat's page then counts it; the member of"
        "\nWillowgate can contest it, the national office can void it."
        "\n\nOr vote: as the member of Saltpan open My page and the booth. The code is in the scrutineer's letter"
        "\nin the member's mailbox. What scrutineer and trustees hold, each of them in life on a machine of"
        f"\ntheir own, is in {data / ELECTION}."
    )


def _serve(port: int, data: Path) -> None:
    from hustings.cli.demo_witnesses import TOLD, watch
    from hustings.cli.serve import listen

    address = f"http://localhost:{port}"
    click.echo("\n" + TOLD.format(folder=data))
    click.echo(f"\nServing at {address}/ - stop with Ctrl+C.")
    listen("127.0.0.1", port, 1, beside=lambda: watch(data.resolve(), address))
