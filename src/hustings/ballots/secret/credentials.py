"""A voter's code of 22 characters, as it stands in the letter, and the key that it stands for in one election."""

import re
from hashlib import sha256

from hustings.ballots.secret.groups.group import Coins, Element, Group

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
"""Base58: no nought, no capital O or I, no small l."""

LENGTH = 22
PARTS = (5, 6, 5, 6)
CODE = re.compile("-".join(f"[{ALPHABET}]{{{part}}}" for part in PARTS))
_SKIPPED = re.compile(r"[\s\-_.\u2010-\u2015\u2212]")


def random_text(length: int, coins: Coins) -> str:
    """So many base58 characters."""
    return "".join(ALPHABET[coins(len(ALPHABET))] for _ in range(length))


def new_code(coins: Coins) -> str:
    """A fresh code: 128 bits, in groups of 5, 6, 5 and 6 characters."""
    return with_dashes(random_text(LENGTH, coins))


def with_dashes(plain: str) -> str:
    """22 characters in their groups."""
    parts: list[str] = []
    at = 0
    for length in PARTS:
        parts.append(plain[at : at + length])
        at += length
    return "-".join(parts)


def read_code(typed: str) -> str:
    """The code in the one form that keys are made from; ``ValueError`` says what is wrong without repeating it.

    Spaces and dashes of every kind count for nothing; a nought or a capital O can only be the small "o".
    """
    plain = _SKIPPED.sub("", typed).replace("O", "o").replace("0", "o")
    if len(plain) != LENGTH:
        raise ValueError(f"a code has {LENGTH} characters, and this one has {len(plain)}")
    for place, one in enumerate(plain, start=1):
        if one not in ALPHABET:
            raise ValueError(f"character {place} of the code is one that no code has")
    return with_dashes(plain)


def secret_of(uuid: str, code: str, q: int) -> int:
    """The exponent that a code stands for in the election ``uuid`` (Belenios 2.4 and later)."""
    if not CODE.fullmatch(code):
        raise ValueError("a code is expected in its groups of 5, 6, 5 and 6 characters")
    halves = (
        sha256(f"derive_credential|{uuid}|{half}|{code}".encode()).hexdigest() for half in range(2)
    )
    return int("".join(halves), 16) % q


def public_of(uuid: str, code: str, group: Group) -> Element:
    """The public credential: what the election's list has for this code."""
    return group.pow_g_secret(secret_of(uuid, code, group.q))
