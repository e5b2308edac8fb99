"""What is awaited on a seat: by a published date, by a date that the rules already give, or by nobody's clock."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from hustings.kernel.clauses import Citation
from hustings.kernel.refusals import BadInput
from hustings.proceedings.clock import calendar_of, zone_of
from hustings.proceedings.entry import Given
from hustings.proceedings.stages import Stage
from hustings.proceedings.state import Selection
from hustings.rulebooks.schema import PowerName, Step
from hustings.timetable.compute import OPENED, compute
from hustings.timetable.instants import local_day
from hustings.timetable.sentences import N_, Translate, say_day, say_instant, say_when
from hustings.timetable.timetables import Line


@dataclass(frozen=True, slots=True)
class NextStep:
    """What happens next, by when, and the rule that says so; without a date, ``note`` says why there is none."""

    what: str
    by: datetime | None = None
    rule: Citation | None = None
    note: str = ""
    begins: bool = False
    """Whether ``by`` is when it begins: at midnight, that is the day that begins then."""

    def by_when(self, zone: str, translate: Translate) -> str:
        """The date as people say it; "" where there is none."""
        if self.by is None:
            return ""
        day = local_day(self.by, zone)
        if self.begins and local_day(self.by - timedelta(minutes=1), zone) < day:
            return say_day(day, translate)
        return say_instant(self.by, zone, translate)


@dataclass(frozen=True, slots=True)
class Point:
    """A thing that happens by the date of a step; ``power`` is that of the body named in its words."""

    step: str
    words: str
    power: PowerName | None = None
    at_start: bool = False


NO_TIME = N_("No rule sets a time for it.")
ADDED_UP = N_("The returns are added up, and the {body} declares what they decide")
ENDORSES = N_("The {body} decides on endorsement")
GOES_ON = N_("The {body} decides how the seat goes on")

COURSES: dict[Stage, tuple[Point, ...]] = {
    Stage.OPENED: (Point("letter", N_("The letter to the sitting representative")),),
    Stage.TRIGGER: (
        Point("returns-due", N_("Units meet and make their returns")),
        Point("trigger-count", ADDED_UP, "declare-trigger"),
    ),
    Stage.READOPTION: (Point("first-ballot", N_("The body votes on readoption")),),
    Stage.PETITION: (
        Point("petition-count", N_("The signatures are counted, and the outcome is declared")),
    ),
    Stage.APPLICATIONS: (
        Point("applications-close", N_("Applications close")),
        Point("longlist", N_("The {body} makes the longlist"), "longlist"),
    ),
    Stage.NOMINATIONS: (
        Point("nominations-close", N_("Nominations close")),
        Point("shortlist", N_("The {body} makes the shortlist"), "shortlist"),
    ),
    Stage.HUSTINGS: (
        Point("hustings", N_("Those on the shortlist speak to the members")),
        Point("ballot", N_("The ballot of members opens"), at_start=True),
    ),
    Stage.BALLOT: (Point("count", N_("What was cast is reconciled and counted")),),
    Stage.COUNT: (Point("count", N_("The result is declared")),),
}
"""What happens in a stage, in its order; each until its date is over."""

DATES: dict[str, tuple[str, str]] = {
    "intention": (
        N_("The {body} publishes the dates of the question to the sitting representative"),
        "letter",
    ),
    "trigger": (N_("The {body} publishes the dates of the trigger ballot"), "trigger-opens"),
    "readoption": (N_("The {body} publishes the dates of the readoption"), "first-ballot"),
    "selection": (N_("The {body} publishes the dates of the selection"), "selection-opens"),
    "petition": (N_("The {body} publishes the dates of the petition"), "signing"),
}
"""What is awaited while a phase has no dates, and the step with which it begins in earnest."""


def on_the_course(given: Given, translate: Translate) -> NextStep:
    """The first point of the stage whose date is not over; the last with its date where all are."""
    stage, rules = given.state.stage, given.rulebook.rules
    steps = {step.id: step for step in rules.timetable.steps}
    course = [point for point in COURSES[stage] if point.step in steps]
    for point in course:
        planned = given.state.step(point.step)
        if planned is None:
            return dates_first(given, steps[point.step].phase, translate)
        by = planned.starts if point.at_start else planned.last
        if given.now <= by:
            rule = steps[point.step].citation
            return NextStep(_said(given, point, translate), by, rule, begins=point.at_start)
    last = course[-1] if course else COURSES[stage][-1]
    return overdue(given, last, translate)


def _said(given: Given, point: Point, translate: Translate) -> str:
    return translate(point.words).format(body=bodies_of(given, point.power, translate))


def overdue(given: Given, point: Point, translate: Translate) -> NextStep:
    """What was to be done by a date that is over; a date that was never published is none."""
    planned = given.state.step(point.step)
    note = ""
    if planned is not None:
        by = planned.starts if point.at_start else planned.last
        note = translate(N_("It was due by {at}.")).format(at=_when(given, by, translate))
    return NextStep(_said(given, point, translate), note=note)


def dates_first(given: Given, phase: str, translate: Translate) -> NextStep:
    """The phase's dates are awaited; where the rules already give its first date, that is told."""
    text, first = DATES[phase]
    waits = undated(given, text, "set-timetable", translate)
    line = _foreseen(given, first)
    if line is None:
        return waits
    text = N_("Counted by the rules, this is first: {step}, {at}.")
    if line.until < given.now:
        text = N_("Counted by the rules, this was to be first: {step}, {at}.")
    told = translate(text).format(
        step=translate(line.what), at=say_when(line, zone_of(given), translate)
    )
    return replace(waits, note=told, rule=line.citation)


def _foreseen(given: Given, step_id: str) -> Line | None:
    """A step of a phase without dates, where every step that it is counted from has one, or is the opening."""
    rules, state = given.rulebook.rules, given.state
    steps = {step.id: step for step in rules.timetable.steps}
    if state.opened_at is None or not _anchored(step_id, steps, state):
        return None
    opened = local_day(state.opened_at, zone_of(given))
    known = {step.id: step.starts for step in state.timetable if step.id in steps}
    try:
        table = compute(rules, opened, calendar_of(given), changes=known)
    except BadInput:
        return None
    return next((line for line in table.lines if line.id == step_id), None)


def _anchored(step_id: str, steps: dict[str, Step], state: Selection) -> bool:
    """Whether a step is counted from the opening or from published dates, through steps of its own phase only."""
    at = steps.get(step_id)
    phase = None if at is None else at.phase
    while at is not None and at.phase == phase:
        if at.after == OPENED or state.step(at.after) is not None:
            return True
        at = steps.get(at.after)
    return False


def undated(given: Given, text: str, power: PowerName, translate: Translate) -> NextStep:
    """What a body does when it will; the rule is that of its power."""
    what = translate(text).format(body=bodies_of(given, power, translate))
    found = given.rulebook.rules.powers.get(power)
    return NextStep(what, None, None if found is None else found.citation, translate(NO_TIME))


def bodies_of(given: Given, power: PowerName | None, translate: Translate) -> str:
    """The bodies of a power: the committee, or the committee or the local committee."""
    found = given.rulebook.rules.powers.get(power) if power is not None else None
    if found is None:
        return translate(N_("competent body"))
    return translate(N_(" or the ")).join(translate(body) for body in found.bodies)


def _when(given: Given, at: datetime, translate: Translate) -> str:
    return say_instant(at, zone_of(given), translate)


def rule_of(given: Given, step_id: str) -> Citation | None:
    """The rule behind a step of the timetable."""
    steps = given.rulebook.rules.timetable.steps
    return next((step.citation for step in steps if step.id == step_id), None)
