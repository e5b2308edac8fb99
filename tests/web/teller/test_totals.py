"""Totals by two tellers: a body's ballot on readoption, and a petition that is counted once, after its end."""

from datetime import timedelta

import pytest

from hustings.proceedings.petition import PetitionCounted, PetitionOpened
from hustings.proceedings.rolls import RollFrozen, RollTree
from hustings.proceedings.stages import Outcome
from hustings.proceedings.values import Actor
from hustings.proceedings.values import Role as Part
from tests.proceedings.walk import Walk
from tests.web.seats import reference_of
from tests.web.teller.table import SEAT, Table, table, text_of

pytestmark = pytest.mark.django_db

FIRST, SECOND = reference_of("p-counter-1"), reference_of("p-counter-2")
BALLOT, PETITION = f"/tellers/{SEAT}/ballot/", f"/tellers/{SEAT}/petition/"


def with_counters(walk: Walk, monkeypatch: pytest.MonkeyPatch) -> Table:
    from hustings.conduct.roles import Role
    from tests.web.teller import table as names

    seat = table(walk, monkeypatch)
    for counter in (FIRST, SECOND):
        names.GIVEN[counter] = "Counter"
        seat.enter(counter, Role.TELLER)
    return seat


def signed(seat: Table, flow: str) -> None:
    address = seat.post(FIRST, f"{flow}check/")["Location"]
    seat.sign(FIRST, address)
    seat.sign(SECOND, address)


def test_two_tellers_report_the_ballot_of_a_body(monkeypatch: pytest.MonkeyPatch) -> None:
    """16 of 31 voting is more than half."""
    seat = with_counters(Walk("conservative-readoption").answered(), monkeypatch)
    totals = {"entitled": 60, "in_favour": 16, "against": 15, "spoilt": 1}
    seat.answer(
        FIRST,
        BALLOT,
        ("question", {"asked": "yes"}),
        ("totals", totals),
        ("second", {"second": SECOND}),
    )
    signed(seat, BALLOT)
    assert seat.seat().state.outcome is Outcome.RESELECTED


def test_more_papers_than_people_entitled_are_sent_back(monkeypatch: pytest.MonkeyPatch) -> None:
    seat = with_counters(Walk("conservative-readoption").answered(), monkeypatch)
    seat.answer(FIRST, BALLOT, ("question", {"asked": "yes"}))
    totals = {"entitled": 30, "in_favour": 16, "against": 15, "spoilt": 1}
    answer = seat.post(FIRST, f"{BALLOT}totals/", **totals)
    assert "The papers come to 32, but 30 were entitled to vote." in text_of(answer)


def test_exactly_half_that_no_rule_settles_is_told_before_it_is_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seat = with_counters(Walk("conservative-readoption").answered(), monkeypatch)
    totals = {"entitled": 60, "in_favour": 15, "against": 15, "spoilt": 0}
    seat.answer(
        FIRST,
        BALLOT,
        ("question", {"asked": "yes"}),
        ("totals", totals),
        ("second", {"second": SECOND}),
    )
    said = text_of(seat.get(FIRST, f"{BALLOT}check/"))
    assert "Whether exactly half is enough is not settled by any source" in said
    assert "Go on to sign it" not in said


def petition(days: int, monkeypatch: pytest.MonkeyPatch) -> Table:
    walk = Walk("uk-recall-2015").opened()
    rules = walk.rulebook.rules.petition
    assert rules is not None
    trees = (RollTree(("constituency",), 75_428, "00" * 32),)
    walk.do(walk.decision(RollFrozen, freeze=walk.now.date(), contests=("petition",), trees=trees))
    given = {"ground": rules.grounds.value[0], "places": 10, "opens": walk.now}
    walk.do(walk.decision(PetitionOpened, electors=75_428, **given))
    walk.now += timedelta(days=days)
    return with_counters(walk, monkeypatch)


def test_nothing_of_a_petition_is_counted_while_it_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    seat = petition(14, monkeypatch)
    answer = seat.get(FIRST, PETITION)
    assert answer.status_code == 409
    assert "Signing is open" in text_of(answer)


def test_a_petition_is_counted_after_its_end_by_two(monkeypatch: pytest.MonkeyPatch) -> None:
    """A tenth of 75,428 is 7,542.8: the 7,543rd signature reaches it."""
    seat = petition(43, monkeypatch)
    seat.answer(
        FIRST,
        PETITION,
        ("signatures", {"signatures": 7_543, "rejected": 82}),
        ("second", {"second": SECOND}),
    )
    signed(seat, PETITION)
    entry = seat.seat().entries[-1].entry
    assert isinstance(entry, PetitionCounted)
    assert entry.outcome is Outcome.PETITION_MET
    assert set(entry.by) == {Actor(FIRST, Part.TELLER), Actor(SECOND, Part.TELLER)}


def test_a_ballot_on_another_question_is_refused_where_it_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seat = with_counters(Walk("conservative-readoption").answered(), monkeypatch)
    answer = seat.post(FIRST, f"{BALLOT}question/", asked="no")
    assert "Tell the national office: the body votes again, on this question." in text_of(answer)
    assert seat.get(FIRST, f"{BALLOT}totals/")["Location"] == f"{BALLOT}question/"
