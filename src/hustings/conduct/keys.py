"""The persons' own signing keys: asked for on a device, in force once somebody else has confirmed them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from importlib import import_module
from typing import Protocol, cast

from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey

from hustings.kernel.refusals import Refused

POSSESSION = b"hustings/key/v1\n"
"""What is signed to show that the asker holds the key: this, the person's id, a line break, the key."""


class KeyState(StrEnum):
    """Where a key stands; only a confirmed one can sign for the record."""

    REQUESTED = "requested"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class PersonKey:
    """One key of one person."""

    id: str
    state: KeyState
    since: datetime


class Keyring(Protocol):
    """Where keys are kept; the store has one, and tests bring their own."""

    def keys_of(self, person: str) -> tuple[PersonKey, ...]:
        """Every key that the person has asked for, newest first."""
        ...

    def request(self, person: str, public_key: bytes, at: datetime) -> PersonKey | Refused:
        """Note that ``person`` asks to sign with this key."""
        ...


class NoKeyring:
    """The keyring of an organisation that has not opened its record yet."""

    def keys_of(self, person: str) -> tuple[PersonKey, ...]:
        return ()

    def request(self, person: str, public_key: bytes, at: datetime) -> PersonKey | Refused:
        return Refused("keys-not-kept", "", "The organisation has not opened its record yet.")


def keyring() -> Keyring:
    """The keyring that the setting ``HUSTINGS_KEYRING`` names as ``module.Class``."""
    from django.conf import settings

    module, _, name = str(settings.HUSTINGS_KEYRING).rpartition(".")
    return cast(Callable[[], Keyring], getattr(import_module(module), name))()


def key_id(public_key: bytes) -> str:
    """The first 32 hexadecimal digits of SHA-256 over the 32 bytes of the key."""
    return sha256(public_key).hexdigest()[:32]


def request_key(person: str, public_key: bytes, signature: bytes) -> PersonKey | Refused:
    """Ask that ``person`` may sign with ``public_key``; ``signature`` shows that they hold it."""
    try:
        VerifyKey(public_key).verify(POSSESSION + person.encode() + b"\n" + public_key, signature)
    except (BadSignatureError, ValueError, TypeError):
        return Refused(
            "key-not-held",
            "",
            "The key did not sign for itself. Make it again on the device that keeps it.",
        )
    return keyring().request(person, public_key, datetime.now(UTC))
