"""A small rulebook for tests, whose timetable each test writes itself."""

import tomllib
from datetime import date

from hustings.rulebooks.schema import Blackout, Interval, Rules, Step, TimetableRules
from hustings.timetable.calendars import FrozenCalendar, freeze_calendar

HEAD = """
powers = {}
[rulebook]
id = "made-2019"
title = "Rules made for a test"
organisation = "Commonweal Union"
label = "model"
procedure = "petition"
in_force = { from = 2010-01-01, until = 2030-01-01 }
calendar = { country = "GB", subdivision = "ENG", zone = "Europe/London" }
[roll]
freeze = { value = "opening", clause = "1" }
member_for = { value = "6 months", clause = "1" }
month_end = { value = "last-day", clause = "1" }
classes = { value = ["full"], clause = "1" }
arrears = { value = "ignored", clause = "1" }
suspended = { value = "excluded", clause = "1" }
[petition]
at_least = "1/10"
of = { value = "roll", clause = "2" }
signing = { value = "6 weeks", clause = "2" }
reaching_ends = { value = false, clause = "2" }
early_ends = { value = [], clause = "2" }
running_count = { value = false, clause = "2" }
grounds = { value = [], clause = "2" }
effect = { value = "vacancy", clause = "2" }
[timetable]
steps = []
[service]
email = { value = "0 days", clause = "3" }
post = { value = "2 working days", clause = "3" }
hand = { value = "0 days", clause = "3" }
[publication]
minimum_cell = { value = 10, clause = "4" }
"""
MAY_WAIVE = '{ "waive-interval" = { bodies = ["executive"], clause = "7.4" } }'


def step(id: str, after: str = "opened", **more: object) -> Step:
    """One step on clause 8; values as ``rules.toml`` writes them."""
    given = {"id": id, "what": id.capitalize(), "phase": "trigger", "after": after, "clause": "8"}
    return Step.model_validate(given | more)


def blackout(id: str, first: str, last: str) -> Blackout:
    """One blackout on clause 9."""
    given = {"id": id, "what": id.capitalize(), "from": first, "until": last, "clause": "9"}
    return Blackout.model_validate(given)


def interval(first: str, second: str, at_least: str) -> Interval:
    """At least so much between two steps, on clause 10."""
    given = {"id": f"{first}-{second}", "from": first, "to": second, "at_least": at_least}
    return Interval.model_validate(given | {"clause": "10"})


def rules(
    *steps: Step,
    blackouts: tuple[Blackout, ...] = (),
    intervals: tuple[Interval, ...] = (),
    waivable: bool = True,
    month_end: str = "last-day",
) -> Rules:
    """The made rulebook with this timetable."""
    text = HEAD.replace('"last-day"', f'"{month_end}"')
    if waivable:
        text = text.replace("powers = {}", f"powers = {MAY_WAIVE}")
    made = Rules.model_validate(tomllib.loads(text))
    timetable = TimetableRules(
        steps=list(steps), blackouts=list(blackouts), intervals=list(intervals)
    )
    return made.model_copy(update={"timetable": timetable})


def england(first: int, last: int | None = None) -> FrozenCalendar:
    """England's bank holidays of these years."""
    calendar = rules().rulebook.calendar
    return freeze_calendar(calendar, date(first, 1, 1), date(last or first, 12, 31))


BARE = FrozenCalendar("GB", "ENG", "Europe/London")
