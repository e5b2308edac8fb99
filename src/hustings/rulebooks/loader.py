"""Loads a rulebook: three files in, one frozen value out, or every problem of every file at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from hustings.kernel.refusals import BadInput, Problem
from hustings.rulebooks.clauses import ClauseText, read_clauses
from hustings.rulebooks.documents import Document, read_document, read_text
from hustings.rulebooks.folder import FILES, read_folder
from hustings.rulebooks.schema import Reading, Readings, Rules
from hustings.rulebooks.values import Strict

MOST_TOLD = 200
SHELF = Path(__file__).parent
M = TypeVar("M", bound=Strict)


@dataclass(frozen=True, slots=True)
class Rulebook:
    """One version of one organisation's rules: values, what the clauses say, and how we read what is unclear."""

    rules: Rules
    clauses: dict[str, ClauseText]
    readings: dict[int, Reading]
    digest: str
    files: dict[str, bytes]
    warnings: tuple[Problem, ...] = ()

    @property
    def id(self) -> str:
        """The id under which proceedings name this version."""
        return self.rules.rulebook.id

    @property
    def title(self) -> str:
        """The title that people read."""
        return self.rules.rulebook.title

    @property
    def unofficial(self) -> bool:
        """Whether every page and document made with it says *unofficial reconstruction*."""
        return self.rules.rulebook.label == "unofficial reconstruction"


@cache
def shipped() -> tuple[str, ...]:
    """The ids of the rulebooks that come with Hustings."""
    return tuple(sorted(path.parent.name for path in SHELF.glob("*/rules.toml")))


@cache
def load(id: str) -> Rulebook:
    """The shipped rulebook with this id.

    That its values fit together is checked by the tests, not again at every start.
    """
    if id not in shipped():
        what = f"there is no shipped rulebook {id[:60]!r}."
        raise BadInput(Problem(id[:60], None, "", what, ", ".join(shipped())))
    return from_files(id, read_folder(SHELF / id), trusted=True)


def load_folder(path: Path) -> Rulebook:
    """The rulebook in the folder at ``path`` (or beside the ``rules.toml`` there)."""
    return from_files(str(path.parent if path.name == "rules.toml" else path), read_folder(path))


def from_files(name: str, files: Mapping[str, bytes], *, trusted: bool = False) -> Rulebook:
    """The rulebook made of three files' bytes; ``name`` stands before the file in every problem.

    ``BadInput`` holds every problem of every file. A ``trusted`` rulebook has been checked before:
    only its shape is looked at.
    """
    missing = [file for file in FILES if file not in files]
    if missing:
        right = ", ".join(FILES)
        what = "this file is missing."
        raise BadInput(*(Problem(f"{name}/{file}", None, "", what, right) for file in missing))
    read = _Reading(name, files, [])
    clauses = read.clauses()
    readings_file, rules_file = read.document("readings.toml"), read.document("rules.toml")
    readings, rules = read.model(Readings, readings_file), read.model(Rules, rules_file)
    numbered = {reading.number: reading for reading in readings.reading} if readings else {}
    warnings: tuple[Problem, ...] = ()
    if not trusted:
        from hustings.rulebooks.checks import check

        found, warnings = check(rules_file, readings_file, clauses, readings)
        read.problems.extend(found)
    if read.problems or rules is None or clauses is None:
        raise BadInput(*_told(read.problems))
    kept = {file: bytes(files[file]) for file in FILES}
    return Rulebook(rules, clauses, numbered, digest_of(kept), kept, warnings)


def _told(problems: list[Problem]) -> list[Problem]:
    """The problems in the order of the files, as many of them as anybody reads."""
    told = sorted(problems, key=lambda problem: (problem.file, problem.line or 0))
    if len(told) <= MOST_TOLD:
        return told
    last = told[MOST_TOLD]
    more = f"and {len(told) - MOST_TOLD:,} more problems from here on; put these right first."
    return [*told[:MOST_TOLD], Problem(last.file, last.line, "", more, "the lines above")]


def digest_of(files: Mapping[str, bytes]) -> str:
    """SHA-256 over the names, lengths and bytes of the files, in the order of their names."""
    total = sha256(b"hustings/rulebook/v1\n")
    for name in sorted(files):
        total.update(f"{name}\n{len(files[name])}\n".encode())
        total.update(files[name])
    return total.hexdigest()


@dataclass(frozen=True, slots=True)
class _Reading:
    """The reading of three files, and the problems found so far."""

    name: str
    files: Mapping[str, bytes]
    problems: list[Problem]

    def clauses(self) -> dict[str, ClauseText] | None:
        file = f"{self.name}/clauses.md"
        text = read_text(file, self.files["clauses.md"])
        if not isinstance(text, str):
            self.problems.extend(text)
            return None
        try:
            return read_clauses(text, file)
        except BadInput as bad:
            self.problems.extend(bad.problems)
            return None

    def document(self, file: str) -> Document | None:
        document = read_document(f"{self.name}/{file}", self.files[file])
        if isinstance(document, Document):
            return document
        self.problems.extend(document)
        return None

    def model(self, kind: type[M], document: Document | None) -> M | None:
        if document is None:
            return None
        try:
            return kind.model_validate(document.table)
        except ValidationError as failed:
            from hustings.rulebooks.explain import explain

            self.problems.extend(explain(kind, document, failed))
            return None
