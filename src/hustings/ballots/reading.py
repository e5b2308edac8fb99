"""Read what the record holds about paper ballots, key by key, and say what is wrong where it is not so."""

from collections.abc import Sequence

from hustings.kernel.canonical import Json
from hustings.kernel.refusals import BadInput, Problem

JsonTable = dict[str, Json]


def table_of(value: Json, where: str, keys: Sequence[str]) -> JsonTable:
    """``value`` as a table with exactly ``keys``; ``BadInput`` otherwise."""
    if not isinstance(value, dict):
        raise BadInput(Problem(where, None, "", "this is not a table with keys", _shape(keys)))
    unknown, missing = sorted(set(value) - set(keys)), [key for key in keys if key not in value]
    if unknown:
        raise BadInput(Problem(where, None, unknown[0], "this key is not known here", _shape(keys)))
    if missing:
        raise BadInput(Problem(where, None, missing[0], "this key is missing", _shape(keys)))
    return value


def number_at(table: JsonTable, where: str, key: str) -> int:
    """The whole number at ``key``, nought or more; ``BadInput`` otherwise."""
    value = table[key]
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise BadInput(
            Problem(where, None, key, f"{value!r} is not a number of papers", f'"{key}": 12')
        )
    return value


def text_at(table: JsonTable, where: str, key: str) -> str:
    """The text at ``key``, not empty; ``BadInput`` otherwise."""
    value = table[key]
    if not isinstance(value, str) or not value:
        raise BadInput(Problem(where, None, key, f"{value!r} is not a text", f'"{key}": "A"'))
    return value


def list_at(table: JsonTable, where: str, key: str) -> list[Json]:
    """The list at ``key``; ``BadInput`` otherwise."""
    value = table[key]
    if not isinstance(value, list):
        raise BadInput(Problem(where, None, key, f"{value!r} is not a list", f'"{key}": []'))
    return value


def _shape(keys: Sequence[str]) -> str:
    return "{" + ", ".join(f'"{key}": …' for key in keys) + "}"
