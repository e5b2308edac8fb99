"""The frozen roll of units: which ones count, why others do not, and until when to object."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from hustings.kernel.canonical import Json, digest
from hustings.kernel.refusals import BadInput, Problem
from hustings.kernel.time import MonthEnd
from hustings.people.eligibility import Test
from hustings.people.spells import shift
from hustings.people.unit_tests import one_vote_each, unit_tests
from hustings.people.units import Affiliation, Unit, UnitType
from hustings.rulebooks.schema import Rules


@dataclass(frozen=True, slots=True)
class UnitStanding:
    """Whether one unit counts, with every test."""

    unit: Unit
    counts: bool
    tests: tuple[Test, ...]

    def as_json(self) -> Json:
        """The standing as the record spells it; units are public."""
        return {
            "unit": self.unit.id,
            "name": self.unit.name,
            "kind": self.unit.kind.value,
            "organisation": self.unit.organisation,
            "counts": self.counts,
            "tests": [
                {"test": t.name, "passed": t.passed, "says": t.says, "rests_on": str(t.citation)}
                for t in self.tests
            ],
        }


@dataclass(frozen=True, slots=True)
class UnitRoll:
    """The units of a selection as they stand at the freeze date, open to objection until a day.

    ``objections_until`` is the last day on which an objection is in time.
    """

    rulebook: str
    freeze: date
    published: date
    objections_until: date
    standings: tuple[UnitStanding, ...]

    @property
    def counting(self) -> tuple[Unit, ...]:
        """The units whose returns count."""
        return tuple(standing.unit for standing in self.standings if standing.counts)

    def as_json(self) -> Json:
        """The roll as the record spells it."""
        return {
            "v": 1,
            "rulebook": self.rulebook,
            "freeze": self.freeze.isoformat(),
            "published": self.published.isoformat(),
            "objections_until": self.objections_until.isoformat(),
            "units": [standing.as_json() for standing in self.standings],
        }

    @property
    def digest(self) -> str:
        """SHA-256 over the canonical bytes of the roll."""
        return digest(self.as_json())


def freeze_units(
    units: Iterable[Unit],
    affiliations: Iterable[Affiliation],
    rules: Rules,
    freeze: date,
    *,
    published: date | None = None,
    objections_until: date | None = None,
) -> UnitRoll:
    """Decide which units count at the freeze date.

    Objections run from ``published`` (the freeze date where none is given) for the time that the
    rulebook names; where it counts in working days, the caller gives ``objections_until``.
    """
    if rules.units is None:
        raise BadInput(Problem("rules.toml", None, "units", "this rulebook has no roll of units."))
    month_end = MonthEnd(rules.roll.month_end.value)
    shown = published or freeze
    held = _by_unit(affiliations)
    tested = [
        (unit, unit_tests(unit, held.get(unit.id, ()), rules.units, freeze, month_end))
        for unit in sorted(units, key=lambda unit: (unit.kind is not UnitType.BRANCH, unit.id))
    ]
    standings = tuple(
        UnitStanding(unit, all(test.passed for test in tests), tests)
        for unit, tests in one_vote_each(tested, held, rules.units, freeze)
    )
    until = objections_until or shift(
        shown, rules.units.objections.value, 1, month_end, "units.objections"
    )
    return UnitRoll(rules.rulebook.id, freeze, shown, until, standings)


def _by_unit(affiliations: Iterable[Affiliation]) -> dict[str, Sequence[Affiliation]]:
    held: dict[str, list[Affiliation]] = {}
    for affiliation in affiliations:
        held.setdefault(affiliation.unit, []).append(affiliation)
    return {unit: tuple(some) for unit, some in held.items()}
