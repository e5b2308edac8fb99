"""The whole timetable: every step dated from the opening, with every breach and every doubt."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime

from hustings.kernel.refusals import BadInput, Problem
from hustings.kernel.time import MonthEnd
from hustings.rulebooks.schema import Rules, Step, TimetableRules
from hustings.timetable.blackouts import NoDayLeft, blackout_on, is_day_of_a_year
from hustings.timetable.calendars import FrozenCalendar
from hustings.timetable.instants import local_day, zone_of
from hustings.timetable.intervals import Dated, check_intervals, with_waiver
from hustings.timetable.sentences import say_day
from hustings.timetable.spans import OutOfCalendar
from hustings.timetable.steps import Almanac, Base, Placed, place, why_not_working
from hustings.timetable.timetables import Breach, Line, Timetable, Waiver

OPENED = "opened"
Changes = Mapping[str, date | datetime]


def compute(
    rules: Rules,
    opened: date | datetime,
    calendar: FrozenCalendar,
    *,
    changes: Changes | None = None,
    waivers: Iterable[Waiver] = (),
) -> Timetable:
    """The timetable of a proceeding opened then, under these rules and bank holidays.

    ``changes`` sets steps by decision, to a day or to an instant; what is counted from them
    follows. ``BadInput`` for steps, intervals or blackouts that do not exist, and for dates outside
    the calendar.
    """
    zone_of(calendar.zone)
    waivers = tuple(waivers)
    changes = {name: _to_the_second(at) for name, at in (changes or {}).items()}
    _check_rules(rules.timetable)
    _check_given(rules.timetable, opened, changes, waivers)
    first = _opening_day(opened, calendar.zone)
    almanac = Almanac(
        calendar,
        MonthEnd(rules.roll.month_end.value),
        {blackout.id: blackout for blackout in rules.timetable.blackouts},
    )
    placed = _place_all(rules.timetable, first, almanac, changes)
    lines = tuple(sorted((each.line for each in placed.values()), key=lambda line: line.starts))
    return Timetable(
        rulebook=rules.rulebook.id,
        opened=first,
        lines=lines,
        breaches=_breaches(rules, lines, almanac, changes, waivers),
        calendar=calendar,
        warnings=tuple(_warnings(rules, first, placed, calendar)),
    )


def _opening_day(opened: date | datetime, zone: str) -> date:
    if not isinstance(opened, datetime):
        return opened
    try:
        return local_day(opened, zone)
    except OverflowError:
        what = "it lies outside the calendar (years 1 to 9999)"
        raise BadInput(Problem("timetable", None, OPENED, what)) from None


def _to_the_second(at: date | datetime) -> date | datetime:
    return at.replace(microsecond=0) if isinstance(at, datetime) else at


def _check_rules(rules: TimetableRules) -> None:
    """Turn back a timetable whose steps, blackouts and intervals do not fit together."""
    if problems := tuple(_misfits(rules)):
        raise BadInput(*problems)


def _misfits(rules: TimetableRules) -> Iterator[Problem]:
    ids = [step.id for step in rules.steps]
    blackouts = {blackout.id for blackout in rules.blackouts}
    for step in rules.steps:
        if ids.count(step.id) > 1 or step.id == OPENED:
            yield _problem(f"steps.{step.id}", "two steps have this id; each has its own")
        yield from _misfits_of(step, {*ids, OPENED}, blackouts)
    for blackout in rules.blackouts:
        for end in (blackout.from_, blackout.until):
            if not is_day_of_a_year(end):
                yield _problem(f"blackouts.{blackout.id}", f"{end!r} is not a day", '"08-01"')
    for interval in rules.intervals:
        for name in sorted({interval.from_, interval.to} - set(ids)):
            yield _problem(f"intervals.{interval.id}", f"there is no step {name!r}")


def _misfits_of(step: Step, bases: set[str], blackouts: set[str]) -> Iterator[Problem]:
    if step.after not in bases:
        yield _problem(f"steps.{step.id}.after", f"there is no step {step.after!r}", '"opened"')
    if step.offset is not None and step.back is not None:
        yield _problem(f"steps.{step.id}", "give offset or back, not both", 'offset = "7 days"')
    if step.lasts is not None and step.lasts.number == 0:
        yield _problem(f"steps.{step.id}.lasts", "a window lasts some time", 'lasts = "1 day"')
    for name in sorted(set(step.avoids) - blackouts):
        yield _problem(f"steps.{step.id}.avoids", f"there is no blackout {name!r}")


def _problem(key: str, what: str, right: str = "") -> Problem:
    return Problem("rules.toml", None, f"timetable.{key}", what, right)


def _check_given(
    rules: TimetableRules, opened: date | datetime, changes: Changes, waivers: tuple[Waiver, ...]
) -> None:
    """Turn back changes of unknown steps, waivers of unknown rules, and instants without a zone."""
    steps = [step.id for step in rules.steps]
    healable = {*steps, *(i.id for i in rules.intervals), *(b.id for b in rules.blackouts)}
    problems = [
        Problem("changes", None, name, f"there is no such step; there are {', '.join(steps)}")
        for name in changes
        if name not in steps
    ]
    for name, at in (*changes.items(), (OPENED, opened)):
        if isinstance(at, datetime) and at.tzinfo is None:
            problems.append(Problem("changes", None, name, "an instant has a time zone"))
    for waiver in waivers:
        if waiver.interval not in healable:
            problems.append(Problem("waivers", None, waiver.interval, "there is no such rule"))
        if not waiver.body.strip() or not waiver.decision.strip():
            what = "a waiver names the body and its recorded decision"
            problems.append(Problem("waivers", None, waiver.interval, what))
    if problems:
        raise BadInput(*problems)


def _place_all(
    rules: TimetableRules, opened: date, almanac: Almanac, changes: Changes
) -> dict[str, Placed]:
    """Date the steps, each after the one that it is counted from."""
    placed: dict[str, Placed] = {}
    waiting = list(rules.steps)
    while waiting:
        ready = [step for step in waiting if step.after == OPENED or step.after in placed]
        if not ready:
            circle = ", ".join(step.id for step in waiting)
            raise BadInput(_problem("steps", f"these are counted from each other: {circle}"))
        for step in ready:
            base = Base("the opening", opened) if step.after == OPENED else placed[step.after].base
            placed[step.id] = _place(step, base, almanac, changes.get(step.id))
        waiting = [step for step in waiting if step.id not in placed]
    return placed


def _place(step: Step, base: Base, almanac: Almanac, change: date | datetime | None) -> Placed:
    try:
        return place(step, base, almanac, change)
    except (OutOfCalendar, NoDayLeft) as why:
        raise BadInput(Problem("timetable", None, step.id, str(why))) from None
    except OverflowError:
        what = "its date lies outside the calendar (years 1 to 9999)"
        raise BadInput(Problem("timetable", None, step.id, what)) from None


def _breaches(
    rules: Rules,
    lines: tuple[Line, ...],
    almanac: Almanac,
    changes: Changes,
    waivers: tuple[Waiver, ...],
) -> tuple[Breach, ...]:
    power = rules.powers.get("waive-interval")
    may_waive = () if power is None else tuple(power.bodies)
    steps = {
        line.id: Dated(f"“{line.what}”", line.day, line.last_day or line.day) for line in lines
    }
    intervals = check_intervals(
        rules.timetable.intervals, steps, almanac.calendar, almanac.month_end, waivers, may_waive
    )
    decided = (
        breach
        for step in rules.timetable.steps
        if step.id in changes
        for breach in _decided_against_a_rule(step, steps[step.id], almanac)
    )
    return (*intervals, *(with_waiver(breach, waivers, may_waive) for breach in decided))


def _decided_against_a_rule(step: Step, at: Dated, almanac: Almanac) -> Iterator[Breach]:
    """Find what a decided date breaks: a blackout, or the working day that the rule asks for."""
    blackout = blackout_on(at.first, almanac.avoided_by(step))
    where = f"{at.what} is set to {say_day(at.first)}"
    if blackout is not None:
        says = f"{where}, inside “{blackout.what}”, in which it may not fall."
        yield Breach(blackout.id, blackout.citation, says)
    if step.if_not_working != "stays" and not almanac.calendar.is_working_day(at.first):
        why = why_not_working(at.first, almanac.calendar)
        says = f"{where}, which {why}; it belongs on a working day."
        yield Breach(step.id, step.citation, says)


def _warnings(
    rules: Rules, opened: date, placed: Mapping[str, Placed], calendar: FrozenCalendar
) -> Iterator[str]:
    head = rules.rulebook
    if opened < head.in_force.from_:
        since = say_day(head.in_force.from_)
        yield f"{head.title} is in force from {since}; the opening is on {say_day(opened)}."
    if head.in_force.until is not None and opened >= head.in_force.until:
        until = say_day(head.in_force.until)
        yield f"{head.title} ceased to be in force on {until}; the opening is on {say_day(opened)}."
    for step in rules.timetable.steps:
        line = placed[step.id].line
        base = opened if step.after == OPENED else placed[step.after].line.day
        if step.back is None and line.day < base and step.starts == "that-day":
            yield f"“{step.what}” ({say_day(line.day)}) comes before what it is counted from."
    if unknown := [each.line.what for each in placed.values() if not _known(each.line, calendar)]:
        yield f"The bank holidays are not known for the dates of {', '.join(unknown)}."


def _known(line: Line, calendar: FrozenCalendar) -> bool:
    return calendar.knows(line.day) and calendar.knows(line.last_day or line.day)
