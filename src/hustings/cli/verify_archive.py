"""``hustings verify ARCHIVE.bel``: anybody's Belenios election, from its archive alone."""

import gc
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hustings.cli.factors import read_beside

if TYPE_CHECKING:
    from hustings.verifier.belenios.verify import ArchiveReport

UNREADABLE = 2
BEGINNING = b"BELENIOS\0"


def is_archive(path: Path) -> bool:
    """Whether a file says of itself, by its first bytes or its name, that it is a Belenios archive."""
    if not path.is_file():
        return path.suffix == ".bel" and not path.is_dir()
    try:
        with path.open("rb") as file:
            begins = file.read(len(BEGINNING)) == BEGINNING
    except OSError:
        return path.suffix == ".bel"
    return begins or path.suffix == ".bel"


def run(
    path: Path, earlier: Path | None, factors: Path | None, dask: str | None, *, as_json: bool
) -> int:
    """Verify, print, and give the exit status: 0 accepted, 1 rejected, 2 no archive that could be read.

    ``factors`` are the trustees' proofs, which stand beside the archive unless said otherwise.
    """
    from hustings.ballots.secret.archive import NotAnArchive
    from hustings.kernel.sharing import WorkLost

    try:
        data = path.read_bytes()
        old = None if earlier is None else earlier.read_bytes()
        proofs = read_beside(path) if factors is None else factors.read_bytes()
        report = _verify(data, old, proofs, dask)
    except OSError as problem:
        return _unreadable(
            f"{problem.filename}: cannot be read: {problem.strerror}.", as_json=as_json
        )
    except NotAnArchive as problem:
        return _unreadable(f"{path}: {problem}.", as_json=as_json)
    except WorkLost as lost:
        return _unreadable(f"{path} was not checked to the end: {lost}.", as_json=as_json)
    if as_json:
        _print_json(_json_of(report))
    else:
        click.echo(_text_of(report))
    return report.verdict.status


def _verify(
    data: bytes, earlier: bytes | None, proofs: bytes | None, dask: str | None
) -> "ArchiveReport":
    import secrets

    from hustings.ballots.secret.fast.disagreement import Disagreement
    from hustings.cli.sharing import shared
    from hustings.verifier.belenios.engines import engine_for, plainly
    from hustings.verifier.belenios.verify import verify_archive

    gc.disable()  # everything read is kept to the end, and nothing here refers to itself
    try:
        with shared(dask) as spread:
            try:
                return verify_archive(data, engine_for, spread, secrets.randbelow, earlier, proofs)
            except Disagreement as problem:
                said = f"The compiled lane is left: it disagrees with the library on {problem}."
                click.echo(said, err=True)
                return verify_archive(data, plainly, spread, secrets.randbelow, earlier, proofs)
    finally:
        gc.enable()


def _unreadable(what: str, *, as_json: bool) -> int:
    if as_json:
        _print_json(
            {
                "verdict": "unreadable",
                "state": None,
                "failed": [],
                "warnings": [what],
                "last_event": None,
                "result": None,
            }
        )
    click.echo(what, err=True)
    return UNREADABLE


def _print_json(report: dict[str, object]) -> None:
    import json

    click.echo(json.dumps(report, ensure_ascii=False, indent=2, sort_keys=True))


def _json_of(report: "ArchiveReport") -> dict[str, object]:
    return {
        "verdict": report.verdict.value,
        "state": report.state.value,
        "failed": [
            {"check": failure.check, "what": failure.what}
            | ({} if failure.entry is None else {"event": failure.entry})
            for failure in report.failed
        ],
        "warnings": list(report.warnings),
        "last_event": report.last_event,
        "result": report.result,
    }


SENTENCES = {
    "accept": "Accepted: every check holds.",
    "accept-with-warning": "Accepted, with a warning: every check holds, and a ballot is spelled as ours never are.",
    "warn": "Accepted as far as it goes: every check holds, and the archive is cut off.",
    "reject": "Rejected: check {number} does not hold.",
}


def _text_of(report: "ArchiveReport") -> str:
    from hustings.verifier.belenios.catalogue import ARCHIVE_CHECKS

    number = report.failed[0].check if report.failed else ""
    lines = [SENTENCES[report.verdict.value].format(number=number)]
    for failure in report.failed:
        place = "" if failure.entry is None else f"event {failure.entry}: "
        lines += [f"\n{failure.check}  {ARCHIVE_CHECKS[failure.check]}", f"  {place}{failure.what}"]
    if report.warnings:
        lines.append("\nTo know:")
        lines += [f"  {warning}" for warning in report.warnings]
    if not report.failed:
        lines.append(f"\nballots: {report.ballots}\nstate: {report.state.value}")
        lines.append(f"last event: {report.last_event}")
        lines += _result_lines(report.result)
    return "\n".join(lines)


MOST_RANKINGS = 20


def _result_lines(result: object) -> list[str]:
    """Totals by question; of many rankings the first, for all of them stand in the archive."""
    if not isinstance(result, list):
        return []
    lines: list[str] = []
    for number, rows in enumerate(result, start=1):
        shown = rows[:MOST_RANKINGS]
        rest = f" and {len(rows) - len(shown)} more" if len(rows) > len(shown) else ""
        lines.append(f"question {number}: {', '.join(map(str, shown))}{rest}")
    return lines
