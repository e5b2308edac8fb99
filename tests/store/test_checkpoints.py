"""Checkpoints of a real log: signed by its own key, cosigned by witnesses, given out whole."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from nacl.signing import SigningKey

from hustings.record import checkpoints as notes
from hustings.record.notes import KeyKind, check_note, verifier_key
from hustings.record.vouching import Vouched
from hustings.store import checkpoints, witnesses
from hustings.store.log import log_of
from hustings.store.models import Organisation
from tests.store.making import LOG_KEY, MORNING, entered, union

pytestmark = pytest.mark.django_db

WITNESS_KEY = SigningKey(bytes([7]) * 32)
WITNESS = verifier_key("gazette.example", KeyKind.COSIGNATURE, WITNESS_KEY)
TIME = int(MORNING.timestamp())


def test_a_checkpoint_says_the_size_and_root_of_the_log_under_its_own_name() -> None:
    here = union()
    entered(here)

    row = checkpoints.publish(here, LOG_KEY, MORNING)

    told = notes.read_checkpoint(checkpoints.published(row))
    assert (told.origin, told.size, told.root) == (here.origin, 1, log_of(here).root)
    check_note(told.note, verifier_key(here.origin, KeyKind.ED25519, LOG_KEY))


def test_a_log_that_has_not_grown_keeps_its_checkpoint() -> None:
    here = union()
    entered(here)
    first = checkpoints.publish(here, LOG_KEY, MORNING)

    assert checkpoints.publish(here, LOG_KEY, MORNING + timedelta(hours=1)) == first


def test_the_latest_checkpoint_is_that_of_the_largest_log() -> None:
    here = union()
    for minute in range(3):
        entered(here, minutes=minute)
        checkpoints.publish(here, LOG_KEY, MORNING)

    latest = checkpoints.latest(here)

    assert latest is not None
    assert latest.size == 3


def test_an_organisation_that_has_published_none_has_none() -> None:
    assert checkpoints.latest(union()) is None


def test_the_last_cosigned_checkpoint_is_given_out_beside_a_larger_log_only() -> None:
    here = union()
    entered(here)
    first = checkpoints.publish(here, LOG_KEY, MORNING)
    assert checkpoints.published_witnessed(here, 2) is None
    signed = notes.cosign(
        notes.read_checkpoint(bytes(first.note)), WITNESS_KEY, "gazette.example", TIME
    )
    checkpoints.cosign(first, notes.checkpoint_bytes(signed), str(WITNESS), MORNING)
    assert checkpoints.published_witnessed(here, 2) is None, "nobody has listed this witness"
    witnesses.add(here, WITNESS, MORNING)
    assert checkpoints.published_witnessed(here, 1) is None
    assert checkpoints.published_witnessed(here, 2) == checkpoints.published(first)


def test_a_new_witness_alone_takes_back_nothing_that_was_witnessed() -> None:
    """The agent alone signed one entry; the gazette, new on the list, begins with two: one is witnessed still."""
    here = union()
    other = SigningKey(bytes([8]) * 32)
    agent = verifier_key("agent.example", KeyKind.COSIGNATURE, other)
    for minute, (vkey, key) in enumerate(((agent, other), (WITNESS, WITNESS_KEY))):
        entered(here, minutes=minute)
        row = checkpoints.publish(here, LOG_KEY, MORNING)
        sent = notes.cosign(notes.read_checkpoint(bytes(row.note)), key, vkey.name, TIME)
        checkpoints.cosign(row, notes.checkpoint_bytes(sent), str(vkey), MORNING)
        witnesses.add(here, vkey, MORNING)
    assert checkpoints.vouched(here) == Vouched(1, frozenset({str(agent)}))
    told = checkpoints.published_witnessed(here, 3)
    assert told is not None
    assert notes.read_checkpoint(told).size == 1


def test_a_witness_s_cosignature_is_given_out_under_the_checkpoint() -> None:
    here = union()
    entered(here)
    row = checkpoints.publish(here, LOG_KEY, MORNING)
    sent = notes.cosign(notes.read_checkpoint(bytes(row.note)), WITNESS_KEY, WITNESS.name, TIME)

    checkpoints.cosign(row, notes.checkpoint_bytes(sent), str(WITNESS), MORNING)

    told = notes.read_checkpoint(checkpoints.published(row))
    assert check_note(told.note, WITNESS) == TIME
    check_note(told.note, verifier_key(here.origin, KeyKind.ED25519, LOG_KEY))


def test_a_cosignature_of_another_checkpoint_is_turned_back() -> None:
    here = union()
    entered(here)
    first = checkpoints.publish(here, LOG_KEY, MORNING)
    entered(here, minutes=1)
    second = checkpoints.publish(here, LOG_KEY, MORNING)
    sent = notes.cosign(notes.read_checkpoint(bytes(first.note)), WITNESS_KEY, WITNESS.name, TIME)

    with pytest.raises(ValueError, match="another checkpoint"):
        checkpoints.cosign(second, notes.checkpoint_bytes(sent), str(WITNESS), MORNING)


def test_a_note_that_the_witness_did_not_sign_is_turned_back() -> None:
    here = union()
    entered(here)
    row = checkpoints.publish(here, LOG_KEY, MORNING)

    with pytest.raises(ValueError, match="bears no signature of gazette"):
        checkpoints.cosign(row, bytes(row.note), str(WITNESS), MORNING)


def test_the_log_cannot_be_its_own_witness() -> None:
    here = union()
    entered(here)
    row = checkpoints.publish(here, LOG_KEY, MORNING)
    own = verifier_key(here.origin, KeyKind.ED25519, LOG_KEY)

    with pytest.raises(ValueError, match="is not a witness's key"):
        checkpoints.cosign(row, bytes(row.note), str(own), MORNING)


def test_the_next_checkpoint_reads_only_the_entries_that_came_since(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    here = union()
    for minute in range(7):
        entered(here, minutes=minute)
    checkpoints.publish(here, LOG_KEY, MORNING)
    entered(here, minutes=8)
    asked: list[int] = []
    all_leaves = checkpoints.leaves

    def leaves(organisation: Organisation, since: int = 0) -> Iterator[bytes]:
        asked.append(since)
        return all_leaves(organisation, since)

    monkeypatch.setattr(checkpoints, "leaves", leaves)
    row = checkpoints.publish(here, LOG_KEY, MORNING)
    assert asked == [7]
    assert (row.size, bytes(row.root)) == (8, log_of(here).root)


@pytest.mark.parametrize("size", range(1, 18))
def test_a_log_that_grows_one_by_one_has_the_root_over_all_its_leaves(size: int) -> None:
    here = union()
    for minute in range(size):
        entered(here, minutes=minute)
        row = checkpoints.publish(here, LOG_KEY, MORNING)
    assert bytes(row.root) == log_of(here).root
    assert len(bytes(row.peaks)) == 32 * size.bit_count()


@pytest.mark.parametrize("peaks", [None, b"", b"x" * 31, b"x" * 32, b"x" * 64, b"x" * 96])
def test_peaks_that_do_not_lead_to_the_signed_root_are_not_believed(peaks: bytes | None) -> None:
    here = union()
    for minute in range(3):
        entered(here, minutes=minute)
    last = checkpoints.publish(here, LOG_KEY, MORNING)
    last.peaks = peaks
    tree = checkpoints._grown(here, last)
    assert (tree.size, tree.root()) == (3, log_of(here).root)
