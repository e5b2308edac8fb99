"""Works out from what stands in a case file what was perhaps meant, so that an example fits it."""

import re
from collections.abc import Collection, Mapping
from difflib import get_close_matches
from fractions import Fraction

from hustings.kernel.exact import fraction_text

ANY_LINE = 'key = "value", one a line'
VOTES = "votes = { open = 30, reselect = 3 }"
LONGEST = 60
_VALUE = re.compile(r"\s*(?P<key>[A-Za-z0-9_-]+)\s*=\s*(?P<value>[^#]*?)\s*(#.*)?")
_NUMBER = re.compile(r"[0-9]{0,7}\.?[0-9]{1,9}(/[0-9]{1,7})?")
"""No power of ten: to write out what ``1e99999999`` stands for would take for ever."""
_YES, _NO = ("yes", "true", "1"), ("no", "false", "0")


def word_meant(value: object, choices: Collection[str]) -> str | None:
    """The word of a few that a text comes near to; ``None`` where it could be any or none of them."""
    if not isinstance(value, str):
        return None
    said = value.strip().casefold()[:LONGEST]
    begun = [c for c in choices if len(said) > 2 and (said.startswith(c) or c.startswith(said))]
    if len(begun) == 1:
        return begun[0]
    near = get_close_matches(said, choices, 1, 0.75)
    return near[0] if near else None


def number_meant(value: object) -> int | None:
    """The whole number that a text or a decimal number holds; ``None`` where it holds none."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 10**9:
        return int(value)
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,9}", value.strip()):
        return int(value)
    return None


def flag_meant(value: object) -> bool | None:
    """What was meant by a value that is not ``true`` or ``false``; ``None`` where nobody can tell."""
    said = str(value).strip().casefold()
    return True if said in _YES else False if said in _NO else None


def flag_right(key: str, value: object) -> str:
    """The key as a flag should be written."""
    meant = flag_meant(value)
    if meant is None:
        return f"{key} = true, or {key} = false"
    return f"{key} = {str(meant).lower()}"


def fraction_right(key: str, value: object) -> str:
    """A decimal number as the fraction that it is; an example where it is no number."""
    text = str(value) if isinstance(value, (str, int, float)) else ""
    try:
        meant = Fraction(text) if _NUMBER.fullmatch(text.strip()) else None
    except (ValueError, ZeroDivisionError):
        meant = None
    if meant is None or not 0 <= meant <= 1 or meant.denominator > 10**6:
        return f'{key} = "1/3"'
    return f'{key} = "{fraction_text(meant)}"'


def votes_right(votes: Mapping[str, object]) -> str:
    """The votes with both sides and nothing else; an example where no number of them can be kept."""
    sides = {side: votes.get(side, 0) for side in ("open", "reselect")}
    kept = all(type(number) is int and number >= 0 for number in sides.values())
    if not kept or not any(side in votes for side in sides):
        return VOTES
    return f"votes = {{ open = {sides['open']}, reselect = {sides['reselect']} }}"


def line_right(line: str, what: str) -> str:
    """How a line that is not TOML should have been written, as far as that can be told."""
    if "written above" in what:
        return ""
    if "no such date" in what:
        return "a day that is in the calendar"
    found = _VALUE.fullmatch(line)
    if found is None or "neither text in quotation marks" not in what:
        return ANY_LINE
    key, value = found["key"], found["value"].strip("“”„‟‘’«» ")
    if flag_meant(value) is not None:
        return flag_right(key, value)
    plain = value.isprintable() and not set(value) & set("\"'\\[]{}") and len(value) <= LONGEST
    return f'{key} = "{value}"' if value and plain else f"a value after {key} ="
