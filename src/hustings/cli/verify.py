"""``hustings verify BUNDLE`` or ``ARCHIVE.bel``: every check repeated, offline, and one verdict with an exit status."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from hustings.verifier.verify import Report

UNREADABLE = 2


@click.command("verify")
@click.argument("bundle", type=click.Path(path_type=Path))
@click.option(
    "--trust",
    "trust_file",
    type=click.Path(path_type=Path),
    help="TOML file with the log's and witnesses' keys, got from elsewhere than the bundle.",
)
@click.option(
    "--earlier",
    type=click.Path(path_type=Path),
    help="For an archive: a copy kept from before, which has to be a beginning of this one.",
)
@click.option(
    "--factors",
    type=click.Path(path_type=Path),
    help="For an archive: the trustees' proofs over their factors, if they do not stand beside it.",
)
@click.option(
    "--dask",
    metavar="ADDRESS",
    help="Share the work over the Dask cluster whose scheduler is there, such as tcp://10.0.0.5:8786.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def command(
    bundle: Path,
    trust_file: Path | None,
    earlier: Path | None,
    factors: Path | None,
    dask: str | None,
    *,
    as_json: bool,
) -> int:
    """Repeat every check on BUNDLE: a folder or a zip, or the archive of a Belenios election (.bel).

    For an archive the status is 0 where it is accepted (with warnings too, and where it is not complete), 1 where
    a check failed, 2 where it cannot be read or has no Belenios header, or where those who share the work are lost.

    For a bundle the status is 0 where all holds and the trust file anchors it, 1 where a check failed, 2 where the
    bundle or the trust file cannot be read, and 3 where all holds and nothing outside vouches for it.
    """
    from hustings.cli import verify_archive
    from hustings.kernel.refusals import BadInput
    from hustings.kernel.sharing import WorkLost

    if verify_archive.is_archive(bundle):
        if trust_file is not None:
            raise click.UsageError("--trust is for bundles; an archive is compared with --earlier.")
        return verify_archive.run(bundle, earlier, factors, dask, as_json=as_json)
    if earlier is not None:
        raise click.UsageError(
            "--earlier is for archives (.bel); a bundle is compared with --trust."
        )
    if factors is not None:
        raise click.UsageError("--factors is for archives (.bel); a bundle carries the proofs.")
    try:
        report = _verify(bundle, trust_file, dask)
    except (BadInput, WorkLost) as bad:
        if as_json:
            _print_json(_unreadable(str(bad)))
        click.echo(str(bad), err=True)
        return UNREADABLE
    if as_json:
        _print_json(_json_of(report))
    else:
        click.echo(_text_of(report))
    return report.verdict.status


def _verify(bundle: Path, trust_file: Path | None, dask: str | None) -> "Report":
    import gc
    import secrets

    from hustings.cli.sharing import shared
    from hustings.kernel.refusals import BadInput, Problem
    from hustings.record.archive import read_bundle
    from hustings.verifier.trust import read_trust
    from hustings.verifier.verify import verify

    trust = None
    if trust_file is not None:
        try:
            data = trust_file.read_bytes()
        except OSError as problem:
            what = f"cannot be read: {problem.strerror}."
            raise BadInput(Problem(str(trust_file), None, "", what)) from None
        trust = read_trust(data, str(trust_file))
    gc.disable()  # everything read is kept to the end, and nothing here refers to itself
    try:
        with shared(dask) as spread:
            return verify(read_bundle(bundle), trust, spread, secrets.randbelow)
    finally:
        gc.enable()


def _print_json(report: dict[str, object]) -> None:
    import json

    click.echo(json.dumps(report, ensure_ascii=False, indent=2, sort_keys=True))


def _unreadable(what: str) -> dict[str, object]:
    return {
        "verdict": "unreadable",
        "state": None,
        "failed": [],
        "warnings": [what],
        "result": None,
    }


def _json_of(report: "Report") -> dict[str, object]:
    """One proceeding's state and result stand by themselves, those of several under their names."""
    found = report.proceedings
    one = next(iter(found.values())) if len(found) == 1 else None
    states = {name: outcome["state"] for name, outcome in found.items()}
    results = {name: outcome["result"] for name, outcome in found.items()}
    return {
        "verdict": report.verdict.value,
        "state": (states or None) if one is None else one["state"],
        "failed": [
            {"check": failure.check, "what": failure.what}
            | ({} if failure.entry is None else {"entry": failure.entry})
            for failure in report.failed
        ],
        "warnings": list(report.warnings),
        "result": (results or None) if one is None else one["result"],
    }


SENTENCES = {
    "verified": "Verified: every check holds, and the trust file anchors the record.",
    "failed": "Failed: {failed} do not hold.",
    "consistent": (
        "Consistent with itself, anchored to nobody: every check holds, but nothing outside the "
        "bundle vouches for it. Give a trust file from elsewhere with --trust."
    ),
}
TOO_OLD = (
    "Failed, most likely because your copy is too old: check 4.3 does not hold, as the trust file knows {behind} more "
    "of the log's entries. Fetch the bundle again and check that."
)
NOT_YET = (
    "Consistent, and not witnessed to its end yet: every check holds, and the witnesses have not cosigned the last "
    "{unwitnessed} of the log's entries. Ask for a newer bundle in a while."
)


def _text_of(report: "Report") -> str:
    from hustings.cli.seat_results import seat_lines
    from hustings.verifier.catalogue import CHECKS

    numbers = sorted({failure.check for failure in report.failed}, key=_in_order)
    failed = f"check{'s' if len(numbers) > 1 else ''} {', '.join(numbers)}"
    sentence = SENTENCES[report.verdict.value].format(failed=failed)
    if report.behind and numbers == ["4.3"]:
        sentence = TOO_OLD.format(behind=report.behind)
    if report.unwitnessed and not numbers:
        sentence = NOT_YET.format(unwitnessed=report.unwitnessed)
    if len(numbers) == 1:
        sentence = sentence.replace(" do not hold", " does not hold")
    lines = [sentence]
    for number in numbers:
        lines.append(f"\n{number}  {CHECKS[number]}")
        lines += [
            f"  {_place(failure.entry)}{failure.what}"
            for failure in report.failed
            if failure.check == number
        ]
    if report.warnings:
        lines.append("\nTo know:")
        lines += [f"  {warning}" for warning in report.warnings]
    for name, outcome in report.proceedings.items():
        lines += ["", *seat_lines(name, outcome)]
    return "\n".join(lines)


def _place(position: int | None) -> str:
    return "" if position is None else f"position {position} of the log: "


def _in_order(number: str) -> list[int]:
    return [int(part) for part in number.split(".")]
