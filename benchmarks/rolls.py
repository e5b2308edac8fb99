"""Import, freeze and commit rolls of fictional members; prints a row of the README's table for each size.

Run: ``python benchmarks/rolls.py [SIZE ...]`` (100000 and 1000000 where no size is given). The list is
written to a temporary file first; each size runs in a process of its own, so that the peak of
memory is its own, and the salts are real coins of the operating system.
"""

import os
import resource
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from time import perf_counter

FREEZE = date(2026, 11, 9)
BRANCHES = 650


def write_list(path: Path, size: int) -> None:
    """Write a list of so many fictional members."""
    from hustings.people.exports import member_lines
    from hustings.people.fictional import fictional_branches, fictional_members

    units = fictional_branches(BRANCHES)
    with path.open("w", encoding="utf-8", newline="") as out:
        out.writelines(member_lines(fictional_members("rolls", size, units, FREEZE)))


def freeze_list(path: Path) -> tuple[float, float, int]:
    """Import, freeze and commit; write the private rows; seconds for both halves and the electors."""
    from hustings.people.fictional import fictional_branches
    from hustings.people.imports.findings import Findings
    from hustings.people.imports.members import stream_members
    from hustings.people.imports.table import CsvOptions
    from hustings.people.roll import freeze_roll
    from hustings.people.roll_files import private_lines
    from hustings.rulebooks.loader import load

    book = load("model-association")
    units = fictional_branches(BRANCHES)
    began = perf_counter()
    with path.open("rb") as source:
        members = stream_members(source, CsvOptions(), Findings(path.name), units)
        roll = freeze_roll(
            members, units, book.rules, FREEZE, os.urandom, rulebook_digest=book.digest
        )
    frozen = perf_counter()
    with path.with_suffix(".rows").open("wb") as out:
        out.writelines(private_lines(roll))
    return frozen - began, perf_counter() - frozen, roll.commitment.electors or 0


def measure(size: int) -> None:
    """Measure one size in this process, from a list written by another."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "members.csv"
        subprocess.run([sys.executable, __file__, "--write", str(size), str(path)], check=True)
        frozen, written, electors = freeze_list(path)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"| {size:,} | {electors:,} | {frozen:.1f} s | {written:.1f} s | {peak:,} MB |", flush=True
    )


def main(arguments: list[str]) -> None:
    """Print the table, one process for each size."""
    match arguments:
        case ["--write", size, path]:
            write_list(Path(path), int(size))
        case ["--size", size]:
            measure(int(size))
        case _:
            table(arguments)


def table(arguments: list[str]) -> None:
    """The table of all sizes that are asked for."""
    parser = ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("sizes", type=int, nargs="*", metavar="SIZE", help="so many members")
    sizes = parser.parse_args(arguments).sizes or [100_000, 1_000_000]
    print("| members | electors | import, freeze, commit | write private rows | peak memory |")
    print("|---:|---:|---:|---:|---:|", flush=True)
    for size in sizes:
        subprocess.run([sys.executable, __file__, "--size", str(size)], check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
