"""An archive grows: an event and the data right before it, appended as one piece of bytes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from hustings.ballots.secret.archive import (
    BLOCK,
    Event,
    EventType,
    Record,
    SetupPayload,
    data_entry,
    event_entry,
    opening_entry,
    read_event,
    read_header,
    records,
    tar_header,
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


@dataclass(frozen=True, slots=True)
class Grown:
    """An archive that goes on: its tip, where its last whole event ends, and each event with its data."""

    tip: Tip
    end: int
    events: tuple[tuple[Event, tuple[bytes, ...]], ...]

    @property
    def kinds(self) -> tuple[EventType, ...]:
        """The kinds of its events."""
        return tuple(event.type for event, _ in self.events)


def resume(data: bytes) -> Grown:
    """An archive of one's own, of which the last piece may have been cut off by a crash: that piece is not counted.

    ``ValueError`` where anything before it is not as it was written.
    """
    timestamp, end = read_header(data)
    tip = Tip(timestamp)
    events: list[tuple[Event, tuple[bytes, ...]]] = []
    waiting: list[bytes] = []
    at = end
    for record in _whole_records(data, end, timestamp):
        at += BLOCK + len(record.body) + -len(record.body) % BLOCK
        if hex_hash(record.body) != record.name:
            raise ValueError(f"record {record.name} does not have that hash")
        if not record.is_event:
            waiting.append(record.body)
            continue
        event = read_event(record.body)
        payload = hex_hash(waiting[-1]) if waiting else None
        if (event.parent, event.height, event.payload) != (tip.last, tip.height + 1, payload):
            raise ValueError(f"event {event.height} does not continue the one before it")
        tip, end = Tip(timestamp, record.name, event.height), at
        events.append((event, tuple(waiting)))
        waiting = []
    if not events:
        raise ValueError("the archive has no events")
    return Grown(tip, end, tuple(events))


def _whole_records(data: bytes, at: int, timestamp: int) -> Iterator[Record]:
    """The records before one that was cut off."""
    every = records(data, at, timestamp)
    while True:
        try:
            record = next(every)
        except StopIteration:
            return
        except ValueError:
            if _is_cut_off(data[at:], timestamp):
                return
            raise
        yield record
        at += BLOCK + len(record.body) + -len(record.body) % BLOCK


def _is_cut_off(tail: bytes, timestamp: int) -> bool:
    """Whether these last bytes are the beginning of one record (or room for it), and not one that was changed.

    A changed size would else make all that follows look as if it had never been there.
    """
    if len(tail) < BLOCK or not any(tail):
        return True
    name, digits = tail[:100].rstrip(b"\0"), tail[124:135]
    if not name.isascii() or not re.fullmatch(rb"[0-7]{11}", digits):
        return False
    size = int(digits, 8)
    whole = tail[:BLOCK] == tar_header(name.decode("ascii"), size, timestamp)
    return whole and len(tail) < BLOCK + size + -size % BLOCK
