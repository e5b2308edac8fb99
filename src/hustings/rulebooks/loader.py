"""Loads a rulebook: three files in, one frozen value out, or every problem of every file at once."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from hustings.kernel.refusals import BadInput, Problem
from hustings.rulebooks.clauses import ClauseText, read_clauses
from hustings.rulebooks.schema import Reading, Readings, Rules

FILES = ("clauses.md", "readings.toml", "rules.toml")
SHELF = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Rulebook:
    """One version of one organisation's rules: values, what the clauses say, and how we read what is unclear."""

    rules: Rules
    clauses: dict[str, ClauseText]
    readings: dict[int, Reading]
    digest: str
    files: dict[str, bytes]

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


def shipped() -> tuple[str, ...]:
    """The ids of the rulebooks that come with Hustings."""
    return tuple(sorted(path.parent.name for path in SHELF.glob("*/rules.toml")))


@cache
def load(id: str) -> Rulebook:
    """The shipped rulebook with this id."""
    if id not in shipped():
        what = f"there is no shipped rulebook {id!r}; there are {', '.join(shipped())}."
        raise BadInput(Problem(id, None, "", what, shipped()[0] if shipped() else ""))
    return load_folder(SHELF / id)


def load_folder(path: Path) -> Rulebook:
    """The rulebook in a folder."""
    return from_files(str(path), {name: (path / name).read_bytes() for name in FILES})


def from_files(name: str, files: Mapping[str, bytes]) -> Rulebook:
    """The rulebook made of three files' bytes; ``name`` stands before the file in every problem."""
    rules = Rules.model_validate(tomllib.loads(files["rules.toml"].decode()))
    readings = Readings.model_validate(tomllib.loads(files["readings.toml"].decode()))
    clauses = read_clauses(files["clauses.md"].decode(), f"{name}/clauses.md")
    kept = {file: bytes(files[file]) for file in FILES}
    return Rulebook(rules, clauses, {r.number: r for r in readings.reading}, digest_of(kept), kept)


def digest_of(files: Mapping[str, bytes]) -> str:
    """SHA-256 over the names and bytes of the three files, in the order of their names."""
    sum_ = sha256(b"hustings/rulebook/v1\n")
    for name in sorted(files):
        sum_.update(f"{name}\n{len(files[name])}\n".encode())
        sum_.update(files[name])
    return sum_.hexdigest()
