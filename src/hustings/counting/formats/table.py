"""CSV files of papers in their filed order, in long form (a line for each choice), and written."""

import csv
from collections.abc import Iterator
from io import StringIO

from hustings.ballots.validity import Marks
from hustings.counting.formats.csv_papers import RIGHT, Cells
from hustings.counting.formats.document import Document
from hustings.counting.formats.headings import CHOICES, LONG, NUMBER, refuse_other_separators
from hustings.counting.formats.lines import LARGEST_NUMBER, MOST_CANDIDATES
from hustings.counting.formats.rows import Row, read_rows
from hustings.kernel.refusals import BadInput, Problem

HIGHEST = 999


def read_wide(content: bytes, file: str = "papers.csv", cells: Cells | None = None) -> Document:
    """Read a column for each choice; the papers keep the order of the file."""
    cells, rows = cells or Cells(), read_rows(content, file)
    heading = _heading(rows, file)
    choices, number = _columns(heading)
    names: dict[str, int] = {name: at for at, name in enumerate(cells.candidates)}
    papers: list[tuple[int, Marks]] = []
    for row in rows:
        if not any(row.cells):
            continue
        if len(row.cells) != len(heading.cells):
            what = f"this line has {len(row.cells)} fields, and the first has {len(heading.cells)}"
            row.refuse(len(row.cells), what)
        marks = [_choice(row, at, cells, names) for at in choices]
        while marks and not marks[-1]:
            marks.pop()
        papers.append((1 if number is None else _number(row, number), tuple(marks)))
    return _named(names, papers, cells, file)


def _heading(rows: Iterator[Row], file: str) -> Row:
    heading = next(rows, None)
    if heading is None:
        raise BadInput(Problem(file, 1, "column 1", "the file is empty", RIGHT))
    refuse_other_separators(",".join(heading.cells), file)
    return heading


def _columns(heading: Row) -> tuple[list[int], int | None]:
    found: dict[int, int] = {}
    number: int | None = None
    for at, name in enumerate(heading.cells):
        match = next((m for one in CHOICES if (m := one.search(name.strip()))), None)
        if match is not None:
            if int(match[1]) in found:
                heading.refuse(at, f"two columns are choice {match[1]}", RIGHT)
            found[int(match[1])] = at
        elif NUMBER.fullmatch(name.strip()):
            number = at
    if not found:
        heading.refuse(0, "the first line names the columns, and none of them is a choice", RIGHT)
    return [found[each] for each in sorted(found)], number


def _choice(row: Row, at: int, cells: Cells, names: dict[str, int]) -> tuple[int, ...]:
    word = row.cells[at].strip()
    word = cells.aliases.get(word, word)
    if word in cells.blank:
        return ()
    if word in cells.several:
        return (0, 1)
    if word not in names:
        if cells.candidates:
            row.refuse(at, f"{word!r} is not a candidate", ", ".join(cells.candidates[:12]))
        if not word.isprintable() or len(names) == MOST_CANDIDATES:
            row.refuse(at, f"{word!r} is not a name that prints, or one too many")
        names[word] = len(names)
    return (names[word],)


def _number(row: Row, at: int) -> int:
    word = row.cells[at].strip()
    plain = word.isascii() and word.isdigit() and len(word) <= 13
    if not plain or not 1 <= int(word) <= LARGEST_NUMBER:
        row.refuse(at, f"{word!r} is not a whole number of papers", "12")
    return int(word)


def _named(
    names: dict[str, int], papers: list[tuple[int, Marks]], cells: Cells, file: str
) -> Document:
    """The document, candidates in alphabetical order where the caller does not name them."""
    if not names:
        raise BadInput(Problem(file, 1, "column 1", "no paper names a candidate"))
    order = list(names) if cells.candidates else sorted(names)
    place = {names[name]: at for at, name in enumerate(order)}
    several = (0, 1)
    return Document(
        candidates=tuple(order),
        papers=tuple(
            (n, tuple(several if len(m) > 1 else tuple(place[c] for c in m) for m in marks))
            for n, marks in papers
        ),
    )


def read_long(content: bytes, file: str = "papers.csv", cells: Cells | None = None) -> Document:
    """Read a line for each choice (``ballot_id,rank,choice``); lines of one paper stand together."""
    cells, rows = cells or Cells(), read_rows(content, file)
    heading = _heading(rows, file)
    columns = [name.strip() for name in heading.cells]
    for name in LONG:
        if columns.count(name) != 1:
            heading.refuse(0, f"{columns.count(name)} columns are called {name!r}", ",".join(LONG))
    at = {name: columns.index(name) for name in LONG}
    names: dict[str, int] = {name: place for place, name in enumerate(cells.candidates)}
    papers: list[tuple[int, Marks]] = []
    seen: set[str] = set()
    paper, ranks = "", dict[int, list[int]]()
    for row in rows:
        if not any(row.cells):
            continue
        if len(row.cells) != len(columns):
            what = f"this line has {len(row.cells)} fields, and the first has {len(columns)}"
            row.refuse(len(row.cells), what)
        if row.cells[at["ballot_id"]] != paper or not paper:
            _finish(papers, paper, ranks)
            paper, ranks = row.cells[at["ballot_id"]], {}
            if not paper or paper in seen:
                what = f"paper {paper!r} stands in two places" if paper else "a paper has an id"
                row.refuse(at["ballot_id"], what)
            seen.add(paper)
        rank = _rank(row, at["rank"])
        ranks.setdefault(rank, []).extend(_choice(row, at["choice"], cells, names))
    _finish(papers, paper, ranks)
    return _named(names, papers, cells, file)


def _rank(row: Row, at: int) -> int:
    word = row.cells[at].strip()
    if not word.isascii() or not word.isdigit() or not 1 <= int(word[:4]) <= HIGHEST:
        row.refuse(at, f"{word!r} is not a preference", "1")
    return int(word)


def _finish(papers: list[tuple[int, Marks]], paper: str, ranks: dict[int, list[int]]) -> None:
    if paper:
        marks = [tuple(sorted(set(ranks.get(r, ())))) for r in range(1, max(ranks, default=0) + 1)]
        while marks and not marks[-1]:
            marks.pop()
        papers.append((1, tuple(marks)))


def write_csv(document: Document) -> str:
    """Write a column for each choice and one for the number of papers; CSV says nothing else."""
    length = max((len(marks) for _, marks in document.papers), default=1) or 1
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*(f"Rank {n}" for n in range(1, length + 1)), "papers"])
    blank = Cells().blank | Cells().several
    for name in document.candidates:
        if name != name.strip() or not name.isprintable() or name in blank:
            what = f"{name!r} would not be read back from CSV as a name"
            raise BadInput(Problem("papers.csv", None, "names", what, "Ada Ash"))
    for number, marks in document.papers:
        cells = [
            "overvote" if len(m) > 1 else "".join(document.candidates[c] for c in m) for m in marks
        ]
        writer.writerow([*cells, *[""] * (length - len(cells)), number])
    return text.getvalue()
