"""The small values that every entry of a proceeding is made of: who acts, and what is not public."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from hustings.kernel.canonical import Json

LATER = "later"
"""Metadata key of a field that records from before do not have; see :func:`later`."""


def later(empty: Any) -> Any:
    """A field that an entry came to have later: left out where it is ``empty``, so that all keep one spelling."""
    return field(default=empty, metadata={LATER: True})


class Visibility(StrEnum):
    """Who may see what a commitment in the record was made of."""

    PUBLIC = "public"
    PARTIES = "parties"
    SEALED = "sealed"


class Role(StrEnum):
    """The parts that persons play in a proceeding; one person may play several."""

    OFFICE = "office"
    GOVERNING_BODY = "governing-body"
    PROCEDURES_SECRETARY = "procedures-secretary"
    UNIT_SECRETARY = "unit-secretary"
    TELLER = "teller"
    AFFILIATE_OFFICER = "affiliate-officer"
    REPRESENTATIVE = "representative"
    CANDIDATE = "candidate"
    MEMBER = "member"
    SCRUTINEER = "scrutineer"


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, by a reference that tells nothing, in one of their roles."""

    person: str
    role: Role


@dataclass(frozen=True, slots=True)
class Withheld:
    """A value that the record holds only as a salted commitment; ``value`` is None once it is not disclosed.

    ``seen_by`` says who gets the opening. No decision depends on the value, so that it can be erased.
    """

    value: Json
    seen_by: Visibility = Visibility.PARTIES

    @property
    def is_disclosed(self) -> bool:
        """Whether the reader of this entry holds the opening."""
        return self.value is not None


@dataclass(frozen=True, slots=True)
class Requirement:
    """So many different persons, each in one of ``roles``; ``signed`` where each signs with an own key."""

    roles: frozenset[Role]
    persons: int = 1
    signed: bool = True


def needs(*roles: Role, persons: int = 1, signed: bool = True) -> Requirement:
    """A :class:`Requirement`, written the way it is said."""
    return Requirement(frozenset(roles), persons, signed)
