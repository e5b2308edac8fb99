"""The front says what is going on."""

import json
import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from hustings.conduct import clock
from hustings.conduct.reading import the_organisation
from hustings.conduct.showing.reading import public_seats
from hustings.conduct.words import STAGES
from hustings.proceedings.state import PlannedStep
from hustings.timetable.sentences import say_day
from hustings.web.public import every_seat, front
from hustings.web.public.seat_map import PHASES
from tests.web.seats import Union


def test_the_front_names_every_seat_its_stage_and_what_is_next(stranger: Client) -> None:
    shown = stranger.get("/").content.decode()
    assert shown.count('class="card"') == 4
    assert "Trigger ballot" in shown
    assert "Declared" in shown
    assert "Recent decisions" in shown
    assert 'href="/seats/disputed/"' in shown


def test_the_front_draws_every_seat_on_a_map_with_a_table_that_says_the_same(
    stranger: Client,
) -> None:
    shown = stranger.get("/").content.decode()
    seats = {seat.state.seat for seat in public_seats(the_organisation())}
    assert shown.count("<polygon") > len(seats)
    assert "Seats by stage" in shown
    table = shown[shown.index("The same as a table") :]
    assert all(seat in table for seat in seats)


def test_a_phase_of_the_map_that_is_one_stage_bears_its_name() -> None:
    stages = {phase: [one for one in PHASES if PHASES[one] is phase] for phase in PHASES.values()}
    alone = {phase[0]: held[0] for phase, held in stages.items() if len(held) == 1}
    assert alone == {STAGES[stage]: stage for stage in alone.values()}


def test_a_map_that_the_organisation_gives_is_drawn_where_it_names_every_seat(
    stranger: Client, settings: Any, tmp_path: Path
) -> None:
    names = {seat.state.seat for seat in public_seats(the_organisation())}
    hexes = {
        str(n): {"n": name, "q": n, "r": 0} for n, name in enumerate([*sorted(names), "Quiet"])
    }
    place = tmp_path / "map.hexjson"
    place.write_text(json.dumps({"layout": "odd-q", "hexes": hexes}))
    settings.HUSTINGS_SEAT_MAP = str(place)
    assert "No procedure on the record: 1" in stranger.get("/").content.decode()
    place.write_text(
        json.dumps({"layout": "odd-q", "hexes": {"1": {"n": "Quiet", "q": 0, "r": 0}}})
    )
    assert "No procedure on the record" not in stranger.get("/").content.decode()


def test_a_decision_on_the_front_names_the_rule_that_it_applied_beside_the_power(
    stranger: Client,
) -> None:
    """What the returns decide rests on a clause of its own; that the committee may say so, on another."""
    shown = stranger.get("/").content.decode()
    decided = shown[shown.index("Recent decisions") :]
    one = next(part for part in decided.split("<li>") if "declared what the returns decide" in part)
    assert "applying" in one


def test_a_seat_is_found_by_a_part_of_its_name_and_by_its_stage(stranger: Client) -> None:
    everything = stranger.get("/seats/").content.decode()
    assert everything.count('class="card"') == 4
    declared = stranger.get("/seats/", {"stage": "Declared"}).content.decode()
    assert 0 < declared.count('class="card"') < 4
    assert "of 3 seats fits" in declared
    nothing = stranger.get("/seats/", {"name": "nowhere at all"}).content.decode()
    assert nothing.count('class="card"') == 0
    assert "None of the 3 seats fits" in nothing


def test_many_seats_stand_on_several_pages(
    stranger: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(every_seat, "A_PAGE", 3)
    first = stranger.get("/seats/", {"page": "1"}).content.decode()
    second = stranger.get("/seats/", {"page": "2"}).content.decode()
    assert (first.count('class="card"'), second.count('class="card"')) == (3, 1)
    assert "Page 2 of 2" in second


def test_the_front_shows_the_first_seats_and_says_how_many_more_there_are(
    stranger: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(front, "MOST_SEATS", 3)
    shown = stranger.get("/").content.decode()
    assert shown.count('class="card"') == 3
    assert "1 more among them" in shown


def map_of(names: list[str], place: Path) -> str:
    """A map with these seats in one row, as a file."""
    hexes = {str(n): {"n": name, "q": n, "r": 0} for n, name in enumerate(names)}
    place.write_text(json.dumps({"layout": "odd-q", "hexes": hexes}))
    return str(place)


@pytest.fixture
def with_quiet_seats(stranger: Client, settings: Any, tmp_path: Path) -> Client:
    """The same, where the organisation's map has two more seats than the record."""
    names = sorted({seat.state.seat for seat in public_seats(the_organisation())})
    settings.HUSTINGS_SEAT_MAP = map_of([*names, "Sedgemere", "Highfold"], tmp_path / "m.hexjson")
    return stranger


def test_the_front_the_map_and_the_list_speak_of_the_same_seats(with_quiet_seats: Client) -> None:
    """Three seats are on the record, one of them twice, and two more on the map: five everywhere."""
    front_page = with_quiet_seats.get("/").content.decode()
    assert front_page.count("<polygon") == 5 + len(legend_of(front_page))
    assert "of 5 seats are being decided now" in front_page
    assert "For 2 seats there is no procedure on the record." in front_page
    listed = with_quiet_seats.get("/seats/").content.decode()
    assert "There are 5 seats." in listed
    assert "For 2 of them there is no procedure on the record" in listed
    assert "A seat that had several procedures stands here once for each." in listed
    assert "Sedgemere" in listed
    assert "Highfold" in listed


def legend_of(shown: str) -> list[str]:
    """The lines of the map's legend."""
    return re.findall(r">([^<>:]+: \d+)</text>", shown)


def test_a_seat_without_a_procedure_is_found_by_its_name_and_by_its_stage(
    with_quiet_seats: Client,
) -> None:
    by_name = with_quiet_seats.get("/seats/", {"name": "sedge"}).content.decode()
    assert "1 of 5 seats fits" in by_name
    assert "Sedgemere" in by_name
    assert "Highfold" not in by_name
    by_stage = with_quiet_seats.get("/seats/", {"stage": "No procedure on the record"})
    shown = by_stage.content.decode()
    assert "2 of 5 seats fit" in shown
    assert shown.count('class="card"') == 0
    declared = with_quiet_seats.get("/seats/", {"stage": "Declared"}).content.decode()
    assert "Sedgemere" not in declared


MEET = "Branches and affiliates meet and vote"


def coming(at: datetime, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What the front says of the next seven days at a moment: what, and when."""
    monkeypatch.setattr(clock, "now", lambda: at)
    shown = Client().get("/").content.decode()
    part = shown[shown.index("<h2>The next seven days</h2>") : shown.index("<h2>Seats by stage")]
    found = re.findall(r"<dt>([^<]+)</dt><dd><a [^>]+>[^<]+</a>: ([^<]+)</dd>", part)
    return {what: when for when, what in found}


@pytest.fixture
def meetings(union: Union) -> PlannedStep:
    """The published days on which the units of one seat meet."""
    (seat,) = [s for s in public_seats(the_organisation()) if s.proceeding == "disputed"]
    step = seat.state.step("unit-meetings")
    assert step is not None
    assert step.last - step.starts > timedelta(days=10)
    return step


def test_of_what_has_begun_the_front_says_until_when_it_lasts(
    meetings: PlannedStep, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Days that began weeks ago are no date of this week; their end is."""
    at = meetings.last - timedelta(days=3)
    last = say_day((meetings.last - timedelta(seconds=1)).date())
    assert coming(at, monkeypatch)[MEET] == f"until {last}"


def test_what_begins_within_seven_days_stands_there_however_long_it_lasts(
    meetings: PlannedStep, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = meetings.starts - timedelta(days=3)
    assert coming(at, monkeypatch)[MEET].startswith(
        f"{say_day((meetings.starts + timedelta(hours=12)).date())} to "
    )


def test_what_neither_begins_nor_ends_within_seven_days_does_not_stand_there(
    meetings: PlannedStep, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert MEET not in coming(meetings.starts + timedelta(days=1), monkeypatch)
