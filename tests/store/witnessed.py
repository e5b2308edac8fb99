"""A small log with checkpoints, witnesses who look at it, and a database administrator who rewrites it."""

from datetime import datetime, timedelta

from nacl.signing import SigningKey

from hustings.conduct.witness_list import follow
from hustings.conduct.witnessing import Taken, continuation_after, hand_in
from hustings.kernel.merkle import leaf_hash
from hustings.kernel.refusals import Refused
from hustings.record.checkpoints import checkpoint_bytes, cosign
from hustings.record.notes import KeyKind, VerifierKey, read_verifier_key, verifier_key
from hustings.record.organisation import WitnessListed, WitnessRetired
from hustings.record.witnessing import Seen, check_continues, read_continuation
from hustings.store import checkpoints
from hustings.store.log import log_of
from hustings.store.models import Checkpoint, Cosignature, LogEntry, Organisation
from tests.record.making import key
from tests.store.making import LOG_KEY, MORNING, entered, union
from tests.triggers import triggers_lifted

AGENT, GAZETTE = "agent.example", "gazette.example"


def key_of(name: str) -> SigningKey:
    """The key of a witness of these tests."""
    return key(f"the witness {name}")


def vkey_of(name: str) -> VerifierKey:
    """The same as it is listed."""
    return verifier_key(name, KeyKind.COSIGNATURE, key_of(name))


def logged(entries: int) -> Organisation:
    """A union whose log has so many entries and a checkpoint."""
    here = union()
    grow(here, entries)
    return here


def grow(here: Organisation, entries: int, at: datetime = MORNING) -> None:
    """So many entries more, and a checkpoint over all of them."""
    size = LogEntry.objects.count()
    for minute in range(size, size + entries):
        entered(here, minutes=minute)
    checkpoints.publish(here, LOG_KEY, at)


def listed(here: Organisation, *names: str) -> None:
    """Witnesses whom the record lists, as the site follows it; these small logs have no founding that could say so."""
    for name in names:
        follow(here, WitnessListed(vkey_of(name)), MORNING)


def retired(here: Organisation, name: str) -> None:
    """The same of one that is retired."""
    mine = here.witnesses.get(name=name, retired_at=None)
    follow(here, WitnessRetired(read_verifier_key(mine.key)), MORNING)


def signed(here: Organisation, name: str, old: int = 0, at: datetime = MORNING) -> bytes:
    """What this witness hands in after it was shown what follows ``old`` entries."""
    own = verifier_key(here.origin, KeyKind.ED25519, LOG_KEY)
    seen = Seen(old, log_of(here).root_at(old))
    shown = check_continues(seen, read_continuation(continuation_after(here, old)), own)
    return checkpoint_bytes(cosign(shown, key_of(name), name, int(at.timestamp())))


def looked(here: Organisation, name: str, old: int = 0) -> Taken | Refused:
    """A witness who saw ``old`` entries looks and hands in."""
    return hand_in(here, signed(here, name, old), MORNING + timedelta(seconds=1))


def rewritten(here: Organisation, position: int) -> None:
    """Somebody who has the database and the log's key puts another entry in, and signs the log anew."""
    with triggers_lifted():
        _forget_checkpoints()
        LogEntry.objects.filter(position=position).update(leaf_hash=leaf_hash(b"another entry"))
    checkpoints.publish(here, LOG_KEY, MORNING)


def cut_back(here: Organisation, size: int) -> None:
    """A backup is put back, or the last entries are taken out."""
    with triggers_lifted():
        _forget_checkpoints()
        LogEntry.objects.filter(position__gte=size).delete()
    checkpoints.publish(here, LOG_KEY, MORNING)


def _forget_checkpoints() -> None:
    Cosignature.objects.all().delete()
    Checkpoint.objects.all().delete()
