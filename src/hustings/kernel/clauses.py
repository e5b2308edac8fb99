"""Who says so: every value and every step names the clause, source or reading that it rests on."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


class Ground(StrEnum):
    """The three grounds a value can rest on, from the firmest to the weakest."""

    CLAUSE = "clause"
    SOURCE = "source"
    READING = "reading"


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a value comes from: a clause of the text, a source beside it, or a numbered reading."""

    ground: Ground
    reference: str

    def __str__(self) -> str:
        match self.ground:
            case Ground.CLAUSE:
                return f"clause {self.reference}"
            case Ground.SOURCE:
                return self.reference
            case Ground.READING:
                return f"reading {self.reference}"


CARRIED_OUT: dict[tuple[str, str], list[str]] = {}
"""(rulebook or law, clause) -> the functions that carry it out, filled by :func:`clause`."""


def clause(text: str, number: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Mark a function as the one that carries out ``number`` of ``text`` (see ``tests/test_legal_coverage``)."""

    def mark(function: Callable[P, R]) -> Callable[P, R]:
        CARRIED_OUT.setdefault((text, number), []).append(
            f"{function.__module__}.{function.__qualname__}"
        )
        return function

    return mark
