"""``hustings count``: papers in, a result with every round out."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from hustings.counting.registry import LAWS

if TYPE_CHECKING:
    from hustings.counting.lots import LotRequired
    from hustings.counting.papers import Papers
    from hustings.counting.transcript import Transcript

CANNOT_ACCEPT = 2
LOT_REQUIRED = 3


@click.command("count")
@click.argument("papers", type=click.Path(path_type=Path))
@click.option(
    "--law",
    type=click.Choice(list(LAWS)),
    default="alternative-vote",
    show_default=True,
    help="The counting law.",
)
@click.option(
    "--tie",
    type=click.Choice(["lot", "first-preferences-back", "latest-round-back"]),
    help="How a tie is read.",
)
@click.option(
    "--until",
    type=click.Choice(["majority", "last-two"]),
    help="Where the eliminating ballot stops.",
)
@click.option(
    "--lot", "lots", type=click.Path(path_type=Path), multiple=True, help="A drawn lot, JSON."
)
@click.option("--withdrawn", multiple=True, metavar="NAME", help="A candidate who withdrew.")
@click.option("--why", metavar="NAME", help="Why a candidate was elected, excluded or not elected.")
@click.option("--json", "form", flag_value="json", help="The transcript as JSON.")
@click.option("--text", "form", flag_value="text", default="text", help="The result sheet as text.")
def command(
    papers: Path,
    law: str,
    tie: str | None,
    until: str | None,
    lots: tuple[Path, ...],
    withdrawn: tuple[str, ...],
    why: str | None,
    form: str,
) -> None:
    """Count PAPERS, a BLT file.

    Status 0: counted. 2: the papers, a lot or an option cannot be accepted. 3: a lot must be drawn;
    draw it, write it into a file and give it back with --lot.
    """
    from hustings.counting.count import count
    from hustings.counting.lots import LotRequired, read_lots
    from hustings.kernel.refusals import BadInput, Refused

    try:
        drawn = tuple(lot for path in lots for lot in read_lots(_bytes(path), str(path)))
        readings = {"tie": tie, "until": until}
        named = {name: value for name, value in readings.items() if value is not None}
        result = count(_papers(papers, withdrawn), law, readings=named, lots=drawn)
        if isinstance(result, Refused):
            where = f" (clause {result.clause} of {law})" if result.clause else ""
            _turn_back(f"{papers}: {result.because}{where}")
        if isinstance(result, LotRequired):
            _ask_for_lot(result, form)
        click.echo(_told(result, why, form), nl=False)
    except BadInput as found:
        _turn_back(str(found))


def _papers(path: Path, withdrawn: tuple[str, ...]) -> "Papers":
    from hustings.counting.formats.blt import read_blt
    from hustings.counting.papers import withdraw

    return withdraw(read_blt(_bytes(path), str(path)).as_papers(), withdrawn)


def _bytes(path: Path) -> bytes:
    from hustings.kernel.refusals import BadInput, Problem

    try:
        return path.read_bytes()
    except OSError as found:
        what = f"this file cannot be read ({found.strerror})"
        raise BadInput(Problem(str(path), None, "", what)) from None


def _told(transcript: "Transcript", why: str | None, form: str) -> str:
    import json

    from hustings.counting.sheet import text_sheet
    from hustings.counting.telling import explain, round_sentences
    from hustings.counting.transcript import as_json

    sentences = explain(transcript, why) if why is not None else ()
    if form != "json":
        return "\n".join(sentences) + "\n" if sentences else text_sheet(transcript)
    table = as_json(transcript)
    for told, round in zip(table["rounds"], transcript.rounds, strict=True):  # type: ignore[arg-type]
        told["sentences"] = list(round_sentences(transcript, round))  # type: ignore[index,call-overload]
    if why is not None:
        table["why"] = {"name": why, "sentences": list(sentences)}
    return json.dumps(table, ensure_ascii=False, indent=2) + "\n"


def _ask_for_lot(required: "LotRequired", form: str) -> None:
    import json

    if form == "json":
        click.echo(json.dumps(required.as_json(), ensure_ascii=False, indent=2))
    else:
        names = ", ".join(json.dumps(name, ensure_ascii=False) for name in required.between)
        click.echo(required.sentence)
        click.echo(
            "Then write the names in the order drawn and count again with --lot FILE:\n"
            f'{{"situation": "{required.situation}", "order": [{names}]}}'
        )
    raise SystemExit(LOT_REQUIRED)


def _turn_back(message: str) -> None:
    click.echo(message, err=True)
    raise SystemExit(CANNOT_ACCEPT)
