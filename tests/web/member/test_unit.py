"""My unit's return and its history, "this is not what we decided", objections and appeals."""

from datetime import timedelta
from typing import Any

import pytest

from hustings.conduct.reading import read_seat
from hustings.proceedings.stages import UnitAnswer
from hustings.proceedings.triggering import TriggerDecided
from hustings.proceedings.values import Visibility, Withheld
from hustings.store.models import LogEntry
from tests.conduct.conftest import Build
from tests.conduct.town import SEAT, Town
from tests.proceedings.walk import AFFILIATES, BRANCHES, Walk
from tests.web.office.playing import text_of

SMALL = {"open": 4, "reselect": 3, "abstained": 0, "spoilt": 0}
CONTEST = f"/me/{SEAT}/return/branch-1/contest/"


@pytest.fixture
def returned(build: Build) -> Town:
    """Two branches have made their returns, the first with few votes."""
    walk = Walk("model-association").trigger_open()
    walk.returned("branch-1", figures=Withheld(SMALL, Visibility.PARTIES))
    walk.returned("branch-2", UnitAnswer.RESELECT)
    town = build(walk)
    town.at(walk.now)
    return town


def entries(kind: str) -> int:
    return LogEntry.objects.filter(kind=kind).count()


def test_a_member_reads_what_their_units_return_says(returned: Town) -> None:
    page = text_of(returned.as_member("N-1").get(f"/me/{SEAT}/return/"))
    assert "Your unit’s return says: for an open selection." in page
    assert "Branch-1 made its return: for an open selection." in page


def test_small_figures_are_withheld_from_the_units_members_too(returned: Town) -> None:
    page = text_of(returned.as_member("N-1").get(f"/me/{SEAT}/return/"))
    assert "The figures are withheld" in page
    assert "For reselection" not in page


def test_another_units_return_is_no_page_of_mine(returned: Town) -> None:
    assert returned.as_member("N-1").get(f"/me/{SEAT}/return/branch-2/").status_code == 404


def test_another_units_return_cannot_be_contested(returned: Town) -> None:
    answers = {"contention": "x", "confirmed": "yes"}
    client = returned.as_member("N-1")
    answer = client.post(f"/me/{SEAT}/return/branch-2/contest/", answers)
    assert answer.status_code == 404
    assert entries("ReturnContested") == 0


def test_contesting_asks_for_a_reason(returned: Town) -> None:
    page = text_of(returned.as_member("N-1").post(CONTEST, {"contention": ""}))
    assert "Say what your unit decided, and what shows it" in page
    assert entries("ReturnContested") == 0


def test_what_was_said_is_looked_at_before_it_counts(returned: Town) -> None:
    answer = returned.as_member("N-1").post(CONTEST, {"contention": "We voted the other way."})
    assert "Check your answer" in text_of(answer)
    assert "We voted the other way." in text_of(answer)
    assert entries("ReturnContested") == 0


def test_a_change_of_mind_on_the_check_page_leads_back_to_the_question(returned: Town) -> None:
    answers = {"contention": "We voted the other way.", "change": "yes"}
    answer = returned.as_member("N-1").post(CONTEST, answers)
    assert "What did your unit decide, and what shows it?" in text_of(answer)
    assert ">\nWe voted the other way.</textarea>" in answer.content.decode()


def test_once_confirmed_the_return_is_contested(returned: Town) -> None:
    answers = {"contention": "We voted the other way.", "confirmed": "yes"}
    answer = returned.as_member("N-1").post(CONTEST, answers, follow=True)
    assert "The return is contested." in text_of(answer)
    made = read_seat(returned.union.organisation, SEAT).state.standing_return("branch-1")
    assert made is not None
    assert made.contested


def test_the_reason_goes_to_the_parties_and_stays_out_of_public_pages(returned: Town) -> None:
    answers = {"contention": "SECRET-REASON", "confirmed": "yes"}
    client = returned.as_member("N-1")
    client.post(CONTEST, answers)
    parties = read_seat(returned.union.organisation, SEAT, Visibility.PARTIES).entries[-1].entry
    public = read_seat(returned.union.organisation, SEAT).entries[-1].entry
    assert parties.contention.value == "SECRET-REASON"  # type: ignore[attr-defined]
    assert not public.contention.is_disclosed  # type: ignore[attr-defined]
    assert "SECRET-REASON" not in client.get(f"/me/{SEAT}/return/").content.decode()


def test_too_late_is_a_page_with_its_clause(returned: Town) -> None:
    """Clause 3.11 of the model rules: within seven days after the return was made."""
    returned.at(returned.walk.now + timedelta(days=9))
    answer = returned.as_member("N-1").post(CONTEST, {"contention": "No.", "confirmed": "yes"})
    assert answer.status_code == 409
    assert "This return could be contested until" in text_of(answer)
    assert 'href="/rules/model-association/3.11/"' in answer.content.decode()


def test_a_return_is_contested_once(returned: Town) -> None:
    answers = {"contention": "We voted the other way.", "confirmed": "yes"}
    client = returned.as_member("N-1")
    client.post(CONTEST, answers)
    answer = client.post(CONTEST, answers)
    assert "This return is contested already" in text_of(answer)
    assert entries("ReturnContested") == 1


def test_reading_a_page_enters_nothing(returned: Town) -> None:
    before = LogEntry.objects.count()
    client = returned.as_member("N-1")
    for page in ("return/", "return/branch-1/contest/", "units/", "units/object/", "dates/"):
        client.get(f"/me/{SEAT}/{page}")
    assert LogEntry.objects.count() == before


def test_an_objection_is_made_while_objections_are_open(trigger: Town) -> None:
    trigger.at(trigger.walk.state.objections_until - timedelta(hours=1))  # type: ignore[operator]
    answers = {"unit": "affiliate-1", "objection": "It has left.", "confirmed": "yes"}
    client = trigger.as_member("N-1")
    answer = client.post(f"/me/{SEAT}/units/object/", answers, follow=True)
    assert "Your objection is recorded." in text_of(answer)
    (objection,) = read_seat(trigger.union.organisation, SEAT).state.objections
    assert objection.unit == "affiliate-1"


def test_an_objection_about_a_unit_that_is_not_on_the_roll_is_not_taken(trigger: Town) -> None:
    trigger.at(trigger.walk.state.objections_until - timedelta(hours=1))  # type: ignore[operator]
    answers = {"unit": "nowhere", "objection": "It has left.", "confirmed": "yes"}
    trigger.as_member("N-1").post(f"/me/{SEAT}/units/object/", answers)
    assert entries("UnitObjected") == 0


def test_after_the_objection_period_the_page_says_until_when(returned: Town) -> None:
    answers = {"unit": "branch-1", "objection": "It has left.", "confirmed": "yes"}
    client, page = returned.as_member("N-1"), f"/me/{SEAT}/units/object/"
    for answer in (client.get(page), client.post(page, answers)):
        assert answer.status_code == 409
        assert "Objections were open until" in text_of(answer)
        assert "Object to the roll of units" in text_of(answer)


@pytest.fixture
def decided(build: Build) -> Town:
    """The returns are declared; the appeal window is open."""
    walk = Walk("model-association").trigger_open()
    for unit in (*BRANCHES, *AFFILIATES):
        walk.returned(unit, UnitAnswer.RESELECT)
    walk.do(walk.decision(TriggerDecided))
    town = build(walk)
    town.at(walk.now)
    return town


def appeal(town: Town, **more: Any) -> Any:
    rules = town.walk.rulebook.rules.appeals
    assert rules is not None
    answers = {"ground": rules.grounds.value[0], "argument": "The hall was locked.", **more}
    return town.as_member("N-1").post(f"/me/{SEAT}/appeal/", answers, follow=True)


def test_a_member_appeals_on_a_ground_of_the_rulebook(decided: Town) -> None:
    assert "Your appeal is recorded." in text_of(appeal(decided, confirmed="yes"))
    assert len(read_seat(decided.union.organisation, SEAT).state.open_appeals) == 1


def test_a_ground_that_is_not_listed_is_not_taken(decided: Town) -> None:
    appeal(decided, ground="I do not like it", confirmed="yes")
    assert entries("AppealMade") == 0


def test_an_appeal_after_the_window_is_a_page_that_says_when_it_closed(decided: Town) -> None:
    decided.at(decided.walk.now + timedelta(days=9))
    answer = appeal(decided, confirmed="yes")
    assert "Appeals were open until" in text_of(answer)
    assert entries("AppealMade") == 0
