"""Finds the line of every key of a TOML file, which the standard parser does not tell.

It reads only what ``tomllib`` has already accepted, so it need not notice mistakes; that it names the
same keys and values as ``tomllib`` is checked in ``tests/rulebooks/test_positions.py``.
"""

import re
import tomllib
from bisect import bisect_right
from dataclasses import dataclass

Path = tuple[str | int, ...]

_SPACE = re.compile(r"[ \t]*")
_GAP = re.compile(r"(?:[ \t\n]|#[^\n]*)*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_STRINGS = (
    re.compile(r'"""(?:[^"\\]|\\[\s\S]|"{1,2}(?!"))*?"{3,5}'),
    re.compile(r"'''(?:[^']|'{1,2}(?!'))*?'{3,5}"),
    re.compile(r'"(?:[^"\\]|\\.)*"'),
    re.compile(r"'[^']*'"),
)
_SCALAR = re.compile(r"[^,\]}#\n]+")


@dataclass(frozen=True, slots=True)
class Position:
    """Where a key or element begins (line and column count from 1) and the text of its value, if it has one."""

    line: int
    column: int
    value: str


def find_positions(text: str) -> dict[Path, Position]:
    """The position of every key and array element of a TOML document that ``tomllib`` accepts.

    A path is ``("timetable", "steps", 2, "id")``. A table that is written in several places has the
    position of its first mention.
    """
    return _Scanner(text.replace("\r\n", "\n")).scan()


def line_of(positions: dict[Path, Position], path: Path) -> int | None:
    """The line of ``path``, or of the nearest table around it that is written down; None if there is none."""
    for length in range(len(path), 0, -1):
        position = positions.get(path[:length])
        if position is not None:
            return position.line
    return None


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.found: dict[Path, Position] = {}
        self.lengths: dict[Path, int] = {}
        self.starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def scan(self) -> dict[Path, Position]:
        table: Path = ()
        self.skip(_GAP)
        while self.at < len(self.text):
            if self.text.startswith("[[", self.at):
                table = self.header(2)
            elif self.text.startswith("[", self.at):
                table = self.header(1)
            else:
                self.pair(table)
            self.skip(_GAP)
        return self.found

    def header(self, brackets: int) -> Path:
        start = self.at
        self.at += brackets
        keys = self.dotted_key()
        self.at += brackets
        path = self.noted((), keys[:-1], start)
        path = (*path, keys[-1])
        if brackets == 1:
            self.note(path, start)
            return self.newest(path)
        self.lengths[path] = self.lengths.get(path, 0) + 1
        self.note(path, start)
        element = self.newest(path)
        self.note(element, start)
        return element

    def pair(self, table: Path) -> None:
        start = self.at
        keys = self.dotted_key()
        path = (*self.noted(table, keys[:-1], start), keys[-1])
        self.at += 1
        self.skip(_SPACE)
        first = self.at
        self.note(path, start)
        self.value(path)
        self.note(path, start, self.text[first : self.at])

    def noted(self, path: Path, keys: list[str], start: int) -> Path:
        """Step into each of ``keys``, noting tables that are mentioned for the first time."""
        for key in keys:
            path = (*path, key)
            self.note(path, start)
            path = self.newest(path)
        return path

    def newest(self, path: Path) -> Path:
        """The last table of an array of tables; any other path as it is."""
        length = self.lengths.get(path)
        return path if length is None else (*path, length - 1)

    def value(self, path: Path) -> None:
        match self.text[self.at]:
            case "[":
                self.array(path)
            case "{":
                self.inline_table(path)
            case '"' | "'":
                self.string()
            case _:
                self.scalar()

    def array(self, path: Path) -> None:
        self.at += 1
        index = 0
        self.skip(_GAP)
        while self.text[self.at] != "]":
            element = (*path, index)
            start = self.at
            self.value(element)
            self.note(element, start, self.text[start : self.at])
            self.comma()
            index += 1
        self.at += 1

    def inline_table(self, path: Path) -> None:
        self.at += 1
        self.skip(_GAP)
        while self.text[self.at] != "}":
            self.pair(path)
            self.comma()
        self.at += 1

    def comma(self) -> None:
        self.skip(_GAP)
        if self.text[self.at] == ",":
            self.at += 1
            self.skip(_GAP)

    def string(self) -> str:
        for kind in _STRINGS:
            match = kind.match(self.text, self.at)
            if match is not None:
                self.at = match.end()
                return match[0]
        raise ValueError(f"no string at {self.at}: tomllib would not have accepted this")

    def scalar(self) -> None:
        self.at += len(self.matched(_SCALAR).rstrip(" \t"))

    def dotted_key(self) -> list[str]:
        keys: list[str] = []
        while True:
            self.skip(_SPACE)
            if self.text[self.at] in "\"'":
                keys.append(tomllib.loads(f"key = {self.string()}")["key"])
            else:
                keys.append(self.matched(_BARE))
                self.at += len(keys[-1])
            self.skip(_SPACE)
            if self.text[self.at] != ".":
                return keys
            self.at += 1

    def skip(self, pattern: re.Pattern[str]) -> None:
        self.at += len(self.matched(pattern))

    def matched(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.text, self.at)
        return "" if match is None else match[0]

    def note(self, path: Path, start: int, value: str | None = None) -> None:
        known = self.found.get(path)
        if known is None:
            line, column = self.place(start)
            self.found[path] = Position(line, column, value or "")
        elif value is not None:
            self.found[path] = Position(known.line, known.column, value)

    def place(self, start: int) -> tuple[int, int]:
        line = bisect_right(self.starts, start)
        return line, start - self.starts[line - 1] + 1
