"""Persons, roles and keys: entered, granted, registered by another officer's signature, and ended."""

from datetime import UTC, datetime
from typing import Any

import pytest
from nacl.signing import SigningKey

from hustings.conduct.founding import register_of
from hustings.conduct.keys import key_id
from hustings.conduct.persons import enter_person, grant
from hustings.conduct.reading import read_seat
from hustings.conduct.roles import Role, roles_of
from hustings.proceedings.opening import ProceedingOpened
from hustings.rulebooks.loader import load
from hustings.store.models import Person, PublicKey
from tests.web.office.playing import sign_here, signed_in, stop_the_clock, text_of
from tests.web.seats import COMMITTEE, OFFICE, Union, found_union

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)


@pytest.fixture
def union(monkeypatch: pytest.MonkeyPatch) -> Union:
    """A founded union with its two authorities, and a clock that stands still."""
    stop_the_clock(monkeypatch, NOW)
    return found_union(NOW)


def somebody(union: Union, *roles: str) -> tuple[Person, PublicKey]:
    """A new person who has asked for a key."""
    person = enter_person(union.organisation, "Hazel", "Example", "hazel@commonweal.example")
    for role in roles:
        signed_in(OFFICE).post(
            f"/office/persons/{person.reference}/role/",
            {"role": role, "unit": "", "proceeding": "", "step": "make"},
        )
    public = bytes(SigningKey(b"\x07" * 32).verify_key)
    key = PublicKey.objects.create(
        person=person, key=key_id(public), public=public, requested_at=NOW
    )
    return person, key


def test_a_person_is_entered_after_the_answers_were_checked(union: Union) -> None:
    client = signed_in(OFFICE)
    answers = {"given_name": "Rowan", "family_name": "Example", "email": "rowan@commonweal.example"}
    assert "Check your answers" in text_of(client.post("/office/persons/new/", answers))
    assert not Person.objects.filter(given_name="Rowan").exists()
    client.post("/office/persons/new/", {**answers, "step": "make"})
    assert Person.objects.filter(given_name="Rowan").exists()


def test_one_address_is_one_persons(union: Union) -> None:
    somebody(union)
    answers = {"given_name": "A", "family_name": "B", "email": "HAZEL@commonweal.example", "step": "make"}  # fmt: skip
    page = signed_in(OFFICE).post("/office/persons/new/", answers)
    assert "known already" in text_of(page)


def test_a_granted_role_counts_at_once_and_can_be_ended(
    union: Union, monkeypatch: pytest.MonkeyPatch
) -> None:
    person, _key = somebody(union, "teller")
    assert Role.TELLER in roles_of(person.reference)
    grant = person.grants.get()
    stop_the_clock(monkeypatch, NOW.replace(hour=11))
    signed_in(OFFICE).post(
        f"/office/persons/{person.reference}/role/{grant.pk}/end/", {"step": "make"}
    )
    assert Role.TELLER not in roles_of(person.reference)


@pytest.mark.parametrize(
    ("role", "for_which"),
    [("unit-secretary", "branch or affiliate"), ("candidate", "one seat")],
)
def test_a_role_of_one_place_is_not_granted_for_none(
    union: Union, role: str, for_which: str
) -> None:
    person, _key = somebody(union)
    given = {"role": role, "unit": "", "proceeding": "", "step": "make"}
    answer = signed_in(OFFICE).post(f"/office/persons/{person.reference}/role/", given)
    assert answer.status_code == 409
    assert for_which in answer.content.decode()
    assert not person.grants.exists()


def register(client: Any, person: Person, key: PublicKey) -> Any:
    """Write the registration, as after the check."""
    answers = {"unit": "-", "compared": "yes", "step": "make"}
    return client.post(f"/office/persons/{person.reference}/keys/{key.key}/", answers)


def test_a_key_is_registered_by_an_officers_signature(union: Union) -> None:
    person, key = somebody(union, "teller")
    client = signed_in(OFFICE)
    made = register(client, person, key)
    assert not register_of(union.organisation).keys.get(key.key)
    signed = sign_here(client, made["Location"], OFFICE)
    assert "A key of Hazel Example is registered" in text_of(signed)
    assert register_of(union.organisation).keys[key.key].person == person.reference
    key.refresh_from_db()
    assert key.state == "registered"


def test_a_key_without_a_role_is_not_registered(union: Union) -> None:
    person, key = somebody(union)
    page = register(signed_in(OFFICE), person, key)
    assert not register_of(union.organisation).keys.get(key.key)
    assert "Location" not in page
    assert "has no role yet" in text_of(page)
    assert "Grant a role first" in text_of(signed_in(OFFICE).get(page.wsgi_request.path))


def test_nobody_registers_a_key_of_their_own(union: Union) -> None:
    office = Person.objects.get(reference=OFFICE)
    public = bytes(SigningKey(b"\x08" * 32).verify_key)
    key = PublicKey.objects.create(
        person=office, key=key_id(public), public=public, requested_at=NOW
    )
    page = register(signed_in(OFFICE), office, key)
    assert "never you yourself" in text_of(page)


def test_a_registered_key_is_ended_by_signature(union: Union) -> None:
    person, key = somebody(union, "teller")
    client = signed_in(OFFICE)
    sign_here(client, register(client, person, key)["Location"], OFFICE)
    made = client.post(f"/office/persons/{person.reference}/keys/{key.key}/end/", {"step": "make"})
    sign_here(client, made["Location"], OFFICE)
    key.refresh_from_db()
    assert key.state == "revoked"
    assert register_of(union.organisation).keys[key.key].revoked


def test_a_key_that_waits_stands_on_the_list_of_today(union: Union) -> None:
    somebody(union, "teller")
    assert "Register this key : Hazel Example" in text_of(signed_in(COMMITTEE).get("/office/"))


def another(union: Union, given: str, seed: int) -> tuple[Person, PublicKey]:
    """A teller of every seat who has asked for a key."""
    person = enter_person(
        union.organisation, given, "Example", f"{given}-{seed}@commonweal.example"
    )
    grant(person, Role.TELLER, NOW)
    public = bytes(SigningKey(bytes([seed]) * 32).verify_key)
    key = PublicKey.objects.create(
        person=person, key=key_id(public), public=public, requested_at=NOW
    )
    return person, key


def registering(officer: str, person: Person, key: PublicKey) -> str:
    return text_of(signed_in(officer).get(f"/office/persons/{person.reference}/keys/{key.key}/"))


def test_an_officer_is_warned_before_registering_the_keys_of_both_tellers(union: Union) -> None:
    person, key = somebody(union, "teller")
    second, second_key = another(union, "Rowan", 8)
    assert "You have registered the key of" not in registering(OFFICE, second, second_key)
    client = signed_in(OFFICE)
    sign_here(client, register(client, person, key)["Location"], OFFICE)
    assert "You have registered the key of Hazel Example" in registering(OFFICE, second, second_key)
    assert "You have registered the key of" not in registering(COMMITTEE, second, second_key)


def test_an_officer_is_warned_of_a_second_person_of_the_same_name(union: Union) -> None:
    person, key = somebody(union, "teller")
    client = signed_in(OFFICE)
    sign_here(client, register(client, person, key)["Location"], OFFICE)
    second, second_key = another(union, "HAZEL", 9)
    assert "Somebody called Hazel Example has a key already." in registering(
        COMMITTEE, second, second_key
    )


def test_a_rulebook_is_adopted_by_signature_and_a_seat_opened_under_it(union: Union) -> None:
    client = signed_in(OFFICE)
    made = client.post("/office/rulebooks/adopt/model-association/", {"step": "make"})
    sign_here(client, made["Location"], OFFICE)
    (adopted,) = register_of(union.organisation).rulebooks.values()
    begun = client.post("/office/open/", {"seat": "Far Dunning", "rulebook": adopted.digest})
    assert begun["Location"].startswith(f"/office/open/far-dunning/{adopted.digest}/")
    answers = {
        "seat": "Far Dunning", "representative": "", "body": "committee", "present": 5,
        "in_favour": 5, "against": 0, "abstained": 0, "not_voting": 0,
        "ground": "as the rules provide", "reasons": "The seat is vacant.",
    }  # fmt: skip
    check = client.post(begun["Location"], answers)
    assert "a seat that nobody holds" in text_of(check)
    opened = client.post(begun["Location"], {**answers, "step": "make", "seen": "0"})
    page = sign_here(client, opened["Location"], OFFICE)
    assert "This stands in the record" in text_of(page)
    assert "Far Dunning" in text_of(client.get("/office/"))


def test_whom_the_opening_names_as_holding_the_seat_may_answer_its_letter(union: Union) -> None:
    client = signed_in(OFFICE)
    made = client.post("/office/rulebooks/adopt/model-association/", {"step": "make"})
    sign_here(client, made["Location"], OFFICE)
    (adopted,) = register_of(union.organisation).rulebooks.values()
    person = enter_person(union.organisation, "Hazel", "Example", "hazel@commonweal.example")
    grant(person, Role.MEMBER, NOW)
    answers = {
        "seat": "Far Dunning", "representative": person.reference, "body": "committee", "present": 5,
        "in_favour": 5, "against": 0, "abstained": 0, "not_voting": 0,
        "ground": "as the rules provide", "reasons": "The term ends.",
    }  # fmt: skip
    address = f"/office/open/far-dunning/{adopted.digest}/"
    page = text_of(client.post(address, answers))
    assert "Hazel Example" in page, page
    opened = client.post(address, {**answers, "step": "make", "seen": "0"})
    sign_here(client, opened["Location"], OFFICE)
    assert Role.REPRESENTATIVE in roles_of(person.reference, proceeding="far-dunning")


def test_a_rulebook_not_in_force_is_opened_only_by_a_named_transitional_rule(union: Union) -> None:
    client, book = signed_in(OFFICE), load("labour-2018")
    made = client.post("/office/rulebooks/adopt/labour-2018/", {"step": "make"})
    sign_here(client, made["Location"], OFFICE)
    address, power = f"/office/open/far-dunning/{book.digest}/", book.rules.powers["open"]
    answers = {
        "seat": "Far Dunning", "representative": "", "body": power.bodies[0],
        "present": power.quorum + 2, "in_favour": power.quorum + 2, "against": 0, "abstained": 0,
        "not_voting": 0, "ground": power.grounds[0] if power.grounds else "as the rules provide",
        "reasons": "The seat is vacant.",
    }  # fmt: skip
    assert "Today lies outside the days on which it is in force." in text_of(client.get(address))
    assert client.post(address, {**answers, "step": "make", "seen": "0"}).status_code != 302
    answers["transitional"] = "Resolution 7 of conference: selections begun by then go on."
    opened = client.post(address, {**answers, "step": "make", "seen": "0"})
    sign_here(client, opened["Location"], OFFICE)
    said = read_seat(union.organisation, "far-dunning").entries[0].entry
    assert isinstance(said, ProceedingOpened)
    assert said.transitional == answers["transitional"]


def test_a_rulebook_in_force_asks_for_no_transitional_rule(union: Union) -> None:
    client, book = signed_in(OFFICE), load("model-association")
    made = client.post("/office/rulebooks/adopt/model-association/", {"step": "make"})
    sign_here(client, made["Location"], OFFICE)
    page = text_of(client.get(f"/office/open/far-dunning/{book.digest}/"))
    assert "transitional" not in page


def test_a_rulebook_with_a_problem_is_told_line_by_line(union: Union) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile as File

    files = {
        "rules": File("rules.toml", b"[rulebook]\nid = 7\n"),
        "clauses": File("clauses.md", b"# Nothing\n"),
        "readings": File("readings.toml", b"reading = 3\n"),
    }
    page = signed_in(OFFICE).post("/office/rulebooks/own/", files)
    assert page.status_code == 422
    assert "Nothing has been changed" in text_of(page)


def test_persons_are_found_by_a_part_of_their_name(union: Union) -> None:
    somebody(union, "scrutineer")
    found = text_of(signed_in(OFFICE).get("/office/persons/?name=haz"))
    assert "Hazel Example" in found
    page = text_of(signed_in(OFFICE).get("/office/persons/?name=nobody+at+all"))
    assert "Nobody of this name has a role or a key." in page
    assert "Hazel Example" not in page
