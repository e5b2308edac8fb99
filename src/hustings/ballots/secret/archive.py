"""The archive ``.bel``: a plain tar of records named by their hashes, and a chain of events over them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from hustings.ballots.secret.hashes import hex_hash
from hustings.ballots.secret.messages.spelling import compact, read_object

BLOCK = 512
HEADER = "BELENIOS"
TIMESTAMP = re.compile(r"0|[1-9][0-9]{0,10}")
HEX = re.compile(r"[0-9a-f]{64}")


class EventType(StrEnum):
    """The events of an election, in the order of its life."""

    SETUP = "Setup"
    BALLOT = "Ballot"
    END_BALLOTS = "EndBallots"
    ENCRYPTED_TALLY = "EncryptedTally"
    SHUFFLE = "Shuffle"
    END_SHUFFLES = "EndShuffles"
    PARTIAL_DECRYPTION = "PartialDecryption"
    RESULT = "Result"


@dataclass(frozen=True, slots=True)
class Record:
    """An entry of the tar: ``name`` is the hash of ``body``, unless somebody lied; ``is_event`` by its suffix."""

    name: str
    body: bytes
    is_event: bool


@dataclass(frozen=True, slots=True)
class Event:
    """A link of the chain: what happened, after what, over which payload (the hash of the last data record)."""

    parent: str | None
    height: int
    type: EventType
    payload: str | None

    def to_bytes(self) -> bytes:
        """The canonical bytes, of which the next event names the hash."""
        whole = {
            **({} if self.parent is None else {"parent": self.parent}),
            "height": self.height,
            "type": self.type.value,
            **({} if self.payload is None else {"payload": self.payload}),
        }
        return compact(whole).encode()


@dataclass(frozen=True, slots=True)
class SetupPayload:
    """The hashes of what an election begins with."""

    election: str
    trustees: str
    credentials: str
    credentials_certificate: str | None = None

    def to_bytes(self) -> bytes:
        """The canonical bytes."""
        certificate = self.credentials_certificate
        whole = {
            "election": self.election,
            "trustees": self.trustees,
            "credentials": self.credentials,
            **({} if certificate is None else {"credentials_certificate": certificate}),
        }
        return compact(whole).encode()


def read_event(body: bytes) -> Event:
    """Read an event; ``ValueError`` unless it is in its canonical form."""
    value = read_object(body)
    parent, height, kind, payload = (
        value.get(key) for key in ("parent", "height", "type", "payload")
    )
    if not isinstance(height, int) or isinstance(height, bool) or not isinstance(kind, str):
        raise ValueError("an event has no height and type")
    if not isinstance(parent, str | None) or not isinstance(payload, str | None):
        raise ValueError("an event's parent and payload are hashes")
    event = Event(parent, height, EventType(kind), payload)
    if event.to_bytes() != body:
        raise ValueError("the event is not in its canonical form")
    return event


def read_setup(body: bytes) -> SetupPayload:
    """Read the payload of Setup; ``ValueError`` unless it is in its canonical form."""
    value = read_object(body)
    hashes = [
        value.get(key) for key in ("election", "trustees", "credentials", "credentials_certificate")
    ]
    if not all(isinstance(one, str) for one in hashes[:3]) or not isinstance(hashes[3], str | None):
        raise ValueError("the payload of Setup names no election, trustees and credentials")
    payload = SetupPayload(*hashes)  # type: ignore[reportArgumentType]
    if payload.to_bytes() != body:
        raise ValueError("the payload of Setup is not in its canonical form")
    return payload


def tar_header(name: str, size: int, timestamp: int) -> bytes:
    """The 512 bytes before a body, with the fields that belenios-tool writes and no others."""
    block = bytearray(BLOCK)
    block[: len(name)] = name.encode("ascii")
    for at, text in (
        (100, "0000644"),
        (108, "0000000"),
        (116, "0000000"),
        (124, f"{size:011o}"),
        (136, f"{timestamp:011o}"),
    ):
        block[at : at + len(text)] = text.encode()
    block[148:156] = b" " * 8
    block[156:157] = b"0"
    block[148:156] = f"{sum(block):06o}\0 ".encode()
    return bytes(block)


def tar_entry(name: str, body: bytes, timestamp: int) -> bytes:
    """Header, body, and zeros up to the next block."""
    return tar_header(name, len(body), timestamp) + body + bytes(-len(body) % BLOCK)


def opening_entry(timestamp: int) -> bytes:
    """The first entry of every archive."""
    body = compact({"version": 1, "timestamp": str(timestamp)}).encode()
    return tar_entry(HEADER, body, timestamp)


def data_entry(body: bytes, timestamp: int) -> bytes:
    """A data record under its hash."""
    return tar_entry(f"{hex_hash(body)}.data.json", body, timestamp)


def event_entry(event: Event, timestamp: int) -> bytes:
    """An event under its hash."""
    body = event.to_bytes()
    return tar_entry(f"{hex_hash(body)}.event.json", body, timestamp)


class NotAnArchive(ValueError):
    """A file that does not begin with the header of a Belenios archive."""


def begins_as_archive(data: bytes) -> bool:
    """Whether these are the first bytes of a Belenios archive, good or broken."""
    return data[: len(HEADER) + 1] == HEADER.encode() + b"\0"


def read_header(data: bytes) -> tuple[int, int]:
    """The timestamp in the first entry and where the next one begins.

    ``NotAnArchive`` without such an entry, ``ValueError`` for one that is not in its canonical form.
    """
    if len(data) < BLOCK or not begins_as_archive(data):
        raise NotAnArchive("the file has no Belenios header")
    _, body, after = _entry_at(data, 0)
    value = read_object(body)
    if list(value) != ["version", "timestamp"]:
        raise ValueError("the header is not a version and a timestamp")
    version, timestamp = value["version"], value["timestamp"]
    if version is True or version != 1:
        raise ValueError(f"version {version!r}: only archives of version 1 are read")
    if not isinstance(timestamp, str) or not TIMESTAMP.fullmatch(timestamp):
        raise ValueError("the header's timestamp is not a number of seconds")
    moment = int(timestamp)
    if moment >= 8**11 or data[:after] != opening_entry(moment):
        raise ValueError("the header is not in its canonical form")
    return moment, after


def _entry_at(data: bytes, at: int) -> tuple[str, bytes, int]:
    header = data[at : at + BLOCK]
    if len(header) < BLOCK:
        raise ValueError("the archive ends inside a record")
    name = header[:100].rstrip(b"\0")
    digits = header[124:135]
    if not name or not name.isascii() or not re.fullmatch(rb"[0-7]{11}", digits):
        raise ValueError("a record has no name and size")
    size = int(digits, 8)
    end = at + BLOCK + size
    after = end + -size % BLOCK
    if after > len(data):
        raise ValueError("the archive ends inside a record")
    return name.decode("ascii"), data[at + BLOCK : end], after


def records(data: bytes, at: int, timestamp: int) -> Iterator[Record]:
    """The records from byte ``at`` on; ``ValueError`` where one is not, byte for byte, as the tool writes it.

    That a name is the hash of its body is for the check to say.
    """
    while at < len(data):
        name, body, after = _entry_at(data, at)
        stem, _, suffix = name.partition(".")
        if not HEX.fullmatch(stem) or suffix not in {"data.json", "event.json"}:
            raise ValueError(f"{name[:80]!r} is not the name of a record")
        if data[at : at + BLOCK] != tar_header(name, len(body), timestamp):
            raise ValueError("the header of a record is not in its canonical form")
        if any(data[at + BLOCK + len(body) : after]):
            raise ValueError("something stands between two records")
        yield Record(stem, body, suffix == "event.json")
        at = after
