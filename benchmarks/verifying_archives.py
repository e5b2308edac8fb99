"""Verify archives of secret ballots, side by side with Debian's belenios-tool where it knows the group.

Run: ``python benchmarks/verifying_archives.py [--large]``. Times are processor time of one core for ballots (an open
election: reading, hashing, every proof), and time by the clock for whole elections, start-up included, as
``hustings verify`` is run. Each is the best of some runs, because a machine is seldom quiet. Making is not counted.
``--large`` adds 100,000 ranked ballots with two shuffles, which take some minutes to make.
"""

import gc
import os
import resource
import secrets
import shutil
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from hustings.ballots.secret.archive import EventType  # noqa: E402
from hustings.ballots.secret.fast.edwards import FastEdwards  # noqa: E402
from hustings.ballots.secret.groups.edwards import ed25519  # noqa: E402
from hustings.ballots.secret.groups.group import Element, Product  # noqa: E402
from hustings.verifier.belenios.engines import engine_for, plainly  # noqa: E402
from hustings.verifier.belenios.verify import MakeEngine, verify_archive  # noqa: E402
from tests.verifier.belenios.forging import Forge  # noqa: E402
from tests.verifier.belenios.making import UUID, Maker, ranking, yes_no  # noqa: E402

COINS = Random(20261128)
ED, RFC = "Ed25519", "RFC-3526-2048"


def powers(products: Sequence[Product]) -> list[Element]:
    """The compiled lane makes the large elections: its coins are no secret here."""
    engine = FastEdwards([ed25519().g], secrets.randbelow)
    parts = range(0, len(products), 4000)
    return [one for at in parts for one in engine.elements(products[at : at + 4000])]


def votes(count: int) -> list[tuple[int, int]]:
    """Yes or no, by chance."""
    return [COINS.choice([(1, 0), (0, 1)]) for _ in range(count)]


def rankings(count: int, of: int = 5) -> list[list[int]]:
    """Whole rankings, by chance."""
    return [COINS.sample(range(1, of + 1), of) for _ in range(count)]


def opened(archive: bytes) -> bytes:
    """The election while the poll is open: setup and ballots."""
    forge = Forge.of(archive)
    ballots = forge.places(EventType.BALLOT)
    del forge.events[ballots[-1] + 1 :]
    return forge.archive()


def on_one_core(archive: bytes, ballots: int, make: MakeEngine, runs: int = 5) -> float:
    """Milliseconds of processor time for a ballot, in this process; the best of some runs."""
    best = float("inf")
    for _ in range(runs):
        began = process_time()
        report = verify_archive(archive, make, map, secrets.randbelow)
        best = min(best, process_time() - began)
        check(report.verdict == "accept", str(report))
    return best / ballots * 1000


def as_people_run_it(archive: Path, runs: int = 3) -> tuple[float, int]:
    """Seconds by the clock of ``hustings verify``, and the largest process in MB."""
    program = "from hustings.cli.main import main; main()"
    words = [sys.executable, "-c", program, "verify", str(archive), "--json"]
    best, memory = float("inf"), 0
    for _ in range(runs):
        began = perf_counter()
        child = subprocess.Popen(words, stdout=subprocess.DEVNULL)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        best = min(best, perf_counter() - began)
        memory = max(memory, used.ru_maxrss // 1024)
        check(child.returncode == 0, f"{archive.name} was not accepted")
    return best, memory


def by_the_tool(archive: bytes, folder: Path) -> float:
    """Seconds of processor time of ``belenios-tool election verify``."""
    place = folder / "tool"
    place.mkdir(exist_ok=True)
    (place / f"{UUID}.bel").write_bytes(archive)
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    done = subprocess.run(
        ["belenios-tool", "election", "verify"], cwd=place, capture_output=True, check=False
    )
    check(done.returncode == 0, done.stderr.decode()[:400])
    shutil.rmtree(place)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


def check(holds: object, what: str) -> None:
    """A benchmark of something that does not hold is none."""
    if not holds:
        sys.exit(f"the benchmark found something wrong: {what}")


def row(*cells: object) -> None:
    """One line of a table, at once."""
    print("| " + " | ".join(map(str, cells)) + " |", flush=True)


def of_ballots(folder: Path) -> None:
    """Milliseconds a ballot and core, with the bound, by the library alone, and the tool's."""
    row(
        "a ballot on one core",
        "bound",
        "measured",
        "libraries alone",
        "belenios-tool 2.0",
        "tool / ours",
    )
    row("---", "---:", "---:", "---:", "---:", "---:")
    made: list[tuple[str, Maker, float, int]] = [
        ("yes or no, Ed25519", yes_no(ED, votes(1000)), 0.8, 1000),
        ("ranked, Ed25519", ranking(ED, rankings(3000), 0, powers), 0.25, 3000),
        ("yes or no, RFC 3526", yes_no(RFC, votes(60)), 40, 60),
        ("ranked, RFC 3526", ranking(RFC, rankings(150), 0), 2.5, 150),
    ]
    for name, maker, bound, ballots in made:
        archive = opened(maker.archive())
        ours = on_one_core(archive, ballots, engine_for)
        plain = on_one_core(archive, ballots, plainly, 1)
        tool, ratio = "not this group", ""
        if maker.group.name == RFC and shutil.which("belenios-tool"):
            seconds = by_the_tool(archive, folder) / ballots * 1000
            tool, ratio = f"{seconds:.1f} ms", f"{seconds / ours:.1f}"
        row(name, f"{bound} ms", f"{ours:.3f} ms", f"{plain:.3f} ms", tool, ratio)


def of_elections(folder: Path, *, large: bool) -> None:
    """Seconds by the clock for whole elections, start-up and all cores included."""
    print()
    row("a whole election, by the clock", "bound", "measured", "peak memory of a process")
    row("---", "---:", "---:", "---:")
    wanted: list[tuple[str, float, Maker | None]] = [
        ("100 yes or no, Ed25519", 1, yes_no(ED, votes(100))),
        ("100 ranked with one shuffle, Ed25519", 1, ranking(ED, rankings(100), 1, powers)),
        ("5,000 ranked with one shuffle, Ed25519", 4, ranking(ED, rankings(5000), 1, powers)),
    ]
    for name, bound, maker in wanted:
        if maker is not None:
            place = folder / "election.bel"
            place.write_bytes(maker.archive())
            seconds, memory = as_people_run_it(place)
            row(name, f"{bound} s", f"{seconds:.2f} s", f"{memory} MB")
    if large:
        place = folder / "large.bel"
        make_large(place)
        seconds, memory = as_people_run_it(place, 1)
        row(
            "100,000 ranked with two shuffles, Ed25519", "120 s", f"{seconds:.1f} s", f"{memory} MB"
        )


def make_large(place: Path) -> None:
    """In a process of its own, so that its memory is not counted."""
    program = (
        "from pathlib import Path; from benchmarks.verifying_archives import *;"
        f"Path({str(place)!r}).write_bytes(ranking(ED, rankings(100_000), 2, powers).archive())"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=ROOT)


def main() -> None:
    """Both tables."""
    parser = ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--large", action="store_true", help="100,000 ranked ballots as well")
    large = parser.parse_args().large
    gc.disable()
    with TemporaryDirectory() as folder:
        of_ballots(Path(folder))
        of_elections(Path(folder), large=large)
    print(f"\n{os.cpu_count()} cores, {len(os.sched_getaffinity(0))} of them ours.")


if __name__ == "__main__":
    main()
