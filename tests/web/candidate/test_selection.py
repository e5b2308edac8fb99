"""Applying, consenting, withdrawing, asking for a recount: one's own act, by one's own hand."""

from datetime import timedelta
from typing import Any

import pytest

from hustings.conduct.reading import read_seat
from hustings.conduct.roles import Role, roles_of
from hustings.proceedings.nominations import NominationMade
from hustings.proceedings.state import Selection
from hustings.proceedings.values import Actor, Visibility
from hustings.proceedings.values import Role as Part
from hustings.store.models import LogEntry
from tests.conduct.conftest import Build
from tests.conduct.town import SEAT, Town, signed_in
from tests.proceedings.walk import BRANCHES, Walk
from tests.web.office.playing import text_of
from tests.web.seats import reference_of

PLACE = f"/me/{SEAT}/application/"
ASH, BIRCH = "p-ash", "p-birch"
CONFIRMED = {"meets_0": "on", "meets_1": "on", "confirmed": "yes"}


def state(town: Town) -> Selection:
    return read_seat(town.union.organisation, SEAT).state


def contender(town: Town, name: str = ASH) -> Any:
    from hustings.conduct.persons import grant
    from hustings.store.models import Person

    person = Person.objects.get(reference=reference_of(name))
    if not person.grants.filter(role="candidate").exists():
        grant(person, Role.CANDIDATE, town.walk.now, proceeding=SEAT)
    return signed_in(person.reference)


@pytest.fixture
def applying(build: Build) -> Town:
    """Applications are open, and nobody has applied."""
    town = build(Walk("model-association").applications_open())
    town.at(town.walk.now + timedelta(days=1))
    return town


@pytest.fixture
def nominating(build: Build) -> Town:
    """Two are longlisted; one unit has nominated the first, who has not consented."""
    walk = Walk("model-association").longlisted(ASH, BIRCH).at("nominations")
    secretary = Actor("p-secretary", Part.UNIT_SECRETARY)
    walk.do(NominationMade(unit=BRANCHES[0], nominee=ASH, by=(secretary,)))
    town = build(walk)
    town.at(walk.now)
    return town


def test_a_member_applies_and_becomes_a_candidate_of_this_seat(applying: Town) -> None:
    client = applying.as_member("N-1")
    answer = client.post(f"{PLACE}apply/", CONFIRMED, follow=True)
    assert "Your application is recorded." in text_of(answer)
    assert "You have applied." in text_of(answer)
    person = applying.person_of("N-1").reference
    assert state(applying).applicant(person) is not None
    assert Role.CANDIDATE in roles_of(person, SEAT)
    assert Role.CANDIDATE not in roles_of(person, "another-seat")


def test_every_requirement_is_confirmed_or_there_is_no_application(applying: Town) -> None:
    answer = applying.as_member("N-1").post(f"{PLACE}apply/", {**CONFIRMED, "meets_1": ""})
    assert "Confirm “signed consent to stand”, or do not apply" in text_of(answer)
    assert state(applying).applicants == ()


def test_an_applicants_name_stays_with_the_parties(applying: Town) -> None:
    applying.as_member("N-1").post(f"{PLACE}apply/", CONFIRMED)
    organisation = applying.union.organisation
    public = read_seat(organisation, SEAT).entries[-1].entry
    parties = read_seat(organisation, SEAT, Visibility.PARTIES).entries[-1].entry
    assert not public.name.is_disclosed  # type: ignore[attr-defined]
    assert parties.name.value == "Alder Fernlight"  # type: ignore[attr-defined]


def test_a_second_application_is_refused(applying: Town) -> None:
    client = applying.as_member("N-1")
    client.post(f"{PLACE}apply/", CONFIRMED)
    answer = client.post(f"{PLACE}apply/", CONFIRMED)
    assert answer.status_code == 409
    assert "This person has applied already." in text_of(answer)


def test_applying_after_the_close_is_a_page(applying: Town) -> None:
    closes = applying.walk.state.step("applications-close")
    assert closes is not None
    applying.at(closes.last + timedelta(minutes=1))
    answer = applying.as_member("N-1").post(f"{PLACE}apply/", CONFIRMED)
    assert answer.status_code == 409
    assert "This closed on" in text_of(answer)


def test_an_applicant_withdraws(applying: Town) -> None:
    client = applying.as_member("N-1")
    client.post(f"{PLACE}apply/", CONFIRMED)
    client.post(f"{PLACE}withdraw/", {"asked": "yes", "confirmed": "yes"})
    applicant = state(applying).applicant(applying.person_of("N-1").reference)
    assert applicant is not None
    assert applicant.withdrawn


def test_a_nomination_waits_for_consent_and_counts_afterwards(nominating: Town) -> None:
    client = contender(nominating)
    assert "waits for your consent" in text_of(client.get(PLACE))
    client.post(f"{PLACE}consent/branch-1/", {"asked": "yes", "confirmed": "yes"})
    assert state(nominating).nominations[0].consented
    assert "accepted" in text_of(client.get(PLACE))


def test_nobody_consents_to_somebody_elses_nomination(nominating: Town) -> None:
    client = contender(nominating, BIRCH)
    answers = {"asked": "yes", "confirmed": "yes"}
    assert client.post(f"{PLACE}consent/branch-1/", answers).status_code == 404
    assert not state(nominating).nominations[0].consented


@pytest.fixture
def out(build: Build) -> Town:
    """Papers are out."""
    town = build(Walk("model-association").ballot_open(ASH, BIRCH))
    town.at(town.walk.now + timedelta(days=1))
    return town


def test_after_papers_are_out_a_candidate_withdraws_from_the_ballot(out: Town) -> None:
    client = contender(out)
    assert "You are on the ballot paper." in text_of(client.get(PLACE))
    page = text_of(client.post(f"{PLACE}withdraw/", {"asked": "yes"}))
    assert "Papers are out." in page
    client.post(f"{PLACE}withdraw/", {"asked": "yes", "confirmed": "yes"})
    ballot = state(out).ballot
    assert ballot is not None
    assert ballot.withdrawn_after_papers == (reference_of(ASH),)


@pytest.fixture
def counted(build: Build) -> Town:
    """The papers are counted."""
    town = build(Walk("model-association").counted())
    town.at(town.walk.now + timedelta(hours=1))
    return town


def test_a_candidate_asks_for_a_recount_in_time(counted: Town) -> None:
    client = contender(counted)
    client.post(f"{PLACE}recount/", {"asked": "yes", "confirmed": "yes"})
    assert state(counted).recount_ordered


def test_a_recount_after_the_time_for_it_is_a_page_with_its_clause(counted: Town) -> None:
    """Clause 4.11 of the model rules: within two days."""
    counted.at(counted.walk.now + timedelta(days=4))
    client = contender(counted)
    answer = client.post(f"{PLACE}recount/", {"asked": "yes", "confirmed": "yes"})
    assert answer.status_code == 409
    assert "A recount could be asked for until" in text_of(answer)


def test_what_would_be_refused_is_not_asked_first(applying: Town) -> None:
    client = applying.as_member("N-1")
    client.post(f"{PLACE}apply/", CONFIRMED)
    answer = client.get(f"{PLACE}recount/")
    assert answer.status_code == 409
    assert "the seat is in “applications”" in text_of(answer)
    assert "Ask for a recount?" in text_of(answer)


def test_reading_ones_place_enters_nothing(nominating: Town) -> None:
    before = LogEntry.objects.count()
    client = contender(nominating)
    for page in ("", "apply/", "withdraw/", "recount/", "consent/branch-1/"):
        client.get(PLACE + page)
    assert LogEntry.objects.count() == before


def test_a_member_of_another_area_has_no_place_here(applying: Town) -> None:
    assert applying.as_member("E-1").post(f"{PLACE}apply/", CONFIRMED).status_code == 404


@pytest.mark.parametrize("page", ["withdraw/", "recount/", "consent/branch-1/"])
def test_a_member_who_has_not_applied_acts_for_no_candidate(nominating: Town, page: str) -> None:
    answers = {"asked": "yes", "confirmed": "yes"}
    assert nominating.as_member("N-1").post(PLACE + page, answers).status_code == 403


def test_a_list_that_nobody_has_made_yet_is_not_one_that_leaves_me_out(applying: Town) -> None:
    me = applying.as_member("N-1")
    me.post(f"{PLACE}apply/", CONFIRMED)
    page = text_of(me.get(PLACE))
    assert "Longlist not made yet" in page
    assert "Shortlist not made yet" in page
    assert "not on it" not in page


def test_where_there_is_one_button_it_is_not_called_the_first(applying: Town) -> None:
    me = applying.as_member("N-1")
    me.post(f"{PLACE}apply/", CONFIRMED)
    asked = text_of(me.post(f"{PLACE}withdraw/", {"asked": "yes"}))
    assert "Nothing is recorded until you press the button." in asked
