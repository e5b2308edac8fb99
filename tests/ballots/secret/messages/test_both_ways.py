"""Every message of the published archives is read and written back as the same bytes."""

from pathlib import Path

import pytest

from hustings.ballots.secret.archive import (
    EventType,
    Record,
    data_entry,
    event_entry,
    opening_entry,
    read_event,
    read_header,
    read_setup,
    records,
)
from hustings.ballots.secret.messages.ballot import (
    choices_in,
    read_ballot,
    signed_bytes,
    unsigned_bytes,
)
from hustings.ballots.secret.messages.election import Election, election_bytes, read_election
from hustings.ballots.secret.messages.spelling import Reader, read_json
from hustings.ballots.secret.messages.tallying import (
    message_bytes,
    read_owned,
    read_partial_decryption,
    read_result,
    read_shuffle,
    read_sized,
    read_tally,
    result_json,
    tally_bytes,
)
from hustings.ballots.secret.messages.trustees import (
    credentials_bytes,
    read_credentials,
    read_trustees,
    trustees_bytes,
)
from hustings.verifier.belenios.machine import choices_of


def events_of(archive: Path) -> list[tuple[EventType, list[bytes]]]:
    data = archive.read_bytes()
    timestamp, at = read_header(data)
    events: list[tuple[EventType, list[bytes]]] = []
    waiting: list[bytes] = []
    for record in records(data, at, timestamp):
        waiting.append(record.body)
        if record.is_event:
            events.append((read_event(record.body).type, waiting))
            waiting = []
    return events


def test_every_message_is_written_back_as_it_was(shared_data: Path) -> None:
    archives = sorted((shared_data / "belenios" / "good").glob("*/archive.bel"))
    assert len(archives) > 20
    for archive in archives:
        (first, setup), *rest = events_of(archive)
        assert first is EventType.SETUP
        election = check_setup(setup)
        for kind, bodies in rest:
            assert written_anew(election, kind, bodies) == bodies[: len(bodies) - 1], archive


def check_setup(bodies: list[bytes]) -> Election:
    election = read_election(bodies[0])
    group, reader = election.group, Reader(election.group)
    assert trustees_bytes(read_trustees(reader, bodies[1]), group) == bodies[1]
    assert credentials_bytes(read_credentials(reader, bodies[2]), group) == bodies[2]
    assert read_setup(bodies[3]).to_bytes() == bodies[3]
    value = read_json(election.raw)
    assert isinstance(value, dict)
    optional = {
        key: value.get(key) for key in ("administrator", "credential_authority", "language")
    }
    again = election_bytes(
        group=group,
        name=election.name,
        description=election.description,
        public_key=election.public_key,
        questions=election.questions,
        uuid=election.uuid,
        **optional,
    )
    assert read_json(again) == value
    return election


def written_anew(election: Election, kind: EventType, bodies: list[bytes]) -> list[bytes]:
    group, reader, questions = election.group, Reader(election.group), election.questions
    match kind:
        case EventType.BALLOT:
            ballot = read_ballot(bodies[0], election)
            assert ballot.signed == ballot.signature.hash
            credential, choices = choices_in(bodies[0], election, reader)
            assert credential == group.text(ballot.credential)
            assert choices == choices_of(ballot)
            unsigned = unsigned_bytes(election, ballot.credential, ballot.answers)
            return [signed_bytes(unsigned, ballot.signature)]
        case EventType.ENCRYPTED_TALLY:
            tally = tally_bytes(read_tally(reader, questions, bodies[0]), group)
            return [tally, message_bytes(read_sized(reader, bodies[1]).json())]
        case EventType.SHUFFLE:
            shuffle = message_bytes(read_shuffle(reader, bodies[0]).json(group))
            return [shuffle, message_bytes(read_owned(reader, bodies[1]).json())]
        case EventType.PARTIAL_DECRYPTION:
            partial = read_partial_decryption(reader, questions, bodies[0])
            owned = message_bytes(read_owned(reader, bodies[1]).json())
            return [message_bytes(partial.json(group)), owned]
        case EventType.RESULT:
            return [message_bytes(result_json(read_result(reader, questions, bodies[0])))]
        case _:
            return []


def test_an_archive_is_written_back_byte_for_byte(shared_data: Path) -> None:
    for archive in sorted((shared_data / "belenios" / "good").glob("src33-*/archive.bel")):
        data = archive.read_bytes()
        timestamp, at = read_header(data)
        entries = [opening_entry(timestamp)]
        entries += [entry(record, timestamp) for record in records(data, at, timestamp)]
        assert b"".join(entries) == data


def entry(record: Record, timestamp: int) -> bytes:
    if record.is_event:
        return event_entry(read_event(record.body), timestamp)
    return data_entry(record.body, timestamp)


def test_an_election_that_allows_no_replacement_says_so_and_is_read_so(shared_data: Path) -> None:
    archive = shared_data / "belenios" / "good" / "src33-04-zero-ballots" / "archive.bel"
    usual = read_election(events_of(archive)[0][1][0])
    assert usual.replacement
    raw = election_bytes(
        group=usual.group,
        name="n",
        description="",
        public_key=usual.public_key,
        questions=usual.questions,
        uuid=usual.uuid,
        replacement=False,
    )
    assert raw.endswith(b',"hustings":{"replacement":false}}')
    assert not read_election(raw).replacement
    with pytest.raises(ValueError, match="neither true nor false"):
        read_election(raw.replace(b"false}}", b'"no"}}'))
