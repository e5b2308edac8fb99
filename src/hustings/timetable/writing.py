"""A timetable as the record holds it: canonical types only, and back without loss."""

from collections.abc import Callable
from datetime import date, datetime
from typing import TypeVar

from hustings.kernel.canonical import Json
from hustings.kernel.clauses import Citation, Ground
from hustings.kernel.refusals import BadInput, Problem
from hustings.kernel.time import instant_text, read_instant
from hustings.timetable.calendars import FrozenCalendar
from hustings.timetable.timetables import Breach, Line, Timetable, Waiver

T = TypeVar("T")
Table = dict[str, Json]


def to_json(timetable: Timetable) -> Table:
    """The timetable for the record: days as ``2019-07-08``, instants in UTC, and the zone."""
    return {
        "rulebook": timetable.rulebook,
        "opened": timetable.opened.isoformat(),
        "calendar": calendar_to_json(timetable.calendar),
        "lines": [_line_to_json(line) for line in timetable.lines],
        "breaches": [_breach_to_json(breach) for breach in timetable.breaches],
        "warnings": list[Json](timetable.warnings),
    }


def from_json(value: Json) -> Timetable:
    """Read what :func:`to_json` wrote; ``BadInput`` naming the place for anything else."""
    table = _table(
        value, "timetable", "rulebook", "opened", "calendar", "lines", "breaches", "warnings"
    )
    lines = _list(table["lines"], "lines")
    breaches = _list(table["breaches"], "breaches")
    warnings = _list(table["warnings"], "warnings")
    return Timetable(
        rulebook=_text(table["rulebook"], "rulebook"),
        opened=_day(table["opened"], "opened"),
        lines=tuple(_line(line, f"lines[{n}]") for n, line in enumerate(lines)),
        breaches=tuple(_breach(breach, f"breaches[{n}]") for n, breach in enumerate(breaches)),
        calendar=calendar_from_json(table["calendar"]),
        warnings=tuple(_text(said, f"warnings[{n}]") for n, said in enumerate(warnings)),
    )


def calendar_to_json(calendar: FrozenCalendar) -> Table:
    """The frozen bank holidays for the record."""
    covers = calendar.covers
    return {
        "country": calendar.country,
        "subdivision": calendar.subdivision,
        "zone": calendar.zone,
        "holidays": [[day.isoformat(), name] for day, name in calendar.holidays],
        "covers": None if covers is None else [covers[0].isoformat(), covers[1].isoformat()],
    }


def calendar_from_json(value: Json) -> FrozenCalendar:
    """Read what :func:`calendar_to_json` wrote; ``BadInput`` naming the place for anything else."""
    table = _table(value, "calendar", "country", "subdivision", "zone", "holidays", "covers")
    holidays = [
        _pair(holiday, f"calendar.holidays[{n}]")
        for n, holiday in enumerate(_list(table["holidays"], "calendar.holidays"))
    ]
    covers = None if table["covers"] is None else _pair(table["covers"], "calendar.covers")
    try:
        return FrozenCalendar(
            country=_text(table["country"], "calendar.country"),
            subdivision=_optional(table["subdivision"], "calendar.subdivision", _text),
            zone=_text(table["zone"], "calendar.zone"),
            holidays=tuple(
                (_day(day, "calendar.holidays"), _text(name, "calendar.holidays"))
                for day, name in holidays
            ),
            covers=None
            if covers is None
            else (_day(covers[0], "calendar.covers"), _day(covers[1], "calendar.covers")),
        )
    except ValueError as why:
        raise _bad("calendar.holidays", str(why)) from None


def _line_to_json(line: Line) -> Table:
    return {
        "id": line.id,
        "what": line.what,
        "phase": line.phase,
        "day": line.day.isoformat(),
        "last_day": None if line.last_day is None else line.last_day.isoformat(),
        "starts": instant_text(line.starts),
        "ends": None if line.ends is None else instant_text(line.ends),
        "whole_days": line.whole_days,
        "because": line.because,
        "citation": _citation_to_json(line.citation),
        "moved": line.moved,
    }


def _line(value: Json, at: str) -> Line:
    table = _table(value, at, *Line.__slots__)
    whole_days = table["whole_days"]
    if not isinstance(whole_days, bool):
        raise _bad(f"{at}.whole_days", "this is true or false")
    return Line(
        id=_text(table["id"], f"{at}.id"),
        what=_text(table["what"], f"{at}.what"),
        phase=_text(table["phase"], f"{at}.phase"),
        day=_day(table["day"], f"{at}.day"),
        last_day=_optional(table["last_day"], f"{at}.last_day", _day),
        starts=_instant(table["starts"], f"{at}.starts"),
        ends=_optional(table["ends"], f"{at}.ends", _instant),
        whole_days=whole_days,
        because=_text(table["because"], f"{at}.because"),
        citation=_citation(table["citation"], f"{at}.citation"),
        moved=_optional(table["moved"], f"{at}.moved", _text),
    )


def _breach_to_json(breach: Breach) -> Table:
    waiver = breach.waived_by
    return {
        "rule": breach.rule,
        "citation": _citation_to_json(breach.citation),
        "says": breach.says,
        "waived_by": None
        if waiver is None
        else {"interval": waiver.interval, "body": waiver.body, "decision": waiver.decision},
    }


def _breach(value: Json, at: str) -> Breach:
    table = _table(value, at, *Breach.__slots__)
    return Breach(
        rule=_text(table["rule"], f"{at}.rule"),
        citation=_citation(table["citation"], f"{at}.citation"),
        says=_text(table["says"], f"{at}.says"),
        waived_by=_optional(table["waived_by"], f"{at}.waived_by", _waiver),
    )


def _waiver(value: Json, at: str) -> Waiver:
    table = _table(value, at, *Waiver.__slots__)
    return Waiver(**{name: _text(table[name], f"{at}.{name}") for name in Waiver.__slots__})


def _citation_to_json(citation: Citation) -> Table:
    return {"ground": citation.ground.value, "reference": citation.reference}


def _citation(value: Json, at: str) -> Citation:
    table = _table(value, at, "ground", "reference")
    ground = _text(table["ground"], f"{at}.ground")
    if ground not in set(Ground):
        raise _bad(f"{at}.ground", f"this is one of {', '.join(Ground)}")
    return Citation(Ground(ground), _text(table["reference"], f"{at}.reference"))


def _bad(at: str, what: str) -> BadInput:
    return BadInput(Problem("timetable", None, at, what))


def _table(value: Json, at: str, *keys: str) -> Table:
    if not isinstance(value, dict) or set(value) != set(keys):
        raise _bad(at, f"this is a table of {', '.join(keys)}, and of nothing else")
    return value


def _list(value: Json, at: str) -> list[Json]:
    if not isinstance(value, list):
        raise _bad(at, "this is a list")
    return value


def _pair(value: Json, at: str) -> tuple[Json, Json]:
    match value:
        case [first, second]:
            return first, second
        case _:
            raise _bad(at, "these are two texts")


def _text(value: Json, at: str) -> str:
    if not isinstance(value, str):
        raise _bad(at, "this is a text")
    return value


def _day(value: Json, at: str) -> date:
    try:
        day = date.fromisoformat(_text(value, at))
    except ValueError:
        day = None
    if day is None or day.isoformat() != value:
        raise _bad(at, "this is a day, written like 2019-07-08")
    return day


def _instant(value: Json, at: str) -> datetime:
    try:
        return read_instant(_text(value, at))
    except ValueError:
        raise _bad(at, "this is an instant, written like 2019-07-08T17:00:00Z") from None


def _optional(value: Json, at: str, read: Callable[[Json, str], T]) -> T | None:
    return None if value is None else read(value, at)
