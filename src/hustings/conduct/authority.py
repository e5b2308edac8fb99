"""What officers say about the organisation itself, signed: keys registered and revoked, rulebooks adopted."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q

from hustings.conduct import clock, founding, rulebooks, witness_list
from hustings.conduct.drafting import SIGN_WITHIN, Waiting
from hustings.conduct.persons import enter_person, grant, registration, revocation
from hustings.conduct.roles import Role
from hustings.conduct.sealing import after_entry
from hustings.kernel.refusals import Refused
from hustings.record.entries import ORGANISATION, Signatory, Signature, Statement, statement_bytes
from hustings.record.organisation import (
    KeyRegistered,
    KeyRevoked,
    RulebookAdopted,
    WitnessListed,
    WitnessRetired,
    read_organisation,
)
from hustings.rulebooks.loader import Rulebook
from hustings.store.log import ClockWentBack, PositionTaken
from hustings.store.models import (
    Draft,
    DraftSignatory,
    LogEntry,
    Organisation,
    Person,
    PublicKey,
    RoleGrant,
    Unit,
)
from hustings.store.models.persons import KeyState

MAY_SAY = (Role.OFFICE, Role.GOVERNING_BODY)
"""In which roles somebody speaks for the organisation itself."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A person with the roles that they have now and every key that they have asked for."""

    person: Person
    grants: tuple[RoleGrant, ...]
    keys: tuple[PublicKey, ...]


def standings(organisation: Organisation, reference: str | None = None) -> list[Standing]:
    """Everybody who has a role or a key (or one person, whoever it is) with roles and keys, by name."""
    found = Person.objects.filter(organisation=organisation)
    if reference is not None:
        found = found.filter(reference=reference)
    else:
        found = found.filter(Q(grants__isnull=False) | Q(keys__isnull=False)).distinct()
    now = clock.now()
    return [
        Standing(
            one,
            tuple(g for g in one.grants.all() if g.until is None or g.until > now),
            tuple(one.keys.all()),
        )
        for one in found.prefetch_related("grants__unit", "keys")
    ]


def new_person(
    organisation: Organisation, given_name: str, family_name: str, email: str
) -> Person | Refused:
    """Enter somebody who acts; one address is one person's."""
    try:
        with transaction.atomic():
            return enter_person(organisation, given_name, family_name, email)
    except IntegrityError:
        return Refused("address-known", "", "Somebody with this e-mail address is known already.")


def grant_role(
    organisation: Organisation, reference: str, role: Role, unit: str, proceeding: str
) -> Refused | None:
    """Give a known person a role from now on, for one unit or one proceeding where these are named."""
    person = Person.objects.filter(organisation=organisation, reference=reference).first()
    if person is None:
        return Refused("nobody", "", "The organisation knows nobody by this reference.")
    no = _without_its_place(role, unit, proceeding)
    if no is not None:
        return no
    place = Unit.objects.filter(organisation=organisation, reference=unit).first() if unit else None
    if unit and place is None:
        return Refused("no-such-unit", "", "There is no such unit on the list.")
    now = clock.now()
    same = person.grants.filter(role=role.value, unit=place, proceeding=proceeding, until=None)
    if same.exists():
        return Refused("has-role", "", "This person has this role already.")
    grant(person, role, now, unit=place, proceeding=proceeding)
    return None


def _without_its_place(role: Role, unit: str, proceeding: str) -> Refused | None:
    """A secretary of no branch, and a candidate of no seat, could do nothing, or too much."""
    if role in (Role.UNIT_SECRETARY, Role.AFFILIATE_OFFICER) and not unit:
        because = "This role is held for one branch or affiliate: say for which."
        return Refused("for-which-unit", "", because)
    if role in (Role.REPRESENTATIVE, Role.CANDIDATE) and not proceeding:
        return Refused("for-which-seat", "", "This role is held for one seat: say for which.")
    return None


def end_grant(organisation: Organisation, reference: str, grant_id: int) -> bool:
    """End a role now; whether there was one to end."""
    found = RoleGrant.objects.filter(
        pk=grant_id, person__organisation=organisation, person__reference=reference, until=None
    )
    return found.update(until=clock.now()) > 0


# --- saying something, in two steps: written, then signed ---------------------------------------------


def propose(
    organisation: Organisation,
    says: founding.Says,
    by: str,
    role: Role,
) -> Waiting:
    """Keep the statement as it is to be signed; nothing stands before it is."""
    at = clock.now()
    statement = founding.state_of(organisation, says, (Signatory(by, role.value),))
    with transaction.atomic():
        draft = Draft.objects.create(
            organisation=organisation,
            reference=secrets.token_urlsafe(12),
            proceeding=ORGANISATION,
            kind=statement.kind,
            statement=statement_bytes(statement),
            openings=b"",
            made_at=at,
            expires_at=at + SIGN_WITHIN,
        )
        DraftSignatory.objects.create(draft=draft, person=by, role=role.value)
    return Waiting(draft.reference, (Signatory(by, role.value),))


def propose_registration(
    organisation: Organisation,
    key: str,
    roles: Sequence[str],
    unit: str | None,
    by: str,
    role: Role,
) -> Waiting | Refused:
    """Write the registration of a key for the officer to sign; never of their own."""
    found = PublicKey.objects.filter(key=key, person__organisation=organisation).first()
    if found is None or found.state == KeyState.REVOKED:
        return Refused("no-such-key", "keys", "There is no key here that could be registered.")
    if found.person.reference == by:
        return Refused("own-key", "keys", "Somebody else registers your key, never you yourself.")
    if not roles:
        return Refused("no-role", "keys", "A key is registered for a role; grant the person one.")
    return propose(organisation, registration(found, roles, unit), by, role)


def propose_revocation(
    organisation: Organisation, key: str, by: str, role: Role
) -> Waiting | Refused:
    """Write the end of a key for the officer to sign."""
    found = PublicKey.objects.filter(key=key, person__organisation=organisation).first()
    if found is None or found.state != KeyState.REGISTERED:
        return Refused("no-such-key", "keys", "There is no registered key here to revoke.")
    return propose(organisation, revocation(found), by, role)


def propose_adoption(
    organisation: Organisation, rulebook: Rulebook, by: str, role: Role
) -> Waiting | Refused:
    """Keep a rulebook's files and write its adoption for the officer to sign."""
    known = founding.register_of(organisation).rulebooks.get(rulebook.id)
    if known is not None:
        same = known.digest == rulebook.digest
        return Refused(
            "adopted-already" if same else "another-text",
            "the record",
            "This very rulebook has been adopted already."
            if same
            else f"{rulebook.id} was adopted with another text; an amendment has a new id.",
        )
    rulebooks.keep(rulebook)
    return propose(organisation, RulebookAdopted.of(rulebook), by, role)


def adopted_digests(organisation: Organisation) -> list[str]:
    """The digests of every rulebook that the organisation has adopted, in order."""
    return [one.digest for one in founding.register_of(organisation).rulebooks.values()]


def enter_signed(
    organisation: Organisation,
    statement: Statement,
    signatures: Sequence[Signature],
    at: datetime,
) -> LogEntry | Refused:
    """Enter a signed statement about the organisation and let it take effect, both or neither."""
    try:
        with transaction.atomic():
            row = founding.enter(organisation, statement, signatures, at)
            _take_effect(organisation, statement, at)
            return row
    except (ValueError, ClockWentBack, PositionTaken, IntegrityError) as wrong:
        because = str(wrong)
        return Refused("not-accepted", "the record", f"{because[:1].upper()}{because[1:]}.")


def _take_effect(organisation: Organisation, statement: Statement, at: datetime) -> None:
    """A registered key signs from now on, a revoked one no more; a listed witness is heard, a retired one no more."""
    says = read_organisation(statement.kind, statement.body)
    key = PublicKey.objects.filter(key=str(statement.body.get("key", "")))
    match says:
        case KeyRegistered():
            by = Person.objects.filter(reference=statement.by[0].person).first()
            key.update(state=KeyState.REGISTERED, registered_at=at, registered_by=by)
        case KeyRevoked():
            key.update(state=KeyState.REVOKED, revoked_at=at)
        case WitnessListed() | WitnessRetired():
            witness_list.follow(organisation, says, at)
            after_entry(organisation, at)
        case _:
            return


def looks_alike(organisation: Organisation, key: str, by: str) -> list[tuple[str, bool]]:
    """Whose registered keys this one should not be mistaken for: (their name, whether it is the same name).

    Those of the same name; and those who tell beside this person and whose key ``by`` registered: two
    tellers are two persons only as far as whoever registered both keys is believed.
    """
    asked = PublicKey.objects.filter(key=key, person__organisation=organisation).first()
    if asked is None:
        return []
    registered = PublicKey.objects.filter(
        person__organisation=organisation, state=KeyState.REGISTERED
    ).exclude(person=asked.person)
    same = registered.filter(
        person__given_name__iexact=asked.person.given_name.strip(),
        person__family_name__iexact=asked.person.family_name.strip(),
    )
    tells = RoleGrant.objects.filter(
        person=asked.person, role__in=[Role.TELLER.value, Role.SCRUTINEER.value], until=None
    )
    beside = Q(pk__in=())
    for one in tells:
        beside |= Q(
            person__grants__role__in=[Role.TELLER.value, Role.SCRUTINEER.value],
            person__grants__until=None,
            person__grants__unit=one.unit_id,
            person__grants__proceeding=one.proceeding,
        )
    mine = registered.filter(beside, registered_by__reference=by)
    names = {one.person_id: (str(one.person), False) for one in mine.select_related("person")}
    names |= {one.person_id: (str(one.person), True) for one in same.select_related("person")}
    return sorted(names.values())
