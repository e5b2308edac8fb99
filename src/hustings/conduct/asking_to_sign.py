"""A statement waits: whoever signs it beside the person who made it is asked by letter."""

from datetime import datetime
from functools import partial

from hustings.conduct import clock
from hustings.conduct.drafting import SIGN_WITHIN, Waiting
from hustings.conduct.letter_words.signing import Asked, asked_to_sign
from hustings.conduct.queueing import HISTORY, keep_notices, letter_before
from hustings.conduct.recipients import persons
from hustings.conduct.seats import Seat
from hustings.proceedings.entry import Entry
from hustings.proceedings.unit_returns import ReturnMade
from hustings.record.entries import read_statement
from hustings.store.models import DraftSignatory, Notice, Organisation, Person

KIND = "SignatureAsked"
"""The kind of such a letter, which no entry has."""


def ask_to_sign(
    organisation: Organisation, seat: Seat, entry: Entry, waiting: Waiting, at: datetime
) -> None:
    """Queue a letter to each signatory but the first, who has the statement open; none for played history."""
    first, *others = (one.person for one in waiting.unsigned)
    if not others or clock.now() - at > HISTORY:
        return
    maker = Person.objects.filter(organisation=organisation, reference=first).first()
    until = _last_moment(seat, entry, at)
    rows: list[Notice] = []
    for reference in others:
        again = _asked_before(organisation, seat, entry, reference, waiting.reference)
        asked = Asked(seat, entry, waiting.reference, str(maker or first), until, again)
        words = partial(asked_to_sign, asked)
        rows += [
            letter_before(organisation, seat, KIND, one, words, at)
            for one in persons(organisation, [reference])
        ]
    keep_notices(organisation, rows)


def _last_moment(seat: Seat, entry: Entry, at: datetime) -> datetime:
    """Until when a signature is of use: a return's is not after returns are due."""
    due = seat.state.step("returns-due") if isinstance(entry, ReturnMade) else None
    lapses = at + SIGN_WITHIN
    return lapses if due is None else min(lapses, due.last)


def _asked_before(
    organisation: Organisation, seat: Seat, entry: Entry, person: str, reference: str
) -> bool:
    """Whether this person was asked to sign such a statement before, about the same unit where it has one."""
    earlier = DraftSignatory.objects.filter(
        person=person, draft__organisation=organisation, draft__proceeding=seat.proceeding,
        draft__kind=entry.kind,
    ).exclude(draft__reference=reference).select_related("draft")  # fmt: skip
    unit = getattr(entry, "unit", None)
    said = (read_statement(bytes(one.draft.statement)).body.get("unit") for one in earlier)
    return any(one == unit for one in said)
