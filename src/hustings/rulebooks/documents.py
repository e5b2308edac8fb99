"""Turns the bytes of a TOML file into a table that knows its lines, or says in plain words why it cannot."""

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from hustings.kernel.refusals import Problem
from hustings.rulebooks.folder import LARGEST_FILE, too_large
from hustings.rulebooks.positions import Path, Position, find_positions, line_of
from hustings.rulebooks.tables import Table, inside, value_of

LONGEST_LINE = 2_000
"""Characters. Longer lines make the parser slow without making a rulebook better."""

DEEPEST = 20
"""Tables and lists inside each other. The schema goes eight deep."""

MOST_VALUES = 10_000
TOO_DEEP = "tables or lists stand inside each other too deeply."
RIGHT = 'a line like zone = "Europe/London"'
BOM = b"\xef\xbb\xbf"

_PLAIN: tuple[tuple[str, str, str], ...] = (
    (r"Invalid date or datetime", "there is no such date or time.", "from = 2019-06-24"),
    (r"Unclosed array", "this list is not closed with ].", 'bodies = ["committee"]'),
    (r"Unclosed inline table|Expected '}'", "this table is not closed with }.", "{ value = 2 }"),
    (
        r"(Duplicate inline table key|Cannot (overwrite|declare|mutate|redefine)) .*",
        "this key or table is already written above; write it once.",
        "",
    ),
    (r"Unterminated string|Expected [\"']", "this text has no closing quotation mark.", 'id = "a"'),
    (
        r"Escaped character .*",
        "no character has this number.",
        'what = "letters as they are"',
    ),
    (
        r"Unescaped '\\' in a string|Invalid hex value",
        "a backslash in text stands before n, t, a quotation mark or another backslash only.",
        r'what = "a \\ b"',
    ),
    (
        r"Illegal character (.*)|Found invalid character (.*)",
        "this text runs over the end of the line, or holds a character that cannot be shown.",
        'what = "one line"',
    ),
    (r"Expected '=' after a key.*", "there is no = after this key.", 'zone = "Europe/London"'),
    (
        r"Expected '\]'.*|Expected \"\]\".*",
        "this heading is not closed with ].",
        "[selection.ballot]",
    ),
    (r"Expected newline.*", "something stands after the value; begin a new line.", RIGHT),
    (
        r"Invalid value",
        "this value is neither text in quotation marks, a number, true, false, a date, a list nor a table.",
        RIGHT,
    ),
)


@dataclass(frozen=True, slots=True)
class Document:
    """A TOML file that could be read: its name, its table, and the text in which each key stands."""

    file: str
    table: Table
    text: str

    def problem(self, path: Path, what: str, right: str = "") -> Problem:
        """One thing wrong at ``path``, with its line, that of the table around it, or the end of the file."""
        line = line_of(_positions(self.text), path) or _last_line(self.text)
        return Problem(self.file, line, key_text(path, self.table), what, right)


def read_document(file: str, raw: bytes) -> Document | list[Problem]:
    """The table of a TOML file, or everything that keeps it from being read."""
    text = read_text(file, raw)
    if not isinstance(text, str):
        return text
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > LONGEST_LINE:
            what = f"this line has {len(line):,} characters; write it over several lines."
            return [Problem(file, number, "", what, 'what = """\\n…\\n"""')]
    try:
        table = tomllib.loads(text)
        what = _too_much(table)
        if not what:
            return Document(file, table, text)
    except tomllib.TOMLDecodeError as failed:
        return [not_toml(file, text, str(failed))]
    except RecursionError:
        what = TOO_DEEP
    except ValueError:
        what = "a number in this file has too many digits."
    return [Problem(file, None, "", what, "{ value = 2 }")]


def read_text(file: str, raw: bytes) -> str | list[Problem]:
    """The text of a file in UTF-8, or why it is none."""
    if len(raw) > LARGEST_FILE:
        return [Problem(file, None, "", too_large(len(raw)), "")]
    if raw.startswith(BOM):
        what = "this file begins with a byte-order mark; save it as UTF-8 without one."
        return [Problem(file, 1, "", what, "UTF-8, which every editor can write")]
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as failed:
        line = raw[: failed.start].count(b"\n") + 1
        what = f"byte {raw[failed.start]:#04x} in this line is not UTF-8; save the file as UTF-8."
        return [Problem(file, line, "", what, "UTF-8, which every editor can write")]


@lru_cache(maxsize=4)
def _positions(text: str) -> dict[Path, Position]:
    """Looked for only where there is something to point at."""
    return find_positions(text)


def _too_much(table: Table) -> str:
    """Why a file has too many values, or too deep ones; empty where it has not. Without recursion."""
    depth, number = 0, 0
    level: list[Any] = [table]
    while level:
        depth, number = depth + 1, number + len(level)
        if depth > DEEPEST:
            return TOO_DEEP
        if number > MOST_VALUES:
            return f"this file has more than {MOST_VALUES:,} values; a rulebook has about 1,500."
        level = [inner for each in level for _, inner in inside(each)]
    return ""


def key_text(path: Path, table: object = None) -> str:
    """A path as people write it: ``timetable.steps[notice].offset``; elements without an id count from 1."""
    text = ""
    for part in path:
        table = value_of(table, (part,))
        if isinstance(part, str):
            text += f".{_shown(part)}" if text else _shown(part)
        else:
            name = value_of(table, ("id",))
            text += f"[{_shown(name) if isinstance(name, str) else part + 1}]"
    return text


def _shown(key: str) -> str:
    plain = re.fullmatch(r"[A-Za-z0-9_-]+", key)
    return key if plain and len(key) <= 60 else ascii(key[:60])


def not_toml(file: str, text: str, message: str) -> Problem:
    """A problem in our words from what ``tomllib`` says."""
    match = re.fullmatch(
        r"(.*) \(at (?:line (\d+), column \d+|end of document)\)", message, re.DOTALL
    )
    said, line = (match[1], match[2]) if match else (message, None)
    number = int(line) if line else _last_line(text)
    key = _key_on(text, number)
    for pattern, what, right in _PLAIN:
        if re.fullmatch(pattern, said, re.DOTALL):
            return Problem(file, number, key, what, right or RIGHT)
    return Problem(file, number, key, "this line is not written as TOML.", RIGHT)


_HEADING = re.compile(r"\s*\[\[?\s*([A-Za-z0-9_.-]{1,200})")
_KEY = re.compile(r"\s*([A-Za-z0-9_.-]{1,60})\s*=")


def _key_on(text: str, number: int) -> str:
    """The key or heading that stands on a line which the parser gave up, by its looks; empty where none does."""
    above = text.split("\n")[:number]
    if heading := _HEADING.match(above[-1]):
        return heading[1]
    key = _KEY.match(above[-1])
    if key is None:
        return ""
    table = next((found[1] for line in reversed(above) if (found := _HEADING.match(line))), "")
    return f"{table}.{key[1]}" if table else key[1]


def _last_line(text: str) -> int:
    return text.count("\n", 0, len(text.rstrip())) + 1
