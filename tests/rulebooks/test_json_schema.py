"""The JSON Schema for editors agrees with the loader about files that are right and files that are wrong."""

import json
import tomllib
from datetime import date
from typing import Any

import jsonschema
import pytest

from hustings.rulebooks.json_schema import schema_text
from hustings.rulebooks.loader import load, shipped
from tests.rulebooks.documents import full_table, with_value, without

SCHEMA = json.loads(schema_text())
FULL = full_table()


def as_json(value: Any) -> Any:
    """A table as an editor's schema checker sees it: dates as text."""
    if isinstance(value, dict):
        return {key: as_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_json(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def accepts(table: dict[str, Any]) -> bool:
    return bool(jsonschema.Draft202012Validator(SCHEMA).is_valid(as_json(table)))


def test_the_schema_is_itself_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("id", shipped())
def test_every_shipped_rulebook_is_accepted(id: str) -> None:
    assert accepts(tomllib.loads(load(id).files["rules.toml"].decode()))


@pytest.mark.parametrize(
    "path",
    [
        ("trigger", "decision", "unit_tie", "value"),
        ("trigger", "decision", "aggregate", "at_least"),
        ("intention", "reply_within", "at"),
        ("roll", "member_for", "value"),
        ("publication", "minimum_cell", "value"),
    ],
)
def test_a_value_that_cannot_be_is_underlined(path: tuple[str, ...]) -> None:
    assert accepts(FULL)
    assert not accepts(with_value(FULL, path, "half past nine"))


def test_an_unknown_key_is_underlined() -> None:
    assert not accepts(with_value(FULL, ("roll", "age"), 18))


def test_a_value_without_a_ground_and_one_with_two_are_underlined() -> None:
    path = ("roll", "arrears", "source")
    assert not accepts(without(FULL, path))
    assert not accepts(with_value(FULL, ("roll", "arrears", "clause"), "2.3"))
