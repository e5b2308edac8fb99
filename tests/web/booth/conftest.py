"""A seat of which the box is open, with an election that the record announced."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hustings.proceedings.member_ballot import PacksIssued
from hustings.rulebooks.loader import Rulebook
from hustings.store import boxes
from hustings.store.models import Box
from tests.conduct.conftest import build, keys, town
from tests.conduct.polls import PAPERS, played_once, walk_to_the_box
from tests.conduct.town import SEAT, Town
from tests.conduct.voters import UUID, small_election
from tests.proceedings.walk import Walk

__all__ = ["build", "keys", "town"]
SMALL = small_election(6)


def announced(
    packs: tuple[PacksIssued, ...] = PAPERS, rulebook: str | Rulebook = "model-association"
) -> Walk:
    """The walk to the box; the record names the fingerprint of its ballot paper."""
    fingerprint, setup = SMALL.election.fingerprint, SMALL.records()[-1].sha256
    return walk_to_the_box(packs, rulebook, election=fingerprint, setup=setup)


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
