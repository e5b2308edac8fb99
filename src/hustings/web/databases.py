"""Which database: SQLite in the data folder, or the PostgreSQL that ``HUSTINGS_DATABASE_URL`` names."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",  # a receipt is a promise: it survives a power cut
    "PRAGMA recursive_triggers=ON",  # else INSERT OR REPLACE slips past the triggers that refuse DELETE
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=20000",
)


def sqlite(file: Path) -> dict[str, Any]:
    """SQLite as it is safe for many readers and writers at once."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": file,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "; ".join(SQLITE_PRAGMAS) + ";",
        },
    }


def postgresql(url: str) -> dict[str, Any]:
    """PostgreSQL from ``postgresql://name:password@host:5432/database?option=value``."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"} or len(parts.path) < 2:
        raise ValueError(
            "HUSTINGS_DATABASE_URL is not the address of a PostgreSQL database; "
            "write it like postgresql://hustings:password@localhost:5432/hustings"
        )
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", unquote(parts.hostname or "")),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
