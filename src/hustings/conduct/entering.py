"""An entry takes its place in the record: checked as a reader will check it, sealed, and told to those it concerns."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from hustings.conduct.accepting import WouldNotVerify, check_before_it_stands
from hustings.conduct.founding import register_of
from hustings.conduct.notifying import notify
from hustings.conduct.reading import NoSuchSeat, read_seat
from hustings.conduct.sealing import after_entry
from hustings.conduct.seats import Placed, Seat
from hustings.conduct.struck_codes import stop_taking_ballots
from hustings.kernel.refusals import Refused
from hustings.proceedings.codec import from_record
from hustings.proceedings.entry import Entry, Given
from hustings.proceedings.online_ballot import CodeStruckOff
from hustings.proceedings.state import Selection
from hustings.proceedings.values import Actor, Role, Visibility, Withheld
from hustings.record.entries import Signature, Statement, read_entry
from hustings.record.openings import Opening
from hustings.record.organisation import OrganisationSays
from hustings.rulebooks.loader import Rulebook
from hustings.store import log
from hustings.store.models import LogEntry, Organisation


@dataclass(frozen=True, slots=True)
class Entered:
    """An entry that now stands in the record."""

    position: int
    number: int
    entry: Entry | OrganisationSays


def seat_for(organisation: Organisation, proceeding: str, rulebook: Rulebook | None) -> Seat:
    """The seat with everything in it; one that is about to be opened where ``rulebook`` is given."""
    try:
        return read_seat(organisation, proceeding, Visibility.SEALED)
    except NoSuchSeat:
        if rulebook is None:
            raise
        size = log.size(organisation)
        return Seat(organisation.slug, proceeding, rulebook, Selection(), (), size)


def enter(
    organisation: Organisation,
    seat: Seat,
    statement: Statement,
    signatures: tuple[Signature, ...],
    openings: tuple[Opening, ...],
    at: datetime,
) -> Entered | Refused:
    """Append a statement with its signatures, check that it verifies, and tell; or say what stands in the way."""
    entry = entry_in(statement, {o.field: Withheld(o.value, o.visibility) for o in openings})
    try:
        with transaction.atomic():
            _take_effect(seat.proceeding, entry, at)
            row = log.append(organisation, statement, signatures, openings, seat.state.entries, at)
            _check(organisation, seat, row, openings, at)
            after_entry(organisation, at)
            notify(organisation, seat, Placed(row.position, row.number, row.at, entry, signatures))
    except _NoEffect as none:
        return none.why
    except log.PositionTaken as taken:
        kinds = ", ".join(entry.statement.kind for entry in taken.meanwhile)
        because = (
            f"While you were writing, somebody else entered: {kinds}. Look at it, then try again."
        )
        return Refused("somebody-was-faster", "the record", because)
    except log.ClockWentBack as back:
        return Refused("clock-went-back", "the record", str(back))
    except WouldNotVerify as why:
        return Refused(
            "would-not-verify",
            "the record",
            f"Nothing was entered, because a reader's check of the record would fail: {why}.",
        )
    return Entered(row.position, row.number, entry)


class _NoEffect(Exception):
    """What the entry would do cannot be done now, so it does not stand either."""

    def __init__(self, why: Refused) -> None:
        super().__init__(why.because)
        self.why = why


def _take_effect(proceeding: str, entry: Entry, at: datetime) -> None:
    """What an entry does besides standing in the record, in the same transaction."""
    if isinstance(entry, CodeStruckOff):
        no = stop_taking_ballots(proceeding, entry, at)
        if no is not None:
            raise _NoEffect(no)


def _check(
    organisation: Organisation,
    seat: Seat,
    row: LogEntry,
    openings: tuple[Opening, ...],
    at: datetime,
) -> None:
    """Under the lock that the append took, so that no key is revoked between the check and the entry."""
    record = read_entry(bytes(row.content))
    given = Given(seat.state, seat.rulebook, at.replace(microsecond=0))
    seen = sum(1 for placed in seat.entries if placed.position < record.statement.after)
    since = log.entries_of(organisation, seat.proceeding, since=seen)
    others = tuple(entry for entry in since if entry.position != row.position)
    check_before_it_stands(register_of(organisation), record, given, others, openings)


def entry_in(statement: Statement, opened: dict[str, Withheld]) -> Entry:
    """What a statement says, with the fields that are opened."""
    by = tuple(Actor(who.person, Role(who.role)) for who in statement.by)
    return from_record(statement.kind, statement.body, frozenset(statement.commitments), opened, by)
