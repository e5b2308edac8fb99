"""How messages are spelled: compact JSON, fields in order, big numbers and elements as strings."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NoReturn, TypeVar, cast

from hustings.ballots.secret.groups.finite_field import read_number
from hustings.ballots.secret.groups.group import Element, Group

T = TypeVar("T")

LARGEST_PLAIN_WEIGHT = 2**30 - 1
"""A larger weight is written as a string."""


def compact(value: object) -> str:
    """JSON without spaces, fields in the order given, free text as it is."""
    return _WRITER.encode(value)


def read_json(data: bytes | str) -> object:
    """JSON of a message; ``ValueError`` for a key that stands twice, a fraction, or text that is not UTF-8."""
    try:
        text = data if isinstance(data, str) else data.decode("utf-8")
        return _READER.decode(text)
    except json.JSONDecodeError:
        raise ValueError("this is no message: no JSON stands here") from None
    except RecursionError:
        raise ValueError("nested too deeply") from None


def read_object(data: bytes | str) -> dict[str, object]:
    """JSON of a message that is an object."""
    value = read_json(data)
    if not isinstance(value, dict):
        raise ValueError("an object is expected")
    return cast("dict[str, object]", value)


def read_free(data: bytes) -> dict[str, object]:
    """An object with free text and hints that nobody computes with: other encodings and fractions are let pass.

    Its bytes are hashed as they are; belenios-tool does not look at them either.
    """
    try:
        value = _FREE_READER.decode(data.decode("utf-8", "surrogateescape"))
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if not isinstance(value, dict):
        raise ValueError("an object is expected")
    return cast("dict[str, object]", value)


def weight_json(weight: int) -> int | str:
    """A weight, or a result, as messages have it."""
    return weight if weight <= LARGEST_PLAIN_WEIGHT else str(weight)


@dataclass(slots=True)
class Reader:
    """Reads the parts of one message of an election in ``group``.

    Lenient, it takes what belenios-tool takes inside answers (fields in any order, unknown ones, numbers and points
    in other spellings) and notes each kind in ``warnings``; otherwise each is a ``ValueError``.
    """

    group: Group
    lenient: bool = False
    warnings: list[str] = field(default_factory=list[str])

    def departs(self, what: str) -> None:
        """Note a spelling that is not the canonical one, or refuse it."""
        if not self.lenient:
            raise ValueError(what)
        if what not in self.warnings:
            self.warnings.append(what)

    def fields(
        self, value: object, needed: tuple[str, ...], optional: tuple[str, ...] = ()
    ) -> dict[str, object]:
        """An object with the needed fields, perhaps the optional ones, in that order."""
        if not isinstance(value, dict):
            raise ValueError(f"an object with {', '.join(needed)} is expected")
        found = cast("dict[str, object]", value)
        names = tuple(found)
        if names == needed:
            return found
        for name in needed:
            if name not in found:
                raise ValueError(f"the field {name!r} is missing")
        known = [name for name in names if name in needed or name in optional]
        if len(known) != len(names):
            self.departs(f"unknown field {next(n for n in names if n not in known)!r}")
        if [name for name in needed + optional if name in found] != known:
            self.departs("fields in another order")
        return found

    def items(self, value: object, length: int | None = None) -> list[object]:
        """An array, of this length where one is given."""
        if not isinstance(value, list):
            raise ValueError("an array is expected")
        found = cast("list[object]", value)
        if length is not None and len(found) != length:
            raise ValueError(f"{len(found)} items where {length} are expected")
        return found

    def many(self, value: object, one: Callable[[object], T]) -> tuple[T, ...]:
        """An array, each of its items read by ``one``."""
        return tuple(map(one, self.items(value)))

    def string(self, value: object) -> str:
        """A string."""
        if not isinstance(value, str):
            raise ValueError("a string is expected")
        return value

    def small(self, value: object) -> int:
        """A small natural number, written as a number."""
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise ValueError("a natural number is expected")
        return value

    def weight(self, value: object) -> int:
        """A weight: a number, or a string of digits beyond 2^30 - 1."""
        if not isinstance(value, str):
            return self.small(value)
        number = self._number(value)
        if number <= LARGEST_PLAIN_WEIGHT:
            self.departs("a small number written as a string")
        return number

    def scalar(self, value: object) -> int:
        """An exponent below ``q``, written as a string."""
        number = self._number(self.string(value))
        if number >= self.group.q:
            raise ValueError("a number is not below the order of the group")
        return number

    def _number(self, text: str) -> int:
        try:
            return read_number(text)
        except ValueError:
            number = read_number(text, lenient=True)
        self.departs("a number in another spelling")
        return number

    def element(self, value: object) -> Element:
        """An element in canonical form; whether it is a member is for the check to say."""
        text = self.string(value)
        try:
            return self.group.read(text)
        except ValueError:
            if not self.lenient:
                raise
            element = self.group.read(text, lenient=True)
        self.departs("an element in another spelling")
        return element


def _no_float(text: str) -> NoReturn:
    raise ValueError(f"{text[:40]} is not a whole number")


def _natural(text: str) -> int:
    if len(text) > 40 or text == "-0":
        raise ValueError(f"{text[:40]} is no number of a message")
    return int(text)


def _each_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a field stands twice")
    return found


_WRITER = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), allow_nan=False, check_circular=False
)
_READER = json.JSONDecoder(
    parse_float=_no_float,
    parse_int=_natural,
    parse_constant=_no_float,
    object_pairs_hook=_each_once,
)
_FREE_READER = json.JSONDecoder(
    parse_float=str,
    parse_int=_natural,
    parse_constant=_no_float,
    object_pairs_hook=_each_once,
)
