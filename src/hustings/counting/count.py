"""Count papers by a law's name and its readings, as a rulebook or a person on the command line gives them."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from enum import Enum
from importlib import import_module
from types import ModuleType
from typing import Any

from hustings.counting.lots import Lot, LotRequired
from hustings.counting.papers import Papers
from hustings.counting.registry import LAWS, Law
from hustings.counting.transcript import Transcript
from hustings.kernel.refusals import Refused

DECIDES_OVERVOTES = "wigm"
"""The law that decides what an overvote means when it comes to it."""


def count(
    papers: Papers,
    law: str = "alternative-vote",
    *,
    seats: int | None = None,
    readings: Mapping[str, str] | None = None,
    lots: Sequence[Lot] = (),
    constraints: Sequence[Any] = (),
) -> Transcript | LotRequired | Refused:
    """Count the papers by the law named; a law or a reading that there is not is refused.

    ``seats`` overrides the places that the papers name. ``constraints`` are for the laws that have them.
    """
    if law not in LAWS:
        because = f"There is no law called {law!r}; there are {', '.join(LAWS)}."
        return Refused("no-such-law", "", because)
    found = LAWS[law]
    if constraints and not found.constraints:
        because = f"{found.name} has no constraints: its source knows none."
        return Refused("constraints-not-of-this-law", "", because)
    if law != DECIDES_OVERVOTES and getattr(papers, "overvotes", ()):
        because = f"What an overvote on these papers means depends on who continues; {found.name} does not ask that."
        return Refused("overvotes-not-of-this-law", "", because)
    if seats is not None:
        papers = replace(papers, seats=seats)
    module = module_of(found)
    read = _read(module, found, readings or {})
    if isinstance(read, Refused):
        return read
    more = {"constraints": constraints} if constraints else {}
    return getattr(module, found.entry)(papers, *read, lots, **more)


def module_of(law: Law) -> ModuleType:
    """The module that carries out a law; loaded when first asked for."""
    return import_module(f"hustings.counting.laws.{law.module}")


def readings_of(law: Law) -> dict[str, tuple[str, ...]]:
    """The readings that a law leaves open, with their values; the first is the one taken if none is named."""
    readings = getattr(module_of(law), "Readings", None)
    return {} if readings is None else {f.name: _values(f.default) for f in fields(readings)}


def _values(default: object) -> tuple[str, ...]:
    match default:
        case Enum():
            others = [each.value for each in type(default) if each is not default]
            return (str(default.value), *map(str, others))
        case bool():
            return (_yes(default), _yes(not default))
        case _:
            return (str(default),)


def _yes(value: bool) -> str:  # noqa: FBT001
    return "yes" if value else "no"


def _read(module: ModuleType, law: Law, given: Mapping[str, str]) -> tuple[Any, ...] | Refused:
    """The law's readings from their names and values, or why they are not this law's."""
    readings = getattr(module, "Readings", None)
    known = {} if readings is None else {f.name: f.default for f in fields(readings)}
    values: dict[str, object] = {}
    for name, value in given.items():
        if name not in known:
            because = f"{law.name} has no reading called {name!r}"
            because += f"; it has {', '.join(known)}." if known else ": it leaves nothing open."
            return Refused("reading-not-of-this-law", "", because)
        try:
            values[name] = _value(known[name], value)
        except ValueError:
            right = ", ".join(_values(known[name]))
            because = f"{value!r} is not a value of {name} in {law.name}: {right}."
            return Refused("reading-not-of-this-law", "", because)
    return () if readings is None else (readings(**values),)


def _value(default: object, given: str) -> object:
    match default:
        case bool():
            if given not in {"yes", "no"}:
                raise ValueError(given)
            return given == "yes"
        case int():
            return int(given)
        case Enum():
            return type(default)(given)
        case _:
            return given
