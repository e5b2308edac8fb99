"""Checks that the steps of a timetable can be put in an order, and that its calendar exists."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from hustings.kernel.refusals import Problem
from hustings.rulebooks.coherence import OPENED, rows_at, table_at
from hustings.rulebooks.documents import Document
from hustings.rulebooks.positions import Path
from hustings.rulebooks.tables import as_list
from hustings.rulebooks.wording import listed, quoted

Row = tuple[Path, dict[str, Any]]


def check_timetable(rules: Document) -> list[Problem]:
    """Steps with one id each, counted from steps that exist and not in a circle; days that exist."""
    steps = rows_at(rules, "timetable", "steps")
    blackouts = rows_at(rules, "timetable", "blackouts")
    intervals = rows_at(rules, "timetable", "intervals")
    ids = [name for name in dict.fromkeys(map(_id, steps)) if name]
    problems: list[Problem] = []
    for rows in (steps, blackouts, intervals):
        problems += _twice(rules, rows)
    for row in steps:
        problems += _step(rules, row, ids, [_id(each) for each in blackouts])
    for row in intervals:
        problems += _interval(rules, row, ids)
    for row in blackouts:
        problems += _blackout(rules, row)
    return problems + list(_circles(rules, steps))


LOOKED_FOR: dict[str, tuple[str, ...]] = {
    "unit-trigger": ("letter", "reply", "freeze", "objections-end", "unit-meetings", "returns-due"),
    "body-readoption": ("letter", "reply", "freeze"),
    "petition": ("freeze",),
}
"""Steps that proceedings and pages look for by their ids, for each procedure."""

IN_A_SELECTION = (
    "selection-opens", "applications-close", "shortlist", "hustings", "ballot", "ballot-closes", "count"
)  # fmt: skip


def missing_steps(rules: Document) -> list[Problem]:
    """Warnings: steps without which a stage has no dates."""
    wanted = LOOKED_FOR.get(str(table_at(rules, "rulebook").get("procedure")), ())
    if table_at(rules, "selection"):
        wanted += IN_A_SELECTION
    if table_at(rules, "selection", "nominations", "by").get("value"):
        wanted += ("nominations", "nominations-close")
    ids = {_id(row) for row in rows_at(rules, "timetable", "steps")}
    lacking = [step for step in wanted if step not in ids]
    if not lacking:
        return []
    what = f"no step has the id {listed(lacking)}; a stage that looks for it has no dates."
    right = (
        f'{{ id = "{lacking[0]}", what = "What happens then", phase = "selection", '
        'after = "opened", offset = "3 weeks", source = "guidelines 2019" }'
    )
    return [rules.problem(("timetable", "steps"), what, right)]


def check_calendar(rules: Document) -> list[Problem]:
    """A country and a part of it whose bank holidays are known, and a time zone that exists."""
    calendar = table_at(rules, "rulebook", "calendar")
    problems: list[Problem] = []
    country, part, zone = (calendar.get(key) for key in ("country", "subdivision", "zone"))
    if isinstance(country, str):
        problems += _country(rules, country, part)
    if isinstance(zone, str) and not _zone_exists(zone):
        what = f"{quoted(zone)} is not the name of a time zone."
        path = ("rulebook", "calendar", "zone")
        problems.append(rules.problem(path, what, 'zone = "Europe/London"'))
    return problems


def _id(row: Row) -> str:
    name = row[1].get("id")
    return name if isinstance(name, str) else ""


def _twice(rules: Document, rows: list[Row]) -> Iterator[Problem]:
    seen: set[str] = set()
    for row in rows:
        name = _id(row)
        if name in seen or name == OPENED:
            first = "the opening" if name == OPENED else "another one above"
            what = f"{first} has this id; each has its own."
            yield rules.problem((*row[0], "id"), what, f'id = "{name[:40]}-again"')
        seen.add(name or f"\0{len(seen)}")


def _step(rules: Document, row: Row, ids: list[str], blackouts: list[str]) -> Iterator[Problem]:
    path, step = row
    after = step.get("after")
    if isinstance(after, str) and after not in (OPENED, *ids):
        what = f"there is no step {quoted(after)}; there are {listed([OPENED, *ids])}."
        yield rules.problem((*path, "after"), what, f'after = "{OPENED}"')
    if "offset" in step and "back" in step:
        what = "a step counts forward (offset) or backward (back), not both."
        yield rules.problem((*path, "back"), what, 'offset = "3 weeks"')
    for name in as_list(step.get("avoids")) or []:
        if isinstance(name, str) and name not in blackouts:
            what = f"there is no blackout {quoted(name)}."
            right = f'avoids = ["{blackouts[0]}"]' if blackouts else "avoids = []"
            yield rules.problem((*path, "avoids"), what, right)


def _interval(rules: Document, row: Row, ids: list[str]) -> Iterator[Problem]:
    path, interval = row
    for key in ("from", "to"):
        name = interval.get(key)
        if isinstance(name, str) and name not in ids:
            what = f"there is no step {quoted(name)}; there are {listed(ids)}."
            right = f'{key} = "{next(iter(ids), "notice")}"'
            yield rules.problem((*path, key), what, right)


def _blackout(rules: Document, row: Row) -> Iterator[Problem]:
    path, blackout = row
    for key in ("from", "until"):
        day = blackout.get(key)
        if isinstance(day, str) and len(day) == 5 and not _day_of_a_year(day):
            what = f"no year has the day {quoted(day)}; write month and day."
            yield rules.problem((*path, key), what, f'{key} = "08-31"')


def _day_of_a_year(text: str) -> bool:
    try:
        date.fromisoformat(f"2024-{text}")
    except ValueError:
        return False
    return True


def _circles(rules: Document, steps: list[Row]) -> Iterator[Problem]:
    """One problem for each circle of steps that are counted from each other."""
    after = {_id(row): row[1].get("after") for row in steps}
    places = {_id(row): row[0] for row in steps}
    done: set[str] = set()
    for name in after:
        way: dict[str, None] = {}
        at: Any = name
        while isinstance(at, str) and at in after and at not in done and at not in way:
            way[at] = None
            at = after[at]
        if at in way:
            passed = list(way)
            circle = passed[passed.index(at) :]
            what = f"{listed(circle)} {'is' if len(circle) == 1 else 'are'} counted in a circle."
            yield rules.problem((*places[circle[0]], "after"), what, f'after = "{OPENED}"')
        done.update(way)


def _country(rules: Document, country: str, part: object) -> Iterator[Problem]:
    import holidays

    countries = holidays.list_supported_countries(include_aliases=False)
    path: Path = ("rulebook", "calendar", "country")
    if country not in countries:
        what = f"the bank holidays of {quoted(country)} are not known; write the two-letter code."
        yield rules.problem(path, what, 'country = "GB"')
    elif isinstance(part, str) and part not in countries[country]:
        parts = sorted(countries[country])
        there = f"there are {listed(parts)}" if parts else "there are none, so leave it out"
        what = f"{country} has no part {quoted(part)} with bank holidays of its own; {there}."
        right = f'subdivision = "{parts[0]}"' if parts else f'country = "{country}"'
        yield rules.problem((*path[:-1], "subdivision"), what, right)


def _zone_exists(zone: str) -> bool:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
