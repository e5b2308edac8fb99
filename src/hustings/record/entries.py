"""What the record is made of: statements that persons sign, and the entries that carry them into the log."""

import re
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from hustings.kernel.canonical import Json, canonical_bytes, read_canonical
from hustings.kernel.time import instant_text, read_instant
from hustings.proceedings.values import Visibility

VERSION = 1
ORGANISATION = "organisation"
"""The proceeding that holds the organisation itself: its founding, its keys, its rulebooks."""

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+){0,20}")
_REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,79}")
_KIND = re.compile(r"[A-Z][A-Za-z0-9]{0,63}")
_FIELD = re.compile(r"[a-z][A-Za-z0-9_.-]{0,99}")
_HASH = re.compile(r"[0-9a-f]{64}")
_KEY = re.compile(r"[0-9a-f]{32}")

_STATEMENT = b'"statement":'

STATEMENT_KEYS = frozenset(
    {
        "v",
        "organisation",
        "proceeding",
        "kind",
        "visibility",
        "body",
        "commitments",
        "by",
        "after",
    }
)
ENTRY_KEYS = frozenset({"position", "number", "at", "statement", "signatures"})


@dataclass(frozen=True, slots=True)
class Signatory:
    """A person, by a reference that tells nothing, and the role in which they speak."""

    person: str
    role: str


@dataclass(frozen=True, slots=True)
class Signature:
    """An Ed25519 signature (64 bytes) over a statement, and the id of the key that made it."""

    key: str
    value: bytes


@dataclass(frozen=True, slots=True)
class Statement:
    """What persons sign: a kind with its body, commitments to what is not public, who says it, and when.

    ``after`` is the number of entries of the organisation's log that the signers had seen.
    """

    organisation: str
    proceeding: str
    kind: str
    body: Mapping[str, Json]
    by: tuple[Signatory, ...] = ()
    after: int = 0
    visibility: Visibility = Visibility.PUBLIC
    commitments: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Entry:
    """A statement in the log: its position there, its number in its own proceeding (from 1), and the moment."""

    position: int
    number: int
    at: datetime
    statement: Statement
    signatures: tuple[Signature, ...] = ()


def statement_json(statement: Statement) -> dict[str, Json]:
    """The statement as the record writes it."""
    return {
        "v": VERSION,
        "organisation": statement.organisation,
        "proceeding": statement.proceeding,
        "kind": statement.kind,
        "visibility": statement.visibility.value,
        "body": dict(statement.body),
        "commitments": dict(statement.commitments),
        "by": [{"person": who.person, "role": who.role} for who in statement.by],
        "after": statement.after,
    }


def statement_bytes(statement: Statement) -> bytes:
    """The canonical bytes of a statement: one meaning, one spelling."""
    return canonical_bytes(statement_json(statement))


def entry_bytes(entry: Entry) -> bytes:
    """The canonical bytes of an entry: the data of its leaf in the log."""
    signatures: list[Json] = [
        {"key": signature.key, "value": b64encode(signature.value).decode()}
        for signature in entry.signatures
    ]
    return canonical_bytes(
        {
            "position": entry.position,
            "number": entry.number,
            "at": instant_text(entry.at),
            "statement": statement_json(entry.statement),
            "signatures": signatures,
        }
    )


def read_statement(data: bytes) -> Statement:
    """Read what :func:`statement_bytes` wrote; ``ValueError`` says what is wrong with anything else."""
    return statement_from_json(read_canonical(data))


def read_entry(data: bytes) -> Entry:
    """Read what :func:`entry_bytes` wrote; ``ValueError`` says what is wrong with anything else."""
    value = _table(read_canonical(data), ENTRY_KEYS, "an entry")
    return Entry(
        position=whole_number(value["position"], "position"),
        number=whole_number(value["number"], "number", least=1),
        at=_instant(value["at"]),
        statement=statement_from_json(value["statement"]),
        signatures=tuple(_signature(item) for item in _list(value["signatures"], "signatures")),
    )


def statement_part(data: bytes) -> bytes:
    """The canonical bytes of the statement inside the canonical bytes of an entry.

    "statement" is the last key of an entry in RFC 8785's order, and what stands before it (an
    instant, whole numbers, hexadecimal and base64) cannot hold that key's spelling.
    """
    return data[data.index(_STATEMENT) + len(_STATEMENT) : -1]


def statement_from_json(value: Json) -> Statement:
    """Check the form of a statement, key by key; ``ValueError`` with what is wrong."""
    table = _table(value, STATEMENT_KEYS, "a statement")
    if table["v"] is True or table["v"] != VERSION:
        raise ValueError(f"v is {table['v']!r}; this version reads {VERSION}")
    by = tuple(_signatory(item) for item in _list(table["by"], "by"))
    if len(set(by)) != len(by):
        raise ValueError("by names one person twice in one role")
    return Statement(
        organisation=matching(_SLUG, table["organisation"], "organisation"),
        proceeding=matching(_SLUG, table["proceeding"], "proceeding"),
        kind=matching(_KIND, table["kind"], "kind"),
        body=_object(table["body"], "body"),
        by=by,
        after=whole_number(table["after"], "after"),
        visibility=_visibility(table["visibility"]),
        commitments=_commitments(table["commitments"]),
    )


def matching(pattern: re.Pattern[str], value: Json, name: str) -> str:
    """``value`` as a text of the form that ``pattern`` gives, or ``ValueError``."""
    if not isinstance(value, str) or pattern.fullmatch(value) is None:
        raise ValueError(f"{name} is {_short(value)}, which is not of the form {pattern.pattern}")
    return value


def whole_number(value: Json, name: str, least: int = 0) -> int:
    """``value`` as a whole number of at least ``least``, or ``ValueError``."""
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        raise ValueError(f"{name} is {_short(value)}, not a whole number from {least}")
    return value


def read_base64(value: Json, size: int, name: str) -> bytes:
    """``value`` as ``size`` bytes in the one base64 spelling of them, or ``ValueError``."""
    if not isinstance(value, str):
        raise ValueError(f"{name} is {_short(value)}, not a text in base64")
    try:
        data = b64decode(value, validate=True)
    except (NotBase64, ValueError):
        raise ValueError(f"{name} is not base64") from None
    if len(data) != size or b64encode(data).decode() != value:
        raise ValueError(f"{name} is not {size} bytes in base64")
    return data


def is_reference(value: str) -> bool:
    """Whether ``value`` can stand for a person, a unit or a roll in the record."""
    return _REFERENCE.fullmatch(value) is not None


def _table(value: Json, keys: frozenset[str], name: str) -> dict[str, Json]:
    if not isinstance(value, dict):
        raise ValueError(f"{name} is {_short(value)}, not a table")
    if value.keys() != keys:
        missing, extra = sorted(keys - value.keys()), sorted(value.keys() - keys)
        raise ValueError(
            f"{name} lacks {', '.join(missing) or 'nothing'} "
            f"and has {', '.join(map(_short, extra)) or 'nothing'} that it may not have"
        )
    return value


def _object(value: Json, name: str) -> dict[str, Json]:
    if not isinstance(value, dict):
        raise ValueError(f"{name} is {_short(value)}, not a table")
    return value


def _list(value: Json, name: str) -> list[Json]:
    if not isinstance(value, list):
        raise ValueError(f"{name} is {_short(value)}, not a list")
    return value


def _signatory(value: Json) -> Signatory:
    table = _table(value, frozenset({"person", "role"}), "by")
    return Signatory(
        matching(_REFERENCE, table["person"], "person"), matching(_SLUG, table["role"], "role")
    )


def _signature(value: Json) -> Signature:
    table = _table(value, frozenset({"key", "value"}), "a signature")
    return Signature(
        matching(_KEY, table["key"], "key"), read_base64(table["value"], 64, "a signature's value")
    )


def _commitments(value: Json) -> dict[str, str]:
    return {
        matching(_FIELD, name, "a field"): matching(_HASH, hash_, "a commitment")
        for name, hash_ in _object(value, "commitments").items()
    }


def _visibility(value: Json) -> Visibility:
    for visibility in Visibility:
        if visibility.value == value:
            return visibility
    raise ValueError(f"visibility is {_short(value)}; it is public, parties or sealed")


def _instant(value: Json) -> datetime:
    if not isinstance(value, str):
        raise ValueError(f"at is {_short(value)}, not a text like 2026-11-22T15:25:00Z")
    return read_instant(value)


def _short(value: Json) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
