"""What freezing would do, before anything is frozen: how many may vote in each unit, and why others may not."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from hustings.conduct.rolls import units_in
from hustings.people.eligibility import elector_tests, eligibility, is_eligible
from hustings.people.units import Unit, UnitType
from hustings.rulebooks.loader import Rulebook
from hustings.store import membership
from hustings.store.models import Organisation


@dataclass(frozen=True, slots=True)
class UnitPreview:
    """One branch and how many of its members may and may not vote."""

    unit: Unit
    may: int
    may_not: int


@dataclass(frozen=True, slots=True)
class RollPreview:
    """The roll as it would be frozen; ``reasons`` counts the first test that each one left out fails."""

    freeze: date
    units: tuple[UnitPreview, ...]
    reasons: tuple[tuple[str, int], ...]

    @property
    def electors(self) -> int:
        """Everybody who may vote."""
        return sum(one.may for one in self.units)

    @property
    def left_out(self) -> int:
        """Everybody who may not."""
        return sum(one.may_not for one in self.units)


def preview_roll(
    organisation: Organisation, area: str, rulebook: Rulebook, freeze: date
) -> RollPreview:
    """Put every test to every member of the area's branches; nothing is kept."""
    ours = {u.id: u for u in units_in(organisation, area) if u.kind is UnitType.BRANCH}
    rules = rulebook.rules.roll
    tests = elector_tests(tuple(ours.values()), rules, freeze)
    may, may_not, reasons = Counter[str](), Counter[str](), Counter[str]()
    for member in membership.members(organisation):
        if member.unit not in ours:
            continue
        if is_eligible(member, tests):
            may[member.unit] += 1
        else:
            may_not[member.unit] += 1
            failed = eligibility(member, ours[member.unit], rules, freeze).failed
            reasons.update(test.name for test in failed[:1])
    rows = tuple(UnitPreview(unit, may[unit.id], may_not[unit.id]) for unit in ours.values())
    return RollPreview(freeze, rows, tuple(reasons.most_common()))
