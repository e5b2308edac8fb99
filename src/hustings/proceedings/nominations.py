"""Units nominate, nominees consent; a nomination counts once both have happened."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from hustings.kernel.refusals import Refused
from hustings.proceedings.applications import not_in, outside, selection_rules
from hustings.proceedings.citing import THE_RECORD, refused
from hustings.proceedings.entry import Entry, Given
from hustings.proceedings.stages import Stage
from hustings.proceedings.state import Nomination, Selection, UnitRow
from hustings.proceedings.values import Requirement, Role, needs
from hustings.rulebooks.selecting_stages import SelectionRules


@dataclass(frozen=True, kw_only=True)
class NominationMade(Entry):
    """A unit nominates one of the longlisted applicants."""

    unit: str
    nominee: str

    def requirements(self, given: Given) -> tuple[Requirement, ...]:
        """A branch's secretary, or an affiliate's officer."""
        unit = given.state.unit(self.unit)
        affiliate = unit is not None and unit.kind == "affiliate"
        return (needs(Role.AFFILIATE_OFFICER if affiliate else Role.UNIT_SECRETARY),)

    def decided(self, given: Given) -> Entry | Refused:
        """By a unit on the roll, in the window, not more often than the rulebook allows.

        Where an affiliate's nomination gives a place on the longlist, affiliates nominate before it is made.
        """
        rules = selection_rules(given)
        if isinstance(rules, Refused):
            return rules
        unit = given.state.unit(self.unit)
        early = _before_the_longlist(given, rules, unit)
        no = (
            outside(given, "selection-opens", "longlist")
            if early
            else not_in(given, Stage.NOMINATIONS)
            or outside(given, "nominations", "nominations-close")
        )
        if no is not None:
            return no
        if unit is None or not unit.counts:
            return refused(
                "unit-does-not-count", THE_RECORD, "This unit is not on the roll of units."
            )
        if unit.kind not in rules.nominations.by.value:
            return refused(
                "not-a-nominating-unit", rules.nominations.by, "Units of this kind do not nominate."
            )
        nominee = given.state.applicant(self.nominee)
        if nominee is None or nominee.withdrawn or not (nominee.longlisted or early):
            return refused(
                "not-longlisted",
                THE_RECORD,
                "Nominate an applicant." if early else "Nominate somebody from the longlist.",
            )
        standing = [n for n in given.state.nominations if n.unit == self.unit and not n.released]
        if any(n.nominee == self.nominee for n in standing):
            return refused(
                "nominated-already", THE_RECORD, "The unit has made this nomination already."
            )
        limit = rules.nominations.per_unit
        if len(standing) >= limit.value:
            most = "one nomination" if limit.value == 1 else f"{limit.value} nominations"
            return refused("no-nomination-left", limit, f"A unit makes at most {most}.")
        return self

    def evolved(self, state: Selection, at: datetime) -> Selection:
        """The nominee is asked for consent."""
        return replace(state, nominations=(*state.nominations, Nomination(self.unit, self.nominee)))


def _before_the_longlist(given: Given, rules: SelectionRules, unit: UnitRow | None) -> bool:
    return (
        given.state.stage is Stage.APPLICATIONS
        and unit is not None
        and unit.kind == "affiliate"
        and "nominated-by-affiliate" in rules.longlist.automatic.value
    )


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
        no = not_in(given, Stage.APPLICATIONS, Stage.NOMINATIONS)
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
