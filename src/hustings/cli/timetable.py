"""``hustings timetable``: every date from a rulebook and an opening, with the rule behind each."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from datetime import date, datetime

    from hustings.rulebooks.loader import Rulebook
    from hustings.timetable.timetables import Timetable

RECONSTRUCTION = "unofficial reconstruction"


@click.command(
    "timetable", short_help="Every date from a rulebook and an opening, and the rule behind it."
)
@click.argument("rulebook")
@click.option("--opened", required=True, metavar="DATE", help="The opening, like 2019-06-24.")
@click.option(
    "--ics", metavar="FILE", type=click.Path(path_type=Path), help="Write a calendar file too."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of the table.")
@click.option(
    "--extra-holiday",
    "extra",
    multiple=True,
    metavar="DATE=NAME",
    help="A one-off bank holiday; may be given more than once.",
)
@click.option(
    "--set",
    "changes",
    multiple=True,
    metavar="STEP=DATE",
    help="Set a step by decision, like hustings=2021-10-28 or reply=2019-07-08T18:00.",
)
@click.pass_context
def command(
    context: click.Context,
    *,
    rulebook: str,
    opened: str,
    ics: Path | None,
    as_json: bool,
    extra: tuple[str, ...],
    changes: tuple[str, ...],
) -> None:
    """Work out every date of RULEBOOK (an id such as labour-2018, or a folder) from its opening.

    Breaches of minimum intervals are shown with their rule. What we ship are unofficial
    reconstructions, and the output says so.
    """
    from hustings.kernel.refusals import BadInput

    try:
        rules, timetable = _work_out(rulebook, opened, extra, changes)
        if ics is not None:
            _write_feed(ics, rules, timetable)
    except BadInput as why:
        click.echo(str(why), err=True)
        context.exit(2)
    click.echo(_json(rules, timetable) if as_json else "\n".join(_table(rules, timetable)))


def _work_out(
    rulebook: str, opened: str, extra: tuple[str, ...], changes: tuple[str, ...]
) -> tuple[Rulebook, Timetable]:
    from hustings.timetable.calendars import freeze_around
    from hustings.timetable.compute import compute

    first = _read_day("--opened", opened)
    holidays = {
        _read_day("--extra-holiday", day): name
        for day, name in (
            _halves("--extra-holiday", each, "2022-09-19=State funeral") for each in extra
        )
    }
    rules = _load(rulebook)
    calendar = rules.rules.rulebook.calendar
    decided = {
        step: _read_moment("--set", at, calendar.zone)
        for step, at in (_halves("--set", each, "hustings=2021-10-28") for each in changes)
    }
    frozen = freeze_around(calendar, first, holidays)
    return rules, compute(rules.rules, first, frozen, changes=decided)


def _load(rulebook: str) -> Rulebook:
    from hustings.rulebooks.loader import load, load_folder, shipped

    path = Path(rulebook)
    if rulebook not in shipped() and path.is_dir():
        return load_folder(path)
    return load(rulebook)


def _halves(option: str, given: str, right: str) -> tuple[str, str]:
    from hustings.kernel.refusals import BadInput, Problem

    name, equals, value = given.partition("=")
    if not (name and equals and value.strip()):
        raise BadInput(Problem(option, None, "", f"{given!r} lacks one of its two sides.", right))
    return name, value.strip()


def _read_day(option: str, given: str) -> date:
    from datetime import date

    from hustings.kernel.refusals import BadInput, Problem

    try:
        day = date.fromisoformat(given)
    except ValueError:
        day = None
    if day is None or day.isoformat() != given:
        raise BadInput(Problem(option, None, "", f"{given!r} is not a date.", "2019-06-24"))
    return day


def _read_moment(option: str, given: str, zone: str) -> date | datetime:
    from datetime import time

    from hustings.kernel.refusals import BadInput, Problem
    from hustings.timetable.instants import at_local

    day, at, clock = given.partition("T")
    if not at:
        return _read_day(option, day)
    try:
        hour = time.fromisoformat(clock)
    except ValueError:
        hour = None
    if hour is None or hour.strftime("%H:%M") != clock:
        what = f"{clock!r} is not a time of day."
        raise BadInput(Problem(option, None, "", what, "2019-07-08T18:00"))
    return at_local(_read_day(option, day), hour, zone)


def _table(rules: Rulebook, timetable: Timetable) -> list[str]:
    from hustings.timetable.sentences import say_day, say_when

    zone = timetable.calendar.zone
    rows = [(say_when(line, zone), line.what, line) for line in timetable.lines]
    wide = max(len(when) for when, _, _ in rows) if rows else 0
    long = max(len(what) for _, what, _ in rows) if rows else 0
    said = [f"{rules.title} ({rules.id})"]
    if rules.unofficial:
        said.append(f"This is an {RECONSTRUCTION}.")
    said += [f"Opened on {say_day(timetable.opened)}. Hours are those of {zone}.", ""]
    for when, what, line in rows:
        said.append(f"{when:{wide}}  {what:{long}}  {line.citation}")
        if line.moved is not None:
            said.append(f"{'':{wide}}  {line.moved}")
    return [*said, *_remarks(timetable), *_holidays(timetable)]


def _remarks(timetable: Timetable) -> list[str]:
    from hustings.timetable.sentences import say_breach

    said: list[str] = []
    if timetable.breaches:
        said += ["", "Rules that these dates do not keep:"]
    for breach in timetable.breaches:
        said.append(f"- {say_breach(breach)} ({breach.citation})")
    if timetable.warnings:
        said += ["", "Please note:", *(f"- {warning}" for warning in timetable.warnings)]
    return said


def _holidays(timetable: Timetable) -> list[str]:
    from hustings.timetable.sentences import say_day

    calendar = timetable.calendar
    nation = " ".join(part for part in (calendar.country, calendar.subdivision) if part)
    days = [timetable.opened, *(line.last_day or line.day for line in timetable.lines)]
    used = calendar.between(min(days), max(days))
    if not used:
        return ["", f"No bank holiday of {nation} falls between these dates."]
    said = [f"- {say_day(day)}: {name}" for day, name in used]
    return ["", f"Bank holidays between these dates ({nation}):", *said]


def _json(rules: Rulebook, timetable: Timetable) -> str:
    import json

    from hustings.timetable.writing import to_json

    head = {"title": rules.title, "label": rules.rules.rulebook.label}
    return json.dumps(head | {"timetable": to_json(timetable)}, ensure_ascii=False, indent=2)


def _write_feed(path: Path, rules: Rulebook, timetable: Timetable) -> None:
    from hustings.timetable.feed import calendar_feed

    note = f"This is an {RECONSTRUCTION}." if rules.unofficial else ""
    name = f"{rules.id}.{timetable.opened.isoformat()}"
    _write_whole(path, calendar_feed(timetable, name, rules.title, note))


def _write_whole(path: Path, content: bytes) -> None:
    """Write the file as a whole or not at all."""
    import os
    from tempfile import NamedTemporaryFile

    from hustings.kernel.refusals import BadInput, Problem

    try:
        with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as beside:
            beside.write(content)
            beside.flush()
            os.fsync(beside.fileno())
        Path(beside.name).chmod(0o644)
    except OSError as why:
        raise BadInput(
            Problem(str(path), None, "", f"it cannot be written: {why.strerror}.")
        ) from None
    try:
        Path(beside.name).replace(path)
    except OSError as why:
        Path(beside.name).unlink()
        raise BadInput(
            Problem(str(path), None, "", f"it cannot be written: {why.strerror}.")
        ) from None
