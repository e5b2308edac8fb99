"""The timetable is published with the rule behind every date, notices are served, intervals are waived by name."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import ClassVar, Literal

from hustings.kernel.refusals import BadInput, Refused
from hustings.proceedings.citing import THE_ORDER, THE_RECORD, refused
from hustings.proceedings.clock import calendar_of, due, month_end_of, say, zone_of
from hustings.proceedings.decisions import Decision
from hustings.proceedings.entry import Entry, Given, computed
from hustings.proceedings.readings import settled_rules
from hustings.proceedings.stages import SELECTION_STAGES, Stage
from hustings.proceedings.state import PlannedStep, Selection, Waiver
from hustings.proceedings.values import Requirement, Role, needs
from hustings.rulebooks.schema import PowerName
from hustings.timetable.compute import compute
from hustings.timetable.instants import end_of_day
from hustings.timetable.serving import Channel, served_at
from hustings.timetable.timetables import Breach, Line, Timetable
from hustings.timetable.timetables import Waiver as TimetableWaiver

PHASE_STAGES: dict[str, tuple[Stage, ...]] = {
    "intention": (Stage.OPENED, Stage.ASKED),
    "trigger": (Stage.TRIGGER,),
    "readoption": (Stage.READOPTION,),
    "petition": (Stage.OPENED, Stage.PETITION),
    "selection": SELECTION_STAGES,
}
"""In which stages the timetable of each phase can be published or changed."""


@dataclass(frozen=True, slots=True)
class StepChange:
    """A date that the body sets itself where the rulebook leaves it open; the rules are checked all the same."""

    step: str
    day: date


@dataclass(frozen=True, kw_only=True)
class TimetablePublished(Decision):
    """The dates of one phase, worked out from the rulebook, the day it starts and the frozen calendar."""

    POWER: ClassVar[PowerName] = "set-timetable"

    phase: Literal["intention", "trigger", "selection", "petition", "readoption"]
    opened: date
    changes: tuple[StepChange, ...] = ()
    steps: tuple[PlannedStep, ...] = computed(())
    breaches: tuple[str, ...] = computed(())

    @classmethod
    def barred(cls, given: Given) -> Refused | None:
        """Where the seat is in a phase of which the rulebook has dates."""
        phases = dict.fromkeys(step.phase for step in given.rulebook.rules.timetable.steps)
        no = [_not_this_phase(phase, given) for phase in phases]
        return no[-1] if no and None not in no else None

    def effect(self, given: Given) -> Entry | Refused:
        """Refused while a breach of a minimum interval or blackout has no recorded waiver."""
        no = _not_this_phase(self.phase, given)
        if no is not None:
            return no
        try:
            table = self._computed(given)
        except BadInput as bad:
            return refused("timetable-does-not-work", THE_RECORD, bad.problems[0].what)
        phases = {step.id: step.phase for step in given.rulebook.rules.timetable.steps}
        mine = tuple(line for line in table.lines if line.phase == self.phase)
        breaches = tuple(b for b in table.breaches if self._concerns(b, phases, given))
        unhealed = next((b for b in breaches if b.waived_by is None), None)
        if unhealed is not None:
            return refused("interval-breached", str(unhealed.citation), unhealed.says)
        steps = tuple(_planned(line, zone_of(given)) for line in mine)
        return _behind_us(steps, given) or replace(
            self, steps=steps, breaches=tuple(b.says for b in breaches)
        )

    def _computed(self, given: Given) -> Timetable:
        return compute(
            given.rulebook.rules,
            self.opened,
            calendar_of(given),
            changes={change.step: change.day for change in self.changes},
            waivers=tuple(
                TimetableWaiver(w.interval, w.body, f"entry {w.number}")
                for w in given.state.waivers
            ),
        )

    def _concerns(self, breach: Breach, phases: dict[str, str], given: Given) -> bool:
        """Whether the breach is one of this phase's dates."""
        intervals = {i.id: i.to for i in given.rulebook.rules.timetable.intervals}
        step = intervals.get(breach.rule, breach.rule)
        return phases.get(step, self.phase) == self.phase

    def applied(self, state: Selection, at: datetime) -> Selection:
        """The steps of this phase replace their earlier dates; those of other phases stay."""
        fresh = {step.id for step in self.steps}
        kept = tuple(step for step in state.timetable if step.id not in fresh)
        planned = replace(state, timetable=(*kept, *self.steps))
        if self.phase == "selection" and state.stage is Stage.READOPTION:
            return replace(planned, stage=Stage.APPLICATIONS)
        return planned


CLOSINGS = ("returns-due", "applications-close", "nominations-close", "ballot-closes")
"""Steps that shut something: published or moved, they lie ahead, so that nobody is shut out unawares."""


def _behind_us(steps: tuple[PlannedStep, ...], given: Given) -> Refused | None:
    for step in steps:
        if step.id in CLOSINGS and step.last < given.now and step != given.state.step(step.id):
            return refused(
                "date-has-passed",
                THE_ORDER,
                f"“{step.id}” would be {say(given, step.last)}, which has passed; set a later day.",
            )
    return None


def readoption_is_lost(given: Given) -> bool:
    """Whether a lost ballot leaves nothing to ask for any more, so that a selection begins."""
    done, rules = given.state.readoption, settled_rules(given).readoption
    if given.state.stage is not Stage.READOPTION or done is None or rules is None:
        return False
    if done.lost_at is None or done.demanded is not None:
        return False
    within = rules.demand_within
    return not rules.if_lost.value or (
        within is not None and given.now > due(given, done.lost_at, within)
    )


def _not_this_phase(phase: str, given: Given) -> Refused | None:
    lost = phase == "selection" and readoption_is_lost(given)
    if given.state.stage in PHASE_STAGES[phase] or lost:
        return None
    return refused("not-this-phase", THE_ORDER, f"The seat is not in the {phase} phase now.")


def _planned(line: Line, zone: str) -> PlannedStep:
    """The step's window: a step of whole days lasts to the end of its last one."""
    if line.ends is None and line.whole_days:
        return PlannedStep(line.id, line.starts, end_of_day(line.day, zone))
    return PlannedStep(line.id, line.starts, line.ends)


@dataclass(frozen=True, kw_only=True)
class IntervalWaived(Decision):
    """A competent body waives a minimum interval, with reasons, before the dates that breach it are set."""

    POWER: ClassVar[PowerName] = "waive-interval"

    interval: str

    def effect(self, given: Given) -> Entry | Refused:
        """The interval or blackout must be in the rulebook, and not waived already."""
        rules = given.rulebook.rules.timetable
        known = {i.id for i in rules.intervals} | {b.id for b in rules.blackouts}
        if self.interval not in known:
            return refused(
                "no-such-interval", THE_RECORD, f'The rulebook has no interval "{self.interval}".'
            )
        if any(waiver.interval == self.interval for waiver in given.state.waivers):
            return refused("waived-already", THE_RECORD, "This interval has been waived already.")
        return self

    def applied(self, state: Selection, at: datetime) -> Selection:
        """The waiver is shown beside every date that needs it."""
        waiver = Waiver(self.interval, self.body, state.entries + 1)
        return replace(state, waivers=(*state.waivers, waiver))


@dataclass(frozen=True, kw_only=True)
class NoticesServed(Entry):
    """Notices sent: what, to how many, by which channel; the proof for each person stays in the private store."""

    REQUIRES: ClassVar[tuple[Requirement, ...]] = (
        needs(Role.OFFICE, Role.PROCEDURES_SECRETARY, signed=False),
    )
    WHILE_POSTPONED: ClassVar[bool] = True
    AFTER_THE_END: ClassVar[bool] = True

    notice: str
    channel: Literal["email", "post", "hand"]
    number: int
    sent_at: datetime
    proofs: str
    deemed_served: date | None = computed(None)

    def decided(self, given: Given) -> Entry | Refused:
        """Recorded after sending; ``proofs`` is the root over one leaf for each person."""
        if self.number < 1:
            return refused(
                "nobody-served", THE_RECORD, "A notice is served on at least one person."
            )
        if self.sent_at > given.now:
            return refused("not-sent-yet", THE_ORDER, "A notice is recorded once it has been sent.")
        served = served_at(
            Channel(self.channel),
            self.sent_at,
            given.rulebook.rules.service,
            calendar_of(given),
            month_end_of(given),
        )
        return replace(self, deemed_served=served.day)

    def evolved(self, state: Selection, at: datetime) -> Selection:
        """Nothing but the record changes."""
        return state
