"""What the verifier will ask of an entry, asked before it stands: nothing enters that it would not accept."""

from hustings.kernel.refusals import CheckFailed
from hustings.proceedings.codec import from_record
from hustings.proceedings.entry import Entry, Given
from hustings.proceedings.opening import ProceedingOpened
from hustings.proceedings.replay import replay_one
from hustings.proceedings.signatures import signatures_needed
from hustings.proceedings.values import Actor, Role
from hustings.record.bundle import LONGEST_LINE
from hustings.record.entries import Entry as RecordEntry
from hustings.record.entries import Signatory, entry_bytes
from hustings.record.keys import (
    KeyRegister,
    Registration,
    check_requirements,
    check_signatures,
    signers_of,
)
from hustings.record.openings import Opening, opening_bytes


class WouldNotVerify(Exception):
    """The verifier would fail this entry; the message says why, and nothing is entered."""


def check_before_it_stands(
    register: KeyRegister,
    record: RecordEntry,
    given: Given,
    said_since: tuple[RecordEntry, ...] = (),
    openings: tuple[Opening, ...] = (),
) -> None:
    """Checks 2.1, 2.6, 5.3 to 5.5, 6.1, 7.5, 8.1 and 8.2 on one entry; ``WouldNotVerify`` for the first that fails.

    ``said_since`` are the entries of its proceeding from where its statement had seen the log: the
    only ones that could be the same statement. The replay holds none of the openings, as a stranger
    may not: a decision that needs one would not stand after an erasure.
    """
    size = max([len(entry_bytes(record)), *(len(opening_bytes(one)) for one in openings)])
    if size > LONGEST_LINE:
        raise WouldNotVerify(f"it takes {size:,} bytes, and {LONGEST_LINE:,} is the most")
    if any(earlier.statement == record.statement for earlier in said_since):
        raise WouldNotVerify("this very statement stands in the record already")
    try:
        signers = signers_of(register, record)
        check_signatures(register, record)
        entry = _as_strangers_read_it(record)
        _check_adopted(register, entry)
        check_requirements(signatures_needed(entry, given), record.statement, signers)
        replay_one(given.state, entry, given.rulebook, given.now)
    except (ValueError, CheckFailed) as failed:
        raise WouldNotVerify(str(failed)) from failed


def speaks_for(registration: Registration | None, signatory: Signatory, unit: object) -> bool:
    """Whether a key that stands in the register speaks for this person in this role, about this unit."""
    return (
        registration is not None
        and not registration.revoked
        and registration.person == signatory.person
        and registration.speaks_as(signatory.role, unit)
    )


def _as_strangers_read_it(record: RecordEntry) -> Entry:
    statement = record.statement
    by = tuple(Actor(who.person, Role(who.role)) for who in statement.by)
    return from_record(statement.kind, statement.body, frozenset(statement.commitments), {}, by)


def _check_adopted(register: KeyRegister, entry: Entry) -> None:
    if not isinstance(entry, ProceedingOpened):
        return
    adopted = register.rulebooks.get(entry.rulebook)
    if adopted is None or adopted.digest != entry.rulebook_digest:
        raise ValueError(f"{entry.rulebook} has not been adopted with this text")
