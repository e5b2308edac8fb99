"""Am I eligible, and why; my row with its proof: one's own, and nobody else's."""

import json
from datetime import date, timedelta

import pytest
from django.conf import settings

from hustings.people.roll_files import read_commitment, read_proof
from hustings.people.row_proofs import check_contact, check_row
from hustings.store.models import Membership
from tests.conduct.conftest import Build
from tests.conduct.town import FULL, SEAT, Town
from tests.proceedings.walk import Walk
from tests.web.english_parts import unmarked
from tests.web.office.playing import text_of


@pytest.fixture
def before(build: Build) -> Town:
    """The dates of the trigger ballot are published, the roll is not frozen."""
    town = build(Walk("model-association").answered().planned("trigger"))
    town.at(town.walk.now)
    return town


@pytest.fixture
def frozen(before: Town) -> Town:
    """The roll is frozen over the members who are really on the list."""
    before.walk.at("freeze")
    before.freeze()
    return before


def test_before_the_freeze_every_test_is_looked_at_as_of_today(before: Town) -> None:
    page = text_of(before.as_member("N-1").get(f"/me/{SEAT}/eligibility/"))
    assert "If the roll were frozen today, you could vote." in page
    assert "The roll is to be frozen on Tuesday 6 April 2027." in page


def test_a_failed_test_stands_with_its_clause_and_a_remedy(before: Town) -> None:
    answer = before.as_member("N-2").get(f"/me/{SEAT}/eligibility/")
    page = text_of(answer)
    assert "If the roll were frozen today, you could not vote." in page
    assert "not met" in page
    assert "You cannot vote in this ballot because your membership began on" in page
    assert '<a href="/rules/model-association/2.2/">' in answer.content.decode()


def in_welsh(town: Town, number: str) -> str:
    client = town.as_member(number)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "cy"
    return client.get(f"/me/{SEAT}/eligibility/").content.decode()


def test_in_welsh_the_tests_and_what_can_be_done_are_in_welsh(before: Town) -> None:
    page = in_welsh(before, "N-2")
    assert "Ni allwch bleidleisio yn y bleidlais hon. Dechreuodd eich aelodaeth ar " in page
    assert "gofynnwch i’r swyddfa aelodaeth ei chywiro" in page
    assert "Eich uned yw " in page
    assert unmarked(page) == []


def test_reasons_that_were_frozen_in_english_are_said_in_welsh_too(frozen: Town) -> None:
    page = in_welsh(frozen, "N-2")
    assert "Ni chewch bleidleisio. Cawsoch eich gadael oddi ar y gofrestr a rewyd." in page
    assert "Ni allwch bleidleisio yn y bleidlais hon. Dechreuodd eich aelodaeth ar " in page
    assert "You cannot vote" not in page


def test_a_frozen_reason_that_the_list_no_longer_bears_out_stays_as_it_was_frozen(
    frozen: Town,
) -> None:
    """What was said at the freeze counts; it is English, and the page says that it is."""
    Membership.objects.filter(member__number="N-2").update(since=date(2020, 1, 1))
    page = in_welsh(frozen, "N-2")
    assert '<span lang="en">You cannot vote in this ballot because' in page
    assert unmarked(page) == []


def test_on_the_frozen_roll_a_member_reads_that_they_may_vote(frozen: Town) -> None:
    page = text_of(frozen.as_member("N-1").get(f"/me/{SEAT}/eligibility/"))
    assert "You may vote. You are on the frozen roll." in page


def test_who_was_left_off_reads_the_tests_as_they_were_frozen(frozen: Town) -> None:
    client = frozen.as_member("N-2")
    before = text_of(client.get(f"/me/{SEAT}/eligibility/"))
    frozen.at(frozen.walk.now + timedelta(days=400))
    assert "You may not vote. You were left off the frozen roll." in before
    assert text_of(client.get(f"/me/{SEAT}/eligibility/")) == before


def test_a_members_row_leads_to_the_root_on_the_record(frozen: Town) -> None:
    client = frozen.as_member("N-1")
    proof = read_proof("row", client.get(f"/me/{SEAT}/row.json").content)
    roll = read_commitment("roll", client.get(f"/me/{SEAT}/roll.json").content)
    check_row(roll, proof)
    check_contact(proof.row, FULL.email, FULL.post)
    state = frozen.walk.state.roll
    assert state is not None
    assert proof.row.number == "N-1"
    assert roll.digest == state.digest


def test_no_page_takes_another_members_number(frozen: Town) -> None:
    """The row is that of whoever is signed in; a query changes nothing."""
    shown = frozen.as_member("N-5").get(f"/me/{SEAT}/row.json?number=N-1")
    assert json.loads(shown.content)["number"] == "N-5"


def test_a_changed_address_is_shown_to_its_member(frozen: Town) -> None:
    frozen.union.organisation.members.filter(number="N-1").update(email="other@members.example")
    page = text_of(frozen.as_member("N-1").get(f"/me/{SEAT}/row/"))
    assert "other ones than the list has now" in page


def test_without_a_row_the_page_says_why(frozen: Town) -> None:
    answer = frozen.as_member("N-2").get(f"/me/{SEAT}/row/")
    assert answer.status_code == 409
    assert "You have no row on this roll." in text_of(answer)


def test_before_the_freeze_there_is_no_row(before: Town) -> None:
    answer = before.as_member("N-1").get(f"/me/{SEAT}/row/")
    assert "The roll of electors is not frozen yet." in text_of(answer)


@pytest.mark.parametrize(
    "page", ["eligibility/", "row/", "row.json", "return/", "units/", "dates/"]
)
def test_a_member_of_another_area_finds_nothing_here(frozen: Town, page: str) -> None:
    assert frozen.as_member("E-1").get(f"/me/{SEAT}/{page}").status_code == 404


@pytest.mark.parametrize(
    "page", ["eligibility/", "row/", "row.json", "return/", "units/", "dates/"]
)
def test_nobody_signs_in_first(frozen: Town, client: object, page: str) -> None:
    answer = client.get(f"/me/{SEAT}/{page}")  # type: ignore[attr-defined]
    assert answer["Location"] == f"/sign-in/?next=/me/{SEAT}/{page}"


def test_a_seat_that_does_not_exist_is_not_found(frozen: Town) -> None:
    assert frozen.as_member("N-1").get("/me/nowhere/eligibility/").status_code == 404


def test_a_link_to_my_row_stands_only_where_i_have_one(frozen: Town) -> None:
    pages = [frozen.as_member(number).get("/me/").content.decode() for number in ("N-1", "N-2")]
    assert [f"/me/{SEAT}/row/" in page for page in pages] == [True, False]


def test_whether_one_may_sign_a_petition_is_told_as_signing(build: Build) -> None:
    town = build(Walk("uk-recall-2015").opened())
    town.at(town.walk.now)
    page = text_of(town.as_member("N-1").get(f"/me/{SEAT}/eligibility/"))
    assert "If the roll were frozen today, you could not sign the petition." in page
    assert "You cannot sign this petition because" in page
    assert "vote" not in page
