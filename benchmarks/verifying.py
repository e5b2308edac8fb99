"""Verify a bundle of 100,000 signed entries, replayed whole; prints README's row.

Run: ``python benchmarks/verifying.py [ENTRIES]``. The bundle is an organisation's whole record: some
1,700 seats, each from the letter to the declared candidate (57 entries, 1.4 signatures an entry),
written as a zip on disk and verified as ``hustings verify`` does it. Making it is not counted.
"""

import json
import resource
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from hustings.kernel.canonical import Json  # noqa: E402
from hustings.proceedings.opening import ProceedingOpened  # noqa: E402
from hustings.record.archive import write_zip  # noqa: E402
from hustings.record.bundle import Contents, make_bundle  # noqa: E402
from hustings.record.organisation import RulebookAdopted  # noqa: E402
from hustings.verifier.result import claim_of  # noqa: E402
from tests.record.making import LOG_VKEY, SLUG, WITNESSES, Writer, checkpoint  # noqa: E402
from tests.verifier.making import FOUNDED, enter, registered, whole_way  # noqa: E402

TRUST = f'[log]\nkey = "{LOG_VKEY}"\n'


def record(entries: int) -> tuple[Contents, int]:
    """So many seats that they have about so many entries."""
    walk = whole_way()
    writer = Writer(at=FOUNDED).found("ada", "bea")
    writer.write("RulebookAdopted", RulebookAdopted.of(walk.rulebook).body(), "ada:governing-body")
    registered(writer, walk)
    claims: dict[str, Json] = {}
    seats = max(1, entries // len(walk.entries))
    for seat in range(seats):
        name = f"seat-{seat}"
        said = [
            (replace(one, proceeding=name, seat=name), at)
            if isinstance(one, ProceedingOpened)
            else (one, at)
            for one, at in walk.entries
        ]
        for one, at in said:
            enter(writer, one, at, name)
        state = replace(walk.state, proceeding=name, seat=name)
        claims[name] = claim_of(state, (one for one, _ in said))
        writer.at = FOUNDED
    log = writer.log
    contents = Contents(
        SLUG,
        list(claims),
        log,
        checkpoint(log, WITNESSES),
        writer.openings,
        {walk.rulebook.id: walk.rulebook.files},
        claims=claims,
    )
    return contents, len(log)


def main() -> None:
    """Make the bundle, verify it in a process of its own, and print time and memory."""
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with TemporaryDirectory() as folder:
        contents, entries = record(wanted)
        bundle, trust = Path(folder, "bundle.zip"), Path(folder, "trust.toml")
        write_zip(make_bundle(contents), bundle)
        trust.write_text(TRUST)
        del contents
        words = ["verify", str(bundle), "--trust", str(trust), "--json"]
        program = "from hustings.cli.main import main; main()"
        began = perf_counter()
        done = subprocess.run(
            [sys.executable, "-c", program, *words], stdout=subprocess.PIPE, check=False
        )
        took = perf_counter() - began
    report = json.loads(done.stdout)
    if done.returncode != 0:
        sys.exit(f"status {done.returncode}: {report['failed'][:3]}")
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print("| what | time | peak memory |\n|---|---:|---:|")
    print(f"| verify a bundle of {entries:,} entries | {took:.1f} s | {memory} MB |")


if __name__ == "__main__":
    main()
