"""The published cases: returns of real trigger ballots as they were reported, decided again as arithmetic."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from hustings.kernel.refusals import BadInput
from hustings.proceedings import trigger
from hustings.proceedings.trigger.case import Case, read_case
from hustings.proceedings.trigger.results import Result, decide_case
from hustings.rulebooks.loader import load, shipped

FOLDER = Path(str(trigger.__file__)).parent / "cases"
"""The one home of the cases: it comes with every installation, and the tests read it too."""


def published_cases(folder: Path = FOLDER) -> Iterator[Case]:
    """The cases of real trigger ballots, in the order of their names; constructed ones are left out."""
    for path in sorted(folder.glob("*.toml")):
        if not path.stem.startswith("edge-"):
            yield read_case(path.read_bytes(), path.name)


@lru_cache(maxsize=1)
def decided_under_all() -> tuple[tuple[Case, tuple[Result, ...]], ...]:
    """Each published case with its result under every shipped rulebook of trigger ballots that can decide it."""
    return tuple((case, tuple(_results(case))) for case in published_cases())


def _results(case: Case) -> Iterator[Result]:
    ids = sorted(shipped(), key=lambda id_: (load(id_).rules.rulebook.in_force.from_, id_))
    for id_ in ids:
        rulebook = load(id_)
        if rulebook.rules.trigger is None or rulebook.rules.rulebook.label == "model":
            continue
        try:
            yield decide_case(case, rulebook)
        except BadInput:
            continue
