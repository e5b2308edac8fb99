"""A person's or witness's key as a file: Ed25519, plain or locked (Argon2id and XSalsa20-Poly1305)."""

import json
from base64 import b64encode
from dataclasses import dataclass
from typing import cast

from nacl.exceptions import CryptoError
from nacl.pwhash import argon2id
from nacl.secret import SecretBox
from nacl.signing import SigningKey

from hustings.kernel.refusals import BadInput, Problem
from hustings.record.entries import read_base64, whole_number
from hustings.record.signing import key_id, public_text

FORMAT = "hustings-key/1"
NO_LOCK = "none"
LOCK = "argon2id-secretbox"
_LARGEST_MEMORY = 1 << 30
_MOST_PASSES = 20


@dataclass(frozen=True, slots=True)
class KeyFile:
    """What a key file shows without being opened: the public key, its id, and whether it is locked."""

    public: bytes
    locked: bool
    secret: bytes
    salt: bytes
    passes: int
    memory: int
    witness: str = ""
    """The name under which a witness's key cosigns; empty for a person's key."""

    @property
    def id(self) -> str:
        """The id under which the record knows the key."""
        return key_id(self.public)

    def open(self, passphrase: bytes | None) -> SigningKey:
        """The signing key; ``BadInput`` for a wrong passphrase or a file that does not fit together."""
        seed = self.secret
        if self.locked:
            lock = _lock(passphrase or b"", self.salt, self.passes, self.memory)
            try:
                seed = lock.decrypt(self.secret)
            except CryptoError:
                raise _bad("the passphrase does not open this key.") from None
        key = SigningKey(seed)
        if key.verify_key.encode() != self.public:
            raise _bad("the secret in this file does not belong to its public key.")
        return key


def key_file(
    seed: bytes,
    passphrase: bytes | None = None,
    salt: bytes = b"",
    nonce: bytes = b"",
    *,
    witness: str = "",
) -> bytes:
    """The bytes of a key file. ``seed`` (32 bytes), ``salt`` (16) and ``nonce`` (24) are fresh random bytes."""
    public = SigningKey(seed).verify_key.encode()
    passes, memory = argon2id.OPSLIMIT_MODERATE, argon2id.MEMLIMIT_MODERATE
    secret = seed
    if passphrase is not None:
        secret = bytes(_lock(passphrase, salt, passes, memory).encrypt(seed, nonce))
    table = {
        "format": FORMAT,
        "key": key_id(public),
        "public": public_text(public),
        "lock": LOCK if passphrase is not None else NO_LOCK,
        "secret": b64encode(secret).decode(),
    }
    if passphrase is not None:
        table |= {"salt": b64encode(salt).decode(), "passes": passes, "memory": memory}
    if witness:
        table["witness"] = witness
    return json.dumps(table, indent=2).encode() + b"\n"


def read_key_file(data: bytes) -> KeyFile:
    """Read a key file without opening it; ``BadInput`` where it is none."""
    try:
        table = json.loads(data)
        return _key_file(cast("dict[str, object]", table) if isinstance(table, dict) else {})
    except (ValueError, RecursionError) as problem:
        raise _bad(f"is not a key file: {problem}.") from None


def _key_file(table: dict[str, object]) -> KeyFile:
    if table.get("format") != FORMAT:
        raise ValueError(f"it is not of the format {FORMAT}")
    locked = table.get("lock") == LOCK
    if not locked and table.get("lock") != NO_LOCK:
        raise ValueError("it is locked in a way that this version does not know")
    size = 32 + SecretBox.NONCE_SIZE + SecretBox.MACBYTES if locked else 32
    passes = _limited(table, "passes", _MOST_PASSES) if locked else 0
    memory = _limited(table, "memory", _LARGEST_MEMORY) if locked else 0
    witness = table.get("witness", "")
    if not isinstance(witness, str):
        raise ValueError("witness is not a text")
    found = KeyFile(
        public=_bytes(table, "public", 32),
        locked=locked,
        secret=_bytes(table, "secret", size),
        salt=_bytes(table, "salt", argon2id.SALTBYTES) if locked else b"",
        passes=passes,
        memory=memory,
        witness=witness,
    )
    if table.get("key") != found.id:
        raise ValueError("its id does not fit its public key")
    return found


def _bytes(table: dict[str, object], name: str, size: int) -> bytes:
    value = table.get(name)
    return read_base64(value if isinstance(value, str) else None, size, name)


def _limited(table: dict[str, object], name: str, most: int) -> int:
    value = table.get(name)
    number = whole_number(value if isinstance(value, int) else None, name, least=1)
    if number > most:
        raise ValueError(f"{name} is {number}; {most} is the most that is tried")
    return number


def _lock(passphrase: bytes, salt: bytes, passes: int, memory: int) -> SecretBox:
    return SecretBox(argon2id.kdf(SecretBox.KEY_SIZE, passphrase, salt, passes, memory))


def _bad(what: str) -> BadInput:
    return BadInput(Problem("key file", None, "", what))
