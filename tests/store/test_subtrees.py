"""Proofs from kept subtrees are those from the leaves, read a bounded number of hashes, and never a wrong one."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from hustings.kernel import merkle
from hustings.kernel.merkle import leaf_hash
from hustings.store import checkpoints, subtrees
from hustings.store.log import log_of
from hustings.store.models import Checkpoint, LogEntry, Organisation, Subtree
from tests.store.making import LOG_KEY, MORNING, union
from tests.triggers import triggers_lifted

pytestmark = pytest.mark.django_db
SIZES = [1, 3, 4, 5, 15, 16, 17, 63, 64, 65, 70, 150]


@pytest.fixture(autouse=True)
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four nodes make one of the next height, so that a log of 150 has three heights of them."""
    monkeypatch.setattr(subtrees, "WIDE", 4)


def longer(here: Organisation, to: int, word: str = "") -> None:
    """A log of so many entries, of which only the leaves matter here."""
    first = LogEntry.objects.count()
    LogEntry.objects.bulk_create(
        LogEntry(
            organisation=here,
            position=position,
            proceeding="northmoor",
            number=position + 1,
            kind="Said",
            at=MORNING,
            content=b"{}",
            leaf_hash=leaf_hash(f"{position}{word}".encode()),
        )
        for position in range(first, to)
    )


def published(here: Organisation) -> Checkpoint:
    return checkpoints.publish(here, LOG_KEY, MORNING)


@pytest.fixture
def never_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody reads the whole log."""

    def fail(*_: object) -> None:
        raise AssertionError("every leaf of the log is read")

    monkeypatch.setattr(subtrees, "log_of", fail)


@pytest.mark.usefixtures("never_whole")
def test_every_proof_of_a_log_that_grew_is_the_one_from_its_leaves() -> None:
    here = union()
    for size in SIZES:
        longer(here, size)
        newest, log = published(here), log_of(here)
        for old in range(1, size + 1):
            assert subtrees.consistency(newest, old) == log.consistency(old)
            assert subtrees.inclusion(newest, old - 1) == log.inclusion(old - 1)


@pytest.mark.usefixtures("never_whole")
def test_a_proof_of_an_earlier_checkpoint_is_of_its_own_size() -> None:
    here = union()
    longer(here, 21)
    earlier = published(here)
    longer(here, 70)
    published(here)
    then = merkle.root_of(log_of(here).leaves[:9])
    merkle.verify_consistency(9, 21, then, bytes(earlier.root), subtrees.consistency(earlier, 9))


@pytest.mark.usefixtures("never_whole")
def test_a_proof_hashes_no_more_for_a_long_log_than_for_each_height_of_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A log of 1,000 has four heights of subtrees; from every leaf it would be 999 hashes and more."""
    here = union()
    longer(here, 1000)
    newest = published(here)
    hashed: list[int] = []
    whole = merkle.node_hash
    monkeypatch.setattr(
        merkle, "node_hash", lambda one, other: (hashed.append(1), whole(one, other))[1]
    )
    for old in (1, 333, 512, 999):
        hashed.clear()
        subtrees.consistency(newest, old)
        assert len(hashed) < 100


def test_what_is_kept_is_worked_out_once_and_only_of_whole_subtrees() -> None:
    here = union()
    longer(here, 70)
    published(here)
    kept = list(Subtree.objects.order_by("height").values_list("height", flat=True))
    assert kept == [1] * 17 + [2] * 4 + [3]
    before = set(Subtree.objects.values_list("pk", flat=True))
    longer(here, 72)
    published(here)
    assert before < set(Subtree.objects.values_list("pk", flat=True))
    assert Subtree.objects.count() == len(before) + 1


@pytest.mark.parametrize("damage", ["changed", "gone", "all gone"])
def test_a_subtree_that_is_not_of_this_log_spoils_no_proof(damage: str) -> None:
    here = union()
    longer(here, 70)
    newest, log = published(here), log_of(here)
    rows = Subtree.objects.filter(height=1, number=9 if damage != "all gone" else None)
    if damage == "changed":
        rows.update(root=bytes(32))
        Subtree.objects.filter(height=2).update(root=bytes(32))
    elif damage == "gone":
        rows.delete()
    else:
        subtrees.forget(here)
    for old in range(1, 71):
        assert subtrees.consistency(newest, old) == log.consistency(old)
        assert subtrees.inclusion(newest, old - 1) == log.inclusion(old - 1)


@pytest.mark.usefixtures("never_whole")
def test_a_log_that_somebody_rewrote_has_the_subtrees_of_what_it_is_now() -> None:
    here = union()
    longer(here, 40)
    published(here)
    connection.check_constraints()  # PostgreSQL lifts no trigger while checks are deferred
    with triggers_lifted():
        Checkpoint.objects.all().delete()
        LogEntry.objects.all().delete()
        connection.check_constraints()
    longer(here, 40, "rewritten")
    newest, log = published(here), log_of(here)
    assert [subtrees.consistency(newest, old) for old in range(1, 41)] == [
        log.consistency(old) for old in range(1, 41)
    ]


def test_a_log_is_never_held_up_by_a_subtree_that_is_missing() -> None:
    here = union()
    longer(here, 12)
    published(here)
    Subtree.objects.filter(number=1).delete()
    longer(here, 17)
    newest, log = published(here), log_of(here)
    assert subtrees.consistency(newest, 5) == log.consistency(5)


def test_the_logs_that_there_were_are_worked_out_when_the_table_comes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    here = union()
    longer(here, 70)
    published(here)
    told = Subtree.objects.order_by("height", "number").values_list("height", "number", "root")
    before = list(told)
    subtrees.forget(here)
    migration = import_module("hustings.store.migrations.0013_subtrees")
    monkeypatch.setattr(migration, "WIDE", 4)
    migration.work_out(apps, None)
    assert list(told.all()) == before
