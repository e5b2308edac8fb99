"""Records in the common data format and in Hart's files, read for a tabulator's configuration by its own rules."""

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO

from hustings.ballots.validity import Marks
from hustings.counting.formats.json_text import Node, read_json
from hustings.counting.formats.lines import LARGEST_FILE
from hustings.counting.formats.nist import HIGHEST_RANK, current_snapshot, people_by_id, the_contest
from hustings.counting.formats.rctab_source import OVERVOTE, Reading, Source
from hustings.counting.formats.xml_text import XmlNode, is_xml, read_xml
from hustings.kernel.archives import DAMAGED
from hustings.kernel.refusals import BadInput, Problem

ARCHIVE = b"PK\x03\x04"
MOST_FILES = 10_000_000
_RANKS = re.compile(r"[01]{1,999}")
"""A digit for each rank of a Hart contest, 1 where it is marked."""


def read_report(reading: Reading, source: Source, content: bytes) -> None:
    """A report in the common data format, in XML or JSON.

    The tabulator counts marks of which it is not known whether they may be counted, passes over what needs
    adjudication in XML, and takes the first candidate of a selection that names several.
    """
    root = read_xml(content, source.path) if is_xml(content) else read_json(content, source.path)
    contest = the_contest(root, source.contest)
    selections = _selections(reading, source, root, contest)
    for record in root.need("CVR"):
        listed = current_snapshot(record).get("CVRContest") or ()
        said = [c for c in listed if c.need("ContestId").words() == contest.need("@id").words()]
        if len(said) > 1:
            said[1].refuse("this record has the contest twice")
        for each in said:
            reading.add(reading.read(_marks(reading, source, each, selections)), source.repeat)


def _selections(
    reading: Reading, source: Source, root: Node, contest: Node
) -> dict[str, tuple[int, ...]]:
    """What each selection of the contest means: a candidate, or that several were marked."""
    people = people_by_id(root)
    found: dict[str, tuple[int, ...]] = {}
    for each in contest.need("ContestSelection"):
        key = each.need("@id")
        if key.words() in found:
            key.refuse(f"the selection {key.words()!r} stands twice")
        found[key.words()] = _selection(reading, source, each, people)
    return found


def _selection(
    reading: Reading, source: Source, each: Node, people: dict[str, str]
) -> tuple[int, ...]:
    written_in = each.get("IsWriteIn")
    if written_in is not None and written_in.yes():
        return (_undeclared(reading, source, written_in),)
    called = next(iter(each.need("CandidateIds")), None)
    if called is None or called.words() not in people:
        at = called or each.need("CandidateIds")
        at.refuse("there is no such candidate in this election", ", ".join([*people][:12]))
    name = people[called.words()]
    if name == source.overvote:
        return OVERVOTE
    if source.undeclared and name == source.undeclared:
        return (reading.undeclared(),)
    if name not in reading.number:
        called.refuse(f"{name!r} is not a candidate", ", ".join(reading.candidates[:12]))
    return (reading.number[name],)


def _undeclared(reading: Reading, source: Source, at: Node) -> int:
    if not source.undeclared:
        what = "this is a write-in, and the source names no label for undeclared write-ins"
        at.refuse(what, '"undeclaredWriteInLabel": "UWI"')
    return reading.undeclared()


def _marks(
    reading: Reading, source: Source, contest: Node, selections: dict[str, tuple[int, ...]]
) -> Marks:
    ranks: dict[int, set[int]] = {}
    for selection in contest.get("CVRContestSelection") or ():
        status = selection.get("Status")
        if status is not None and status.words() == "needs-adjudication":
            if isinstance(selection, XmlNode):
                continue
            status.refuse("this mark has to be adjudicated first")
        key = selection.need("ContestSelectionId")
        if key.words() not in selections:
            key.refuse(f"{key.words()!r} is no selection of this contest")
        meant = selections[key.words()]
        if meant == OVERVOTE and reading.rules.only_if_continuing:
            what = "this does not say who is marked, and the rule asks which of them continue"
            key.refuse(what)
        for rank, written_in in _ranks(selection):
            named = (_undeclared(reading, source, selection),) if written_in else meant
            ranks.setdefault(rank, set()).update(named)
    return in_order(ranks)


def in_order(ranks: dict[int, set[int]]) -> Marks:
    """Who is marked at each rank, up to the last that is marked."""
    return tuple(tuple(sorted(ranks.get(r, ()))) for r in range(1, max(ranks, default=0) + 1))


def _ranks(selection: Node) -> Iterator[tuple[int, bool]]:
    """The ranks at which a selection is marked, and whether a name is written in there."""
    rank = selection.get("Rank")
    if rank is not None:
        yield rank.number(1, HIGHEST_RANK), False
        return
    for position in selection.get("SelectionPosition") or ():
        told = [position.get(key) for key in ("HasIndication", "IsAllocable")]
        if any(each is not None and each.words() == "no" for each in told):
            continue
        number = position.need("Rank", '"Rank": 1').number(1, HIGHEST_RANK)
        yield number, position.get("CVRWriteIn") is not None


def read_hart(reading: Reading, source: Source, files: Iterator[tuple[str, bytes]]) -> None:
    """Hart: a file for each record, in a folder or an archive; options are known by their ids."""
    for path, content in files:
        root = read_xml(content, path)
        for contest in root.need("Contests").get("Contest") or ():
            if contest.need("Id").words() == source.contest:
                reading.add(reading.read(_options(reading, source, contest)), source.repeat)


def _options(reading: Reading, source: Source, contest: Node) -> Marks:
    ranks: dict[int, set[int]] = {}
    options = contest.get("Options")
    for option in () if options is None else options.get("Option") or ():
        key, value = option.need("Id"), option.need("Value")
        if not _RANKS.fullmatch(value.words()):
            value.refuse("this is not a digit 0 or 1 for each rank", "<Value>0100</Value>")
        if source.undeclared and key.words() == source.undeclared:
            candidate = reading.undeclared()
        elif key.words() in reading.number:
            candidate = reading.number[key.words()]
        else:
            known = ", ".join([*reading.number][:12])
            key.refuse(f"{key.words()!r} is neither a candidate nor a code or other name", known)
        for rank, digit in enumerate(value.words(), start=1):
            if digit == "1":
                ranks.setdefault(rank, set()).add(candidate)
    return in_order(ranks)


def in_archive(content: bytes, path: str) -> Iterator[tuple[str, bytes]]:
    """The files in XML that an archive holds, no more of them altogether than one file may be."""
    left = LARGEST_FILE
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = sorted(n for n in archive.namelist() if n.lower().endswith(".xml"))
            if len(names) > MOST_FILES:
                raise BadInput(Problem(path, None, "", f"this archive holds {len(names)} files"))
            for name in names:
                with archive.open(name) as member:
                    part = member.read(left + 1)
                left -= len(part)
                if left < 0:
                    what = f"what this archive holds is larger than {LARGEST_FILE} bytes"
                    raise BadInput(Problem(path, None, "", what))
                yield f"{path}/{name}", part
    except DAMAGED as wrong:
        raise BadInput(Problem(path, None, "", f"this archive cannot be read ({wrong})")) from None
