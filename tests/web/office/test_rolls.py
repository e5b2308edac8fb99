"""Rolls from the office's desk: what freezing would do is seen first; a freeze made again replaces the earlier."""

from datetime import date, timedelta
from typing import Any

import pytest

from hustings.conduct.reading import read_seat
from hustings.people.members import Member
from hustings.people.spells import Spell
from hustings.people.units import Unit, UnitType
from hustings.store import membership
from hustings.store.rolls import roll_of
from tests.proceedings.walk import Walk
from tests.web.office.playing import SEAT, Playing, at_the_desk, sign_here, text_of
from tests.web.office.test_acts import the_day
from tests.web.seats import OFFICE

pytestmark = pytest.mark.django_db


@pytest.fixture
def playing(monkeypatch: pytest.MonkeyPatch) -> Playing:
    """Northmoor on its freeze day, with one branch of thirteen members, one of them too new to vote."""
    walk = Walk("model-association").answered().planned("trigger").at("freeze")
    walk.now += timedelta(hours=10)
    found = at_the_desk(walk, monkeypatch)
    organisation = found.union.organisation
    unit = Unit("northmoor-mill", "Millrace branch", UnitType.BRANCH, "Union", "Northmoor")
    membership.keep_units(organisation, [unit])
    membership.keep_members(organisation, (_member(n, walk.now.date()) for n in range(1, 14)))
    return found


def _member(number: int, today: date) -> Member:
    since = today if number == 13 else date(today.year - 5, 1, 1)
    return Member(
        f"N{number}", "Example", f"Member {number}", "northmoor-mill", "full",
        (Spell(since),), None, None, date(1980, 1, 1), today + timedelta(days=300),
    )  # fmt: skip


def _answers(playing: Playing) -> dict[str, Any]:
    return playing.decided("roll", **the_day("freeze", playing.walk.freeze_day()))


def test_who_may_vote_is_counted_before_anything_is_frozen(playing: Playing) -> None:
    page = playing.get("roll")
    assert "Members on it: 12. Members who are not: 1." in text_of(page)
    assert "Millrace branch 12 1" in text_of(page)


def test_a_frozen_roll_is_committed_to_once_it_is_signed(playing: Playing) -> None:
    playing.make_and_sign("roll", _answers(playing))
    roll = read_seat(playing.union.organisation, SEAT).state.roll
    assert roll is not None
    assert roll.electors == 12


def test_a_freeze_made_again_withdraws_the_one_that_still_waits(playing: Playing) -> None:
    first = playing.make("roll", _answers(playing))
    second = playing.make("roll", _answers(playing))
    assert "This was withdrawn" in text_of(playing.client.get(first["Location"]))
    assert "stands in the record" in text_of(sign_here(playing.client, second["Location"], OFFICE))


def test_a_roll_that_stands_is_never_frozen_over(playing: Playing) -> None:
    playing.make_and_sign("roll", _answers(playing))
    again = playing.make("roll", _answers(playing), seen=len(playing.walk.entries) + 1)
    assert again.status_code == 409
    assert "The roll has been frozen already" in text_of(again)
    kept = roll_of(playing.union.organisation, SEAT)
    assert kept is not None
    assert kept.rows.filter(eligible=True).count() == 12


def test_the_roll_of_units_is_shown_with_its_tests_and_published(playing: Playing) -> None:
    page = playing.get("units")
    assert "Millrace branch" in text_of(page)
    playing.make_and_sign("units", playing.decided("units"))
    assert read_seat(playing.union.organisation, SEAT).state.units[0].id == "northmoor-mill"
