"""The trust file, got from elsewhere than the bundle: whose signatures count, and where the log once stood."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from hustings.kernel.refusals import BadInput, Problem
from hustings.record.entries import read_base64, whole_number
from hustings.record.notes import KeyKind, VerifierKey, read_verifier_key
from hustings.record.signing import read_public

_TABLES = frozenset({"organisation", "log", "witnesses", "checkpoint", "authorities"})
_RIGHT = 'key = "record.example/commonweal+1a2b3c4d+AbC…"'


@dataclass(frozen=True, slots=True)
class KnownCheckpoint:
    """The log once had this size and this root, seen by somebody whom the reader trusts."""

    size: int
    root: bytes


@dataclass(frozen=True, slots=True)
class Trust:
    """Anchors outside the bundle. What a trust file leaves out is not checked, and is warned of."""

    log: VerifierKey
    organisation: str | None = None
    witnesses: tuple[VerifierKey, ...] = ()
    quorum: int = 0
    checkpoint: KnownCheckpoint | None = None
    authorities: frozenset[bytes] | None = None


def read_trust(data: bytes, name: str = "trust file") -> Trust:
    """Read a trust file (TOML); ``BadInput`` with what is wrong and what would be right."""
    try:
        table = tomllib.loads(data.decode("utf-8"))
        return _trust(table)
    except _Wrong as wrong:
        raise BadInput(Problem(name, None, wrong.key, wrong.what, wrong.right)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as problem:
        raise BadInput(
            Problem(name, None, "", f"is not TOML that can be read: {problem}.")
        ) from None


class _Wrong(Exception):
    def __init__(self, key: str, what: str, right: str = "") -> None:
        super().__init__(what)
        self.key, self.what, self.right = key, what, right


def _trust(table: Mapping[str, Any]) -> Trust:
    _only(table, _TABLES, "")
    organisation = table.get("organisation")
    if organisation is not None and not isinstance(organisation, str):
        raise _Wrong("organisation", "is not a text.", 'organisation = "commonweal"')
    log = _verifier_key(_table(table, "log", {"key"}).get("key"), "log.key", KeyKind.ED25519)
    witnesses, quorum = _witnesses(table, log)
    return Trust(log, organisation, witnesses, quorum, _checkpoint(table), _authorities(table))


def _witnesses(table: Mapping[str, Any], log: VerifierKey) -> tuple[tuple[VerifierKey, ...], int]:
    if "witnesses" not in table:
        return (), 0
    inner = _table(table, "witnesses", {"keys", "quorum"})
    listed = _texts(inner.get("keys"), "witnesses.keys")
    keys = tuple(_verifier_key(text, "witnesses.keys", KeyKind.COSIGNATURE) for text in listed)
    if len({key.public for key in keys} | {log.public}) != len(keys) + 1:
        raise _Wrong("witnesses.keys", "has one key twice, or the log's own key among them.")
    quorum = inner.get("quorum")
    if isinstance(quorum, bool) or not isinstance(quorum, int) or not 1 <= quorum <= len(keys):
        raise _Wrong(
            "witnesses.quorum", f"is not a whole number from 1 to {len(keys)}.", "quorum = 2"
        )
    return keys, quorum


def _checkpoint(table: Mapping[str, Any]) -> KnownCheckpoint | None:
    if "checkpoint" not in table:
        return None
    inner = _table(table, "checkpoint", {"size", "root"})
    try:
        size = whole_number(inner.get("size"), "size", least=1)
        return KnownCheckpoint(size, read_base64(inner.get("root"), 32, "root"))
    except ValueError as problem:
        right = 'size = 120 and root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="'
        raise _Wrong("checkpoint", f"{problem}.", right) from None


def _authorities(table: Mapping[str, Any]) -> frozenset[bytes] | None:
    if "authorities" not in table:
        return None
    listed = _texts(_table(table, "authorities", {"keys"}).get("keys"), "authorities.keys")
    try:
        return frozenset(read_public(text) for text in listed)
    except ValueError as problem:
        right = 'keys = ["11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="]'
        raise _Wrong("authorities.keys", f"{problem}.", right) from None


def _verifier_key(text: Any, key: str, kind: KeyKind) -> VerifierKey:
    if not isinstance(text, str):
        raise _Wrong(key, "is missing or not a text.", _RIGHT)
    try:
        found = read_verifier_key(text)
    except ValueError as problem:
        raise _Wrong(key, f"{problem}.", _RIGHT) from None
    if found.kind is not kind:
        what = "a log's plain key" if kind is KeyKind.ED25519 else "a witness's cosignature key"
        raise _Wrong(key, f"{found.name} is not {what}.", _RIGHT)
    return found


def _table(table: Mapping[str, Any], name: str, keys: set[str]) -> Mapping[str, Any]:
    inner = table.get(name)
    if not isinstance(inner, dict):
        raise _Wrong(name, "is missing or not a table.", f"[{name}]")
    found = cast("dict[str, Any]", inner)
    _only(found, frozenset(keys), f"{name}.")
    return found


def _only(table: Mapping[str, Any], keys: frozenset[str], before: str) -> None:
    extra = sorted(table.keys() - keys)
    if extra:
        raise _Wrong(before + extra[0], f"is not known here; known are {', '.join(sorted(keys))}.")


def _texts(value: Any, key: str) -> list[str]:
    if not isinstance(value, list) or not value:
        raise _Wrong(key, "is not a list of texts.", 'keys = ["…"]')
    items = cast("list[Any]", value)
    if not all(isinstance(item, str) for item in items):
        raise _Wrong(key, "is not a list of texts.", 'keys = ["…"]')
    return items
