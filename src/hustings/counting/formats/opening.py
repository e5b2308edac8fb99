"""Open a file of papers: tell its format from what it holds, never from its name, and read it for a law."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NoReturn

from hustings.ballots.validity import Fault, ValidityRules
from hustings.counting.formats.described import (
    as_described,
    contest_described,
    law_called,
    senate_papers,
    title_described,
)
from hustings.counting.formats.document import Document, as_document
from hustings.counting.formats.headings import refuse_other_separators
from hustings.counting.registry import LAWS, Takes
from hustings.kernel.refusals import BadInput, Problem

if TYPE_CHECKING:
    from hustings.counting.formats.json_text import Node

DEFAULT_LAW = "alternative-vote"
HEAD = 65_536
"""Bytes from the beginning of a file that tell its format."""


class Format(StrEnum):
    """The formats of papers that are read."""

    BLT = "blt"
    PREFLIB = "preflib"
    ABIF = "abif"
    NIST = "nist"
    RCTAB = "rctab"
    JSON = "json"
    CSV = "csv"
    LONG_CSV = "long-csv"
    AEC = "aec"
    CONTEST = "contest"
    COLLEGE = "college"
    NUMBERED = "numbered"


@dataclass(frozen=True, slots=True)
class Source:
    """A file to be opened: its name, its beginning, all of it at once or in pieces, and the files beside it.

    ``names`` are those in a folder beside it; none where that is no folder.
    """

    name: str
    head: bytes
    content: Callable[[], bytes]
    pieces: Callable[[], Iterator[bytes]]
    beside: "Callable[[str], Source]"
    names: Callable[[str], tuple[str, ...]] = lambda _: ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the caller says: it goes before what the file says.

    ``faults`` say how one kind of fault on a paper is read (``skipped``, ``equal``, ``repeated``); of the
    others the file speaks, or the law.
    """

    law: str | None = None
    seats: int | None = None
    format: Format | None = None
    contest: str | None = None
    faults: tuple[tuple[str, Fault], ...] = ()


@dataclass(frozen=True, slots=True)
class Opened:
    """Papers ready to be counted, by which law, with which readings and constraints (as text)."""

    papers: Any
    format: Format
    law: str
    readings: tuple[tuple[str, str], ...] = ()
    constraints: tuple[str, ...] = ()


_PASSED = ValidityRules(Fault.PASSED_OVER, Fault.PASSED_OVER, Fault.PASSED_OVER)
READ_AS = {
    "cambridge-ma": _PASSED,
    "wigm": ValidityRules(Fault.PASSED_OVER, Fault.STOPS, Fault.PASSED_OVER),
}
"""How the faults of a paper are read where the law itself says so."""
_COMMENT = re.compile(r"\s*#")
_TWO_NUMBERS = re.compile(r"\s*[0-9]+\s+[0-9]+\s*(#.*|[,\s]*)")
_COUNTED = re.compile(r"\s*[0-9]+\s*[:*]\s*(.*)")
_TOKENS = re.compile(r"=\s*(\"[^\"]*\"|[^\W\d][\w.-]*)\s*:")
_NUMBERS = re.compile(r"[0-9{},\s]*")


def tell(head: bytes, name: str) -> Format:
    """The format that a file begins like (of JSON the keys decide more); refused if it is not plain."""
    if head.startswith(b"PK\x03\x04"):
        _cannot_tell(name, "this is a workbook or an archive; save its sheet as CSV")
    text = head.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        _cannot_tell(name, "the file is empty")
    if any(
        re.match(r"#\s*(ALTERNATIVE NAME|NUMBER ALTERNATIVES|DATA TYPE)\b", line) for line in lines
    ):
        return Format.PREFLIB
    first = next((line for line in lines if not _COMMENT.match(line)), "")
    if first.lstrip().startswith("<"):
        return _in_xml(text, name)
    if first.lstrip().startswith(("{", "[")):
        return Format.ABIF if _is_abif(lines) else Format.JSON
    if _TWO_NUMBERS.fullmatch(first):
        return Format.BLT
    if _TOKENS.match(first.lstrip()):
        return Format.ABIF
    counted = _COUNTED.fullmatch(first)
    if counted is not None:
        if _NUMBERS.fullmatch(counted[1]):
            _cannot_tell(
                name,
                "these lines could be PrefLib without its head, or ABIF whose candidates are numbers",
            )
        return Format.ABIF
    return _table(first, name)


def _in_xml(text: str, name: str) -> Format:
    if not re.search(r"<([\w.-]+:)?CastVoteRecordReport\b", text):
        _cannot_tell(name, "this XML is no report of cast vote records")
    return Format.NIST


def _is_abif(lines: list[str]) -> bool:
    """Whether a line of metadata is followed by candidates or papers of ABIF."""
    after = [line for line in lines if not line.lstrip().startswith(("{", "#"))]
    closed = all(line.rstrip().endswith("}") for line in lines if line.lstrip().startswith("{"))
    return (
        closed
        and bool(after)
        and bool(_COUNTED.fullmatch(after[0]) or _TOKENS.match(after[0].lstrip()))
    )


def _table(first: str, name: str) -> Format:
    refuse_other_separators(first, name)
    columns = [column.strip().strip('"').strip().lower() for column in first.split(",")]
    if len(columns) < 2 and not re.search(r"rank|choice|pref", first, re.IGNORECASE):
        _cannot_tell(name, "the first line is like no format of papers")
    if any(
        column.startswith("vote collection point") or column == "votecollectionpointnm"
        for column in columns
    ):
        return Format.AEC
    return Format.LONG_CSV if {"ballot_id", "rank", "choice"} <= set(columns) else Format.CSV


def _cannot_tell(name: str, what: str) -> NoReturn:
    right = "--format with one of " + ", ".join(Format)
    raise BadInput(Problem(name, 1, "column 1", f"{what}; say which format it is", right))


IN_JSON = frozenset(
    (Format.JSON, Format.NIST, Format.RCTAB, Format.CONTEST, Format.COLLEGE, Format.NUMBERED)
)
NOT_PAPERS = (Format.COLLEGE, Format.NUMBERED)
"""Kinds of JSON that are no papers of ranks, and are not written in another format."""


def open_papers(source: Source, wanted: Wanted) -> Opened:
    """Read a file of papers for the law wanted, or the law that it names, or the eliminating ballot."""
    form = wanted.format or tell(source.head, source.name)
    if form in {Format.CSV, Format.AEC}:
        return _open_table(source, wanted, form)
    if form in IN_JSON:
        return _open_json(source, wanted)
    return _opened(_document(source, form), wanted, form, source)


def read_document(source: Source, wanted: Wanted) -> Document:
    """What a file of papers says, paper by paper, for writing it in another format."""
    form = wanted.format or tell(source.head, source.name)
    if form in IN_JSON:
        root = _json(source, wanted)
        kind = wanted.format or _kind(root)
        if kind in NOT_PAPERS:
            root.refuse(f"{kind} papers are not written in another format")
        if kind is not Format.CONTEST:
            return _json_document(root, kind, source, wanted)
        form = kind
    if form in {Format.AEC, Format.CONTEST}:
        return as_document(open_papers(source, wanted).papers)
    return _document(source, form)


def _document(source: Source, form: Format) -> Document:
    content = source.content()
    match form:
        case Format.BLT:
            from hustings.counting.formats.blt import read_blt

            return read_blt(content, source.name).as_document()
        case Format.PREFLIB:
            from hustings.counting.formats.preflib import read_preflib

            return read_preflib(content, source.name)
        case Format.ABIF:
            from hustings.counting.formats.abif import read_abif

            return read_abif(content, source.name)
        case Format.CSV:
            from hustings.counting.formats.table import read_wide

            return read_wide(content, source.name)
        case _:
            from hustings.counting.formats.table import read_long

            return read_long(content, source.name)


def _law(wanted: Wanted, said: str | None, source: Source) -> str:
    law = wanted.law or said or DEFAULT_LAW
    if law not in LAWS:
        what = f"there is no law called {law!r}"
        raise BadInput(Problem(source.name, None, "law", what, ", ".join(LAWS)))
    return law


def _rules(wanted: Wanted, said: ValidityRules | None) -> ValidityRules | None:
    return replace(said or ValidityRules(), **dict(wanted.faults)) if wanted.faults else said


def _opened(document: Document, wanted: Wanted, form: Format, source: Source) -> Opened:
    law = _law(wanted, document.law, source)
    if LAWS[law].takes is Takes.SECTIONS:
        what = f"{law} counts sections with weights, and these papers are all of one kind"
        raise BadInput(Problem(source.name, None, "law", what, '{"sections": […]}'))
    if LAWS[law].takes in {Takes.NUMBERS, Takes.GRADES}:
        return Opened(document.as_numbers(wanted.seats), form, law, document.readings)
    if LAWS[law].takes is Takes.MARKS:
        document = document.as_marks()
    papers = document.as_papers(
        seats=wanted.seats,
        rules=_rules(wanted, document.rules or READ_AS.get(law)),
        filed=LAWS[law].takes is Takes.FILED,
    )
    if form is Format.RCTAB:
        from hustings.counting.formats.rctab_ballots import with_inactive

        papers = with_inactive(papers)
    readings = document.readings if document.law == law else ()
    return Opened(papers, form, law, readings, document.constraints)


def _open_table(source: Source, wanted: Wanted, form: Format) -> Opened:
    from hustings.counting.formats.csv_papers import read_csv

    law = _law(wanted, "senate-2016" if form is Format.AEC else None, source)
    if form is Format.AEC:
        from hustings.counting.formats.aec import read_aec

        if wanted.seats is None:
            what = "the Commission's file does not say how many seats; say it"
            raise BadInput(Problem(source.name, None, "seats", what, "--seats 2"))
        papers = read_aec(source.pieces(), source.name, seats=wanted.seats)
        return Opened(papers, form, law)
    if LAWS[law].takes is not Takes.RANKINGS:
        return _opened(_document(source, form), wanted, form, source)
    rules = _rules(wanted, READ_AS.get(law))
    try:
        papers = read_csv(source.pieces(), source.name, seats=wanted.seats or 1, rules=rules)
    except BadInput:
        # The reader of millions names the line; the slow one names the column as well.
        _document(source, form)
        raise
    return Opened(papers, form, law)


def _json(source: Source, wanted: Wanted) -> "Node":
    """A file of values by name: JSON, or a report of cast vote records in XML."""
    from hustings.counting.formats.json_text import read_json
    from hustings.counting.formats.xml_text import is_xml, read_xml

    if is_xml(source.head) and wanted.format in {None, Format.NIST}:
        return read_xml(source.content(), source.name)
    return read_json(source.content(), source.name)


def _open_json(source: Source, wanted: Wanted) -> Opened:
    root = _json(source, wanted)
    form = wanted.format or _kind(root)
    if form is Format.CONTEST:
        return _open_contest(root, source, wanted)
    if form in NOT_PAPERS:
        return _open_other(root, source, wanted, form)
    return _opened(_json_document(root, form, source, wanted), wanted, form, source)


def _json_document(root: "Node", form: Format, source: Source, wanted: Wanted) -> Document:
    match form:
        case Format.NIST:
            from hustings.counting.formats.nist import read_nist

            return read_nist(root, wanted.contest)
        case Format.RCTAB:
            from hustings.counting.formats.rctab import read_rctab
            from hustings.counting.formats.rctab_source import Beside

            beside = Beside(lambda path: source.beside(path).content(), source.names)
            return read_rctab(root, beside)
        case _:
            from hustings.counting.formats.papers_json import read_papers_json

            return read_papers_json(root)


def _kind(root: "Node") -> Format:
    from hustings.counting.formats.nist import is_report
    from hustings.counting.formats.rctab import is_configuration
    from hustings.counting.formats.xml_text import XmlNode

    if isinstance(root, XmlNode):
        return Format.NIST
    table = root.table()
    kinds = [
        (is_report(root), Format.NIST),
        (is_configuration(root), Format.RCTAB),
        (
            ("ballots_file" in table or "contests" in table) and not is_configuration(root),
            Format.CONTEST,
        ),
        ("sections" in table, Format.COLLEGE),
        ("numbers" in table or "result" in table, Format.NUMBERED),
        ("papers" in table, Format.JSON),
    ]
    found = [form for fits, form in kinds if fits]
    if len(found) != 1:
        likes = " and like ".join(found) or "no format of papers"
        root.refuse(f"this JSON is like {likes}; say which format it is", "--format json")
    return found[0]


def _open_contest(root: "Node", source: Source, wanted: Wanted) -> Opened:
    """A description of a published contest: its law, seats and title, and the file of its papers beside it."""
    told = contest_described(root, wanted.contest)
    try:
        beside = source.beside(told.need("ballots_file").words())
    except BadInput as found:
        told.need("ballots_file").refuse(found.problems[0].what)
    rule, seats = told.get("rule") or root.get("rule"), told.get("seats") or root.get("seats")
    wanted = replace(
        wanted,
        law=wanted.law or (None if rule is None else law_called(rule)),
        seats=wanted.seats or (None if seats is None else seats.number(1, 1_000)),
        contest=wanted.contest if told is root else None,
    )
    if tell(beside.head, beside.name) is Format.AEC:
        papers = senate_papers(told, beside, wanted.seats)
        opened = Opened(papers, Format.AEC, wanted.law or "senate-2016")
    else:
        opened = open_papers(beside, replace(wanted, format=None))
    named = opened.papers.title or title_described(told)
    opened = replace(opened, papers=replace(opened.papers, title=named))
    return as_described(opened, told, rule)


def _open_other(root: "Node", source: Source, wanted: Wanted, form: Format) -> Opened:
    """Sections with weights, delegates with cards, numbers beside candidates, or a result of Belenios."""
    from hustings.counting.college import read_college
    from hustings.counting.numbered import question_called, read_numbered

    said = root.get("law")
    kind = "condorcet-schulze" if form is Format.NUMBERED else "electoral-college"
    kind = "card-vote" if "cards" in root.table() else kind
    law = _law(wanted, kind if said is None else said.words(), source)
    fits = (Takes.SECTIONS,) if form is Format.COLLEGE else (Takes.NUMBERS, Takes.GRADES)
    if LAWS[law].takes not in fits:
        what = f"{law} counts {LAWS[law].takes.value}, and these papers are {form.value}"
        raise BadInput(Problem(source.name, None, "law", what, kind))
    content = source.content()
    question = None if wanted.contest is None else question_called(wanted.contest, source.name)
    try:
        if form is Format.COLLEGE:
            papers: Any = read_college(content, source.name)
        else:
            papers = read_numbered(content, source.name, question)
    except BadInput as found:
        problem = found.problems[0]
        at = root.along(problem.key)
        at.refuse(f"{at.name}: {problem.what}", problem.right)
    return Opened(replace(papers, seats=wanted.seats or papers.seats), form, law)
