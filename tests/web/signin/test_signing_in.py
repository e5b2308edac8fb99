"""Signing in: a code by e-mail for people whom the organisation knows, the same page for everybody else."""

import re
import time
from pathlib import Path

import pytest
from django.test import Client

from hustings.conduct.roles import Person
from hustings.web.mailbox.kept import letters_to
from hustings.web.signin.models import Account
from tests.web.people import SmallDirectory

pytestmark = pytest.mark.usefixtures("people", "no_attempts_yet")


def ask(client: Client, address: str, after: str = "") -> object:
    return client.post(f"/sign-in/{after}", {"email": address})


def code_for(address: str) -> str:
    found = re.search(r"^ {4}(\S+)$", letters_to(address)[0].text, re.MULTILINE)
    assert found is not None
    return found[1]


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_a_known_person_signs_in_with_the_code_from_the_letter(
    client: Client, mailbox: Path
) -> None:
    ask(client, "teller@example.org")
    client.post("/sign-in/code/", {"code": code_for("teller@example.org")})
    assert signed_in(client)
    assert "Teller Example" in client.get("/").content.decode()


def test_a_code_may_be_pasted_with_spaces_and_in_small_letters(
    client: Client, mailbox: Path
) -> None:
    ask(client, "teller@example.org")
    pasted = f"  {code_for('teller@example.org').replace('-', ' ').lower()} "
    client.post("/sign-in/code/", {"code": pasted})
    assert signed_in(client)


def test_the_address_may_be_written_in_capitals(client: Client, mailbox: Path) -> None:
    ask(client, "Teller@Example.org")
    assert letters_to("teller@example.org")


def test_the_pages_do_not_tell_whether_an_address_is_known(mailbox: Path) -> None:
    pages = []
    for address in ("teller@example.org", "nobody@example.org"):
        client = Client()
        asked = client.post("/sign-in/", {"email": address})
        told = client.get(asked["Location"]).content.decode().replace(address, "ADDRESS")
        wrong = client.post("/sign-in/code/", {"code": "BCDF-GHJK"})
        said = wrong.content.decode().replace(address, "ADDRESS")
        pages.append([re.sub(r'value="[^"]{64}"', "", text) for text in (told, said)])
        assert asked.status_code == 302
    assert pages[0] == pages[1]


def test_a_stranger_gets_no_letter_and_no_account(client: Client, mailbox: Path) -> None:
    ask(client, "nobody@example.org")
    assert not letters_to("nobody@example.org")
    assert not Account.objects.exists()


def test_opening_the_page_any_number_of_times_uses_nothing_up(
    client: Client, mailbox: Path
) -> None:
    ask(client, "teller@example.org")
    for _ in range(6):
        client.get("/sign-in/code/")
        client.get("/sign-in/code/", {"code": code_for("teller@example.org")})
    assert not signed_in(client)
    client.post("/sign-in/code/", {"code": code_for("teller@example.org")})
    assert signed_in(client)


def test_five_wrong_codes_end_the_attempt(client: Client, mailbox: Path) -> None:
    ask(client, "teller@example.org")
    right = code_for("teller@example.org")
    for _ in range(5):
        client.post("/sign-in/code/", {"code": "BCDF-GHJK"})
    client.post("/sign-in/code/", {"code": right})
    assert not signed_in(client)


def test_a_mistyped_address_is_left_by_the_button_of_the_page(mailbox: Path) -> None:
    client = Client()
    ask(client, "techer@example.org")
    page = client.get("/sign-in/code/").content.decode()
    assert '<form method="post" action="/sign-out/">' in page
    assert '<input type="hidden" name="next" value="/sign-in/">' in page
    again = client.post("/sign-out/", {"next": "/sign-in/"})
    assert again["Location"] == "/sign-in/"
    assert client.get("/sign-in/").status_code == 200
    ask(client, "teller@example.org")
    client.post("/sign-in/code/", {"code": code_for("teller@example.org")})
    assert signed_in(client)


def test_a_fourth_code_within_a_minute_is_not_sent(mailbox: Path) -> None:
    for _ in range(4):
        answer = ask(Client(), "teller@example.org")
    assert len(letters_to("teller@example.org")) == 3
    assert "Wait a minute" in answer.content.decode()  # type: ignore[attr-defined]


def test_after_a_minute_codes_are_sent_again_and_another_address_never_waited(
    mailbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(4):
        ask(Client(), "teller@example.org")
    ask(Client(), "office@example.org")
    assert len(letters_to("office@example.org")) == 1
    now = time.time()
    monkeypatch.setattr("allauth.core.internal.ratelimit.time.time", lambda: now + 61)
    ask(Client(), "teller@example.org")
    assert len(letters_to("teller@example.org")) == 4


def test_a_code_counts_on_the_device_that_asked_for_it_only(client: Client, mailbox: Path) -> None:
    ask(client, "teller@example.org")
    other = Client()
    ask(other, "nobody@example.org")
    other.post("/sign-in/code/", {"code": code_for("teller@example.org")})
    assert not signed_in(other)


def test_the_letter_holds_no_link_that_could_be_followed(client: Client, mailbox: Path) -> None:
    ask(client, "teller@example.org")
    assert "http" not in letters_to("teller@example.org")[0].text


def test_a_person_whom_the_organisation_forgets_is_signed_out(
    client: Client, mailbox: Path, people: type[SmallDirectory]
) -> None:
    ask(client, "teller@example.org")
    client.post("/sign-in/code/", {"code": code_for("teller@example.org")})
    people.forgotten.add("p-teller")
    assert client.get("/my/keys/").status_code == 302
    assert not signed_in(client)


def test_an_account_follows_its_person_to_a_new_address() -> None:
    person = Person("p-1", "One Example")
    Account.objects.of(person, "old@example.org")
    moved = Account.objects.of(person, "new@example.org")
    assert [account.email for account in Account.objects.all()] == ["new@example.org"]
    assert moved.person == "p-1"


def test_an_address_that_goes_to_another_person_opens_their_account_only() -> None:
    Account.objects.of(Person("p-1", "One Example"), "shared@example.org")
    second = Account.objects.of(Person("p-2", "Two Example"), "shared@example.org")
    assert list(Account.objects.all()) == [second]


def test_accounts_have_no_password_that_could_be_used() -> None:
    account = Account.objects.of(Person("p-1", "One Example"), "one@example.org")
    assert not account.has_usable_password()


@pytest.mark.parametrize("path", ["signup/", "password/reset/", "login/", "sign-in/password/"])
def test_there_is_no_sign_up_and_no_password(client: Client, path: str) -> None:
    assert client.get(f"/{path}").status_code == 404


def test_signing_out_needs_a_post(client: Client, mailbox: Path) -> None:
    ask(client, "teller@example.org")
    client.post("/sign-in/code/", {"code": code_for("teller@example.org")})
    client.get("/sign-out/")
    assert signed_in(client)
    client.post("/sign-out/")
    assert not signed_in(client)


def test_a_page_of_another_site_is_never_the_next_one(client: Client, mailbox: Path) -> None:
    ask(client, "teller@example.org", "?next=https://elsewhere.example/")
    answer = client.post(
        "/sign-in/code/?next=https://elsewhere.example/",
        {"code": code_for("teller@example.org"), "next": "https://elsewhere.example/"},
    )
    assert answer["Location"].startswith("/")
