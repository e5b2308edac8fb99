"""A box: its archive only grows, ballots show in batches, nobody votes twice, and links do not last."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from hustings.proceedings.online import StrikeReason
from hustings.store import boxes
from hustings.store.boxes import BATCH, Record
from hustings.store.models import Box, CastLink
from hustings.store.models.boxes import Channel
from tests.store.making import MORNING, union

pytestmark = pytest.mark.django_db


@pytest.fixture
def box() -> Box:
    """A box with a setup of two records and three credentials."""
    setup = [Record(b'{"version":1}'), Record(b'{"height":0}', 0)]
    credentials = [("c1", 1), ("c2", 1), ("c3", 4)]
    return boxes.make_box(
        union(), "northmoor", "1Northmoor2Ba11ot", credentials, setup, MORNING, replacement=False
    )


def test_the_archive_is_its_records_in_order(box: Box) -> None:
    boxes.add_records(box, [Record(b"ballot"), Record(b"event", 1)])
    bodies = [record.body for record in boxes.records_of(box)]
    assert bodies == [b'{"version":1}', b'{"height":0}', b"ballot", b"event"]
    last = boxes.last_event(box)
    assert last is not None
    assert (last.height, last.sha256) == (1, Record(b"event", 1).sha256)


def test_data_that_stands_in_the_archive_is_not_added_again(box: Box) -> None:
    boxes.add_records(box, [Record(b"same")])
    boxes.add_records(box, [Record(b"same")])
    assert [record.body for record in boxes.records_of(box)].count(b"same") == 1


def test_a_credential_that_is_not_of_the_election_has_no_weight(box: Box) -> None:
    assert boxes.weight_of(box, "c3") == 4
    assert boxes.weight_of(box, "c4") is None


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE store_boxrecord SET sha256 = 'x'",
        "DELETE FROM store_boxrecord",
        "INSERT INTO store_boxrecord (box_id, number, sha256, body) "  # noqa: ISC004
        "SELECT box_id, 5, 'x', body FROM store_boxrecord WHERE number = 0",
        "UPDATE store_mark SET channel = 'paper'",
        "UPDATE store_mark SET elector = 'm-2'",
        "DELETE FROM store_mark",
        "UPDATE store_cast SET tracker = 'x'",
        "UPDATE store_cast SET credential = 'c3'",
        "DELETE FROM store_cast",
        "DELETE FROM store_desklook",
        "UPDATE store_struckoff SET credential = 'c1'",
        "DELETE FROM store_struckoff",
        "INSERT INTO store_cast (box_id, height, credential, tracker, shown_from, replaced) "  # noqa: ISC004
        "SELECT box_id, 2, 'c2', 't2', at, FALSE FROM store_struckoff",
    ],
)
def test_the_database_refuses_to_change_what_was_cast(box: Box, change: str) -> None:
    boxes.add_cast(box, 1, "c1", "t1", MORNING)
    boxes.add_mark(box, "m-1", Channel.ONLINE)
    boxes.note_look(box, "p-teller", "m-1", "has voted online", MORNING)
    boxes.strike_off(box, "c2", StrikeReason.OTHER_HANDS, "p-scrutineer", MORNING)
    connection.check_constraints()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


# --- batches ----------------------------------------------------------------------------------------


def cast(box: Box, number: int, at: datetime) -> None:
    boxes.add_cast(box, number, f"c{number}", f"t{number:02}", at)


def test_ballots_show_ten_at_a_time(box: Box) -> None:
    for number in range(BATCH - 1):
        cast(box, number, MORNING + timedelta(minutes=number))
    at = MORNING + timedelta(minutes=20)
    assert boxes.shown(box, at) == []
    cast(box, 99, at)
    assert len(boxes.shown(box, at)) == BATCH


def test_fewer_than_ten_show_at_the_full_hour(box: Box) -> None:
    cast(box, 1, MORNING + timedelta(minutes=5))
    assert boxes.shown(box, MORNING + timedelta(minutes=59, seconds=59)) == []
    assert len(boxes.shown(box, MORNING + timedelta(hours=1))) == 1


def test_what_is_shown_stays_shown_and_the_next_batch_waits_for_itself(box: Box) -> None:
    for number in range(BATCH + 3):
        cast(box, number, MORNING + timedelta(minutes=1))
    assert len(boxes.shown(box, MORNING + timedelta(minutes=2))) == BATCH
    assert len(boxes.shown(box, MORNING + timedelta(hours=1))) == BATCH + 3


def test_the_order_of_what_is_shown_does_not_tell_who_came_first(box: Box) -> None:
    for number in reversed(range(BATCH)):
        cast(box, number, MORNING)
    assert [c.tracker for c in boxes.shown(box, MORNING)] == [f"t{n:02}" for n in range(BATCH)]


# --- who has voted ----------------------------------------------------------------------------------


def test_an_elector_is_marked_once(box: Box) -> None:
    boxes.add_mark(box, "m-1", Channel.ONLINE)
    with pytest.raises(IntegrityError), transaction.atomic():
        boxes.add_mark(box, "m-1", Channel.PAPER)
    found = boxes.mark_of(box, "m-1")
    assert found is not None
    assert found.channel == Channel.ONLINE


def test_two_ballots_of_one_credential_never_stand_together(box: Box) -> None:
    boxes.add_cast(box, 1, "c1", "t1", MORNING)
    boxes.add_cast(box, 2, "c1", "t2", MORNING)
    assert boxes.standing_ballots(box) == 1
    found = boxes.standing(box, "c1")
    assert found is not None
    assert found.tracker == "t2"


def test_links_are_kept_to_the_minute_and_destroyed_without_the_marks(box: Box) -> None:
    mark = boxes.add_mark(box, "m-1", Channel.ONLINE)
    boxes.link(mark, "c1", "t1", MORNING + timedelta(seconds=42))
    assert CastLink.objects.get().minute == MORNING
    assert boxes.linked_elector(box, "c1") == "m-1"
    assert boxes.destroy_links(box) == 1
    assert boxes.linked_elector(box, "c1") is None
    assert boxes.mark_of(box, "m-1") is not None
