"""Everything that a statement can fix has a name in the reader's language."""

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from hustings import proceedings
from hustings.proceedings.decisions import Decision
from hustings.proceedings.entry import Entry
from hustings.web.signing.labels import FIGURES, LABELS, label_of

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
