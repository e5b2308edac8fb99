"""Tables with a place for every cell: CSV text, or the first sheet of a workbook, one row after another."""

import csv
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import NoReturn
from xml.etree.ElementTree import Element, ParseError, iterparse

from hustings.counting.formats.lines import LARGEST_FILE, LONGEST_LINE, decoded
from hustings.kernel.archives import DAMAGED
from hustings.kernel.refusals import BadInput, Problem

WORKBOOK = b"PK\x03\x04"
MOST_COLUMNS = 10_000
_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_ROW = re.compile(r"[0-9]{1,7}")
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row, and where it stands: its line in a text, its number in a workbook."""

    file: str
    line: int
    cells: tuple[str, ...]
    raw: str | None = None

    def refuse(self, cell: int, what: str, right: str = "") -> NoReturn:
        """Turn the file back, naming the row and the place of a cell (from 0) in it."""
        place = f"cell {_letters(cell)}{self.line}"
        if self.raw is not None:
            place = f"column {column_of(self.raw, cell)}"
        raise BadInput(Problem(self.file, self.line, place, what, right))


def read_rows(content: bytes, file: str) -> Iterator[Row]:
    """The rows of a CSV text or of a workbook's first sheet; ``BadInput`` where it is neither."""
    return _workbook(content, file) if content.startswith(WORKBOOK) else _csv(content, file)


def _csv(content: bytes, file: str) -> Iterator[Row]:
    raw: list[str] = []
    lines = decoded(content, file).splitlines(keepends=True)
    reader = csv.reader(_noting(lines, raw, file), strict=True)
    while True:
        raw.clear()
        began = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as wrong:
            what = f"this line is not CSV that can be read ({wrong})"
            raise BadInput(Problem(file, began, "column 1", what)) from None
        yield Row(file, began, tuple(cells), "".join(raw))


def _noting(lines: list[str], raw: list[str], file: str) -> Iterator[str]:
    for number, line in enumerate(lines, start=1):
        if len(line) > LONGEST_LINE:
            what = f"this line is longer than {LONGEST_LINE} characters"
            raise BadInput(Problem(file, number, f"column {LONGEST_LINE + 1}", what))
        raw.append(line)
        yield line


def column_of(raw: str, cell: int) -> int:
    """The column of a line at which a cell begins, commas in quotes passed over."""
    quoted, seen = False, 0
    for at, character in enumerate(raw):
        if seen == cell:
            return at + 1
        if character == '"':
            quoted = not quoted
        elif character == "," and not quoted:
            seen += 1
    return len(raw.rstrip("\r\n")) + 1


def _letters(cell: int) -> str:
    name = ""
    cell += 1
    while cell:
        cell, letter = divmod(cell - 1, 26)
        name = chr(ord("A") + letter) + name
    return name


def _workbook(content: bytes, file: str) -> Iterator[Row]:
    try:
        with zipfile.ZipFile(BytesIO(content)) as book:
            names = sorted(
                n for n in book.namelist() if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", n)
            )
            if not names:
                raise BadInput(
                    Problem(file, None, "", "this archive is not a workbook with a sheet")
                )
            shared = "xl/sharedStrings.xml"
            texts = _texts(_part(book, shared, file)) if shared in book.namelist() else []
            first = min(
                names, key=lambda name: int(name[len("xl/worksheets/sheet") : -len(".xml")])
            )
            yield from _sheet(_part(book, first, file), texts, file)
    except (*DAMAGED, ParseError) as wrong:
        what = f"this workbook cannot be read ({wrong})"
        raise BadInput(Problem(file, None, "", what)) from None


def _part(book: zipfile.ZipFile, name: str, file: str) -> bytes:
    if book.getinfo(name).file_size > LARGEST_FILE:
        raise BadInput(Problem(file, None, "", f"{name} is larger than {LARGEST_FILE} bytes"))
    with book.open(name) as part:
        content = part.read(LARGEST_FILE + 1)
    # in UTF-16 a document type would pass unseen; the parts of a workbook are in UTF-8
    unseen = content[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\x00" in content[:4]
    if b"<!DOCTYPE" in content or unseen or len(content) > LARGEST_FILE:
        raise BadInput(Problem(file, None, "", f"{name} is not a part that a workbook has"))
    return content


def _elements(content: bytes) -> Iterator[Element]:
    """Every element of a part as it ends."""
    # a part with a document type was refused before: no entities, nothing from elsewhere
    return (element for _, element in iterparse(BytesIO(content), events=("end",)))  # noqa: S314


def _texts(content: bytes) -> list[str]:
    return [
        "".join(part.text or "" for part in element.iter(f"{_SHEET}t"))
        for element in _elements(content)
        if element.tag == f"{_SHEET}si"
    ]


def _sheet(content: bytes, texts: list[str], file: str) -> Iterator[Row]:
    before = 0
    for element in _elements(content):
        if element.tag != f"{_SHEET}row":
            continue
        number = element.get("r", str(before + 1))
        if not _ROW.fullmatch(number) or int(number) <= before:
            what = f"a row is numbered {number!r} after row {before}"
            raise BadInput(Problem(file, before + 1, "", what))
        for missing in range(before + 1, int(number)):
            yield Row(file, missing, ())
        before = int(number)
        cells: list[str] = []
        for cell in element.iter(f"{_SHEET}c"):
            _place(cells, cell, before, texts, file)
        yield Row(file, before, tuple(cells))
        element.clear()


def _place(cells: list[str], cell: Element, row: int, texts: list[str], file: str) -> None:
    """Put a cell's text where its letters say; cells that are not written are empty."""
    found = _CELL.fullmatch(cell.get("r", f"{_letters(len(cells))}{row}"))
    at = -1 if found is None else _index(found[1])
    if not len(cells) <= at < MOST_COLUMNS:
        what = f"a cell is called {cell.get('r')!r} after {len(cells)} others of its row"
        raise BadInput(Problem(file, row, "", what))
    cells += [""] * (at - len(cells))
    value = cell.find(f"{_SHEET}v")
    text = "" if value is None else value.text or ""
    match cell.get("t"):
        case "s":
            if not _ROW.fullmatch(text) or int(text) >= len(texts):
                what = f"cell {_letters(at)}{row} refers to a text that the workbook does not hold"
                raise BadInput(Problem(file, row, "", what))
            cells.append(texts[int(text)])
        case "inlineStr":
            cells.append("".join(part.text or "" for part in cell.iter(f"{_SHEET}t")))
        case _:
            cells.append(text.removesuffix(".0"))


def _index(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1
