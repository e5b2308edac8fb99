"""Every key of the schema, broken in turn: the message says where, what, and what would be right."""

import tomllib
from functools import cache
from typing import Any, get_args, get_origin

import pytest
from pydantic import BaseModel

from hustings.kernel.refusals import BadInput, Problem
from hustings.rulebooks.documents import key_text
from hustings.rulebooks.positions import Path, find_positions, line_of
from hustings.rulebooks.schema import Rules
from hustings.rulebooks.shapes import is_table, keys_of, plain_type, required_keys, shape_at
from tests.rulebooks.documents import full_table, loaded, put_right, with_value, without, written

FULL = full_table()


def places(table: Any, path: Path = ()) -> list[Path]:
    """Every key that the schema knows, where the full table has a table to put it in."""
    shape = shape_at(Rules, path)
    assert shape is not None, path
    found: list[Path] = [path] if path else []
    kind = shape.kind
    if is_table(kind) and isinstance(table, dict):
        for key in keys_of(kind):
            found += places(table.get(key), (*path, key))
    elif get_origin(kind) is dict and isinstance(table, dict):
        for key in list(table)[:2]:
            found += places(table[key], (*path, key))
    elif get_origin(kind) is list and isinstance(table, list) and table:
        found += places(table[0], (*path, 0))
    return found


def required(table: Any, path: Path = ()) -> list[Path]:
    """Every key that its table cannot do without."""
    return [
        place
        for place in places(table, path)
        if isinstance(place[-1], str)
        and (owner := shape_at(Rules, place[:-1])) is not None
        and is_table(owner.kind)
        and place[-1] in required_keys(owner.kind)
    ]


def named(path: Path) -> str:
    return ".".join(map(str, path))


PLACES = places(FULL)
REQUIRED = required(FULL)
FIRSTS = list({path[:-1]: path for path in reversed(PLACES) if isinstance(path[-1], str)}.values())
"""The first key of every table."""


def problem_at(table: dict[str, Any], path: Path) -> Problem:
    """The problem that the loader has with exactly this key."""
    with pytest.raises(BadInput) as bad:
        loaded(table)
    key = key_text(path, table)
    here = [problem for problem in bad.value.problems if problem.key == key]
    assert here, f"{key} is not among\n{bad.value}"
    return here[0]


def base_for(path: Path) -> dict[str, Any]:
    """The full table, without what the example at this place would not go with."""
    if path == ("timetable", "steps"):
        return without(FULL, ("timetable", "intervals"))
    if path[-1] == "back":
        return without(FULL, (*path[:-1], "offset"))
    return FULL


def test_the_full_table_is_a_rulebook() -> None:
    assert loaded(FULL).id == "labour-2018"


def test_the_full_table_reaches_every_table_of_the_schema() -> None:
    reached = {shape.kind for path in PLACES if (shape := shape_at(Rules, path)) is not None}
    assert tables_of(Rules) - reached == {Rules}


def tables_of(model: type[BaseModel]) -> set[type[BaseModel]]:
    """Every table that can stand somewhere in a table of this kind."""
    found = {model}
    waiting = [shape.kind for shape in keys_of(model).values()]
    while waiting:
        kind = waiting.pop()
        if is_table(kind) and kind not in found:
            found.add(kind)
            waiting += [shape.kind for shape in keys_of(kind).values()]
        elif get_origin(kind) in (list, dict):
            waiting.append(plain_type(get_args(kind)[-1]))
    return found


@pytest.mark.parametrize("path", PLACES, ids=named)
def test_a_decimal_number_fits_nowhere_and_the_message_has_line_key_reason_and_example(
    path: Path,
) -> None:
    broken = with_value(base_for(path), path, 1.5)
    problem = broken_at(path)
    text = written(broken)
    assert problem.file == "own/rules.toml"
    assert problem.line == line_of(find_positions(text), path)
    assert problem.what.endswith(".")
    assert problem.right


@cache
def broken_at(path: Path) -> Problem:
    """The problem with a decimal number at this place."""
    return problem_at(with_value(base_for(path), path, 1.5), path)


@pytest.mark.parametrize("path", PLACES, ids=named)
def test_the_example_in_the_message_is_accepted_in_place_of_what_was_wrong(path: Path) -> None:
    broken = with_value(base_for(path), path, 1.5)
    problem = broken_at(path)
    assert loaded(put_right(broken, path, problem.right))


@pytest.mark.parametrize("path", REQUIRED, ids=named)
def test_a_missing_key_is_named_with_an_example_that_is_accepted(path: Path) -> None:
    broken = without(base_for(path), path)
    problem = problem_at(broken, path)
    assert problem.what in {"this key is missing.", "this table is missing."}
    assert problem.line is not None
    assert loaded(put_right(broken, path, problem.right))


@pytest.mark.parametrize("path", FIRSTS, ids=named)
def test_a_key_with_a_slip_of_the_pen_is_told_which_was_meant(path: Path) -> None:
    owner = shape_at(Rules, path[:-1]) if path[:-1] else None
    kind = Rules if owner is None else owner.kind
    if not is_table(kind):
        return
    slip = (*path[:-1], f"{path[-1]}x")
    broken = with_value(base_for(path), slip, 1)
    problem = problem_at(broken, slip)
    assert f'Did you mean "{path[-1]}"?' in problem.what
    assert tomllib.loads(
        problem.right if not problem.right.startswith("{") else f"x = {problem.right}"
    )
