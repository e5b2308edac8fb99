"""``make rivals``: every agreement and every difference with independent counters, as docs/measurements/rivals.md."""

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from hustings.counting.count import count
from hustings.counting.formats.blt import read_blt
from hustings.counting.lots import LotRequired
from hustings.counting.numbered import from_rows
from hustings.counting.papers import from_rankings
from hustings.counting.transcript import Transcript

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / ".venv-rivals" / "bin" / "python"
DATA = ROOT.parent / "shared" / "data" / "counting" / "public"
REPORT = ROOT / "docs" / "measurements" / "rivals.md"

SAME: dict[tuple[str, tuple[tuple[str, str], ...]], tuple[str, ...]] = {
    ("alternative-vote", ()): (
        "pyrankvote instant_runoff_voting", "pref_voting instant_runoff", "votekit IRV",
    ),
    ("scottish-2007", ()): ("pref_voting stv_scottish",),
    ("meek-2006", ()): ("pref_voting stv_meek",),
    ("warren", ()): ("pref_voting stv_warren",),
    ("condorcet-schulze", (("strength", "margins"),)): ("pref_voting beat_path",),
    ("condorcet-schulze", (("strength", "winning-votes"),)): ("votelib Schulze",),
    ("majority-judgment", ()): ("pref_voting majority_judgement",),
    ("approval", ()): ("votelib approval",),
}  # fmt: skip
"""Which rivals count which law in which reading."""

ONE_PLACE = ("alternative-vote", "condorcet-schulze", "majority-judgment")
OF_SMALL_FILES = ("meek-2006", "warren")
"""Laws that the rivals take minutes for on a ward of ten thousand papers."""


@dataclass(frozen=True, slots=True)
class Election:
    """Papers by a name that the report gives them."""

    file: str
    candidates: int
    seats: int
    papers: list[tuple[int, list[int]]]


def drawn(number: int, seed: str) -> Iterator[Election]:
    """Elections drawn with a fixed seed: 3 to 6 candidates, 1 to 3 places, 11 to 400 papers cut short."""
    random = Random(seed)
    for _ in range(number):
        candidates = random.randint(3, 6)
        gathered: Counter[tuple[int, ...]] = Counter()
        for _ in range(random.randint(4, 25)):
            length = random.randint(1, candidates)
            gathered[tuple(random.sample(range(candidates), length))] += random.randint(1, 16)
        seats = random.randint(1, min(3, candidates - 1))
        papers = [(copies, list(ranking)) for ranking, copies in sorted(gathered.items())]
        yield Election("drawn", candidates, seats, papers)


def filed(folder: str, every: int) -> Iterator[Election]:
    """Every so-manieth file of a folder of the published data."""
    for path in sorted((DATA / folder).glob("*.blt"))[::every]:
        papers = read_blt(path.read_bytes(), path.name).as_papers()
        pairs = zip(papers.multiplicities, papers.rankings, strict=True)
        yield Election(
            f"{folder}/{path.stem}",
            len(papers.candidates),
            papers.seats,
            [(copies, list(ranking)) for copies, ranking in pairs],
        )


def ours(election: Election, law: str, readings: dict[str, str]) -> Transcript | None:
    """Our count, or nothing where a lot would have to be drawn: there no counter can be compared."""
    names = tuple(str(c) for c in range(election.candidates))
    seats = 1 if law in ONE_PLACE else election.seats
    rows = {tuple(ranking): copies for copies, ranking in election.papers}
    if law == "majority-judgment":
        papers: Any = from_rows(names, _graded(election), grades=tuple("abcd"))
    else:
        papers = from_rankings(names, rows, seats=seats)
    result = count(papers, law, readings=readings)
    if isinstance(result, LotRequired):
        return None
    assert isinstance(result, Transcript), result
    return result


def _graded(election: Election) -> dict[tuple[int, ...], int]:
    rows: Counter[tuple[int, ...]] = Counter()
    for copies, ranking in election.papers:
        places = {c: min(at, 3) + 1 for at, c in enumerate(ranking)}
        rows[tuple(places.get(c, 4) for c in range(election.candidates))] += copies
    return dict(rows)


@dataclass(slots=True)
class Line:
    """One law, rival and file of the report; ``among``: whether ours is among those that they name."""

    law: str
    rival: str
    file: str
    compared: int = 0
    agree: int = 0
    lots: int = 0
    differ: list[str] = field(default_factory=list[str])
    among: list[bool] = field(default_factory=list[bool])


def asked(election: Election, law: str, rivals: Iterable[str]) -> dict[str, Any]:
    """The election as the rivals' side reads it."""
    papers: list[Any] = [[copies, ranking] for copies, ranking in election.papers]
    if law == "majority-judgment":
        papers = [[copies, list(row)] for row, copies in _graded(election).items()]
    seats = 1 if law in ONE_PLACE else election.seats
    return {
        "law": law, "candidates": election.candidates, "seats": seats, "papers": papers,
        "grades": 4, "rivals": list(rivals),
    }  # fmt: skip


def compare(
    elections: list[Election], law: str, readings: dict[str, str], rivals: tuple[str, ...]
) -> list[Line]:
    """Count on both sides, and set down who agrees."""
    counted = [(election, ours(election, law, readings)) for election in elections]
    settled = [(election, result) for election, result in counted if result is not None]
    run = subprocess.run(
        [PYTHON, Path(__file__).with_name("theirs.py")],
        input=json.dumps([asked(election, law, rivals) for election, _ in settled]),
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    lines: dict[tuple[str, str], Line] = {}
    shown = law if not readings else f"{law} ({', '.join(readings.values())})"
    for election, result in counted:
        for rival in rivals:
            line = lines.setdefault((rival, election.file), Line(shown, rival, election.file))
            line.lots += result is None
    for (election, result), answers in zip(settled, json.loads(run.stdout), strict=True):
        for rival, answer in answers.items():
            line = lines[rival, election.file]
            line.compared += 1
            if isinstance(answer, list) and sorted(answer) == sorted(result.elected):
                line.agree += 1
            else:
                line.differ.append(
                    f"ours {sorted(result.elected)}, theirs {answer}; {_short(election)}"
                )
    return list(lines.values())


def _named_in_tie(answer: str) -> list[int]:
    """The candidates of a tie that a counter raised as an error."""
    found = re.fullmatch(r"ValueError: tie: Tie\(\{([0-9, ]+)\}\)", answer)
    return [] if found is None else [int(each) for each in found[1].split(",")]


def _short(election: Election) -> str:
    if len(election.papers) > 30:
        return f"{len(election.papers)} different rankings"
    papers = " ".join(f"{copies}:{'>'.join(map(str, r))}" for copies, r in election.papers)
    return f"{election.seats} of {election.candidates}, {papers}"


EXPLAINED = {
    "pref_voting majority_judgement": (
        "That counter stops at the share above or below the middle grade: where two candidates have the same "
        "deciding share it names both, and ours, taking grade after grade, one of them."
    ),
    "votelib Schulze": (
        "That counter takes paths of equal winning votes for equally strong: where ours goes on to the fewer "
        "losing votes, as clause 2 says, it reports a tie that ours is among."
    ),
}
"""Why a counter may name more candidates than we do; nothing explains one that leaves ours out."""


def is_explained(line: Line) -> bool:
    """Whether every difference is one of a tie that ours is among."""
    return line.rival in EXPLAINED and all(line.among)


def main() -> None:
    """Compare everything, write the report, and fail on a difference that nobody has explained."""
    if not PYTHON.exists():
        sys.exit("The other counters are not set up: make .venv-rivals")
    small = list(drawn(300, "differential"))
    wards = list(filed("scottish-stv", 6))
    lines: list[Line] = []
    for (law, readings), rivals in SAME.items():
        elections = [*small]
        if law in OF_SMALL_FILES:
            elections += [e for e in filed("meek", 1) if len(e.papers) < 1000]
        elif law in ("alternative-vote", "scottish-2007"):
            elections += wards
        lines += compare(elections, law, dict(readings), rivals)
    REPORT.write_text(report(lines), "utf-8")
    print(report(lines))
    open_questions = [line for line in lines if line.differ and not is_explained(line)]
    for line in open_questions:
        print(f"NOT EXPLAINED: {line.law}, {line.rival}, {line.file}: {line.differ}")
    sys.exit(bool(open_questions))


def report(lines: Iterable[Line]) -> str:
    """The page: what was compared, the table, and every difference with its explanation."""
    lines = list(lines)
    rows = [
        f"| {line.law} | {line.rival} | {line.file} | {line.compared} | {line.agree} "
        f"| {line.compared - line.agree} | {line.lots} |"
        for line in lines
    ]
    differences = [
        f"- **{line.law}**, {line.rival}: {EXPLAINED.get(line.rival, 'Not explained.')}\n"
        + "\n".join(f"  - {each}" for each in line.differ)
        for line in lines
        if line.differ
    ]
    table = "\n".join([*HEAD, *rows])
    return PAGE.format(table=table, differences="\n".join(differences))


HEAD = (
    "| law (reading) | counter | papers | compared | agree | differ | left out: a lot |",
    "|---|---|---|--:|--:|--:|--:|",
)
PAGE = """# Counts beside independent counters

`make rivals` counts the same papers by our laws and by other people's counters, each on the same law and reading, and
writes this page. The counters are pinned with their hashes in `requirements/rivals.txt` and live in an environment of
their own, `.venv-rivals`. They reckon in floating-point numbers; nothing of ours is tuned to them. What is compared is
who is elected. An election in which our count needs a lot is left out, for the counters draw lots of their own or drop
the tied together. `drawn` are 300 elections made with a fixed seed, of 3 to 6 candidates and 1 to 3 places, with papers
cut short (for `majority-judgment` ranks are read as four grades, for `approval` every candidate named as a mark);
the other papers are the published ones of the data beside the project. For Meek and Warren no file of the
published data is compared: the counter takes minutes for each ward, and the one small file, M135, has a lot. There
the reference is an independent counter of the same rule, to the ninth decimal (`tests/official/test_meek_2006.py`).
The tool of Belenios is compared in the test suite (`tests/counting/laws/test_belenios_stv.py`). The transferable votes
of pyrankvote and votekit follow no named law, so nothing of ours compares with them; they are in the benchmarks.

{table}

## Every difference

{differences}
"""


if __name__ == "__main__":
    main()
