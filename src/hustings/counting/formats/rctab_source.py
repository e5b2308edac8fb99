"""A source of cast vote records as a tabulator's configuration describes it, and the contest as it is read."""

from collections.abc import Callable
from dataclasses import dataclass, field

from hustings.ballots.validity import Marks, Rejection
from hustings.counting.formats.json_text import Node
from hustings.counting.formats.rctab_ballots import BallotRules, read_ballot
from hustings.kernel.refusals import BadInput

UNDECLARED = "Undeclared Write-ins"
"""What the tabulator calls write-ins for nobody who declared; they are excluded before anybody else."""
OVERVOTE = (-1, -2)
"""A rank of which the record says only that several are marked."""


@dataclass(frozen=True, slots=True)
class Beside:
    """The files beside the configuration: the bytes of one, and the names of those in a folder."""

    read: Callable[[str], bytes]
    names: Callable[[str], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Source:
    """One file of cast vote records; columns and rows are counted from 1 as in the configuration.

    Every record in it counts ``repeat`` times.
    """

    provider: str
    path: str
    first_column: int
    first_row: int
    overvote: str
    skipped: str
    undeclared: str
    between: str
    blank_is_undeclared: bool
    contest: str | None
    repeat: int
    at: Node


@dataclass(slots=True)
class Reading:
    """The contest as it is read: candidates and their other names, and the rankings met so far."""

    candidates: list[str]
    number: dict[str, int]
    rules: BallotRules
    rankings: dict[tuple[int, ...], int] = field(default_factory=dict[tuple[int, ...], int])
    rejected: dict[Rejection, int] = field(default_factory=dict[Rejection, int])
    known: dict[tuple[str, ...], tuple[int, ...] | Rejection] = field(
        default_factory=dict[tuple[str, ...], tuple[int, ...] | Rejection]
    )
    overvotes: dict[tuple[int, ...], int] = field(default_factory=dict[tuple[int, ...], int])

    def several(self, rank: tuple[int, ...]) -> int:
        """The number of candidates marked at one rank, the first after the last candidate's."""
        return self.overvotes.setdefault(rank, len(self.candidates) + len(self.overvotes))

    def read(self, marks: Marks) -> tuple[int, ...] | Rejection:
        """The ranking of a ballot, by the rules."""
        return read_ballot(marks[: self.rules.ranks], self.rules, self.several)

    def add(self, reading: tuple[int, ...] | Rejection, number: int) -> None:
        """Count so many papers."""
        if isinstance(reading, Rejection):
            self.rejected[reading] = self.rejected.get(reading, 0) + number
        else:
            self.rankings[reading] = self.rankings.get(reading, 0) + number

    def undeclared(self) -> int:
        """The candidate that stands for write-ins for nobody who declared."""
        if UNDECLARED not in self.number:
            self.number[UNDECLARED] = len(self.candidates)
            self.candidates.append(UNDECLARED)
        return self.number[UNDECLARED]


def read_beside(at: Node, path: str, beside: Beside) -> bytes:
    """The file that a value names; where it cannot be read, that value is at fault."""
    try:
        return beside.read(path)
    except BadInput as found:
        return at.refuse(f"{path}: {found.problems[0].what}")


def names_beside(at: Node, path: str, beside: Beside) -> tuple[str, ...]:
    """The files of the folder that a value names; none where it is no folder."""
    try:
        return beside.names(path)
    except BadInput as found:
        return at.refuse(f"{path}: {found.problems[0].what}")
