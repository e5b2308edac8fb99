"""Checks that every ground a value names exists, and that what is unsettled has readings to choose from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args, get_origin

from hustings.kernel.refusals import Problem
from hustings.rulebooks.clauses import ClauseText
from hustings.rulebooks.documents import Document
from hustings.rulebooks.positions import Path
from hustings.rulebooks.schema import Rules
from hustings.rulebooks.shapes import shape_at
from hustings.rulebooks.tables import as_table, inside
from hustings.rulebooks.wording import listed

UNSETTLED = "unsettled"
RIGHT_CLAUSE = 'clause = "{}", with a section "## {}" in clauses.md'
RIGHT_READING = "reading = {}, with a [[reading]] that has number = {} in readings.toml"


@dataclass(frozen=True, slots=True)
class Cited:
    """One ground that a value names: where, of which kind, and what."""

    path: Path
    ground: str
    named: object
    value: object


def citations_in(table: object, path: Path = ()) -> Iterator[Cited]:
    """Every ground named anywhere in a table."""
    keys = as_table(table) or {}
    for ground in ("clause", "source", "reading"):
        if ground in keys and not isinstance(keys[ground], (dict, list)):
            yield Cited(path, ground, keys[ground], keys.get("value"))
    for key, inner in inside(table):
        yield from citations_in(inner, (*path, key))


def check_citations(
    rules: Document,
    clauses: Mapping[str, ClauseText] | None,
    readings: Mapping[int, list[str]] | None,
) -> list[Problem]:
    """What cites a clause or a reading that is not there, or is unsettled without a choice.

    ``readings`` holds the choices by number; None where the file itself could not be read.
    """
    problems: list[Problem] = []
    for cited in citations_in(rules.table):
        if cited.ground == "clause" and clauses is not None and cited.named not in clauses:
            problems.append(_no_clause(rules, cited, clauses))
        if cited.ground == "reading" and readings is not None and cited.named not in readings:
            problems.append(_no_reading(rules, cited, readings))
        if cited.value == UNSETTLED:
            problems += _unsettled(rules, cited, readings)
    return problems


def unused_grounds(
    rules: Document, clauses: Mapping[str, ClauseText], readings: Document, numbers: list[int]
) -> list[Problem]:
    """Warnings: clauses and readings that no value cites, and sources that clauses.md does not name."""
    used = {(cited.ground, cited.named) for cited in citations_in(rules.table)}
    warnings: list[Problem] = []
    for number, text in clauses.items():
        named = ("clause", number) in used or ("source", number) in used
        if not named and not text.not_code:
            what = "no value cites this clause; cite it, or say why it is not code."
            file = rules.file.removesuffix("rules.toml") + "clauses.md"
            warnings.append(
                Problem(file, text.line, number, what, "Not code: it is about campaigning.")
            )
    for index, number in enumerate(numbers):
        if ("reading", number) not in used:
            what = f"no value cites reading {number}."
            warnings.append(readings.problem(("reading", index), what, f"reading = {number}"))
    for cited in citations_in(rules.table):
        if cited.ground == "source" and cited.named not in clauses:
            what = "clauses.md has no section that says where this source is found."
            right = f'a section "## {cited.named}" in clauses.md'
            warnings.append(rules.problem((*cited.path, "source"), what, right))
    return warnings


def _no_clause(rules: Document, cited: Cited, clauses: Mapping[str, ClauseText]) -> Problem:
    there = next(iter(clauses), "1.1")
    what = f"clauses.md has no clause {str(cited.named)[:60]!r}."
    return rules.problem((*cited.path, "clause"), what, RIGHT_CLAUSE.format(there, there))


def _no_reading(rules: Document, cited: Cited, readings: Mapping[int, list[str]]) -> Problem:
    there = next(iter(readings), 1)
    what = f"readings.toml has no reading {str(cited.named)[:20]}."
    return rules.problem((*cited.path, "reading"), what, RIGHT_READING.format(there, there))


def _unsettled(
    rules: Document, cited: Cited, readings: Mapping[int, list[str]] | None
) -> Iterator[Problem]:
    right = '{ value = "unsettled", reading = 1 }'
    path = (*cited.path, "value")
    if cited.ground != "reading":
        what = "what is unsettled rests on a reading that lists the choices, not on a text."
        yield rules.problem(path, what, right)
        return
    choices = None if readings is None else readings.get(cited.named)  # type: ignore[arg-type]
    if choices is None:
        return
    allowed = allowed_at(path)
    right = f"choices = [{', '.join(f'{choice!r}' for choice in allowed)}]".replace("'", '"')
    if len(choices) < 2:
        what = f"reading {cited.named} lists fewer than two choices, so nothing is open."
        yield rules.problem(path, what, right)
    other = [choice for choice in choices if allowed and choice not in allowed]
    if other:
        what = f"reading {cited.named} lists {listed(other)}, which this value cannot have."
        yield rules.problem(path, what, right)


def allowed_at(path: Path) -> list[str]:
    """The settled values that the schema allows at a place."""
    shape: Any = shape_at(Rules, path)
    if shape is None or get_origin(shape.kind) is not Literal:
        return []
    return [str(choice) for choice in get_args(shape.kind) if choice != UNSETTLED]
