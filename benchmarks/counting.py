"""Count made-up elections of up to ten million papers, and real ones; prints the README's rows.

Run: ``python benchmarks/counting.py [--rivals PYTHON] [--large] [--data FOLDER]``. Every measurement runs in a
process of its own: seconds from the start of the interpreter to the finished counts, seconds of the processor, and
the most memory the process ever held. The best of three runs counts. With ``--rivals`` (the interpreter of the
environment made by ``make rivals``) pyrankvote, VoteKit and pref_voting count the same files; building their objects
and counting is one figure, reading the file with Python's csv module another. ``--large`` adds ten million papers.
"""

import json
import resource
import subprocess
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import numpy as np

RUNS = 3
PATIENCE = 120
"""Seconds after which a rival is given up."""
HERE = Path(__file__).parent
SHARED = HERE.parents[1] / "shared" / "data" / "counting" / "public"
BLOCS = 5
LIBRARIES = ("pyrankvote", "votekit", "pref_voting")


def make(path: Path, papers: int, candidates: int) -> None:
    """Papers of five blocs of voters who rank by chance around their bloc's order, four names on average."""
    chance = np.random.default_rng(7)
    weights = np.log(np.exp(chance.normal(0, 1.2, (BLOCS, candidates))))
    names = [f"Candidate {c:02d}" for c in range(candidates)]
    with path.open("w", encoding="utf-8") as file:
        file.write(",".join(f"Rank {rank + 1}" for rank in range(candidates)) + "\n")
        for start in range(0, papers, 100_000):
            number = min(100_000, papers - start)
            bloc = chance.integers(0, BLOCS, number)
            order = np.argsort(-(weights[bloc] + chance.gumbel(size=(number, candidates))), axis=1)
            length = np.minimum(chance.geometric(0.24, number), candidates)
            blank = ("," * (candidates - 1),)
            lines = [
                ",".join([names[c] for c in row[:used]]) + blank[0][used - 1 :]
                for row, used in zip(order.tolist(), length.tolist(), strict=True)
            ]
            file.write("\n".join(lines) + "\n")


def make_senate(path: Path, papers: int) -> None:
    """A State's papers as the Commission publishes them: 14 groups of three, two others; one in ten below the line."""
    chance = np.random.default_rng(11)
    groups = [chr(65 + place) for place in range(14)]
    letters = [letter for letter in groups for _ in range(3)] + ["UG", "UG"]
    head = "State,Division,Vote Collection Point Name, Vote Collection Point ID, Batch No, Paper No"
    boxes = [f"{g}:Party {g}" for g in groups] + [
        f"{g}:NAME {n:02d}" for n, g in enumerate(letters)
    ]
    liking = chance.normal(0, 1.5, (BLOCS, len(boxes)))
    with path.open("w", encoding="utf-8") as file:
        file.write(",".join([head, *boxes]) + "\n")
        for paper in range(papers):
            bloc = liking[paper % BLOCS]
            below = paper % 10 == 0
            part = slice(14, 58) if below else slice(0, 14)
            order = np.argsort(-(bloc[part] + chance.gumbel(size=part.stop - part.start)))
            cells = [""] * len(boxes)
            for number, box in enumerate(order[: 12 if below else 6].tolist(), start=1):
                cells[part.start + box] = str(number)
            file.write("ST,Somewhere,Hall,1,1,1," + ",".join(cells).rstrip(",") + "\n")


def count_made_senate(path: str) -> dict[str, Any]:
    """The file of :func:`make_senate`, read and counted for six places."""
    from hustings.counting.count import count
    from hustings.counting.formats.aec import read_aec
    from hustings.counting.formats.csv_papers import in_pieces
    from hustings.counting.lots import Lot, LotRequired

    start = perf_counter()
    with Path(path).open("rb", buffering=0) as file:
        papers = read_aec(in_pieces(file.read), path, seats=6)
    read = perf_counter() - start
    start = perf_counter()
    lots: list[Lot] = []
    while isinstance(result := count(papers, "senate-2016", lots=lots), LotRequired):
        lots.append(Lot(result.situation, tuple(sorted(result.between))))
    told = {"papers": papers.valid, "distinct": len(papers.ranks), "read": read}
    return told | {"count": perf_counter() - start, "counts": len(result.rounds)}  # type: ignore[union-attr]


def count_csv(path: str, laws: str, seats: str) -> dict[str, Any]:
    """Read the file and count it by each of the laws."""
    from hustings.counting.count import count
    from hustings.counting.formats.csv_papers import in_pieces, read_csv

    start = perf_counter()
    with Path(path).open("rb", buffering=0) as file:
        papers = read_csv(in_pieces(file.read), path)
    told: dict[str, Any] = {"read": perf_counter() - start}
    for law in laws.split(","):
        start = perf_counter()
        result = count(papers, law, seats=1 if law == "alternative-vote" else int(seats))
        told[law] = perf_counter() - start
        told[f"{law} elected"] = sorted(result.candidates[c] for c in result.elected)  # type: ignore[union-attr]
    return told


def count_wards(folder: str) -> dict[str, Any]:
    """Every Scottish ward of the shared data, read and counted."""
    from hustings.counting.count import count
    from hustings.counting.formats.blt import read_blt

    files = sorted(Path(folder).glob("*.blt"))
    start = perf_counter()
    for file in files:
        count(read_blt(file.read_bytes(), file.name).as_papers(), "scottish-2007")
    return {"wards": len(files), "seconds": perf_counter() - start}


def count_senate(folder: str) -> dict[str, Any]:
    """One State of the shared data: the Commission's file read, and counted."""
    import gzip

    from hustings.counting.count import count
    from hustings.counting.formats.aec import SenatePaper, read_aec
    from hustings.counting.formats.csv_papers import in_pieces

    told = json.loads((Path(folder) / "expected.json").read_text("utf-8"))
    names = tuple(candidate["name"] for candidate in told["candidates"])
    paper = SenatePaper(names, tuple(tuple(members) for members in told["groups"].values()))
    start = perf_counter()
    with gzip.open(Path(folder) / told["ballots_file"]) as file:
        papers = read_aec(in_pieces(file.read), folder, seats=told["seats"], paper=paper)
    read = perf_counter() - start
    start = perf_counter()
    count(papers, "senate-2016")
    return {"papers": papers.valid, "read": read, "count": perf_counter() - start}


def only_read(path: str) -> dict[str, Any]:
    """The bytes of the file and nothing else."""
    start = perf_counter()
    with Path(path).open("rb", buffering=0) as file:
        while file.read(1 << 20):
            pass
    return {"read": perf_counter() - start}


def most_memory() -> int:
    """The most memory this process has held, in megabytes; what its parent held does not count."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().split("VmHWM:")[1].split()[0]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


MEASURED = {
    "csv": count_csv,
    "wards": count_wards,
    "senate": count_senate,
    "made-senate": count_made_senate,
    "bytes": only_read,
}


def run(*arguments: str, program: str = sys.executable, file: str = __file__) -> dict[str, Any]:
    """The best of some runs, each in a process of its own."""
    best: dict[str, Any] = {}
    for _ in range(RUNS if file == __file__ else 1):
        start = perf_counter()
        try:
            done = subprocess.run(
                [program, file, *arguments],
                check=True, capture_output=True, text=True,
                timeout=PATIENCE,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return {"given up": PATIENCE}
        told = json.loads(done.stdout.splitlines()[-1])
        told["whole"] = perf_counter() - start
        best = told if not best or told["whole"] < best["whole"] else best
    return best


def ours(path: Path, papers: int, laws: str, seats: int) -> dict[str, Any]:
    """Our rows for one file."""
    told = run("--one", "csv", str(path), laws, str(seats))
    counts = ", ".join(f"{law} {told[law]:.2f}" for law in laws.split(","))
    raw = run("--one", "bytes", str(path))["read"]
    print(
        f"| {papers:,} papers x 20, {laws.replace(',', ', ')} | {told['whole']:.2f} s "
        f"(processor {told['processor']:.2f}) | {told['megabytes']} MB | "
        f"the bytes alone {raw:.2f}, reading {told['read']:.2f}, {counts} |",
        flush=True,
    )
    return told


def rivals(python: str, path: Path, papers: int, told: dict[str, Any], seats: int) -> None:
    """The rivals' rows for the same file, with what they elect beside what we do."""
    for method, law in (("av", "alternative-vote"), ("stv", "scottish-2007")):
        command = _command(path, law, 1 if method == "av" else seats)
        for library in LIBRARIES:
            found = run(
                library, method, str(path), str(seats),
                program=python, file=str(HERE / "rivals.py"),
            )  # fmt: skip
            if "given up" in found:
                print(
                    f"| {library} {method}, {papers:,} papers | over {PATIENCE} s | | |", flush=True
                )
                continue
            same = (
                "the same elected"
                if found["elected"] == told[f"{law} elected"]
                else "others elected"
            )
            times = found["seconds"] / told[law]
            both = (found["seconds"] + found["read"]) / (told[law] + told["read"])
            print(
                f"| {library} {method}, {papers:,} papers | {found['seconds']:.2f} s | "
                f"{found['megabytes']} MB | {times:.0f} times our count; with reading "
                f"the file ({found['read']:.2f} s by csv and Counter) {both:.1f} times ours; from start to end "
                f"{found['processor']:.2f} s of the processor, {found['processor'] / command:.1f} times "
                f"our whole command ({command:.2f}); {same} |",
                flush=True,
            )


def _command(path: Path, law: str, seats: int) -> float:
    """Seconds of the processor for the whole command of ours, JSON written."""
    command = [str(Path(sys.executable).with_name("hustings")), "count", str(path), "--json"]
    command += ["--law", law, "--seats", str(seats)]
    best: list[float] = []
    for _ in range(RUNS):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        best.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(best)


def table(given: Namespace) -> None:
    """Print the table."""
    print("| what | time | memory | of which |\n|---|---|---|---|")
    sizes = (100_000, 1_000_000, 10_000_000) if given.large else (100_000, 1_000_000)
    with tempfile.TemporaryDirectory() as folder:
        for papers in sizes:
            path = Path(folder, f"{papers}.csv")
            make(path, papers, 20)
            told = ours(path, papers, "alternative-vote,scottish-2007,ers97", 3)
            if papers == 1_000_000:
                ours(path, papers, "meek-2006", 3)
            if given.rivals and papers <= 1_000_000:
                rivals(given.rivals, path, papers, told, 3)
            path.unlink()
        _made_senate(Path(folder, "senate.csv"))
    _real(Path(given.data))


def _made_senate(path: Path) -> None:
    make_senate(path, 350_000)
    told = run("--one", "made-senate", str(path))
    print(
        f"| Senate, made up, {told['papers']:,} papers x 44, {told['distinct']:,} distinct, {told['counts']} counts | "
        f"{told['count']:.2f} s | {told['megabytes']} MB | reading the Commission's file {told['read']:.2f} |",
        flush=True,
    )


def _real(data: Path) -> None:
    if not data.is_dir():
        return
    told = run("--one", "wards", str(data / "scottish-stv"))
    print(
        f"| {told['wards']} Scottish wards, files to counts | {told['seconds']:.2f} s | {told['megabytes']} MB | |"
    )
    for state in sorted((data / "au-senate").iterdir()):
        told = run("--one", "senate", str(state))
        print(
            f"| Senate, {state.name}, {told['papers']:,} papers | {told['count']:.2f} s | "
            f"{told['megabytes']} MB | reading the Commission's file {told['read']:.2f} |"
        )
    small = data / "ers97" / "ers-set-01.blt"
    best = min(_started(small) for _ in range(RUNS))
    print(f"| hustings count, a file of 380 papers, from start to end | {best:.2f} s | | |")


def _started(path: Path) -> float:
    start = perf_counter()
    command = [
        str(Path(sys.executable).with_name("hustings")),
        "count",
        str(path),
        "--law",
        "ers97",
    ]
    subprocess.run(command, check=True, capture_output=True)
    return perf_counter() - start


def main() -> None:
    """The table, or one measurement in this process."""
    if sys.argv[1:2] == ["--one"]:
        told = MEASURED[sys.argv[2]](*sys.argv[3:])
        told["processor"] = process_time()
        told["megabytes"] = most_memory()
        print(json.dumps(told))
        return
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--rivals", default="", help="the interpreter that has the rivals")
    parser.add_argument("--large", action="store_true", help="ten million papers as well")
    parser.add_argument("--data", default=str(SHARED), help="elections with published results")
    table(parser.parse_args())


if __name__ == "__main__":
    main()
