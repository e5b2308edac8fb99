"""The front says what is going on."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from hustings.conduct.reading import the_organisation
from hustings.conduct.showing.reading import public_seats
from hustings.web.public import front


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
    assert "Nothing is being decided: 1" in stranger.get("/").content.decode()
    place.write_text(
        json.dumps({"layout": "odd-q", "hexes": {"1": {"n": "Quiet", "q": 0, "r": 0}}})
    )
    assert "Nothing is being decided" not in stranger.get("/").content.decode()


def test_a_seat_is_found_by_a_part_of_its_name_and_by_its_stage(stranger: Client) -> None:
    everything = stranger.get("/seats/").content.decode()
    assert everything.count('class="card"') == 4
    declared = stranger.get("/seats/", {"stage": "Declared"}).content.decode()
    assert 0 < declared.count('class="card"') < 4
    assert "of 4 seats fit" in declared
    nothing = stranger.get("/seats/", {"name": "nowhere at all"}).content.decode()
    assert nothing.count('class="card"') == 0
    assert "None of the 4 seats fits" in nothing


def test_many_seats_stand_on_several_pages(
    stranger: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(front, "A_PAGE", 3)
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
