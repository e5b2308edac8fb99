"""Attempts to cast are limited per elector, code and address; nobody waits for ever, and nothing is kept for long."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from django.core.cache import cache
from django.db import connection

from hustings.conduct.limits import CASTING, Per, TooOften, attempt, forget_attempts
from hustings.store.models import Attempt

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, 0, 30, tzinfo=UTC)
ANN = {Per.ELECTOR: "p-ann"}
A_SECOND, TEN_MINUTES = timedelta(seconds=1), timedelta(minutes=10)


def tried(times: int, at: datetime, whose: dict[Per, str], apart: timedelta = A_SECOND) -> datetime:
    """So many attempts that are let in, and when the last of them was."""
    for number in range(times):
        assert attempt(at + number * apart, whose) is None
    return at + (times - 1) * apart


def test_the_limits_are_the_declared_ones() -> None:
    assert {per: limit.attempts for per, limit in CASTING.items()} == {
        Per.ELECTOR: 10,
        Per.CODE: 5,
        Per.ADDRESS: 300,
    }
    assert {limit.within for limit in CASTING.values()} == {TEN_MINUTES}


def test_after_ten_attempts_the_eleventh_is_told_when_there_is_room() -> None:
    """The first was at 12:00:30, so there is room from 12:10:30 on, and 12.11 is promised."""
    last = tried(10, NOON, ANN)
    refused = attempt(last + A_SECOND, ANN)
    assert isinstance(refused, TooOften)
    assert refused.again == NOON + TEN_MINUTES
    assert refused.because.endswith("Try again from Monday 2 March 2026, 12.11 pm on.")
    assert attempt(refused.again - A_SECOND, ANN) is not None
    assert attempt(refused.again, ANN) is None


def test_whoever_goes_on_trying_waits_no_longer_for_it() -> None:
    tried(10, NOON, ANN)
    for second in range(20, 600, 20):
        assert attempt(NOON + timedelta(seconds=second), ANN) is not None
    assert attempt(NOON + TEN_MINUTES, ANN) is None


def test_electors_codes_and_addresses_are_counted_apart() -> None:
    tried(10, NOON, {**ANN, Per.ADDRESS: "192.0.2.1"})
    assert attempt(NOON + A_SECOND, {Per.ELECTOR: "p-ben", Per.ADDRESS: "192.0.2.1"}) is None
    tried(5, NOON, {Per.CODE: "p-ann"})
    assert attempt(NOON + A_SECOND, {Per.CODE: "p-ann"}) is not None


@pytest.mark.django_db(transaction=True)
def test_of_attempts_at_one_moment_no_more_are_let_in_than_one_after_the_other() -> None:
    """Sixteen at once, of one elector from two addresses: ten are let in, on either database."""
    together = Barrier(16)

    def tries(number: int) -> bool:
        try:
            connection.ensure_connection()
            together.wait()
            return attempt(NOON, {**ANN, Per.ADDRESS: f"192.0.2.{number % 2}"}) is None
        finally:
            connection.close()

    with ThreadPoolExecutor(16) as pool:
        assert sum(pool.map(tries, range(16))) == 10
    assert Attempt.objects.count() == 20


def test_an_address_that_is_full_holds_up_no_other() -> None:
    tried(300, NOON, {Per.ADDRESS: "192.0.2.1"}, timedelta(milliseconds=1))
    late = NOON + A_SECOND
    assert attempt(late, {Per.ELECTOR: "p-ben", Per.ADDRESS: "192.0.2.1"}) is not None
    assert attempt(late, {Per.ELECTOR: "p-ben", Per.ADDRESS: "192.0.2.2"}) is None
    assert attempt(late, {Per.ELECTOR: "p-cai", Per.ADDRESS: ""}) is None


def test_what_is_counted_names_nobody_and_is_gone_when_its_time_is_over() -> None:
    attempt(NOON, {**ANN, Per.ADDRESS: "192.0.2.1"})
    for kept in Attempt.objects.all():
        assert len(kept.key) == 64
        assert "ann" not in kept.key
    assert Attempt.objects.count() == 2
    assert forget_attempts(NOON + TEN_MINUTES - A_SECOND) == 0
    assert forget_attempts(NOON + TEN_MINUTES) == 2
    assert not Attempt.objects.exists()


def test_without_background_work_the_next_attempt_clears_up() -> None:
    attempt(NOON, ANN)
    attempt(NOON + TEN_MINUTES, {Per.ELECTOR: "p-ben"})
    assert Attempt.objects.count() == 1


def test_counts_of_signing_in_that_are_over_are_deleted_and_no_others() -> None:
    """The cache itself would keep the addresses until it is full."""
    cache.clear()
    cache.set("allauth:rl:login:192.0.2.1", [1.0], timeout=0.01)
    cache.set("allauth:rl:login:192.0.2.2", [1.0], timeout=3600)
    forget_attempts(datetime.now(UTC) + timedelta(minutes=1))
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM hustings_attempts")
        assert [key for (key,) in cursor.fetchall()] == [":1:allauth:rl:login:192.0.2.2"]
    cache.clear()
