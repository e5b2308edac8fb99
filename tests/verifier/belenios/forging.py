"""An archive taken apart and put together again, as a dishonest server would: every hash made to fit."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

from hustings.ballots.secret.archive import (
    Event,
    EventType,
    SetupPayload,
    data_entry,
    event_entry,
    opening_entry,
    read_event,
    read_header,
    records,
)
from hustings.ballots.secret.groups.group import Element
from hustings.ballots.secret.hashes import challenge, fingerprint, hex_hash
from hustings.ballots.secret.messages.ballot import SIGNATURE, Signature, signed_bytes
from hustings.ballots.secret.messages.election import Election, read_election
from hustings.ballots.secret.messages.proofs import Proof
from hustings.ballots.secret.messages.spelling import compact

SETUP, BALLOT = EventType.SETUP, EventType.BALLOT


@dataclass
class Forge:
    """The events of an archive with their data, free to be changed."""

    timestamp: int
    events: list[tuple[EventType, list[bytes]]]
    dangling: list[bytes] = field(default_factory=list[bytes])

    @classmethod
    def of(cls, archive: bytes) -> "Forge":
        timestamp, at = read_header(archive)
        forge, waiting = cls(timestamp, []), list[bytes]()
        for record in records(archive, at, timestamp):
            if record.is_event:
                forge.events.append((read_event(record.body).type, waiting))
                waiting = []
            else:
                waiting.append(record.body)
        forge.dangling = waiting
        return forge

    @property
    def election(self) -> Election:
        return read_election(self.events[0][1][0])

    def places(self, kind: EventType) -> list[int]:
        return [at for at, (found, _) in enumerate(self.events) if found is kind]

    def data(self, kind: EventType, number: int = 0) -> list[bytes]:
        return self.events[self.places(kind)[number]][1]

    def refer(self) -> None:
        """Let every message that names another by its hash name the one that stands there."""
        for kind, data in self.events:
            if kind is SETUP and len(data) == 4:
                data[3] = SetupPayload(*map(hex_hash, data[:3])).to_bytes()
            elif kind is EventType.ENCRYPTED_TALLY and len(data) == 2:
                self._name(data, "encrypted_tally")
            elif kind in {EventType.SHUFFLE, EventType.PARTIAL_DECRYPTION} and len(data) == 2:
                self._name(data, "payload")

    @staticmethod
    def _name(data: list[bytes], key: str) -> None:
        try:
            note = json.loads(data[1])
        except ValueError:
            return
        if isinstance(note, dict) and key in note:
            note[key] = hex_hash(data[0])
            data[1] = compact(note).encode()

    def archive(self, last_event: Callable[[bytes], bytes] | None = None) -> bytes:
        """The bytes, with a chain that fits; ``last_event`` changes the last event's."""
        entries, parent = [opening_entry(self.timestamp)], None
        for height, (kind, data) in enumerate(self.events):
            event = Event(parent, height, kind, hex_hash(data[-1]) if data else None)
            entries += [data_entry(one, self.timestamp) for one in data]
            if last_event is not None and height == len(self.events) - 1:
                body = last_event(event.to_bytes())
                entries.append(
                    data_entry(body, self.timestamp).replace(b".data.json\0", b".event.json", 1)
                )
                entries[-1] = _renamed(entries[-1])
            else:
                entries.append(event_entry(event, self.timestamp))
            parent = hex_hash(event.to_bytes())
        entries += [data_entry(one, self.timestamp) for one in self.dangling]
        return b"".join(entries)


def _renamed(entry: bytes) -> bytes:
    """The header's checksum after its name was changed."""
    block = bytearray(entry)
    block[148:156] = b" " * 8
    block[148:156] = f"{sum(block[:512]):06o}\0 ".encode()
    return bytes(block)


def resigned(ballot: bytes, election: Election, secret: int, coins: Random) -> bytes:
    """The ballot with a new hash and signature by the credential that it names."""
    unsigned = ballot[: ballot.rindex(SIGNATURE)] + b"}"
    group, hashed, w = election.group, fingerprint(unsigned), coins.randrange(1, election.group.q)
    c = challenge(f"sig|{hashed}|", [group.text(group.pow_g(w))], group.q)
    return signed_bytes(unsigned, Signature(hashed, Proof(c, (w - secret * c) % group.q)))


def changed(message: bytes, change: Callable[[Any], Any]) -> bytes:
    """JSON changed in place (or replaced by what ``change`` returns) and written canonically."""
    value = json.loads(message)
    found = change(value)
    return compact(value if found is None else found).encode()


def derived_secret(uuid: str, code: str, q: int) -> int:
    """The exponent of a private code in either scheme."""
    if len(code.replace("-", "")) == 15:
        from hashlib import pbkdf2_hmac

        return (
            int.from_bytes(pbkdf2_hmac("sha256", code.encode(), uuid.encode(), 1000, 32), "big") % q
        )
    halves = [
        sha256(f"derive_credential|{uuid}|{place}|{code}".encode()).hexdigest() for place in (0, 1)
    ]
    return int("".join(halves), 16) % q


def secrets_of(folder: Path, election: Election) -> dict[str, int]:
    """The exponent of each public credential, from the folder's private codes."""
    group = election.group
    secrets = [
        derived_secret(election.uuid, line.split()[-1], group.q)
        for line in (folder / "private" / "private_creds.txt").read_text().splitlines()
    ]
    return {group.text(group.pow_g(one)): one for one in secrets}


def with_small_order(text: str) -> str:
    """An Ed25519 element times the point of order two: on the curve, and outside the group."""
    from hustings.ballots.secret.groups.edwards import FIELD, ed25519

    group = ed25519()
    two = Element((FIELD - 1).to_bytes(32, "little"))
    return group.text(group.mul(group.read(text), two))
