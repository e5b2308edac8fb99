"""Salted commitments: the record holds a hash, the private store what was hashed, which can be erased."""

from hashlib import sha256

from hustings.kernel.canonical import Json, canonical_bytes

SALT_BYTES = 16
"""128 independent random bits a value, so that a guess of a name or an address cannot be confirmed."""


def commit(salt: bytes, value: Json) -> str:
    """The commitment to ``value``: SHA-256 of a label, the salt and the canonical bytes, in hexadecimal."""
    if len(salt) < SALT_BYTES:
        raise ValueError(f"a salt has at least {SALT_BYTES} bytes, this one has {len(salt)}")
    label = b"hustings/commitment/v1\x00"
    return sha256(label + len(salt).to_bytes(2, "big") + salt + canonical_bytes(value)).hexdigest()


def opens(commitment: str, salt: bytes, value: Json) -> bool:
    """Whether ``salt`` and ``value`` are what ``commitment`` was made of."""
    return commit(salt, value) == commitment
