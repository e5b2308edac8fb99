"""The polling desk: a paper accepted first closes the way online, a paper that comes second stays closed."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from hustings.conduct.desk import AtTheDesk, DeskOutcome, accept_paper, look_up
from hustings.kernel.refusals import Refused
from hustings.proceedings.online_ballot import OnlineBallotClosed
from hustings.proceedings.reconciliation import BallotReconciled, PackReturned
from hustings.store import boxes
from hustings.store.models import Box, DeskLook
from hustings.store.models.boxes import Channel
from tests.conduct.polls import (
    PAPERS,
    keep_box,
    played_once,
    walk_to_the_box,
)
from tests.conduct.town import SEAT, Town
from tests.proceedings.walk import TELLERS

TELLER = "p-aaaaaaaaaaaa"


@pytest.fixture(scope="module")
def played(keys: Path, django_db_setup: None, django_db_blocker: Any) -> Iterator[Town]:
    with played_once(walk_to_the_box(PAPERS), keys, django_db_blocker.unblock) as town:
        yield town


@pytest.fixture
def box(town: Town) -> Box:
    return keep_box(town)


def outcome(found: AtTheDesk | Refused) -> DeskOutcome:
    assert isinstance(found, AtTheDesk), found
    return found.outcome


def code(found: AtTheDesk | Refused) -> str:
    assert isinstance(found, Refused), found
    return found.code


def test_whoever_has_not_voted_may_vote_on_paper(box: Box) -> None:
    assert outcome(look_up(TELLER, SEAT, "N-1")) is DeskOutcome.MAY_VOTE
    assert boxes.mark_of(box, "N-1") is None


def test_every_look_is_logged_with_who_looked(box: Box) -> None:
    look_up(TELLER, SEAT, "N-1")
    look = DeskLook.objects.get()
    assert (look.by, look.elector, look.outcome) == (TELLER, "N-1", "may vote on paper")


def test_an_accepted_paper_is_marked_and_a_second_one_is_set_aside(box: Box) -> None:
    assert outcome(accept_paper(TELLER, SEAT, "N-1")) is DeskOutcome.ACCEPTED
    mark = boxes.mark_of(box, "N-1")
    assert mark is not None
    assert mark.channel == Channel.PAPER
    assert outcome(accept_paper(TELLER, SEAT, "N-1")) is DeskOutcome.SECOND_PAPER
    assert outcome(look_up(TELLER, SEAT, "N-1")) is DeskOutcome.HAS_VOTED_ON_PAPER


def test_a_paper_of_somebody_who_voted_online_is_set_aside_unopened(box: Box) -> None:
    boxes.add_mark(box, "N-1", Channel.ONLINE)
    assert outcome(accept_paper(TELLER, SEAT, "N-1")) is DeskOutcome.SET_ASIDE
    mark = boxes.mark_of(box, "N-1")
    assert mark is not None
    assert mark.channel == Channel.ONLINE
    assert outcome(look_up(TELLER, SEAT, "N-1")) is DeskOutcome.HAS_VOTED_ONLINE


@pytest.mark.usefixtures("box")
@pytest.mark.parametrize(("number", "why"), [("N-2", "not-an-elector"), ("X-9", "not-on-the-roll")])
def test_only_electors_of_the_frozen_roll_are_served(number: str, why: str) -> None:
    """N-2 joined twenty days before; nobody has the number X-9."""
    assert code(look_up(TELLER, SEAT, number)) == why
    assert code(accept_paper(TELLER, SEAT, number)) == why


@pytest.mark.usefixtures("box")
def test_the_desk_closes_to_the_second_and_takes_tendered_papers_after(town: Town) -> None:
    ballot = town.walk.state.ballot
    assert ballot is not None
    assert outcome(accept_paper(TELLER, SEAT, "N-1", now=ballot.closes)) is DeskOutcome.ACCEPTED
    late = ballot.closes + timedelta(seconds=1)
    assert code(accept_paper(TELLER, SEAT, "N-5", now=late)) == "desk-closed"
    tendered = accept_paper(TELLER, SEAT, "N-5", tendered=True, now=late)
    assert outcome(tendered) is DeskOutcome.ACCEPTED
    assert DeskLook.objects.last().outcome == "tendered: paper accepted"  # type: ignore[union-attr]


@pytest.mark.usefixtures("box")
def test_a_tendered_paper_of_somebody_who_voted_online_is_set_aside_unopened(
    town: Town, box: Box
) -> None:
    """The outage was over before the close, and the elector had voted online then."""
    ballot = town.walk.state.ballot
    assert ballot is not None
    boxes.add_mark(box, "N-1", Channel.ONLINE)
    late = ballot.closes + timedelta(hours=1)
    found = accept_paper(TELLER, SEAT, "N-1", tendered=True, now=late)
    assert outcome(found) is DeskOutcome.SET_ASIDE
    assert DeskLook.objects.get().outcome == "tendered: set aside: voted online"


def test_every_outcome_of_the_desk_fits_its_column_also_of_a_tendered_paper() -> None:
    """SQLite takes a longer text without a word; PostgreSQL does not."""
    longest = DeskLook._meta.get_field("outcome").max_length
    assert longest is not None
    assert all(len(one.value) <= longest for one in DeskOutcome)
    assert all(len(f"tendered: {one.in_brief}") <= longest for one in DeskOutcome)


@pytest.mark.usefixtures("box")
def test_tendered_papers_are_entered_until_the_papers_are_reconciled(town: Town) -> None:
    """One pack of a hundred papers: they are counted out once the box is closed, and no paper comes after."""
    ballot = town.walk.state.ballot
    assert ballot is not None
    town.at(ballot.closes + timedelta(minutes=16))
    assert outcome(accept_paper(TELLER, SEAT, "N-1", tendered=True)) is DeskOutcome.ACCEPTED
    town.do(OnlineBallotClosed(event="e0" * 32, ballots=0, by=TELLERS))
    packs = (PackReturned("A", returned=1, spoilt=0, unused=0, outstanding=99),)
    town.do(BallotReconciled.of(packs, 10, by=TELLERS))
    assert code(accept_paper(TELLER, SEAT, "N-5", tendered=True)) == "desk-closed"
