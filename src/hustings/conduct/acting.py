"""Every change goes this way: read, decide, have it signed where it must be, append, notify."""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction

from hustings.conduct import clock
from hustings.conduct.accepting import WouldNotVerify, check_before_it_stands, speaks_for
from hustings.conduct.founding import register_of
from hustings.conduct.notifying import notify
from hustings.conduct.reading import NoSuchSeat, read_seat
from hustings.conduct.sealing import after_entry
from hustings.conduct.seats import Placed, Seat
from hustings.kernel.commitments import SALT_BYTES
from hustings.kernel.refusals import Refused
from hustings.proceedings.codec import from_record, to_record
from hustings.proceedings.deciding import decide
from hustings.proceedings.entry import Entry, Given, command_of
from hustings.proceedings.opening import ProceedingOpened
from hustings.proceedings.signatures import signatures_needed
from hustings.proceedings.state import Selection
from hustings.proceedings.values import Actor, Role, Visibility, Withheld
from hustings.record.entries import (
    ORGANISATION,
    Signatory,
    Signature,
    Statement,
    read_entry,
    read_statement,
    statement_bytes,
)
from hustings.record.openings import Opening, make_commitments, opening_bytes, read_opening
from hustings.record.organisation import OrganisationSays, read_organisation
from hustings.record.signing import message_of, verify_bytes
from hustings.rulebooks.loader import Rulebook
from hustings.store import log
from hustings.store.models import Draft, DraftSignatory, LogEntry, Organisation, PublicKey
from hustings.store.models.drafts import DraftStage
from hustings.store.models.persons import KeyState

SIGN_WITHIN = timedelta(days=7)
"""How long a statement waits for its last signature before it has to be made again."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A statement that waits for signatures; the pages know it by its reference."""

    reference: str
    unsigned: tuple[Signatory, ...]


@dataclass(frozen=True, slots=True)
class Entered:
    """An entry that now stands in the record."""

    position: int
    number: int
    entry: Entry | OrganisationSays


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
    seat = _seat_for(organisation, proceeding, rulebook)
    decided = decide(seat.state, command, seat.rulebook, at)
    if isinstance(decided, Refused):
        return decided
    (entry,) = decided
    statement, openings = _stated(seat, entry)
    signing = _signatories(entry, Given(seat.state, seat.rulebook, at))
    if signing:
        return _draft(organisation, statement, openings, signing, at)
    return _enter(organisation, seat, statement, (), openings, at)


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
    return _entry_in(statement, opened)


def message_of_draft(draft: Draft) -> bytes:
    """The exact bytes that each person signs."""
    return message_of(read_statement(bytes(draft.statement)))


# --- inside -----------------------------------------------------------------------------------------


def _seat_for(organisation: Organisation, proceeding: str, rulebook: Rulebook | None) -> Seat:
    try:
        return read_seat(organisation, proceeding, Visibility.SEALED)
    except NoSuchSeat:
        if rulebook is None:
            raise
        size = log.size(organisation)
        return Seat(organisation.slug, proceeding, rulebook, Selection(), (), size)


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


def _draft(
    organisation: Organisation,
    statement: Statement,
    openings: tuple[Opening, ...],
    signing: tuple[Actor, ...],
    at: datetime,
) -> Waiting:
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
    seat = _seat_for(organisation, statement.proceeding, rulebook)
    opened = {o.field: Withheld(o.value, o.visibility) for o in openings}
    entry = _entry_in(statement, opened)
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
    done = _enter(organisation, seat, statement, signatures, openings, at)
    if isinstance(done, Entered):
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


def _enter(
    organisation: Organisation,
    seat: Seat,
    statement: Statement,
    signatures: tuple[Signature, ...],
    openings: tuple[Opening, ...],
    at: datetime,
) -> Entered | Refused:
    try:
        with transaction.atomic():
            row = log.append(organisation, statement, signatures, openings, seat.state.entries, at)
            _check(organisation, seat, row, openings, at)
            after_entry(organisation, at)
            placed = _placed(row, statement, signatures, openings)
            notify(organisation, seat, placed)
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
    return Entered(row.position, row.number, placed.entry)


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


def _placed(
    row: LogEntry,
    statement: Statement,
    signatures: tuple[Signature, ...],
    openings: tuple[Opening, ...],
) -> Placed:
    opened = {o.field: Withheld(o.value, o.visibility) for o in openings}
    return Placed(row.position, row.number, row.at, _entry_in(statement, opened), signatures)


def _entry_in(statement: Statement, opened: dict[str, Withheld]) -> Entry:
    by = tuple(Actor(who.person, Role(who.role)) for who in statement.by)
    return from_record(statement.kind, statement.body, frozenset(statement.commitments), opened, by)


def _since(seat: Seat, after: int) -> str:
    new = [placed.entry.kind for placed in seat.entries if placed.position >= after]
    return ", ".join(new) or "none in this seat, but time has moved on"
