"""The one place that adds to the record: in order, one position at a time, never twice and never backwards."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from hustings.kernel.canonical import canonical_bytes
from hustings.kernel.merkle import leaf_hash
from hustings.record.entries import Entry, Signature, Statement, entry_bytes, read_entry
from hustings.record.log import Log, entered
from hustings.record.openings import Opening, check_opening
from hustings.store.models.organisations import Organisation
from hustings.store.models.record import LogEntry
from hustings.store.models.record import Opening as OpeningRow

AT_ONCE = 2000


class PositionTaken(Exception):
    """Somebody else was quicker: ``meanwhile`` is what the proceeding has beyond what the writer had seen."""

    def __init__(self, expected: int, meanwhile: tuple[Entry, ...]) -> None:
        kinds = ", ".join(entry.statement.kind for entry in meanwhile) or "nothing"
        super().__init__(f"after entry {expected} of this proceeding there is already: {kinds}")
        self.expected = expected
        self.meanwhile = meanwhile


class ClockWentBack(Exception):
    """The clock shows a moment before the last entry's; nothing is added until it is set right."""

    def __init__(self, last: datetime, at: datetime) -> None:
        super().__init__(
            f"the clock says {at.isoformat()}, and the last entry was made at {last.isoformat()}"
        )
        self.last = last
        self.at = at


def append(
    organisation: Organisation,
    statement: Statement,
    signatures: Sequence[Signature],
    openings: Iterable[Opening],
    expected: int,
    at: datetime,
) -> LogEntry:
    """Add a statement to the organisation's log and its openings to the private store, or neither.

    ``expected`` is the number of entries of the statement's proceeding that the writer has seen;
    ``PositionTaken`` tells what came meanwhile. There is one opening for each commitment; their
    positions are filled in here. ``ClockWentBack`` where ``at`` lies before the last entry.
    """
    if statement.organisation != organisation.slug:
        raise ValueError(
            f"a statement for {statement.organisation} in the log of {organisation.slug}"
        )
    with transaction.atomic():
        _wait_for_the_turn(organisation)
        last = organisation.entries.order_by("-position").first()
        if last is not None and at.replace(microsecond=0) < last.at:
            raise ClockWentBack(last.at, at)
        position = 0 if last is None else last.position + 1
        _refuse_unless_seen(organisation, statement.proceeding, expected)
        entry = entered(
            statement, at, position=position, number=expected + 1, signatures=signatures
        )
        return _keep(organisation, entry, [replace(one, position=position) for one in openings])


def _wait_for_the_turn(organisation: Organisation) -> None:
    """Let one writer at a time into a log: on PostgreSQL by its row, on SQLite every writer waits anyway."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)


def _refuse_unless_seen(organisation: Organisation, proceeding: str, expected: int) -> None:
    size = proceeding_size(organisation, proceeding)
    if size > expected:
        raise PositionTaken(expected, tuple(entries_of(organisation, proceeding, since=expected)))
    if size < expected:
        raise ValueError(f"{proceeding} has {size} entries; nobody can have seen {expected}")


def _keep(organisation: Organisation, entry: Entry, openings: Sequence[Opening]) -> LogEntry:
    if sorted(opening.field for opening in openings) != sorted(entry.statement.commitments):
        raise ValueError("an entry is kept with one opening for each of its commitments")
    for opening in openings:
        check_opening(entry, opening)
    content = entry_bytes(entry)
    row = LogEntry.objects.create(
        organisation=organisation,
        position=entry.position,
        proceeding=entry.statement.proceeding,
        number=entry.number,
        kind=entry.statement.kind,
        at=entry.at,
        content=content,
        leaf_hash=leaf_hash(content),
    )
    OpeningRow.objects.bulk_create(
        OpeningRow(
            entry=row,
            field=opening.field,
            visibility=opening.visibility.value,
            salt=opening.salt,
            value=canonical_bytes(opening.value),
        )
        for opening in openings
    )
    return row


def size(organisation: Organisation) -> int:
    """How many entries the organisation's log has."""
    last = organisation.entries.order_by("-position").values_list("position", flat=True).first()
    return 0 if last is None else last + 1


def proceeding_size(organisation: Organisation, proceeding: str) -> int:
    """How many entries one proceeding has: what a writer gives back as ``expected``."""
    entries = organisation.entries.filter(proceeding=proceeding)
    return entries.order_by("-number").values_list("number", flat=True).first() or 0


def rows(organisation: Organisation, since: int = 0) -> Iterator[tuple[int, bytes]]:
    """Position and canonical bytes of every entry from position ``since`` on, in order, unread."""
    found = organisation.entries.filter(position__gte=since).order_by("position")
    return _contents(found)


def _contents(found: "QuerySet[LogEntry]") -> Iterator[tuple[int, bytes]]:
    for position, content in found.values_list("position", "content").iterator(AT_ONCE):
        yield position, bytes(content)


def read(organisation: Organisation, since: int = 0) -> Iterator[Entry]:
    """Every entry of the log from position ``since`` on, in order."""
    return (read_entry(content) for _, content in rows(organisation, since))


def entries_of(organisation: Organisation, proceeding: str, since: int = 0) -> Iterator[Entry]:
    """Every entry of one proceeding after its first ``since``, in order."""
    found = organisation.entries.filter(proceeding=proceeding, number__gt=since).order_by("number")
    return (read_entry(content) for _, content in _contents(found))


def proceedings(organisation: Organisation) -> list[str]:
    """Every proceeding that the log knows, in the order of its opening."""
    opened = organisation.entries.filter(number=1).order_by("position")
    return list(opened.values_list("proceeding", flat=True))


def leaves(organisation: Organisation, since: int = 0) -> Iterator[bytes]:
    """The hashes of the log's leaves from position ``since`` on, in order."""
    found = organisation.entries.filter(position__gte=since).order_by("position")
    for leaf in found.values_list("leaf_hash", flat=True).iterator(AT_ONCE):
        yield bytes(leaf)


def log_of(organisation: Organisation, size: int | None = None) -> Log:
    """The hashes of the log's leaves (of its first ``size`` entries), for roots and proofs."""
    found = organisation.entries.order_by("position").values_list("leaf_hash", flat=True)
    return Log(tuple(bytes(leaf) for leaf in found[:size].iterator(AT_ONCE)))
