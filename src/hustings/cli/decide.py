"""``hustings decide``: what a case's returns come to, under one rulebook or several."""

from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING:
    from hustings.proceedings.trigger.case import Case
    from hustings.rulebooks.loader import Rulebook

LARGEST = 1_000_000


@click.command("decide")
@click.argument("case_file", metavar="CASE.toml", type=click.Path(path_type=Path))
@click.option(
    "--rulebook",
    "wanted",
    multiple=True,
    metavar="ID|PATH",
    help="Decide under this rulebook instead of the case's own; may be given several times.",
)
@click.option(
    "--compare",
    "comparing",
    is_flag=True,
    help="Decide under every shipped rulebook with a trigger ballot, and say where they part.",
)
@click.option("--json", "machine_readable", is_flag=True, help="Answer as JSON.")
def command(
    *, case_file: Path, wanted: tuple[str, ...], comparing: bool, machine_readable: bool
) -> None:
    """Decide a trigger ballot on its units' returns.

    Says the outcome, whether it is certain and whether it is settled, the exact shares, what
    could still change it, and why, clause by clause. The format of a case file and of the answer
    is in docs/reference/decide.md.
    """
    from hustings.kernel.refusals import BadInput
    from hustings.proceedings.trigger.account import account, compare
    from hustings.proceedings.trigger.case import read_case
    from hustings.proceedings.trigger.results import as_json, decide_case

    name = click.format_filename(case_file)
    name = name if name.isprintable() else ascii(name)
    try:
        case = read_case(_bytes(case_file, name), name)
        rulebooks = _rulebooks(case, wanted, comparing=comparing)
        results = [decide_case(case, rulebook) for rulebook in rulebooks]
    except BadInput as refused:
        _stop(refused)
    comparison = compare(results) if comparing else ()
    if machine_readable:
        import json

        click.echo(json.dumps(as_json(case, results, comparison), ensure_ascii=False, indent=2))
    else:
        click.echo(account(case, results, comparison))


def _bytes(path: Path, name: str) -> bytes:
    from hustings.kernel.refusals import BadInput, Problem

    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except FileNotFoundError:
        what = "there is no such file."
    except IsADirectoryError:
        what = "this is a folder; name a case file in it."
    except PermissionError:
        what = "this file may not be read; ask its owner."
    except (OSError, ValueError):
        what = "this file cannot be read."
    raise BadInput(Problem(name, None, "", what))


def _rulebooks(case: "Case", wanted: tuple[str, ...], *, comparing: bool) -> "list[Rulebook]":
    """The rulebooks to decide under, each once: those asked for (else the case's own), then the shipped ones."""
    from hustings.rulebooks.loader import load, shipped

    chosen = [_rulebook(word, None) for word in wanted]
    given = {rulebook.id: rulebook for rulebook in chosen}
    own = case.rulebook
    if comparing or not chosen or own not in (*given, *shipped()):
        chosen.insert(0, given.get(own) or _rulebook(own, case))
    if comparing:
        chosen += [book for book in map(load, shipped()) if book.rules.trigger is not None]
    return list({rulebook.digest: rulebook for rulebook in chosen}.values())


def _rulebook(word: str, case: "Case | None") -> "Rulebook":
    from hustings.kernel.refusals import BadInput, Problem
    from hustings.rulebooks.loader import load, load_folder, shipped

    if word in shipped():
        return load(word)
    path = Path(word)
    if case is None and (path.is_dir() or "/" in word or "\\" in word):
        return load_folder(path)
    known = ", ".join(shipped())
    what = f"there is no shipped rulebook {word!a}; there are {known}."
    if case is None:
        what += " A folder with a rulebook of your own is named by its path."
        raise BadInput(Problem("--rulebook", None, "", what))
    right = 'rulebook = "labour-2018"'
    raise BadInput(Problem(case.file, case.rulebook_line, "[case] rulebook", what, right))


def _stop(refused: "Exception") -> NoReturn:
    """Say the first thing that is wrong on standard error, and leave with status 2."""
    from hustings.kernel.refusals import BadInput

    problems = refused.problems if isinstance(refused, BadInput) else ()
    message = str(problems[0]) if problems else str(refused)
    if len(problems) > 1:
        message += f" ({len(problems) - 1} more; see them with: hustings rulebook check PATH)"
    click.echo(message, err=True)
    raise SystemExit(2)
