"""An organisation begins its record: who it is, whose keys may register others, which rulebooks it adopts."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from nacl.signing import SigningKey

from hustings.conduct import rulebooks
from hustings.record.entries import ORGANISATION, Signatory, Signature, Statement
from hustings.record.keys import KeyRegister, after_entry, check_signatures
from hustings.record.notes import KeyKind, verifier_key
from hustings.record.organisation import (
    Authority,
    KeyRegistered,
    KeyRevoked,
    OrganisationFounded,
    RulebookAdopted,
    WitnessListed,
    WitnessRetired,
)
from hustings.rulebooks.loader import Rulebook
from hustings.store import log
from hustings.store.log_key import make_log_key
from hustings.store.models import LogEntry, Organisation

Says = (
    OrganisationFounded
    | KeyRegistered
    | KeyRevoked
    | RulebookAdopted
    | WitnessListed
    | WitnessRetired
)


def found(
    slug: str, name: str, origin: str, authorities: Sequence[Authority], minimum_cell: int
) -> tuple[Organisation, Statement]:
    """Make the organisation and its log's key; the statement of founding is then signed by each authority."""
    organisation = Organisation.objects.create(
        slug=slug, name=name, origin=origin, minimum_cell=minimum_cell
    )
    key = make_log_key(organisation, secrets.token_bytes(32))
    says = OrganisationFounded(
        name, slug, tuple(authorities), verifier_key(origin, KeyKind.ED25519, key)
    )
    by = tuple(Signatory(authority.person, authority.role) for authority in authorities)
    return organisation, state_of(organisation, says, by)


def state_of(organisation: Organisation, says: Says, by: Sequence[Signatory]) -> Statement:
    """The statement that an officer signs to say something about the organisation itself."""
    return Statement(
        organisation=organisation.slug,
        proceeding=ORGANISATION,
        kind=type(says).__name__,
        body=says.body(),
        by=tuple(by),
        after=log.size(organisation),
    )


def register_of(organisation: Organisation) -> KeyRegister:
    """Every key that the organisation's own entries have registered, as the verifier will see them.

    What was read once is kept, and only what came since is read: a union may have registered tens of thousands
    of keys, and each signature asks for them. It is kept for the very entry that it was read up to.
    """
    kept = _KEPT.get(organisation.pk)
    if kept is None or _leaf_of(organisation, kept.number) != kept.leaf:
        kept = _UpTo(0, b"", KeyRegister())
    register = kept.register
    came = list(log.entries_of(organisation, ORGANISATION, kept.number))
    for entry in came:
        register = after_entry(register, entry)
    if came:
        number = kept.number + len(came)
        _KEPT[organisation.pk] = _UpTo(number, _leaf_of(organisation, number), register)
    return register


@dataclass(frozen=True, slots=True)
class _UpTo:
    """The register after so many entries of the organisation, the last of which has this leaf."""

    number: int
    leaf: bytes
    register: KeyRegister


_KEPT: dict[int, _UpTo] = {}
"""By organisation. A transaction that is rolled back leaves nothing wrong here: its last entry is not found again."""


def _leaf_of(organisation: Organisation, number: int) -> bytes:
    found = organisation.entries.filter(proceeding=ORGANISATION, number=number)
    return bytes(found.values_list("leaf_hash", flat=True).first() or b"")


def enter(
    organisation: Organisation, statement: Statement, signatures: Sequence[Signature], at: datetime
) -> LogEntry:
    """Append a statement about the organisation; ``ValueError`` where the verifier would not accept it."""
    from hustings.record.log import entered

    number = log.proceeding_size(organisation, ORGANISATION)
    trial = entered(
        statement, at, position=log.size(organisation), number=number + 1, signatures=signatures
    )
    register = register_of(organisation)
    after = after_entry(register, trial)
    check_signatures(after if number == 0 else register, trial)
    return log.append(organisation, statement, signatures, (), number, at)


def adopt(
    organisation: Organisation, rulebook: Rulebook, by: Signatory, key: SigningKey, at: datetime
) -> LogEntry:
    """Adopt a rulebook version, byte for byte, by a signed entry; its files are kept."""
    from hustings.record.signing import sign

    rulebooks.keep(rulebook)
    statement = state_of(organisation, RulebookAdopted.of(rulebook), (by,))
    return enter(organisation, statement, (sign(statement, key),), at)
