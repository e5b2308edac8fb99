"""Persons' own signatures: Ed25519 over a statement's canonical bytes, made anywhere, checked everywhere."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from nacl.bindings import crypto_core_ed25519_is_valid_point
from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from hustings.kernel.sharing import Spread
from hustings.record.entries import Signature, Statement, read_base64, statement_bytes

LABEL = b"hustings/statement/v1\n"
"""Stands before the statement, so that no signature made here means anything elsewhere."""

CHUNK = 256


@dataclass(frozen=True, slots=True)
class Signed:
    """A public key, the bytes that it signed, and the signature: what one check needs."""

    public: bytes
    message: bytes
    value: bytes


def key_id(public: bytes) -> str:
    """The first 32 hexadecimal digits of the SHA-256 of a public key."""
    return sha256(public).hexdigest()[:32]


def public_text(public: bytes) -> str:
    """A public key as the record writes it."""
    return b64encode(public).decode()


def read_public(value: object) -> bytes:
    """A public key from its text; ``ValueError`` where it is not a point of the curve's main group."""
    public = read_base64(value if isinstance(value, str) else None, 32, "a public key")
    if not crypto_core_ed25519_is_valid_point(public):
        raise ValueError("a public key is not a point of the main group of Ed25519")
    return public


def message_of(statement: Statement) -> bytes:
    """The bytes that persons sign."""
    return LABEL + statement_bytes(statement)


def sign(statement: Statement, key: SigningKey) -> Signature:
    """Sign a statement. The key comes from outside; it is made by ``hustings key make``."""
    return Signature(key_id(key.verify_key.encode()), key.sign(message_of(statement)).signature)


def verify(public: bytes, statement: Statement, signature: Signature) -> None:
    """Check one signature; ``ValueError`` where it does not hold."""
    verify_bytes(public, message_of(statement), signature.value)


def verify_bytes(public: bytes, message: bytes, value: bytes) -> None:
    """Check an Ed25519 signature over ``message``; ``ValueError`` where it does not hold."""
    try:
        VerifyKey(public).verify(message, value)
    except BadSignatureError:
        raise ValueError(f"the signature of key {key_id(public)} does not hold") from None


def forged(signed: Sequence[Signed], spread: Spread = map) -> tuple[int, ...]:
    """The places of the signatures that do not hold, checked chunk by chunk over ``spread``."""
    chunks = [(start, signed[start : start + CHUNK]) for start in range(0, len(signed), CHUNK)]
    return tuple(place for found in spread(_forged_in, chunks) for place in found)


def _forged_in(chunk: tuple[int, Sequence[Signed]]) -> list[int]:
    start, signed = chunk
    found: list[int] = []
    for place, one in enumerate(signed, start):
        try:
            verify_bytes(one.public, one.message, one.value)
        except ValueError:
            found.append(place)
    return found
