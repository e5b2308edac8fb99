"""A unit is called to meet on the trigger question, with the notice that the rulebook asks for."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from hustings.kernel.refusals import Refused
from hustings.proceedings.citing import THE_ORDER, THE_RECORD, refused
from hustings.proceedings.clock import long_enough, say, zone_of
from hustings.proceedings.entry import Entry, Given
from hustings.proceedings.readings import settled_rules
from hustings.proceedings.stages import Stage
from hustings.proceedings.state import Meeting, PlannedStep, Selection
from hustings.proceedings.values import Requirement, Role, Withheld, needs
from hustings.rulebooks.deciding_stages import Trigger
from hustings.timetable.blackouts import blackout_on
from hustings.timetable.instants import local_day


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

    @classmethod
    def barred(cls, given: Given) -> Refused | None:
        """A trigger ballot runs, and its dates are published."""
        rules = trigger_rules(given)
        if isinstance(rules, Refused):
            return rules
        if given.state.stage is not Stage.TRIGGER:
            return refused(
                "no-trigger-now", THE_ORDER, "No trigger ballot is running for this seat."
            )
        if given.state.units and given.state.step("returns-due") is None:
            return _no_dates()
        window = given.state.step("unit-meetings")
        over = window is not None and window.ends is not None and given.now > window.ends
        return _outside(window, given) if window is not None and over else None

    def decided(self, given: Given) -> Entry | Refused:
        """The unit counts, has not returned, objections are over, notice is long enough, the day is free."""
        rules = self.unless_barred(trigger_rules(given), given)
        if isinstance(rules, Refused):
            return rules
        state = given.state
        unit = state.unit(self.unit)
        if unit is None or not unit.counts:
            return refused(
                "unit-does-not-count",
                THE_RECORD,
                "This unit is not on the roll of units that count.",
            )
        made = state.standing_return(self.unit)
        if made is not None and not made.void:
            return refused("returned-already", THE_RECORD, f"{unit.name} has made its return.")
        return self._day_out_of_order(given, rules) or self._blackout(given) or self

    def _day_out_of_order(self, given: Given, rules: Trigger) -> Refused | None:
        state = given.state
        if state.step("returns-due") is None:
            return _no_dates()
        if self.noticed_at > given.now:
            return refused("not-noticed-yet", THE_ORDER, "Notice is recorded once it was given.")
        if self.at <= given.now:
            return refused(
                "meeting-over", THE_ORDER, "Notice of a meeting is on record before it begins."
            )
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
            return _outside(window, given)
        return None

    def _blackout(self, given: Given) -> Refused | None:
        """No meeting in a time of year that the rulebook keeps free, unless a body has waived that."""
        rules = given.rulebook.rules.timetable
        step = next((s for s in rules.steps if s.id == "unit-meetings"), None)
        waived = {waiver.interval for waiver in given.state.waivers}
        named = set[str]() if step is None else set(step.avoids) - waived
        closed = [blackout for blackout in rules.blackouts if blackout.id in named]
        found = blackout_on(local_day(self.at, zone_of(given)), closed)
        if found is None:
            return None
        return refused("blackout", found, f"No unit meets then: {found.what}.")

    def evolved(self, state: Selection, at: datetime) -> Selection:
        """A later notice for the same unit replaces the earlier one."""
        others = tuple(meeting for meeting in state.meetings if meeting.unit != self.unit)
        return replace(state, meetings=(*others, Meeting(self.unit, self.at, self.noticed_at)))


def _outside(window: PlannedStep, given: Given) -> Refused:
    return refused(
        "outside-the-window",
        THE_RECORD,
        f"The published timetable has meetings from {say(given, window.starts)}"
        + (f" to {say(given, window.ends)}." if window.ends else "."),
    )


def _no_dates() -> Refused:
    return refused(
        "no-timetable", THE_ORDER, "The timetable of the trigger ballot is not published."
    )


def _inside(at: datetime, starts: datetime, ends: datetime | None) -> bool:
    return starts <= at and (ends is None or at <= ends)
