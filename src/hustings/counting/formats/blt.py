"""BLT files in and out: quoted names, some with parties, or the Scottish dialect of bare names with the ward last."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import NoReturn

from hustings.ballots.validity import Marks, ValidityRules
from hustings.counting.formats.document import Document
from hustings.counting.formats.lines import LONGEST_LINE, MOST_CANDIDATES, decoded
from hustings.counting.papers import Papers
from hustings.kernel.refusals import BadInput, Problem

QUOTED_AFTER_NAMES = 3
"""Title, source and comment: what a file with quoted names may hold after them."""
_NUMBER = re.compile(r"[0-9]{1,12}")
_SHORT = re.compile(r"[A-Za-z_][\w.]*")
_PARTY = re.compile(r'(?P<name>\s*"[^"]*")\s+"[^"]*"\s*(#.*)?')
_NICKNAME = re.compile(r'\s*"[^"]+"\s+[^"#\s]')
_TOKEN = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Blt:
    """What a BLT file says, paper lines in their filed order; candidates are counted from nought."""

    candidates: tuple[str, ...]
    seats: int
    withdrawn: tuple[int, ...]
    papers: tuple[tuple[int, Marks], ...]
    title: str

    def as_papers(self, rules: ValidityRules | None = None) -> Papers:
        """The papers gathered for counting under named validity rules."""
        return self.as_document().as_papers(rules=rules)

    def as_document(self) -> Document:
        """The same as any other format says it."""
        return Document(self.candidates, self.papers, self.seats, self.withdrawn, self.title)


@dataclass(slots=True)
class _Lines:
    """The file's lines, handed out one at a time with their numbers."""

    file: str
    rest: Iterator[tuple[int, str]]
    at: int = 0

    def following(self, expected: str) -> str:
        """The next line that is neither empty nor a comment; refuse the file if it ends first."""
        for number, line in self.rest:
            if not line or line.isspace():
                continue
            self.at = number
            if len(line) > LONGEST_LINE:
                self.refuse(LONGEST_LINE + 1, f"this line is longer than {LONGEST_LINE} characters")
            if not line.lstrip().startswith("#"):
                return line
        return self.refuse(1, f"the file ends where {expected} should follow")

    def refuse(self, column: int, what: str, right: str = "") -> NoReturn:
        """Turn the file back, naming line and column."""
        raise BadInput(Problem(self.file, max(self.at, 1), f"column {column}", what, right))


def read_blt(content: bytes, file: str = "papers.blt") -> Blt:
    """Read a BLT file; ``BadInput`` with line and column for whatever cannot be read."""
    text = decoded(content, file)
    lines = _Lines(file, iter(enumerate(map(_without_end, text.split("\n")), start=1)))
    number, seats = _head(lines)
    withdrawn, called, line = _before_papers(lines, number)
    papers = _papers(lines, line, number, called)
    candidates, title = _names(lines, number)
    return Blt(candidates, seats, withdrawn, papers, title)


def _without_end(line: str) -> str:
    """A line without its end; commas there are empty cells of a spreadsheet that the file went through."""
    return line.rstrip("\r, ")


def _tokens(line: str) -> list[tuple[int, str]]:
    """The words of a line with their columns, without the comment."""
    return [(found.start() + 1, found[0]) for found in _TOKEN.finditer(line.split("#", 1)[0])]


def _head(lines: _Lines) -> tuple[int, int]:
    tokens = _tokens(lines.following("the number of candidates and of seats"))
    right = "4 1"
    for column, token in tokens:
        if not _NUMBER.fullmatch(token):
            lines.refuse(column, f"{token!r} is not a whole number of candidates or seats", right)
    if len(tokens) != 2:
        column = tokens[2][0] if len(tokens) > 2 else tokens[-1][0]
        lines.refuse(column, "the first line holds two numbers: candidates and seats", right)
    (column, number), (seats_column, seats) = tokens
    if not 1 <= int(number) <= MOST_CANDIDATES:
        lines.refuse(
            column, f"{number} is not a number of candidates from 1 to {MOST_CANDIDATES}", right
        )
    if int(seats) < 1:
        lines.refuse(seats_column, "there is at least one seat", right)
    return int(number), int(seats)


def _before_papers(lines: _Lines, number: int) -> tuple[tuple[int, ...], dict[str, int], str]:
    """Who withdrew (a number written negative, or ``[withdrawn 3]``), short names, and the line after them.

    Short names (``[nick a b c]``) stand for candidates on the lines after them. An order for ties (``[tie 2 1 3]``)
    is passed over: where the law sends a tie to lot, people draw it.
    """
    withdrawn: list[int] = []
    called: dict[str, int] = {}
    expected = "a paper, or 0 after the last one"
    line = lines.following(expected)
    while line.lstrip().startswith(("-", "[")):
        option, words = _option(lines, line)
        if option == "nick":
            called |= _short_names(lines, words, number)
        for column, token in words if option != "nick" else ():
            if option != "-" and token in called:
                candidate = called[token]
            else:
                candidate = _candidate(lines, column, token, number, option)
            if option != "tie" and candidate in withdrawn:
                lines.refuse(column, f"candidate {candidate + 1} is withdrawn twice")
            withdrawn += [candidate] if option != "tie" else []
        line = lines.following(expected)
    return tuple(withdrawn), called, line


def _option(lines: _Lines, line: str) -> tuple[str, list[tuple[int, str]]]:
    """What a line before the papers says, and of whom: candidates with a minus sign, or words in brackets."""
    tokens = _tokens(line.replace("]", " ") if line.lstrip().startswith("[") else line)
    if not line.lstrip().startswith("["):
        return "-", tokens
    if not line.split("#", 1)[0].rstrip().endswith("]"):
        lines.refuse(len(line), "the closing bracket is missing", "[withdrawn 3]")
    option = tokens[0][1].removeprefix("[") if tokens else ""
    if option not in {"withdrawn", "nick", "tie"}:
        column = tokens[0][0] if tokens else 1
        lines.refuse(column, f"{option!r} is no option that is read here", "[withdrawn 3]")
    return option, tokens[1:]


def _candidate(lines: _Lines, column: int, token: str, number: int, option: str) -> int:
    signed = option == "-"
    if (signed and token[0] != "-") or not _NUMBER.fullmatch(token[signed:]):
        what = "a withdrawn candidate" if option != "tie" else "the number of a candidate"
        lines.refuse(column, f"{token!r} is not {what}", "-3" if signed else f"[{option} 3]")
    candidate = int(token[signed:])
    if not 1 <= candidate <= number:
        lines.refuse(column, f"there is no candidate {candidate}; there are {number}", "-1")
    return candidate - 1


def _short_names(lines: _Lines, words: list[tuple[int, str]], number: int) -> dict[str, int]:
    called: dict[str, int] = {}
    for candidate, (column, name) in enumerate(words):
        if name in called or not _SHORT.fullmatch(name):
            lines.refuse(column, f"{name!r} is no short name of one candidate", "[nick a b c]")
        called[name] = candidate
    if len(called) != number:
        lines.refuse(1, f"{len(called)} short names for {number} candidates", "[nick a b c]")
    return called


def _papers(
    lines: _Lines, line: str, number: int, called: dict[str, int]
) -> tuple[tuple[int, Marks], ...]:
    papers: list[tuple[int, Marks]] = []
    single: dict[str, tuple[int, ...]] = {str(c): (c - 1,) for c in range(1, number + 1)}
    single |= {name: (candidate,) for name, candidate in called.items()}
    while True:
        words = line.split()
        if words == ["0"]:
            return tuple(papers)
        if words[-1] == "0" and _is_count(words[0]) and single.keys() >= set(words[1:-1]):
            papers.append((int(words[0]), tuple([single[word] for word in words[1:-1]])))
        elif (paper := _careful_paper(lines, line, single)) is not None:
            papers.append(paper)
        else:
            return tuple(papers)
        line = lines.following("another paper, or 0 after the last one")


def _is_count(word: str) -> bool:
    return _NUMBER.fullmatch(word) is not None and int(word) > 0


def _careful_paper(
    lines: _Lines, line: str, single: dict[str, tuple[int, ...]]
) -> tuple[int, Marks] | None:
    """A line with a comment, an equal or a skipped rank; ``None`` for the 0 after the last paper."""
    tokens, right = _tokens(line), "12 3 1 0"
    column, count = tokens[0]
    if not _NUMBER.fullmatch(count):
        lines.refuse(column, f"{count!r} is not a whole number of papers", right)
    if int(count) == 0:
        if len(tokens) > 1:
            lines.refuse(tokens[1][0], "0 ends the papers and stands alone", "0")
        return None
    end_column, end = tokens[-1]
    if len(tokens) < 2 or end != "0":
        lines.refuse(end_column, "the preferences of a paper end with 0 on the same line", right)
    return int(count), tuple(_rank(lines, place, rank, single) for place, rank in tokens[1:-1])


def _rank(
    lines: _Lines, column: int, rank: str, single: dict[str, tuple[int, ...]]
) -> tuple[int, ...]:
    if rank == "-":
        return ()
    named: list[int] = []
    for word in rank.split("="):
        if word not in single and not _NUMBER.fullmatch(word):
            right = "3, or 3=4 for equal candidates, or - for a skipped number"
            lines.refuse(column, f"{rank!r} is not a preference", right)
        known = single.get(word) or single.get(str(int(word)))
        if known is None:
            there = sum(word.isdigit() for word in single)
            lines.refuse(column, f"there is no candidate {int(word)}; there are {there}")
        named += known
    if len(set(named)) != len(named):
        lines.refuse(column, f"{rank!r} names one candidate twice at one rank")
    return tuple(sorted(named))


def _names(lines: _Lines, number: int) -> tuple[tuple[str, ...], str]:
    """The candidates and the title.

    A quoted title may be followed by a quoted source, a quoted comment, then remarks without quotes.
    """
    first = lines.following("the name of candidate 1")
    rest = _remaining(lines)
    placed = [(lines.at, first)]
    if second := next(rest, ""):
        placed.append((lines.at, second))
    quoted = first.lstrip().startswith('"')
    unquoted = _holds_a_comma(first) or _NICKNAME.match(first)
    if unquoted and second and not second.lstrip().startswith('"'):
        quoted = False
    names: list[str] = []
    with_party = quoted and _PARTY.fullmatch(first) is not None
    for lines.at, line in chain(placed, ((lines.at, line) for line in rest)):
        if quoted and len(names) > number and not line.lstrip().startswith('"'):
            break
        if len(names) == number + (QUOTED_AFTER_NAMES if quoted else 1):
            lines.refuse(1, f"there are {number} candidates and one title; this line is one more")
        is_title = len(names) >= number
        alone = _without_party(lines, line) if with_party and not is_title else line
        name = _quoted(lines, alone) if quoted else _bare(lines, line, is_title=is_title)
        _check_name(lines, name, names, is_title=is_title)
        names.append(name)
    if len(names) < number:
        lines.refuse(1, f"{len(names)} names for {number} candidates")
    if len(names) == number and not quoted:
        what = f"{number} names without quotes are followed by one line for the ward or title"
        lines.refuse(1, what)
    return tuple(names[:number]), names[number] if len(names) > number else ""


def _without_party(lines: _Lines, line: str) -> str:
    """A candidate's line as the Scottish returns of 2022 have it: the name, then the party; every line or none."""
    found = _PARTY.fullmatch(line)
    if found is None:
        lines.refuse(
            1,
            "the lines before it hold a name and a party, and this one does not",
            '"Ada Ash" "Green"',
        )
    return found["name"]


def _check_name(lines: _Lines, name: str, before: list[str], *, is_title: bool) -> None:
    if not is_title and not name:
        lines.refuse(1, "a candidate has a name", '"Ada Ash"')
    if not is_title and name in before:
        lines.refuse(1, f"two candidates are called {name!r}; make the names differ")


def _remaining(lines: _Lines) -> Iterator[str]:
    for at, line in lines.rest:
        if line.strip() and not line.lstrip().startswith("#"):
            lines.at = at
            yield line


def _quoted(lines: _Lines, line: str) -> str:
    start = line.index('"') if line.lstrip().startswith('"') else -1
    if start < 0:
        lines.refuse(1, "this name has no quotes, and those before it have", '"Ada Ash"')
    end = line.find('"', start + 1)
    if end < 0:
        lines.refuse(start + 1, "the closing quote is missing", '"Ada Ash"')
    after = _tokens(line[end + 1 :])
    if after:
        lines.refuse(
            end + 1 + after[0][0], "nothing but a comment follows a name on its line", '"Ada Ash"'
        )
    return _printable(lines, line[start + 1 : end])


def _bare(lines: _Lines, line: str, *, is_title: bool) -> str:
    """A name as it stands; the Scottish files put quotes around a ward whose name holds a comma.

    What a spreadsheet quotes because of a comma it may quote for a candidate too, its quotes doubled. A
    nickname in quotes may begin a name.
    """
    name = line.strip()
    if (is_title or _holds_a_comma(name)) and len(name) > 1 and name[0] == name[-1] == '"':
        name = name[1:-1].replace('""', '"')
    if name[:1] == '"' and (name[-1] == '"' or name.count('"') != 2):
        lines.refuse(1, "this name has quotes, and those before it have none")
    return _printable(lines, name)


def _holds_a_comma(line: str) -> bool:
    return "," in line


def _printable(lines: _Lines, name: str) -> str:
    for column, character in enumerate(name, start=1):
        if ord(character) < 32 or ord(character) == 127:
            lines.refuse(column, f"a name holds the control character {ord(character):#04x}")
    return name.strip()


def write_blt(blt: Blt) -> str:
    """Write the file with quoted names; ``BadInput`` for a name that BLT cannot hold."""
    for name in (*blt.candidates, blt.title):
        if '"' in name or any(ord(c) < 32 or ord(c) == 127 for c in name):
            what = f"{name!r} holds a quote or a control character, and BLT has no way to write one"
            raise BadInput(Problem("papers.blt", None, "names", what, "O'Brien"))
    lines = [f"{len(blt.candidates)} {blt.seats}"]
    if blt.withdrawn:
        lines.append(" ".join(f"-{candidate + 1}" for candidate in blt.withdrawn))
    for number, marks in blt.papers:
        lines.append(" ".join([str(number), *map(_written, marks), "0"]))
    lines += ["0", *(f'"{name}"' for name in blt.candidates), f'"{blt.title}"']
    return "\n".join(lines) + "\n"


def _written(named: tuple[int, ...]) -> str:
    return "=".join(str(candidate + 1) for candidate in named) or "-"
