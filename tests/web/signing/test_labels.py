"""Everything that a statement can fix has a name in the reader's language."""

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime

from hustings import proceedings
from hustings.conduct.awaiting import Awaiting
from hustings.proceedings.decisions import Decision
from hustings.proceedings.entry import Entry
from hustings.proceedings.reconciliation import BallotReconciled, PackReturned
from hustings.record.entries import Statement
from hustings.web.signing.labels import FIGURES, LABELS, label_of
from hustings.web.signing.words import rows_of

SAID_APART = {field.name for field in fields(Decision)}
"""What every decision has: who decided, with what votes, why."""


def kinds(of: type[Entry] = Entry) -> Iterator[type[Entry]]:
    """Every kind of entry that can wait for a signature."""
    for module in pkgutil.iter_modules(proceedings.__path__):
        importlib.import_module(f"{proceedings.__name__}.{module.name}")
    for kind in of.__subclasses__():
        yield from (kind, *kinds(kind))


def test_every_field_of_every_entry_is_called_something() -> None:
    named = {
        field.name
        for kind in kinds()
        if is_dataclass(kind)
        for field in fields(kind)
        if field.name != "by" and not (issubclass(kind, Decision) and field.name in SAID_APART)
    }
    assert named - LABELS.keys() == set()


def test_the_figures_of_a_return_are_called_what_tellers_call_them() -> None:
    assert [label_of(name) for name in FIGURES] == [
        "For an open selection",
        "For reselection",
        "Abstained",
        "Spoilt",
    ]


def test_what_came_back_of_each_pack_is_read_number_by_number_before_it_is_signed() -> None:
    packs = [PackReturned("A", 4, 0, 56, 0), PackReturned("B", 30, 1, 28, 1)]
    account = dict(rows(BallotReconciled.of(packs, 10)))[label_of("account")]
    assert account == (
        "Pack: A; Spoilt: 0; Papers that came back: 4; Never given out: 56; Outstanding: not come back: 0 / "
        "Pack: B; Spoilt: 1; Papers that came back: 30; Never given out: 28; Outstanding: not come back: 1 "
        "(not public)"
    )


def rows(says: Entry) -> list[tuple[str, str]]:
    """The rows of a statement that says this, as its signers read them."""
    at, statement = datetime(2019, 7, 8, 18, tzinfo=UTC), Statement("union", "seat", says.kind, {})
    paper = Awaiting("r", "seat", says, statement, "", b"", (), at, at, "waiting", None, {})
    return [(row["name"], row["value"]) for row in rows_of(paper)]
