"""How the first line of a table of papers names its columns, and what separates them."""

import csv
import re
from io import StringIO

from hustings.kernel.refusals import BadInput, Problem

CHOICES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?:rank(?:ing)?|choice|preference|pref)[\W_]*0*([0-9]{1,3})\b",
        r"\b0*([0-9]{1,3})(?:st|nd|rd|th)\W*(?:rank|choice|preference|pref)",
        r"^0*([0-9]{1,3})(?:st|nd|rd|th)?$",
    )
)
NUMBER = re.compile(r"(?:count|papers|ballots|number|multiplicity)", re.IGNORECASE)
LONG = ("ballot_id", "rank", "choice")
"""The columns of the long form: the paper, the number on it, the candidate who carries it."""
SEPARATORS = {";": "semicolons", "\t": "tabs"}
LONGEST_SHOWN = 200


def refuse_other_separators(line: str, file: str) -> None:
    """Refuse a heading whose columns are separated by semicolons or tabs: read with commas it would be one column."""
    for sign, name in SEPARATORS.items():
        cells = [cell.strip() for cell in _cells(line, sign)]
        if len(cells) < 2 or not all(cell.isprintable() for cell in cells):
            continue
        if _known(cells) > _known(_cells(line, ",")) or ("," not in line and all(cells)):
            what = f"{name} stand between the columns; papers are read with commas, here and in every line"
            raise BadInput(Problem(file, 1, "column 1", what, _with_commas(cells)))


def _cells(line: str, sign: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=sign), list[str]())
    except csv.Error:
        return []


def _known(cells: list[str]) -> int:
    """How many cells name a column of a table of papers."""
    names = [cell.strip() for cell in cells]
    return sum(
        name.lower() in LONG
        or NUMBER.fullmatch(name) is not None
        or any(one.search(name) for one in CHOICES)
        for name in names
    )


def _with_commas(cells: list[str]) -> str:
    text = StringIO()
    csv.writer(text, lineterminator="").writerow(cells)
    return text.getvalue()[:LONGEST_SHOWN]
