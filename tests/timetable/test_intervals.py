"""Minimum intervals: what is too short is shown with its clause, and only a named body waives it."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from hustings.kernel.clauses import Citation, Ground
from hustings.timetable.intervals import Dated, check_intervals, dated
from hustings.timetable.timetables import Breach, Waiver
from tests.timetable.made import BARE, england, interval

SHORTLIST = dated("the shortlist", date(2021, 10, 27))
BEXLEY = {"shortlist": SHORTLIST, "hustings": dated("the hustings", date(2021, 10, 28))}
WAIVER = Waiver("shortlist-hustings", "executive", "entry 41")


def breach_of(at_least: str, hustings: date) -> Breach | None:
    steps = {"shortlist": SHORTLIST, "hustings": dated("the hustings", hustings)}
    found = check_intervals([interval("shortlist", "hustings", at_least)], steps, england(2021))
    return found[0] if found else None


def says(at_least: str, hustings: date) -> str:
    breach = breach_of(at_least, hustings)
    assert breach is not None
    return breach.says


def test_one_day_between_shortlist_and_hustings_where_seven_are_required_is_a_breach() -> None:
    """Old Bexley and Sidcup, October 2021: shortlist on the 27th, hustings on the 28th."""
    assert says("7 days", date(2021, 10, 28)) == (
        "Between the shortlist (Wednesday 27 October 2021) and the hustings (Thursday 28 October "
        "2021) lies 1 day where 7 are required."
    )


def test_a_breach_carries_its_clause() -> None:
    breach = breach_of("7 days", date(2021, 10, 28))
    assert breach is not None
    assert breach.citation == Citation(Ground.CLAUSE, "10")


def test_six_days_are_too_few_for_seven() -> None:
    assert "lie 6 days where 7 are required" in says("7 days", date(2021, 11, 2))


def test_seven_days_are_enough_for_seven() -> None:
    assert breach_of("7 days", date(2021, 11, 3)) is None


def test_a_week_is_counted_in_days() -> None:
    assert "lies 1 day where 7 are required" in says("1 week", date(2021, 10, 28))


def test_seven_days_are_six_clear_days() -> None:
    assert "lie 6 clear days where 7 are required" in says("7 clear days", date(2021, 11, 3))


def test_eight_days_are_seven_clear_days() -> None:
    assert breach_of("7 clear days", date(2021, 11, 4)) is None


def test_working_days_leave_out_the_weekend() -> None:
    """Thursday 28, Friday 29 October and Monday 1 November 2021."""
    assert "lie 3 working days where 5 are required" in says("5 working days", date(2021, 11, 1))


def test_a_month_is_a_month() -> None:
    assert "lie 30 days where 1 month is required" in says("1 month", date(2021, 11, 26))
    assert breach_of("1 month", date(2021, 11, 27)) is None


def test_the_second_step_before_the_first_is_said_as_such() -> None:
    assert "and the second comes first" in says("7 days", date(2021, 10, 20))


def test_a_window_counts_from_its_last_day() -> None:
    steps = {
        "notice": Dated("the notice", date(2021, 11, 1), date(2021, 11, 5)),
        "meeting": dated("the meeting", date(2021, 11, 8)),
    }
    found = check_intervals([interval("notice", "meeting", "7 days")], steps, BARE)
    assert "lie 3 days where 7 are required" in found[0].says


def test_an_interval_to_a_step_that_has_no_date_yet_is_left_out() -> None:
    rule = interval("shortlist", "hustings", "7 days")
    assert check_intervals([rule], {"shortlist": SHORTLIST}, BARE) == ()


def test_a_breach_with_a_waiver_is_shown_as_waived_and_names_who() -> None:
    rule = interval("shortlist", "hustings", "7 days")
    found = check_intervals([rule], BEXLEY, BARE, waivers=[WAIVER], may_waive=("executive",))
    assert found[0].waived_by == WAIVER


def test_a_waiver_by_a_body_without_the_power_leaves_the_breach_and_says_so() -> None:
    rule = interval("shortlist", "hustings", "7 days")
    found = check_intervals([rule], BEXLEY, BARE, waivers=[WAIVER], may_waive=("conference",))
    assert found[0].waived_by is None
    assert found[0].says.endswith(
        "The waiver by executive does not count: only conference may waive it."
    )


def test_where_the_rulebook_gives_nobody_the_power_no_waiver_counts() -> None:
    rule = interval("shortlist", "hustings", "7 days")
    found = check_intervals([rule], BEXLEY, BARE, waivers=[WAIVER], may_waive=())
    assert found[0].says.endswith("nobody may waive it.")


def test_a_waiver_of_another_interval_changes_nothing() -> None:
    rule = interval("shortlist", "hustings", "7 days")
    other = Waiver("notice-meeting", "executive", "entry 41")
    assert check_intervals([rule], BEXLEY, BARE, waivers=[other])[0].waived_by is None


@given(gap=st.integers(-30, 60), required=st.integers(0, 40))
def test_an_interval_in_days_is_kept_exactly_when_it_is_long_enough(
    gap: int, required: int
) -> None:
    start = date(2021, 10, 27)
    end = date.fromordinal(start.toordinal() + gap)
    steps = {"a": dated("a", start), "b": dated("b", end)}
    found = check_intervals([interval("a", "b", f"{required} days")], steps, BARE)
    assert (found == ()) == (gap >= required)
