"""Looks into what a TOML file holds, where anything may stand in place of anything."""

from collections.abc import Sequence
from typing import Any, cast

Table = dict[str, Any]


def as_table(value: object) -> Table | None:
    """The value if it is a table."""
    return cast("Table", value) if isinstance(value, dict) else None


def as_list(value: object) -> list[Any] | None:
    """The value if it is a list."""
    return cast("list[Any]", value) if isinstance(value, list) else None


def inside(value: object) -> list[tuple[str | int, Any]]:
    """What a table or a list holds, each with its key or its index; nothing for anything else."""
    table = as_table(value)
    return list(table.items()) if table is not None else list(enumerate(as_list(value) or []))


def value_of(value: object, path: Sequence[str | int]) -> Any:
    """What stands at ``path`` inside ``value``; None where nothing does."""
    for part in path:
        table, items = as_table(value), as_list(value) or []
        if table is not None:
            value = table.get(cast("str", part))
        else:
            value = items[part] if isinstance(part, int) and part < len(items) else None
    return value
