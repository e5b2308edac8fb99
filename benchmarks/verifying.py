"""Verify a bundle of 100,000 signed entries, replayed whole; prints README's row.

Run: ``python benchmarks/verifying.py [ENTRIES]``. The bundle is an organisation's whole record: some
1,800 proceedings, each from the letter to the declared candidate (56 entries, 1.4 signatures an entry),
written as a zip on disk and verified as ``hustings verify`` does it. Making it is not counted.
"""

import json
import resource
import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from hustings.kernel.canonical import Json  # noqa: E402
from hustings.record.archive import write_zip  # noqa: E402
from hustings.record.bundle import Contents, make_bundle  # noqa: E402
from hustings.record.organisation import RulebookAdopted  # noqa: E402
from hustings.verifier.result import claim_of  # noqa: E402
from tests.record.making import LOG_VKEY, SLUG, WITNESSES, Writer, checkpoint  # noqa: E402
from tests.verifier.making import FOUNDED, enter, registered, whole_way  # noqa: E402

TRUST = f'[log]\nkey = "{LOG_VKEY}"\n'


def record(entries: int) -> Contents:
    """So many seats that they have about so many entries, each decided by itself as the site would."""
    first = whole_way("seat-0")
    writer = Writer(at=FOUNDED).found("ada", "bea")
    writer.write("RulebookAdopted", RulebookAdopted.of(first.rulebook).body(), "ada:governing-body")
    registered(writer, first)
    claims: dict[str, Json] = {}
    for seat in range(max(1, entries // len(first.entries))):
        name = f"seat-{seat}"
        walk = whole_way(name) if seat else first
        for said, at in walk.entries:
            enter(writer, said, at, name)
        claims[name] = claim_of(walk.state, (said for said, _ in walk.entries))
        writer.at = FOUNDED
    log = writer.log
    return Contents(
        SLUG,
        list(claims),
        log,
        checkpoint(log, WITNESSES),
        writer.openings,
        {first.rulebook.id: first.rulebook.files},
        claims=claims,
    )


def main() -> None:
    """Make the bundle, verify it in a process of its own, and print time and memory."""
    parser = ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("entries", type=int, nargs="?", default=100_000, help="about so many")
    wanted = parser.parse_args().entries
    with TemporaryDirectory() as folder:
        contents = record(wanted)
        entries = len(contents.log)
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
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print("| what | time by the clock | processor time | peak memory |\n|---|---:|---:|---:|")
    print(
        f"| verify a bundle of {entries:,} entries | {took:.1f} s | "
        f"{used.ru_utime + used.ru_stime:.1f} s | {used.ru_maxrss // 1024} MB |"
    )


if __name__ == "__main__":
    main()
