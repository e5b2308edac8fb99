"""Statements that wait for signatures, as those who are asked to sign see them; nobody else sees them at all."""

from dataclasses import dataclass
from datetime import datetime

from hustings.conduct.drafting import entry_of_draft, message_of_draft
from hustings.conduct.reading import NoSuchSeat, read_seat, seat_name
from hustings.conduct.saying import names_of
from hustings.proceedings.entry import Entry
from hustings.record.entries import ORGANISATION, Statement, read_statement, statement_bytes
from hustings.record.organisation import OrganisationSays, read_organisation
from hustings.store.models import Draft, Organisation, Person
from hustings.store.models.drafts import DraftSignatory


@dataclass(frozen=True, slots=True)
class Awaited:
    """One person who is asked to sign, and what they did."""

    person: str
    name: str
    role: str
    key: str
    signed_at: datetime | None
    refused_at: datetime | None
    refused_because: str


@dataclass(frozen=True, slots=True)
class Awaiting:
    """A statement, whole: what it says, the bytes to sign, who signs, until when, and what became of it."""

    reference: str
    proceeding: str
    says: Entry | OrganisationSays
    statement: Statement
    text: str
    message: bytes
    signatories: tuple[Awaited, ...]
    made_at: datetime
    expires_at: datetime
    stage: str
    entered_as: int | None
    names: dict[str, str]
    seat: str = ""

    @property
    def about_organisation(self) -> bool:
        """Whether it speaks about the organisation itself, and not about a seat."""
        return self.proceeding == ORGANISATION


def awaiting(organisation: Organisation, reference: str, person: str) -> Awaiting | None:
    """The statement with this reference, if ``person`` is one of those who are asked to sign it."""
    draft = Draft.objects.filter(
        organisation=organisation, reference=reference, signatories__person=person
    ).first()
    return None if draft is None else awaiting_of(draft)


def awaiting_of(draft: Draft) -> Awaiting:
    """A draft as its signers see it."""
    statement = read_statement(bytes(draft.statement))
    text = statement_bytes(statement).decode()
    names = _names(draft, text)
    says = (
        read_organisation(statement.kind, statement.body)
        if statement.proceeding == ORGANISATION
        else entry_of_draft(draft)
    )
    return Awaiting(
        reference=draft.reference,
        proceeding=draft.proceeding,
        says=says,
        statement=statement,
        text=text,
        message=message_of_draft(draft),
        signatories=tuple(_awaited(one, names) for one in draft.signatories.all()),
        made_at=draft.made_at,
        expires_at=draft.expires_at,
        stage=draft.stage,
        entered_as=draft.entered_as,
        names=names,
        seat=seat_name(draft.organisation, draft.proceeding) or getattr(says, "seat", ""),
    )


def _names(draft: Draft, text: str) -> dict[str, str]:
    """The public names of the seat, and the names of those whom the statement mentions."""
    try:
        seat = read_seat(draft.organisation, draft.proceeding)
        public = names_of(seat)
    except NoSuchSeat:
        public = {}
    known = Person.objects.filter(organisation=draft.organisation)
    return public | {one.reference: str(one) for one in known if f'"{one.reference}"' in text}


def _awaited(one: DraftSignatory, names: dict[str, str]) -> Awaited:
    return Awaited(
        person=one.person,
        name=names.get(one.person, one.person),
        role=one.role,
        key=one.key,
        signed_at=one.signed_at,
        refused_at=one.refused_at,
        refused_because=one.refused_because,
    )
