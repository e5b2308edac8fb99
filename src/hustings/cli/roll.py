"""``hustings roll``: import lists, ask who is eligible, freeze both rolls, check a row."""

from __future__ import annotations

import json
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hustings.cli.roll_lists import (
    affiliations_in,
    csv_options,
    day_of,
    members_in,
    options_of,
    private_roll,
    refuse_existing,
    rulebook_of,
    units_in,
    write_folder,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hustings.people.imports.plan import ImportPlan
    from hustings.people.units import Unit
    from hustings.rulebooks.loader import Rulebook

A_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
SHOWN = 20
COMMITMENT, PRIVATE_ROWS, UNIT_ROLL = "commitment.json", "rows.private.jsonl", "units.json"


@click.group("roll", short_help="Import members and units, and freeze the rolls.")
def command() -> None:
    """Import members and units, ask who is eligible, freeze the rolls, check one row."""


@command.command("import")
@click.argument("members", type=A_FILE)
@click.option("--units", type=A_FILE, help="The list of units; members' units must be on it.")
@click.option("--affiliations", type=A_FILE, help="The list of affiliations.")
@click.option("--against", type=A_FILE, help="The members that are there now, to compare with.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@csv_options
def import_(
    members: Path,
    units: Path | None,
    affiliations: Path | None,
    against: Path | None,
    *,
    as_json: bool,
    **told: Any,
) -> None:
    """Check lists and show what importing them would change. Nothing is changed."""
    from hustings.people.imports.plan import plan_affiliations, plan_members, plan_units

    options = options_of(**told)
    plans: list[ImportPlan[Any]] = []
    listed: tuple[Unit, ...] | None = None
    if units is not None:
        with units.open("rb") as source:
            plans.append(plan_units(units.name, source, options))
        listed = plans[-1].records
    if affiliations is not None:
        with affiliations.open("rb") as source:
            plans.append(plan_affiliations(affiliations.name, source, options, (), listed))
    with ExitStack() as opened:
        source = opened.enter_context(members.open("rb"))
        old = () if against is None else members_in(against, options, listed)
        plans.append(plan_members(members.name, source, options, old, listed))
    if as_json:
        click.echo(json.dumps([_plan_json(plan) for plan in plans], ensure_ascii=False, indent=2))
    else:
        for plan in plans:
            _tell_plan(plan)
        click.echo("This was a dry run: nothing has been changed.")


@command.command("eligible")
@click.argument("number")
@click.option("--rulebook", required=True, metavar="ID", help="An id, or a rulebook's folder.")
@click.option("--freeze", required=True, metavar="DATE", help="The freeze date, like 2021-11-09.")
@click.option("--members", required=True, type=A_FILE)
@click.option("--units", required=True, type=A_FILE)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@csv_options
@click.pass_context
def eligible(
    context: click.Context,
    number: str,
    rulebook: str,
    freeze: str,
    members: Path,
    units: Path,
    *,
    as_json: bool,
    **told: Any,
) -> None:
    """Say whether member NUMBER may vote, test by test. Status 0 for yes, 1 for no."""
    from hustings.kernel.refusals import BadInput, Problem
    from hustings.people.eligibility import eligibility

    options = options_of(**told)
    book, day = rulebook_of(rulebook), day_of(freeze, "--freeze")
    listed = units_in(units, options)
    found = [m for m in members_in(members, options, listed) if m.number == number]
    if not found:
        what = f"There is no member {number} on the list."
        raise BadInput(Problem(members.name, None, "number", what))
    unit = next(unit for unit in listed if unit.id == found[0].unit)
    answer = eligibility(found[0], unit, book.rules.roll, day)
    if as_json:
        tests = [
            {
                "test": test.name,
                "passed": test.passed,
                "says": test.says,
                "remedy": test.remedy,
                "otherwise": test.otherwise,
                "rests_on": str(test.citation),
            }
            for test in answer.tests
        ]
        content = {
            "rulebook": book.id,
            "unofficial": book.unofficial,
            "number": number,
            "eligible": answer.eligible,
            "tests": tests,
        }
        click.echo(json.dumps(content, ensure_ascii=False, indent=2))
    else:
        _tell_label(book)
        click.echo(f"{number} {'may' if answer.eligible else 'may not'} vote.")
        for test in answer.tests:
            click.echo(f"{'✓' if test.passed else '✗'} {test.says} ({test.citation})")
            for more in (test.remedy, test.otherwise):
                if more:
                    click.echo(f"    {more}")
    context.exit(0 if answer.eligible else 1)


@command.command("freeze")
@click.option("--rulebook", required=True, metavar="ID", help="An id, or a rulebook's folder.")
@click.option("--freeze", required=True, metavar="DATE", help="The freeze date, like 2021-11-09.")
@click.option("--members", required=True, type=A_FILE)
@click.option("--units", required=True, type=A_FILE)
@click.option("--affiliations", type=A_FILE, help="Freezes the roll of units too.")
@click.option("--published", metavar="DATE", help="From when objections to the units run.")
@click.option("--contest", multiple=True, metavar="ID", help="What the electors vote on.")
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), help="A folder that is not there yet."
)
@csv_options
def freeze_rolls(
    rulebook: str,
    freeze: str,
    members: Path,
    units: Path,
    affiliations: Path | None,
    published: str | None,
    contest: tuple[str, ...],
    out: Path,
    **csv: Any,
) -> None:
    """Freeze the roll of electors, and with --affiliations the roll of units, into a new folder."""
    from os import urandom

    from hustings.kernel.canonical import canonical_bytes
    from hustings.people.imports.findings import Findings
    from hustings.people.imports.members import stream_members
    from hustings.people.roll import freeze_roll
    from hustings.people.roll_files import private_lines
    from hustings.people.unit_roll import freeze_units

    options, told = options_of(**csv), list[str]()
    book, day = rulebook_of(rulebook), day_of(freeze, "--freeze")
    shown = None if published is None else day_of(published, "--published")
    refuse_existing(out)
    listed = units_in(units, options)
    files: dict[str, Iterable[bytes]] = {}
    if affiliations is not None:
        held = affiliations_in(affiliations, options, listed)
        unit_roll = freeze_units(listed, held, book.rules, day, published=shown)
        files[UNIT_ROLL] = (canonical_bytes(unit_roll.as_json()), b"\n")
        told.append(f"Units that count: {len(unit_roll.counting)} of {len(unit_roll.standings)}.")
    with members.open("rb") as source:
        stream = stream_members(source, options, Findings(members.name), listed)
        digest = book.digest
        roll = freeze_roll(
            stream, listed, book.rules, day, urandom, rulebook_digest=digest, contests=contest
        )
    files[COMMITMENT] = (canonical_bytes(roll.commitment.as_json()), b"\n")
    files[PRIVATE_ROWS] = private_lines(roll)
    write_folder(out, files)
    _tell_label(book)
    for line in told:
        click.echo(line)
    _tell_roll(sum(len(tree) for tree in roll.trees), roll.left_out, roll.commitment.digest)
    click.echo(f"Publish {out / COMMITMENT}. Keep {out / PRIVATE_ROWS} secret.")


@command.command("row")
@click.argument("rows", type=A_FILE)
@click.argument("number")
@click.pass_context
def row(context: click.Context, rows: Path, number: str) -> None:
    """Print the proof that member NUMBER is on the roll whose private ROWS are given."""
    from hustings.kernel.refusals import Refused
    from hustings.people.roll_files import proof_json
    from hustings.people.row_proofs import row_proof

    proof = row_proof(private_roll(rows), number)
    if isinstance(proof, Refused):
        click.echo(proof.because, err=True)
        context.exit(1)
    click.echo(json.dumps(proof_json(proof), ensure_ascii=False, indent=2))


@command.command("sample")
@click.argument("rows", type=A_FILE)
@click.option("--seed", required=True, help="Words or dice drawn in public after publication.")
@click.option("--size", type=click.IntRange(1, 100_000), default=50, show_default=True)
def sample(rows: Path, seed: str, size: int) -> None:
    """Print the rows that a public SEED picks, each with its proof, for candidates' agents."""
    from hustings.people.roll_files import proof_json
    from hustings.people.row_proofs import audit_sample

    proofs = audit_sample(private_roll(rows), seed, size)
    content = [proof_json(proof) for proof in proofs]
    click.echo(json.dumps(content, ensure_ascii=False, indent=2))


@command.command("check-row")
@click.argument("commitment", type=A_FILE)
@click.argument("proof", type=A_FILE)
@click.option("--email", help="Check that this e-mail address was frozen.")
@click.option("--post", help="Check that this postal address was frozen.")
@click.pass_context
def check_row_(
    context: click.Context, commitment: Path, proof: Path, email: str | None, post: str | None
) -> None:
    """Check a row's PROOF against the published COMMITMENT. Status 0 where it holds, 1 where not."""
    from hustings.kernel.refusals import CheckFailed
    from hustings.people.roll_files import read_commitment, read_proof
    from hustings.people.row_proofs import check_contact, check_row

    public = read_commitment(commitment.name, commitment.read_bytes())
    shown = read_proof(proof.name, proof.read_bytes())
    try:
        check_row(public, shown)
        if email is not None or post is not None:
            check_contact(shown.row, email, post)
    except CheckFailed as failed:
        click.echo(str(failed), err=True)
        context.exit(1)
    click.echo(f"{shown.row.number} is on the roll of {shown.row.unit}, frozen on {public.freeze}.")


def _plan_json(plan: ImportPlan[Any]) -> dict[str, Any]:
    keys = [getattr(r, "number", None) or getattr(r, "id", None) or r.unit for r in plan.added]
    gone = [getattr(r, "number", None) or getattr(r, "id", None) or r.unit for r in plan.gone]
    changed = [
        {
            "key": change.key,
            "fields": [{"field": f.field, "old": f.old, "new": f.new} for f in change.fields],
        }
        for change in plan.changed
    ]
    return {
        "list": plan.what,
        "read": len(plan.records),
        "added": keys,
        "changed": changed,
        "gone": gone,
        "unchanged": plan.unchanged,
        "notices": list(plan.notices),
    }


def _tell_plan(plan: ImportPlan[Any]) -> None:
    click.echo(
        f"{plan.what}: {len(plan.records):,} read, {len(plan.added):,} added, "
        f"{len(plan.changed):,} changed, {len(plan.gone):,} gone, {plan.unchanged:,} unchanged."
    )
    for change in plan.changed[:SHOWN]:
        for field in change.fields:
            click.echo(f"  {change.key}: {field.field}: {field.old or '—'} → {field.new or '—'}")
    if len(plan.changed) > SHOWN:
        click.echo(f"  … and {len(plan.changed) - SHOWN:,} more changed; --json shows all.")
    for notice in plan.notices:
        click.echo(f"  Note: {notice}")


def _tell_label(book: Rulebook) -> None:
    if book.unofficial:
        click.echo(f"{book.title} ({book.id}). This is an unofficial reconstruction.")


def _tell_roll(electors: int, left_out: Mapping[str, int], digest: str) -> None:
    click.echo(f"Electors on the roll: {electors:,}.")
    for test, count in sorted(left_out.items()):
        click.echo(f"  Kept off by the test “{test}”: {count:,}.")
    click.echo(f"Commitment: {digest}")
