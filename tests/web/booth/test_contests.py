"""What the booth is answered: JSON for electors, a sentence for everybody else, and a policy of its own."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.utils.html import escape

from hustings.conduct.persons import enter_person, grant
from hustings.conduct.roles import Role
from hustings.record.receipts import read_receipt
from hustings.store import boxes
from hustings.store.models import Box
from hustings.web.base.address import network_of
from tests.conduct.town import SEAT, Town, signed_in
from tests.conduct.voters import UUID
from tests.proceedings.walk import TELLERS
from tests.web.booth.conftest import SMALL, signs, the_scrutineer
from tests.web.seats import reference_of

pytestmark = pytest.mark.django_db
CONTEST = f"/booth/contests/{SEAT}/"
RANKS = (2, 1, 3)


@pytest.fixture
def elector(town: Town, box: Box) -> Client:
    return town.as_member("N-1")


def told(client: Client) -> dict[str, Any]:
    answer = client.get(CONTEST)
    assert answer.status_code == 200, answer.content
    return answer.json()


def post(client: Client, raw: bytes) -> Any:
    return client.post(told(client)["cast"], raw, content_type="application/json")


def test_an_elector_is_told_the_contest_as_the_record_announced_it(elector: Client) -> None:
    contest = told(elector)
    assert contest["fingerprint"] == SMALL.election.fingerprint
    assert elector.get(contest["election"]).content == SMALL.election.raw
    assert contest["record_key"].startswith("commonweal.example/log+")
    assert contest["replacement"] is False


@pytest.mark.usefixtures("box")
def test_a_stranger_is_told_where_to_sign_in(client: Client) -> None:
    answer = client.get(CONTEST)
    assert answer.status_code == 401
    assert answer.json()["sign_in"] == f"/sign-in/?next=/booth/?contest={SEAT}"
    raw = SMALL.ballot(0, RANKS)
    posted = client.post(f"{CONTEST}cast/", raw, content_type="application/json")
    assert posted.status_code == 401


@pytest.mark.usefixtures("box")
def test_whoever_may_not_vote_reads_why(town: Town) -> None:
    answer = town.as_member("N-2").get(CONTEST)
    assert answer.status_code == 409
    assert answer.json()["code"] == "not-an-elector"
    assert answer.json()["because"] == "You are not among those who may vote in this ballot."
    assert _ways(answer) == [f"/me/{SEAT}/eligibility/", f"/seats/{SEAT}/"]
    elsewhere = town.as_member("E-1").get(CONTEST)
    assert elsewhere.json()["because"] == "You are not on the roll of this ballot."
    assert _ways(elsewhere)[0] == "/me/"


def _ways(answer: Any) -> list[str]:
    return [one["address"] for one in answer.json()["ways"]]


@pytest.mark.usefixtures("box")
def test_whoever_has_voted_is_led_to_the_box_in_their_language(elector: Client) -> None:
    elector.post(f"{CONTEST}cast/", SMALL.ballot(0, RANKS), content_type="application/json")
    again = elector.get(CONTEST, headers={"Accept-Language": "cy"})
    assert again.json()["because"].startswith("Mae eich papur pleidleisio yn y blwch")
    assert _ways(again) == [f"/seats/{SEAT}/box/", f"/seats/{SEAT}/"]
    for address in _ways(again):
        assert elector.get(address).status_code == 200


def test_a_seat_without_a_box_has_no_booth(elector: Client) -> None:
    assert elector.get("/booth/contests/no-such-seat/").status_code == 404


def test_a_ballot_is_answered_with_a_receipt_and_a_second_with_a_reason(elector: Client) -> None:
    contest = told(elector)
    raw = SMALL.ballot(0, RANKS)
    answer = elector.post(contest["cast"], raw, content_type="application/json")
    assert answer.status_code == 201, answer.content
    receipt = read_receipt(answer.json()["promise"].encode())
    assert (receipt.election, receipt.tracker) == (UUID, answer.json()["tracker"])
    again = elector.post(contest["cast"], raw, content_type="application/json")
    assert again.json() == answer.json()
    other = SMALL.ballot(0, (1, 2, 3), turn=1)
    second = elector.post(contest["cast"], other, content_type="application/json")
    assert (second.status_code, second.json()["code"]) == (409, "voted-already")
    assert elector.get(CONTEST).json()["code"] == "voted-already"


def test_a_page_of_another_session_casts_nothing(town: Town, box: Box) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies = town.as_member("N-1").cookies
    contest = told(client)
    raw = SMALL.ballot(0, RANKS)
    refused = client.post(contest["cast"], raw, content_type="application/json")
    assert refused.status_code == 403
    assert boxes.standing_ballots(box) == 0
    done = client.post(
        contest["cast"], raw, content_type="application/json",
        headers={"x-csrftoken": contest["token"]},
    )  # fmt: skip
    assert done.status_code == 201


def test_a_booth_opened_before_the_close_casts_in_the_minutes_of_grace(
    elector: Client, town: Town
) -> None:
    contest, ballot = told(elector), town.walk.state.ballot
    assert ballot is not None
    town.at(ballot.closes + timedelta(minutes=15))
    raw = SMALL.ballot(0, RANKS)
    late = elector.post(contest["cast"], raw, content_type="application/json")
    assert (late.status_code, late.json()["code"]) == (409, "closed")
    passed = elector.post(
        contest["cast"], raw, content_type="application/json",
        headers={"booth-pass": contest["pass"]},
    )  # fmt: skip
    assert passed.status_code == 201


def test_a_code_is_free_until_a_ballot_was_cast_with_it(elector: Client, town: Town) -> None:
    codes = told(elector)["credentials"]
    mine = SMALL.public[0][0]
    assert elector.get(codes + mine).json() == {"state": "free"}
    assert elector.get(codes + "ab" * 32).status_code == 404
    post(elector, SMALL.ballot(0, RANKS))
    other = town.as_member("N-5")
    assert other.get(codes + mine).json()["state"] == "cast"


def test_reading_a_contest_casts_nothing(elector: Client, box: Box) -> None:
    contest = told(elector)
    assert elector.get(contest["cast"]).status_code == 404
    assert boxes.standing_ballots(box) == 0


# --- limits -----------------------------------------------------------------------------------------


def test_too_many_attempts_are_answered_with_when_to_try_again(elector: Client, town: Town) -> None:
    contest = told(elector)
    for _ in range(10):
        elector.post(contest["cast"], b"{}", content_type="application/json")
    answer = elector.post(contest["cast"], SMALL.ballot(0, RANKS), content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (429, "too-often")
    assert "Try again from" in answer.json()["because"]
    assert answer["Retry-After"] == "600"
    assert elector.get(CONTEST).status_code == 200
    town.at(town.walk.now + timedelta(seconds=600))
    assert post(elector, SMALL.ballot(0, RANKS)).status_code == 201


@pytest.mark.parametrize(
    ("proxies", "forwarded", "counted"),
    [
        (0, "198.51.100.9", "192.0.2.1"),
        (1, "198.51.100.9", "198.51.100.9"),
        (1, "203.0.113.5, 198.51.100.9", "198.51.100.9"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        (1, "who knows", ""),
    ],
)
def test_attempts_are_counted_by_the_address_behind_the_trusted_proxies(
    settings: Any, proxies: int, forwarded: str, counted: str
) -> None:
    """What a visitor writes into the header before the proxy does is not believed."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    request = RequestFactory().post(
        "/", REMOTE_ADDR="192.0.2.1", headers={"x-forwarded-for": forwarded}
    )
    assert network_of(request) == counted


# --- codes struck off -------------------------------------------------------------------------------


def as_one_of_the(town: Town, role: Role) -> Client:
    organisation = town.union.organisation
    person = enter_person(organisation, "Sorrel", role.value.title(), f"{role}@commonweal.example")
    grant(person, role, town.walk.now - timedelta(days=1), proceeding=SEAT)
    return signed_in(person.reference)


def test_the_scrutineer_strikes_a_code_off_and_everybody_reads_how_many(
    town: Town, box: Box, elector: Client
) -> None:
    page, lost = f"/tellers/{SEAT}/box/strike-off/", SMALL.public[0][0]
    asked = {"credential": lost, "because": "other-hands"}
    teller = as_one_of_the(town, Role.TELLER)
    assert teller.post(page, asked).status_code == 403
    assert page not in teller.get(f"/tellers/{SEAT}/box/").content.decode()
    scrutineer = the_scrutineer(town)
    assert page in scrutineer.get(f"/tellers/{SEAT}/box/").content.decode()
    assert "Choose why" in scrutineer.post(page, {"credential": lost}).content.decode()
    assert scrutineer.post(page, asked | {"credential": "ab"}).status_code == 409
    to_sign = scrutineer.post(page, asked)
    waits = scrutineer.get(to_sign["Location"]).content.decode()
    assert "its letter came into other hands" in waits
    assert lost in waits
    assert "Codes struck off" not in elector.get(f"/seats/{SEAT}/box/").content.decode()
    assert signs(scrutineer, to_sign["Location"]).status_code == 200
    shown = elector.get(f"/seats/{SEAT}/box/").content.decode()
    assert "1, because its letter came into other hands" in shown
    refused = post(elector, SMALL.ballot(0, RANKS))
    assert (refused.status_code, refused.json()["code"]) == (409, "code-struck-off")
    asked_for = elector.get(told(elector)["credentials"] + lost)
    assert (asked_for.status_code, asked_for.json()["state"]) == (200, "struck-off")
    assert "Ask the scrutineer" in asked_for.json()["because"]


# --- the box ----------------------------------------------------------------------------------------


def test_a_ballot_is_shown_at_the_full_hour_and_can_be_looked_up(
    elector: Client, town: Town, client: Client
) -> None:
    tracker = post(elector, SMALL.ballot(0, RANKS)).json()["tracker"]
    address = f"/seats/{SEAT}/box/"
    early = client.get(address, {"tracker": tracker})
    assert "No ballot with this tracker can be looked up yet" in early.content.decode()
    town.at(town.walk.now + timedelta(hours=1))
    shown = client.get(address, {"tracker": tracker}).content.decode()
    assert "is in the box" in shown
    assert json.dumps(tracker)[1:-1] in shown


def test_a_ballot_that_is_looked_up_shows_the_seal_that_its_voter_noted(
    elector: Client, town: Town, client: Client
) -> None:
    """Who noted a seal before casting sees here whether the booth cast that very ballot."""
    ballot = SMALL.ballot(0, RANKS)
    tracker = post(elector, ballot).json()["tracker"]
    address = f"/seats/{SEAT}/box/"
    seal = json.loads(ballot)["signature"]["hash"]
    early = client.get(address, {"tracker": tracker}).content.decode()
    assert escape(seal) not in early
    town.at(town.walk.now + timedelta(hours=1))
    assert escape(seal) in client.get(address, {"tracker": tracker}).content.decode()


def test_the_archive_of_a_handful_of_ballots_is_for_the_tellers_once_the_box_is_closed(
    client: Client, town: Town, elector: Client
) -> None:
    """One ballot, where the model rules ask for ten before everybody may have the archive."""
    from hustings.conduct.closing import close_box
    from hustings.proceedings.online_ballot import OnlineBallotClosed
    from hustings.proceedings.values import Withheld

    post(elector, SMALL.ballot(0, RANKS))
    teller = signed_in(reference_of(TELLERS[0].person))
    address, theirs = f"/seats/{SEAT}/box/archive.bel", f"/tellers/{SEAT}/box/archive.bel"
    assert client.get(address).status_code == teller.get(theirs).status_code == 404
    assert "unless fewer than 10 ballots" in client.get(f"/seats/{SEAT}/box/").content.decode()
    ballot = town.walk.state.ballot
    assert ballot is not None
    town.at(ballot.closes + timedelta(minutes=16))
    closed = close_box(SEAT)
    assert isinstance(closed, OnlineBallotClosed)
    assert closed.ballots is None
    assert closed.handful == Withheld(1)
    assert close_box(SEAT) == closed
    assert client.get(address).status_code == 404
    page = client.get(f"/seats/{SEAT}/box/").content.decode()
    assert "Fewer than 10 ballots are in the box" in page
    assert address not in page
    answer = teller.get(theirs)
    assert answer.streaming
    assert answer.getvalue().startswith(b"BELENIOS\0")
    assert answer["Content-Disposition"] == f'attachment; filename="{UUID}.bel"'
    again = teller.get(theirs, headers={"if-none-match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
