"""A union with seats in several stages, read by a stranger; played once for all tests of a module."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from hustings.conduct import clock
from tests.web.public.stories import all_seats
from tests.web.seats import Union, play_together

Played = tuple[Union, dict[str, datetime]]
At = Callable[[str], None]


@pytest.fixture(scope="module")
def played(django_db_setup: None, django_db_blocker: Any) -> Iterator[Played]:
    """Seats that are declared, disputed, settled and exempt; gone again after the module."""
    walks = all_seats()
    with django_db_blocker.unblock():
        around = transaction.atomic()
        around.__enter__()
        union = play_together(walks)
    yield union, {name: walk.now + timedelta(hours=1) for name, walk in walks.items()}
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


@pytest.fixture
def union(played: Played, db: None, monkeypatch: pytest.MonkeyPatch) -> Union:
    """The union, in a test that may read and write, an hour after the last entry of any seat."""
    found, ends = played
    monkeypatch.setattr(clock, "now", lambda: max(ends.values()))
    return found


@pytest.fixture
def at(played: Played, union: Union, monkeypatch: pytest.MonkeyPatch) -> At:
    """Set the clock to an hour after the last entry of one seat."""

    def set_to(seat: str) -> None:
        monkeypatch.setattr(clock, "now", lambda: played[1][seat])

    return set_to


@pytest.fixture
def stranger(union: Union) -> Client:
    """Somebody who is not signed in, before the union's pages."""
    return Client()
