"""Which entries persons sign with their own keys: how many different persons, and in which roles."""

from hustings.proceedings.entry import Entry, Given
from hustings.proceedings.values import Requirement


def signatures_needed(entry: Entry, given: Given) -> tuple[Requirement, ...]:
    """The requirements of this entry that must be met by signatures, not by signing in alone."""
    return tuple(one for one in entry.requirements(given) if one.signed)
