"""From a seat's page straight to what one may do there; through the sign-in for whoever is not signed in."""

from datetime import timedelta

from django.test import Client

from tests.conduct.conftest import Build
from tests.conduct.town import SEAT, Town
from tests.proceedings.walk import Walk
from tests.web.member.test_unit import returned

__all__ = ["returned"]
CONTEST = f"/me/{SEAT}/return/branch-1/contest/"


def can_do(client: Client) -> str:
    """The part of the seat's page that says what one can do."""
    shown = client.get(f"/seats/{SEAT}/").content.decode()
    part = shown[shown.index("What you can do</h2>") :]
    return part[: part.index("<h2>", 5)]


def test_whoever_may_contest_gets_the_link_to_it(returned: Town) -> None:
    part = can_do(returned.as_member("N-1"))
    assert f'href="{CONTEST}"' in part
    assert "Contest the return of Branch-1" in part
    assert "ign in" not in part


def test_whoever_may_not_contest_is_not_sent_there_nor_told_to_sign_in(returned: Town) -> None:
    """After seven days the return can no longer be contested; the link is gone."""
    returned.at(returned.walk.now + timedelta(days=9))
    part = can_do(returned.as_member("N-1"))
    assert CONTEST not in part
    assert "ign in" not in part


def test_somebody_of_another_unit_gets_no_link_to_this_return(returned: Town) -> None:
    part = can_do(returned.as_member("N-5"))
    assert CONTEST not in part
    assert CONTEST.replace("branch-1", "branch-2") in part


def test_a_stranger_signs_in_on_the_way_to_it(returned: Town) -> None:
    part = can_do(Client())
    assert f'href="/sign-in/?next=/me/{SEAT}/return/"' in part
    assert f"?next=/me/{SEAT}/eligibility/" in part


def test_a_member_gets_the_link_to_their_own_eligibility(returned: Town) -> None:
    assert f'href="/me/{SEAT}/eligibility/"' in can_do(returned.as_member("N-1"))


def test_a_member_objects_from_the_seats_page_while_objections_are_open(trigger: Town) -> None:
    until = trigger.walk.state.objections_until
    assert until is not None
    link = f'href="/me/{SEAT}/units/object/"'
    trigger.at(until - timedelta(hours=1))
    assert link in can_do(trigger.as_member("N-1"))
    assert f"?next=/me/{SEAT}/units/object/" in can_do(Client())
    trigger.at(until + timedelta(hours=1))
    assert link not in can_do(trigger.as_member("N-1"))


def test_a_member_applies_from_the_seats_page(build: Build) -> None:
    walk = Walk("model-association").applications_open()
    town = build(walk)
    town.at(walk.now + timedelta(hours=1))
    assert f'href="/me/{SEAT}/application/apply/"' in can_do(town.as_member("N-1"))
