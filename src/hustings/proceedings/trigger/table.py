"""Reads one table of a case file key by key, and says file, line, key, what is wrong and what is right."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import cast

from hustings.kernel.refusals import BadInput, Problem
from hustings.proceedings.trigger.hints import flag_right, number_meant, word_meant

KINDS: tuple[str, ...] = ("branch", "affiliate")
MOST = 1_000_000
_HEADER = re.compile(r"^\s*\[\[?\s*(?P<name>[^\[\]]+?)\s*\]\]?\s*(#.*)?$")
_KEY = re.compile(r"""^\s*(?P<key>"[^"]*"|'[^']*'|[A-Za-z0-9_-]+)\s*[.=]""")

Place = tuple[str, int, str]


def places(text: str) -> dict[Place, int]:
    """The line of every key: (table's name, which table of that name, key) -> line, counted from one.

    The key ``""`` is the table's own heading. Only lines that look like TOML written one key a line
    are found; a message about anything else names no line.
    """
    found: dict[Place, int] = {}
    table, times = "", dict[str, int]()
    for number, line in enumerate(text.split("\n"), start=1):
        if header := _HEADER.match(line):
            table = re.sub(r"[\s\"']", "", header["name"])
            times[table] = times.get(table, -1) + 1
            found[table, times[table], ""] = number
        elif key := _KEY.match(line):
            found.setdefault((table, times.get(table, 0), key["key"].strip("\"'")), number)
    return found


def shown(value: object) -> str:
    """A value as it may stand in a message: one short line without control characters, in TOML's words."""
    match value:
        case bool():
            text = str(value).lower()
        case list():
            text = "a list"
        case dict():
            text = "a table"
        case date() | time():
            text = value.isoformat()
        case str() if value.isprintable():
            text = f'"{value}"'
        case _:
            text = ascii(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the file, and where it stands."""

    file: str
    lines: Mapping[Place, int]
    name: str
    index: int
    values: Mapping[str, object]

    def refuse(self, key: str, what: str, right: str = "") -> BadInput:
        """The refusal of one key of this table, to be raised."""
        line = self.line(key)
        where = f"[{self.name}] {key}".strip() if self.name else key
        return BadInput(Problem(self.file, line, where, what, right))

    def line(self, key: str) -> int | None:
        """The line of a key, or of the nearest heading above it; ``None`` where neither is found."""
        sought = (
            (self.name, self.index, key),
            (self.name, self.index, ""),
            ("", 0, self.name),
            (key.strip("[]"), 0, ""),
        )
        return next((self.lines[place] for place in sought if place in self.lines), None)

    def only(self, known: Collection[str]) -> None:
        """Refuse any key that is not known here."""
        for key in self.values:
            if key not in known:
                raise self.refuse(
                    key if key.isprintable() else ascii(key),
                    f"no such key here; the keys are {', '.join(known)}.",
                    word_meant(key, known) or "",
                )

    def text(self, key: str, default: str | None = None, right: str = '"a sentence"') -> str:
        """A text that can be printed."""
        value = self.values.get(key, default)
        if value is None:
            raise self.refuse(key, "this key is missing.", f"{key} = {right}")
        if not isinstance(value, str):
            raise self.refuse(key, f"this is {shown(value)}, not a text.", f"{key} = {right}")
        value = " ".join(value.split())
        if not value.isprintable():
            what = "this text has characters that cannot be printed."
            raise self.refuse(key, what, f"{key} = {right}")
        if not value and default is None:
            raise self.refuse(key, "this text is empty.", f"{key} = {right}")
        return value

    def choice(self, key: str, choices: Collection[str], default: str | None = None) -> str:
        """One of a few words."""
        value = self.values.get(key, default)
        if value is None:
            what = f"this key is missing; it is one of {', '.join(choices)}."
            raise self.refuse(key, what, f'{key} = "{next(iter(choices))}", say')
        if not isinstance(value, str) or value not in choices:
            meant = word_meant(value, choices)
            right = f'{key} = "{meant}"' if meant else "one of these words"
            what = f"this is {shown(value)}, not one of {', '.join(choices)}."
            raise self.refuse(key, what, right)
        return value

    def flag(self, key: str, *, default: bool) -> bool:
        """``true`` or ``false``."""
        value = self.values.get(key, default)
        if not isinstance(value, bool):
            raise self.refuse(
                key, f"this is {shown(value)}, not true or false.", flag_right(key, value)
            )
        return value

    def whole(self, key: str, least: int, right: str, default: int | None = None) -> int:
        """A whole number from ``least`` to ``MOST``; ``right`` is the example where none can be told from the file."""
        value = self.values.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int):
            meant = number_meant(value)
            right = f"{key} = {meant}" if meant is not None and least <= meant <= MOST else right
            raise self.refuse(key, f"this is {shown(value)}, not a whole number.", right)
        if value < least:
            raise self.refuse(
                key, f"this is {value}; {least} is the least that makes sense.", right
            )
        if value > MOST:
            what = f"this number is above {MOST:,}, the most that is read."
            raise self.refuse(key, what, f"at most {key} = {MOST}")
        return value

    def texts(self, key: str, right: str) -> tuple[str, ...]:
        """A list of texts; empty where the key is not given."""
        value = self.values.get(key, [])
        if not isinstance(value, list):
            raise self.refuse(key, f"this is {shown(value)}, not a list.", f"{key} = {right}")
        items = cast("list[object]", value)
        for item in items:
            if not isinstance(item, str) or not item.isprintable():
                raise self.refuse(
                    key, f"{shown(item)} in this list is not a text.", f"{key} = {right}"
                )
        return tuple(str(item) for item in items)

    def table(self, key: str, name: str, right: str) -> "Table | None":
        """A table inside this one; ``None`` where it is not given."""
        value = self.values.get(key)
        if value is None:
            return None
        if not isinstance(value, dict):
            raise self.refuse(key, f"this is {shown(value)}, not a table.", right)
        values = cast("dict[str, object]", value)
        if (name, 0, "") in self.lines:
            return Table(self.file, self.lines, name, 0, values)
        line = self.lines.get((self.name, self.index, key))
        lines = self.lines if line is None else {**self.lines, (name, 0, ""): line}
        return Table(self.file, lines, name, 0, values)
