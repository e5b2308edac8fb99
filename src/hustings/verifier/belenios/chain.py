"""Group 12: the records of an archive, their hashes, and the chain of events over them."""

from collections.abc import Iterator
from dataclasses import dataclass

from hustings.ballots.secret.archive import (
    Event,
    EventType,
    NotAnArchive,
    Record,
    read_event,
    read_header,
    records,
)
from hustings.ballots.secret.hashes import hex_hash
from hustings.kernel.refusals import CheckFailed

DATA_OF: dict[EventType, tuple[int, ...]] = {
    EventType.SETUP: (4, 5),
    EventType.BALLOT: (1,),
    EventType.END_BALLOTS: (0,),
    EventType.ENCRYPTED_TALLY: (2,),
    EventType.SHUFFLE: (2,),
    EventType.END_SHUFFLES: (0,),
    EventType.PARTIAL_DECRYPTION: (2,),
    EventType.RESULT: (1,),
}
"""How many data records stand before an event of each kind."""


@dataclass(frozen=True, slots=True)
class Link:
    """An event with its hash, and the data that stands before it."""

    event: Event
    hash: str
    data: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Chain:
    """All events of an archive in order, and the data after the last of them."""

    links: tuple[Link, ...]
    dangling: tuple[bytes, ...]

    @property
    def last(self) -> str | None:
        """The hash of the last event."""
        return self.links[-1].hash if self.links else None


def read_chain(data: bytes) -> Chain:
    """12.1 to 12.6; raises ``CheckFailed``, or ``NotAnArchive`` for a file that is none."""
    timestamp, at = _header(data)
    links: list[Link] = []
    waiting: list[Record] = []
    for record in _hashed(data, at, timestamp):
        if not record.is_event:
            waiting.append(record)
            continue
        links.append(_link(record, waiting, links[-1].hash if links else None, len(links)))
        waiting = []
    return Chain(tuple(links), tuple(one.body for one in waiting))


def _header(data: bytes) -> tuple[int, int]:
    try:
        return read_header(data)
    except NotAnArchive:
        raise
    except ValueError as problem:
        raise CheckFailed("12.1", str(problem)) from None


def _hashed(data: bytes, at: int, timestamp: int) -> Iterator[Record]:
    try:
        for record in records(data, at, timestamp):
            if hex_hash(record.body) != record.name:
                raise CheckFailed("12.3", f"record {record.name} does not have that hash")
            yield record
    except ValueError as problem:
        raise CheckFailed("12.2", str(problem)) from None


def _link(record: Record, waiting: list[Record], parent: str | None, height: int) -> Link:
    try:
        event = read_event(record.body)
    except ValueError as problem:
        raise CheckFailed("12.4", f"event {height}: {problem}") from None
    if (event.parent, event.height) != (parent, height):
        raise CheckFailed("12.5", f"event {height} does not continue the one before it")
    allowed = DATA_OF[event.type]
    payload = waiting[-1].name if waiting else None
    if len(waiting) not in allowed or event.payload != payload:
        raise CheckFailed(
            "12.6", f"event {height}, {event.type.value}, has other data than its kind"
        )
    return Link(event, record.name, tuple(one.body for one in waiting))
