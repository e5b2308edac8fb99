"""What a file of papers says, whatever its format: the papers as marked, in the order in which they were filed."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hustings.ballots.validity import Marks, Rejection, ValidityRules
from hustings.counting.papers import Papers, Ranking, gather
from hustings.kernel.refusals import BadInput, Problem

if TYPE_CHECKING:
    from hustings.counting.numbered import Numbered


@dataclass(frozen=True, slots=True)
class Document:
    """A file of papers; ``None`` for what its format or its author leaves unsaid.

    ``papers`` are numbers of identical papers and their marks, candidates counted from nought.
    ``rejected`` are papers that people rejected before. ``constraints`` are in the text form of the
    command. ``rules`` say how faults on a paper are read, where the file says so. ``overvotes`` are sets
    of candidates whose meaning the count decides; they stand in the marks as numbers after the candidates'.
    """

    candidates: tuple[str, ...]
    papers: tuple[tuple[int, Marks], ...]
    seats: int | None = None
    withdrawn: tuple[int, ...] = ()
    title: str = ""
    law: str | None = None
    readings: tuple[tuple[str, str], ...] = ()
    rejected: tuple[tuple[Rejection, int], ...] = ()
    constraints: tuple[str, ...] = ()
    rules: ValidityRules | None = None
    overvotes: tuple[tuple[int, ...], ...] = ()

    def as_numbers(self, seats: int | None = None) -> "Numbered":
        """The number that each paper puts beside each candidate, equal ones kept, 0 for none."""
        from hustings.counting.numbered import from_rows

        self._refuse_overvotes()
        rows: dict[tuple[int, ...], int] = {}
        for number, marks in self.papers:
            row = [0] * len(self.candidates)
            for rank, named in enumerate(marks, start=1):
                for candidate in named:
                    row[candidate] = row[candidate] or rank
            rows[tuple(row)] = rows.get(tuple(row), 0) + number
        seats = seats or self.seats or 1
        withdrawn, title = self.withdrawn, self.title
        return from_rows(self.candidates, rows, seats=seats, withdrawn=withdrawn, title=title)

    def as_marks(self) -> "Document":
        """The same papers for a law that asks who is marked, not in which order: equal ranks part."""
        self._refuse_overvotes()
        papers = tuple(
            (number, tuple((c,) for c in sorted({c for rank in marks for c in rank})))
            for number, marks in self.papers
        )
        return replace(self, papers=papers)

    def _refuse_overvotes(self) -> None:
        """No law of marks or numbers asks who continues when the count comes to an overvote."""
        if self.overvotes:
            what = "what an overvote on these papers means depends on who continues"
            raise BadInput(Problem("papers", None, "law", what, "--law wigm"))

    def as_papers(
        self, *, seats: int | None = None, rules: ValidityRules | None = None, filed: bool = False
    ) -> Papers:
        """The papers gathered for counting; one seat where neither the file nor the caller says how many."""
        return gather(
            self.candidates,
            ((marks, number) for number, marks in self.papers),
            seats=seats or self.seats or 1,
            rules=rules or self.rules,
            withdrawn=self.withdrawn,
            rejected=self.rejected,
            title=self.title,
            filed=filed,
            overvotes=self.overvotes,
        )


def as_document(papers: Papers) -> Document:
    """The document that says exactly what the papers hold, for writing it in any format."""
    rankings = papers.rankings
    rows: Iterable[tuple[int, Ranking]] = zip(papers.multiplicities, rankings, strict=True)
    if papers.filed is not None:
        order: list[int] = papers.filed.tolist()
        rows = ((1, rankings[row]) for row in order)
    return Document(
        candidates=papers.candidates,
        papers=tuple((number, tuple((c,) for c in ranking)) for number, ranking in rows),
        seats=papers.seats,
        withdrawn=tuple(sorted(papers.withdrawn)),
        title=papers.title,
        rejected=papers.rejected,
        overvotes=papers.overvotes,
    )
