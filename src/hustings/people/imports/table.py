"""A CSV file as records: header first, row by row, every problem with its row and column."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, BinaryIO, TypeVar

from hustings.people.exports import FORMULA_STARTS
from hustings.people.imports.columns import (
    MOST_COLUMNS,
    Layout,
    known_name,
    known_names,
    match_header,
    place_of,
)
from hustings.people.imports.decoding import lines_of
from hustings.people.imports.findings import Findings
from hustings.people.imports.values import CellRefused, clean

T = TypeVar("T")
DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs"}
MOST_ROWS = 5_000_000


@dataclass(frozen=True, slots=True)
class CsvOptions:
    """What the person who imports says about the file; nothing of it is guessed."""

    encoding: str | None = None
    delimiter: str | None = None
    date_format: str | None = None
    renamed: Mapping[str, str] = field(default_factory=dict[str, str])
    ignored: frozenset[str] = frozenset()
    most_rows: int = MOST_ROWS


def records(
    source: BinaryIO, layout: Layout[T], options: CsvOptions, findings: Findings
) -> Iterator[tuple[int, T]]:
    """Read record by record, each with its line; at the end raise every problem that was found.

    A consumer keeps nothing until the stream has ended: a file with one bad row is refused whole.
    """
    lines = lines_of(source, options.encoding, findings)
    first = next(lines, "")
    delimiter, lines = _delimiter(first, lines, layout, options, findings)
    rows = _rows(lines, delimiter, options, findings)
    no_cells: list[str] = []
    row_number, line, header = next(rows, (1, 1, no_cells))
    names = [known_name(cell, options.renamed) for cell in header]
    pairs = match_header(header, names, (row_number, line), layout, options.ignored, findings)
    count = 0
    row_reader = _RowReader(layout, header, pairs, findings)
    for row_number, line, row in rows:
        if row == header:
            findings.problem(line, f"row {row_number}", "The header row comes a second time.")
            continue
        values = row_reader.values(row, row_number, line)
        if values is not None:
            record = row_reader.record(values, row_number, line)
            if record is not None:
                count += 1
                yield line, record
    if not count and not findings.problems:
        findings.problem(None, "", f"The file has a header row and no {layout.what}.")
    findings.settle()


def _delimiter(
    first: str, lines: Iterator[str], layout: Layout[T], options: CsvOptions, findings: Findings
) -> tuple[str, Iterator[str]]:
    """What separates the cells: as told, or the one sign under which the header row is known best."""
    if first.strip().lower() in ("sep=,", "sep=;", "sep=") and options.delimiter is None:
        return first.strip()[-1:] if first.strip()[-1:] != "=" else "\t", chain(["\n"], lines)
    rest = chain([first], lines)
    if options.delimiter is not None:
        if options.delimiter not in DELIMITERS:
            what = "Cells are separated by comma, semicolon or tab."
            raise findings.stop(None, "", what, "--delimiter semicolon")
        return options.delimiter, rest
    known = known_names(layout)

    def recognised(sign: str) -> int:
        names = (
            known_name(cell, options.renamed)
            for cells in csv.reader([first], delimiter=sign)
            for cell in cells[:MOST_COLUMNS]
        )
        return sum(name in known for name in names)

    sign = max(DELIMITERS, key=recognised)
    if sign != ",":
        findings.notice(f"The cells are separated by {DELIMITERS[sign]}.")
    return sign, rest


def _rows(
    lines: Iterator[str], delimiter: str, options: CsvOptions, findings: Findings
) -> Iterator[tuple[int, int, list[str]]]:
    """The rows that hold anything: (row as a spreadsheet numbers it, first line, cells)."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    line, number, empty = 1, 0, 0
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            break
        except csv.Error as what:
            raise findings.stop(line, f"row {number + 1}", _said_plainly(what)) from None
        number += 1
        if len(row) > MOST_COLUMNS:
            what = f"The row has {len(row):,} columns; {MOST_COLUMNS} are the most."
            raise findings.stop(line, f"row {number}", what)
        if number > options.most_rows:
            raise findings.stop(line, "", f"The file has more than {options.most_rows:,} rows.")
        if any(row) and any(cell.strip() for cell in row):
            yield number, line, row
        else:
            empty += 1
    if empty:
        findings.notice(f"Empty rows left out: {empty:,}.")


def _said_plainly(what: csv.Error) -> str:
    """The csv module's words in ours."""
    words = str(what)
    if "unexpected end of data" in words or "field larger" in words:
        return "A quotation mark that opens in this row is not closed."
    if "new-line character" in words:
        return "A line ends with CR alone in the middle of the row."
    return (
        "A quotation mark stands inside a cell; it is written twice there, and the cell in quotes."
    )


class _RowReader:
    """Turns one row into values and a record, and keeps every problem of the row."""

    def __init__(
        self,
        layout: Layout[Any],
        header: Sequence[str],
        pairs: Sequence[tuple[int, int]],
        findings: Findings,
    ) -> None:
        self.layout = layout
        self.header = header
        self.findings = findings
        self.plan = [
            (at, place, layout.columns[place].read, layout.columns[place].required)
            for at, place in pairs
        ]
        self.at = {layout.columns[place].name: at for at, place in pairs}

    def values(self, row: list[str], number: int, line: int) -> list[Any] | None:
        """Read every cell; ``None`` where any was refused."""
        if len(row) != len(self.header) and not self._fits(row, number, line):
            return None
        values: list[Any] = [None] * len(self.layout.columns)
        sound = True
        for at, place, read, required in self.plan:
            raw = row[at]
            try:
                cell = clean(raw) if raw else raw
                if cell:
                    values[place] = read(cell)
                    if raw[0] in FORMULA_STARTS and isinstance(values[place], str):
                        self._formula(number, at)
                elif required:
                    raise CellRefused("The cell is empty.")  # noqa: TRY301
            except CellRefused as refused:
                self._refuse(refused, number, line, at)
                sound = False
        return values if sound else None

    def record(self, values: list[Any], number: int, line: int) -> Any:
        """Build the record; ``None`` where the cells contradict one another."""
        try:
            return self.layout.build(values)
        except CellRefused as refused:
            self._refuse(refused, number, line, self.at.get(refused.column or "", 0))
            return None

    def _fits(self, row: list[str], number: int, line: int) -> bool:
        """Whether a row of another length differs in empty cells at its end only."""
        wanted = len(self.header)
        if len(row) > wanted and not any(cell.strip() for cell in row[wanted:]):
            return True
        what = f"The row has {len(row)} cells, the header row {wanted}."
        self.findings.problem(line, f"row {number}", what)
        return False

    def _refuse(self, refused: CellRefused, number: int, line: int, at: int) -> None:
        place = place_of(number, at, self.header[at])
        self.findings.problem(line, place, refused.what, refused.right)

    def _formula(self, number: int, at: int) -> None:
        place = place_of(number, at, self.header[at])
        self.findings.notice(f"{place} begins like a formula; it is kept as text.")
