"""Group 5: every signature is somebody's who could speak, and holds; keys come in by those who may."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from hustings.kernel.sharing import Spread
from hustings.record.entries import ORGANISATION, Entry
from hustings.record.keys import (
    KeyRegister,
    Signer,
    after_entry,
    signers_of,
)
from hustings.record.organisation import (
    OrganisationFounded,
    RulebookAdopted,
    WitnessListed,
    WitnessRetired,
    read_organisation,
)
from hustings.record.signing import LABEL, Signed, forged
from hustings.record.witnesses_listed import ListedWitness
from hustings.verifier.entries import ReadLog
from hustings.verifier.findings import Findings


@dataclass(frozen=True, slots=True)
class Authority:
    """What the organisation's own entries establish: who signed each entry, and which rulebooks when."""

    founding: OrganisationFounded | None
    signers: Mapping[int, tuple[Signer, ...]]
    adopted: Mapping[str, tuple[int, RulebookAdopted]]
    witnesses: Mapping[bytes, ListedWitness]


def check_signatures(log: ReadLog, findings: Findings, spread: Spread = map) -> Authority:
    """5.1 to 5.4, 5.6 and 5.7. Whether enough have signed is for the replay, which knows the rules (5.5)."""
    register = KeyRegister()
    signers: dict[int, tuple[Signer, ...]] = {}
    adopted: dict[str, tuple[int, RulebookAdopted]] = {}
    signed: list[Signed] = []
    places: list[int] = []
    for entry, statement in zip(log.entries, log.statements, strict=True):
        before = len(findings.failures)
        register = _fold(register, entry, signers, findings)
        if len(findings.failures) == before and entry.statement.kind == "RulebookAdopted":
            says = register.rulebooks[str(entry.statement.body["rulebook"])]
            adopted.setdefault(says.rulebook, (entry.position, says))
        for signature in entry.signatures:
            known = register.keys.get(signature.key)
            if known is not None:
                signed.append(Signed(known.public, LABEL + statement, signature.value))
                places.append(entry.position)
    for place in forged(signed, spread):
        findings.fail("5.4", "a signature does not hold", places[place])
    _warn_of_unsigned(log, signers, findings)
    _warn_of_one_registrar(log, signers, findings)
    return Authority(register.founding, signers, adopted, register.witnesses)


def _fold(
    register: KeyRegister,
    entry: Entry,
    signers: dict[int, tuple[Signer, ...]],
    findings: Findings,
) -> KeyRegister:
    position = entry.position
    if entry.statement.proceeding != ORGANISATION:
        try:
            signers[position] = signers_of(register, entry)
        except ValueError as problem:
            findings.fail("5.3", str(problem), position)
        return register
    try:
        says = read_organisation(entry.statement.kind, entry.statement.body)
    except ValueError as problem:
        findings.fail("5.2", str(problem), position)
        return register
    founds = isinstance(says, OrganisationFounded)
    if founds or register.founding is None:
        with findings.checking("5.1", position):
            register = after_entry(register, entry)
            signers[position] = signers_of(register, entry)
        return register
    with findings.checking("5.3", position):
        signers[position] = signers_of(register, entry)
    if position in signers:
        about_witnesses = isinstance(says, WitnessListed | WitnessRetired)
        with findings.checking("5.7" if about_witnesses else "5.6", position):
            register = after_entry(register, entry)
    return register


def founding_of(log: ReadLog) -> OrganisationFounded | None:
    """The founding, if the first entry is one."""
    if not log.entries or log.entries[0].position != 0:
        return None
    statement = log.entries[0].statement
    try:
        says = read_organisation(statement.kind, statement.body)
    except ValueError:
        return None
    return says if isinstance(says, OrganisationFounded) else None


def _warn_of_unsigned(
    log: ReadLog, signers: Mapping[int, tuple[Signer, ...]], findings: Findings
) -> None:
    unsigned = 0
    for entry in log.entries:
        spoken = {who for signer in signers.get(entry.position, ()) for who in signer.speaks}
        unsigned += any(who not in spoken for who in entry.statement.by)
    if unsigned:
        findings.warn(
            f"{unsigned} entries name persons who did not sign with a key of their own: "
            "that they said so is the organisation's word."
        )


def _warn_of_one_registrar(
    log: ReadLog, signers: Mapping[int, tuple[Signer, ...]], findings: Findings
) -> None:
    """Two persons with two keys are two persons only as far as whoever registered both keys is believed."""
    first: dict[str, int] = {}
    number: Counter[str] = Counter()
    for entry in log.entries:
        behind = [signer.registration.registered_by for signer in signers.get(entry.position, ())]
        if entry.statement.proceeding == ORGANISATION or len(behind) < 2 or len({*behind}) > 1:
            continue
        if len(behind[0]) == 1:
            (person,) = behind[0]
            first.setdefault(person, entry.position)
            number[person] += 1
    for person, times in sorted(number.items()):
        findings.warn(
            f"{times} entries are signed by several persons whose keys were all registered by {person} "
            f"alone (the first at position {first[person]} of the log): that they are different persons is that "
            "registrar's word."
        )
