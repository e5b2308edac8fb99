"""A unit is called to meet on the trigger question, with the notice that the rulebook asks for."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from hustings.kernel.refusals import Refused
from hustings.proceedings.citing import THE_ORDER, THE_RECORD, refused
from hustings.proceedings.clock import long_enough, say
from hustings.proceedings.entry import Entry, Given
from hustings.proceedings.readings import settled_rules
from hustings.proceedings.stages import Stage
from hustings.proceedings.state import Meeting, Selection
from hustings.proceedings.values import Requirement, Role, Withheld, needs
from hustings.rulebooks.schema import Trigger


def trigger_rules(given: Given) -> Trigger | Refused:
    """The trigger ballot's rules with the readings adopted so far, or a refusal where there is none."""
    rules = settled_rules(given).trigger
    if rules is None:
        return Refused(
            "no-trigger-ballot",
            f"rulebook {given.rulebook.id}",
            "Units do not decide in a trigger ballot under this rulebook.",
        )
    return rules


@dataclass(frozen=True, kw_only=True)
class MeetingNoticed(Entry):
    """Notice of a unit's meeting: when it was given, when the unit meets."""

    REQUIRES: ClassVar[tuple[Requirement, ...]] = (
        needs(Role.UNIT_SECRETARY, Role.PROCEDURES_SECRETARY, Role.OFFICE, signed=False),
    )

    unit: str
    at: datetime
    noticed_at: datetime
    place: Withheld | None = None

    def decided(self, given: Given) -> Entry | Refused:
        """The unit counts, objections are over, the notice is long enough, the day lies in the window."""
        rules = trigger_rules(given)
        if isinstance(rules, Refused):
            return rules
        state = given.state
        if state.stage is not Stage.TRIGGER:
            return refused(
                "no-trigger-now", THE_ORDER, "No trigger ballot is running for this seat."
            )
        unit = state.unit(self.unit)
        if unit is None or not unit.counts:
            return refused(
                "unit-does-not-count",
                THE_RECORD,
                "This unit is not on the roll of units that count.",
            )
        return self._day_out_of_order(given, rules) or self

    def _day_out_of_order(self, given: Given, rules: Trigger) -> Refused | None:
        state = given.state
        until = state.objections_until
        units = given.rulebook.rules.units
        if units is not None and until is not None and self.at <= until:
            return refused(
                "objections-open",
                units.objections,
                f"Units meet after {say(given, until)}, when objections to the roll of units close.",
            )
        notice = rules.meeting.notice
        if not long_enough(given, self.noticed_at, self.at, notice.value):
            return refused(
                "notice-too-short",
                notice,
                f"Members have at least {notice.value} of notice before a unit meets.",
            )
        window = state.step("unit-meetings")
        if window is not None and not _inside(self.at, window.starts, window.ends):
            return refused(
                "outside-the-window",
                THE_RECORD,
                f"The published timetable has meetings from {say(given, window.starts)}"
                + (f" to {say(given, window.ends)}." if window.ends else "."),
            )
        return None

    def evolved(self, state: Selection, at: datetime) -> Selection:
        """A later notice for the same unit replaces the earlier one."""
        others = tuple(meeting for meeting in state.meetings if meeting.unit != self.unit)
        return replace(state, meetings=(*others, Meeting(self.unit, self.at, self.noticed_at)))


def _inside(at: datetime, starts: datetime, ends: datetime | None) -> bool:
    return starts <= at and (ends is None or at <= ends)
