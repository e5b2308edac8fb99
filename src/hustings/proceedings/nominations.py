"""Units nominate, nominees consent; a nomination counts once both have happened."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from hustings.kernel.refusals import Refused
from hustings.proceedings.applications import not_in, outside, selection_rules
from hustings.proceedings.citing import THE_RECORD, refused
from hustings.proceedings.entry import Entry, Given
from hustings.proceedings.stages import Stage
from hustings.proceedings.state import Nomination, Selection
from hustings.proceedings.values import Requirement, Role, needs


@dataclass(frozen=True, kw_only=True)
class NominationMade(Entry):
    """A unit nominates one of the longlisted applicants."""

    REQUIRES: ClassVar[tuple[Requirement, ...]] = (
        needs(Role.UNIT_SECRETARY, Role.AFFILIATE_OFFICER),
    )

    unit: str
    nominee: str

    def decided(self, given: Given) -> Entry | Refused:
        """By a unit on the roll, in the window, not more often than the rulebook allows."""
        rules = selection_rules(given)
        if isinstance(rules, Refused):
            return rules
        no = not_in(given, Stage.NOMINATIONS) or outside(given, "nominations", "nominations-close")
        if no is not None:
            return no
        unit = given.state.unit(self.unit)
        if unit is None or not unit.counts:
            return refused(
                "unit-does-not-count", THE_RECORD, "This unit is not on the roll of units."
            )
        if unit.kind not in rules.nominations.by.value:
            return refused(
                "not-a-nominating-unit", rules.nominations.by, "Units of this kind do not nominate."
            )
        nominee = given.state.applicant(self.nominee)
        if nominee is None or not nominee.longlisted or nominee.withdrawn:
            return refused("not-longlisted", THE_RECORD, "Nominate somebody from the longlist.")
        standing = [n for n in given.state.nominations if n.unit == self.unit and not n.released]
        if any(n.nominee == self.nominee for n in standing):
            return refused(
                "nominated-already", THE_RECORD, "The unit has made this nomination already."
            )
        limit = rules.nominations.per_unit
        if len(standing) >= limit.value:
            return refused(
                "no-nomination-left", limit, f"A unit makes at most {limit.value} nomination(s)."
            )
        return self

    def evolved(self, state: Selection, at: datetime) -> Selection:
        """The nominee is asked for consent."""
        return replace(state, nominations=(*state.nominations, Nomination(self.unit, self.nominee)))


@dataclass(frozen=True, kw_only=True)
class NominationConsented(Entry):
    """The nominee accepts a unit's nomination, by their own hand."""

    REQUIRES: ClassVar[tuple[Requirement, ...]] = (
        needs(Role.CANDIDATE, Role.REPRESENTATIVE, signed=False),
    )

    unit: str
    nominee: str

    def decided(self, given: Given) -> Entry | Refused:
        """The nominee's own act, before the shortlist."""
        no = not_in(given, Stage.NOMINATIONS)
        if no is not None:
            return no
        if all(actor.person != self.nominee for actor in self.by):
            return refused(
                "not-the-nominee", "consent", "Only the person nominated can consent to it."
            )
        found = self._found(given.state)
        if found is None or found.consented:
            return refused("nothing-to-accept", THE_RECORD, "No nomination waits for this consent.")
        return self

    def _found(self, state: Selection) -> Nomination | None:
        return next(
            (
                n
                for n in state.nominations
                if n.unit == self.unit and n.nominee == self.nominee and not n.released
            ),
            None,
        )

    def evolved(self, state: Selection, at: datetime) -> Selection:
        """The nomination counts."""
        found = self._found(state)
        nominations = tuple(
            replace(n, consented=True) if n is found else n for n in state.nominations
        )
        return replace(state, nominations=nominations)


def nominations_of(state: Selection, person: str, *, consent_needed: bool) -> int:
    """How many nominations count for a person."""
    return sum(
        1
        for n in state.nominations
        if n.nominee == person and not n.released and (n.consented or not consent_needed)
    )
