"""The record's form of a timetable: canonical, exact, and strict when read back."""

import copy
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hustings.kernel.canonical import canonical_bytes
from hustings.kernel.refusals import BadInput
from hustings.timetable.compute import compute
from hustings.timetable.timetables import Timetable, Waiver
from hustings.timetable.writing import (
    calendar_from_json,
    calendar_to_json,
    from_json,
    to_json,
)
from tests.timetable.made import BARE, blackout, england, interval, rules, step

ENGLAND = england(2019, 2022)
MADE = rules(
    step("reply", offset="14 days", at="18:00"),
    step("meetings", after="reply", offset="14 days", lasts="4 weeks", avoids=["august"]),
    step("hustings", after="meetings", offset="1 day"),
    blackouts=(blackout("august", "08-01", "08-31"),),
    intervals=(
        interval("reply", "meetings", "90 days"),
        interval("meetings", "hustings", "1 week"),
    ),
)
WAIVER = Waiver("reply-meetings", "executive", "entry 41")


def timetable(opened: date = date(2019, 6, 24), **more: Any) -> Timetable:
    return compute(MADE, opened, ENGLAND, waivers=[WAIVER], **more)


def test_a_timetable_comes_back_from_the_record_as_it_was() -> None:
    whole = timetable()
    assert whole.breaches[0].waived_by == WAIVER
    assert from_json(to_json(whole)) == whole


def test_the_record_holds_a_timetable_in_canonical_bytes() -> None:
    assert b'"starts":"2019-07-08T17:00:00Z"' in canonical_bytes(to_json(timetable()))


def test_the_zone_stands_beside_the_instants() -> None:
    calendar = to_json(timetable())["calendar"]
    assert isinstance(calendar, dict)
    assert calendar["zone"] == "Europe/London"


def test_a_calendar_that_says_nothing_of_what_it_covers_comes_back() -> None:
    assert calendar_from_json(calendar_to_json(BARE)) == BARE


def test_a_timetable_of_a_year_before_1000_comes_back_from_the_record() -> None:
    whole = timetable(date(987, 7, 3))
    assert from_json(to_json(whole)) == whole


@given(
    opened=st.dates(date(2005, 1, 1), date(2040, 1, 1)),
    moved=st.datetimes(datetime(2005, 1, 1), datetime(2040, 1, 1)),  # noqa: DTZ001
    hours=st.integers(-12, 12),
)
def test_any_timetable_comes_back_from_the_record_as_it_was(
    opened: date, moved: datetime, hours: int
) -> None:
    at = moved.replace(tzinfo=timezone(timedelta(hours=hours)))
    whole = timetable(opened, changes={"hustings": at})
    written = to_json(whole)
    assert from_json(written) == whole
    assert canonical_bytes(to_json(from_json(written))) == canonical_bytes(written)


@pytest.mark.parametrize(
    ("path", "value", "place"),
    [
        ((), [], "timetable: this is a table"),
        (("opened",), "2019-6-24", "opened: this is a day"),
        (("opened",), 20190624, "opened: this is a text"),
        (("opened",), "20190624", "opened: this is a day"),
        (("lines",), {}, "lines: this is a list"),
        (("lines", 0), None, r"lines\[0\]: this is a table"),
        (
            ("lines", 0, "starts"),
            "2019-07-08T18:00:00+01:00",
            r"lines\[0\].starts: this is an inst",
        ),
        (("lines", 0, "starts"), None, r"lines\[0\].starts: this is a text"),
        (("lines", 0, "whole_days"), 1, r"lines\[0\].whole_days: this is true or false"),
        (("lines", 0, "extra"), "x", r"lines\[0\]: this is a table"),
        (("lines", 0, "citation", "ground"), "hearsay", r"ground: this is one of clause"),
        (("breaches", 0, "waived_by"), {"body": "executive"}, "waived_by: this is a table"),
        (("warnings",), [None], r"warnings\[0\]: this is a text"),
        (("calendar", "holidays"), [["2019-12-25"]], r"holidays\[0\]: these are two texts"),
        (("calendar", "covers"), "always", "covers: these are two texts"),
        (
            ("calendar", "holidays"),
            [["2019-12-26", "b"], ["2019-12-25", "a"]],
            "holidays: the holidays of a frozen calendar stand in order",
        ),
    ],
)
def test_anything_else_is_turned_back_with_its_place(
    path: tuple[str | int, ...], value: Any, place: str
) -> None:
    written: Any = copy.deepcopy(to_json(timetable()))
    if path:
        inside = written
        for key in path[:-1]:
            inside = inside[key]
        inside[path[-1]] = value
    else:
        written = value
    with pytest.raises(BadInput, match=place):
        from_json(written)
