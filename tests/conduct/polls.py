"""A town at the moment at which members vote online: real rows on the roll, a box, papers beside it or none."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from unittest import mock

from django.core import mail
from django.db import transaction
from django.test import override_settings

from hustings.conduct.rolls import freeze_electors, units_in
from hustings.conduct.showing import reading
from hustings.proceedings.member_ballot import BallotOpened, HustingsNoticed, PacksIssued
from hustings.rulebooks.loader import Rulebook, from_files, load
from hustings.store import boxes, membership
from hustings.store.boxes import Record
from hustings.store.models import Box, Notice
from hustings.timetable.instants import local_day
from tests.conduct.town import AREA, FULL, SEAT, Town, play_town
from tests.proceedings.walk import BRANCHES, OFFICE, Walk, box_for

THREE = ("p-holder", "p-ash", "p-birch")
PAPERS = (PacksIssued("A", "post", 1, 100),)
ADDRESS = "https://vote.example.org"
UUID = "1Northmoor2Ba11ot"


def rules_with_cell(cell: int) -> Rulebook:
    """The model rules with another minimum cell: a handful is fewer than so many."""
    was, is_now = b"minimum_cell = { value = 10,", f"minimum_cell = {{ value = {cell},".encode()
    files = load("model-association").files
    return from_files(
        "model-association", {name: data.replace(was, is_now) for name, data in files.items()}
    )


def walk_to_the_box(
    packs: tuple[PacksIssued, ...] = (), rulebook: str | Rulebook = "model-association", **more: Any
) -> Walk:
    """From the opening of the seat to the opening of the box."""
    walk = Walk(rulebook).shortlisted(*THREE)
    walk.do(HustingsNoticed(at=walk.now + timedelta(days=9), by=(OFFICE,)))
    walk.now += timedelta(days=10)
    assert walk.state.roll is not None
    box = box_for(walk.state.roll.electors, **{"uuid": UUID, **more})
    closes = walk.now + timedelta(days=14)
    walk.do(BallotOpened(candidates=THREE, closes=closes, packs=packs, online=box, by=(OFFICE,)))
    return walk


def fill_roll(town: Town, of_each: int = 12) -> None:
    """Freeze the members who are on the list, and so many more in every branch, as the roll of the seat."""
    crowd = (
        replace(FULL, number=f"C-{unit}-{n}", unit=unit, email=None)
        for unit in BRANCHES
        for n in range(of_each)
    )
    organisation = town.union.organisation
    membership.keep_members(organisation, crowd)
    opened = town.walk.entries[0][1]
    day = local_day(opened + timedelta(days=40), "Europe/London")
    freeze_electors(organisation, SEAT, units_in(organisation, AREA), town.walk.rulebook, day)


def keep_box(town: Town, *, replacement: bool = False) -> Box:
    """A box with a setup that nobody looks into; for what is not about ballots themselves."""
    return boxes.make_box(
        town.union.organisation,
        SEAT,
        UUID,
        [("c1", 1), ("c2", 1)],
        [Record(b"setup"), Record(b"event", 0)],
        town.walk.now,
        replacement=replacement,
    )


@contextmanager
def played_once(walk: Walk, keys: Path, unblock: Callable[[], Any]) -> Iterator[Town]:
    """A town played once for all tests of a module; each of them works in a savepoint of its own.

    The record, its keys and the roll stay; the clock and the settings are each test's own. What an earlier
    module folded is forgotten: its newest entry may be the same, byte for byte, on another record.
    """
    reading._folded.cache_clear()
    with unblock(), override_settings(HUSTINGS_LOG_KEYS=keys, DATA=keys, ADDRESS=ADDRESS):
        whole = transaction.atomic()
        whole.__enter__()
        with patch_clock(walk.now):
            union = play_town(walk)
        town = Town(walk, union, lambda at: None)
        fill_roll(town)
        Notice.objects.all().delete()
    yield town
    with unblock():
        transaction.set_rollback(True)
        whole.__exit__(None, None, None)


def for_this_test(town: Town, keys: Path, settings: Any, monkeypatch: Any) -> Town:
    """The played town as one test has it: at the moment at which the box opened."""
    settings.HUSTINGS_LOG_KEYS = settings.DATA = keys
    settings.ADDRESS = ADDRESS
    settings.HUSTINGS_DIRECTORY = "hustings.conduct.persons.StoreDirectory"

    def set_clock(at: datetime) -> None:
        monkeypatch.setattr("hustings.conduct.clock.now", lambda: at)

    walk = copy(town.walk)
    walk.entries = list(walk.entries)
    set_clock(walk.now)
    mail.outbox.clear()
    return Town(walk, town.union, set_clock)


@contextmanager
def patch_clock(at: datetime) -> Iterator[None]:
    """Every clock shows one moment."""
    with mock.patch("hustings.conduct.clock.now", return_value=at):
        yield
