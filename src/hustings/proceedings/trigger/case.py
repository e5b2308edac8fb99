"""Reads a case file: the returns of one trigger ballot, whether published or constructed."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast
from unicodedata import normalize

from hustings.kernel.exact import read_fraction
from hustings.kernel.refusals import BadInput, Problem
from hustings.proceedings.trigger.returns import Answer, Outcome, PoolReturns, UnitTie
from hustings.proceedings.trigger.table import MOST, Table, places, shown
from hustings.rulebooks.documents import not_toml

LARGEST = 1_000_000
KINDS = ("branch", "affiliate")
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
EXPECTED_KEYS = (
    "outcome",
    "certain",
    "settled",
    "shares",
    "combined",
    "floor",
    "if_reinstated",
    "error",
    "note",
)
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

    @property
    def is_constructed(self) -> bool:
        """Whether the returns are made up to show an edge, and were never published."""
        return self.grade == "X"

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
    top.only(("case", "units", "return", "expected"))
    head = top.table("case", "case", '[case] with id = "place-year"')
    if head is None:
        raise top.refuse("[case]", "this table is missing.", '[case] with id = "place-year"')
    head.only(CASE_KEYS)
    units = _units(top)
    returns = _returns(top)
    _no_more_than_exist(top, units, returns)
    _expected(top)
    unit_tie = head.choice("unit_tie", TIES) if "unit_tie" in head.values else None
    return Case(
        file=file,
        id=head.text("id", right='"place-year"'),
        what=head.text("what", ""),
        rulebook=head.text("rulebook", right='"labour-2018"'),
        by_analogy=head.flag("by_analogy", default=False),
        sources=head.texts("sources", '["https://example.org/report"]'),
        grade=head.choice("grade", ("A", "B", "C", "D", "X")) if "grade" in head.values else "",
        closed=head.flag("closed", default=True),
        unpublished=_unpublished(head),
        unit_tie=cast("UnitTie | None", unit_tie),
        units=units,
        returns=returns,
        rulebook_line=head.line("rulebook"),
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
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        told = not_toml(file, text, str(wrong))
        line, what = told.line, f"this is not TOML: {told.what}"
    except ValueError:
        line, what = None, "a number or a date in this file is not possible."
    except RecursionError:
        line, what = None, "the tables in this file are nested too deeply."
    raise BadInput(Problem(file, line, "", what, 'key = "value", one a line'))


def _no_endless_line(text: str, file: str) -> None:
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > LONGEST_LINE:
            what = f"this line has {len(line):,} characters; write it over several lines."
            raise BadInput(Problem(file, number, "", what, f"at most {LONGEST_LINE:,} a line"))


def _units(top: Table) -> dict[str, int]:
    table = top.table("units", "units", "[units] with branch = 10")
    if table is None:
        return {}
    table.only(KINDS)
    return {kind: table.whole(kind, 0) for kind in KINDS if kind in table.values}


def _unpublished(head: Table) -> tuple[str, ...]:
    pools = head.texts("unpublished", '["affiliate"]')
    for pool in pools:
        if pool not in KINDS:
            what = f"{shown(pool)} is not a pool; the pools are {', '.join(KINDS)}."
            raise head.refuse("unpublished", what, 'unpublished = ["affiliate"]')
    if len(set(pools)) < len(pools):
        raise head.refuse("unpublished", "a pool stands here twice; name it once.")
    return pools


def _returns(top: Table) -> tuple[CaseReturn, ...]:
    right = '[[return]] with kind = "branch" and answer = "open"'
    listed = top.values.get("return", [])
    if not isinstance(listed, list):
        raise top.refuse("return", f"this is {shown(listed)}, not a list of tables.", right)
    named: dict[tuple[str, str], int] = {}
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
    count = table.whole("count", 1, default=1)
    unit = table.text("unit", right='"Name"') if "unit" in table.values else None
    if unit is not None and count != 1:
        what = f"one named unit makes one return, and this says {count:,}; drop unit, or count."
        raise table.refuse("count", what)
    answer = table.choice("answer", ANSWERS)
    if "stood" in table.values and answer != "void":
        what = f'only a voided return says what it stood for, and this one is "{answer}".'
        raise table.refuse("stood", what, 'answer = "void" and stood = "open"')
    stood = table.choice("stood", STOOD) if "stood" in table.values else None
    followed = _votes(table, answer, stood)
    if answer == "void" and stood is None:
        stood = followed
    return CaseReturn(kind, unit, count, answer, Answer(stood) if stood is not None else None)


def _votes(table: Table, answer: str, stood: str | None) -> str | None:
    """The answer that follows from the votes; ``None`` where no votes are given."""
    votes = table.table("votes", "return.votes", "votes = { open = 30, reselect = 3 }")
    if votes is None:
        return None
    votes = Table(votes.file, table.lines, "return", table.index, votes.values)
    for key in votes.values:
        if key not in ("open", "reselect"):
            raise table.refuse(
                "votes", f"{shown(key)} is not a side; votes have open and reselect."
            )
    for key in ("open", "reselect"):
        if key not in votes.values:
            right = "votes = { open = 30, reselect = 3 }"
            raise table.refuse("votes", f"the votes for {key} are missing.", right)
    cast_open, cast_reselect = (_side(table, votes.values[key]) for key in ("open", "reselect"))
    if answer in ("abstain", "none"):
        raise table.refuse("votes", f'a return with answer = "{answer}" has no votes.')
    follows = "tie"
    if cast_open != cast_reselect:
        follows = "open" if cast_open > cast_reselect else "reselect"
    said, key = (stood, "stood") if answer == "void" else (answer, "answer")
    if said is not None and said != follows:
        figures = f"{cast_open:,} for an open selection and {cast_reselect:,} for reselection"
        what = f'the votes ({figures}) make it "{follows}", and this says "{said}".'
        raise table.refuse(key, what, f'{key} = "{follows}"')
    return follows


def _side(table: Table, value: object) -> int:
    right = "votes = { open = 30, reselect = 3 }"
    if isinstance(value, bool) or not isinstance(value, int):
        raise table.refuse("votes", f"{shown(value)} is not a whole number of votes.", right)
    if not 0 <= value <= MOST_VOTES:
        what = f"a number of votes lies between 0 and {MOST_VOTES:,}."
        raise table.refuse("votes", what, right)
    return value


def _named_once(table: Table, made: CaseReturn, named: dict[tuple[str, str], int]) -> None:
    if made.unit is None:
        return
    who = (made.kind, normalize("NFKC", made.unit).casefold())
    if who in named:
        what = (
            f"the {made.kind} {shown(made.unit)} makes two returns, "
            f"the first in [[return]] number {named[who]}; one unit makes one return."
        )
        raise table.refuse("unit", what)
    named[who] = table.index + 1


def _no_more_than_exist(
    top: Table, units: Mapping[str, int], returns: tuple[CaseReturn, ...]
) -> None:
    for kind in KINDS:
        listed = sum(made.count for made in returns if made.kind == kind)
        there_are = units.get(kind, MOST)
        if listed <= there_are:
            continue
        table = top.table("units", "units", "") or top
        if kind in units:
            exist = "unit exists" if there_are == 1 else "units exist"
            what = f"{listed:,} returns are listed, and only {there_are:,} {exist}."
            raise table.refuse(kind, what, f"{kind} = {listed}")
        what = f"{listed:,} {kind} returns are listed; {MOST:,} are the most that is read."
        raise top.refuse("return", what)


def _expected(top: Table) -> None:
    """Check the shape of what is expected; it never has a part in the answer."""
    right = '[expected.labour-2018] with outcome = "open-selection"'
    expected = top.table("expected", "expected", right)
    if expected is None:
        return
    for rulebook in expected.values:
        name = f"expected.{rulebook}"
        table = expected.table(rulebook, name if name.isprintable() else "expected", right)
        if table is not None:
            _expectation(table, EXPECTED_KEYS)


def _expectation(table: Table, known: tuple[str, ...]) -> None:
    table.only(known)
    for key in ("certain", "settled", "error"):
        table.flag(key, default=False)
    table.text("note", "")
    if "outcome" in table.values:
        table.choice("outcome", tuple(str(outcome) for outcome in Outcome))
    if "combined" in table.values:
        _fraction(table, "combined", table.values["combined"])
    for name in ("shares", "floor"):
        shares = table.table(name, f"{table.name}.{name}", f'{name} = {{ branch = "1/3" }}')
        if shares is not None:
            shares.only(KINDS)
            for key, value in shares.values.items():
                _fraction(shares, key, value)
    again = table.table("if_reinstated", f"{table.name}.if_reinstated", "a table")
    if again is not None:
        _expectation(again, ("outcome", "shares", "combined"))


def _fraction(table: Table, key: str, value: object) -> None:
    try:
        read_fraction(value if isinstance(value, str) else "")
    except ValueError:
        what = f"{shown(value)} is not an exact fraction."
        raise table.refuse(key, what, f'{key} = "1/3"') from None
