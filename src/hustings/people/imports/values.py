"""What stands in a cell: dates, addresses, spells and words, each read one way only."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from itertools import pairwise

from hustings.people.exports import FORMULA_STARTS
from hustings.people.spells import Spell

LONGEST_CELL = 2000

_EMAIL = re.compile(r"[^@\s,;<>()\"]{1,64}@[^@\s,;<>()\".]+(\.[^@\s,;<>()\".]+)+")
_JOINERS = str.maketrans("", "", "\u200c\u200d")
_SHORTENED = re.compile(r"\d([.,]\d+)?E\+\d+")
_LONGEST_EMAIL = 254


class CellRefused(ValueError):
    """A cell that cannot be read: what is wrong, what would be right, and another column if it is one."""

    def __init__(self, what: str, right: str = "", column: str | None = None) -> None:
        super().__init__(what)
        self.what = what
        self.right = right
        self.column = column


def clean(cell: str) -> str:
    """The text of a cell: one space between words, composed letters, nothing that cannot be seen.

    The apostrophe that our exports put before a formula's sign is taken off again.
    """
    if not (cell.isascii() and cell.isprintable()):
        if len(cell) > LONGEST_CELL:
            raise CellRefused(
                f"The cell holds {len(cell):,} characters; {LONGEST_CELL:,} are the most."
            )
        cell = unicodedata.normalize("NFC", " ".join(cell.split()))
        if not cell.translate(_JOINERS).isprintable():
            unseen = next(c for c in cell.translate(_JOINERS) if not c.isprintable())
            raise CellRefused(
                f"The cell holds a character that cannot be seen, U+{ord(unseen):04X}."
            )
    elif "  " in cell or cell[:1] == " " or cell[-1:] == " ":
        cell = " ".join(cell.split())
    if len(cell) > LONGEST_CELL:
        raise CellRefused(
            f"The cell holds {len(cell):,} characters; {LONGEST_CELL:,} are the most."
        )
    if cell[:1] == "'" and cell[1:2] in FORMULA_STARTS:
        return cell[1:]
    return cell


def text(cell: str) -> str:
    """Any words."""
    return cell


def word(cell: str) -> str:
    """One of the rulebook's words, in small letters."""
    return cell.casefold()


def number(cell: str) -> str:
    """A membership number or a unit's id: at most 64 characters, no space."""
    if " " in cell or len(cell) > 64:
        raise CellRefused(f"{shown(cell)} is not a number or id.", "N-000123")
    if _SHORTENED.fullmatch(cell):
        raise CellRefused(
            f"{shown(cell)} is a number that a spreadsheet has shortened.",
            "format the column as text and export again",
        )
    return cell


def email(cell: str) -> str:
    """One e-mail address; the part after @ in small letters."""
    if len(cell) > _LONGEST_EMAIL or _EMAIL.fullmatch(cell) is None or ".." in cell:
        raise CellRefused(
            f"{shown(cell)} is not one e-mail address.", "ash.fernlight@members.example"
        )
    local, _, domain = cell.rpartition("@")
    return f"{local}@{domain.lower()}"


def yes_or_no(cell: str) -> bool:
    """Yes or no."""
    answers = {"yes": True, "y": True, "true": True, "1": True}
    answers |= {"no": False, "n": False, "false": False, "0": False}
    if cell.casefold() not in answers:
        raise CellRefused(f"{shown(cell)} is neither yes nor no.", "yes")
    return answers[cell.casefold()]


def several(cell: str) -> tuple[str, ...]:
    """Words with a bar between them."""
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def day_reader(pattern: str | None) -> Callable[[str], date]:
    """A reader of days, written ``YYYY-MM-DD`` or as ``pattern`` says (``DD/MM/YYYY`` and its like)."""
    shape = _shape_of(pattern or "YYYY-MM-DD")
    known: dict[str, date] = {}

    def read(cell: str) -> date:
        day = known.get(cell)
        if day is None:
            day = known[cell] = _read_day(cell, shape, pattern or "YYYY-MM-DD")
        return day

    return read


def _shape_of(pattern: str) -> re.Pattern[str]:
    parts = re.fullmatch(r"(YYYY|MM|DD)([-/. ])(YYYY|MM|DD)\2(YYYY|MM|DD)", pattern)
    if parts is None or {parts[1], parts[3], parts[4]} != {"YYYY", "MM", "DD"}:
        raise CellRefused(
            f"{pattern!r} is not a way to write a date.", "DD/MM/YYYY, MM/DD/YYYY or YYYY-MM-DD"
        )
    groups = {"YYYY": r"(?P<YYYY>\d{4})", "MM": r"(?P<MM>\d{1,2})", "DD": r"(?P<DD>\d{1,2})"}
    if pattern == "YYYY-MM-DD":
        groups |= {"MM": r"(?P<MM>\d\d)", "DD": r"(?P<DD>\d\d)"}
    return re.compile(re.escape(parts[2]).join(groups[parts[at]] for at in (1, 3, 4)), re.ASCII)


def _read_day(cell: str, shape: re.Pattern[str], pattern: str) -> date:
    match = shape.fullmatch(cell)
    if match is None:
        other = pattern == "YYYY-MM-DD" and re.fullmatch(r"\d{1,2}[/.]\d{1,2}[/.]\d{4}", cell)
        right = "2021-05-09" if pattern == "YYYY-MM-DD" else pattern
        if other:
            right += ", or say --date-format DD/MM/YYYY (or as the file has it)"
        raise CellRefused(f"{shown(cell)} is not a date.", right)
    year, month, day = int(match["YYYY"]), int(match["MM"]), int(match["DD"])
    if not 1900 <= year <= 2200:
        raise CellRefused(f"The year {year} cannot be meant.", "2021-05-09")
    try:
        return date(year, month, day)
    except ValueError:
        raise CellRefused(f"There is no such day as {shown(cell)}.", "2021-02-28") from None


def spells_reader(read_day: Callable[[str], date]) -> Callable[[str], tuple[Spell, ...]]:
    """A reader of spells, ``2015-01-01..2018-03-01 | 2019-06-01..``; an open end goes on."""

    def read(cell: str) -> tuple[Spell, ...]:
        spells = [_read_spell(part.strip(), read_day) for part in cell.split("|") if part.strip()]
        spells.sort(key=lambda spell: spell.since)
        for spell, following in pairwise(spells):
            if spell.until is None or spell.until > following.since:
                raise CellRefused(f"The times {spell} and {following} overlap.")
        return tuple(spells)

    return read


def _read_spell(part: str, read_day: Callable[[str], date]) -> Spell:
    since, _, until = part.partition("..")
    spell = Spell(read_day(since.strip()), read_day(until.strip()) if until.strip() else None)
    if spell.until is not None and spell.until <= spell.since:
        raise CellRefused(f"The time {spell} ends before it begins.", "2015-01-01..2018-03-01")
    return spell


def shown(cell: str) -> str:
    """A cell as a message quotes it, cut where it is long."""
    return repr(cell if len(cell) <= 40 else f"{cell[:40]}…")
