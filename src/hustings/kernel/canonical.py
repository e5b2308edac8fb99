"""Canonical bytes: one value has one spelling (RFC 8785), so that a hash speaks for it."""

import json
from hashlib import sha256
from typing import NoReturn

import rfc8785

Json = None | bool | int | str | list["Json"] | dict[str, "Json"]
"""What the record can hold. No floats: a fraction or a large integer is written as a string."""

LARGEST_INTEGER = 2**53 - 1


def canonical_bytes(value: Json) -> bytes:
    """The RFC 8785 bytes of ``value``; ``ValueError`` for a float or an integer beyond 2^53 - 1."""
    try:
        _refuse_inexact(value)
        return _spell(value)
    except RecursionError:
        raise ValueError("the value is nested too deeply for the record") from None


def read_canonical(data: bytes) -> Json:
    """Read bytes that :func:`canonical_bytes` wrote; ``ValueError`` for any other spelling of a value.

    A key that stands twice, a space, a number such as ``1.0`` or ``-0`` and an escape that is not
    needed all fail here, because the value would not be written back as the same bytes.
    """
    try:
        value: Json = _READER.decode(data.decode("utf-8"))
        spelling = _spell(value)
    except RecursionError:
        raise ValueError("the value is nested too deeply for the record") from None
    except UnicodeDecodeError as wrong:
        raise ValueError(f"byte {wrong.start + 1} is not UTF-8 text") from None
    except json.JSONDecodeError as wrong:
        raise ValueError(f"this is not JSON from character {wrong.pos + 1} on") from None
    if spelling != data:
        raise ValueError("the bytes are not the canonical spelling (RFC 8785) of what they say")
    return value


def digest(value: Json) -> str:
    """SHA-256 of the canonical bytes, in lower-case hexadecimal."""
    return sha256(canonical_bytes(value)).hexdigest()


def _refuse_inexact(value: object) -> None:
    match value:
        case None | bool() | str():
            return
        case int():
            if abs(value) > LARGEST_INTEGER:
                raise ValueError(f"{value} is too large for the record; write it as a string")
        case list():
            for item in value:  # type: ignore[reportUnknownVariableType]
                _refuse_inexact(item)  # type: ignore[reportUnknownArgumentType]
        case dict():
            for key, item in value.items():  # type: ignore[reportUnknownVariableType]
                if not isinstance(key, str):
                    raise ValueError(f"{key!r} is not a string, and the record's keys are strings")
                _refuse_inexact(item)  # type: ignore[reportUnknownArgumentType]
        case _:
            raise ValueError(f"{type(value).__name__} has no exact canonical form")


def _spell(value: Json) -> bytes:
    """RFC 8785 by the standard library where all is ASCII (the same spelling), otherwise by ``rfc8785``.

    The two differ only where keys hold characters that UTF-16 orders in another way, so never in ASCII;
    a tenth of the time is what the record's 100,000 entries need.
    """
    text = _WRITER.encode(value)
    if text.isascii():
        return text.encode("ascii")
    text.encode("utf-8")
    return rfc8785.dumps(value)  # type: ignore[arg-type]


def _no_float(text: str) -> NoReturn:
    raise ValueError(f"{text} is not exact; write a fraction as a string")


def _exact_integer(text: str) -> int:
    number = int(text)
    if abs(number) > LARGEST_INTEGER:
        raise ValueError(f"{text} is too large for the record; write it as a string")
    return number


_WRITER = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False, check_circular=False
)
_READER = json.JSONDecoder(
    parse_float=_no_float, parse_int=_exact_integer, parse_constant=_no_float
)
