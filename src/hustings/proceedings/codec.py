"""Between an entry and its form in the record: a public body, and commitments for what is not public."""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from hustings.kernel.canonical import Json
from hustings.kernel.exact import fraction_text, read_fraction
from hustings.kernel.time import instant_text, read_instant
from hustings.proceedings.entry import Entry
from hustings.proceedings.kinds import KINDS
from hustings.proceedings.values import LATER, Actor, Visibility, Withheld

ENVELOPE = "by"
"""The field of an entry that the statement carries itself."""


class NotAnEntry(ValueError):
    """A body that does not fit its kind; the message names the field and what would be right."""


@dataclass(frozen=True, slots=True)
class Written:
    """An entry as the record holds it; ``withheld`` by the path of its field becomes commitments."""

    kind: str
    visibility: Visibility
    body: dict[str, Json]
    withheld: dict[str, Withheld]
    by: tuple[Actor, ...]


def to_record(entry: Entry) -> Written:
    """Split an entry into what is public and what is committed to."""
    withheld: dict[str, Withheld] = {}
    body = _write_fields(entry, "", withheld)
    return Written(entry.kind, entry.VISIBILITY, body, withheld, entry.by)


def from_record(
    kind: str,
    body: Mapping[str, Json],
    commitments: frozenset[str] | set[str],
    opened: Mapping[str, Withheld],
    by: tuple[Actor, ...],
) -> Entry:
    """The entry that a body says; a committed field without an opening is there, but not disclosed."""
    if kind not in KINDS:
        raise NotAnEntry(f"{kind} is not a kind of entry")
    source = _Source(commitments, opened)
    entry = _read_fields(KINDS[kind], dict(body), "", source, by=by)
    left = set(commitments) - source.used
    if left:
        raise NotAnEntry(f"{kind} commits to {min(left)}, which it does not have")
    return entry


@dataclass(slots=True)
class _Source:
    commitments: frozenset[str] | set[str]
    opened: Mapping[str, Withheld]
    used: set[str]

    def __init__(
        self, commitments: frozenset[str] | set[str], opened: Mapping[str, Withheld]
    ) -> None:
        self.commitments, self.opened, self.used = commitments, opened, set()

    def take(self, path: str) -> Withheld | None:
        if path not in self.commitments:
            return None
        self.used.add(path)
        return self.opened.get(path, Withheld(None))


def _write_fields(value: Any, path: str, withheld: dict[str, Withheld]) -> dict[str, Json]:
    body: dict[str, Json] = {}
    for f in fields(value):
        inner, here = getattr(value, f.name), f"{path}{f.name}"
        if f.name == ENVELOPE and not path:
            continue
        if LATER in f.metadata and inner == f.default:
            continue
        if isinstance(inner, Withheld):
            withheld[here] = inner
        elif not _is_withheld_hint(_hints(value.__class__)[f.name]):
            body[f.name] = _write(inner, here, withheld)
    return body


def _write(value: Any, path: str, withheld: dict[str, Withheld]) -> Json:
    match value:
        case datetime():
            return instant_text(value)
        case date():
            return value.isoformat()
        case StrEnum():
            return value.value
        case None | bool() | int() | str():
            return value
        case Fraction():
            return fraction_text(value)
        case tuple():
            return [
                _write(item, f"{path}.{n}", withheld)
                for n, item in enumerate(value)  # type: ignore[reportUnknownArgumentType,reportUnknownVariableType]
            ]
        case _ if is_dataclass(value):
            return _write_fields(value, f"{path}.", withheld)
        case _:
            raise NotAnEntry(f"{path} holds a {type(value).__name__}, which no entry can hold")


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _is_withheld_hint(hint: Any) -> bool:
    return hint is Withheld or Withheld in get_args(hint)


def _read_fields(
    kind: type, body: dict[str, Json], path: str, source: _Source, **given: Any
) -> Any:
    values: dict[str, Any] = dict(given)
    for name, empty, withheld, needed, read in _readers(kind):
        if name in given:
            continue
        if empty is not MISSING and body.get(name, empty) == empty:
            if name in body:
                raise NotAnEntry(f"{path}{name} is left out where it says nothing")
            continue
        if withheld:
            values[name] = source.take(f"{path}{name}")
            if needed and values[name] is None:
                raise NotAnEntry(f"{kind.__name__} commits to {path}{name}")
        elif name not in body:
            raise NotAnEntry(f"{kind.__name__} has no {path}{name}")
        else:
            values[name] = read(body.pop(name), f"{path}{name}", source)
    if body:
        raise NotAnEntry(f"{kind.__name__} does not know {path}{min(body)}")
    return kind(**values)


Reader = Callable[[Json, str, _Source], Any]


@cache
def _readers(kind: type) -> tuple[tuple[str, Any, bool, bool, Reader], ...]:
    """(name, what it is where it may be left out, is it withheld, must it be there, how to read it) for each field."""
    hints = _hints(kind)
    return tuple(
        (
            f.name,
            f.default if LATER in f.metadata else MISSING,
            _is_withheld_hint(hints[f.name]),
            hints[f.name] is Withheld,
            _reader(hints[f.name]),
        )
        for f in fields(kind)
    )


@cache
def _reader(hint: Any) -> Reader:
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        return _optional(hint)
    if origin is tuple:
        return _tuple(get_args(hint))
    if origin is Literal:
        return _literal(get_args(hint))
    if hint in _PLAIN:
        return _PLAIN[hint]
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return _enum(hint)
    if isinstance(hint, type) and is_dataclass(hint):
        return _table(hint)
    raise TypeError(f"no entry can hold {hint}")


def _table(kind: type) -> Reader:
    def read(value: Json, path: str, source: _Source) -> Any:
        if not isinstance(value, dict):
            raise NotAnEntry(f"{path} is a table")
        return _read_fields(kind, dict(value), f"{path}.", source)

    return read


def _optional(hint: Any) -> Reader:
    inner = [_reader(arg) for arg in get_args(hint) if arg not in (NoneType, Withheld)]

    def read(value: Json, path: str, source: _Source) -> Any:
        return None if value is None else inner[0](value, path, source)

    return read


def _tuple(args: tuple[Any, ...]) -> Reader:
    if len(args) == 2 and args[1] is Ellipsis:
        one = _reader(args[0])

        def read_all(value: Json, path: str, source: _Source) -> Any:
            if not isinstance(value, list):
                raise NotAnEntry(f"{path} is a list")
            return tuple(one(item, f"{path}.{n}", source) for n, item in enumerate(value))

        return read_all
    each = [_reader(arg) for arg in args]

    def read_each(value: Json, path: str, source: _Source) -> Any:
        if not isinstance(value, list) or len(value) != len(each):
            raise NotAnEntry(f"{path} is a list of {len(each)}")
        return tuple(
            read(item, f"{path}.{n}", source)
            for n, (read, item) in enumerate(zip(each, value, strict=True))
        )

    return read_each


def _literal(choices: tuple[Any, ...]) -> Reader:
    def read(value: Json, path: str, source: _Source) -> Any:
        if value not in choices or not isinstance(value, str):
            raise NotAnEntry(f"{path} is one of {', '.join(choices)}")
        return value

    return read


def _enum(kind: type[StrEnum]) -> Reader:
    def read(value: Json, path: str, source: _Source) -> Any:
        try:
            return kind(value)
        except ValueError:
            raise NotAnEntry(f"{path} is one of {', '.join(kind)}") from None

    return read


def _exactly(kind: type, reading: Callable[[Any], Any], right: str) -> Reader:
    def read(value: Json, path: str, source: _Source) -> Any:
        if type(value) is not kind:
            raise NotAnEntry(f"{path} is written like {right}")
        try:
            return reading(value)
        except ValueError:
            raise NotAnEntry(f"{path} is written like {right}") from None

    return read


def _day(text: str) -> date:
    day = date.fromisoformat(text)
    if day.isoformat() != text:
        raise ValueError(text)
    return day


def _fraction(text: str) -> Fraction:
    value = read_fraction(text)
    if fraction_text(value) != text:
        raise ValueError(text)
    return value


_PLAIN: dict[Any, Reader] = {
    str: _exactly(str, str, '"text"'),
    int: _exactly(int, int, "12"),
    bool: _exactly(bool, bool, "true"),
    datetime: _exactly(str, read_instant, '"2026-11-22T15:25:00Z"'),
    date: _exactly(str, _day, '"2026-11-22"'),
    Fraction: _exactly(str, _fraction, '"3/10"'),
}
