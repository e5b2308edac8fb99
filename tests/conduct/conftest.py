"""Towns at the moments at which letters go out."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core import mail

from hustings.proceedings.entry import command_of
from hustings.store.models import Notice
from tests.conduct.polls import for_this_test
from tests.conduct.town import HOLDER, SEAT, Town, play_town
from tests.proceedings.walk import Walk
from tests.web.seats import Union, told

Build = Callable[[Walk], Town]


def put_away() -> None:
    """Letters that were written while a walk was played are none of a test's."""
    Notice.objects.all().delete()
    mail.outbox.clear()


def _sign_in_as_holder(union: Union, at: datetime) -> None:
    """The sitting representative is known and has their role, whether or not they have acted yet."""
    if HOLDER not in union.known:
        union.person(HOLDER, at, "representative", proceeding=SEAT)


@pytest.fixture
def build(
    db: None,
    settings: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Build:
    """Play a walk into a union with units and members; what is mailed while playing is not kept."""
    settings.HUSTINGS_LOG_KEYS = settings.DATA = tmp_path
    settings.ADDRESS = "https://vote.example.org"

    def set_clock(at: datetime) -> None:
        monkeypatch.setattr("hustings.conduct.clock.now", lambda: at)

    def built(walk: Walk) -> Town:
        began = walk.entries[0][1]
        set_clock(walk.now)
        union = play_town(walk)
        _sign_in_as_holder(union, began)
        put_away()
        return Town(walk, union, set_clock)

    return built


@pytest.fixture
def opened(build: Build) -> Town:
    """The seat is opened, and nobody has been asked yet."""
    return build(Walk("model-association").opened())


@pytest.fixture
def trigger(build: Build) -> Town:
    """The trigger ballot runs: rolls are frozen, nobody has been called to meet."""
    walk = Walk("model-association").answered().planned("trigger")
    town = build(walk.at("freeze"))
    town.set_clock(walk.now)
    before = len(walk.entries)
    walk.rolls_frozen()
    for entry, at in walk.entries[before:]:
        town.union.do(SEAT, command_of(told(entry)), at)
    meets = walk.state.step("notice")
    assert meets is not None
    town.at(max(walk.now, meets.starts))
    put_away()
    return town


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the log's key, for a module's ``played`` town."""
    return tmp_path_factory.mktemp("keys")


@pytest.fixture
def town(
    played: Town, db: None, keys: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> Town:
    """The town that the module's ``played`` has played once, as one test has it."""
    return for_this_test(played, keys, settings, monkeypatch)
