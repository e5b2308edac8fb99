"""Tellers enter the papers of a pack, each for themselves, and what they entered is compared."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from hustings.ballots.reading import JsonTable, list_at, number_at, table_of, text_at
from hustings.ballots.validity import (
    Marks,
    Rejection,
    ValidityRules,
    marks_from_numbers,
    read_marks,
)
from hustings.kernel.canonical import Json
from hustings.kernel.refusals import BadInput, Problem

Numbers = tuple[int | None, ...]
"""The number written beside each candidate in the paper's order; ``None`` where there is none."""

TELLERS_FIND = (Rejection.NOT_ISSUED, Rejection.IDENTIFIES, Rejection.UNCLEAR)
"""The reasons for rejecting a paper that only people who see it can give."""


@dataclass(frozen=True, slots=True)
class EnteredPaper:
    """One paper as a teller reads it: its numbers, and the tellers' own reason to reject it if any."""

    numbers: Numbers
    rejected: Rejection | None = None

    def __post_init__(self) -> None:
        if self.rejected is not None and self.rejected not in TELLERS_FIND:
            what = f"{self.rejected.value} follows from the numbers; leave the reason out"
            raise BadInput(Problem("paper", None, "rejected", what, Rejection.UNCLEAR.value))
        marks_from_numbers(self.numbers)

    def as_json(self) -> JsonTable:
        """The paper as the record holds it."""
        return {
            "numbers": list(self.numbers),
            "rejected": None if self.rejected is None else self.rejected.value,
        }


@dataclass(frozen=True, slots=True)
class PackEntry:
    """What one teller entered for one pack, paper by paper in the order of the pile."""

    pack: str
    teller: str
    candidates: tuple[str, ...]
    papers: tuple[EnteredPaper, ...]

    def __post_init__(self) -> None:
        if len(set(self.candidates)) != len(self.candidates) or not self.candidates:
            what = "every candidate is named once, and there is at least one"
            raise BadInput(Problem("entry", None, "candidates", what, '["Ada Ash", "Ben Birch"]'))
        for place, paper in enumerate(self.papers, start=1):
            if len(paper.numbers) != len(self.candidates):
                what = f"{len(paper.numbers)} numbers for {len(self.candidates)} candidates"
                raise BadInput(Problem("entry", None, f"pack {self.pack}, paper {place}", what))

    def as_json(self) -> JsonTable:
        """The entry as the record holds it."""
        return {
            "pack": self.pack,
            "teller": self.teller,
            "candidates": list(self.candidates),
            "papers": [paper.as_json() for paper in self.papers],
        }


def read_pack_entry(value: Json, where: str = "entry") -> PackEntry:
    """Read what :meth:`PackEntry.as_json` wrote; ``BadInput`` otherwise."""
    table = table_of(value, where, ("pack", "teller", "candidates", "papers"))
    names = list_at(table, where, "candidates")
    papers = list_at(table, where, "papers")
    return PackEntry(
        pack=text_at(table, where, "pack"),
        teller=text_at(table, where, "teller"),
        candidates=tuple(text_at({"candidates": name}, where, "candidates") for name in names),
        papers=tuple(
            _read_paper(paper, f"{where}, paper {i}") for i, paper in enumerate(papers, 1)
        ),
    )


def _read_paper(value: Json, where: str) -> EnteredPaper:
    table = table_of(value, where, ("numbers", "rejected"))
    numbers = tuple(
        None if number is None else number_at({"numbers": number}, where, "numbers")
        for number in list_at(table, where, "numbers")
    )
    reason = table["rejected"]
    if reason is None:
        return EnteredPaper(numbers)
    if reason not in [rejection.value for rejection in TELLERS_FIND]:
        right = ", ".join(rejection.value for rejection in TELLERS_FIND)
        raise BadInput(Problem(where, None, "rejected", f"{reason!r} is not a reason", right))
    return EnteredPaper(numbers, Rejection(str(reason)))


@dataclass(frozen=True, slots=True)
class Difference:
    """One paper that two tellers entered differently, or that only one of them entered."""

    pack: str
    place: int
    first: EnteredPaper | None
    second: EnteredPaper | None
    sentence: str


def compare(first: PackEntry, second: PackEntry) -> tuple[Difference, ...]:
    """Where two tellers' independent entries of one pack differ; ``BadInput`` if they cannot be compared."""
    if (first.pack, first.candidates) != (second.pack, second.candidates):
        what = (
            f"packs {first.pack} and {second.pack} are not the same pack with the same candidates"
        )
        raise BadInput(Problem("entry", None, "pack", what))
    if first.teller == second.teller:
        what = f"both entries are {first.teller}'s; a second teller enters the papers"
        raise BadInput(Problem("entry", None, "teller", what))
    return tuple(
        Difference(first.pack, place, one, other, _difference(first, second, place, one, other))
        for place, (one, other) in enumerate(zip_longest(first.papers, second.papers), start=1)
        if one != other
    )


def _difference(
    first: PackEntry,
    second: PackEntry,
    place: int,
    one: EnteredPaper | None,
    other: EnteredPaper | None,
) -> str:
    return (
        f"Pack {first.pack}, paper {place}: {first.teller} entered {_told(one)}, "
        f"{second.teller} entered {_told(other)}."
    )


def _told(paper: EnteredPaper | None) -> str:
    if paper is None:
        return "no such paper"
    written = " ".join("-" if number is None else str(number) for number in paper.numbers)
    return written if paper.rejected is None else f"{written} (rejected: {paper.rejected.value})"


@dataclass(frozen=True, slots=True)
class Tally:
    """The papers of several packs as they count: preferences with how often, rejections with how many."""

    counted: tuple[tuple[Marks, int], ...]
    rejected: tuple[tuple[Rejection, int], ...]

    @property
    def returned(self) -> int:
        """Every paper entered, counted or rejected."""
        return sum(n for _, n in self.counted) + sum(n for _, n in self.rejected)


def tally(entries: Sequence[PackEntry], rules: ValidityRules | None = None) -> Tally:
    """Sort agreed entries into papers that count and papers rejected, with the reasons counted."""
    if len({entry.candidates for entry in entries}) > 1:
        raise BadInput(Problem("entry", None, "candidates", "the packs name different candidates"))
    packs = [entry.pack for entry in entries]
    for pack in packs:
        if packs.count(pack) > 1:
            raise BadInput(Problem("entry", None, "pack", f"pack {pack} is entered more than once"))
    counted: dict[Marks, int] = {}
    rejected: dict[Rejection, int] = {}
    for paper in _papers(entries):
        marks = marks_from_numbers(paper.numbers)
        reading = paper.rejected or read_marks(marks, rules or ValidityRules())
        if isinstance(reading, Rejection):
            rejected[reading] = rejected.get(reading, 0) + 1
        else:
            counted[marks] = counted.get(marks, 0) + 1
    return Tally(tuple(sorted(counted.items())), tuple(sorted(rejected.items())))


def _papers(entries: Iterable[PackEntry]) -> Iterable[EnteredPaper]:
    for entry in entries:
        yield from entry.papers
