"""A receipt is the log's promise about one tracker in one election, and can be taken for nothing else."""

import pytest
from nacl.signing import SigningKey

from hustings.record.checkpoints import checkpoint_bytes, make_checkpoint, read_checkpoint
from hustings.record.log import Log
from hustings.record.notes import KeyKind, note_bytes, sign_note, verifier_key
from hustings.record.receipts import (
    check_receipt,
    make_receipt,
    read_receipt,
    receipt_bytes,
    receipt_text,
)

KEY, ORIGIN = SigningKey(bytes(32)), "commonweal.example/log"
ELECTION, TRACKER = "1Northmoor2Ba11ot", "tracker" * 6 + "A"


def test_a_receipt_comes_back_as_it_was_made_and_its_signature_holds() -> None:
    made = make_receipt(ELECTION, TRACKER, KEY, ORIGIN)
    read = read_receipt(receipt_bytes(made))
    assert read == made
    check_receipt(read, verifier_key(ORIGIN, KeyKind.ED25519, KEY))


def test_another_logs_promise_is_none() -> None:
    made = make_receipt(ELECTION, TRACKER, SigningKey(bytes([1] * 32)), ORIGIN)
    with pytest.raises(ValueError, match="no signature"):
        check_receipt(made, verifier_key(ORIGIN, KeyKind.ED25519, KEY))


def test_a_tracker_that_was_changed_breaks_the_promise() -> None:
    data = receipt_bytes(make_receipt(ELECTION, TRACKER, KEY, ORIGIN))
    changed = read_receipt(data.replace(TRACKER.encode(), b"B" + TRACKER[1:].encode()))
    with pytest.raises(ValueError, match="does not hold"):
        check_receipt(changed, verifier_key(ORIGIN, KeyKind.ED25519, KEY))


@pytest.mark.parametrize(
    ("election", "tracker"),
    [
        ("", TRACKER),
        ("0" * 20, TRACKER),
        (ELECTION, ""),
        (ELECTION, TRACKER[1:]),
        (ELECTION, "\n" * 43),
    ],
)
def test_what_names_no_election_or_ballot_is_not_promised(election: str, tracker: str) -> None:
    with pytest.raises(ValueError, match="does not name|is not a tracker"):
        receipt_text(election, tracker)


def test_a_checkpoint_is_no_receipt_and_a_receipt_no_checkpoint() -> None:
    """Both are three lines under one key; neither can be passed off as the other."""
    checkpoint = make_checkpoint(Log(()), ORIGIN, KEY)
    with pytest.raises(ValueError, match="no receipt"):
        read_receipt(checkpoint_bytes(checkpoint))
    with pytest.raises(ValueError, match="size"):
        read_checkpoint(receipt_bytes(make_receipt(ELECTION, TRACKER, KEY, ORIGIN)))


def test_lines_more_or_fewer_are_refused() -> None:
    more = sign_note(receipt_text(ELECTION, TRACKER) + "and a fourth\n", KEY, ORIGIN)
    with pytest.raises(ValueError, match="no receipt"):
        read_receipt(note_bytes(more))
