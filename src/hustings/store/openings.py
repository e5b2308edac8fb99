"""The private store: what commitments were made of, who may see it, and how it is erased."""

from collections.abc import Collection, Iterator
from datetime import datetime

from django.db import connection, transaction

from hustings.kernel.canonical import read_canonical
from hustings.proceedings.values import Visibility
from hustings.record.openings import Opening
from hustings.store.models.organisations import Organisation
from hustings.store.models.record import Opening as OpeningRow
from hustings.store.packed import forget_packed


def openings(
    organisation: Organisation,
    seen_by: Collection[Visibility] = frozenset(Visibility),
    *,
    proceeding: str | None = None,
    since: int = 0,
) -> Iterator[Opening]:
    """The openings of these visibilities, in the order of the log; what has been erased is not there."""
    found = OpeningRow.objects.filter(
        entry__organisation=organisation,
        entry__position__gte=since,
        erased_at__isnull=True,
        visibility__in=[visibility.value for visibility in seen_by],
    )
    if proceeding is not None:
        found = found.filter(entry__proceeding=proceeding)
    ordered = found.order_by("entry__position", "field")
    columns = ordered.values_list("entry__position", "field", "salt", "value", "visibility")
    for position, field, salt, value, visibility in columns.iterator(2000):
        kept = read_canonical(bytes(value))
        yield Opening(position, field, bytes(salt), kept, Visibility(visibility))


def erase(
    organisation: Organisation, position: int, field: str, at: datetime, because: str
) -> bool:
    """Erase one opening for good; whether there was one that had not been erased.

    SQLite overwrites the bytes at once and empties its journal. On PostgreSQL the old version of
    the row goes with the next VACUUM; backups are erased by the rule for backups. Bundles that were packed are packed
    anew; other machines that serve the same database delete theirs within a minute where `hustings work` runs, when
    they start, and before they give out any bundle.
    """
    with transaction.atomic():
        if connection.vendor == "sqlite":
            _overwrite_what_goes()
        found = OpeningRow.objects.filter(
            entry__organisation=organisation,
            entry__position=position,
            field=field,
            erased_at__isnull=True,
        )
        changed = found.update(salt=None, value=None, erased_at=at, erased_because=because)
        if changed:
            transaction.on_commit(forget_packed)
        if changed and connection.vendor == "sqlite":
            transaction.on_commit(_empty_the_journal)
    return changed == 1


def _overwrite_what_goes() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete=ON")


def _empty_the_journal() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def erasures(organisation: Organisation) -> int:
    """How many openings have been erased; it only ever grows."""
    return OpeningRow.objects.filter(
        entry__organisation=organisation, erased_at__isnull=False
    ).count()


def erased(organisation: Organisation) -> list[tuple[int, str, datetime, str]]:
    """Position, field, moment and reason of every erasure: what the verifier reports as withheld."""
    found = OpeningRow.objects.filter(entry__organisation=organisation, erased_at__isnull=False)
    ordered = found.order_by("entry__position", "field")
    return list(ordered.values_list("entry__position", "field", "erased_at", "erased_because"))
