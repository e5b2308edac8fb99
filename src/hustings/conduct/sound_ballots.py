"""Whether bytes are a ballot of this election: strictly written, of a known credential, every proof sound."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from hustings.ballots.secret.archive import Event, EventType, read_event
from hustings.ballots.secret.checks.ballots import check_ballot
from hustings.ballots.secret.checks.equations import PlainEngine
from hustings.ballots.secret.groups.group import Element, Group
from hustings.ballots.secret.hashes import hex_hash
from hustings.ballots.secret.messages.election import Election, read_election
from hustings.kernel.refusals import CheckFailed, Refused
from hustings.store import boxes
from hustings.store.boxes import LastEvent, Record
from hustings.store.models import Box


@dataclass(frozen=True, slots=True)
class Sound:
    """A ballot that may go into the box: its bytes, what voters call it, and the credential that signed it."""

    raw: bytes
    tracker: str
    credential: str

    @property
    def record(self) -> Record:
        """The ballot as the archive keeps it."""
        return Record(self.raw)

    def event_after(self, last: LastEvent | None) -> Record:
        """The event that puts it into the box."""
        return event_record(EventType.BALLOT, hex_hash(self.raw), last)


def event_record(kind: EventType, payload: str | None, last: LastEvent | None) -> Record:
    """The next event of an archive's chain."""
    height = 0 if last is None else last.height + 1
    parent = None if last is None else last.sha256
    return Record(Event(parent, height, kind, payload).to_bytes(), height)


def sound_ballot(box: Box, raw: bytes) -> Sound | Refused:
    """Check a ballot against its election, as strictly as its archive will be: no lenient spelling, no guess."""
    election = election_of(box)
    try:
        ballot = check_ballot(
            raw, election, KeptCredentials(box, election.group), PlainEngine(election.group)
        )
    except CheckFailed as failed:
        return Refused(
            "ballot-not-sound",
            f"check {failed.number}",
            f"The ballot was not accepted: {failed.what}. Nothing is lost: open the booth again and vote "
            "anew; if it happens twice, tell the scrutineer.",
        )
    return Sound(raw, ballot.tracker, election.group.text(ballot.credential))


def election_of(box: Box) -> Election:
    """The election of a box. An archive of ours begins with it; the long list of credentials is not read for it."""
    [first] = boxes.first_records(box, 1)
    return _read(first.body)


def is_closed(box: Box) -> bool:
    """Whether the archive has gone on to the close of the box, after which no ballot may follow."""
    newest = boxes.newest_event(box)
    return newest is not None and read_event(newest.body).type not in (
        EventType.SETUP,
        EventType.BALLOT,
    )


@lru_cache(maxsize=16)
def _read(raw: bytes) -> Election:
    return read_election(raw)


@dataclass(frozen=True, slots=True)
class KeptCredentials(Mapping[Element, int]):
    """The public credentials of a box, looked up one at a time instead of read all at once."""

    box: Box
    group: Group

    def __getitem__(self, credential: Element) -> int:
        weight = boxes.weight_of(self.box, self.group.text(credential))
        if weight is None:
            raise KeyError(credential)
        return weight

    def __iter__(self) -> Iterator[Element]:
        return (self.group.read(public) for public in boxes.credentials_of(self.box))

    def __len__(self) -> int:
        return self.box.credentials.count()
