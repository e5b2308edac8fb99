"""A rulebook with every key that the schema knows, as a table that tests break at one place."""

import tomllib
from copy import deepcopy
from typing import Any

from hustings.rulebooks.examples import to_toml
from hustings.rulebooks.loader import Rulebook, from_files, load
from hustings.rulebooks.positions import Path

CLAUSES = "# Clauses\n\n*Model.*\n\n" + "\n".join(
    f"## {number}\n\nWhat it says.\n\nSource: our own text\n"
    for number in ("3.6", "5.IV.5(B)", "19.6")
)
READINGS = "\n".join(
    f'[[reading]]\nnumber = {number}\nquestion = "What?"\nreads = "So."\n'
    f'choices = ["one", "other"]\ndecided_by = "us"\nevidence = "none"\n'
    for number in range(1, 61)
)


def full_table() -> dict[str, Any]:
    """Every table of the schema at once, though no procedure needs them all."""

    def table_of(id: str) -> dict[str, Any]:
        return tomllib.loads(load(id).files["rules.toml"].decode())

    table = table_of("labour-2018")
    table["readoption"] = table_of("libdem-reselection")["readoption"]
    table["petition"] = table_of("uk-recall-2015")["petition"]
    table["timetable"]["intervals"] = table_of("labour-2021")["timetable"]["intervals"]
    model = table_of("model-association")
    table["roll"]["minimum_age"] = table_of("uk-recall-2015")["roll"]["minimum_age"]
    table["units"]["affiliate"] = model["units"]["affiliate"]
    table["units"]["branch"] |= {"affiliated_for": model["units"]["affiliate"]["affiliated_for"]}
    table["units"]["branch"] |= {"fees_paid": model["units"]["affiliate"]["fees_paid"]}
    table["selection"]["ballot"]["online"] = model["selection"]["ballot"]["online"]
    table["service"]["sent_by"] = {"value": "17:00", "source": "guidelines 2019"}
    table["selection"]["shortlist"]["quotas"] = [
        {"category": "women", "at_least": "1/2", "basis": "law", "definition": "so", "reading": 1}
    ]
    table["powers"] = {name: table["powers"][name] for name in ("open", "reopen")}
    table["timetable"]["steps"] = [
        step | {"after": "opened"}
        for step in table["timetable"]["steps"]
        if step["id"] in {"notice", "unit-meetings", "shortlist", "hustings"}
    ]
    return settled(table)


def settled(value: Any) -> Any:
    """The same table with every ground a source, and every unsettled value one of its choices."""
    if isinstance(value, list):
        return [settled(item) for item in value]
    if not isinstance(value, dict):
        return value
    table = {key: settled(item) for key, item in value.items() if key not in {"clause", "reading"}}
    if len(table) < len(value):
        table["source"] = "guidelines 2019"
    if table.get("value") == "unsettled":
        table["value"] = load("labour-2018").readings[value["reading"]].choices[0]
    return table


def written(table: dict[str, Any]) -> str:
    """The table as TOML, a key to a line."""
    lines: list[str] = []
    for name, inner in table.items():
        if not isinstance(inner, dict):
            lines.insert(0, f"{name} = {to_toml_any(inner)}")
            continue
        lines.append(f"[{name}]")
        lines += [f"{to_key(key)} = {to_toml_any(value)}" for key, value in inner.items()]
    return "\n".join(lines) + "\n"


def to_key(key: str) -> str:
    return key if key.replace("-", "").replace("_", "").isalnum() else to_toml(key)


def to_toml_any(value: Any) -> str:
    """What ``to_toml`` writes, and decimal numbers, which only a broken file has."""
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{to_key(k)} = {to_toml_any(v)}" for k, v in value.items()) + " }"
    if isinstance(value, list):
        return "[\n" + "".join(f"  {to_toml_any(item)},\n" for item in value) + "]"
    return to_toml(value)


def loaded(table: dict[str, Any] | str) -> Rulebook:
    """The rulebook with this ``rules.toml``; ``BadInput`` where it is none."""
    text = table if isinstance(table, str) else written(table)
    return from_files(
        "own",
        {
            "rules.toml": text.encode(),
            "clauses.md": CLAUSES.encode(),
            "readings.toml": READINGS.encode(),
        },
    )


def with_value(table: dict[str, Any], path: Path, value: Any) -> dict[str, Any]:
    """A copy of the table that has ``value`` at ``path``."""
    copy = deepcopy(table)
    parent: Any = copy
    for part in path[:-1]:
        parent = parent[part]
    parent[path[-1]] = value
    return copy


def without(table: dict[str, Any], path: Path) -> dict[str, Any]:
    """A copy of the table that has nothing at ``path``."""
    copy = deepcopy(table)
    parent: Any = copy
    for part in path[:-1]:
        parent = parent[part]
    del parent[path[-1]]
    return copy


def put_right(table: dict[str, Any], path: Path, right: str) -> dict[str, Any]:
    """A copy of the table with the example ``right`` where ``path`` is, as a reader would put it there."""
    if (
        isinstance(path[-1], int)
        and not right.startswith("[[")
        and " = " not in right.split("{", maxsplit=1)[0]
    ):
        return with_value(table, path, tomllib.loads(f"x = {right}")["x"])
    example = tomllib.loads(right)
    if right.startswith("["):
        target: Path = ()
        inner: Any = example
        for part in path:
            if not isinstance(part, str) or part not in inner:
                break
            target, inner = (*target, part), inner[part]
        return with_value(table, target, inner)
    ((key, value),) = example.items()
    while path[-1] != key:
        path = path[:-1]
    copy = with_value(table, path, value)
    if key in {"clause", "source", "reading"}:
        for ground in {"clause", "source", "reading"} - {key}:
            parent: Any = copy
            for part in path[:-1]:
                parent = parent[part]
            parent.pop(ground, None)
    return copy
