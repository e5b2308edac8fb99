"""A seat as its record has it: the state, the entries, and the rulebook of its opening."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from hustings.conduct.rulebooks import adopted
from hustings.proceedings.applications import ApplicationMade, LonglistMade
from hustings.proceedings.codec import from_record
from hustings.proceedings.deciding import evolve
from hustings.proceedings.emergency import PanelSelected
from hustings.proceedings.entry import Entry
from hustings.proceedings.opening import ProceedingOpened
from hustings.proceedings.shortlist import ShortlistMade
from hustings.proceedings.state import Selection
from hustings.proceedings.values import Actor, Role, Visibility, Withheld
from hustings.record.entries import Entry as RecordEntry
from hustings.record.entries import Signature
from hustings.record.openings import Opening
from hustings.rulebooks.loader import Rulebook


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry of the seat with its place in the record."""

    position: int
    number: int
    at: datetime
    entry: Entry
    signatures: tuple[Signature, ...]


@dataclass(frozen=True, slots=True)
class Seat:
    """One proceeding as read for one audience; ``log_size`` is how much of the log was seen."""

    organisation: str
    proceeding: str
    rulebook: Rulebook
    state: Selection
    entries: tuple[Placed, ...]
    log_size: int

    def names(self) -> dict[str, str]:
        """The names that the opened entries disclose, by the persons' references."""
        return {
            person: name
            for placed in self.entries
            for person, name in _names_in(placed.entry)
            if name
        }


def seat_of(
    organisation: str,
    proceeding: str,
    records: tuple[RecordEntry, ...],
    openings: Mapping[int, tuple[Opening, ...]],
    log_size: int,
) -> Seat:
    """Fold a proceeding's entries; ``openings`` are those that the audience may see, by position."""
    placed = tuple(_placed(record, openings.get(record.position, ())) for record in records)
    state = Selection()
    for one in placed:
        state = evolve(state, one.entry, one.at)
    return Seat(
        organisation,
        proceeding,
        adopted(organisation, state.rulebook_digest),
        state,
        placed,
        log_size,
    )


def _placed(record: RecordEntry, openings: tuple[Opening, ...]) -> Placed:
    statement = record.statement
    opened = {o.field: Withheld(o.value, o.visibility) for o in openings}
    by = tuple(Actor(who.person, Role(who.role)) for who in statement.by)
    entry = from_record(
        statement.kind, statement.body, frozenset(statement.commitments), opened, by
    )
    return Placed(record.position, record.number, record.at, entry, record.signatures)


def _names_in(entry: Entry) -> list[tuple[str, str]]:
    """(person, name) pairs that an entry discloses."""
    found: list[tuple[str | None, Withheld | None]] = []
    match entry:
        case ProceedingOpened():
            found.append((entry.representative, entry.representative_name))
        case LonglistMade() | ShortlistMade():
            found.extend((one.person, one.name) for one in entry.listed)
        case ApplicationMade():
            found.append((entry.applicant, entry.name))
        case PanelSelected():
            found.append((entry.candidate, entry.name))
        case _:
            pass
    return [
        (person, str(value.value))
        for person, value in found
        if person and value is not None and value.is_disclosed
    ]


SEES: dict[Visibility, frozenset[Visibility]] = {
    Visibility.PUBLIC: frozenset({Visibility.PUBLIC}),
    Visibility.PARTIES: frozenset({Visibility.PUBLIC, Visibility.PARTIES}),
    Visibility.SEALED: frozenset(Visibility),
}
"""Which openings each audience sees."""
