"""All benchmarks in one run: ``python -m benchmarks`` prints the tables, ``--keep`` files them in docs/measurements.

Each runs in a process of its own, one after the other, so that none disturbs another.
"""

import platform
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from datetime import UTC, datetime
from os import cpu_count
from pathlib import Path

FOLDER = Path(__file__).parent
MEASUREMENTS = FOLDER.parent / "docs" / "measurements"
ALL = (
    "deciding",
    "rolls",
    "verifying",
    "counting",
    "verifying_archives",
    "casting",
    "boxes",
    "looking",
)


def run(name: str) -> str:
    """The table that one benchmark prints."""
    done = subprocess.run(
        [sys.executable, str(FOLDER / f"{name}.py")], check=True, capture_output=True, text=True
    )
    return done.stdout.rstrip()


def parser() -> ArgumentParser:
    """What the command takes."""
    words = ArgumentParser(prog="python -m benchmarks", description=(__doc__ or "").split(".")[0])
    words.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(ALL)}; all if none")
    words.add_argument("--keep", action="store_true", help="file the tables in docs/measurements")
    return words


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the named benchmarks, or all of them."""
    words = parser()
    given = words.parse_args(arguments)
    unknown = sorted({*given.names} - {*ALL})
    if unknown:
        words.error(f"no benchmark is called {', '.join(unknown)}; there are {', '.join(ALL)}")
    names = given.names or list(ALL)
    today = datetime.now(UTC).date()
    where = f"Python {platform.python_version()}, {cpu_count()} cores, {today.isoformat()}"
    sections: list[str] = []
    for name in names:
        table = run(name)
        print(f"## {name} ({where})\n\n{table}\n", flush=True)
        sections.append(f"## {name}\n\n{table}\n")
    if given.keep:
        MEASUREMENTS.mkdir(parents=True, exist_ok=True)
        text = f"# Measured on {today.isoformat()}\n\n{where}. One run of `make bench`.\n\n"
        (MEASUREMENTS / f"{today.isoformat()}.md").write_text(
            text + "\n".join(sections), encoding="utf-8"
        )


if __name__ == "__main__":
    main()
