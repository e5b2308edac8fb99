"""Do you intend to stand? Answered, changed, late, withdrawn, and never by opening a page."""

from datetime import timedelta
from typing import Any

import pytest

from hustings.conduct.reading import read_seat
from hustings.proceedings.stages import Answer, Stage
from hustings.proceedings.state import Selection
from hustings.store.models import LogEntry, Notice
from tests.conduct.conftest import Build
from tests.conduct.town import HOLDER, SEAT, Town, signed_in
from tests.proceedings.test_afterwards import voted
from tests.proceedings.walk import Walk
from tests.web.office.playing import text_of

LETTER = f"/me/{SEAT}/letter/"


@pytest.fixture
def asked(build: Build) -> Town:
    """The letter has been sent."""
    town = build(Walk("model-association").asked())
    town.at(town.walk.now + timedelta(days=1))
    return town


def state(town: Town) -> Selection:
    return read_seat(town.union.organisation, SEAT).state


def answer(says: str, **more: Any) -> Any:
    client = signed_in(HOLDER)
    return client.post(f"{LETTER}answer/", {"answer": says, **more}, follow=True)


def test_opening_the_letter_answers_nothing(asked: Town) -> None:
    before = LogEntry.objects.count()
    page = text_of(signed_in(HOLDER).get(LETTER))
    signed_in(HOLDER).get(f"{LETTER}answer/")
    assert "Your answer must reach us by" in page
    assert LogEntry.objects.count() == before


def test_the_answer_is_looked_at_before_it_is_sent(asked: Town) -> None:
    assert "Yes leads to the trigger ballot" in text_of(answer("yes"))
    assert state(asked).intention.answer is None


def test_no_choice_is_asked_for_again(asked: Town) -> None:
    assert "Choose yes or no" in text_of(answer(""))


@pytest.mark.parametrize(("says", "stage"), [("yes", Stage.TRIGGER), ("no", Stage.APPLICATIONS)])
def test_an_answer_counts_once_it_is_confirmed(asked: Town, says: str, stage: Stage) -> None:
    assert "Your answer is recorded." in text_of(answer(says, confirmed="yes"))
    assert state(asked).intention.answer is Answer(says)
    assert state(asked).stage is stage


def test_the_representative_gets_a_receipt(asked: Town) -> None:
    answer("yes", confirmed="yes")
    receipt = Notice.objects.get(kind="IntentionAnswered")
    assert receipt.address == f"{HOLDER}@commonweal.example"


def test_an_answer_can_be_changed_until_the_deadline(asked: Town) -> None:
    answer("yes", confirmed="yes")
    asked.at(asked.walk.now + timedelta(days=1))
    answer("no", confirmed="yes")
    assert state(asked).intention.answer is Answer.NO


def test_a_late_answer_is_kept_and_a_body_decides(asked: Town) -> None:
    asked.at(asked.walk.now + timedelta(days=30))
    page = text_of(answer("yes"))
    assert "The deadline has passed." in page
    answer("yes", confirmed="yes")
    assert state(asked).intention.late_answer is Answer.YES
    assert state(asked).stage is Stage.ASKED


def test_a_change_after_the_deadline_is_a_page_with_its_clause(asked: Town) -> None:
    answer("yes", confirmed="yes")
    asked.at(asked.walk.now + timedelta(days=30))
    page = answer("no", confirmed="yes")
    assert page.status_code == 409
    assert "An answer can be changed until the deadline" in text_of(page)
    assert 'href="/rules/model-association/1.2/"' in page.content.decode()


def test_withdrawing_needs_a_second_look(asked: Town) -> None:
    answer("yes", confirmed="yes")
    asked.at(asked.walk.now + timedelta(days=1))
    client = signed_in(HOLDER)
    assert "Check your answer" in text_of(client.post(f"{LETTER}withdraw/", {"asked": "yes"}))
    assert state(asked).intention.answer is Answer.YES
    client.post(f"{LETTER}withdraw/", {"asked": "yes", "confirmed": "yes"})
    assert state(asked).intention.answer is Answer.NO


def test_the_next_step_is_refused_where_no_ballot_was_lost(asked: Town) -> None:
    page = signed_in(HOLDER).get(f"{LETTER}next/")
    assert page.status_code == 409


@pytest.mark.parametrize("page", ["", "answer/", "withdraw/", "next/"])
def test_a_member_cannot_open_the_representatives_letter(asked: Town, page: str) -> None:
    assert asked.as_member("N-1").get(LETTER + page).status_code == 403


@pytest.mark.parametrize("page", ["", "answer/", "withdraw/", "next/"])
def test_nobody_signs_in_first(asked: Town, client: Any, page: str) -> None:
    assert client.get(LETTER + page)["Location"] == f"/sign-in/?next={LETTER}{page}"


def test_a_representative_of_another_seat_answers_nothing_here(asked: Town) -> None:
    asked.union.person("p-abcdefghijkl", asked.walk.now, "representative", proceeding="other")
    client = signed_in("p-abcdefghijkl")
    assert client.post(f"{LETTER}answer/", {"answer": "no", "confirmed": "yes"}).status_code == 403
    assert state(asked).intention.answer is None


def test_whoever_lost_the_ballot_on_readoption_is_told_until_when_to_ask(build: Build) -> None:
    walk = Walk("conservative-readoption").answered()
    walk.do(voted(walk, "first", 10, 20))
    town = build(walk)
    page = text_of(signed_in(HOLDER).get("/me/"))
    assert "One thing waits for you" in page
    assert "ask for the next step" in page
    assert "The representative may ask for the next step, by Wednesday 18 March 2020, 6 pm" in page
    town.at(town.walk.now + timedelta(days=15))
    late = text_of(signed_in(HOLDER).get("/me/"))
    assert "Nothing waits for you now" in late
    assert "nothing was asked for in time; a selection follows" in late
