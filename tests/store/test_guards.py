"""Whoever writes past our code: the database refuses to change, take back, replace or reorder the record."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from hustings.store import checkpoints
from hustings.store.log import append
from hustings.store.models.organisations import Organisation
from hustings.store.models.record import Checkpoint, Cosignature, LogEntry, Opening
from hustings.store.openings import erase
from tests.store.making import LOG_KEY, MORNING, opening, statement, union

pytestmark = pytest.mark.django_db

GUARDED = ["store_logentry", "store_checkpoint", "store_cosignature", "store_opening"]
COPY = {
    "store_logentry": "organisation_id, position, proceeding, number, kind, at, content, leaf_hash",
    "store_checkpoint": "organisation_id, size, root, note, at",
    "store_cosignature": "checkpoint_id, witness, line, at",
    "store_opening": "entry_id, field, visibility, salt, value, erased_at, erased_because",
}


@pytest.fixture
def here() -> Organisation:
    """A log with one entry that withholds one field, a checkpoint of it, and a cosignature."""
    here = union()
    said = statement(withheld={"address": "1 Mill Lane"})
    append(here, said, [], [opening("address", "1 Mill Lane")], 0, MORNING)
    published = checkpoints.publish(here, LOG_KEY, MORNING)
    Cosignature.objects.create(checkpoint=published, witness="w", line="l", at=MORNING)
    return here


def refused(sql: str, *given: object) -> None:
    connection.check_constraints()  # PostgreSQL would refuse a TRUNCATE for deferred checks anyway
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, given)


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("table", GUARDED)
def test_deleting_is_refused(table: str) -> None:
    refused(f"DELETE FROM {table}")


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("store_logentry", "kind = 'Other'"),
        ("store_logentry", "content = content"),
        ("store_checkpoint", "size = 7"),
        ("store_cosignature", "line = 'x'"),
        ("store_opening", "field = 'name'"),
        ("store_opening", "visibility = 'public'"),
        ("store_opening", "value = salt"),
    ],
)
def test_changing_is_refused(table: str, change: str) -> None:
    refused(f"UPDATE {table} SET {change}")


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("table", GUARDED)
def test_emptying_is_refused_in_every_way_that_the_engine_has(table: str) -> None:
    ways = {
        "sqlite": [f"DELETE FROM {table} WHERE 1", f"DELETE FROM {table} WHERE id > 0"],
        "postgresql": [f"TRUNCATE {table} CASCADE", f"TRUNCATE {table} RESTART IDENTITY CASCADE"],
    }
    for way in ways[connection.vendor]:
        refused(way)


@contextmanager
def _triggers_inside_triggers(recursive: str) -> Iterator[None]:
    """SQLite's pragma as given, and as the site has it again afterwards."""
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA recursive_triggers={recursive}")
        try:
            yield
        finally:
            cursor.execute("PRAGMA recursive_triggers=ON")


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("table", GUARDED)
@pytest.mark.parametrize("recursive", ["ON", "OFF"])
def test_replacing_is_refused(table: str, recursive: str) -> None:
    """SQLite skips the triggers on DELETE for a REPLACE unless a pragma is on: both ways are tried."""
    columns = COPY[table]
    if connection.vendor == "sqlite":
        with _triggers_inside_triggers(recursive):
            refused(
                f"INSERT OR REPLACE INTO {table} (id, {columns}) SELECT id, {columns} FROM {table}"
            )
            refused(f"INSERT OR REPLACE INTO {table} ({columns}) SELECT {columns} FROM {table}")
            refused(f"REPLACE INTO {table} (id, {columns}) SELECT id, {columns} FROM {table}")
            refused(f"UPDATE OR REPLACE {table} SET id = id + 1")
    else:
        first = columns.split(", ", maxsplit=1)[0]
        refused(
            f"INSERT INTO {table} (id, {columns}) SELECT id, {columns} FROM {table} "
            f"ON CONFLICT (id) DO UPDATE SET {first} = EXCLUDED.{first}"
        )


def test_replacing_a_row_by_its_id_with_the_next_position_is_refused(here: Organisation) -> None:
    """The next position would be right, but the row with that id would silently go."""
    row = LogEntry.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        _raw(here, id=row.pk, position=1, number=2)

    assert LogEntry.objects.get().position == 0


def _raw(here: Organisation, **other: Any) -> None:
    """Insert an entry past ``append``, the next in order but for ``other``."""
    given = {
        "position": 1,
        "number": 2,
        "proceeding": "northmoor",
        "kind": "Any",
        "at": MORNING,
        "content": b"{}",
        "leaf_hash": bytes(32),
        **other,
    }
    LogEntry(organisation=here, **given).save(force_insert=True)


def test_the_next_entry_is_accepted(here: Organisation) -> None:
    _raw(here)

    assert here.entries.count() == 2


@pytest.mark.parametrize(
    "other",
    [
        {"position": 2},
        {"position": 0},
        {"number": 1},
        {"number": 3},
        {"proceeding": "eastwater", "number": 2},
        {"at": MORNING.replace(hour=8)},
        {"leaf_hash": bytes(31)},
    ],
    ids=str,
)
def test_an_entry_out_of_order_is_refused(here: Organisation, other: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        _raw(here, **other)


@pytest.mark.parametrize("size", [0, 1, 2], ids=["smaller", "the same", "larger than the log"])
def test_a_checkpoint_that_does_not_fit_the_log_is_refused(here: Organisation, size: int) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Checkpoint.objects.create(
            organisation=here, size=size, root=bytes(32), note=b"", at=MORNING
        )


CHANGES: list[Callable[[Opening], None]] = [
    lambda row: setattr(row, "field", "name"),
    lambda row: setattr(row, "visibility", "public"),
    lambda row: setattr(row, "erased_because", "another reason"),
    lambda row: setattr(row, "erased_at", None),
]


@pytest.mark.parametrize("change", CHANGES)
def test_what_has_been_erased_does_not_change_again(
    here: Organisation, change: Callable[[Opening], None]
) -> None:
    erase(here, 0, "address", MORNING, "left the union")
    row = Opening.objects.get()
    change(row)

    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_erasing_half_an_opening_is_refused(here: Organisation) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        here.entries.get().openings.update(erased_at=MORNING, salt=None)
