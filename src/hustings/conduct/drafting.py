"""Statements that wait for signatures: kept as their first signer made them, shown whole to whoever signs."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from hustings.conduct import clock
from hustings.conduct.entering import entry_in
from hustings.proceedings.entry import Entry
from hustings.proceedings.values import Actor, Withheld
from hustings.record.entries import Signatory, Statement, read_statement, statement_bytes
from hustings.record.openings import Opening, opening_bytes, read_opening
from hustings.record.signing import message_of
from hustings.store.models import Draft, DraftSignatory, Organisation
from hustings.store.models.drafts import DraftStage

SIGN_WITHIN = timedelta(days=7)
"""How long a statement waits for its last signature before it has to be made again."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A statement that waits for signatures; the pages know it by its reference."""

    reference: str
    unsigned: tuple[Signatory, ...]


def keep_draft(
    organisation: Organisation,
    statement: Statement,
    openings: tuple[Opening, ...],
    signing: tuple[Actor, ...],
    at: datetime,
) -> Waiting:
    """Keep a statement until those in ``signing`` have signed it."""
    with transaction.atomic():
        draft = Draft.objects.create(
            organisation=organisation,
            reference=secrets.token_urlsafe(12),
            proceeding=statement.proceeding,
            kind=statement.kind,
            statement=statement_bytes(statement),
            openings=b"\n".join(opening_bytes(one) for one in openings),
            made_at=at,
            expires_at=at + SIGN_WITHIN,
        )
        DraftSignatory.objects.bulk_create(
            DraftSignatory(draft=draft, person=actor.person, role=actor.role.value)
            for actor in signing
        )
    waiting = tuple(Signatory(actor.person, actor.role.value) for actor in signing)
    return Waiting(draft.reference, waiting)


def waiting_for(
    organisation: Organisation, person: str, now: datetime | None = None
) -> list[Draft]:
    """The statements that wait for this person's signature, the most urgent first."""
    return list(
        Draft.objects.filter(
            organisation=organisation,
            stage=DraftStage.WAITING,
            expires_at__gt=now or clock.now(),
            signatories__person=person,
            signatories__signed_at=None,
            signatories__refused_at=None,
        ).order_by("expires_at")
    )


def entry_of_draft(draft: Draft) -> Entry:
    """What a waiting statement says, for the page on which it is signed; the signer sees all of it."""
    statement = read_statement(bytes(draft.statement))
    opened = {
        o.field: Withheld(o.value, o.visibility)
        for o in map(read_opening, bytes(draft.openings).splitlines())
    }
    return entry_in(statement, opened)


def message_of_draft(draft: Draft) -> bytes:
    """The exact bytes that each person signs."""
    return message_of(read_statement(bytes(draft.statement)))
