"""PrefLib files in and out: orders with and without ties, complete and incomplete, under a head of metadata."""

import re
from dataclasses import dataclass, field

from hustings.ballots.validity import Marks
from hustings.counting.formats.document import Document
from hustings.counting.formats.lines import MOST_CANDIDATES, Text
from hustings.kernel.refusals import BadInput, Problem

ORDERS = ("soc", "soi", "toc", "toi")
"""Strict or with ties (``s``, ``t``), complete or incomplete (``c``, ``i``)."""
OURS = ("SEATS", "LAW", "WITHDRAWN")
"""Keys of the head that PrefLib does not have and other readers pass over."""
_HEAD = re.compile(r"#\s*([A-Z][A-Z0-9 ]*?)\s*:\s?(.*)")
_NAME = re.compile(r"ALTERNATIVE NAME ([0-9]{1,5})")
_GROUP = re.compile(r"\{([^{}]*)\}|([^,{}]*)")
_PAPERS_RIGHT = "12: 3,1,2"


@dataclass(slots=True)
class _Head:
    """The metadata as they are met; figures with their lines, to be checked against what follows."""

    names: dict[int, str] = field(default_factory=dict[int, str])
    figures: dict[str, tuple[int, int]] = field(default_factory=dict[str, tuple[int, int]])
    words: dict[str, tuple[str, int, int]] = field(default_factory=dict[str, tuple[str, int, int]])


def read_preflib(content: bytes, file: str = "papers.soi") -> Document:
    """Read a PrefLib file of orders; ``BadInput`` with line and column for whatever cannot be read.

    The figures of the head (voters, distinct orders, alternatives) must be those of the papers below.
    Candidates left out stand nowhere; a group in braces carries one number.
    """
    text, head = Text(content, file), _Head()
    papers: list[tuple[int, Marks]] = []
    candidates: tuple[str, ...] = ()
    for line in text:
        if not line.strip():
            continue
        if line.startswith("#"):
            _head(text, head, line, late=bool(papers))
            continue
        candidates = candidates or _candidates(text, head)
        papers.append(_paper(text, line, len(candidates), _kind(text, head)))
    candidates = candidates or _candidates(text, head)
    _kind(text, head)
    _check_figures(text, head, papers)
    withdrawn = head.words.get("WITHDRAWN")
    return Document(
        candidates=candidates,
        papers=tuple(papers),
        seats=_seats(text, head),
        withdrawn=() if withdrawn is None else _withdrawn(text, withdrawn, len(candidates)),
        title=head.words.get("TITLE", ("", 0, 0))[0],
        law=_law(text, head),
    )


def _head(text: Text, head: _Head, line: str, *, late: bool) -> None:
    found = _HEAD.fullmatch(line)
    if found is None:
        return
    key, value, column = found[1], found[2].strip(), found.start(2) + 1
    if late:
        text.refuse(1, "the head of the file stands before its papers, and this line after one")
    name = _NAME.fullmatch(key)
    if name is not None:
        _name(text, head, int(name[1]), text.printable(column, value))
    elif key.startswith("NUMBER "):
        number = 0 if value == "0" else text.number(column, value, "a whole number", "12")
        head.figures[key] = (number, text.at)
    elif key in head.words:
        text.refuse(1, f"{key} stands twice in the head; line {head.words[key][1]} has it too")
    else:
        head.words[key] = (text.printable(column, value), text.at, column)


def _name(text: Text, head: _Head, number: int, name: str) -> None:
    if number in head.names:
        text.refuse(1, f"alternative {number} is named twice")
    if not name:
        text.refuse(1, f"alternative {number} has no name", "# ALTERNATIVE NAME 1: Ada Ash")
    if name in head.names.values():
        text.refuse(1, f"two alternatives are called {name!r}; make the names differ")
    head.names[number] = name


def _candidates(text: Text, head: _Head) -> tuple[str, ...]:
    number = len(head.names)
    if not number:
        right = "# ALTERNATIVE NAME 1: Ada Ash"
        text.refuse(1, "the head names no alternatives, so these numbers are nobody", right)
    if number > MOST_CANDIDATES:
        text.refuse(1, f"{number} alternatives are more than {MOST_CANDIDATES}")
    for expected in range(1, number + 1):
        if expected not in head.names:
            text.refuse(1, f"alternative {expected} of {number} has no name in the head")
    said = head.figures.get("NUMBER ALTERNATIVES")
    if said is not None and said[0] != number:
        text.at = said[1]
        text.refuse(1, f"the head says {said[0]} alternatives and names {number}")
    return tuple(head.names[number] for number in sorted(head.names))


def _kind(text: Text, head: _Head) -> str:
    kind, line, column = head.words.get("DATA TYPE", ("toi", 0, 1))
    if kind not in ORDERS:
        text.at = line
        what = f"data of type {kind!r} are no orders of preference"
        text.refuse(column, what, ", ".join(ORDERS))
    return kind


def _paper(text: Text, line: str, number: int, kind: str) -> tuple[int, Marks]:
    count, colon, _ = line.partition(":")
    if not colon:
        text.refuse(
            1, "a paper's line has a number of papers, a colon and the order", _PAPERS_RIGHT
        )
    start = len(count) - len(count.lstrip()) + 1
    papers = text.number(start, count.strip(), "a whole number of papers", _PAPERS_RIGHT)
    marks: list[tuple[int, ...]] = []
    seen: set[int] = set()
    at, end = len(count) + 1, len(line.rstrip())
    while at < end:
        at = _rank(text, line, at, number, marks, seen)
        if at < end and line[at] != ",":
            text.refuse(at + 1, f"{line[at]!r} stands where a comma should", _PAPERS_RIGHT)
        if at == end - 1:
            text.refuse(end, "the order ends with a comma", _PAPERS_RIGHT)
        at += 1
    if kind.startswith("s") and any(len(rank) > 1 for rank in marks):
        text.refuse(1, f"a file of type {kind} has no ties, and this order has one")
    if kind.endswith("c") and len(seen) != number:
        text.refuse(1, f"a file of type {kind} has complete orders, and this one lacks somebody")
    return papers, tuple(marks)


def _rank(
    text: Text, line: str, at: int, number: int, marks: list[tuple[int, ...]], seen: set[int]
) -> int:
    """Read one rank from column ``at``; the place after it."""
    while at < len(line) and line[at] == " ":
        at += 1
    found = _GROUP.match(line, at) or text.refuse(at + 1, "this is no alternative", _PAPERS_RIGHT)
    if found[1] is None and line[at : at + 1] == "{":
        text.refuse(at + 1, "this brace is not closed", "12: {3,1},2")
    inside, start = (found[1], found.start(1)) if found[1] is not None else (found[2], at)
    rank: list[int] = []
    for word in inside.split(","):
        column = start + len(word) - len(word.lstrip()) + 1
        rank.append(_alternative(text, column, word.strip(), number, seen))
        start += len(word) + 1
    marks.append(tuple(sorted(rank)))
    end = found.end()
    while end < len(line) and line[end] == " ":
        end += 1
    return end


def _alternative(text: Text, column: int, word: str, number: int, seen: set[int]) -> int:
    plain = word.isascii() and word.isdigit() and len(word) < 7
    if not plain:
        text.refuse(column, f"{word!r} is not the number of an alternative", _PAPERS_RIGHT)
    if not 1 <= int(word) <= number:
        text.refuse(column, f"there is no alternative {int(word)}; there are {number}")
    if int(word) in seen:
        text.refuse(column, f"alternative {int(word)} stands twice in this order")
    seen.add(int(word))
    return int(word) - 1


def _check_figures(text: Text, head: _Head, papers: list[tuple[int, Marks]]) -> None:
    found = {
        "NUMBER VOTERS": sum(number for number, _ in papers),
        "NUMBER UNIQUE ORDERS": len({marks for _, marks in papers}),
    }
    for key, number in found.items():
        said = head.figures.get(key)
        if said is not None and said[0] != number:
            text.at = said[1]
            text.refuse(1, f"{key} is {said[0]} here, and the papers below make {number}")


def _seats(text: Text, head: _Head) -> int | None:
    if "SEATS" not in head.words:
        return None
    value, text.at, column = head.words["SEATS"]
    return text.number(column, value, "a number of seats", "# SEATS: 3")


def _law(text: Text, head: _Head) -> str | None:
    if "LAW" not in head.words:
        return None
    value, text.at, column = head.words["LAW"]
    return text.law(column, value)


def _withdrawn(text: Text, said: tuple[str, int, int], number: int) -> tuple[int, ...]:
    value, text.at, column = said
    seen: set[int] = set()
    start = column
    for word in value.split(","):
        _alternative(text, start + len(word) - len(word.lstrip()), word.strip(), number, seen)
        start += len(word) + 1
    return tuple(sorted(each - 1 for each in seen))


def write_preflib(document: Document) -> str:
    """Write orders under PrefLib's head, of the narrowest type that holds them."""
    number = len(document.candidates)
    for name in (*document.candidates, document.title):
        if name != name.strip() or any(ord(c) < 32 or ord(c) == 127 for c in name):
            what = f"{name!r} begins or ends with a space, or holds a control character"
            raise BadInput(Problem("papers.toi", None, "names", what, "Ada Ash"))
    merged: dict[Marks, int] = {}
    for count, marks in document.papers:
        _check_marks(marks)
        merged[marks] = merged.get(marks, 0) + count
    lines = [f"# TITLE: {document.title}", f"# DATA TYPE: {_narrowest(merged, number)}"]
    lines += [f"# NUMBER ALTERNATIVES: {number}", f"# NUMBER VOTERS: {sum(merged.values())}"]
    lines += [f"# NUMBER UNIQUE ORDERS: {len(merged)}"]
    lines += _our_head(document)
    lines += [f"# ALTERNATIVE NAME {n}: {name}" for n, name in enumerate(document.candidates, 1)]
    lines += [
        f"{count}: {','.join(map(_written, marks))}".rstrip() for marks, count in merged.items()
    ]
    return "\n".join(lines) + "\n"


def _our_head(document: Document) -> list[str]:
    lines = [] if document.seats is None else [f"# SEATS: {document.seats}"]
    lines += [] if document.law is None else [f"# LAW: {document.law}"]
    withdrawn = ",".join(str(c + 1) for c in document.withdrawn)
    return [*lines, f"# WITHDRAWN: {withdrawn}"] if withdrawn else lines


def _check_marks(marks: Marks) -> None:
    named = [c for rank in marks for c in rank]
    if len(set(named)) != len(named) or any(not rank for rank in marks):
        what = "a paper skips a number or numbers a candidate twice, and PrefLib has no way to write that"
        raise BadInput(Problem("papers.toi", None, "papers", what, _PAPERS_RIGHT))


def _narrowest(orders: dict[Marks, int], number: int) -> str:
    ties = any(len(rank) > 1 for marks in orders for rank in marks)
    complete = all(sum(map(len, marks)) == number for marks in orders)
    return f"{'t' if ties else 's'}o{'c' if complete else 'i'}"


def _written(rank: tuple[int, ...]) -> str:
    names = ",".join(str(c + 1) for c in rank)
    return names if len(rank) == 1 else f"{{{names}}}"
