"""A secretary calls the meeting in time, or is told the earliest day; a unit nominates from the longlist."""

from datetime import date, timedelta
from typing import Any

import pytest

from hustings.proceedings.meetings import MeetingNoticed
from tests.proceedings.walk import Walk
from tests.web.seats import reference_of
from tests.web.teller.table import MINE, SEAT, SECRETARY, Table, table, text_of

pytestmark = pytest.mark.django_db

HOME = f"/unit/{SEAT}/{MINE}/"
NOTICE, NOMINATION = f"{HOME}meeting/", f"{HOME}nomination/"


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> Table:
    """Objections are over, the window of meetings begins in ten days."""
    walk = Walk("model-association").rolls_published()
    window = walk.state.step("unit-meetings")
    assert window is not None
    assert walk.state.objections_until is not None
    walk.now = max(walk.state.objections_until, window.starts) + timedelta(hours=10)
    return table(walk, monkeypatch)


def when(day: date) -> dict[str, Any]:
    return {"day_day": day.day, "day_month": day.month, "day_year": day.year, "hour": "19:30"}


def test_a_meeting_in_time_is_called_and_stands_in_the_record(called: Table) -> None:
    day = called.walk.now.date() + timedelta(days=9)
    called.answer(SECRETARY, NOTICE, ("when", when(day)), ("place", {"place": "The usual hall"}))
    called.post(SECRETARY, f"{NOTICE}check/")
    entry = called.seat().entries[-1].entry
    assert isinstance(entry, MeetingNoticed)
    assert entry.place is not None
    assert entry.place.value == "The usual hall"
    assert "Branch-1 meets on" in text_of(called.get(SECRETARY, HOME))


def test_too_short_a_notice_names_the_earliest_day_that_would_be_in_time(called: Table) -> None:
    """Seven clear days after the day of the notice is the eighth day."""
    day = called.walk.now.date() + timedelta(days=2)
    called.answer(SECRETARY, NOTICE, ("when", when(day)), ("place", {"place": "The usual hall"}))
    answer = called.post(SECRETARY, f"{NOTICE}check/")
    assert answer.status_code == 409
    earliest = called.walk.now.date() + timedelta(days=8)
    said = text_of(answer)
    assert "7 clear days" in said
    assert "(clause 3.3)" in said
    assert f"The earliest day that would be in time is {earliest:%A} {earliest.day}" in said
    assert not any(isinstance(one.entry, MeetingNoticed) for one in called.seat().entries)


def test_a_day_that_does_not_exist_is_sent_back(called: Table) -> None:
    given = {"day_day": 31, "day_month": 2, "day_year": 2027, "hour": "19:30"}
    assert "There is no such day" in text_of(called.post(SECRETARY, f"{NOTICE}when/", **given))


def test_there_is_no_meeting_to_call_without_a_trigger_ballot(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seat = table(Walk("model-association").reselected(), monkeypatch)
    answer = seat.get(SECRETARY, NOTICE)
    assert answer.status_code == 409
    assert "No trigger ballot is running" in text_of(answer)


@pytest.fixture
def nominating(monkeypatch: pytest.MonkeyPatch) -> Table:
    walk = Walk("model-association").longlisted("p-holder", "p-ash", "p-birch").at("nominations")
    return table(walk, monkeypatch)


def test_a_unit_nominates_somebody_from_the_longlist_by_name(nominating: Table) -> None:
    page = text_of(nominating.get(SECRETARY, f"{NOMINATION}nominee/"))
    assert "Ash Example" in page
    assert "Birch Example" in page
    ash = reference_of("p-ash")
    nominating.answer(SECRETARY, NOMINATION, ("nominee", {"nominee": ash}))
    address = nominating.post(SECRETARY, f"{NOMINATION}check/")["Location"]
    nominating.sign(SECRETARY, address)
    (made,) = nominating.seat().state.nominations
    assert (made.unit, made.nominee, made.consented) == (MINE, ash, False)


def test_somebody_who_is_not_on_the_longlist_cannot_be_nominated(nominating: Table) -> None:
    answer = nominating.post(SECRETARY, f"{NOMINATION}nominee/", nominee=reference_of("p-other"))
    assert answer.status_code == 200
    assert not nominating.seat().state.nominations


def test_a_second_nomination_is_told_before_it_is_made(nominating: Table) -> None:
    for name in ("p-ash", "p-birch"):
        nominating.answer(SECRETARY, NOMINATION, ("nominee", {"nominee": reference_of(name)}))
        if name == "p-ash":
            address = nominating.post(SECRETARY, f"{NOMINATION}check/")["Location"]
            nominating.sign(SECRETARY, address)
    said = text_of(nominating.get(SECRETARY, f"{NOMINATION}check/"))
    assert "at most one nomination" in said
