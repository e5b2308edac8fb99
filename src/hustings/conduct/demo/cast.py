"""Who plays: fictional persons with their roles, and keys that a demonstration may hold for them."""

import secrets
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from nacl.signing import SigningKey

from hustings.conduct.demo import places
from hustings.conduct.founding import adopt, enter, found
from hustings.conduct.keys import key_id
from hustings.conduct.persons import enter_person, grant, new_reference, register_with
from hustings.conduct.roles import Role
from hustings.people.eligibility import elector_tests, is_eligible
from hustings.people.fictional import fictional_members
from hustings.people.members import Member
from hustings.record.entries import Signatory
from hustings.record.organisation import Authority
from hustings.record.signing import sign as sign_statement
from hustings.rulebooks.loader import Rulebook
from hustings.store import membership, models

DOMAIN = "commonweal.example"

REPRESENTATIVES = {
    "Northmoor": ("Perpetua", "Lindgarth"),
    "Eastwater": ("Barnaby", "Quillfeather"),
    "Arrowvale": ("Ottoline", "Thistlewick"),
    "Tidewell": ("Evander", "Sandwhistle"),
}
APPLICANTS = {
    "Northmoor": (
        ("Cornelius", "Ambersett"),
        ("Dorothea", "Fernkettle"),
        ("Gideon", "Mosswhistle"),
    ),
    "Eastwater": (),
    "Arrowvale": (("Hyacinth", "Barrowbutton"), ("Lysander", "Copperlight")),
    "Tidewell": (("Philomena", "Cocklebarrow"), ("Ambrose", "Tarnfeather")),
}


@dataclass(slots=True)
class Cast:
    """The organisation and everybody who acts, by a short handle such as ``northmoor/representative``."""

    organisation: models.Organisation
    keys_folder: Path
    rulebook: Rulebook
    persons: dict[str, models.Person] = field(default_factory=dict[str, models.Person])
    keys: dict[str, SigningKey] = field(default_factory=dict[str, SigningKey])

    def reference(self, handle: str) -> str:
        """The person's reference in the record."""
        return self.persons[handle].reference

    def number(self, handle: str) -> str:
        """The membership number of somebody on the list; ``ValueError`` for whoever is not."""
        member = self.persons[handle].member
        if member is None:
            raise ValueError(f"{handle} is on no list of members")
        return member.number

    def key_of(self, reference: str) -> SigningKey:
        """The key of a person known by their reference."""
        return self.keys[reference]

    def enter(
        self, handle: str, given: str, family: str, member: models.Member | None = None
    ) -> models.Person:
        """Somebody new, with an address of the demonstration's own."""
        address = f"{handle.replace('/', '.')}@{DOMAIN}"
        person = enter_person(self.organisation, given, family, address, member)
        self.persons[handle] = person
        return person

    def give_key(self, handle: str, at: datetime) -> models.PublicKey:
        """A key for this person, kept in the demonstration's folder so that a visitor can play them."""
        person, key = self.persons[handle], SigningKey(secrets.token_bytes(32))
        self.keys[person.reference] = key
        place = self.keys_folder / f"{handle.replace('/', '.')}.key"
        place.touch(mode=0o600)
        place.write_text(key.encode().hex() + "\n", encoding="ascii")
        public = bytes(key.verify_key)
        return models.PublicKey.objects.create(
            person=person, key=key_id(public), public=public, requested_at=at
        )


def found_union(keys_folder: Path, rulebook: Rulebook, at: datetime) -> Cast:
    """The Commonweal Union begins: two authorities found it, and it adopts its rules."""
    office, chair = SigningKey(secrets.token_bytes(32)), SigningKey(secrets.token_bytes(32))
    references = (new_reference(), new_reference())
    authorities = (
        Authority(references[0], Role.OFFICE.value, bytes(office.verify_key)),
        Authority(references[1], Role.GOVERNING_BODY.value, bytes(chair.verify_key)),
    )
    organisation, statement = found(places.SLUG, places.NAME, places.ORIGIN, authorities, 10)
    enter(
        organisation,
        statement,
        (sign_statement(statement, office), sign_statement(statement, chair)),
        at,
    )
    cast = Cast(organisation, keys_folder, rulebook)
    keys_folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for handle, given, family, role, key, reference in (
        ("office", "Marigold", "Inkstone", Role.OFFICE, office, references[0]),
        ("committee", "Ignatius", "Gavelwright", Role.GOVERNING_BODY, chair, references[1]),
    ):
        _enter_authority(cast, handle, given, family, role, key, reference, at)
    adopt(organisation, rulebook, Signatory(references[0], Role.OFFICE.value), office, at)
    return cast


def _enter_authority(
    cast: Cast, handle: str, given: str, family: str, role: Role, key: SigningKey,
    reference: str, at: datetime,
) -> None:  # fmt: skip
    person = models.Person.objects.create(
        organisation=cast.organisation,
        reference=reference,
        given_name=given,
        family_name=family,
        email=f"{handle}@{DOMAIN}",
    )
    cast.persons[handle], cast.keys[reference] = person, key
    grant(person, role, at)
    place = cast.keys_folder / f"{handle}.key"
    place.touch(mode=0o600)
    place.write_text(key.encode().hex() + "\n", encoding="ascii")
    public = bytes(key.verify_key)
    models.PublicKey.objects.create(
        person=person,
        key=key_id(public),
        public=public,
        state="registered",
        requested_at=at,
        registered_at=at,
    )


def fill_areas(cast: Cast, at: datetime) -> int:
    """Units, affiliations and members of every area; how many members."""
    for area in places.MEMBERS:
        units = (*places.branches_of(area), *places.affiliates_of(area))
        membership.keep_units(cast.organisation, units)
    membership.keep_affiliations(
        cast.organisation,
        (one for area in places.MEMBERS for one in places.affiliations_of(area, at.date())),
    )
    for area, number in places.MEMBERS.items():
        people = fictional_members(f"demo/{area}", number, places.branches_of(area), at.date())
        membership.keep_members(cast.organisation, (_of_area(one, area) for one in people))
    return sum(places.MEMBERS.values())


def _of_area(member: Member, area: str) -> Member:
    """The member with a number of this area, so that numbers differ between areas."""
    email = None if member.email is None else member.email.replace("@", f".{area.lower()}@")
    return replace(member, number=f"{area[0]}{member.number[1:]}", email=email)


def enter_area(cast: Cast, area: str, at: datetime) -> None:
    """The persons of an area: representative, secretaries, tellers, scrutineer, officers, applicants."""
    seat = area.lower()
    representative = cast.enter(f"{seat}/representative", *REPRESENTATIVES[area])
    grant(representative, Role.REPRESENTATIVE, at, proceeding=seat)
    for number, (given, family) in enumerate(APPLICANTS[area], start=1):
        grant(
            cast.enter(f"{seat}/candidate-{number}", given, family),
            Role.CANDIDATE,
            at,
            proceeding=seat,
        )
    for unit in cast.organisation.units.filter(area=area):
        if unit.kind == "affiliate":
            _enter_signer(
                cast, f"{unit.reference}/officer", "Officer", unit, Role.AFFILIATE_OFFICER, at
            )
            continue
        _enter_signer(
            cast, f"{unit.reference}/secretary", "Secretary", unit, Role.UNIT_SECRETARY, at
        )
        for number, given in enumerate(("First Teller", "Second Teller"), start=1):
            _enter_signer(cast, f"{unit.reference}/teller-{number}", given, unit, Role.TELLER, at)
    for number in (1, 2):
        person = cast.enter(
            f"{seat}/teller-{number}", f"{('First', 'Second')[number - 1]} Counter", f"of {area}"
        )
        grant(person, Role.TELLER, at, proceeding=seat)
        _register(cast, f"{seat}/teller-{number}", (Role.TELLER,), None, at)
    handle = f"{seat}/scrutineer"
    grant(cast.enter(handle, "Scrutineer", f"of {area}"), Role.SCRUTINEER, at, proceeding=seat)
    _register(cast, handle, (Role.SCRUTINEER,), None, at)


def enter_members(cast: Cast, area: str, roll_freeze: datetime) -> None:
    """Two members of one branch who can sign in: one who may vote, one who may not, each finding out why."""
    units = places.branches_of(area)
    rules = cast.rulebook.rules.roll
    tests = elector_tests(units, rules, roll_freeze.date())
    wanted = {True: "member-who-may-vote", False: "member-who-may-not"}
    home = places.HOME.get(area, units[0].id)
    for member in membership.members(cast.organisation):
        if member.unit != home:
            continue
        handle = wanted.pop(is_eligible(member, tests), None)
        if handle is not None:
            row = cast.organisation.members.get(number=member.number)
            cast.enter(f"{area.lower()}/{handle}", member.given_name, member.family_name, row)
        if not wanted:
            return


def _enter_signer(
    cast: Cast, handle: str, given: str, unit: models.Unit, role: Role, at: datetime
) -> None:
    person = cast.enter(handle, given, f"of {unit.name}")
    grant(person, role, at, unit=unit)
    _register(cast, handle, (role,), unit.reference, at)


def _register(
    cast: Cast, handle: str, roles: tuple[Role, ...], unit: str | None, at: datetime
) -> None:
    key = cast.give_key(handle, at)
    office = cast.persons["office"]
    refusal = register_with(
        key, [r.value for r in roles], unit, office, cast.key_of(office.reference), at
    )
    if refusal is not None:
        raise RuntimeError(refusal.because)
