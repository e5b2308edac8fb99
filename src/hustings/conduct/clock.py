"""The one clock of Hustings; everything below it is told what time it is."""

from datetime import UTC, datetime


def now() -> datetime:
    """This moment, in UTC, to the second, as the record writes it."""
    return datetime.now(UTC).replace(microsecond=0)
