"""``hustings rulebook``: check, make, show and compare rulebooks, and print their schema."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from datetime import datetime

    from hustings.rulebooks.difference import Change
    from hustings.rulebooks.loader import Rulebook

MODEL = "model-association"


@click.group(name="rulebook")
def command() -> None:
    """Check, make, show or compare rulebooks."""


@command.command("list")
def list_shipped() -> None:
    """The rulebooks that come with Hustings."""
    from hustings.rulebooks.loader import load, shipped

    for id in shipped():
        rulebook = load(id)
        click.echo(f"{id:24} {rulebook.title} ({rulebook.rules.rulebook.label})")


@command.command()
@click.argument("path", type=click.Path(path_type=Path))
def check(path: Path) -> None:
    """Check the rulebook in a folder, and say everything that is wrong with it at once."""
    from hustings.rulebooks.loader import load_folder

    rulebook = load_folder(path)
    for warning in rulebook.warnings:
        click.echo(f"warning: {warning}", err=True)
    count = len(rulebook.warnings)
    noted = f", {count} warning{'' if count == 1 else 's'}" if count else ""
    click.echo(f"{rulebook.id} is a rulebook that works{noted} (digest {rulebook.digest[:16]}).")


@command.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--id", "id_", required=True, help="Its id, like our-rules-2027.")
@click.option("--title", required=True, help="Its title, as people read it.")
@click.option(
    "--from", "start", default=MODEL, show_default=True, help="The rulebook to begin with."
)
@click.option(
    "--in-force",
    "first",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The first day on which it is in force, like 2027-01-01.",
)
def new(path: Path, id_: str, title: str, start: str, first: datetime | None) -> None:
    """Make a folder with a rulebook of your own to change."""
    from hustings.rulebooks.drafting import draft

    found = _find(start)
    files = draft(found, id_, title, None if first is None else first.date())
    _write_folder(path, files)
    click.echo(f"{path} holds {', '.join(sorted(files))}.")
    if first is None:
        since = found.rules.rulebook.in_force.from_
        click.echo(f"It is in force from {since}, as {found.id} is: change in_force in rules.toml.")
    click.echo(f"Change them, then: hustings rulebook check {path}")


@command.command()
@click.argument("rulebook")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for programs.")
def show(rulebook: str, *, as_json: bool) -> None:
    """Everything that a rulebook says, in sentences, each with the ground it stands on."""
    from hustings.rulebooks.telling import tell

    found = _find(rulebook)
    if as_json:
        click.echo(_shown_json(found))
        return
    head = found.rules.rulebook
    click.echo(f"{found.title}\n{head.organisation}: {head.label}")
    if found.unofficial:
        click.echo("Unofficial reconstruction: not made, seen or approved by the organisation.")
    section = ""
    for said in tell(found):
        if said.key.split(".")[0] != section:
            section = said.key.split(".")[0]
            click.echo(f"\n[{section}]")
        click.echo(f"  {said.says}" + (f" ({said.ground})" if said.ground else ""))


@command.command()
@click.argument("before")
@click.argument("after")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for programs.")
def diff(before: str, after: str, *, as_json: bool) -> None:
    """What the second rulebook changes in the first, and what it means."""
    from hustings.rulebooks.difference import difference

    old, new_one = _find(before), _find(after)
    found = difference(old, new_one)
    if as_json:
        click.echo(_difference_json(old, new_one))
        return
    click.echo(
        f"From {old.id} ({old.rules.rulebook.label}) to {new_one.id} ({new_one.rules.rulebook.label})"
    )
    if not found.changes and not found.clauses:
        click.echo("\nNothing is different.")
    otherwise = [change for change in found.changes if not change.only_ground]
    moved = [change for change in found.changes if change.only_ground]
    _section("What is different", [change.says for change in otherwise])
    _section("What is the same and rests on something else", [_moved(change) for change in moved])
    _section("Clauses and sources", [clause.says for clause in found.clauses])


@command.command()
def schema() -> None:
    """The JSON Schema of rules.toml, for editors."""
    from hustings.rulebooks.json_schema import schema_text

    click.echo(schema_text(), nl=False)


def _find(name: str) -> Rulebook:
    """A shipped rulebook by its id, or one in a folder."""
    from hustings.kernel.refusals import BadInput, Problem
    from hustings.rulebooks.loader import load, load_folder, shipped

    if name in shipped():
        return load(name)
    if not Path(name).exists():
        what = "no rulebook that comes with Hustings and no folder has this name."
        raise BadInput(Problem(name, None, "", what, f"a folder, or {', '.join(shipped())}"))
    return load_folder(Path(name))


def _section(title: str, sentences: list[str]) -> None:
    if sentences:
        click.echo(f"\n{title}")
        for sentence in sentences:
            click.echo(f"  - {sentence}")


def _moved(change: Change) -> str:
    return change.says.removeprefix("As before, ")


def _write_folder(path: Path, files: dict[str, bytes]) -> None:
    """Write the folder whole or not at all."""
    import shutil
    import tempfile

    from hustings.kernel.refusals import BadInput, Problem

    def refuse(what: str) -> BadInput:
        return BadInput(Problem(str(path), None, "", what, "a new folder in one that is there"))

    if path.exists() or path.is_symlink():
        raise refuse("this is there already; nothing has been changed.")
    if not path.parent.is_dir():
        raise refuse("the folder around it is not there.")
    try:
        whole = Path(tempfile.mkdtemp(prefix=".rulebook-", dir=path.parent))
    except OSError as failed:
        raise refuse(f"it cannot be made: {failed.strerror}.") from failed
    try:
        whole.chmod(0o755)
        for name, raw in files.items():
            (whole / name).write_bytes(raw)
        whole.rename(path)
    except OSError as failed:
        raise refuse(f"it cannot be written: {failed.strerror}.") from failed
    finally:
        shutil.rmtree(whole, ignore_errors=True)


def _shown_json(rulebook: Rulebook) -> str:
    import json

    from hustings.rulebooks.telling import tell

    head = rulebook.rules.rulebook
    shown = {
        "id": rulebook.id,
        "title": rulebook.title,
        "organisation": head.organisation,
        "label": head.label,
        "unofficial": rulebook.unofficial,
        "digest": rulebook.digest,
        "values": [
            {
                "key": said.key,
                "says": said.says,
                "value": said.value,
                "ground": _ground(said.ground),
            }
            for said in tell(rulebook)
        ],
        "clauses": [
            {"number": c.number, "says": c.text, "source": c.source, "not_code": c.not_code or None}
            for c in rulebook.clauses.values()
        ],
        "readings": [reading.model_dump(mode="json") for reading in rulebook.readings.values()],
    }
    return json.dumps(shown, indent=2, ensure_ascii=False)


def _ground(citation: object) -> dict[str, str] | None:
    from hustings.kernel.clauses import Citation

    if not isinstance(citation, Citation):
        return None
    return {"kind": citation.ground.value, "reference": citation.reference}


def _difference_json(before: Rulebook, after: Rulebook) -> str:
    import json

    from hustings.rulebooks.difference import difference

    found = difference(before, after)
    changes = [
        {
            "key": change.key,
            "says": change.says,
            "only_ground": change.only_ground,
            "before": None if change.before is None else change.before.value,
            "after": None if change.after is None else change.after.value,
        }
        for change in found.changes
    ]
    clauses = [{"number": clause.number, "says": clause.says} for clause in found.clauses]
    both = {"before": before.id, "after": after.id, "changes": changes, "clauses": clauses}
    return json.dumps(both, indent=2, ensure_ascii=False)
