"""Who may open the office's pages on a real seat: each role, and nobody."""

import pytest
from django.test import Client

from hustings.conduct.roles import Role
from tests.proceedings.walk import Walk
from tests.web.office.playing import SEAT, Playing, at_the_desk, signed_in, text_of
from tests.web.seats import reference_of

pytestmark = pytest.mark.django_db

THE_OFFICE = {Role.OFFICE, Role.GOVERNING_BODY, Role.PROCEDURES_SECRETARY}
SPEAKS_FOR_ALL = {Role.OFFICE, Role.GOVERNING_BODY}
PAGES = {
    "/office/": THE_OFFICE,
    "/office/open/": SPEAKS_FOR_ALL,
    f"/office/seats/{SEAT}/": THE_OFFICE,
    f"/office/seats/{SEAT}/meetings/": THE_OFFICE,
    f"/office/seats/{SEAT}/meeting/": {Role.OFFICE, Role.PROCEDURES_SECRETARY},
    f"/office/seats/{SEAT}/postpone/": SPEAKS_FOR_ALL,
    f"/office/seats/{SEAT}/override-stage/": SPEAKS_FOR_ALL,
    "/office/persons/": SPEAKS_FOR_ALL,
    "/office/persons/new/": SPEAKS_FOR_ALL,
    "/office/rulebooks/": SPEAKS_FOR_ALL,
    "/office/lists/": {Role.OFFICE},
    "/office/lists/members/": {Role.OFFICE},
}


@pytest.fixture
def playing(monkeypatch: pytest.MonkeyPatch) -> Playing:
    """A seat whose units meet today."""
    return at_the_desk(Walk("model-association").trigger_open(), monkeypatch)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.STRANGER}))
def test_a_page_of_the_office_opens_for_its_roles_and_for_no_other(
    playing: Playing, role: Role
) -> None:
    somebody = reference_of(f"p-somebody-{role.value}")
    playing.union.person(somebody, playing.walk.now, role.value)
    client = signed_in(somebody)
    for page, roles in PAGES.items():
        answer = client.get(page)
        assert answer.status_code == (200 if role in roles else 403), page
        if role not in roles:
            assert client.post(page, {"step": "make"}).status_code in {403, 405}, page


def test_a_petition_is_opened_and_ended_by_those_who_speak_for_all_and_by_nobody_else(
    playing: Playing,
) -> None:
    """The rules of this seat have no petition: whoever may reads that, and all others that it is not for them."""
    for role in sorted(set(Role) - {Role.STRANGER}):
        somebody = reference_of(f"p-somebody-{role.value}")
        playing.union.person(somebody, playing.walk.now, role.value)
        for act in ("petition", "petition-ends"):
            address = f"/office/seats/{SEAT}/{act}/"
            expected = 409 if role in SPEAKS_FOR_ALL else 403
            assert signed_in(somebody).get(address).status_code == expected, (role, act)
            answer = signed_in(somebody).post(address, {"step": "make"})
            assert answer.status_code == expected, (role, act)


def test_nobody_is_asked_to_sign_in(playing: Playing) -> None:
    for page in PAGES:
        assert Client().get(page)["Location"].startswith("/sign-in/"), page


def test_a_secretary_of_another_seat_is_nobody_here(playing: Playing) -> None:
    somebody = reference_of("p-somebody-else")
    secretary = Role.PROCEDURES_SECRETARY.value
    playing.union.person(somebody, playing.walk.now, secretary, proceeding="eastwater-1")
    client = signed_in(somebody)
    assert client.get(f"/office/seats/{SEAT}/").status_code == 403
    assert "Northmoor" not in text_of(client.get("/office/"))


def test_the_page_for_others_says_whose_it_is(playing: Playing) -> None:
    somebody = reference_of("p-somebody-teller")
    playing.union.person(somebody, playing.walk.now, "teller")
    assert "the national office" in text_of(signed_in(somebody).get("/office/"))
