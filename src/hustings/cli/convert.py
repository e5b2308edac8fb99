"""``hustings convert``: the same papers in another format, nothing added and nothing dropped."""

from pathlib import Path

import click

from hustings.counting.formats.opening import Format


@click.command("convert")
@click.argument("papers", type=click.Path(path_type=Path))
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--to",
    "form",
    type=click.Choice(["blt", "preflib", "abif", "nist", "rctab", "json", "csv"]),
    required=True,
)
@click.option(
    "--format",
    "form_in",
    type=click.Choice([form.value for form in Format]),
    help="How PAPERS are written.",
)
@click.option("--contest", metavar="NAME", help="Which contest of a file that holds several.")
def command(
    papers: Path, target: Path, form: str, form_in: str | None, contest: str | None
) -> None:
    """Write PAPERS to TARGET in another format; a configuration for RCTab has its records beside it.

    Status 0: written. 2: the papers cannot be read, the format has no way to say all that they say, or records stand
    there already.
    """
    from hustings.cli.papers import source, write_whole
    from hustings.counting.formats.opening import Wanted, read_document
    from hustings.counting.formats.writing import write_files
    from hustings.kernel.refusals import BadInput

    try:
        wanted = Wanted(format=None if form_in is None else Format(form_in), contest=contest)
        document = read_document(source(papers), wanted)
        files = [
            (target.with_name(n), t) for n, t in write_files(document, Format(form), target.name)
        ]
        _check_nothing_is_lost([place for place, _ in files if place != target])
        for place, text in files:
            write_whole(place, text)
    except BadInput as found:
        click.echo(str(found), err=True)
        raise SystemExit(2) from None


def _check_nothing_is_lost(beside: list[Path]) -> None:
    """Refuse to write over a file that nobody named."""
    from hustings.kernel.refusals import BadInput, Problem

    for place in beside:
        if place.exists() or place.is_symlink():
            what = "the records would be written here, and this file exists; move it or choose another TARGET"
            raise BadInput(Problem(str(place), None, "", what))
