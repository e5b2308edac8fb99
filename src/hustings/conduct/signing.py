"""The signatures of a statement that waits: each by the key of the person asked; with the last one it is entered."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from hustings.conduct import clock
from hustings.conduct.accepting import speaks_for
from hustings.conduct.drafting import Waiting
from hustings.conduct.entering import Entered, enter, entry_in, seat_for
from hustings.conduct.founding import register_of
from hustings.conduct.seats import Seat
from hustings.kernel.refusals import Refused
from hustings.proceedings.deciding import decide
from hustings.proceedings.entry import command_of
from hustings.proceedings.opening import ProceedingOpened
from hustings.proceedings.values import Withheld
from hustings.record.entries import (
    ORGANISATION,
    Signatory,
    Signature,
    Statement,
    read_statement,
)
from hustings.record.openings import read_opening
from hustings.record.organisation import read_organisation
from hustings.record.signing import message_of, verify_bytes
from hustings.rulebooks.loader import Rulebook
from hustings.store.models import Draft, Organisation, PublicKey
from hustings.store.models.drafts import DraftStage
from hustings.store.models.persons import KeyState


def sign(
    reference: str, person: str, key: str, value: bytes, *, now: datetime | None = None
) -> Entered | Waiting | Refused:
    """Add a person's signature to a waiting statement; with the last one it enters the record."""
    at = now or clock.now()
    with transaction.atomic():
        draft = Draft.objects.select_for_update().filter(reference=reference).first()
        refusal = _not_to_be_signed(draft, person, at)
        if refusal is not None or draft is None:
            return refusal or _gone()
        statement = read_statement(bytes(draft.statement))
        if not _holds(statement, person, key, value):
            return Refused(
                "signature-does-not-hold",
                "signatures",
                "The signature does not fit the statement, or the key is not registered for you.",
            )
        if not _speaks(draft, statement, person, key):
            return Refused(
                "key-does-not-speak",
                "signatures",
                "Your key is not registered for the role or the unit in which you would sign this.",
            )
        draft.signatories.filter(person=person).update(key=key, value=value, signed_at=at)
        unsigned = tuple(
            Signatory(one.person, one.role) for one in draft.signatories.filter(signed_at=None)
        )
        if unsigned:
            return Waiting(reference, unsigned)
        return _enter_draft(draft, statement, at)


def refuse_to_sign(
    reference: str, person: str, because: str, *, now: datetime | None = None
) -> Refused | None:
    """A person who was asked to sign says no, and why; nothing enters the record."""
    at = now or clock.now()
    with transaction.atomic():
        draft = Draft.objects.select_for_update().filter(reference=reference).first()
        refusal = _not_to_be_signed(draft, person, at)
        if refusal is not None or draft is None:
            return refusal or _gone()
        draft.signatories.filter(person=person).update(refused_at=at, refused_because=because[:500])
        Draft.objects.filter(pk=draft.pk).update(stage=DraftStage.REFUSED)
    return None


def _gone() -> Refused:
    return Refused("no-such-statement", "signatures", "No statement waits under this reference.")


def _not_to_be_signed(draft: Draft | None, person: str, at: datetime) -> Refused | None:
    if draft is None:
        return _gone()
    mine = draft.signatories.filter(person=person).first()
    if mine is None:
        return Refused(
            "not-asked-to-sign", "signatures", "This statement does not ask for your signature."
        )
    if draft.stage != DraftStage.WAITING:
        return Refused(
            "no-longer-waiting",
            "signatures",
            "This statement has been entered, refused or withdrawn.",
        )
    if at >= draft.expires_at:
        return Refused(
            "statement-expired", "signatures", "This statement waited too long; it is made again."
        )
    if mine.signed_at is not None:
        return Refused("signed-already", "signatures", "You have signed this statement already.")
    return None


def _holds(statement: Statement, person: str, key: str, value: bytes) -> bool:
    known = PublicKey.objects.filter(
        key=key, person__reference=person, state=KeyState.REGISTERED
    ).first()
    if known is None:
        return False
    try:
        verify_bytes(bytes(known.public), message_of(statement), value)
    except ValueError:
        return False
    return True


def _speaks(draft: Draft, statement: Statement, person: str, key: str) -> bool:
    """Whether the key speaks in the role in which the person is asked to sign, as the verifier will ask."""
    known, unit = register_of(draft.organisation).keys.get(key), statement.body.get("unit")
    asked = draft.signatories.get(person=person)
    return speaks_for(known, Signatory(person, asked.role), unit)


def _enter_draft(draft: Draft, statement: Statement, at: datetime) -> Entered | Refused:
    organisation = draft.organisation
    openings = tuple(map(read_opening, bytes(draft.openings).splitlines()))
    signatures = tuple(
        Signature(one.key, bytes(one.value)) for one in draft.signatories.exclude(key="")
    )
    if statement.proceeding == ORGANISATION:
        return _enter_about_us(draft, statement, signatures, at)
    rulebook = _rulebook_of_opening(organisation, statement)
    seat = seat_for(organisation, statement.proceeding, rulebook)
    opened = {o.field: Withheld(o.value, o.visibility) for o in openings}
    entry = entry_in(statement, opened)
    decided = decide(seat.state, command_of(entry), seat.rulebook, at)
    if isinstance(decided, Refused):
        Draft.objects.filter(pk=draft.pk).update(stage=DraftStage.WITHDRAWN)
        return replace(
            decided, because=f"Something has changed since this was written. {decided.because}"
        )
    if decided != (entry,):
        Draft.objects.filter(pk=draft.pk).update(stage=DraftStage.WITHDRAWN)
        return Refused(
            "changed-meanwhile",
            "the record",
            f"Since this was written there are new entries: {_since(seat, statement.after)}. Write it again.",
        )
    done = enter(organisation, seat, statement, signatures, openings, at)
    if isinstance(done, Refused):
        Draft.objects.filter(pk=draft.pk).update(stage=DraftStage.WITHDRAWN)
        return done
    Draft.objects.filter(pk=draft.pk).update(stage=DraftStage.ENTERED, entered_as=done.position)
    return done


def _enter_about_us(
    draft: Draft, statement: Statement, signatures: tuple[Signature, ...], at: datetime
) -> Entered | Refused:
    """A statement about the organisation itself is checked against its own register, not a proceeding."""
    from hustings.conduct.authority import enter_signed

    row = enter_signed(draft.organisation, statement, signatures, at)
    if isinstance(row, Refused):
        Draft.objects.filter(pk=draft.pk).update(stage=DraftStage.WITHDRAWN)
        return row
    Draft.objects.filter(pk=draft.pk).update(stage=DraftStage.ENTERED, entered_as=row.position)
    says = read_organisation(statement.kind, statement.body)
    return Entered(row.position, row.number, says)


def _rulebook_of_opening(organisation: Organisation, statement: Statement) -> Rulebook | None:
    from hustings.conduct.rulebooks import adopted

    if statement.kind != ProceedingOpened.__name__:
        return None
    return adopted(organisation.slug, str(statement.body.get("rulebook_digest", "")))


def _since(seat: Seat, after: int) -> str:
    new = [placed.entry.kind for placed in seat.entries if placed.position >= after]
    return ", ".join(new) or "none in this seat, but time has moved on"
