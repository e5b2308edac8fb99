"""A seat of which the box is open, with an election that the record announced."""

from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from hustings.conduct import clock
from hustings.proceedings.member_ballot import PacksIssued
from hustings.proceedings.values import Role
from hustings.record.entries import read_statement
from hustings.record.signing import sign
from hustings.rulebooks.loader import Rulebook
from hustings.store import boxes
from hustings.store.models import Box, Draft, Person
from tests.conduct.conftest import build, keys, town
from tests.conduct.polls import PAPERS, played_once, walk_to_the_box
from tests.conduct.town import SEAT, Town, signed_in
from tests.conduct.voters import UUID, small_election
from tests.proceedings.walk import Walk
from tests.web.seats import key_of, reference_of

__all__ = ["build", "keys", "town"]
SMALL = small_election(6)


def announced(
    packs: tuple[PacksIssued, ...] = PAPERS,
    rulebook: str | Rulebook = "model-association",
    **more: Any,
) -> Walk:
    """The walk to the box; the record names the fingerprint of its ballot paper."""
    fingerprint, setup = SMALL.election.fingerprint, SMALL.records()[-1].sha256
    return walk_to_the_box(packs, rulebook, election=fingerprint, setup=setup, **more)


def keep(town: Town) -> Box:
    """The box of the election."""
    return boxes.make_box(
        town.union.organisation, SEAT, UUID, SMALL.public, SMALL.records(), town.walk.now,
        replacement=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def played(keys: Path, django_db_setup: None, django_db_blocker: Any) -> Iterator[Town]:
    """Played once for the module."""
    with played_once(announced(), keys, django_db_blocker.unblock) as town:
        yield town


@pytest.fixture
def box(town: Town) -> Box:
    """The box."""
    return keep(town)


def the_scrutineer(town: Town) -> Client:
    """Somebody with the part, and with a key that is registered for it."""
    if not Person.objects.filter(reference=reference_of("p-scrutineer")).exists():
        town.union.known.pop(reference_of("p-scrutineer"), None)  # of a test before
        town.union.person(reference_of("p-scrutineer"), clock.now(), Role.SCRUTINEER.value)
    return signed_in(reference_of("p-scrutineer"))


def signs(client: Client, page: str) -> Any:
    """The statement of this page signed with the scrutineer's key, as the page's program does it."""
    draft = Draft.objects.get(reference=page.strip("/").rpartition("/")[2])
    made = sign(read_statement(bytes(draft.statement)), key_of(reference_of("p-scrutineer")))
    answer = {"key": made.key, "signature": b64encode(made.value).decode()}
    return client.post(page, answer, follow=True)
