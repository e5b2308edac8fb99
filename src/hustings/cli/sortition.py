"""``hustings sortition``: draw by lot from a seed that was published after the names were."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from hustings.counting.lots import LotRequired

LARGEST = 64 * 1024 * 1024


@click.command("sortition")
@click.argument(
    "names_file", metavar="NAMES.txt|LOT_REQUIRED.json", type=click.Path(path_type=Path)
)
@click.option(
    "--seed", help="The published seed, one line of text; without it only the digest is told."
)
@click.option("--places", type=int, default=1, show_default=True, help="How many are drawn.")
@click.option("--json", "as_json", is_flag=True, help="The draw as JSON.")
def command(names_file: Path, *, seed: str | None, places: int, as_json: bool) -> None:
    """Draw so many of the names in a file, one name a line, as anybody can repeat it.

    Publish the digest of the names first (this command without --seed), then a seed that nobody could know by
    then. Given the answer of a count that ended with status 3, it draws the lot that the count asks for and
    prints it as the file for --lot. How the draw is made, so that it can be repeated without this program, is in
    docs/reference/sortition.md. Status 0: drawn. 2: the names or the seed cannot be accepted.
    """
    import json

    from hustings.counting.sortition import draw, lot_by_sortition, pool_digest

    content = _read(names_file)
    required = _lot_required(content)
    if required is not None:
        if seed is None:
            raise click.UsageError("A lot is drawn from a seed: give --seed.")
        click.echo(json.dumps(lot_by_sortition(required, seed).as_json(), ensure_ascii=False))
        return
    names = [line.strip() for line in content.splitlines() if line.strip()]
    if seed is None:
        draw("-", names, 1)
        digest = pool_digest(sorted(names, key=str.encode))
        told = {"names": len(names), "pool": digest}
        click.echo(json.dumps(told) if as_json else f"{len(names)} names, digest {digest}")
        return
    drawing = draw(seed, names, places)
    if as_json:
        click.echo(json.dumps(drawing.as_json(), ensure_ascii=False, indent=2))
        return
    lines = [f"{len(names)} names, digest {drawing.pool}", f"Seed: {seed}", ""]
    lines += [f"{at:4}. {name}" for at, name in enumerate(drawing.drawn, 1)]
    reserves = drawing.reserves[:10]
    if reserves:
        lines += ["", "Reserves, in this order: " + ", ".join(reserves)]
    click.echo("\n".join(lines))


def _read(path: Path) -> str:
    from hustings.kernel.refusals import BadInput, Problem

    name = click.format_filename(path)
    try:
        if path.stat().st_size > LARGEST:
            raise BadInput(Problem(name, None, "", f"this file is larger than {LARGEST} bytes"))
        return path.read_text("utf-8-sig")
    except OSError as found:
        reason = found.strerror or "it cannot be read"
        raise BadInput(Problem(name, None, "", reason)) from None
    except UnicodeDecodeError:
        what = "this file is not UTF-8; save it as UTF-8"
        raise BadInput(Problem(name, None, "", what)) from None


def _lot_required(content: str) -> "LotRequired | None":
    """The tie of a count that ended with status 3, if the file holds one."""
    import json

    from hustings.counting.lots import Fate, LotRequired

    try:
        table = json.loads(content)["lot_required"]
        return LotRequired(
            law=str(table["law"]),
            clause=str(table["clause"]),
            round=int(table["round"]),
            between=tuple(str(name) for name in table["between"]),
            votes=str(table["votes"]),
            first_drawn_is=Fate(table["first_drawn_is"]),
            situation=str(table["situation"]),
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
