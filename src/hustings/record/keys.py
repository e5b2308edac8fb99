"""Whose key is whose: a fold of the organisation's entries, and what a signature by each key is worth."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from hustings.proceedings.values import Requirement, Role
from hustings.record.entries import ORGANISATION, Entry, Signatory, Statement
from hustings.record.organisation import (
    KeyRegistered,
    KeyRevoked,
    OrganisationFounded,
    OrganisationSays,
    ProceedingsCounted,
    RulebookAdopted,
    WitnessListed,
    WitnessRetired,
    read_organisation,
)
from hustings.record.signing import key_id, message_of, verify_bytes
from hustings.record.witnesses_listed import ListedWitness, after_witness


@dataclass(frozen=True, slots=True)
class Grant:
    """A role in which a key speaks: for one unit only, or without that limit; granted by an authority or not."""

    role: str
    unit: str | None
    by_authority: bool


@dataclass(frozen=True, slots=True)
class Registration:
    """One key, its person, and all that was granted to it."""

    person: str
    public: bytes
    grants: frozenset[Grant]
    authority: bool = False
    revoked: bool = False
    registered_by: frozenset[str] = frozenset()
    """The persons whose keys signed its registration; nobody for the authorities of the founding."""

    @property
    def registers(self) -> bool:
        """Whether this key may register and revoke others: an authority's, or an office's made by one."""
        return self.authority or any(
            grant.role == Role.OFFICE and grant.by_authority and grant.unit is None
            for grant in self.grants
        )

    def speaks_as(self, role: str, unit: object) -> bool:
        """Whether it speaks in this role on a statement about ``unit``."""
        return any(grant.role == role and grant.unit in (None, unit) for grant in self.grants)


@dataclass(frozen=True, slots=True)
class KeyRegister:
    """Every key that the organisation has registered, by its id, and the founding that began it."""

    keys: Mapping[str, Registration] = field(default_factory=dict[str, Registration])
    founding: OrganisationFounded | None = None
    rulebooks: Mapping[str, RulebookAdopted] = field(default_factory=dict[str, RulebookAdopted])
    witnesses: Mapping[bytes, ListedWitness] = field(default_factory=dict[bytes, ListedWitness])
    """Every outside witness that was ever listed, by its public key."""

    @property
    def own_keys(self) -> frozenset[bytes]:
        """The log's key and those of persons: whoever holds one of them does not stand outside."""
        logs = frozenset[bytes]() if self.founding is None else {self.founding.log.public}
        return frozenset(one.public for one in self.keys.values()) | logs


@dataclass(frozen=True, slots=True)
class Signer:
    """A key that signed a statement, and what it speaks as there."""

    registration: Registration
    speaks: tuple[Signatory, ...]


def signers_of(register: KeyRegister, entry: Entry) -> tuple[Signer, ...]:
    """Who signed an entry: known keys, not revoked, each speaking for somebody whom ``by`` names.

    ``ValueError`` where a key is unknown, revoked, used twice, or speaks for nobody named. Whether
    the signatures themselves hold is for :func:`check_signatures`.
    """
    statement = entry.statement
    ids = [signature.key for signature in entry.signatures]
    if len(set(ids)) != len(ids):
        raise ValueError("one key signs one statement once")
    return tuple(_signer(register, id_, statement) for id_ in ids)


def _signer(register: KeyRegister, id_: str, statement: Statement) -> Signer:
    found = register.keys.get(id_)
    if found is None:
        raise ValueError(f"key {id_} was not registered before")
    if found.revoked:
        raise ValueError(f"key {id_} of {found.person} was revoked before")
    unit = statement.body.get("unit")
    speaks = tuple(
        who
        for who in statement.by
        if who.person == found.person and found.speaks_as(who.role, unit)
    )
    if not speaks:
        raise ValueError(f"key {id_} of {found.person} speaks in no role that the statement names")
    return Signer(found, speaks)


def check_signatures(register: KeyRegister, entry: Entry) -> None:
    """Check every signature of one entry; ``ValueError`` for the first that does not hold."""
    message = message_of(entry.statement)
    for signature in entry.signatures:
        known = register.keys.get(signature.key)
        if known is None:
            raise ValueError(f"key {signature.key} was not registered before")
        verify_bytes(known.public, message, signature.value)


def check_requirements(
    requirements: Iterable[Requirement], statement: Statement, signers: Iterable[Signer]
) -> None:
    """Check that so many different persons act, and sign where they must; ``ValueError`` if too few do."""
    signed = [who for signer in signers for who in signer.speaks]
    for needed in requirements:
        acting = signed if needed.signed else statement.by
        persons = {who.person for who in acting if who.role in needed.roles}
        if len(persons) < needed.persons:
            roles = " or ".join(sorted(needed.roles))
            how = "signed with an own key" if needed.signed else "named"
            raise ValueError(
                f"{statement.kind} needs {needed.persons} as {roles}; {len(persons)} {how}"
            )


def after_entry(register: KeyRegister, entry: Entry) -> KeyRegister:
    """The register once an entry stands; entries of other proceedings change nothing.

    ``ValueError`` where the entry may not say what it says: not the form, not the first, not by
    somebody who may register. Signatures are checked apart, by :func:`check_signatures`.
    """
    if entry.statement.proceeding != ORGANISATION:
        return register
    says = read_organisation(entry.statement.kind, entry.statement.body)
    if isinstance(says, OrganisationFounded):
        return _found(register, entry, says)
    if register.founding is None:
        raise ValueError("the organisation is not founded yet")
    return _say(register, entry, says)


def founding_register(says: OrganisationFounded) -> KeyRegister:
    """The register with the keys that the founding names, against which its own signatures count."""
    keys = {
        key_id(authority.public): Registration(
            authority.person,
            authority.public,
            frozenset({Grant(authority.role, None, by_authority=True)}),
            authority=True,
        )
        for authority in says.authorities
    }
    return KeyRegister(keys, says)


def _found(register: KeyRegister, entry: Entry, says: OrganisationFounded) -> KeyRegister:
    if register.founding is not None or entry.position != 0:
        raise ValueError("an organisation is founded once, by its first entry")
    if says.slug != entry.statement.organisation:
        raise ValueError(f"the founding of {says.slug} stands in the log of another organisation")
    founded = founding_register(says)
    signed = {signature.key for signature in entry.signatures}
    if signed != set(founded.keys):
        raise ValueError("the founding is signed by each authority that it names, and nobody else")
    signers_of(founded, entry)
    return founded


def _say(register: KeyRegister, entry: Entry, says: OrganisationSays) -> KeyRegister:
    signers = [signer.registration for signer in signers_of(register, entry)]
    match says:
        case KeyRegistered():
            return _register(register, says, signers)
        case KeyRevoked():
            return _revoke(register, says, signers)
        case RulebookAdopted():
            return _adopt(register, says, signers)
        case WitnessListed() | WitnessRetired():
            _refuse_unless_governing(signers, "a witness is listed and retired")
            listed = after_witness(register.witnesses, says, entry.position, register.own_keys)
            return replace(register, witnesses=listed)
        case OrganisationFounded() | ProceedingsCounted():
            return register


def _register(
    register: KeyRegister, says: KeyRegistered, signers: list[Registration]
) -> KeyRegister:
    by_authority = any(signer.authority for signer in signers)
    if says.authority and not by_authority:
        raise ValueError("only an authority makes another key an authority")
    if not any(signer.registers for signer in signers):
        raise ValueError("a key is registered by an authority, or by an office that one registered")
    id_ = key_id(says.public)
    grants = frozenset(Grant(role, says.unit, by_authority) for role in says.roles)
    known = register.keys.get(id_)
    if known is None:
        known = Registration(says.person, says.public, frozenset())
    if known.person != says.person:
        raise ValueError(f"key {id_} belongs to {known.person}; one key is one person's")
    if known.revoked:
        raise ValueError(f"key {id_} was revoked; register a new one")
    changed = replace(
        known,
        grants=known.grants | grants,
        authority=known.authority or says.authority,
        registered_by=known.registered_by | {signer.person for signer in signers},
    )
    return replace(register, keys={**register.keys, id_: changed})


def _revoke(register: KeyRegister, says: KeyRevoked, signers: list[Registration]) -> KeyRegister:
    known = register.keys.get(says.key)
    if known is None or known.revoked:
        raise ValueError(f"key {says.key} is not one that can be revoked")
    own = any(signer.public == known.public for signer in signers)
    if known.authority and not own and not any(signer.authority for signer in signers):
        raise ValueError("an authority's key is revoked by an authority")
    if not own and not any(signer.registers for signer in signers):
        raise ValueError("a key is revoked by its holder, an authority, or an office of one")
    return replace(register, keys={**register.keys, says.key: replace(known, revoked=True)})


def _adopt(
    register: KeyRegister, says: RulebookAdopted, signers: list[Registration]
) -> KeyRegister:
    _refuse_unless_governing(signers, "a rulebook is adopted")
    known = register.rulebooks.get(says.rulebook)
    if known is not None and known != says:
        raise ValueError(
            f"{says.rulebook} was adopted with another text; an amendment has a new id"
        )
    return replace(register, rulebooks={**register.rulebooks, says.rulebook: says})


def _refuse_unless_governing(signers: list[Registration], what: str) -> None:
    if not any(
        signer.registers or signer.speaks_as(Role.GOVERNING_BODY, None) for signer in signers
    ):
        raise ValueError(f"{what} by an authority, its office or the governing body")
