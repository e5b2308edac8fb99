"""Reads a case file: the returns of one trigger ballot, whether published or constructed."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast
from unicodedata import normalize

from hustings.kernel.refusals import BadInput, Problem
from hustings.proceedings.trigger.expected import check_expected
from hustings.proceedings.trigger.hints import (
    ANY_LINE,
    VOTES,
    line_right,
    votes_right,
    word_meant,
)
from hustings.proceedings.trigger.returns import Answer, PoolReturns, UnitTie
from hustings.proceedings.trigger.table import KINDS, MOST, Table, places, shown
from hustings.rulebooks.documents import not_toml

LARGEST = 1_000_000
MANY = {"branch": "branches", "affiliate": "affiliates"}
HEADINGS = {
    "case": "[case]",
    "units": "[units]",
    "return": "[[return]]",
    "expected": "[expected.ID]",
}
FIRST = '[case] with id = "place-year" and rulebook = "labour-2018"'
ANSWERS = ("open", "reselect", "tie", "abstain", "void", "none")
STOOD = tuple(str(answer) for answer in Answer)
TIES = ("reselect", "open", "abstain")
CASE_KEYS = (
    "id",
    "what",
    "rulebook",
    "by_analogy",
    "sources",
    "grade",
    "closed",
    "unpublished",
    "unit_tie",
)
RETURN_KEYS = ("kind", "unit", "count", "answer", "votes", "stood")
MOST_VOTES = 1_000_000_000
LONGEST_LINE = 2_000
"""Characters. The parser takes for ever over a longer line of nothing but dots or brackets."""


@dataclass(frozen=True, slots=True)
class CaseReturn:
    """``count`` identical returns, or one return of a named unit."""

    kind: str
    unit: str | None
    count: int
    answer: str
    stood: Answer | None


@dataclass(frozen=True, slots=True)
class Case:
    """The returns of one ballot, how many units there are, and what is still open about them."""

    file: str
    id: str
    what: str
    rulebook: str
    by_analogy: bool
    sources: tuple[str, ...]
    grade: str
    closed: bool
    unpublished: tuple[str, ...]
    unit_tie: UnitTie | None
    units: Mapping[str, int]
    returns: tuple[CaseReturn, ...]
    rulebook_line: int | None = None
    closed_said: bool = True

    @property
    def is_constructed(self) -> bool:
        """Whether the returns are made up to show an edge, and were never published."""
        return self.grade == "X"

    @property
    def left_out(self) -> dict[str, int]:
        """How many units of each kind made no return and leave the base, because the case is closed."""
        listed = _listed(tuple(made for made in self.returns if made.answer != "none"))
        kinds = [kind for kind in self.units if self.closed and kind not in self.unpublished]
        return {
            kind: self.units[kind] - listed[kind]
            for kind in kinds
            if self.units[kind] > listed[kind]
        }

    def tallies(self) -> dict[str, PoolReturns]:
        """The returns of each kind of unit, with how many are still outstanding."""
        return {kind: self._tally(kind) for kind in KINDS}

    def _tally(self, kind: str) -> PoolReturns:
        number: dict[str, int] = dict.fromkeys(ANSWERS, 0)
        void: list[Answer | None] = []
        for made in self.returns:
            if made.kind == kind:
                number[made.answer] += made.count
                void += [made.stood] * (made.count if made.answer == "void" else 0)
        return PoolReturns(
            number["open"],
            number["reselect"],
            number["tie"],
            number["abstain"],
            tuple(void),
            self._outstanding(kind, sum(number.values()), number["none"]),
        )

    def _outstanding(self, kind: str, listed: int, none: int) -> int | None:
        """Units that may still report: none once closed, except in a pool whose returns are unpublished."""
        if self.closed and kind not in self.unpublished:
            return 0
        if kind not in self.units:
            return None
        return self.units[kind] - listed + (0 if self.closed else none)


def read_case(raw: bytes, file: str) -> Case:
    """Read a case file; raise ``BadInput`` with the first thing that is wrong with it."""
    text = _decoded(raw, file)
    top = Table(file, places(text), "", 0, _parsed(text, file))
    _headings(top)
    head = top.table("case", "case", FIRST)
    if head is None:
        raise top.refuse("[case]", "this table is missing.", FIRST)
    head.only(CASE_KEYS)
    returns = _returns(top)
    units = _units(top, returns)
    _no_more_than_exist(top, units, returns)
    check_expected(top)
    unit_tie = head.choice("unit_tie", TIES) if "unit_tie" in head.values else None
    return Case(
        file=file,
        id=head.text("id", right='"place-year"'),
        what=head.text("what", ""),
        rulebook=head.text(
            "rulebook", right='"labour-2018", or another of: hustings rulebook list'
        ),
        by_analogy=head.flag("by_analogy", default=False),
        sources=head.texts("sources", '["https://example.org/report"]'),
        grade=head.choice("grade", ("A", "B", "C", "D", "X")) if "grade" in head.values else "",
        closed=head.flag("closed", default=True),
        unpublished=_unpublished(head),
        unit_tie=cast("UnitTie | None", unit_tie),
        units=units,
        returns=returns,
        rulebook_line=head.line("rulebook"),
        closed_said="closed" in head.values,
    )


def _decoded(raw: bytes, file: str) -> str:
    if len(raw) > LARGEST:
        what = f"this file is larger than {LARGEST:,} bytes, the most that is read."
        raise BadInput(Problem(file, None, "", what))
    if raw.startswith(b"\xef\xbb\xbf"):
        what = "this file begins with a byte order mark; save it as UTF-8 without one."
        raise BadInput(Problem(file, 1, "", what))
    try:
        return raw.decode().replace("\r\n", "\n")
    except UnicodeDecodeError as wrong:
        line = raw[: wrong.start].count(b"\n") + 1
        what = "this file is not UTF-8 text; save it as UTF-8."
        raise BadInput(Problem(file, line, "", what)) from None


def _parsed(text: str, file: str) -> dict[str, object]:
    _no_endless_line(text, file)
    line, right = None, ANY_LINE
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        told = not_toml(file, text, str(wrong))
        line, what = told.line, f"this is not TOML: {told.what}"
        right = line_right(text.split("\n")[told.line - 1] if told.line else "", told.what)
    except ValueError:
        what = "a number or a date in this file is not possible."
    except RecursionError:
        what = "the tables in this file are nested too deeply."
    raise BadInput(Problem(file, line, "", what, right))


def _no_endless_line(text: str, file: str) -> None:
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > LONGEST_LINE:
            what = f"this line has {len(line):,} characters; write it over several lines."
            raise BadInput(Problem(file, number, "", what, f"at most {LONGEST_LINE:,} a line"))


def _headings(top: Table) -> None:
    """Refuse any table that a case file does not have, and any key above its tables."""
    for key in top.values:
        if key not in HEADINGS:
            there_are = ", ".join(HEADINGS.values())
            what = (
                f"no such key here; at the top of the file there are {there_are} and nothing else."
            )
            meant = word_meant(key, HEADINGS)
            right = HEADINGS[meant] if meant else ""
            raise top.refuse(key if key.isprintable() else ascii(key), what, right)


def _units(top: Table, returns: tuple[CaseReturn, ...]) -> dict[str, int]:
    table = top.table("units", "units", "[units] with branch = 10")
    if table is None:
        return {}
    table.only(KINDS)
    listed = _listed(returns)
    right = {
        kind: f"{kind} = {listed[kind]}, if those listed here are all there are"
        if listed[kind]
        else f"a whole number, like {kind} = 12"
        for kind in KINDS
    }
    return {kind: table.whole(kind, 0, right[kind]) for kind in KINDS if kind in table.values}


def _listed(returns: tuple[CaseReturn, ...]) -> dict[str, int]:
    """How many units of each kind the returns stand for, those that made none among them."""
    return {kind: sum(made.count for made in returns if made.kind == kind) for kind in KINDS}


def _unpublished(head: Table) -> tuple[str, ...]:
    pools = head.texts("unpublished", '["affiliate"]')
    for pool in pools:
        if pool not in KINDS:
            what = f"{shown(pool)} is not a pool; the pools are {', '.join(KINDS)}."
            right = f'unpublished = ["{word_meant(pool, KINDS) or "affiliate"}"]'
            raise head.refuse("unpublished", what, right)
    if len(set(pools)) < len(pools):
        raise head.refuse("unpublished", "a pool stands here twice; name it once.")
    return pools


def _returns(top: Table) -> tuple[CaseReturn, ...]:
    right = '[[return]] with kind = "branch" and answer = "open"'
    listed = top.values.get("return", [])
    if not isinstance(listed, list):
        raise top.refuse("return", f"this is {shown(listed)}, not a list of tables.", right)
    named: dict[tuple[str, str], str] = {}
    returns: list[CaseReturn] = []
    for index, values in enumerate(cast("list[object]", listed)):
        if not isinstance(values, dict):
            raise top.refuse("return", f"{shown(values)} is not a table.", right)
        table = Table(top.file, top.lines, "return", index, cast("dict[str, object]", values))
        returns.append(_return(table))
        _named_once(table, returns[-1], named)
    return tuple(returns)


def _return(table: Table) -> CaseReturn:
    table.only(RETURN_KEYS)
    kind = table.choice("kind", KINDS)
    count = table.whole("count", 1, "count = 1", default=1)
    unit = table.text("unit", right='"Name"') if "unit" in table.values else None
    if unit is not None and count != 1:
        what = f"one named unit makes one return, and this says {count:,}."
        raise table.refuse("count", what, "no count here; or no unit, if several units answered so")
    answer = table.choice("answer", ANSWERS)
    if "stood" in table.values and answer != "void":
        what = f'only a voided return says what it stood for, and this one is "{answer}".'
        right = 'no stood here; or answer = "void", if the return was voided'
        raise table.refuse("stood", what, right)
    stood = table.choice("stood", STOOD) if "stood" in table.values else None
    followed = _votes(table, answer, stood)
    if answer == "void" and stood is None:
        stood = followed
    return CaseReturn(kind, unit, count, answer, Answer(stood) if stood is not None else None)


def _votes(table: Table, answer: str, stood: str | None) -> str | None:
    """The answer that follows from the votes; ``None`` where no votes are given."""
    votes = table.table("votes", "return.votes", VOTES)
    if votes is None:
        return None
    votes = Table(votes.file, table.lines, "return", table.index, votes.values)
    for key in votes.values:
        if key not in ("open", "reselect"):
            what = f"{shown(key)} is not a side; votes have open and reselect."
            raise table.refuse("votes", what, votes_right(votes.values))
    for key in ("open", "reselect"):
        if key not in votes.values:
            what = f"the votes for {key} are missing."
            raise table.refuse("votes", what, votes_right(votes.values))
    cast_open, cast_reselect = (_side(table, votes.values[key]) for key in ("open", "reselect"))
    if answer in ("abstain", "none"):
        what = f'a return with answer = "{answer}" has no votes.'
        raise table.refuse("votes", what, "no votes here")
    follows = "tie"
    if cast_open != cast_reselect:
        follows = "open" if cast_open > cast_reselect else "reselect"
    said, key = (stood, "stood") if answer == "void" else (answer, "answer")
    if said is not None and said != follows:
        figures = f"{cast_open:,} for an open selection and {cast_reselect:,} for reselection"
        what = f'the votes ({figures}) make it "{follows}", and this says "{said}".'
        right = f'{key} = "{follows}"; or other votes, if these were written down wrongly'
        raise table.refuse(key, what, right)
    return follows


def _side(table: Table, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise table.refuse("votes", f"{shown(value)} is not a whole number of votes.", VOTES)
    if not 0 <= value <= MOST_VOTES:
        what = f"a number of votes lies between 0 and {MOST_VOTES:,}."
        raise table.refuse("votes", what, VOTES)
    return value


def _named_once(table: Table, made: CaseReturn, named: dict[tuple[str, str], str]) -> None:
    if made.unit is None:
        return
    who = (made.kind, normalize("NFKC", made.unit).casefold())
    if who in named:
        what = (
            f"the {made.kind} {shown(made.unit)} makes two returns, "
            f"the first in {named[who]}; one unit makes one return."
        )
        raise table.refuse("unit", what)
    line = table.line("unit")
    named[who] = f"line {line}" if line else f"[[return]] number {table.index + 1}"


def _no_more_than_exist(
    top: Table, units: Mapping[str, int], returns: tuple[CaseReturn, ...]
) -> None:
    """Refuse the return with which a kind has more returns than units, or more than are read."""
    listed, so_far = _listed(returns), dict.fromkeys(KINDS, 0)
    for index, made in enumerate(returns):
        kind = made.kind
        so_far[kind] += made.count
        there_are = units.get(kind, MOST)
        if so_far[kind] <= there_are:
            continue
        if kind not in units:
            what = (
                f"{listed[kind]:,} {kind} returns are listed; {MOST:,} are the most that is read."
            )
            raise top.refuse("return", what)
        table = Table(top.file, top.lines, "return", index, {})
        raise table.refuse("", *_too_many(kind, so_far[kind], there_are, listed[kind]))


def _too_many(kind: str, so_far: int, there_are: int, listed: int) -> tuple[str, str]:
    """What is wrong with so many returns, and what would be right."""
    listing = "return is listed" if so_far == 1 else "returns are listed up to here"
    only = f"only {there_are:,} {MANY[kind]} exist"
    fitting = f"returns of {MANY[kind]} that add up to at most {there_are}"
    if there_are == 0:
        article = "an" if kind == "affiliate" else "a"
        only, fitting = f"no {kind} exists", f"no return of {article} {kind}"
    elif there_are == 1:
        only = f"only 1 {kind} exists"
    what = f"{so_far:,} {kind} {listing}, and {only}."
    return what, f"{fitting}; or {kind} = {listed}, if there are so many"
