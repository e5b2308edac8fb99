"""Reads ``clauses.md``: what each clause says in our own words, and where that is written."""

import re
from dataclasses import dataclass

from hustings.kernel.refusals import BadInput, Problem

FILE = "clauses.md"
RIGHT = "## 5.IV.5(B)\\n\\nWhat it says, in your words.\\n\\nSource: Rule book 2019, <https://example.org>, grade A"

_SOURCE = re.compile(
    r"Source: (?P<title>.+?)(?:, <(?P<url>https?://[^<>\s]+)>)?(?:, grade (?P<grade>[ABCD]))?"
)


@dataclass(frozen=True, slots=True)
class ClauseSource:
    """Where a clause can be read: a title, an address if it has one, and how far it can be trusted (A to D)."""

    title: str
    url: str | None
    grade: str | None

    def __str__(self) -> str:
        graded = f" (grade {self.grade})" if self.grade else ""
        return f"{self.title}{f', {self.url}' if self.url else ''}{graded}"


@dataclass(frozen=True, slots=True)
class ClauseText:
    """One clause or source: its number or name, its words as we put them, and where they come from.

    ``not_code`` says why no value and no function carries the clause out; empty where one does.
    """

    number: str
    text: str
    sources: tuple[ClauseSource, ...]
    not_code: str
    line: int

    @property
    def source(self) -> str:
        """All sources in one line."""
        return "; ".join(str(source) for source in self.sources)


def read_clauses(text: str, file: str = FILE) -> dict[str, ClauseText]:
    """Every ``##`` section of ``clauses.md`` by its heading; raise ``BadInput`` with all that is wrong."""
    problems: list[Problem] = []
    clauses: dict[str, ClauseText] = {}
    for line, heading, body in _sections(text):
        if not heading:
            problems.append(Problem(file, line, "##", "this heading has no clause number.", RIGHT))
        elif heading in clauses:
            first = clauses[heading].line
            what = f"this clause already stands in line {first}; say it once."
            problems.append(Problem(file, line, heading, what, RIGHT))
        else:
            clauses[heading] = _clause(line, heading, body)
            problems += _incomplete(clauses[heading], file)
    if problems:
        raise BadInput(*problems)
    return clauses


def preface(text: str) -> str:
    """What stands before the first clause: the title and what kind of rulebook this is."""
    return re.split(r"^## ", text, maxsplit=1, flags=re.MULTILINE)[0].strip()


def _sections(text: str) -> list[tuple[int, str, list[str]]]:
    sections: list[tuple[int, str, list[str]]] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if line == "##" or line.startswith("## "):
            sections.append((number, line[2:].strip(), []))
        elif sections:
            sections[-1][2].append(line)
    return sections


def _clause(line: int, heading: str, body: list[str]) -> ClauseText:
    words: list[str] = []
    sources: list[ClauseSource] = []
    not_code = ""
    for row in body:
        match = _SOURCE.fullmatch(row.strip())
        if match is not None:
            sources.append(ClauseSource(match["title"], match["url"], match["grade"]))
        elif row.startswith("Not code:"):
            not_code = row.removeprefix("Not code:").strip()
        else:
            words.append(row)
    return ClauseText(heading, "\n".join(words).strip(), tuple(sources), not_code, line)


def _incomplete(clause: ClauseText, file: str) -> list[Problem]:
    problems: list[Problem] = []
    if not clause.text:
        what = "this clause says nothing; put what it says in your own words."
        problems.append(Problem(file, clause.line, clause.number, what, RIGHT))
    if not clause.sources:
        what = 'this clause names no source; add a line that begins with "Source:".'
        problems.append(Problem(file, clause.line, clause.number, what, RIGHT))
    return problems
