"""Turns back text that a page or a terminal could not show as it is: control characters, hidden directions."""

import unicodedata
from collections.abc import Iterator

from hustings.kernel.refusals import Problem
from hustings.rulebooks.documents import Document
from hustings.rulebooks.positions import Path
from hustings.rulebooks.tables import inside

HIDDEN = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
"""Marks that turn the direction of the text after them, or are nothing at all."""


def check_showable(document: Document) -> list[Problem]:
    """Every text and every key of a file that holds a character which cannot be shown."""
    problems: list[Problem] = []
    for path, text in _texts(document.table):
        bad = unshowable(text)
        if bad is not None:
            what = f"this text holds the character U+{ord(bad):04X}, which cannot be shown."
            right = f'{_key(path)} = "letters, digits and signs"'
            problems.append(document.problem(path, what, right))
    return problems


def _key(path: Path) -> str:
    """The nearest key of a path that can itself be shown."""
    keys = [key for key in path if isinstance(key, str) and unshowable(key) is None]
    return keys[-1] if keys else "what"


def unshowable(text: str) -> str | None:
    """The first character that cannot be shown; None where all can (line ends and tabs included)."""
    for character in text:
        if character in "\n\t":
            continue
        if character in HIDDEN or unicodedata.category(character) in ("Cc", "Cs", "Cn", "Co"):
            return character
    return None


def _texts(value: object) -> Iterator[tuple[Path, str]]:
    """Every text in a table with its path, without recursion: a file may nest deeply."""
    waiting: list[tuple[Path, object]] = [((), value)]
    while waiting:
        path, item = waiting.pop()
        if isinstance(item, str):
            yield path, item
        for key, inner in inside(item):
            if isinstance(key, str):
                yield (*path, key), key
            waiting.append(((*path, key), inner))
