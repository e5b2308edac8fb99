"""Every change goes this way: read, decide, have it signed where it must be, append, notify."""

import secrets
from datetime import datetime

from django.db import transaction

from hustings.conduct import clock
from hustings.conduct.asking_to_sign import ask_to_sign
from hustings.conduct.drafting import Waiting, keep_draft
from hustings.conduct.entering import Entered, enter, seat_for
from hustings.conduct.seats import Seat
from hustings.kernel.commitments import SALT_BYTES
from hustings.kernel.refusals import Refused
from hustings.proceedings.codec import to_record
from hustings.proceedings.deciding import decide
from hustings.proceedings.entry import Entry, Given
from hustings.proceedings.signatures import signatures_needed
from hustings.proceedings.values import Actor
from hustings.record.entries import Signatory, Statement
from hustings.record.openings import Opening, make_commitments
from hustings.rulebooks.loader import Rulebook
from hustings.store.models import Organisation


def act(
    organisation: Organisation,
    proceeding: str,
    command: Entry,
    *,
    rulebook: Rulebook | None = None,
    now: datetime | None = None,
) -> Entered | Waiting | Refused:
    """Carry out a command: entered at once where nobody must sign, otherwise waiting for signatures.

    ``rulebook`` is needed for an opening only; every other command keeps the seat's own.
    """
    at = now or clock.now()
    seat = seat_for(organisation, proceeding, rulebook)
    decided = decide(seat.state, command, seat.rulebook, at)
    if isinstance(decided, Refused):
        return decided
    (entry,) = decided
    statement, openings = _stated(seat, entry)
    signing = _signatories(entry, Given(seat.state, seat.rulebook, at))
    if signing:
        with transaction.atomic():
            waiting = keep_draft(organisation, statement, openings, signing, at)
            ask_to_sign(organisation, seat, entry, waiting, at)
        return waiting
    return enter(organisation, seat, statement, (), openings, at)


def _signatories(entry: Entry, given: Given) -> tuple[Actor, ...]:
    roles = {role for needed in signatures_needed(entry, given) for role in needed.roles}
    signing = {actor.person: actor for actor in reversed(entry.by) if actor.role in roles}
    return tuple(actor for actor in entry.by if signing.get(actor.person) is actor)


def _stated(seat: Seat, entry: Entry) -> tuple[Statement, tuple[Opening, ...]]:
    written = to_record(entry)
    salts = [secrets.token_bytes(SALT_BYTES) for _ in written.withheld]
    values = {path: withheld.value for path, withheld in written.withheld.items()}
    statement = Statement(
        organisation=seat.organisation,
        proceeding=seat.proceeding,
        kind=written.kind,
        body=written.body,
        by=tuple(Signatory(actor.person, actor.role.value) for actor in written.by),
        after=seat.log_size,
        visibility=written.visibility,
        commitments=make_commitments(values, salts),
    )
    openings = tuple(
        Opening(0, path, salt, values[path], written.withheld[path].seen_by)
        for path, salt in zip(sorted(values), salts, strict=True)
    )
    return statement, openings
