"""Units: the branches and affiliates that make returns, and the affiliations that let them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hustings.people.spells import Spell


class UnitType(StrEnum):
    """The two kinds of unit that a rulebook gives votes to."""

    BRANCH = "branch"
    AFFILIATE = "affiliate"


@dataclass(frozen=True, slots=True)
class Unit:
    """One branch or affiliate; ``organisation`` is the body it is part of, ``area`` where it lies."""

    id: str
    name: str
    kind: UnitType
    organisation: str
    area: str | None = None


@dataclass(frozen=True, slots=True)
class Affiliation:
    """One time for which a unit has been affiliated, what it has paid, and what shows it.

    ``carries_vote`` is the organisation's own word that this unit casts its one vote.
    """

    unit: str
    spell: Spell
    fees_paid_until: date | None = None
    evidence: tuple[str, ...] = ()
    carries_vote: bool = False
