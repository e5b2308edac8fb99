"""ABIF files in and out: aggregated papers a person can read, ``27: DGM > SBJ = SY``, scored or not."""

import json
import re
from dataclasses import dataclass, field
from typing import cast

from hustings.ballots.validity import Marks
from hustings.counting.formats.document import Document
from hustings.counting.formats.lines import MOST_CANDIDATES, Text
from hustings.kernel.refusals import BadInput, Problem

_WORD = r"[^\W\d_][\w.-]*|_[\w.-]*"
_DECLARED = re.compile(
    rf'=\s*("(?P<quoted>[^"]*)"|(?P<bare>{_WORD}))\s*:\s*(\[(?P<square>[^\[\]]*)\]|(?P<plain>[^\[\]#]*?))\s*'
)
_CANDIDATE = re.compile(
    rf'\s*(?:\[(?P<square>[^\[\]]*)\]|"(?P<quoted>[^"]*)"|(?P<bare>{_WORD}))\s*'
)
_SCORE = re.compile(r"/\s*([0-9]{1,9})\s*")
_COUNT = re.compile(r"\s*([^:*]*?)\s*[:*]")
_BARE_PAIR = re.compile(r"\{\s*([A-Za-z]\w*)\s*:")
RIGHT = "27: DGM > SBJ = SY"
_WITHDRAWN_RIGHT = '{"withdrawn": ["DGM"]}'


@dataclass(slots=True)
class _Found:
    """Tokens in the order in which they are met, the names they stand for, and the metadata."""

    tokens: dict[str, str] = field(default_factory=dict[str, str])
    declared: set[str] = field(default_factory=set[str])
    about: dict[str, tuple[object, int]] = field(default_factory=dict[str, tuple[object, int]])
    papers: list[tuple[int, list[list[str]]]] = field(
        default_factory=list[tuple[int, list[list[str]]]]
    )


def read_abif(content: bytes, file: str = "papers.abif") -> Document:
    """Read an ABIF file; ``BadInput`` with line and column for whatever cannot be read.

    A file that declares candidates (``=DGM:[Doña García]``) declares all of them. ``=`` and ``,`` put
    candidates on one rank; scores rank them where no ``>`` does, and must agree with the ranks where
    both are given.
    """
    text, found = Text(content, file), _Found()
    for line in text:
        stripped = line.strip()
        if not stripped or stripped.startswith("#"):
            continue
        if stripped.startswith("{"):
            _about(text, found, line)
        elif stripped.startswith("="):
            _declare(text, found, line)
        else:
            _paper(text, found, line)
    if not found.tokens:
        text.refuse(1, "the file names no candidate", RIGHT)
    _check_total(text, found)
    order = {token: at for at, token in enumerate(found.tokens)}
    return Document(
        candidates=tuple(found.tokens.values()),
        papers=tuple(
            (number, tuple(tuple(sorted(order[t] for t in rank)) for rank in ranks))
            for number, ranks in found.papers
        ),
        seats=_seats(text, found),
        withdrawn=_withdrawn(text, found, order),
        title=_said(text, found, "title") or "",
        law=_law(text, found),
    )


def _about(text: Text, found: _Found, line: str) -> None:
    """One line of metadata, JSON; a bare key is read like a quoted one."""
    start = len(line) - len(line.lstrip())
    pair = _BARE_PAIR.match(line, start)
    written = line if pair is None else f'{{"{pair[1]}":{line[pair.end() :]}'
    moved = 0 if pair is None else pair.end() - len(pair[1]) - 4
    try:
        value: object = json.loads(written.strip())
    except RecursionError:
        text.refuse(start + 1, "this metadata is nested too deeply", '{"title": "Northmoor"}')
    except ValueError as wrong:
        at = wrong.pos if isinstance(wrong, json.JSONDecodeError) else 0
        column = min(max(at + moved, start) + 1, len(line) + 1)
        text.refuse(
            column, "this line of metadata is not JSON that can be read", '{"title": "Northmoor"}'
        )
    for key, said in cast("dict[str, object]", value).items():
        if key in found.about:
            text.refuse(start + 1, f"{key!r} is said twice; line {found.about[key][1]} says it too")
        found.about[key] = (said, text.at)


def _declare(text: Text, found: _Found, line: str) -> None:
    start = len(line) - len(line.lstrip())
    match = _DECLARED.match(line, start)
    if match is None:
        text.refuse(start + 1, "this line does not declare a candidate", "=DGM:[Dana García]")
    rest = line[match.end() :]
    if rest and not rest.startswith("#"):
        text.refuse(
            match.end() + 1, f"{rest.strip()!r} follows the candidate", "=DGM:[Dana García]"
        )
    if found.papers and not found.declared:
        text.refuse(start + 1, "candidates are declared before the first paper, or not at all")
    token = match["quoted"] if match["quoted"] is not None else match["bare"]
    name = match["square"] if match["square"] is not None else match["plain"]
    if token in found.declared:
        text.refuse(start + 1, f"{token!r} is declared twice")
    _add(text, found, token, text.printable(match.start(3) + 1, name.strip()), match.start(3) + 1)
    found.declared.add(token)


def _add(text: Text, found: _Found, token: str, name: str, column: int) -> None:
    if not token or not name:
        text.refuse(column, "a candidate has a name", "=DGM:[Dana García]")
    if name in found.tokens.values():
        text.refuse(column, f"two candidates are called {name!r}; make the names differ")
    if len(found.tokens) == MOST_CANDIDATES:
        text.refuse(column, f"there are more than {MOST_CANDIDATES} candidates")
    found.tokens[token] = name


def _paper(text: Text, found: _Found, line: str) -> None:
    head = _COUNT.match(line)
    if head is None:
        text.refuse(1, "a paper's line has a number of papers, a colon and the preferences", RIGHT)
    number = text.number(head.start(1) + 1, head[1], "a whole number of papers", RIGHT)
    at, named, marks = head.end(), list[tuple[str, int | None, int]](), list[str]()
    while line[at:].strip() and not line[at:].lstrip().startswith("#"):
        at = _preference(text, found, line, at, named)
        if at == len(line) or line[at] == "#":
            break
        if line[at] not in ">=,":
            text.refuse(at + 1, f"{line[at]!r} stands where >, = or a comma should", RIGHT)
        marks.append(line[at])
        at += 1
        if not line[at:].strip() or line[at:].lstrip().startswith("#"):
            text.refuse(at, f"a candidate is missing after {line[at - 1]!r}", RIGHT)
    found.papers.append((number, _ranks(text, named, marks)))


def _preference(
    text: Text, found: _Found, line: str, at: int, named: list[tuple[str, int | None, int]]
) -> int:
    """Read a candidate, and the score where there is one; the place after it."""
    match = _CANDIDATE.match(line, at)
    if match is None:
        column = at + len(line[at:]) - len(line[at:].lstrip()) + 1
        text.refuse(column, f"{line[column - 1 :]!r} does not begin with a candidate", RIGHT)
    token, column = _token(text, found, match)
    if any(token == before for before, _, _ in named):
        text.refuse(column, f"{token!r} stands twice on this paper")
    score = _SCORE.match(line, match.end())
    named.append((token, None if score is None else int(score[1]), column))
    return match.end() if score is None else score.end()


def _token(text: Text, found: _Found, match: re.Match[str]) -> tuple[str, int]:
    kind = next(k for k in ("square", "quoted", "bare") if match[k] is not None)
    word, column = match[kind].strip(), match.start(kind) + 1
    if word in found.tokens and kind != "square":
        return word, column
    by_name = {name: token for token, name in found.tokens.items()}
    if word in by_name:
        return by_name[word], column
    if found.declared:
        text.refuse(
            column, f"{word!r} is not one of the candidates declared", ", ".join(found.tokens)
        )
    _add(text, found, word, text.printable(column, word), column)
    return word, column


def _ranks(
    text: Text, named: list[tuple[str, int | None, int]], marks: list[str]
) -> list[list[str]]:
    scores = [score for _, score, _ in named if score is not None]
    if scores and len(scores) != len(named):
        column = next(column for _, score, column in named if score is None)
        text.refuse(column, "some candidates on this paper have a score, and this one has none")
    if scores and ">" not in marks and "=" not in marks:
        highest = sorted(set(scores), reverse=True)
        return [[token for token, score, _ in named if score == each] for each in highest]
    ranks: list[list[str]] = []
    for place, (token, score, column) in enumerate(named):
        below = place == 0 or marks[place - 1] == ">"
        before = named[place - 1][1] if place else None
        if (
            score is not None
            and before is not None
            and (score >= before if below else score != before)
        ):
            what = f"the score {score} of {token!r} does not go with its rank after a score of {before}"
            text.refuse(column, what)
        ranks += [[]] if below else []
        ranks[-1].append(token)
    return ranks


def _check_total(text: Text, found: _Found) -> None:
    said = found.about.get("ballotcount")
    total = sum(number for number, _ in found.papers)
    if said is not None and said[0] != total:
        text.at = said[1]
        text.refuse(1, f"the file says {said[0]} papers and holds {total}")


def _said(text: Text, found: _Found, key: str) -> str | None:
    if key not in found.about:
        return None
    value, text.at = found.about[key]
    if not isinstance(value, str):
        text.refuse(1, f"{key!r} is a text", f'{{"{key}": "…"}}')
    return text.printable(1, value)


def _law(text: Text, found: _Found) -> str | None:
    law = _said(text, found, "law")
    return None if law is None else text.law(1, law)


def _seats(text: Text, found: _Found) -> int | None:
    if "seats" not in found.about:
        return None
    value, text.at = found.about["seats"]
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= MOST_CANDIDATES:
        text.refuse(1, "seats are a whole number, at least one", '{"seats": 3}')
    return value


def _withdrawn(text: Text, found: _Found, order: dict[str, int]) -> tuple[int, ...]:
    if "withdrawn" not in found.about:
        return ()
    value, text.at = found.about["withdrawn"]
    tokens = cast("list[object]", value) if isinstance(value, list) else [None]
    gone = {order.get(token, -1) if isinstance(token, str) else -1 for token in tokens}
    if -1 in gone:
        text.refuse(1, "withdrawn is a list of candidates of this file", _WITHDRAWN_RIGHT)
    return tuple(sorted(gone))


def write_abif(document: Document) -> str:
    """Write ranks with declared candidates (``C1``, ``C2`` …) under lines of metadata."""
    for name in document.candidates:
        if name != name.strip() or any(c in "[]" or ord(c) < 32 or ord(c) == 127 for c in name):
            what = f"{name!r} holds a square bracket or a control character, or a space at its end"
            raise BadInput(Problem("papers.abif", None, "names", what, "Ada Ash"))
    about: dict[str, object] = {"title": document.title} if document.title else {}
    about |= {} if document.seats is None else {"seats": document.seats}
    about |= {} if document.law is None else {"law": document.law}
    about |= {"withdrawn": [f"C{c + 1}" for c in document.withdrawn]} if document.withdrawn else {}
    lines = [json.dumps({key: value}, ensure_ascii=False) for key, value in about.items()]
    lines += [f"=C{n}:[{name}]" for n, name in enumerate(document.candidates, start=1)]
    lines += [f"{number}: {_written(marks)}".rstrip() for number, marks in document.papers]
    return "\n".join(lines) + "\n"


def _written(marks: Marks) -> str:
    named = [c for rank in marks for c in rank]
    if len(set(named)) != len(named) or any(not rank for rank in marks):
        what = (
            "a paper skips a number or numbers a candidate twice, and ABIF has no way to write that"
        )
        raise BadInput(Problem("papers.abif", None, "papers", what, RIGHT))
    return " > ".join(" = ".join(f"C{c + 1}" for c in rank) for rank in marks)
