"""Visitors of every role, and a real browser for the tests that need one."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import translation

from hustings.conduct.roles import Person, Role
from hustings.web.signin.models import Account
from tests.web.people import SmallDirectory, SmallKeyring

Visit = Callable[[Role], Client]


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """A page in Welsh leaves its language behind in the thread; no other test shall find it there."""
    translation.deactivate()
    yield
    translation.deactivate()


@pytest.fixture
def people(settings: Any) -> Iterator[type[SmallDirectory]]:
    """The small organisation, with nobody forgotten and no keys."""
    settings.HUSTINGS_DIRECTORY = "tests.web.people.SmallDirectory"
    settings.HUSTINGS_KEYRING = "tests.web.people.SmallKeyring"
    SmallDirectory.forgotten.clear()
    SmallKeyring.asked.clear()
    yield SmallDirectory
    SmallDirectory.forgotten.clear()


@pytest.fixture
def no_attempts_yet(db: None) -> None:
    """Nobody has tried to sign in yet."""
    cache.clear()


@pytest.fixture
def as_role(people: type[SmallDirectory], db: None) -> Visit:
    """A visitor signed in as the person of that role; a stranger is not signed in."""

    def visit(role: Role) -> Client:
        client = Client()
        if role is not Role.STRANGER:
            client.force_login(account_of(role))
        return client

    return visit


def account_of(role: Role) -> Account:
    """The account of the small organisation's person with that role."""
    person = Person(f"p-{role.value}", role.value)
    return Account.objects.of(person, f"{role.value}@example.org")


@pytest.fixture
def mailbox(settings: Any, tmp_path: Path) -> Path:
    """Letters go to an empty mailbox folder, as on a development site."""
    settings.HUSTINGS_MAILBOX = tmp_path / "mailbox"
    settings.EMAIL_BACKEND = "hustings.web.mailbox.backend.Mailbox"
    return tmp_path / "mailbox"


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Debian's Chromium with a fresh profile."""
    from playwright.sync_api import sync_playwright

    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", "--disable-background-networking"],
        )
        yield chromium
        chromium.close()
