"""``hustings vacancy``: fill the place of a member who has gone from the papers that elected them."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from hustings.counting.lots import LotRequired

CANNOT_ACCEPT = 2
LOT_REQUIRED = 3
LAW = "cambridge-ma"


@click.command("vacancy")
@click.argument("papers", type=click.Path(path_type=Path))
@click.option("--member", required=True, metavar="NAME", help="Whose place became vacant.")
@click.option("--unwilling", multiple=True, metavar="NAME", help="A candidate who would not serve.")
@click.option(
    "--seats", type=click.IntRange(1, 1000), help="Places of the election, if not in the file."
)
@click.option(
    "--lot", "lots", type=click.Path(path_type=Path), multiple=True, help="A drawn lot, JSON."
)
@click.option("--json", "as_json", is_flag=True, help="The transcript as JSON.")
def command(
    papers: Path,
    *,
    member: str,
    unwilling: tuple[str, ...],
    seats: int | None,
    lots: tuple[Path, ...],
    as_json: bool,
) -> None:
    """Fill a vacancy after an election by cambridge-ma, from the PAPERS of that election.

    The papers that lay with the member at the end are counted again, by the eliminating ballot, among the
    candidates who were not elected and are willing. Lots of the election and of this count are given alike.

    Status 0: filled. 2: the papers, a name or a lot cannot be accepted. 3: a lot must be drawn first.
    """
    import json

    from hustings.cli.papers import PAPERS_ONLY, read_bytes, source
    from hustings.counting.countback import fill_vacancy
    from hustings.counting.formats.opening import Wanted, open_papers
    from hustings.counting.lots import LotRequired, read_lots
    from hustings.counting.sheet import text_sheet
    from hustings.counting.transcript import as_json as table
    from hustings.kernel.refusals import Refused

    opened = open_papers(source(papers), Wanted(law=LAW, seats=seats))
    drawn = [lot for path in lots for lot in read_lots(read_bytes(path), str(path))]
    result = fill_vacancy(opened.papers, member, unwilling, lots=drawn)
    if isinstance(result, Refused):
        click.echo(f"{papers}: {result.because} (clause {result.clause})", err=True)
        raise SystemExit(CANNOT_ACCEPT)
    if isinstance(result, LotRequired):
        _ask(result, as_json=as_json)
        raise SystemExit(LOT_REQUIRED)
    told = json.dumps(table(result), ensure_ascii=False, indent=2) + "\n"
    click.echo(
        told if as_json else text_sheet(result, papers_only=opened.format in PAPERS_ONLY), nl=False
    )


def _ask(required: "LotRequired", *, as_json: bool) -> None:
    import json

    if as_json:
        click.echo(json.dumps(required.as_json(), ensure_ascii=False, indent=2))
    else:
        click.echo(required.sentence)
