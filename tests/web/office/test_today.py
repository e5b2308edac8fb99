"""What needs a person today: each stretch of the way puts its own thing on the list."""

import re
from datetime import timedelta

import pytest

from hustings.conduct.needs import Needs, next_date, tasks
from hustings.conduct.office import seats
from hustings.proceedings.contested_returns import ReturnContested
from hustings.proceedings.stages import UnitAnswer
from hustings.proceedings.values import Actor, Role, Withheld
from hustings.web.office.acts.register import ACTS
from hustings.web.office.words import TASKS
from tests.proceedings.walk import BRANCHES, Walk
from tests.web.office.playing import Playing, at_the_desk, text_of

pytestmark = pytest.mark.django_db


def needed(playing: Playing) -> list[Needs]:
    """What the one seat of a union needs."""
    (seat,) = seats(playing.union.organisation)
    return [task.needs for task in tasks(seat, playing.walk.now)]


@pytest.mark.parametrize(
    ("stretch", "needs"),
    [
        ("opened", Needs.LETTER),
        ("asked", Needs.REPLY),
        ("answered", Needs.TIMETABLE),
        ("triggered", Needs.TIMETABLE),
        ("counted", None),
        ("declared", None),
    ],
)
def test_a_stretch_of_the_way_needs_its_own_thing(
    monkeypatch: pytest.MonkeyPatch, stretch: str, needs: Needs | None
) -> None:
    playing = at_the_desk(getattr(Walk("model-association"), stretch)(), monkeypatch)
    assert needed(playing) == ([] if needs is None else [needs])


def test_the_office_calls_a_stage_what_the_front_calls_it(monkeypatch: pytest.MonkeyPatch) -> None:
    playing = at_the_desk(Walk("model-association").declared(), monkeypatch)
    (name,) = every_stage_on(playing.client.get("/").content.decode())
    assert name == "Declared"
    assert f">{name}</td>" in playing.client.get("/office/").content.decode()


def every_stage_on(front: str) -> list[str]:
    """The stage of each card."""
    return re.findall(r'<h3><a[^>]*>[^<]*</a> <strong class="tag[^"]*">([^<]*)</strong>', front)


def test_silence_asks_for_the_second_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    walk = Walk("model-association").asked()
    reply_by = walk.state.intention.reply_by
    assert reply_by is not None
    walk.now = reply_by + timedelta(minutes=1)
    assert needed(at_the_desk(walk, monkeypatch)) == [Needs.SECOND_LETTER]


def test_a_contested_return_is_on_the_list_with_its_unit(monkeypatch: pytest.MonkeyPatch) -> None:
    walk = Walk("model-association").trigger_open()
    walk.returned(BRANCHES[0])
    member = (Actor("p-member", Role.MEMBER),)
    walk.do(ReturnContested(unit=BRANCHES[0], contention=Withheld("not so"), by=member))
    playing = at_the_desk(walk, monkeypatch)
    assert needed(playing) == [Needs.CONTESTED]
    assert "A return is contested (Branch-1)" in text_of(playing.client.get("/office/"))


def test_an_outcome_that_is_certain_can_be_declared(monkeypatch: pytest.MonkeyPatch) -> None:
    walk = Walk("model-association").trigger_open()
    for unit in (*BRANCHES, "affiliate-1", "affiliate-2", "affiliate-3"):
        walk.returned(unit, UnitAnswer.OPEN)
    assert needed(at_the_desk(walk, monkeypatch)) == [Needs.TRIGGER]


def test_endorsement_waits_until_appeals_are_over(monkeypatch: pytest.MonkeyPatch) -> None:
    walk = Walk("model-association").counted()
    walk.now += timedelta(days=30)
    assert needed(at_the_desk(walk, monkeypatch)) == [Needs.ENDORSEMENT]


def test_a_late_thing_says_so_on_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    walk = Walk("model-association").asked()
    walk.now += timedelta(days=60)
    page = text_of(at_the_desk(walk, monkeypatch).client.get("/office/"))
    assert "it was due" in page
    assert "late" in page


def test_every_thing_on_the_list_has_an_act_that_does_it() -> None:
    assert set(TASKS) == set(Needs)
    acts = {act for needs, (_says, act) in TASKS.items() if needs is not Needs.NO_RETURN}
    assert acts <= set(ACTS)


def test_a_declared_seat_has_no_next_date(monkeypatch: pytest.MonkeyPatch) -> None:
    playing = at_the_desk(Walk("model-association").declared(), monkeypatch)
    (seat,) = seats(playing.union.organisation)
    assert next_date(seat, seat.entries[0].at) is None
