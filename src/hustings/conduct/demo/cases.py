"""The published cases, decided under several rulebooks for everybody to see."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from hustings.proceedings.trigger.case import Case, read_case
from hustings.proceedings.trigger.results import decide_case
from hustings.rulebooks.loader import load

FOLDER = Path(__file__).parents[4] / "tests" / "golden" / "cases"
"""Where a checkout of Hustings keeps the published cases."""


def published_cases(folder: Path = FOLDER) -> Iterator[Case]:
    """The cases of real trigger ballots, in the order of their names; constructed ones are left out."""
    for path in sorted(folder.glob("*.toml")):
        if path.stem.startswith("edge-"):
            continue
        yield read_case(path.read_bytes(), path.name)


def decided_cases(rulebooks: Sequence[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each published case with its outcome under each rulebook."""
    books = [load(id_) for id_ in rulebooks]
    for case in published_cases():
        yield case.id, tuple(decide_case(case, book).answer.outcome.value for book in books)
