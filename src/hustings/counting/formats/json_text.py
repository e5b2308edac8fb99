"""JSON with places: whatever is wrong in it can be pointed to by line and column."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NoReturn, cast

from hustings.counting.formats.lines import decoded
from hustings.kernel.refusals import BadInput, Problem

Path = tuple[str | int, ...]
_STEP = re.compile(r"\[[0-9]+\]|\.?[^.\[]+")
_SPACE = re.compile(r"[ \t\n\r]*")
_DECODER = json.JSONDecoder()
LONGEST_NUMBER = 18


class Written(str):
    """A number that is no whole number of a sane size, as it is written."""

    __slots__ = ()


class _Twice(Exception):
    """A key that stands twice in one object."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """A value in a JSON file, and the way to it."""

    file: str
    text: str
    path: Path
    value: object

    def refuse(self, what: str, right: str = "") -> NoReturn:
        """Turn the file back, naming the line and column of this value."""
        line, column = place_of(self.text, self.path)
        raise BadInput(Problem(self.file, line, f"column {column}", what, right))

    @property
    def name(self) -> str:
        """The value as a sentence names it."""
        keys = [str(key) if isinstance(key, str) else f"[{key}]" for key in self.path[-2:]]
        return ".".join(keys).replace(".[", "[") or "the file"

    def table(self) -> "dict[str, object]":
        """The value as an object."""
        if not isinstance(self.value, dict):
            self.refuse(f"{self.name} is not an object in braces", "{…}")
        return cast("dict[str, object]", self.value)

    def get(self, key: str) -> "Node | None":
        """The value of a key; ``None`` where it is missing or null."""
        value = self.table().get(key)
        return None if value is None else Node(self.file, self.text, (*self.path, key), value)

    def need(self, key: str, right: str = "") -> "Node":
        """The value of a key that has to be there."""
        found = self.get(key)
        return found if found is not None else self.refuse(f"{self.name} has no {key!r}", right)

    def along(self, way: str) -> "Node":
        """The value that a way like ``sections[0].papers`` leads to, or the last there is on it."""
        here = self
        for step in _STEP.findall(way):
            key = int(step[1:-1]) if step.startswith("[") else step.removeprefix(".")
            value = here.value
            if isinstance(value, list) and isinstance(key, int):
                members = cast("list[object]", value)
                here = Node(self.file, self.text, (*here.path, key), members[key])
            elif isinstance(value, dict) and key in value:
                inside = cast("dict[str, object]", value)[str(key)]
                here = Node(self.file, self.text, (*here.path, key), inside)
        return here

    def only(self, keys: tuple[str, ...]) -> None:
        """Refuse a key that means nothing here."""
        for key, value in self.table().items():
            if key not in keys:
                what = f"{key!r} means nothing here; there are {', '.join(keys)}"
                Node(self.file, self.text, (*self.path, key), value).refuse(what)

    def __iter__(self) -> Iterator["Node"]:
        """The members of a list."""
        if not isinstance(self.value, list):
            self.refuse(f"{self.name} is not a list", "[…]")
        for at, value in enumerate(cast("list[object]", self.value)):
            yield Node(self.file, self.text, (*self.path, at), value)

    def words(self, *, empty: bool = False) -> str:
        """The value as a text without control characters."""
        if not isinstance(self.value, str) or isinstance(self.value, Written):
            self.refuse(f"{self.name} is not a text", '"…"')
        if any(ord(c) < 32 or ord(c) == 127 or 0xD800 <= ord(c) < 0xE000 for c in self.value):
            self.refuse(f"{self.name} holds a control character")
        if not empty and not self.value.strip():
            self.refuse(f"{self.name} is empty")
        return self.value.strip()

    def number(self, least: int = 0, most: int = 10**12) -> int:
        """The value as a whole number, also where it is written as a text."""
        value = self.value
        if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 14:
            value = int(value)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            shown = self.value if isinstance(self.value, (str, int)) else self.name
            self.refuse(f"{shown!s:.40} is not a whole number from {least} to {most}")
        return value

    def yes(self) -> bool:
        """The value as true or false."""
        if not isinstance(self.value, bool):
            self.refuse(f"{self.name} is neither true nor false", "true")
        return self.value


def read_json(content: bytes, file: str) -> Node:
    """Read a JSON file; ``BadInput`` with line and column where it is none, or says a key twice."""
    text = decoded(content, file)
    try:
        value: object = json.loads(
            text,
            object_pairs_hook=_once,
            parse_float=Written,
            parse_int=_whole,
            parse_constant=_no_constant,
        )
    except json.JSONDecodeError as wrong:
        what = f"this is not JSON that can be read ({wrong.msg})"
        raise BadInput(Problem(file, wrong.lineno, f"column {wrong.colno}", what)) from None
    except _Twice as twice:
        at = _second(text, _after_space(text, 0), twice.key)
        line, column = _line_and_column(text, at if isinstance(at, int) else 0)
        what = f"{twice.key!r} stands twice in one object"
        raise BadInput(Problem(file, line, f"column {column}", what)) from None
    except ValueError as wrong:
        at = text.find(str(wrong))
        line, column = _line_and_column(text, max(at, 0))
        raise BadInput(Problem(file, line, f"column {column}", f"{wrong} is not JSON")) from None
    except RecursionError:
        raise BadInput(Problem(file, 1, "column 1", "this JSON is nested too deeply")) from None
    return Node(file, text, (), value)


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    table: dict[str, object] = {}
    for key, value in pairs:
        if key in table:
            raise _Twice(key)
        table[key] = value
    return table


def _whole(digits: str) -> int | Written:
    return int(digits) if len(digits) <= LONGEST_NUMBER else Written(digits)


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def place_of(text: str, path: Path) -> tuple[int, int]:
    """Line and column of the value that a path leads to in a text that is JSON."""
    at = _after_space(text, 0)
    for step in path:
        found = next((value for key, value in _members(text, at) if key == step), None)
        if found is None:
            break
        at = found
    return _line_and_column(text, at)


def _members(text: str, at: int) -> Iterator[tuple[str | int, int]]:
    """The keys (or places) of an object (or list) and where their values begin."""
    opens, number = text[at], 0
    at = _after_space(text, at + 1)
    while text[at] not in "}]":
        key: str | int = number
        if opens == "{":
            key, at = cast("tuple[str, int]", _DECODER.raw_decode(text, at))
            at = _after_space(text, _after_space(text, at) + 1)
        yield key, at
        at = _after_space(text, _DECODER.raw_decode(text, at)[1])
        if text[at] == ",":
            at = _after_space(text, at + 1)
        number += 1


def _second(text: str, at: int, key: str) -> int | None:
    """Where an object within the value at a place says the key for the second time."""
    if text[at] not in "{[":
        return None
    seen = False
    for name, value in _members(text, at):
        inside = _second(text, value, key)
        if inside is not None:
            return inside
        if name == key:
            if seen:
                return value
            seen = True
    return None


def _after_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return at if found is None else found.end()


def _line_and_column(text: str, at: int) -> tuple[int, int]:
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
