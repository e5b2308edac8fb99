"""The whole timetable: published dates, blackouts, changes by decision, and what is turned back."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hustings.kernel.refusals import BadInput
from hustings.rulebooks.schema import Rules
from hustings.timetable.blackouts import falls_in
from hustings.timetable.calendars import FrozenCalendar
from hustings.timetable.compute import compute
from hustings.timetable.timetables import Line, Waiver
from tests.timetable.made import BARE, blackout, england, interval, rules, step

LETTER = date(2019, 6, 24)
ENGLAND = england(2015, 2027)
AUGUST = blackout("august", "08-01", "08-31")
CHRISTMAS = blackout("christmas", "12-22", "01-02")
REPLY = step("reply", offset="14 days", at="18:00")


def only(opened: date, *, calendar: FrozenCalendar = ENGLAND, **more: Any) -> Line:
    """The line of one step counted from the opening."""
    made = rules(step("meeting", **more), blackouts=(AUGUST, CHRISTMAS))
    return compute(made, opened, calendar).line("meeting")


# --- published dates ---


def test_a_letter_of_24_june_2019_is_to_be_answered_by_six_on_8_july() -> None:
    line = compute(rules(REPLY), LETTER, ENGLAND).line("reply")
    assert line.starts == line.until == datetime(2019, 7, 8, 17, 0, tzinfo=UTC)


def newham() -> Rules:
    """The weeks of the published notice of 2016: notice, meetings from two weeks later, the count."""
    return rules(
        step("notice", offset="1 week", starts="monday-of-week", lasts="1 week"),
        step("meetings", after="notice", offset="2 weeks", lasts="3 weeks"),
        step("count", after="notice", offset="5 weeks", lasts="1 week"),
    )


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("notice", date(2016, 10, 31), date(2016, 11, 6)),
        ("meetings", date(2016, 11, 14), date(2016, 12, 4)),
        ("count", date(2016, 12, 5), date(2016, 12, 11)),
    ],
)
def test_the_weeks_of_newham_2016_are_the_published_ones(
    name: str, first: date, last: date
) -> None:
    """Opened, and frozen, on Tuesday 25 October 2016."""
    line = compute(newham(), date(2016, 10, 25), ENGLAND).line(name)
    assert (line.day, line.last_day) == (first, last)


def test_eight_weeks_of_2019_run_from_the_officers_meeting_to_the_count() -> None:
    """Week 1 from Monday 9 September 2019; meetings in weeks 4 to 7; count in week 8."""
    made = rules(
        step("officers", lasts="1 week"),
        step("meetings", after="officers", offset="3 weeks", lasts="4 weeks"),
        step("count", after="officers", offset="7 weeks", lasts="1 week"),
    )
    timetable = compute(made, date(2019, 9, 9), ENGLAND)
    assert timetable.line("meetings").last_day == date(2019, 10, 27)
    assert timetable.line("count").last_day == date(2019, 11, 3)


def test_one_day_between_shortlist_and_hustings_is_a_breach_of_seven() -> None:
    """Old Bexley and Sidcup: shortlist 27 October 2021, hustings 28 October."""
    breach = compute(bexley(), date(2021, 10, 27), ENGLAND).breaches[0]
    assert "lies 1 day where 7 are required" in breach.says
    assert breach.waived_by is None


def bexley(*, waivable: bool = True) -> Rules:
    return rules(
        step("shortlist"),
        step("hustings", after="shortlist", offset="1 day"),
        intervals=(interval("shortlist", "hustings", "7 days"),),
        waivable=waivable,
    )


def test_six_weeks_of_petition_count_the_day_on_which_it_opens() -> None:
    """Thursday 8 August 2019 is day 1; day 42 is Wednesday 18 September."""
    line = compute(rules(step("petition", lasts="6 weeks")), date(2019, 8, 8), ENGLAND).lines[0]
    assert line.last_day == date(2019, 9, 18)
    assert line.until == datetime(2019, 9, 18, 23, 0, tzinfo=UTC)


# --- counting ---


def test_every_line_names_its_rule() -> None:
    line = compute(rules(REPLY), LETTER, ENGLAND).line("reply")
    assert line.because == "14 days after the opening (Monday 24 June 2019), at 6 pm."
    assert str(line.citation) == "clause 8"


def test_lines_stand_in_the_order_of_time_whatever_the_order_of_the_rulebook() -> None:
    made = rules(
        step("last", after="middle", offset="1 day"),
        step("middle", after="first", offset="1 day"),
        step("first"),
    )
    assert [line.id for line in compute(made, LETTER, ENGLAND).lines] == ["first", "middle", "last"]


def test_a_step_can_be_counted_back_from_another() -> None:
    made = rules(
        step("meeting", offset="30 days"), step("notice", after="meeting", back="7 clear days")
    )
    timetable = compute(made, LETTER, ENGLAND)
    assert timetable.line("notice").day == date(2019, 7, 16)
    assert timetable.line("notice").because.startswith("7 clear days before “Meeting”")


def test_an_opening_late_in_the_evening_in_utc_is_the_next_day_in_london() -> None:
    opened = datetime(2019, 6, 23, 23, 30, tzinfo=UTC)
    assert compute(rules(REPLY), opened, ENGLAND).opened == LETTER


def test_months_follow_the_rulebook_s_reading_of_the_month_s_end() -> None:
    one = step("meeting", offset="1 month")
    last = compute(rules(one, month_end="last-day"), date(2026, 1, 31), ENGLAND)
    after = compute(rules(one, month_end="next-day"), date(2026, 1, 31), ENGLAND)
    assert last.line("meeting").day == date(2026, 2, 28)
    assert after.line("meeting").day == date(2026, 3, 1)


def test_a_window_from_an_hour_ends_at_that_hour() -> None:
    line = only(date(2026, 10, 20), at="12:00", lasts="7 days")
    assert line.starts == datetime(2026, 10, 20, 11, 0, tzinfo=UTC)
    assert line.ends == datetime(2026, 10, 27, 12, 0, tzinfo=UTC)


def test_a_window_in_working_days_counts_its_first_day_if_that_is_one() -> None:
    """Friday 23 August 2019 is the first, Tuesday 27 the second: Monday is a bank holiday."""
    made = rules(step("window", lasts="2 working days"))
    assert compute(made, date(2019, 8, 23), ENGLAND).lines[0].last_day == date(2019, 8, 27)
    assert compute(made, date(2019, 8, 24), ENGLAND).lines[0].last_day == date(2019, 8, 28)


def test_a_day_without_an_hour_lasts_until_its_midnight() -> None:
    assert only(LETTER).until == datetime(2019, 6, 24, 23, 0, tzinfo=UTC)


def test_a_step_on_a_bank_holiday_moves_to_the_next_working_day_and_says_so() -> None:
    line = only(date(2019, 8, 19), offset="7 days", if_not_working="next-working-day")
    assert line.day == date(2019, 8, 27)
    assert line.moved == (
        "The count gives Monday 26 August 2019, which is a bank holiday (Late Summer Bank Holiday); "
        "so it is on Tuesday 27 August 2019."
    )


def test_a_step_can_move_to_the_working_day_before() -> None:
    line = only(date(2019, 8, 19), offset="7 days", if_not_working="working-day-before")
    assert line.day == date(2019, 8, 23)


def test_the_same_step_stays_where_the_nation_has_no_holiday() -> None:
    bare = only(
        date(2019, 8, 19), calendar=BARE, offset="7 days", if_not_working="next-working-day"
    )
    assert bare.day == date(2019, 8, 26)
    assert bare.moved is None


# --- blackouts ---


def test_a_step_that_would_fall_into_august_moves_to_the_day_after_it() -> None:
    line = only(date(2019, 7, 29), offset="14 days", avoids=["august"])
    assert line.day == date(2019, 9, 1)
    assert line.moved == (
        "The count gives Monday 12 August 2019, which lies inside “August” (clause 9); "
        "so it is on Sunday 1 September 2019."
    )


def test_a_window_that_would_begin_in_august_keeps_its_length_after_it() -> None:
    line = only(date(2019, 7, 29), offset="14 days", lasts="4 weeks", avoids=["august"])
    assert (line.day, line.last_day) == (date(2019, 9, 1), date(2019, 9, 28))


def test_a_window_that_runs_into_august_is_extended_after_it_and_says_so() -> None:
    """22 to 31 July are ten of the 21 days; eleven more follow from 1 September."""
    line = only(date(2019, 7, 22), lasts="3 weeks", avoids=["august"])
    assert (line.day, line.last_day) == (date(2019, 7, 22), date(2019, 9, 11))
    assert line.moved == (
        "Days inside “August” (clause 9) do not count, so it lasts until Wednesday 11 September "
        "2019 and not until Sunday 11 August 2019."
    )


def test_what_is_counted_from_the_end_of_an_extended_window_is_put_off_with_it() -> None:
    made = rules(
        step("meetings", lasts="3 weeks", avoids=["august"]),
        step("halfway", after="meetings", offset="1 week"),
        step("returns", after="meetings", offset="23 days", at="18:00"),
        blackouts=(AUGUST,),
    )
    timetable = compute(made, date(2019, 7, 22), ENGLAND)
    assert timetable.line("returns").day == date(2019, 9, 14)
    assert timetable.line("returns").moved == "It is put off by 31 days, as “Meetings” is."
    assert timetable.line("halfway").day == date(2019, 7, 29)


def test_a_blackout_may_pass_the_new_year() -> None:
    assert only(date(2025, 12, 24), avoids=["christmas"]).day == date(2026, 1, 3)


def test_after_a_blackout_a_working_day_is_sought_outside_it() -> None:
    """Sunday 1 September 2019: the working day before would be in July, so it is Monday."""
    line = only(
        date(2019, 7, 29), offset="14 days", avoids=["august"], if_not_working="working-day-before"
    )
    assert line.day == date(2019, 9, 2)


def test_a_step_counted_back_into_august_moves_before_it() -> None:
    made = rules(
        step("meeting", offset="10 weeks"),
        step("notice", after="meeting", back="3 weeks", avoids=["august"]),
        blackouts=(AUGUST,),
    )
    assert compute(made, LETTER, ENGLAND).line("notice").day == date(2019, 7, 31)


def test_a_week_moved_out_of_a_blackout_still_begins_on_a_monday() -> None:
    line = only(date(2019, 8, 14), starts="monday-of-week", lasts="1 week", avoids=["august"])
    assert (line.day, line.last_day) == (date(2019, 9, 2), date(2019, 9, 8))


def test_a_window_in_working_days_keeps_their_number_around_a_blackout() -> None:
    """29, 30 and 31 July; then Monday 2 and Tuesday 3 September 2019."""
    line = only(date(2019, 7, 29), lasts="5 working days", avoids=["august"])
    assert line.last_day == date(2019, 9, 3)


def test_blackouts_that_leave_no_day_are_turned_back() -> None:
    made = rules(step("meeting", avoids=["year"]), blackouts=(blackout("year", "01-01", "12-31"),))
    with pytest.raises(BadInput, match="leave no day"):
        compute(made, LETTER, ENGLAND)


def test_a_window_that_never_ends_for_its_blackout_is_turned_back() -> None:
    made = rules(
        step("meeting", lasts="9999 days", avoids=["most"]),
        blackouts=(blackout("most", "01-02", "12-30"),),
    )
    with pytest.raises(BadInput, match="takes more than"):
        compute(made, LETTER, ENGLAND)


@given(
    opened=st.dates(date(2016, 1, 1), date(2024, 12, 31)),
    offset=st.integers(0, 200),
    lasts=st.integers(1, 80),
)
def test_a_window_around_blackouts_has_as_many_days_outside_them_as_its_rule_says(
    opened: date, offset: int, lasts: int
) -> None:
    line = only(
        opened, offset=f"{offset} days", lasts=f"{lasts} days", avoids=["august", "christmas"]
    )
    assert line.last_day is not None
    inside = [line.day + timedelta(days=n) for n in range((line.last_day - line.day).days + 1)]
    open_days = [
        day for day in inside if not falls_in(day, AUGUST) and not falls_in(day, CHRISTMAS)
    ]
    assert len(open_days) == lasts
    assert open_days[0] == line.day
    assert open_days[-1] == line.last_day


@given(
    opened=st.dates(date(2016, 1, 1), date(2026, 12, 31)),
    where=st.sampled_from(["next-working-day", "working-day-before"]),
    avoids=st.lists(st.sampled_from(["august", "christmas"]), unique=True),
)
def test_a_step_that_asks_for_a_working_day_gets_one_outside_its_blackouts(
    opened: date, where: str, avoids: list[str]
) -> None:
    day = only(opened, if_not_working=where, avoids=avoids).day
    assert ENGLAND.is_working_day(day)
    assert not any(falls_in(day, each) for each in (AUGUST, CHRISTMAS) if each.id in avoids)


# --- changes and waivers ---


def test_a_step_set_by_decision_says_what_the_rule_gives() -> None:
    line = compute(rules(REPLY), LETTER, ENGLAND, changes={"reply": date(2019, 7, 10)}).line(
        "reply"
    )
    assert line.starts == datetime(2019, 7, 10, 17, 0, tzinfo=UTC)
    assert line.moved == "Set by decision; by the rule it is Monday 8 July 2019, 6 pm."


def test_a_step_can_be_set_to_an_instant() -> None:
    at = datetime(2019, 7, 9, 12, 0, tzinfo=timezone(timedelta(hours=1)))
    line = compute(rules(REPLY), LETTER, ENGLAND, changes={"reply": at}).line("reply")
    assert line.starts == datetime(2019, 7, 9, 11, 0, tzinfo=UTC)
    assert not line.whole_days


def test_a_window_of_days_set_to_an_instant_ends_at_its_hour() -> None:
    at = datetime(2019, 7, 9, 11, 0, tzinfo=UTC)
    made = rules(step("window", lasts="7 days"))
    line = compute(made, LETTER, ENGLAND, changes={"window": at}).line("window")
    assert line.ends == datetime(2019, 7, 16, 11, 0, tzinfo=UTC)
    assert line.because.endswith("It lasts 7 days, until Tuesday 16 July 2019, noon.")


def test_what_is_counted_from_a_changed_step_follows_it() -> None:
    made = rules(REPLY, step("meeting", after="reply", offset="7 days"))
    timetable = compute(made, LETTER, ENGLAND, changes={"reply": date(2019, 7, 10)})
    assert timetable.line("meeting").day == date(2019, 7, 17)


def test_a_decision_that_sets_a_step_into_a_blackout_is_shown_as_a_breach() -> None:
    made = rules(step("meeting", avoids=["august"]), blackouts=(AUGUST,))
    breach = compute(made, LETTER, ENGLAND, changes={"meeting": date(2019, 8, 5)}).breaches[0]
    assert breach.rule == "august"
    assert breach.says == (
        "“Meeting” is set to Monday 5 August 2019, inside “August”, in which it may not fall."
    )


def test_a_decision_that_sets_a_step_on_a_day_off_is_shown_as_a_breach() -> None:
    made = rules(step("meeting", if_not_working="next-working-day"))
    breach = compute(made, LETTER, ENGLAND, changes={"meeting": date(2019, 8, 26)}).breaches[0]
    assert "which is a bank holiday (Late Summer Bank Holiday)" in breach.says


def test_a_step_set_before_what_it_is_counted_from_is_remarked() -> None:
    timetable = compute(rules(REPLY), LETTER, ENGLAND, changes={"reply": date(2019, 6, 1)})
    assert "comes before what it is counted from" in timetable.warnings[0]


def test_a_waiver_by_the_body_that_the_rulebook_names_is_shown_with_the_breach() -> None:
    waiver = Waiver("shortlist-hustings", "executive", "entry 41")
    timetable = compute(bexley(), date(2021, 10, 27), ENGLAND, waivers=[waiver])
    assert timetable.breaches[0].waived_by == waiver


def test_a_rulebook_without_the_power_to_waive_lets_nobody_waive() -> None:
    waiver = Waiver("shortlist-hustings", "executive", "entry 41")
    made = bexley(waivable=False)
    timetable = compute(made, date(2021, 10, 27), ENGLAND, waivers=[waiver])
    assert timetable.breaches[0].waived_by is None


@pytest.mark.parametrize(
    ("waiver", "what"),
    [
        (Waiver("no-such", "executive", "entry 41"), "no such rule"),
        (Waiver("shortlist-hustings", " ", "entry 41"), "names the body"),
        (Waiver("shortlist-hustings", "executive", ""), "recorded decision"),
    ],
)
def test_a_waiver_of_nothing_by_nobody_or_without_a_decision_is_turned_back(
    waiver: Waiver, what: str
) -> None:
    with pytest.raises(BadInput, match=what):
        compute(bexley(), date(2021, 10, 27), ENGLAND, waivers=[waiver])


# --- doubt and nonsense ---


def test_an_opening_before_the_rulebook_was_in_force_is_remarked() -> None:
    remarks = compute(rules(REPLY), date(2009, 12, 31), BARE).warnings
    assert remarks == (
        (
            "Rules made for a test is in force from Friday 1 January 2010; "
            "the opening is on Thursday 31 December 2009."
        ),
    )


def test_the_first_day_after_the_rulebook_ceased_to_be_in_force_is_remarked() -> None:
    assert "ceased to be in force" in compute(rules(REPLY), date(2030, 1, 1), BARE).warnings[0]
    assert compute(rules(REPLY), date(2029, 12, 31), BARE).warnings == ()


def test_dates_beyond_the_frozen_bank_holidays_are_remarked() -> None:
    remarks = compute(rules(REPLY), date(2019, 12, 20), england(2019)).warnings
    assert remarks == ("The bank holidays are not known for the dates of Reply.",)


def test_changes_of_steps_that_do_not_exist_are_turned_back() -> None:
    with pytest.raises(BadInput, match="there are reply"):
        compute(rules(REPLY), LETTER, ENGLAND, changes={"replly": date(2019, 7, 10)})


def test_an_instant_without_a_zone_is_turned_back() -> None:
    bare = datetime(2019, 7, 9, 12, 0)  # noqa: DTZ001
    with pytest.raises(BadInput, match="time zone"):
        compute(rules(REPLY), LETTER, ENGLAND, changes={"reply": bare})
    with pytest.raises(BadInput, match="time zone"):
        compute(rules(REPLY), bare, ENGLAND)


@pytest.mark.parametrize(
    "opened",
    [
        date(9999, 12, 20),
        date.max,
        datetime.max.replace(tzinfo=UTC),
        datetime.max.replace(tzinfo=timezone(timedelta(hours=-12))),
    ],
)
def test_an_opening_at_the_end_of_the_calendar_is_turned_back(opened: date | datetime) -> None:
    with pytest.raises(BadInput, match="outside the calendar"):
        compute(rules(REPLY), opened, ENGLAND)


def test_a_count_back_before_the_year_1_is_turned_back() -> None:
    with pytest.raises(BadInput, match="outside the calendar"):
        compute(rules(step("meeting", back="1 day")), date.min, ENGLAND)


def test_an_opening_in_a_far_year_is_dated_like_any_other() -> None:
    assert compute(rules(REPLY), date(9000, 6, 24), ENGLAND).line("reply").day == date(9000, 7, 8)


@pytest.mark.parametrize(
    ("made", "what"),
    [
        (rules(step("a", after="b")), "there is no step 'b'"),
        (rules(step("a"), step("a")), "two steps have this id"),
        (rules(step("a", after="b"), step("b", after="a")), "counted from each other: a, b"),
        (rules(step("a", offset="1 day", back="1 day")), "not both"),
        (rules(step("a", lasts="0 days")), "a window lasts some time"),
        (rules(step("a", avoids=["august"])), "there is no blackout 'august'"),
        (rules(step("a"), blackouts=(blackout("b", "02-30", "03-01"),)), "'02-30' is not a day"),
        (rules(step("a"), intervals=(interval("a", "b", "7 days"),)), "there is no step 'b'"),
    ],
)
def test_a_timetable_that_does_not_fit_together_is_turned_back(made: Rules, what: str) -> None:
    with pytest.raises(BadInput, match=what):
        compute(made, LETTER, ENGLAND)


def test_every_misfit_is_named_at_once() -> None:
    made = rules(step("a", after="b"), step("c", lasts="0 days"))
    with pytest.raises(BadInput) as caught:
        compute(made, LETTER, ENGLAND)
    assert len(caught.value.problems) == 2
