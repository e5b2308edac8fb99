"""Adding to the record: in order, one position at a time, never twice, never backwards; and reading it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction

from hustings.kernel.merkle import leaf_hash
from hustings.record.entries import entry_bytes
from hustings.record.log import Log
from hustings.store import log
from hustings.store.models.organisations import Organisation
from hustings.store.models.record import LogEntry, Opening
from tests.store.making import MORNING, entered, opening, statement, union

pytestmark = pytest.mark.django_db


def test_the_first_entry_has_position_0_in_the_log_and_number_1_in_its_proceeding() -> None:
    row = entered(union())

    assert (row.position, row.number) == (0, 1)


def test_a_proceeding_counts_its_own_entries_while_the_log_counts_all() -> None:
    here = union()
    entered(here, proceeding="northmoor")
    entered(here, proceeding="eastwater")

    row = entered(here, proceeding="northmoor")

    assert (row.position, row.number) == (2, 2)


def test_what_is_kept_is_the_canonical_bytes_and_their_leaf_hash() -> None:
    here = union()
    row = entered(here)

    (entry,) = log.read(here)

    assert bytes(row.content) == entry_bytes(entry)
    assert bytes(row.leaf_hash) == leaf_hash(entry_bytes(entry))


def test_an_entry_is_read_back_as_it_was_said() -> None:
    here = union()
    said = statement(withheld={"address": "1 Mill Lane"})
    log.append(here, said, [], [opening("address", "1 Mill Lane")], 0, MORNING)

    (entry,) = log.read(here)

    assert (entry.statement, entry.at) == (said, MORNING)


def test_a_moment_is_kept_to_the_second() -> None:
    row = log.append(union(), statement(), [], [], 0, MORNING + timedelta(microseconds=900_000))

    assert row.at == MORNING


def test_who_has_not_seen_the_last_entry_is_told_what_came_meanwhile() -> None:
    here = union()
    entered(here)
    log.append(here, statement(kind="AnswerGiven"), [], [], 1, MORNING)

    with pytest.raises(log.PositionTaken) as told:
        log.append(here, statement(kind="TimetableSet"), [], [], 1, MORNING)

    assert [entry.statement.kind for entry in told.value.meanwhile] == ["AnswerGiven"]
    assert log.size(here) == 2


def test_an_entry_of_another_proceeding_does_not_stand_in_the_way() -> None:
    here = union()
    entered(here, proceeding="eastwater")

    row = log.append(here, statement("northmoor"), [], [], 0, MORNING)

    assert row.number == 1


def test_nobody_can_have_seen_more_than_there_is() -> None:
    with pytest.raises(ValueError, match="nobody can have seen 3"):
        log.append(union(), statement(), [], [], 3, MORNING)


def test_nothing_is_added_when_the_clock_has_gone_back() -> None:
    here = union()
    entered(here, minutes=1)

    with pytest.raises(log.ClockWentBack):
        log.append(here, statement(), [], [], 1, MORNING)

    assert log.size(here) == 1


def test_two_entries_may_be_of_the_same_second() -> None:
    here = union()
    entered(here)

    assert entered(here).position == 1


def test_a_statement_for_another_organisation_is_turned_back() -> None:
    other = Organisation.objects.create(slug="other", name="Other", origin="other.example/log")

    with pytest.raises(ValueError, match="in the log of other"):
        log.append(other, statement(), [], [], 0, MORNING)


def test_two_organisations_have_two_logs() -> None:
    here = union()
    entered(here)
    there = Organisation.objects.create(slug="other", name="Other", origin="other.example/log")

    assert (log.size(here), log.size(there)) == (1, 0)


@pytest.mark.parametrize(
    "given",
    [[], [opening("address", "1 Mill Lane"), opening("name", "Ada Fell")], [opening("name", "x")]],
    ids=["none", "one too many", "another field's"],
)
def test_an_entry_without_one_opening_for_each_commitment_is_turned_back(given: list) -> None:
    here, said = union(), statement(withheld={"address": "1 Mill Lane"})

    with pytest.raises(ValueError, match="one opening for each"):
        log.append(here, said, [], given, 0, MORNING)

    assert (log.size(here), Opening.objects.count()) == (0, 0)


def test_an_opening_that_is_not_what_was_committed_to_is_turned_back() -> None:
    here, said = union(), statement(withheld={"address": "1 Mill Lane"})

    with pytest.raises(ValueError, match="is not what entry 0 holds"):
        log.append(here, said, [], [opening("address", "2 Mill Lane")], 0, MORNING)

    assert log.size(here) == 0


def test_reading_can_begin_after_what_is_known() -> None:
    here = union()
    for minute in range(3):
        entered(here, minutes=minute)

    assert [entry.position for entry in log.read(here, since=2)] == [2]


def test_a_proceeding_is_read_apart_from_the_others() -> None:
    here = union()
    for place in ("northmoor", "eastwater", "northmoor"):
        entered(here, proceeding=place)

    assert [entry.position for entry in log.entries_of(here, "northmoor")] == [0, 2]
    assert [entry.position for entry in log.entries_of(here, "northmoor", since=1)] == [2]


def test_proceedings_come_in_the_order_of_their_opening() -> None:
    here = union()
    for place in ("northmoor", "arrowvale", "northmoor", "eastwater"):
        entered(here, proceeding=place)

    assert log.proceedings(here) == ["northmoor", "arrowvale", "eastwater"]


def test_the_log_of_leaves_has_the_root_of_the_entries() -> None:
    here = union()
    for minute in range(5):
        entered(here, minutes=minute)

    assert log.log_of(here) == Log.of(content for _, content in log.rows(here))
    assert log.log_of(here, 3).root == log.log_of(here).root_at(3)


@pytest.mark.django_db(transaction=True)
def test_eight_threads_that_write_at_once_lose_nothing() -> None:
    """Eight officers, each with a seat of their own, make ten entries each: 80 in one unbroken order."""
    here = union()

    def write(officer: int) -> None:
        try:
            for number in range(10):
                log.append(here, statement(f"seat-{officer}"), [], [], number, MORNING)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as officers:
        list(officers.map(write, range(8)))

    assert [position for position, _ in log.rows(here)] == list(range(80))
    assert log.log_of(here) == Log.of(content for _, content in log.rows(here))
    assert {log.proceeding_size(here, f"seat-{officer}") for officer in range(8)} == {10}


@pytest.mark.django_db(transaction=True)
def test_of_eight_that_have_seen_the_same_one_succeeds_and_seven_are_told() -> None:
    here = union()

    def write(officer: int) -> str:
        try:
            log.append(here, statement(kind=f"Decision{officer}"), [], [], 0, MORNING)
        except log.PositionTaken as told:
            return told.meanwhile[0].statement.kind
        finally:
            connection.close()
        return f"Decision{officer}"

    with ThreadPoolExecutor(8) as officers:
        told = set(officers.map(write, range(8)))

    assert LogEntry.objects.count() == 1
    assert told == {LogEntry.objects.get().kind}


@pytest.mark.django_db(transaction=True)
def test_when_the_rest_of_a_transaction_fails_its_entries_are_not_there() -> None:
    here = union()

    def add_and_fail() -> None:
        with transaction.atomic():
            entered(here)
            raise RuntimeError("the notice could not be queued")

    with pytest.raises(RuntimeError):
        add_and_fail()

    assert log.size(here) == 0
