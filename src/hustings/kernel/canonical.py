"""Canonical bytes: one value has one spelling (RFC 8785), so that a hash speaks for it."""

from hashlib import sha256

import rfc8785

Json = None | bool | int | str | list["Json"] | dict[str, "Json"]
"""What the record can hold. No floats: a fraction or a large integer is written as a string."""

LARGEST_INTEGER = 2**53 - 1


def canonical_bytes(value: Json) -> bytes:
    """The RFC 8785 bytes of ``value``; ``ValueError`` for a float or an integer beyond 2^53 - 1."""
    _refuse_inexact(value)
    return rfc8785.dumps(value)  # type: ignore[arg-type]


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
