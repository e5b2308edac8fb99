"""Whose signature counts: keys are registered and revoked in the record, by those who may."""

import pytest

from hustings.proceedings.values import Role, needs
from hustings.record.entries import Entry
from hustings.record.keys import (
    KeyRegister,
    after_entry,
    check_requirements,
    check_signatures,
    signers_of,
)
from hustings.record.organisation import KeyRevoked, ProceedingsCounted, read_organisation
from tests.record.making import SLUG, Writer, founding, id_of, registration


def register_of(writer: Writer) -> KeyRegister:
    """Fold everything that was written."""
    register = KeyRegister()
    for entry in writer.entries:
        register = after_entry(register, entry)
        check_signatures(register, entry)
    return register


def founded() -> Writer:
    return Writer().found("ada", "bea")


def with_office() -> Writer:
    writer = founded()
    writer.register("olu", "office")
    return writer


def refused(writer: Writer, what: str) -> None:
    with pytest.raises(ValueError, match=what):
        register_of(writer)


def test_the_founding_names_the_first_keys() -> None:
    register = register_of(founded())
    assert {r.person for r in register.keys.values()} == {"p-ada", "p-bea"}
    assert all(r.registers for r in register.keys.values())


def test_an_organisation_is_founded_once() -> None:
    refused(founded().found("ada", "bea"), "founded once")


def test_the_founding_comes_first() -> None:
    writer = Writer()
    writer.write("ProceedingsCounted", ProceedingsCounted({}).body())
    refused(writer, "not founded yet")


def test_every_authority_signs_the_founding() -> None:
    for keys in (["ada"], ["ada", "bea", "cy"], []):
        writer = Writer()
        writer.write(
            "OrganisationFounded",
            founding("ada", "bea").body(),
            "ada:governing-body",
            "bea:governing-body",
            keys=keys,
        )
        refused(writer, "signed by each authority")


def test_the_founding_is_of_the_organisation_whose_log_it_begins() -> None:
    writer = Writer()
    body = founding("ada").body() | {"slug": "another"}
    writer.write("OrganisationFounded", body, "ada:governing-body")
    refused(writer, f"another.*organisation|{SLUG}")


def test_an_authority_registers_a_key() -> None:
    writer = founded()
    writer.register("tom", "teller", unit="u-7")
    found = register_of(writer).keys[id_of("tom")]
    assert found.person == "p-tom"
    assert found.speaks_as("teller", "u-7")


def test_an_office_registered_by_an_authority_registers_keys() -> None:
    writer = with_office()
    writer.write("KeyRegistered", registration("tom", "teller"), "olu:office")
    assert id_of("tom") in register_of(writer).keys


def test_an_office_registered_by_an_office_registers_nobody() -> None:
    writer = with_office()
    writer.write("KeyRegistered", registration("ida", "office"), "olu:office")
    writer.write("KeyRegistered", registration("tom", "teller"), "ida:office")
    refused(writer, "registered by an authority")


def test_an_office_for_one_unit_registers_nobody() -> None:
    writer = founded()
    writer.register("olu", "office", unit="u-7")
    body = registration("tom", "teller", unit="u-7")
    writer.write("KeyRegistered", body, "olu:office")
    refused(writer, "registered by an authority")


def test_a_teller_registers_nobody() -> None:
    writer = founded()
    writer.register("tom", "teller")
    writer.write("KeyRegistered", registration("una", "teller"), "tom:teller")
    refused(writer, "registered by an authority")


def test_nobody_registers_a_key_unsigned() -> None:
    writer = founded()
    writer.write("KeyRegistered", registration("tom", "teller"), "ada:governing-body", keys=[])
    refused(writer, "registered by an authority")


def test_only_an_authority_makes_an_authority() -> None:
    writer = with_office()
    body = registration("cy", "governing-body", authority=True)
    writer.write("KeyRegistered", body, "olu:office")
    refused(writer, "only an authority")


def test_an_authority_can_be_replaced_when_its_key_is_lost() -> None:
    writer = founded()
    body = registration("ada2", "governing-body", authority=True, person="p-ada")
    writer.write("KeyRegistered", body, "bea:governing-body")
    writer.write("KeyRevoked", KeyRevoked(id_of("ada")).body(), "bea:governing-body")
    register = register_of(writer)
    assert register.keys[id_of("ada2")].authority
    assert register.keys[id_of("ada")].revoked


def test_an_office_cannot_revoke_an_authority() -> None:
    writer = with_office()
    writer.write("KeyRevoked", KeyRevoked(id_of("ada")).body(), "olu:office")
    refused(writer, "revoked by an authority")


def test_a_person_revokes_their_own_key() -> None:
    writer = founded()
    writer.register("tom", "teller")
    writer.write("KeyRevoked", KeyRevoked(id_of("tom")).body(), "tom:teller")
    assert register_of(writer).keys[id_of("tom")].revoked


def test_a_person_does_not_revoke_anothers_key() -> None:
    writer = founded()
    writer.register("tom", "teller")
    writer.register("una", "teller")
    writer.write("KeyRevoked", KeyRevoked(id_of("una")).body(), "tom:teller")
    refused(writer, "revoked by its holder")


@pytest.mark.parametrize("twice", [True, False])
def test_only_a_known_key_can_be_revoked(twice: bool) -> None:
    writer = founded()
    if twice:
        writer.register("tom", "teller")
        writer.write("KeyRevoked", KeyRevoked(id_of("tom")).body(), "ada:governing-body")
    writer.write("KeyRevoked", KeyRevoked(id_of("tom")).body(), "ada:governing-body")
    refused(writer, "can be revoked")


def test_a_revoked_key_signs_nothing() -> None:
    writer = founded()
    writer.register("tom", "teller")
    writer.write("KeyRevoked", KeyRevoked(id_of("tom")).body(), "ada:governing-body")
    entry = writer.write("Noted", {}, "tom:teller", proceeding="northmoor-2026")
    with pytest.raises(ValueError, match="revoked before"):
        signers_of(register_of(writer), entry)


def test_a_revoked_key_is_not_registered_again() -> None:
    writer = founded()
    writer.register("tom", "teller")
    writer.write("KeyRevoked", KeyRevoked(id_of("tom")).body(), "ada:governing-body")
    writer.register("tom", "teller")
    refused(writer, "was revoked; register a new one")


def test_one_key_is_one_persons() -> None:
    writer = founded()
    writer.register("tom", "teller")
    body = registration("tom", "teller", person="p-una")
    writer.write("KeyRegistered", body, "ada:governing-body")
    refused(writer, "one key is one person's")


def test_a_key_gains_a_role_by_a_second_registration() -> None:
    writer = founded()
    writer.register("tom", "teller", unit="u-7")
    writer.register("tom", "unit-secretary", unit="u-7")
    found = register_of(writer).keys[id_of("tom")]
    assert found.speaks_as("teller", "u-7")
    assert found.speaks_as("unit-secretary", "u-7")


def signed(*by: str, unit: str = "u-7", keys: list[str] | None = None) -> tuple[Writer, Entry]:
    writer = founded()
    writer.register("tom", "teller", unit="u-7")
    writer.register("una", "teller", unit="u-7")
    writer.register("vic", "unit-secretary")
    entry = writer.write("ReturnMade", {"unit": unit}, *by, proceeding="northmoor-2026", keys=keys)
    return writer, entry


def missing(writer: Writer, entry: Entry, persons: int = 2) -> None:
    register = register_of(writer)
    requirements = (needs(Role.TELLER, persons=persons),)
    check_requirements(requirements, entry.statement, signers_of(register, entry))


def test_two_tellers_are_two_persons_with_two_keys() -> None:
    missing(*signed("tom:teller", "una:teller"))


@pytest.mark.parametrize(
    ("by", "keys"),
    [
        (("tom:teller",), None),
        (("tom:teller", "una:teller"), ["tom"]),
        (("tom:teller", "vic:unit-secretary"), None),
    ],
)
def test_one_teller_is_not_two(by: tuple[str, ...], keys: list[str] | None) -> None:
    with pytest.raises(ValueError, match="needs 2 as teller; 1 signed"):
        missing(*signed(*by, keys=keys))


def test_two_keys_of_one_person_are_one_person() -> None:
    writer = founded()
    writer.register("tom", "teller")
    body = registration("tom2", "teller", person="p-tom")
    writer.write("KeyRegistered", body, "ada:governing-body")
    entry = writer.write(
        "ReturnMade", {}, "tom:teller", proceeding="northmoor-2026", keys=["tom", "tom2"]
    )
    with pytest.raises(ValueError, match="needs 2 as teller; 1 signed"):
        missing(writer, entry)


@pytest.mark.parametrize(
    ("by", "unit", "keys", "what"),
    [
        (("tom:teller",), "u-8", None, "speaks in no role"),
        (("tom:unit-secretary",), "u-7", None, "speaks in no role"),
        (("tom:teller",), "u-7", ["tom", "una"], "speaks in no role"),
        (("tom:teller",), "u-7", ["tom", "eve"], "was not registered before"),
        (("tom:teller",), "u-7", ["tom", "tom"], "signs one statement once"),
    ],
)
def test_a_key_speaks_for_its_person_role_and_unit_only(
    by: tuple[str, ...], unit: str, keys: list[str] | None, what: str
) -> None:
    writer, entry = signed(*by, unit=unit, keys=keys)
    with pytest.raises(ValueError, match=what):
        signers_of(register_of(writer), entry)


def test_somebody_may_be_named_without_a_key_where_no_signature_is_needed() -> None:
    writer, entry = signed("mo:member", keys=[])
    requirements = (needs(Role.MEMBER, signed=False),)
    check_requirements(requirements, entry.statement, signers_of(register_of(writer), entry))
    with pytest.raises(ValueError, match="needs 1 as teller; 0 named"):
        check_requirements((needs(Role.TELLER, signed=False),), entry.statement, ())


def test_a_forged_signature_is_found() -> None:
    writer = founded()
    entry = writer.register("tom", "teller")
    other = writer.register("una", "teller")
    false = Entry(entry.position, entry.number, entry.at, other.statement, entry.signatures)
    with pytest.raises(ValueError, match="does not hold"):
        check_signatures(register_of(founded()), false)


def test_a_rulebook_is_adopted_once_under_one_id() -> None:
    writer = founded()
    body = {"rulebook": "model", "digest": "ab" * 32, "files": {"rules.toml": "cd" * 32}}
    writer.write("RulebookAdopted", body, "ada:governing-body")
    writer.write("RulebookAdopted", body, "bea:governing-body")
    assert register_of(writer).rulebooks["model"].digest == "ab" * 32
    writer.write("RulebookAdopted", body | {"digest": "ef" * 32}, "ada:governing-body")
    refused(writer, "an amendment has a new id")


def test_a_teller_adopts_no_rulebook() -> None:
    writer = founded()
    writer.register("tom", "teller")
    body = {"rulebook": "model", "digest": "ab" * 32, "files": {"rules.toml": "cd" * 32}}
    writer.write("RulebookAdopted", body, "tom:teller")
    refused(writer, "adopted by an authority")


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("Unheard", {}),
        ("KeyRevoked", {}),
        ("KeyRevoked", {"key": "xy"}),
        ("KeyRevoked", {"key": "0" * 32, "more": 1}),
        ("KeyRegistered", registration("tom", "teller") | {"key": "0" * 32}),
        ("KeyRegistered", registration("tom", "teller") | {"roles": []}),
        ("KeyRegistered", registration("tom", "teller") | {"roles": ["b", "a"]}),
        ("KeyRegistered", registration("tom", "teller") | {"roles": "teller"}),
        ("KeyRegistered", registration("tom", "teller") | {"public": "AAAA"}),
        ("KeyRegistered", registration("tom", "teller") | {"person": "Tom Tiler"}),
        ("KeyRegistered", registration("tom", "teller") | {"authority": 1}),
        ("KeyRegistered", registration("tom", "teller") | {"unit": ""}),
        ("OrganisationFounded", founding().body()),
        ("OrganisationFounded", founding("ada", "ada").body()),
        ("OrganisationFounded", founding("ada").body() | {"name": " "}),
        ("OrganisationFounded", founding("ada").body() | {"log": "log+00000000+AAAA"}),
        ("OrganisationFounded", founding("ada").body() | {"authorities": ["ada"]}),
        ("RulebookAdopted", {"rulebook": "model", "digest": "ab" * 32, "files": {}}),
        ("RulebookAdopted", {"rulebook": "model", "digest": "ab" * 31, "files": {"a": "cd" * 32}}),
        ("ProceedingsCounted", {"counts": []}),
        ("ProceedingsCounted", {"counts": {}}),
        ("ProceedingsCounted", {"counts": {"northmoor-2026": -1}, "roots": {}}),
        ("ProceedingsCounted", {"counts": {}, "roots": {"northmoor-2026": "ab" * 32}}),
        ("ProceedingsCounted", {"counts": {"a": 1}, "roots": {"a": "xy"}}),
    ],
)
def test_a_body_of_a_wrong_form_is_turned_back(kind: str, body: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_organisation(kind, body)  # type: ignore[arg-type]


def test_a_founding_after_another_entry_founds_nothing() -> None:
    writer = Writer()
    writer.write("Noted", {}, proceeding="northmoor")
    refused(writer.found("ada", "bea"), "by its first entry")
