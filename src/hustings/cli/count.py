"""``hustings count``: papers in, a result with every round out."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from hustings.counting.formats.opening import Format
from hustings.counting.registry import LAWS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hustings.counting.changes import WhatIf
    from hustings.counting.formats.opening import Opened
    from hustings.counting.lots import Lot, LotRequired
    from hustings.counting.transcript import Transcript
    from hustings.kernel.refusals import Refused

CANNOT_ACCEPT = 2
LOT_REQUIRED = 3
HANDFUL = 10
"""Papers; as many as an organisation's minimum cell unless it sets another."""
FAULTS = ("preferences-stop", "passed-over", "paper-rejected")


class Laws(click.Command):
    """A command whose ``--compare`` takes several laws in a row."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Say ``--compare`` again before each further law that follows it."""
        said: list[str] = []
        for at, word in enumerate(args):
            if word in LAWS and at > 1 and args[at - 1] in LAWS and "--compare" in said:
                said.append("--compare")
            said.append(word)
        return super().parse_args(ctx, said)


@click.command("count", cls=Laws)
@click.argument("papers", type=click.Path(path_type=Path))
@click.option(
    "--law",
    metavar="LAW",
    help="The counting law; `hustings laws` lists them.  [default: the file's, or alternative-vote]",
)
@click.option("--seats", type=click.IntRange(1, 1000), help="Places to fill.")
@click.option(
    "--constraint", "constraints", multiple=True, metavar="TEXT", help="women>=1: Ada, Cy"
)
@click.option(
    "--reading", "readings", multiple=True, metavar="NAME=VALUE", help="A reading of the law."
)
@click.option("--tie", help="Short for --reading tie=…")
@click.option("--until", help="Short for --reading until=…")
@click.option(
    "--lot", "lots", type=click.Path(path_type=Path), multiple=True, help="A drawn lot, JSON."
)
@click.option("--withdrawn", multiple=True, metavar="NAME", help="A candidate who withdrew.")
@click.option(
    "--format",
    "form_in",
    type=click.Choice([form.value for form in Format]),
    help="How PAPERS are written.",
)
@click.option("--contest", metavar="NAME", help="Which contest of a file that holds several.")
@click.option("--skipped", type=click.Choice(FAULTS), help="How a skipped number is read.")
@click.option("--equal", type=click.Choice(FAULTS), help="How candidates with one number are read.")
@click.option(
    "--repeated", type=click.Choice(FAULTS), help="How a candidate numbered twice is read."
)
@click.option("--why", metavar="NAME", help="Why a candidate was elected, excluded or not elected.")
@click.option("--what-if", is_flag=True, help="The fewest papers that would change the result.")
@click.option("--ron", metavar="NAME", help="The candidate who stands for re-opening nominations.")
@click.option("--compare", multiple=True, metavar="LAW...", help="In which round laws part.")
@click.option("--json", "form", flag_value="json", help="The transcript as JSON.")
@click.option("--text", "form", flag_value="text", default="text", help="The result sheet as text.")
@click.option("--html", type=click.Path(path_type=Path), help="Write the result as a page.")
@click.option("--csv", "tables", type=click.Path(path_type=Path), help="Write the rounds as CSV.")
def command(papers: Path, **given: Any) -> None:
    """Count PAPERS: BLT, PrefLib, ABIF, NIST CVR JSON, an RCTab configuration, CSV or JSON.

    Law and seats are those that the file states, unless --law and --seats say otherwise.

    Status 0: counted. 2: the papers, a lot or an option cannot be accepted. 3: a lot must be drawn;
    draw it, write it into a file and give it back with --lot.
    """
    from hustings.kernel.refusals import BadInput

    try:
        _run(papers, given)
    except BadInput as found:
        _turn_back(str(found))


def _run(path: Path, given: dict[str, Any]) -> None:
    from hustings.cli.papers import read_bytes
    from hustings.counting.lots import read_lots

    opened = _opened(path, given)
    drawn = tuple(lot for lot in given["lots"] for lot in read_lots(read_bytes(lot), str(lot)))
    if given["compare"]:
        _compare(path, opened, given, drawn)
        return
    transcript = _counted(path, opened, opened.law, given, drawn)
    _warn_of_a_handful(opened, given)
    if given["html"] is None and given["tables"] is None:
        changed = _what_if(opened, transcript, given) if given["what_if"] else None
        click.echo(_told(opened, transcript, given, changed), nl=False)
    else:
        _write(opened, transcript, given)


def _warn_of_a_handful(opened: "Opened", given: dict[str, Any]) -> None:
    """Say to people, who may publish what they see, that so few papers hide nobody; cards and colleges vote openly."""
    from hustings.counting.papers import Papers

    if not isinstance(opened.papers, Papers) or given["form"] == "json":
        return
    returned = opened.papers.returned
    if 0 < returned < HANDFUL:
        papers = "paper" if returned == 1 else "papers"
        click.echo(
            f"Only {returned} {papers}: published, this count can show how somebody voted. "
            "Where it was a secret ballot, publish who is elected and not the figures.",
            err=True,
        )


def _opened(path: Path, given: dict[str, Any]) -> "Opened":
    from dataclasses import replace

    from hustings.ballots.validity import Fault
    from hustings.cli.papers import source
    from hustings.counting.formats.opening import Wanted, open_papers
    from hustings.counting.papers import Papers, withdraw

    said = [(name, given[name]) for name in ("skipped", "equal", "repeated")]
    faults = tuple((name, Fault(how)) for name, how in said if how)
    form = None if given["form_in"] is None else Format(given["form_in"])
    wanted = Wanted(given["law"], given["seats"], form, given["contest"], faults)
    opened = open_papers(source(path), wanted)
    if given["withdrawn"] and not isinstance(opened.papers, Papers):
        _turn_back(f"{path}: papers of this kind cannot be told who withdrew")
    if given["withdrawn"]:
        opened = replace(opened, papers=withdraw(opened.papers, given["withdrawn"]))
    return opened


def _counted(
    path: Path,
    opened: "Opened",
    law: str,
    given: dict[str, Any],
    drawn: "Sequence[Lot]",
    *,
    only_fitting: bool = False,
) -> "Transcript":
    """The transcript, or the end of the command: turned back, or waiting for a lot."""
    from hustings.counting.constraints import read_constraint
    from hustings.counting.count import count
    from hustings.counting.lots import LotRequired
    from hustings.counting.papers import Papers
    from hustings.counting.reopen import count_until_reopened
    from hustings.kernel.refusals import Refused

    texts = dict.fromkeys((*opened.constraints, *given["constraints"]))
    constraints = [read_constraint(text, opened.papers.candidates) for text in texts]
    so: dict[str, Any] = {"readings": _readings(opened, law, given), "constraints": constraints}
    if given["ron"] and isinstance(opened.papers, Papers):
        lots = () if only_fitting else drawn
        result = count_until_reopened(opened.papers, law, given["ron"], lots=lots, **so)
    elif only_fitting:
        result = _with_fitting_lots(opened, law, so, drawn)
    else:
        result = count(opened.papers, law, lots=drawn, **so)
    if isinstance(result, Refused):
        _refused(path, law, result)
    if isinstance(result, LotRequired):
        _warn_of_a_handful(opened, given)
        _ask_for_lot(result, given["form"])
    return result


def _with_fitting_lots(
    opened: "Opened", law: str, so: dict[str, Any], drawn: "Sequence[Lot]"
) -> "Transcript | LotRequired | Refused":
    """Count with those lots alone that this law asks for."""
    from hustings.counting.count import count
    from hustings.counting.lots import LotRequired

    lots: tuple[Lot, ...] = ()
    result = count(opened.papers, law, lots=lots, **so)
    while isinstance(result, LotRequired):
        situation = result.situation
        fitting = tuple(lot for lot in drawn if lot.situation == situation and lot not in lots)
        if not fitting:
            break
        lots = (*lots, *fitting)
        result = count(opened.papers, law, lots=lots, **so)
    return result


def _refused(path: Path, law: str, refused: "Refused") -> NoReturn:
    where = f" (clause {refused.clause} of {law})" if refused.clause else ""
    other = (
        " Name another law with --law; hustings laws lists them."
        if refused.code == "one-place-only"
        else ""
    )
    _turn_back(f"{path}: {refused.because}{where}{other}")


def _readings(opened: "Opened", law: str, given: dict[str, Any]) -> dict[str, str]:
    said = dict(opened.readings) if law == opened.law else {}
    said |= {name: given[name] for name in ("tie", "until") if given[name] is not None}
    for text in given["readings"]:
        name, sign, value = text.partition("=")
        if not sign or not name or not value:
            _turn_back(f"--reading: {text!r} is not a name and a value. Right would be: tie=lot")
        said[name] = value
    return said


def _compare(path: Path, opened: "Opened", given: dict[str, Any], drawn: "Sequence[Lot]") -> None:
    """Count by several laws and tell where they part; a lot fits the law that asks for it."""
    import json

    from hustings.counting.comparing import compare

    laws = list(given["compare"])
    if len(laws) == 1 or (given["law"] and given["law"] not in laws):
        laws.insert(0, opened.law)
    for law in laws:
        if law not in LAWS:
            _turn_back(f"There is no law called {law!r}; there are {', '.join(LAWS)}.")
    counts = [
        _counted(path, _opened(path, {**given, "law": law}), law, given, drawn, only_fitting=True)
        for law in laws
    ]
    _warn_of_a_handful(opened, given)
    parted = [compare(counts[0], other) for other in counts[1:]]
    if given["form"] == "json":
        told: Any = {"laws": laws, "compared": [each.as_json() for each in parted]}
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        click.echo("\n\n".join("\n".join(each.sentences) for each in parted))


def _what_if(opened: "Opened", transcript: "Transcript", given: dict[str, Any]) -> "WhatIf":
    from hustings.counting.changes import WhatIf
    from hustings.counting.college import College
    from hustings.counting.constraints import read_constraint
    from hustings.counting.papers import Papers
    from hustings.counting.what_if import counting_again, what_if

    if not isinstance(opened.papers, (Papers, College)) or given["ron"]:
        return WhatIf(None, None, "no exact search is made for papers or rules of this kind.")
    readings = _readings(opened, transcript.law, given)
    texts = dict.fromkeys((*opened.constraints, *given["constraints"]))
    constraints = [read_constraint(text, opened.papers.candidates) for text in texts]
    again = counting_again(transcript.law, readings, constraints)
    return what_if(opened.papers, transcript, again)


def _told(
    opened: "Opened", transcript: "Transcript", given: dict[str, Any], changed: "WhatIf | None"
) -> str:
    import json

    from hustings.cli.papers import PAPERS_ONLY
    from hustings.counting.sheet import text_sheet
    from hustings.counting.telling import explain, round_sentences
    from hustings.counting.transcript import as_json

    why = given["why"]
    sentences = explain(transcript, why) if why is not None else ()
    sentences += changed.sentences if changed is not None else ()
    if given["form"] != "json":
        sheet = text_sheet(transcript, papers_only=opened.format in PAPERS_ONLY)
        return "\n".join(sentences) + "\n" if sentences else sheet
    table: Any = as_json(transcript)
    for told, round in zip(table["rounds"], transcript.rounds, strict=True):
        told["sentences"] = list(round_sentences(transcript, round))
    if why is not None:
        table["why"] = {"name": why, "sentences": list(explain(transcript, why))}
    if changed is not None:
        table["what_if"] = changed.as_json()
    return json.dumps(table, ensure_ascii=False, indent=2) + "\n"


def _write(opened: "Opened", transcript: "Transcript", given: dict[str, Any]) -> None:
    """Write the page or the tables, each file in one piece."""
    from hustings.cli.papers import PAPERS_ONLY, make_folder, write_whole

    texts: dict[Path, str] = {}
    if given["html"] is not None:
        from hustings.counting.page import html_page

        texts[given["html"]] = html_page(
            transcript, LAWS[transcript.law].name, papers_only=opened.format in PAPERS_ONLY
        )
    if given["tables"] is not None:
        from hustings.counting.tables import csv_tables

        make_folder(given["tables"])
        texts |= {given["tables"] / name: text for name, text in csv_tables(transcript).items()}
    for path, text in texts.items():
        write_whole(path, text)
    click.echo("Written: " + ", ".join(str(path) for path in texts))


def _ask_for_lot(required: "LotRequired", form: str) -> NoReturn:
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


def _turn_back(message: str) -> NoReturn:
    click.echo(message, err=True)
    raise SystemExit(CANNOT_ACCEPT)
