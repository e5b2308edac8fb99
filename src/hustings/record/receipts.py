"""A voter's receipt: the log's signed promise that a ballot, named by its tracker, is in the box."""

import re
from dataclasses import dataclass

from nacl.signing import SigningKey

from hustings.record.notes import Note, VerifierKey, check_note, note_bytes, read_note, sign_note

FORMAT = "hustings/receipt/v1"
_UUID = re.compile(r"[1-9A-HJ-NP-Za-km-z]{14,50}")
_TRACKER = re.compile(r"[A-Za-z0-9+/]{43}")


@dataclass(frozen=True, slots=True)
class Receipt:
    """Election and tracker as the note names them. It proves that a ballot is in the box, never what it says."""

    election: str
    tracker: str
    note: Note


def receipt_text(election: str, tracker: str) -> str:
    """The three lines that the log signs; a checkpoint has a number where the election stands here."""
    if _UUID.fullmatch(election) is None:
        raise ValueError(f"{election[:60]!r} does not name an election")
    if _TRACKER.fullmatch(tracker) is None:
        raise ValueError(f"{tracker[:60]!r} is not a tracker of 43 characters")
    return f"{FORMAT}\n{election}\n{tracker}\n"


def make_receipt(election: str, tracker: str, key: SigningKey, origin: str) -> Receipt:
    """Promise, with the log's own key, that this ballot is in the box. ``origin`` is the name of the key."""
    return Receipt(election, tracker, sign_note(receipt_text(election, tracker), key, origin))


def receipt_bytes(receipt: Receipt) -> bytes:
    """The receipt as the voter keeps it."""
    return note_bytes(receipt.note)


def read_receipt(data: bytes) -> Receipt:
    """Read a receipt strictly; ``ValueError`` says what is wrong with anything else."""
    note = read_note(data)
    lines = note.text[:-1].split("\n")
    if len(lines) != 3 or lines[0] != FORMAT:
        raise ValueError(f"this is no receipt; one begins with {FORMAT}, an election and a tracker")
    if note.text != receipt_text(lines[1], lines[2]):
        raise ValueError("the receipt could be written in another way")
    return Receipt(lines[1], lines[2], note)


def check_receipt(receipt: Receipt, key: VerifierKey) -> None:
    """Check that the log of ``key`` made this promise; ``ValueError`` if it did not."""
    check_note(receipt.note, key)
