"""``hustings bundle SEAT OUT``: a seat's record, written for anyone to check."""

import os
from pathlib import Path

import click


@click.command("bundle")
@click.argument("seat")
@click.argument("out", type=click.Path(path_type=Path))
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="The folder that holds the organisation's database, where it is not the usual one.",
)
@click.option("--settings", help="The site's settings module, where it is not the usual one.")
def command(seat: str, out: Path, data: Path | None, settings: str | None) -> None:
    """Write the record of SEAT to OUT: a zip if the name ends in .zip, otherwise a folder.

    The bundle holds the public record only. Check it with `hustings verify OUT`.
    """
    if data is not None:
        os.environ["HUSTINGS_DATA"] = str(data)
    if settings is not None:
        os.environ["DJANGO_SETTINGS_MODULE"] = settings
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hustings.web.settings")
    try:
        _write(seat, out)
    except ModuleNotFoundError as missing:
        raise click.ClickException(_what_is_missing(missing)) from None
    click.echo(f"Written: {out}")


def _write(seat: str, out: Path) -> None:
    import django

    django.setup()
    from django.db import DatabaseError

    from hustings.conduct.bundles import write_bundle
    from hustings.conduct.reading import NoSuchSeat
    from hustings.store.log import ClockWentBack

    try:
        write_bundle(seat, out)
    except (NoSuchSeat, ClockWentBack) as nothing:
        raise click.ClickException(str(nothing)) from None
    except DatabaseError:
        what = "There is no record here. Name the folder that holds it with --data."
        raise click.ClickException(what) from None


def _what_is_missing(missing: ModuleNotFoundError) -> str:
    if missing.name is not None and missing.name.partition(".")[0] == "django":
        return "Writing a bundle needs the site; install it with: pip install 'hustings[server]'"
    return f"Writing a bundle needs {missing.name}, which is not installed."
