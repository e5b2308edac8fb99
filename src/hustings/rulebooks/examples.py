"""A right example for every key of a rulebook, made from the schema and from words that fit the key."""

import tomllib
from collections.abc import Callable
from datetime import date, time
from fractions import Fraction
from typing import Any, Literal, cast, get_args, get_origin

from pydantic import BaseModel

from hustings.kernel.time import Span
from hustings.rulebooks.deciding_stages import Aggregate, Petition
from hustings.rulebooks.positions import Path
from hustings.rulebooks.schema import (
    Blackout,
    Head,
    InForce,
    Intention,
    Interval,
    Step,
    UnitKind,
    Units,
)
from hustings.rulebooks.selecting_stages import Emergency
from hustings.rulebooks.shapes import Shape, is_table, keys_of, plain_type, required_keys, shape_at
from hustings.rulebooks.tables import as_table, inside
from hustings.rulebooks.values import Cited, Rule

WORDS: dict[str, object] = {
    "id": "our-rules-2027",
    "title": "Rules for choosing our representatives",
    "organisation": "Our association",
    "country": "GB",
    "subdivision": "ENG",
    "zone": "Europe/London",
    "amends": "our-rules-2024",
    "note": "Adopted by the general meeting.",
    "clause": "3.6",
    "source": "guidelines 2019",
    "text": "Should there be an open selection for this seat?",
    "open": "Yes",
    "reselect": "No",
    "category": "women",
    "basis": "the law that allows it, by section",
    "definition": "who counts, in the words that were adopted",
    "appointed_by": "committee",
    "after": "opened",
    "avoids": [],
    "what": "What happens then, in a few words",
    "from": "08-01",
    "until": "08-31",
    "effect": "the seat becomes vacant",
    "quorum": 3,
    "minimum_age": 16,
    "minimum_cell": 10,
    "places": 10,
    "each": 1,
    "number": 1,
    "per_unit": 1,
    "needed": 1,
    "at_most": 6,
    "reading": 1,
    "asked_by": "secretary",
    "made_by": "selection panel",
    "to": "appeals panel",
    "exempt": ["pregnancy", "parental leave"],
    "classes": ["full"],
    "requirements": ["signed consent to stand"],
    "if_lost": ["shortlist"],
    "early_ends": ["the seat becomes vacant"],
    "bodies": ["committee"],
    "question": "What does the text leave open?",
    "reads": "How we read it.",
    "choices": ["one way", "the other way"],
    "decided_by": "committee, 1 March 2027",
    "evidence": "What speaks for it, and where.",
    "grounds": ["important evidence was missed"],
    "weights": {"branch": Fraction(1, 2), "affiliate": Fraction(1, 2)},
}
"""Words for a key wherever it stands; what is not here is made from the type of the value."""

TABLES: dict[type[BaseModel], dict[str, object]] = {
    Head: {"label": "adopted"},
    Step: {"id": "members-told"},
    Blackout: {"id": "august", "what": "August"},
    Interval: {"id": "between-both", "from": "notice", "to": "unit-meetings"},
    InForce: {"from": date(2018, 1, 1), "until": date(2030, 1, 1)},
    Aggregate: {"more_than": Fraction(1, 2)},
    UnitKind: {"evidence": ["affiliation form"], "affiliated_for": "2 months"},
    Petition: {"grounds": ["a custodial sentence"], "at_least": Fraction(1, 10)},
}
"""Words for a key in one table."""

ALSO: dict[type[BaseModel], tuple[str, ...]] = {
    Intention: ("second_letter_within",),
    Units: ("branch", "affiliate"),
}
"""Keys that a table need not have, but has to with the values of the example."""

GROUNDS = ("clause", "source", "reading")

SPANS = {
    "notice": "7 clear days",
    "second_letter_within": "7 days",
    "member_for": "6 months",
    "signing": "6 weeks",
    "recount_within": "2 days",
    "email": "1 day",
    "post": "2 working days",
    "hand": "0 days",
    "offset": "3 weeks",
}


def example_at(root: type[BaseModel], path: Path) -> str:
    """A right way to write what stands at ``path``, as TOML; empty where the schema knows no such place.

    A value with its ground is shown whole, a table with all that it needs under its heading.
    """
    whole = _whole_value(root, path)
    shape = shape_at(root, whole)
    if shape is None or not whole:
        return ""
    value = _with_key(shape, _example(shape), path[len(whole) :])
    if _is_heading(shape.kind):
        names = [part for part in whole if isinstance(part, str)]
        return _heading(names, value, many=isinstance(whole[-1], int))
    if isinstance(whole[-1], int):
        return to_toml(value)
    return f"{_key(whole[-1])} = {to_toml(value)}"


def value_at(root: type[BaseModel], path: Path) -> Any:
    """The example for exactly this place, as the table of a file would hold it; None for no such place."""
    shape = shape_at(root, path)
    return None if shape is None else tomllib.loads(f"x = {to_toml(_example(shape))}")["x"]


def _with_key(shape: Shape, value: Any, rest: Path) -> Any:
    """The example of a whole value, with the key in it that was asked for though it need not be there."""
    if not rest or rest[0] in value:
        return value
    if rest[0] in GROUNDS:
        value = {key: item for key, item in value.items() if key != "source"}
    if rest[0] == "at_least":
        value = {key: item for key, item in value.items() if key != "more_than"}
    if rest[0] == "weights":
        value = value | {"value": "weighted-college"}
    inner = shape_at(shape.kind, (rest[0],))
    return value if inner is None else value | {rest[0]: _example(inner)}


def to_toml(value: object) -> str:
    """A value on one line of TOML."""
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case Fraction():
            return f'"{value.numerator}/{value.denominator}"'
        case date():
            return value.isoformat()
        case list():
            return f"[{', '.join(to_toml(item) for _, item in inside(cast('object', value)))}]"
        case dict():
            pairs = ", ".join(
                f"{_key(str(key))} = {to_toml(item)}" for key, item in inside(cast("object", value))
            )
            return f"{{ {pairs} }}"
        case _:
            return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _whole_value(root: type[BaseModel], path: Path) -> Path:
    """The path of the whole ``{ value = …, source = … }`` that a path leads into."""
    for length in range(1, len(path)):
        shape = shape_at(root, path[:length])
        if shape is not None and is_table(shape.kind) and issubclass(shape.kind, (Rule, Aggregate)):
            return path[:length]
    return path


def _is_heading(kind: Any) -> bool:
    """Whether a table is written under a heading of its own: one that holds tables and cites nothing."""
    if get_origin(kind) is dict:
        return is_table(plain_type(get_args(kind)[1]))
    return (
        is_table(kind)
        and not issubclass(kind, Cited)
        and any(
            is_table(shape.kind) or get_origin(shape.kind) in (dict, list)
            for shape in keys_of(kind).values()
        )
    )


def _heading(names: list[str], table: dict[str, Any], *, many: bool = False) -> str:
    """A table under its heading; the tables of tables in it under headings of their own below."""
    name = ".".join(map(_key, names))
    rows = [f"[[{name}]]" if many else f"[{name}]"]
    below: list[str] = []
    for key, value in table.items():
        table_within = as_table(value)
        if table_within is not None and any(map(as_table, table_within.values())):
            below.append(_heading([*names, key], table_within))
        else:
            rows.append(f"{_key(key)} = {to_toml(value)}")
    return "\n".join(([] if len(rows) == 1 and below else rows) + below)


def _key(name: str) -> str:
    return (
        name if name.replace("-", "").replace("_", "").isalnum() and name.isascii() else f'"{name}"'
    )


def _example(shape: Shape) -> Any:
    """A right value for one place."""
    kind, origin, arguments = shape.kind, get_origin(shape.kind), get_args(shape.kind)
    if is_table(kind):
        return _table(kind, shape)
    word = TABLES.get(shape.owner or Head, {}).get(shape.key, WORDS.get(shape.key))
    if word is not None and _fits(word, kind):
        return word
    if origin is Literal:
        return next(choice for choice in arguments if choice != "unsettled")
    if origin is list:
        return [_example(Shape(plain_type(arguments[0]), shape.owner, shape.key))]
    if origin is dict:
        value = _example(Shape(plain_type(arguments[1]), shape.owner, shape.key))
        return dict.fromkeys(_names(plain_type(arguments[0]), shape), value)
    return _PLAIN[kind](shape.key)


_PLAIN: dict[Any, Callable[[str], object]] = {
    str: lambda _: "committee",
    int: lambda _: 2,
    bool: lambda _: True,
    date: lambda _: date(2027, 1, 1),
    Fraction: lambda _: Fraction(1, 2),
    time: lambda _: "18:00",
    Span: lambda key: SPANS.get(key, "14 days"),
}


def _fits(word: object, kind: Any) -> bool:
    """Whether the word for a key has the type that this table's key of that name wants."""
    if get_origin(kind) is Literal:
        return word in get_args(kind)
    if kind is Span:
        return isinstance(word, str)
    origin = get_origin(kind) or kind
    return isinstance(origin, type) and isinstance(word, origin)


def _names(kind: Any, shape: Shape) -> list[str]:
    """Keys for a table whose keys are free, or all of them where every one is needed."""
    if get_origin(kind) is Literal:
        choices = list(get_args(kind))
        return choices if shape.owner is Emergency else choices[:1]
    return ["branch"]


def _table(kind: type[BaseModel], shape: Shape) -> dict[str, object]:
    """All that a table needs, and a source where it has to say who says so."""
    shapes = keys_of(kind)
    table = {name: _example(shapes[name]) for name in (*required_keys(kind), *ALSO.get(kind, ()))}
    if issubclass(kind, Rule):
        table["value"] = _example(Shape(shapes["value"].kind, shape.owner, shape.key))
    if kind is Aggregate:
        table |= TABLES[Aggregate]
    if issubclass(kind, Cited):
        table["source"] = WORDS["source"]
    return table
