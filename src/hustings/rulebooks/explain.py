"""Says in plain words what does not fit the schema: the allowed values, and an example that is right."""

import re
from collections.abc import Mapping
from copy import deepcopy
from datetime import datetime
from difflib import get_close_matches
from typing import Any, Literal, cast, get_args, get_origin

from pydantic import BaseModel, ValidationError

from hustings.kernel.refusals import Problem
from hustings.rulebooks.deciding_stages import Aggregate
from hustings.rulebooks.documents import Document
from hustings.rulebooks.examples import GROUNDS, example_at, value_at
from hustings.rulebooks.positions import Path
from hustings.rulebooks.shapes import Shape, is_table, keys_of, shape_at
from hustings.rulebooks.tables import inside, value_of
from hustings.rulebooks.values import NO_GROUND, Rule
from hustings.rulebooks.wording import describe, listed

MOST = 200
"""How many mistakes are told at once; a file with more is looked at again when these are put right."""

ROUNDS = 8
"""How often a file is looked at again; each round finds what an earlier mistake has hidden."""

PATTERNS = {
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "lower-case letters and digits, with single hyphens between",
    r"^[a-z][a-z0-9-]*$": "lower-case letters, digits and hyphens, and begins with a letter",
    r"^\d\d-\d\d$": "month and day, two digits each",
}
WANTED = {
    "string_type": "text in double quotes",
    "int_type": "a whole number",
    "bool_type": "true or false, without quotes",
    "list_type": "a list in square brackets",
    "dict_type": "a table in curly brackets or under a heading",
    "model_type": "a table in curly brackets or under a heading",
    "date_type": "a date without quotes",
}


def explain(root: type[BaseModel], document: Document, failed: ValidationError) -> list[Problem]:
    """One problem for each thing that the schema turned back, in the order of the file.

    A table is only looked at as a whole where its keys are right one by one; so what is wrong is
    put right by its example, and the file looked at again, until nothing more is found.
    """
    table, found, places = deepcopy(document.table), dict[tuple[str, str], Problem](), list[Path]()
    for _ in range(ROUNDS):
        told = failed.errors(include_url=False)[:MOST]
        errors = [error for error in told if not _made(error, places)]
        for error in errors:
            problem = _problem(root, document, error)
            found.setdefault((problem.key, problem.what), problem)
            put_right(root, table, error)
        places += [tuple(error["loc"]) for error in errors]
        try:
            root.model_validate(table)
            break
        except ValidationError as again:
            failed = again
    return sorted(found.values(), key=lambda problem: (problem.line or 0, problem.key))


def put_right(root: type[BaseModel], table: dict[str, Any], error: Mapping[str, Any]) -> None:
    """Put the example where the mistake was; take away a key that does not belong there."""
    path: Path = tuple(part for part in error["loc"] if part != "[key]")
    parent: Any = value_of(table, path[:-1])
    if not path or not isinstance(parent, (dict, list)):
        return
    parent = cast("dict[str | int, Any]", parent)
    if error["type"] == "extra_forbidden" or error["loc"][-1] == "[key]":
        parent.pop(path[-1])
        return
    if path[-1] in GROUNDS:
        for ground in GROUNDS:
            parent.pop(ground, None)
    parent[path[-1]] = value_at(root, path)


def _made(error: Mapping[str, Any], places: list[Path]) -> bool:
    """Whether an example that was put in caused this, because what it has to fit was wrong itself."""
    path: Path = tuple(error["loc"])
    if error["type"] != "value_error" or NO_GROUND in str(error["ctx"]["error"]):
        return False
    leans_on: tuple[Path, ...] = ()
    if not path:
        leans_on = (("rulebook", "procedure"),)
    elif path == ("trigger",):
        leans_on = (("trigger", "pools"), ("trigger", "decision", "aggregate"))
    elif path[-1] == "aggregate":
        leans_on = (path,)
    return any(
        place[: len(on)] == on or (place and on[: len(place)] == place)
        for on in leans_on
        for place in places
    )


def _problem(root: type[BaseModel], document: Document, error: Mapping[str, Any]) -> Problem:
    """One problem from one of pydantic's errors."""
    path: Path = tuple(error["loc"])
    if path and path[-1] == "[key]":
        return _unknown_name(root, document, path[:-1])
    if error["type"] == "extra_forbidden":
        return _unknown_key(root, document, path)
    what = _said(root, path, error)
    if error["type"] == "value_error":
        path, right = _whole_table(root, document, path, what)
    else:
        right = example_at(root, path)
    return document.problem(path, what, right)


def _whole_table(
    root: type[BaseModel], document: Document, path: Path, what: str
) -> tuple[Path, str]:
    """Where a mistake of a table as a whole is put right, and how."""
    if path == ():
        missing = re.findall(r"\[(\w+)\]", what)
        return ("rulebook", "procedure"), "\n".join(example_at(root, (name,)) for name in missing)
    if path == ("emergency",):
        path = ("emergency", "consequences")
    if path == ("trigger",):
        pools = [name for name, _ in inside(value_of(document.table, ("trigger", "pools")))]
        shares = ", ".join(f'{pool} = "1/{len(pools)}"' for pool in pools)
        return (*path, "decision", "aggregate", "weights"), f"weights = {{ {shares} }}"
    shape = shape_at(root, path)
    if NO_GROUND in what and shape is not None and not issubclass(shape.kind, (Rule, Aggregate)):
        return path, 'source = "guidelines 2019"'
    return path, example_at(root, path)


def _said(root: type[BaseModel], path: Path, error: Mapping[str, Any]) -> str:
    """What is wrong, as one sentence."""
    kind, given, context = error["type"], error["input"], error.get("ctx", {})
    match kind:
        case "missing":
            shape = shape_at(root, path)
            table = shape is not None and (is_table(shape.kind) or get_origin(shape.kind) is dict)
            return f"this {'table' if table else 'key'} is missing."
        case "literal_error":
            return _not_allowed(root, path, given)
        case "value_error":
            return f"{str(context['error']).rstrip('.')}."
        case "string_pattern_mismatch":
            return f"this has to be {PATTERNS[context['pattern']]}; {describe(given)} is not."
        case "string_too_short" | "too_short":
            return "this is empty; say at least one."
        case "greater_than_equal":
            return f"this has to be {context['ge']} or more, not {describe(given)}."
        case "date_type" if isinstance(given, datetime):
            return (
                f"this has to be {WANTED[kind]} and without a time of day, not {describe(given)}."
            )
        case _ if kind in WANTED:
            return f"this has to be {WANTED[kind]}, not {describe(given)}."
        case _:
            return f"{describe(given)} does not fit here."


def _not_allowed(root: type[BaseModel], path: Path, given: object) -> str:
    shape = shape_at(root, path)
    choices = _choices(shape)
    said = f"{describe(given)} is not allowed here; allowed are {listed(choices)}."
    return said[0].upper() + said[1:] + _meant(str(given), choices)


def _choices(shape: Shape | None) -> list[str]:
    if shape is None or get_origin(shape.kind) is not Literal:
        return []
    return [str(choice) for choice in get_args(shape.kind)]


def _unknown_name(root: type[BaseModel], document: Document, path: Path) -> Problem:
    """A table whose keys are a closed list (powers, situations of a seat) has another one."""
    shape = shape_at(root, path[:-1])
    choices = [] if shape is None else [str(c) for c in get_args(get_args(shape.kind)[0])]
    return _other_key(root, document, path, choices)


def _unknown_key(root: type[BaseModel], document: Document, path: Path) -> Problem:
    shape = shape_at(root, path[:-1])
    choices = list(keys_of(shape.kind)) if shape is not None and is_table(shape.kind) else []
    return _other_key(root, document, path, choices)


def _other_key(
    root: type[BaseModel], document: Document, path: Path, choices: list[str]
) -> Problem:
    """A key that this table does not have: which it has, and which was perhaps meant."""
    given = str(path[-1])
    meant = next(iter(get_close_matches(given, choices, 1)), choices[0])
    what = f"there is no such key here; there are {listed(choices)}." + _meant(given, choices)
    return document.problem(path, what, example_at(root, (*path[:-1], meant)))


def _meant(given: str, choices: list[str]) -> str:
    near = get_close_matches(given[:100], choices, 1)
    return f' Did you mean "{near[0]}"?' if near else ""
