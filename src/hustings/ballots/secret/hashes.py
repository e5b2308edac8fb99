"""The hashes of Belenios: fingerprints, trackers, and the challenges of every proof."""

from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256


def hex_hash(data: bytes) -> str:
    """SHA-256 in lower-case hexadecimal: names of records, parents, payloads."""
    return sha256(data).hexdigest()


def fingerprint(data: bytes) -> str:
    """SHA-256 in base64 without padding: of an election, a ballot (its tracker), a ballot without signature."""
    return b64encode(sha256(data).digest()).decode().rstrip("=")


def challenge(prefix: str, elements: Iterable[str], q: int) -> int:
    """``Hq(prefix; e1,...,ek)``: the hash of the prefix and the elements' texts, modulo ``q``."""
    return int(sha256((prefix + ",".join(elements)).encode()).hexdigest(), 16) % q
