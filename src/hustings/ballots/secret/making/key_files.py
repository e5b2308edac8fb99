"""A trustee's secret as a file, locked with a passphrase (Argon2id, XSalsa20-Poly1305), and as a sheet of paper."""

import json
from base64 import b64decode, b64encode
from dataclasses import dataclass
from hashlib import sha256, shake_256
from typing import cast

from nacl.exceptions import CryptoError
from nacl.pwhash import argon2id
from nacl.secret import SecretBox

from hustings.ballots.secret.credentials import ALPHABET, read_code, with_dashes
from hustings.ballots.secret.groups.group import Group
from hustings.ballots.secret.groups.named import group_named
from hustings.ballots.secret.messages.spelling import read_json

FORMAT = "hustings-trustee-key/1"
_LARGEST_MEMORY = 1 << 30
_MOST_PASSES = 20
FIELDS = ("format", "group", "name", "salt", "passes", "memory", "secret")


@dataclass(frozen=True, slots=True, repr=False)
class TrusteeSecret:
    """What a trustee keeps: a seed of 22 characters, or the exponent that another tool made."""

    text: str

    @property
    def is_seed(self) -> bool:
        """Whether it is a seed, from which everything else is made."""
        return not self.text.startswith('"')

    def exponent(self, group: Group) -> int:
        """The exponent of a trustee who stands alone."""
        if not self.is_seed:
            return int(self.text.strip('"')) % group.q
        size = (group.q.bit_length() + 7) // 8 + 16
        label = f"hustings-trustee|{group.name}|{self.text}".encode()
        return int.from_bytes(shake_256(label).digest(size)) % group.q

    def seed(self) -> str:
        """The seed of a threshold trustee; ``ValueError`` for an exponent of another tool."""
        if not self.is_seed:
            raise ValueError("a key of another tool cannot take part in a ceremony")
        return self.text


def read_private_key(text: str) -> TrusteeSecret:
    """The private key that belenios-tool wrote: a number, or a seed of 22 characters."""
    plain = text.strip()
    if plain.startswith('"'):
        value = read_json(plain)
        if not isinstance(value, str) or not value.isascii() or not value.isdigit():
            raise ValueError("it is not a private key of belenios-tool")
        return TrusteeSecret(plain)
    return TrusteeSecret(read_code(plain).replace("-", ""))


@dataclass(frozen=True, slots=True, repr=False)
class LockedKey:
    """A key file as it lies on the disk."""

    group: Group
    name: str
    salt: bytes
    passes: int
    memory: int
    secret: bytes

    def open(self, passphrase: bytes) -> TrusteeSecret:
        """The secret; ``ValueError`` for a wrong passphrase."""
        box = _box(passphrase, self.salt, self.passes, self.memory)
        try:
            return TrusteeSecret(box.decrypt(self.secret).decode())
        except CryptoError:
            raise ValueError("the passphrase does not open this key") from None


def lock(
    secret: TrusteeSecret, group: Group, name: str, passphrase: bytes, salt: bytes, nonce: bytes
) -> bytes:
    """The bytes of a key file; ``salt`` (16) and ``nonce`` (24) are fresh random bytes."""
    passes, memory = argon2id.OPSLIMIT_MODERATE, argon2id.MEMLIMIT_MODERATE
    locked = bytes(_box(passphrase, salt, passes, memory).encrypt(secret.text.encode(), nonce))
    table = {
        "format": FORMAT,
        "group": group.name,
        "name": name,
        "salt": b64encode(salt).decode(),
        "passes": passes,
        "memory": memory,
        "secret": b64encode(locked).decode(),
    }
    return json.dumps(table, indent=2, ensure_ascii=False).encode() + b"\n"


def read_locked(data: bytes) -> LockedKey:
    """Read a key file without opening it; ``ValueError`` where it is none."""
    value = read_json(data)
    if not isinstance(value, dict) or tuple(cast("dict[str, object]", value)) != FIELDS:
        raise ValueError("it is not a trustee's key")
    table = cast("dict[str, object]", value)
    if table["format"] != FORMAT:
        raise ValueError(f"it is not of the format {FORMAT}")
    passes, memory = table["passes"], table["memory"]
    if not isinstance(passes, int) or not 1 <= passes <= _MOST_PASSES:
        raise ValueError("its passes are out of bounds")
    if not isinstance(memory, int) or not 1 <= memory <= _LARGEST_MEMORY:
        raise ValueError("its memory is out of bounds")
    return LockedKey(
        group_named(str(table["group"])),
        str(table["name"]),
        b64decode(str(table["salt"]), validate=True),
        passes,
        memory,
        b64decode(str(table["secret"]), validate=True),
    )


def _box(passphrase: bytes, salt: bytes, passes: int, memory: int) -> SecretBox:
    return SecretBox(argon2id.kdf(SecretBox.KEY_SIZE, passphrase, salt, passes, memory))


CHECK = 4


def recovery_code(secret: TrusteeSecret) -> str:
    """The seed as a sheet of paper has it: its groups, and four characters that find a slip of the pen."""
    code = with_dashes(secret.seed())
    return f"{code}-{_check(code)}"


def read_recovery(typed: str) -> TrusteeSecret:
    """The seed that was copied from a sheet; ``ValueError`` where a character is wrong."""
    plain = "".join(one for one in typed if one in ALPHABET)
    code = read_code(plain[:-CHECK]) if len(plain) > CHECK else read_code(plain)
    if plain[-CHECK:] != _check(code):
        raise ValueError("a character is wrong: the last four do not fit the others")
    return TrusteeSecret(code.replace("-", ""))


def _check(code: str) -> str:
    number = int.from_bytes(sha256(f"hustings-recovery|{code}".encode()).digest())
    return "".join(ALPHABET[number // 58**place % 58] for place in range(CHECK))
