"""Names values and lists of words as people would."""

from collections.abc import Sequence
from datetime import date, datetime, time


def describe(value: object) -> str:
    """A value as people would name it, short and without anything that cannot be shown."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            cut = value if len(value) <= 40 else value[:40] + "…"
            shown = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in cut)
            return f'the text "{shown}"'
        case int() if abs(value) >= 10**15:
            return "a very large number"
        case int():
            return f"the number {value}"
        case float():
            return f"the decimal number {value}"
        case datetime():
            return f"the date and time {value}"
        case date():
            return f"the date {value}"
        case time():
            return f"the time {value}"
        case list():
            return "a list"
        case dict():
            return "a table"
        case _:
            return "what is written here"


def quoted(text: str) -> str:
    """A name in quotation marks, short and without anything that cannot be shown."""
    return describe(text).removeprefix("the text ")


MOST_LISTED = 40


def listed(words: Sequence[str]) -> str:
    """``a, b and c``; a very long list is cut and says how many more there are."""
    if len(words) > MOST_LISTED:
        words = [*words[:MOST_LISTED], f"{len(words) - MOST_LISTED} more"]
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))
