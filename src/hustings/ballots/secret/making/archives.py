"""An archive grows: an event and the data right before it, appended as one piece of bytes."""

from dataclasses import dataclass

from hustings.ballots.secret.archive import (
    Event,
    EventType,
    SetupPayload,
    data_entry,
    event_entry,
    opening_entry,
)
from hustings.ballots.secret.hashes import hex_hash
from hustings.ballots.secret.messages.tallying import Owned, message_bytes


@dataclass(frozen=True, slots=True)
class Tip:
    """Where the chain has come: the hash and height of the last event, and the timestamp of every entry."""

    timestamp: int
    last: str | None = None
    height: int = -1

    def add(self, kind: EventType, *data: bytes) -> "tuple[Tip, bytes]":
        """The bytes to append for an event whose payload is the last of ``data``, and the new tip."""
        payload = hex_hash(data[-1]) if data else None
        event = Event(self.last, self.height + 1, kind, payload)
        piece = b"".join(data_entry(one, self.timestamp) for one in data)
        piece += event_entry(event, self.timestamp)
        return Tip(self.timestamp, hex_hash(event.to_bytes()), event.height), piece

    def owned(self, kind: EventType, owner: int, payload: bytes) -> "tuple[Tip, bytes]":
        """The same for what one trustee made: its shuffle or partial decryption."""
        return self.add(kind, payload, message_bytes(Owned(owner, hex_hash(payload)).json()))


def begin(
    timestamp: int, election: bytes, trustees: bytes, credentials: bytes
) -> tuple[Tip, bytes]:
    """A new archive up to its Setup."""
    parts = (election, trustees, credentials)
    tip, piece = Tip(timestamp).add(
        EventType.SETUP, *parts, SetupPayload(*map(hex_hash, parts)).to_bytes()
    )
    return tip, opening_entry(timestamp) + piece
