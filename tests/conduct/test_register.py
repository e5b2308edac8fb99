"""The register of keys as the site reads it: kept between two signatures, and never of entries that are gone."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from hustings.conduct.founding import register_of
from hustings.conduct.keys import key_id
from tests.web.seats import Union, found_union, key_of, reference_of

pytestmark = pytest.mark.django_db
FIRST, SECOND = reference_of("p-first"), reference_of("p-second")
AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def union(settings: Any, tmp_path: Any) -> Union:
    """Founded, with its authorities and nobody else."""
    settings.HUSTINGS_LOG_KEYS = settings.DATA = tmp_path
    return found_union(AT)


def id_of(person: str) -> str:
    return key_id(bytes(key_of(person).verify_key))


def test_a_key_is_known_as_soon_as_it_is_registered(union: Union) -> None:
    assert id_of(FIRST) not in register_of(union.organisation).keys
    union.person(FIRST, AT, "teller")
    assert register_of(union.organisation).keys[id_of(FIRST)].person == FIRST


def test_what_was_read_before_is_not_read_again(union: Union) -> None:
    union.person(FIRST, AT, "teller")
    register_of(union.organisation)
    union.person(SECOND, AT, "teller")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        register = register_of(union.organisation)
    assert {id_of(FIRST), id_of(SECOND)} <= set(register.keys)
    read = [one["sql"] for one in asked if '"content"' in one["sql"]]
    assert len(read) == 1
    assert '"number" > 0' not in read[0]


def test_a_registration_that_was_rolled_back_is_not_remembered(union: Union) -> None:
    with transaction.atomic():
        union.person(FIRST, AT, "teller")
        assert id_of(FIRST) in register_of(union.organisation).keys
        transaction.set_rollback(True)
    union.known.clear()
    assert id_of(FIRST) not in register_of(union.organisation).keys
    union.person(SECOND, AT, "teller")
    keys = register_of(union.organisation).keys
    assert id_of(SECOND) in keys
    assert id_of(FIRST) not in keys
