"""Attempts in and out of their table: counted under keys that name nobody, and gone when their time is over."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.db import connection

from hustings.store.models import Attempt


def take_turns(keys: Iterable[str]) -> None:
    """Let one transaction at a time look at and count each of these keys; on SQLite every writer waits anyway."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for key in sorted(keys):  # everybody in one order, so that no two wait for each other
            number = int.from_bytes(sha256(key.encode()).digest()[:8], "big", signed=True)
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])


def note(keys: Iterable[str], at: datetime) -> None:
    """Count one attempt under each key."""
    Attempt.objects.bulk_create(Attempt(key=key, at=at) for key in keys)


def after(key: str, moment: datetime) -> list[datetime]:
    """When there were attempts under a key after a moment, the earliest first."""
    found = Attempt.objects.filter(key=key, at__gt=moment).order_by("at")
    return list(found.values_list("at", flat=True))


def forget_until(moment: datetime) -> int:
    """Delete attempts up to a moment; how many there were."""
    return Attempt.objects.filter(at__lte=moment).delete()[0]


def forget_sign_ins(now: datetime) -> int:
    """Delete counts of attempts to sign in that are over: the cache would keep their addresses until it is full."""
    table = connection.ops.quote_name(settings.CACHES["default"]["LOCATION"])
    over = connection.ops.adapt_datetimefield_value(now.replace(microsecond=0))
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [over])  # noqa: S608 - our own setting
        return cursor.rowcount
