"""The private store: who sees which opening, and that what is erased is gone."""

from pathlib import Path
from time import sleep

import pytest
from django.db import connection

from hustings.kernel.canonical import Json
from hustings.proceedings.values import Visibility
from hustings.record.openings import check_opening
from hustings.store.log import append, read
from hustings.store.models.organisations import Organisation
from hustings.store.openings import erase, erased, openings
from tests.store.making import MORNING, opening, statement, union

pytestmark = pytest.mark.django_db

WITHHELD: dict[str, Json] = {"address": "1 Mill Lane", "name": "Ada Fell", "note": None}


@pytest.fixture
def here() -> Organisation:
    here = union()
    given = [
        opening("address", "1 Mill Lane", Visibility.SEALED),
        opening("name", "Ada Fell", Visibility.PUBLIC),
        opening("note", None, Visibility.PARTIES),
    ]
    append(here, statement(withheld=WITHHELD), [], given, 0, MORNING)
    return here


def test_an_opening_is_kept_at_its_entry_and_opens_it(here: Organisation) -> None:
    (entry,) = read(here)

    for kept in openings(here):
        check_opening(entry, kept)

    assert [kept.field for kept in openings(here)] == ["address", "name", "note"]


def test_nothing_is_a_value_too(here: Organisation) -> None:
    assert [kept.value for kept in openings(here) if kept.field == "note"] == [None]


def test_the_public_sees_what_is_public(here: Organisation) -> None:
    assert [kept.field for kept in openings(here, {Visibility.PUBLIC})] == ["name"]


def test_the_parties_see_what_is_theirs_and_nothing_that_is_sealed(here: Organisation) -> None:
    seen = openings(here, {Visibility.PUBLIC, Visibility.PARTIES})

    assert [kept.field for kept in seen] == ["name", "note"]


def test_openings_can_be_asked_for_by_proceeding_and_position(here: Organisation) -> None:
    said = statement("eastwater", withheld={"name": "Bo Reed"})
    append(here, said, [], [opening("name", "Bo Reed")], 0, MORNING)

    assert [kept.value for kept in openings(here, proceeding="eastwater")] == ["Bo Reed"]
    assert [kept.value for kept in openings(here, since=1)] == ["Bo Reed"]


def test_what_is_erased_is_not_there_and_the_erasure_is_told(here: Organisation) -> None:
    done = erase(here, 0, "address", MORNING, "left the union")

    assert done
    assert "address" not in [kept.field for kept in openings(here)]
    assert erased(here) == [(0, "address", MORNING, "left the union")]


def test_the_entry_stays_as_it_was_after_an_erasure(here: Organisation) -> None:
    before = list(read(here))

    erase(here, 0, "address", MORNING, "left the union")

    assert list(read(here)) == before


def test_erasing_twice_changes_nothing(here: Organisation) -> None:
    erase(here, 0, "address", MORNING, "left the union")

    assert not erase(here, 0, "address", MORNING.replace(hour=10), "again")
    assert erased(here)[0][3] == "left the union"


@pytest.mark.django_db(transaction=True)
def test_erased_bytes_are_nowhere_in_the_database_s_files() -> None:
    """On SQLite the files themselves; on PostgreSQL, after VACUUM, no page of the table."""
    here, secret = union(), "Nettlecombe Passage 93"
    append(
        here, statement(withheld={"address": secret}), [], [opening("address", secret)], 0, MORNING
    )

    erase(here, 0, "address", MORNING, "left the union")

    assert _gone(secret)


def _gone(secret: str) -> bool:
    """Whether the bytes are gone, as soon as no transaction is left that could still see the old row."""
    for _ in range(60):
        if secret.encode() not in _files():
            return True
        sleep(0.5)
    return False


def _files() -> bytes:
    if connection.vendor == "sqlite":
        place = Path(connection.settings_dict["NAME"])
        return b"".join(file.read_bytes() for file in place.parent.glob(f"{place.name}*"))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM FULL store_opening")
        cursor.execute(
            "SELECT pg_relation_filepath('store_opening'), current_setting('data_directory')"
        )
        name, folder = cursor.fetchone()
        cursor.execute("CHECKPOINT")
    return (Path(folder) / name).read_bytes()
