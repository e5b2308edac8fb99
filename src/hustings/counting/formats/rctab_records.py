"""The files of cast vote records that a configuration of the RCV Tabulator names, as each vendor writes them."""

import re
from collections.abc import Iterator
from itertools import count, islice

from hustings.counting.formats.json_text import Node, read_json
from hustings.counting.formats.rctab_reports import (
    ARCHIVE,
    in_archive,
    in_order,
    read_hart,
    read_report,
)
from hustings.counting.formats.rctab_source import (
    OVERVOTE,
    Beside,
    Reading,
    Source,
    names_beside,
    read_beside,
)
from hustings.counting.formats.rows import Row, read_rows
from hustings.kernel.refusals import BadInput

MOST_RANKS = 999
CHOICES_BEGIN = 10
"""Columns of a Clear Ballot file before the first choice."""
_CHOICE = re.compile(r"[^:]*:(.*):([0-9]{1,3}):[^:]*:(.*):[^:]*", re.DOTALL)
"""Heading of a choice: its id, the contest, the rank, the rule, the candidate, the party."""
_PREFERENCE = re.compile(r"0{0,9}[1-9][0-9]{0,2}")
"""A number from 1 to ``MOST_RANKS``, noughts before it or none."""


def read_records(reading: Reading, source: Source, beside: Beside) -> None:
    """Read one source as its vendor writes it; ``BadInput`` names line and column."""
    match source.provider:
        case "dominion":
            _read_sessions(reading, source, beside)
        case "hart":
            read_hart(reading, source, _files(source, beside))
        case "cdf":
            read_report(reading, source, read_beside(source.at, source.path, beside))
        case _:
            _read_table(reading, source, read_beside(source.at, source.path, beside))


def _files(source: Source, beside: Beside) -> Iterator[tuple[str, bytes]]:
    """The records of a folder, of an archive, or of one file."""
    listed = names_beside(source.at, source.path, beside)
    names = [name for name in listed if name.lower().endswith(".xml")]
    for name in names:
        path = f"{source.path}/{name}"
        yield path, read_beside(source.at, path, beside)
    if listed and not names:
        source.at.refuse(f"{source.path} holds no file in XML")
    if listed:
        return
    content = read_beside(source.at, source.path, beside)
    if content.startswith(ARCHIVE):
        yield from in_archive(content, source.path)
    else:
        yield source.path, content


def _read_table(reading: Reading, source: Source, content: bytes) -> None:
    match source.provider:
        case "csv":
            for row, cells in _numbered(source, content):
                _take(reading, source, row, cells)
        case "clearBallot":
            _read_choices(reading, source, content)
        case _:
            for row in islice(read_rows(content, source.path), source.first_row - 1, None):
                if row.cells:
                    _take(reading, source, row, row.cells[source.first_column - 1 :])


def _numbered(source: Source, content: bytes) -> Iterator[tuple[Row, tuple[str, ...]]]:
    """Rows with a column for each candidate and numbers in the cells, turned into choices in order."""
    heading: tuple[str, ...] = ()
    for row in read_rows(content, source.path):
        heading = heading or tuple(name.strip() for name in row.cells[source.first_column - 1 :])
        if row.line < max(source.first_row, 2) or not row.cells:
            continue
        ranks: dict[int, list[str]] = {}
        for at, cell in enumerate(row.cells[source.first_column - 1 :]):
            word = cell.strip()
            if word and not _PREFERENCE.fullmatch(word):
                row.refuse(source.first_column - 1 + at, f"{word!r} is not a preference", "1")
            if word and at < len(heading):
                ranks.setdefault(int(word), []).append(heading[at])
        yield row, tuple("\n".join(ranks.get(r, [])) for r in range(1, max(ranks, default=0) + 1))


def _take(reading: Reading, source: Source, row: Row, cells: tuple[str, ...]) -> None:
    """Read the choices of one ballot, once for all ballots with the same cells."""
    if source.blank_is_undeclared and reading.rules.ranks is not None:
        cells += ("",) * (reading.rules.ranks - len(cells))
    found = reading.known.get(cells)
    if found is None:
        marks = tuple(
            _choice(reading, source, row, at, cell)
            for at, cell in enumerate(cells[: reading.rules.ranks])
        )
        found = reading.known[cells] = reading.read(marks)
    reading.add(found, source.repeat)


def _choice(reading: Reading, source: Source, row: Row, at: int, cell: str) -> tuple[int, ...]:
    word = cell.strip()
    if not word and source.blank_is_undeclared:
        return (reading.undeclared(),)
    if not word or word == source.skipped:
        return ()
    if word == source.overvote:
        if reading.rules.only_if_continuing:
            what = f"{word!r} does not say who is marked, and the rule asks which of them continue"
            row.refuse(source.first_column - 1 + at, what)
        return OVERVOTE
    between = source.between or "\n"
    named = tuple(
        _candidate(reading, source, row, source.first_column - 1 + at, each.strip())
        for each in word.split(between)
    )
    return tuple(sorted(set(named)))


def _candidate(reading: Reading, source: Source, row: Row, at: int, word: str) -> int:
    if source.undeclared and word == source.undeclared:
        return reading.undeclared()
    if word in reading.number:
        return reading.number[word]
    return row.refuse(at, f"{word!r} is not a candidate", ", ".join(reading.candidates[:12]))


def _read_choices(reading: Reading, source: Source, content: bytes) -> None:
    """Clear Ballot: a column for each candidate at each rank of each contest, 1 where it is marked."""
    columns: dict[int, tuple[int, int]] = {}
    for row in read_rows(content, source.path):
        if row.line == 1:
            columns = _columns_of_choices(reading, source, row)
            continue
        ranks: dict[int, set[int]] = {}
        for at, (rank, candidate) in columns.items():
            cell = row.cells[at].strip() if at < len(row.cells) else ""
            if not re.fullmatch(r"-?[0-9]", cell):
                row.refuse(
                    at, f"{cell!r} says neither that this choice is marked nor that it is not", "0"
                )
            if cell == "1":
                ranks.setdefault(rank, set()).add(candidate)
        reading.add(reading.read(in_order(ranks)), source.repeat)


def _columns_of_choices(reading: Reading, source: Source, row: Row) -> dict[int, tuple[int, int]]:
    found: dict[int, tuple[int, int]] = {}
    for at, cell in enumerate(row.cells):
        heading = _CHOICE.fullmatch(cell) if at >= CHOICES_BEGIN else None
        if at >= CHOICES_BEGIN and heading is None:
            row.refuse(at, "this column is no choice", "Choice_6_1:Mayor:1:RCV:Ada Ash:NON")
        if heading is not None and heading[1] == source.contest:
            found[at] = (int(heading[2]), _candidate(reading, source, row, at, heading[3]))
    if not found:
        row.refuse(0, f"no column belongs to the contest {source.contest or ''!r}")
    return found


def _read_sessions(reading: Reading, source: Source, beside: Beside) -> None:
    """Dominion: a folder with ``CvrExport.json``, or with ``CvrExport_1.json`` and so on."""
    try:
        parts = iter(
            [(f"{source.path}/CvrExport.json", beside.read(f"{source.path}/CvrExport.json"))]
        )
    except BadInput:
        parts = _numbered_parts(source, beside)
    names = _manifest(source, beside)
    for path, content in parts:
        for session in read_json(content, path).need("Sessions"):
            record = session.need("Original")
            if not record.need("IsCurrent").yes():
                modified = session.get("Modified")
                if modified is None:
                    continue
                record = modified
            for card in record.get("Cards") or (record,):
                for contest in card.need("Contests"):
                    if str(contest.need("Id").value) == source.contest:
                        _add_marks(reading, source, contest, names)


def _numbered_parts(source: Source, beside: Beside) -> Iterator[tuple[str, bytes]]:
    for number in count(1):
        path = f"{source.path}/CvrExport_{number}.json"
        if number == 1:
            yield path, read_beside(source.at, path, beside)
            continue
        try:
            content = beside.read(path)
        except BadInput:
            return
        yield path, content


def _manifest(source: Source, beside: Beside) -> dict[str, str]:
    """The name of every candidate of the contest by the number that the records give."""
    path = f"{source.path}/CandidateManifest.json"
    return {
        str(each.need("Id").value): each.need("Description").words()
        for each in read_json(read_beside(source.at, path, beside), path).need("List")
        if str(each.need("ContestId").value) == source.contest
    }


def _add_marks(reading: Reading, source: Source, contest: Node, names: dict[str, str]) -> None:
    """One ballot: every mark that is not ambiguous, at its rank."""
    ranks: dict[int, set[int]] = {}
    for mark in contest.need("Marks"):
        if mark.need("IsAmbiguous").yes():
            continue
        called = str(mark.need("CandidateId").value)
        if source.undeclared and called == source.undeclared:
            candidate = reading.undeclared()
        else:
            known = [n for n in (called, names.get(called, "")) if n in reading.number]
            if not known:
                what = f"{names.get(called, called)!r} is not a candidate"
                mark.need("CandidateId").refuse(what, ", ".join(reading.candidates[:12]))
            candidate = reading.number[known[0]]
        ranks.setdefault(mark.need("Rank").number(1, MOST_RANKS), set()).add(candidate)
    reading.add(reading.read(in_order(ranks)), source.repeat)
