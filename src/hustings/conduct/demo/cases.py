"""The published cases, decided under several rulebooks for everybody to see."""

from collections.abc import Iterator, Sequence

from hustings.conduct.cases import published_cases
from hustings.proceedings.trigger.results import decide_case
from hustings.rulebooks.loader import load


def decided_cases(rulebooks: Sequence[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each published case with its outcome under each rulebook."""
    books = [load(id_) for id_ in rulebooks]
    for case in published_cases():
        yield case.id, tuple(decide_case(case, book).answer.outcome.value for book in books)
