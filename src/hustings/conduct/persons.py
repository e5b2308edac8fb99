"""Persons, their roles and their keys, from the store: who may sign in, act and sign."""

import secrets
from base64 import b32encode
from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q
from nacl.signing import SigningKey

from hustings.conduct import clock, founding
from hustings.conduct.keys import KeyState, PersonKey, key_id
from hustings.conduct.roles import Person, Role
from hustings.kernel.refusals import Refused
from hustings.proceedings.opening import ProceedingOpened
from hustings.record.entries import Signatory, Signature
from hustings.record.organisation import KeyRegistered, KeyRevoked
from hustings.record.signing import sign as sign_statement
from hustings.store import models


def new_reference() -> str:
    """A reference that tells nothing: ``p-`` and sixty random bits."""
    return "p-" + b32encode(secrets.token_bytes(8)).decode().lower()[:12]


def enter_person(
    organisation: models.Organisation,
    given_name: str,
    family_name: str,
    email: str = "",
    member: models.Member | None = None,
) -> models.Person:
    """A person who acts, known to the record by a new reference."""
    return models.Person.objects.create(
        organisation=organisation,
        reference=new_reference(),
        given_name=given_name,
        family_name=family_name,
        email=email,
        member=member,
    )


def grant(
    person: models.Person,
    role: Role,
    since: datetime,
    *,
    unit: models.Unit | None = None,
    proceeding: str = "",
) -> None:
    """Give a person a role from ``since`` on, everywhere, for one unit or for one proceeding."""
    models.RoleGrant.objects.create(
        person=person, role=role.value, unit=unit, proceeding=proceeding, since=since
    )


def seat_holder(organisation: models.Organisation, opened: ProceedingOpened, at: datetime) -> None:
    """Whom the opening names as holding the seat answers its letter: the role follows from the entry."""
    person = models.Person.objects.filter(
        organisation=organisation, reference=opened.representative
    ).first()
    if person is None:
        return
    held = models.RoleGrant.objects.filter(
        person=person,
        role=Role.REPRESENTATIVE.value,
        proceeding=opened.proceeding,
        until=None,
    )
    if not held.exists():
        grant(person, Role.REPRESENTATIVE, at, proceeding=opened.proceeding)


class StoreDirectory:
    """The directory of the pages, read from the store."""

    def with_address(self, address: str) -> Person | None:
        """The one person whose current e-mail address this is."""
        found = models.Person.objects.filter(email__iexact=address).first() if address else None
        return _as_person(found)

    def person(self, person: str) -> Person | None:
        """The person with this reference."""
        return _as_person(models.Person.objects.filter(reference=person).first())

    def roles_of(self, person: str, proceeding: str | None) -> frozenset[Role]:
        """Granted roles that are in force now; a member of the list is a member."""
        now = clock.now()
        grants = models.RoleGrant.objects.filter(
            Q(until=None) | Q(until__gt=now), person__reference=person, since__lte=now
        )
        if proceeding is not None:
            grants = grants.filter(proceeding__in=["", proceeding])
        roles = {Role(role) for role in grants.values_list("role", flat=True)}
        if models.Person.objects.filter(reference=person, member__isnull=False).exists():
            roles.add(Role.MEMBER)
        return frozenset(roles)


def units_of(person: str, role: Role, proceeding: str | None = None) -> frozenset[str]:
    """The units for which a person has a role now, by their references."""
    now = clock.now()
    grants = models.RoleGrant.objects.filter(
        Q(until=None) | Q(until__gt=now),
        person__reference=person,
        role=role.value,
        since__lte=now,
        unit__isnull=False,
    )
    if proceeding is not None:
        grants = grants.filter(proceeding__in=["", proceeding])
    return frozenset(grants.values_list("unit__reference", flat=True))


def persons_with(
    role: Role, *, unit: str | None = None, proceeding: str | None = None
) -> list[models.Person]:
    """Everybody who has a role now, for one unit or proceeding where these are given."""
    now = clock.now()
    grants = models.RoleGrant.objects.filter(
        Q(until=None) | Q(until__gt=now), role=role.value, since__lte=now
    )
    if unit is not None:
        grants = grants.filter(unit__reference=unit)
    if proceeding is not None:
        grants = grants.filter(proceeding__in=["", proceeding])
    return list(models.Person.objects.filter(grants__in=grants).distinct())


def _as_person(found: models.Person | None) -> Person | None:
    return None if found is None else Person(found.reference, str(found))


class StoreKeyring:
    """The keys of the pages, kept in the store; a key signs once an authority has registered it."""

    def keys_of(self, person: str) -> tuple[PersonKey, ...]:
        """Every key that the person has asked for, newest first."""
        found = models.PublicKey.objects.filter(person__reference=person).order_by("-requested_at")
        return tuple(PersonKey(one.key, _STATES[one.state], _since(one)) for one in found)

    def request(self, person: str, public_key: bytes, at: datetime) -> PersonKey | Refused:
        """Note that a person asks to sign with this key."""
        owner = models.Person.objects.filter(reference=person).first()
        if owner is None:
            return Refused("nobody", "keys", "The organisation knows nobody by this reference.")
        key = key_id(public_key)
        if models.PublicKey.objects.filter(key=key).exists():
            return Refused("key-known", "keys", "This key has been asked for before.")
        made = models.PublicKey.objects.create(
            person=owner, key=key, public=public_key, requested_at=at
        )
        return PersonKey(made.key, KeyState.REQUESTED, made.requested_at)


_STATES = {
    "requested": KeyState.REQUESTED,
    "registered": KeyState.CONFIRMED,
    "revoked": KeyState.WITHDRAWN,
}


def _since(key: models.PublicKey) -> datetime:
    return key.revoked_at or key.registered_at or key.requested_at


def registration(key: models.PublicKey, roles: Sequence[str], unit: str | None) -> KeyRegistered:
    """What an authority signs to register a person's key in roles, for one unit or without that limit."""
    return KeyRegistered(key.person.reference, tuple(roles), bytes(key.public), unit)


def register_key(
    key: models.PublicKey,
    says: KeyRegistered,
    by: models.Person,
    role: Role,
    signatures: Sequence[Signature],
    at: datetime,
) -> Refused | None:
    """Enter a signed registration and let the key sign from now on; nobody registers their own key."""
    if by.pk == key.person.pk:
        return Refused("own-key", "keys", "Somebody else registers your key, never you yourself.")
    organisation = key.person.organisation
    statement = founding.state_of(organisation, says, (Signatory(by.reference, role.value),))
    try:
        founding.enter(organisation, statement, signatures, at)
    except ValueError as wrong:
        return Refused("not-registered", "keys", str(wrong))
    models.PublicKey.objects.filter(pk=key.pk).update(
        state="registered", registered_at=at, registered_by=by
    )
    return None


def register_with(
    key: models.PublicKey,
    roles: Sequence[str],
    unit: str | None,
    by: models.Person,
    signing: SigningKey,
    at: datetime,
) -> Refused | None:
    """Register a key with an authority's key at hand (on the command line, and in the demonstration)."""
    says = registration(key, roles, unit)
    statement = founding.state_of(
        key.person.organisation, says, (Signatory(by.reference, Role.OFFICE.value),)
    )
    signature = sign_statement(statement, signing)
    return register_key(key, says, by, Role.OFFICE, (signature,), at)


def revocation(key: models.PublicKey) -> KeyRevoked:
    """What is signed to end a key."""
    return KeyRevoked(key.key)
