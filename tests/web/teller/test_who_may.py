"""Who may open the pages of a unit and of a seat's tellers: those of this unit, and nobody of another."""

import pytest
from django.test import Client

from hustings.conduct import returning
from hustings.conduct.roles import Role
from hustings.kernel.refusals import Refused
from hustings.proceedings.values import Actor
from hustings.proceedings.values import Role as Part
from tests.web.seats import COMMITTEE, OFFICE
from tests.web.teller.table import (
    AFFILIATE,
    MINE,
    OFFICER,
    OTHER_TELLER,
    SEAT,
    SECOND,
    SECRETARY,
    TELLER,
    Table,
    in_the_trigger,
    text_of,
)

pytestmark = pytest.mark.django_db

HOME = f"/unit/{SEAT}/{MINE}/"
PAGES = {
    HOME: {SECRETARY, TELLER, SECOND},
    f"{HOME}return/": {TELLER, SECOND},
    f"{HOME}return/figures/": {TELLER, SECOND},
    f"{HOME}meeting/": {SECRETARY},
    f"{HOME}nomination/": {SECRETARY},
    f"/unit/{SEAT}/{AFFILIATE}/": {OFFICER},
    f"/unit/{SEAT}/{AFFILIATE}/return/": {OFFICER},
    f"/unit/{SEAT}/{AFFILIATE}/nomination/": {OFFICER},
    f"/tellers/{SEAT}/": {"seat-teller"},
    f"/tellers/{SEAT}/packs/": {"seat-teller"},
    f"/tellers/{SEAT}/papers/": {"seat-teller"},
    f"/tellers/{SEAT}/papers/settle/": {"seat-teller"},
    f"/tellers/{SEAT}/papers/by-hand/done/": {"seat-teller"},
    f"/tellers/{SEAT}/papers/by-hand/1/": {"seat-teller"},
    f"/tellers/{SEAT}/papers/file/": {"seat-teller"},
    f"/tellers/{SEAT}/count/": {"seat-teller"},
    f"/tellers/{SEAT}/lot/": {"seat-teller"},
    f"/tellers/{SEAT}/ballot/": {"seat-teller"},
    f"/tellers/{SEAT}/petition/": {"seat-teller"},
}
SEAT_TELLER = "p-aaaaaaaaaaaa"
EVERYBODY = (SECRETARY, TELLER, SECOND, OTHER_TELLER, OFFICER, OFFICE, COMMITTEE, SEAT_TELLER)


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> Table:
    laid = in_the_trigger(monkeypatch)
    from tests.web.teller import table as names

    names.GIVEN[SEAT_TELLER] = "Counter"
    laid.enter(SEAT_TELLER, Role.TELLER)
    return laid


def test_each_page_opens_for_its_own_people_and_for_nobody_else(table: Table) -> None:
    for path, allowed in PAGES.items():
        wanted = {SEAT_TELLER if one == "seat-teller" else one for one in allowed}
        let_in = {one for one in EVERYBODY if table.get(one, path).status_code != 403}
        assert let_in == wanted, path


def test_nobody_can_post_to_the_pages_of_another_unit(table: Table) -> None:
    for path in (f"{HOME}return/meeting/", f"{HOME}return/check/", f"{HOME}meeting/when/"):
        assert table.post(OTHER_TELLER, path).status_code == 403, path


def test_somebody_who_is_not_signed_in_is_asked_to_sign_in(table: Table) -> None:
    for path in PAGES:
        assert Client().get(path)["Location"].startswith("/sign-in/"), path


def test_a_unit_that_the_seat_does_not_have_is_no_page(table: Table) -> None:
    assert table.get(TELLER, f"/unit/{SEAT}/nowhere/").status_code == 404
    assert table.get(TELLER, f"/unit/nowhere/{MINE}/").status_code == 404


def test_a_teller_of_another_unit_cannot_be_named_as_the_second(table: Table) -> None:
    desk = returning.unit_desk(TELLER, SEAT, MINE)
    assert OTHER_TELLER not in [one.reference for one in returning.other_tellers(desk)]


def test_a_return_with_a_teller_of_another_unit_is_refused_below_the_pages(table: Table) -> None:
    desk = returning.unit_desk(TELLER, SEAT, MINE)
    by = (Actor(TELLER, Part.TELLER), Actor(OTHER_TELLER, Part.TELLER))
    done = returning.carry_out(desk, table.walk.return_of(MINE, by=by))
    assert isinstance(done, Refused)
    assert done.code == "not-of-this-unit"


def test_a_return_of_another_unit_cannot_be_made_from_this_desk(table: Table) -> None:
    desk = returning.unit_desk(TELLER, SEAT, MINE)
    done = returning.carry_out(desk, table.walk.return_of("branch-2"))
    assert isinstance(done, Refused)
    assert done.code == "another-unit"


def test_my_units_are_listed_and_no_others(table: Table) -> None:
    said = text_of(table.get(TELLER, "/unit/"))
    assert "Branch-1, Northmoor" in said
    assert "Branch-2" not in said


def test_the_tellers_of_the_seat_find_its_papers(table: Table) -> None:
    assert "The papers of Northmoor" in text_of(table.get(SEAT_TELLER, "/unit/"))
