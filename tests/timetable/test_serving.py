"""When a notice counts as served."""

from datetime import UTC, date, datetime

import pytest

from hustings.rulebooks.schema import Service
from hustings.timetable.serving import Channel, served_at
from tests.timetable.made import england

ENGLAND = england(2019)
SPANS = {
    "email": {"value": "0 days", "clause": "3.1"},
    "post": {"value": "2 working days", "clause": "3.2"},
    "hand": {"value": "0 days", "clause": "3.3"},
}
PLAIN = Service.model_validate(SPANS)
BY_HALF_PAST_FOUR = Service.model_validate(SPANS | {"sent_by": {"value": "16:30", "clause": "3.4"}})
FRIDAY_EVENING = datetime(2019, 8, 23, 15, 31, tzinfo=UTC)
"""4.31 pm in London, before the late summer bank holiday on Monday 26 August 2019."""


def test_an_e_mail_counts_on_the_day_it_is_sent() -> None:
    assert served_at(Channel.EMAIL, FRIDAY_EVENING, PLAIN, ENGLAND).day == date(2019, 8, 23)


def test_a_letter_counts_two_working_days_later() -> None:
    """Friday; Tuesday 27 and Wednesday 28 August are the working days after it."""
    assert served_at(Channel.POST, FRIDAY_EVENING, PLAIN, ENGLAND).day == date(2019, 8, 28)


def test_the_hour_of_sending_does_not_matter_unless_the_rulebook_names_one() -> None:
    late = datetime(2019, 8, 23, 22, 59, tzinfo=UTC)
    assert served_at(Channel.HAND, late, PLAIN, ENGLAND).day == date(2019, 8, 23)


def test_what_is_sent_after_the_rulebook_s_hour_counts_from_the_next_working_day() -> None:
    served = served_at(Channel.EMAIL, FRIDAY_EVENING, BY_HALF_PAST_FOUR, ENGLAND)
    assert served.day == date(2019, 8, 27)


def test_what_is_sent_at_the_rulebook_s_hour_is_not_after_it() -> None:
    at = datetime(2019, 8, 23, 15, 30, tzinfo=UTC)
    assert served_at(Channel.EMAIL, at, BY_HALF_PAST_FOUR, ENGLAND).day == date(2019, 8, 23)


def test_what_is_sent_on_a_bank_holiday_counts_from_the_next_working_day() -> None:
    at = datetime(2019, 8, 26, 9, 0, tzinfo=UTC)
    assert served_at(Channel.EMAIL, at, BY_HALF_PAST_FOUR, ENGLAND).day == date(2019, 8, 27)


def test_the_day_of_sending_is_the_day_on_the_wall_in_london() -> None:
    """23:30 in UTC is half past midnight of 9 July in London."""
    at = datetime(2019, 7, 8, 23, 30, tzinfo=UTC)
    assert served_at(Channel.HAND, at, PLAIN, ENGLAND).day == date(2019, 7, 9)


def test_service_says_why_in_a_sentence_with_its_clause() -> None:
    served = served_at(Channel.POST, FRIDAY_EVENING, BY_HALF_PAST_FOUR, ENGLAND)
    assert served.because == (
        "Posted on Friday 23 August 2019, after 4.30 pm, so it is taken as sent on Tuesday 27 August "
        "2019; it counts as served 2 working days later, on Thursday 29 August 2019."
    )
    assert str(served.citation) == "clause 3.2"


def test_an_instant_without_a_zone_has_no_day() -> None:
    with pytest.raises(ValueError, match="time zone"):
        served_at(Channel.EMAIL, datetime(2019, 8, 23, 9, 0), PLAIN, ENGLAND)  # noqa: DTZ001
