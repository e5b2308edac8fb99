"""Which trustees have proved all their factors together, and the file of their proofs that goes beside the archive."""

from hustings.ballots.secret.archive import EventType, read_event
from hustings.ballots.secret.messages.spelling import Reader
from hustings.ballots.secret.messages.tallying import read_owned
from hustings.conduct.sound_ballots import election_of
from hustings.store import boxes
from hustings.store.factors import proofs_of, who_proved
from hustings.store.models import Box


def unproved(box: Box) -> tuple[int, ...]:
    """The trustees who have decrypted and given no proof over all their factors."""
    return tuple(sorted(_decrypted(box) - who_proved(box)))


def in_doubt(box: Box) -> tuple[int, ...]:
    """Whose proof should come before the result is signed: rows hold no ranking, and they may have spoilt them."""
    found = boxes.checked_result(box)
    return unproved(box) if found is None or found.foreign else ()


def has_proofs(box: Box) -> bool:
    """Whether there is a file of proofs to give out."""
    return bool(who_proved(box))


def proofs_file(box: Box) -> bytes:
    """The file, as `hustings verify` reads it beside the archive."""
    return proofs_of(box)


def _decrypted(box: Box) -> set[int]:
    reader, found = Reader(election_of(box).group), set[int]()
    for record in boxes.events_of(box):
        event = read_event(record.body)
        if event.type is EventType.PARTIAL_DECRYPTION:
            found.add(read_owned(reader, boxes.body_of(box, event.payload or "")).owner)
        elif event.type is not EventType.RESULT:
            break
    return found
