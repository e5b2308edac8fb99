"""Bytes by chance never trip a parser: they are read, or turned back with a reason."""

from collections.abc import Callable
from random import Random

import pytest

from tests.verifier.belenios.fuzzing import parsers

PARSERS = parsers()
PARTS = [
    b'{"a":',
    b"[[",
    b'"',
    b"-0",
    b"1e9",
    b"NaN",
    b"null",
    b"true",
    b"\xff",
    b"\\ud800",
    b"9" * 5000,
]


def damaged(seed: bytes, random: Random) -> bytes:
    at, to = sorted(random.randrange(len(seed) + 1) for _ in range(2))
    match random.randrange(5):
        case 0:
            return seed[:at] + random.choice(PARTS) + seed[at:]
        case 1:
            return seed[:at] + random.choice(PARTS) + seed[at + random.randrange(4) :]
        case 2:
            return seed[:at] + seed[to:]
        case 3:
            return seed[:at] + seed[at:to] * 2 + seed[to:]
        case _:
            return b"[" * 2000 + seed + b"]" * random.choice([0, 2000])


@pytest.mark.parametrize("name", PARSERS)
def test_damaged_bytes_are_read_or_turned_back(name: str) -> None:
    parse: Callable[[bytes], None] = PARSERS[name][0]
    random = Random(name)
    for _ in range(300):
        parse(damaged(random.choice(PARSERS[name][1]), random))
