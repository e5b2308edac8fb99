"""Lifting the store's triggers, as only the owner of the tables can: for tests that have to clear up."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

ON_SQLITE = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'store_%'"
ON_POSTGRESQL = (
    "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger "
    "WHERE NOT tgisinternal AND tgrelid::regclass::text LIKE 'store_%'"
)


@contextmanager
def triggers_lifted() -> Iterator[None]:
    """Take the triggers away and put the same ones back."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(ON_SQLITE)
            lifted = cursor.fetchall()
            for name, _ in lifted:
                cursor.execute(f"DROP TRIGGER {name}")
            yield
            for _, sql in lifted:
                cursor.execute(sql.replace("%", "%%"))
        else:
            cursor.execute(ON_POSTGRESQL)
            tables = [table for (table,) in cursor.fetchall()]
            for table in tables:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            yield
            for table in tables:
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
