"""The log's own signing key: a file outside the database, which only its owner can read."""

import os
from pathlib import Path

from django.conf import settings
from nacl.signing import SigningKey

from hustings.store.models.organisations import Organisation

PRIVATE = 0o600


class LogKeyExposed(Exception):
    """The file can be read by others than its owner; it is not used until that is put right."""


def place_of(organisation: Organisation) -> Path:
    """Where the key is kept: the folder that the setting ``HUSTINGS_LOG_KEYS`` names."""
    return Path(settings.HUSTINGS_LOG_KEYS) / f"{organisation.slug}.key"


def make_log_key(organisation: Organisation, seed: bytes) -> SigningKey:
    """Make the key from 32 random bytes and keep it; ``FileExistsError`` where there is one already."""
    key, place = SigningKey(seed), place_of(organisation)
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(key.encode().hex() + "\n")
        file.flush()
        os.fsync(file.fileno())
    return key


def log_key(organisation: Organisation) -> SigningKey:
    """Read the key; ``LogKeyExposed`` where others can read it too, ``FileNotFoundError`` where it is lost."""
    place = place_of(organisation)
    with place.open("r", encoding="ascii") as file:
        if os.fstat(file.fileno()).st_mode & 0o077:
            raise LogKeyExposed(f"{place} can be read by others; make it private with chmod 600")
        return SigningKey(bytes.fromhex(file.read().strip()))
