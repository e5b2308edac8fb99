"""Group 7: what is opened is what was committed to, once, for those who may see it; bodies fit their kinds."""

from collections.abc import Mapping
from dataclasses import dataclass

from hustings.proceedings.codec import from_record
from hustings.proceedings.entry import Entry as Said
from hustings.proceedings.values import Actor, Role, Visibility, Withheld
from hustings.record.bundle import OPENINGS, Bundle, is_for, lines_of
from hustings.record.entries import Entry
from hustings.record.openings import Opening, check_opening, read_opening
from hustings.verifier.entries import ReadLog
from hustings.verifier.findings import Findings


@dataclass(frozen=True, slots=True)
class Opened:
    """The openings that hold, by position and field."""

    by_entry: Mapping[int, Mapping[str, Opening]]

    def of(self, entry: Entry) -> Mapping[str, Opening]:
        """What is opened of one entry."""
        return self.by_entry.get(entry.position, {})


def check_openings(bundle: Bundle, log: ReadLog, findings: Findings) -> Opened:
    """7.1 to 7.4, and how much is withheld."""
    entries = {entry.position: entry for entry in log.entries}
    held: dict[int, dict[str, Opening]] = {}
    for opening in _read(bundle, findings):
        entry = entries.get(opening.position)
        if entry is None or opening.field not in entry.statement.commitments:
            what = f"{opening.field} is opened and was never committed to"
            findings.fail("7.2", what, opening.position)
        elif opening.field in held.get(opening.position, {}):
            findings.fail("7.2", f"{opening.field} is opened twice", opening.position)
        else:
            with findings.checking("7.3", opening.position):
                check_opening(entry, opening)
                held.setdefault(opening.position, {})[opening.field] = opening
            _check_audience(bundle, entry, opening, findings)
    committed = sum(len(entry.statement.commitments) for entry in log.entries)
    withheld = committed - sum(len(fields) for fields in held.values())
    if withheld:
        findings.warn(f"{withheld} of {committed} values are withheld from this bundle's readers.")
    return Opened(held)


def said_in(entry: Entry, opened: Opened) -> Said:
    """The entry as its kind reads it; ``ValueError`` where the body does not fit the kind.

    Who may see a value is no part of the log, and nothing in a proceeding depends on it: values
    are given as the parties see them, and group 10 judges what the public may.
    """
    statement = entry.statement
    values = {
        name: Withheld(opening.value, Visibility.PARTIES)
        for name, opening in opened.of(entry).items()
    }
    by = tuple(Actor(who.person, Role(who.role)) for who in statement.by)
    return from_record(statement.kind, statement.body, set(statement.commitments), values, by)


def _read(bundle: Bundle, findings: Findings) -> list[Opening]:
    openings: list[Opening] = []
    with findings.checking("7.1"):
        for line in lines_of(bundle.files.get(OPENINGS, b""), OPENINGS):
            with findings.checking("7.1"):
                openings.append(read_opening(line))
    return openings


def _check_audience(bundle: Bundle, entry: Entry, opening: Opening, findings: Findings) -> None:
    audience = bundle.manifest.audience
    allowed = is_for(audience, opening.visibility) and is_for(
        opening.visibility, entry.statement.visibility
    )
    if not allowed:
        what = f"{opening.field} is opened beyond those who may see it"
        findings.fail("7.4", what, opening.position)
