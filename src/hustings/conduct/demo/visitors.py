"""The parts that a visitor of the demonstration can play: address, role, and the key to sign with."""

import json
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from pathlib import Path

from nacl.signing import SigningKey

from hustings.conduct.demo.cast import DOMAIN, Cast

ONLINE_VOTER = "tidewell/member-who-may-vote"
PARTS = (
    ("office", "national office"),
    ("committee", "governing body"),
    ("eastwater/representative", "sitting representative (Eastwater)"),
    ("northmoor/candidate-1", "candidate, declared (Northmoor)"),
    ("arrowvale/candidate-1", "applicant (Arrowvale)"),
    ("eastwater-willowgate/secretary", "branch secretary (Willowgate, Eastwater)"),
    ("eastwater-willowgate/teller-1", "first teller (Willowgate, Eastwater)"),
    ("eastwater-willowgate/teller-2", "second teller (Willowgate, Eastwater)"),
    (
        "eastwater-lamplighters-guild/officer",
        "affiliate's officer (Lamplighters' Guild, Eastwater)",
    ),
    ("eastwater/member-who-may-vote", "member who may vote (Willowgate, Eastwater)"),
    ("eastwater/member-who-may-not", "member who may not, and why (Willowgate)"),
    (ONLINE_VOTER, "member who votes online (Saltpan, Tidewell)"),
    ("tidewell/scrutineer", "independent scrutineer (Tidewell)"),
)


@dataclass(frozen=True, slots=True)
class WayIn:
    """One role and the address with which to sign in as it."""

    role: str
    address: str


def ways_in() -> tuple[WayIn, ...]:
    """Every part that can be played, in the order of the story."""
    return tuple(WayIn(role, address_of(handle)) for handle, role in PARTS)


def address_of(handle: str) -> str:
    """The address of a person of the cast."""
    return f"{handle.replace('/', '.')}@{DOMAIN}"


def write_visitors(cast: Cast, data: Path) -> None:
    """The file from which the mailbox page offers each person and their demonstration key."""
    people = [
        {
            "address": address_of(handle),
            "person": cast.reference(handle),
            "name": str(cast.persons[handle]),
            "role": role,
            "jwk": _jwk(cast.keys.get(cast.reference(handle))),
        }
        for handle, role in PARTS
    ]
    place = data / "demonstration.json"
    place.touch(mode=0o600)
    place.write_text(json.dumps(people, indent=1), encoding="utf-8")


def _jwk(key: SigningKey | None) -> dict[str, str] | None:
    """The key as browsers import it (RFC 8037)."""
    if key is None:
        return None
    return {
        "kty": "OKP",
        "crv": "Ed25519",
        "d": _url64(key.encode()),
        "x": _url64(bytes(key.verify_key)),
    }


def _url64(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")
