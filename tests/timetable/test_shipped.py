"""The rulebooks that we ship, dated: the published dates come out, and no rule contradicts itself."""

from datetime import UTC, date, datetime, timedelta

import pytest

from hustings.kernel.time import MonthEnd
from hustings.rulebooks.loader import load, shipped
from hustings.timetable.calendars import freeze_around, freeze_calendar
from hustings.timetable.compute import compute
from hustings.timetable.spans import eligible_since
from hustings.timetable.timetables import Timetable, Waiver


def dated(id: str, opened: date, **changes: date) -> Timetable:
    rules = load(id).rules
    calendar = freeze_around(rules.rulebook.calendar, opened)
    return compute(rules, opened, calendar, changes=changes)


def test_labour_2018_asks_for_an_answer_by_17_00_utc_on_8_july_2019() -> None:
    reply = dated("labour-2018", date(2019, 6, 24)).line("reply")
    assert reply.until == datetime(2019, 7, 8, 17, 0, tzinfo=UTC)


def test_labour_2018_holds_no_unit_meeting_in_august_2019() -> None:
    meetings = dated("labour-2018", date(2019, 6, 24)).line("unit-meetings")
    assert meetings.day >= date(2019, 9, 1)
    assert meetings.moved is not None
    assert "August" in meetings.moved


def test_labour_pre2018_gives_the_published_weeks_of_newham_2016() -> None:
    """The timetable is agreed on 25 October 2016, fourteen days after the opening."""
    newham = dated("labour-pre2018", date(2016, 10, 11))
    assert newham.line("freeze").day == date(2016, 10, 25)
    assert newham.line("notice").day == date(2016, 10, 31)
    meetings = newham.line("unit-meetings")
    assert (meetings.day, meetings.last_day) == (date(2016, 11, 14), date(2016, 12, 4))
    assert newham.line("trigger-count").day == date(2016, 12, 5)


def test_labour_2021_freezes_on_9_november_2021_who_joined_by_9_may() -> None:
    roll = load("labour-2021").rules.roll
    freeze = dated("labour-2021", date(2021, 11, 9)).line("freeze").day
    assert freeze == date(2021, 11, 9)
    since = eligible_since(freeze, roll.member_for.value, MonthEnd(roll.month_end.value))
    assert since == date(2021, 5, 9)


def bexley(*waivers: Waiver) -> Timetable:
    """Shortlist 27 October 2021, hustings the day after."""
    rules = load("labour-2021").rules
    changes = {"shortlist": date(2021, 10, 27), "hustings": date(2021, 10, 28)}
    calendar = freeze_around(rules.rulebook.calendar, date(2021, 9, 27))
    return compute(rules, date(2021, 9, 27), calendar, changes=changes, waivers=waivers)


def test_labour_2021_shows_one_day_between_shortlist_and_hustings_as_a_breach() -> None:
    breach = bexley().breaches[0]
    assert "1 day where 7 are required" in breach.says
    assert breach.waived_by is None


def test_labour_2021_lets_only_a_body_that_it_names_waive_the_breach() -> None:
    breach = bexley().breaches[0]
    body = load("labour-2021").rules.powers["waive-interval"].bodies[0]
    waiver = Waiver(breach.rule, body, "general powers, for want of time")
    assert bexley(waiver).breaches[0].waived_by == waiver
    other = Waiver(breach.rule, "the candidates", "they agreed")
    assert bexley(other).breaches[0].waived_by is None


@pytest.mark.parametrize("id", shipped())
def test_a_shipped_timetable_keeps_its_own_intervals_whenever_it_is_opened(id: str) -> None:
    rules = load(id).rules
    calendar = freeze_calendar(rules.rulebook.calendar, date(2024, 1, 1), date(2029, 12, 31))
    for week in range(104):
        opened = date(2026, 1, 1) + timedelta(days=week * 7 + week % 7)
        timetable = compute(rules, opened, calendar)
        assert timetable.breaches == (), opened


@pytest.mark.parametrize("id", shipped())
def test_no_shipped_deadline_for_returns_or_votes_passes_before_its_window_ends(id: str) -> None:
    """Also where a blackout extends the window; on the window's last day it may be an hour early."""
    rules = load(id).rules
    calendar = freeze_calendar(rules.rulebook.calendar, date(2024, 1, 1), date(2029, 12, 31))
    pairs = (
        ("unit-meetings", "returns-due"),
        ("nominations", "nominations-close"),
        ("ballot", "ballot-closes"),
        ("signing", "petition-count"),
    )
    steps = {step.id for step in rules.timetable.steps}
    for week in range(104):
        opened = date(2026, 1, 1) + timedelta(days=week * 7 + week % 7)
        timetable = compute(rules, opened, calendar)
        for window, closes in pairs:
            if window in steps and closes in steps:
                last_day = timetable.line(window).last_day
                assert last_day is not None
                assert timetable.line(closes).day >= last_day, (opened, window)
