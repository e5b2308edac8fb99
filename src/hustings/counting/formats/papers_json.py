"""Papers as JSON in our own form: everything that a document can say, names instead of numbers."""

import json

from hustings.ballots.validity import Marks, Rejection
from hustings.counting.formats.document import Document
from hustings.counting.formats.json_text import Node
from hustings.counting.formats.lines import MOST_CANDIDATES
from hustings.counting.registry import LAWS

KEYS = (
    *("candidates", "papers", "seats", "withdrawn", "title"),
    *("law", "readings", "rejected", "constraints"),
)
PAPER_KEYS = ("number", "marks")
RIGHT = '{"number": 12, "marks": ["Ada Ash", ["Ben Birch", "Cal Cedar"], null, "Dee Dogwood"]}'


def read_papers_json(root: Node) -> Document:
    """Read our own JSON; ``BadInput`` with line and column for whatever does not belong there.

    A paper's ``marks`` are its numbers 1, 2, 3 … in order: a name, a list of names with one number,
    or ``null`` for a number that was skipped.
    """
    root.only(KEYS)
    candidates = _candidates(root.need("candidates", '["Ada Ash", "Ben Birch"]'))
    number = {name: at for at, name in enumerate(candidates)}
    papers = tuple(_paper(each, number) for each in root.need("papers", f"[{RIGHT}]"))
    seats, law, title = root.get("seats"), root.get("law"), root.get("title")
    withdrawn, readings = root.get("withdrawn"), root.get("readings")
    rejected, constraints = root.get("rejected"), root.get("constraints")
    gone = [] if withdrawn is None else [_candidate(each, number) for each in withdrawn]
    return Document(
        candidates=candidates,
        papers=papers,
        seats=None if seats is None else seats.number(1, MOST_CANDIDATES),
        withdrawn=tuple(sorted(set(gone))),
        title="" if title is None else title.words(empty=True),
        law=None if law is None else _law(law),
        readings=() if readings is None else _readings(readings),
        rejected=() if rejected is None else _rejected(rejected),
        constraints=() if constraints is None else tuple(each.words() for each in constraints),
    )


def _law(given: Node) -> str:
    law = given.words()
    if law not in LAWS:
        given.refuse(f"there is no law called {law!r}", ", ".join(LAWS))
    return law


def _candidates(given: Node) -> tuple[str, ...]:
    names: list[str] = []
    for each in given:
        name = each.words()
        if name in names:
            each.refuse(f"two candidates are called {name!r}; make the names differ")
        if len(names) == MOST_CANDIDATES:
            each.refuse(f"there are more than {MOST_CANDIDATES} candidates")
        names.append(name)
    if not names:
        given.refuse("there is no candidate", '["Ada Ash", "Ben Birch"]')
    return tuple(names)


def _candidate(given: Node, number: dict[str, int]) -> int:
    name = given.words()
    if name not in number:
        given.refuse(f"{name!r} is not a candidate here", ", ".join(list(number)[:12]))
    return number[name]


def _paper(given: Node, number: dict[str, int]) -> tuple[int, Marks]:
    given.only(PAPER_KEYS)
    copies = given.get("number")
    marks = tuple(_rank(each, number) for each in given.need("marks", RIGHT))
    return 1 if copies is None else copies.number(1), marks


def _rank(given: Node, number: dict[str, int]) -> tuple[int, ...]:
    if given.value is None:
        return ()
    if not isinstance(given.value, list):
        return (_candidate(given, number),)
    named = [_candidate(each, number) for each in given]
    if len(set(named)) != len(named):
        given.refuse("one candidate stands twice at one number")
    return tuple(sorted(named))


def _readings(given: Node) -> tuple[tuple[str, str], ...]:
    return tuple((key, given.need(key).words()) for key in given.table())


def _rejected(given: Node) -> tuple[tuple[Rejection, int], ...]:
    reasons = {why.value: why for why in Rejection}
    for key in given.table():
        if key not in reasons:
            given.refuse(f"{key!r} is no reason to reject a paper", ", ".join(reasons))
    counted = {reasons[key]: given.need(key).number() for key in given.table()}
    return tuple(sorted((why, number) for why, number in counted.items() if number))


def write_papers_json(document: Document) -> str:
    """Write everything that the document says; one paper to a line."""
    names = document.candidates
    said: dict[str, object] = {"title": document.title} if document.title else {}
    said |= {} if document.law is None else {"law": document.law}
    said |= {"readings": dict(document.readings)} if document.readings else {}
    said |= {} if document.seats is None else {"seats": document.seats}
    said["candidates"] = list(names)
    said |= {"withdrawn": [names[c] for c in document.withdrawn]} if document.withdrawn else {}
    said |= {"constraints": list(document.constraints)} if document.constraints else {}
    said |= {"rejected": {w.value: n for w, n in document.rejected}} if document.rejected else {}
    head = "".join(f'"{key}": {_text(value)},\n' for key, value in said.items())
    papers = ",\n".join(
        _text({"number": number, "marks": [_written(rank, names) for rank in marks]})
        for number, marks in document.papers
    )
    return f'{{\n{head}"papers": [\n{papers}\n]}}\n'


def _written(rank: tuple[int, ...], names: tuple[str, ...]) -> object:
    match rank:
        case ():
            return None
        case (candidate,):
            return names[candidate]
        case _:
            return [names[c] for c in rank]


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
