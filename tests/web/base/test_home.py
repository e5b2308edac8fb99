"""After signing in a person begins where their work is, and finds the way back from every page."""

import pytest

from hustings.conduct.roles import Role
from tests.web.conftest import Visit


@pytest.mark.parametrize(
    ("role", "address"),
    [
        (Role.OFFICE, "/office/"),
        (Role.GOVERNING_BODY, "/office/"),
        (Role.TELLER, "/unit/"),
        (Role.UNIT_SECRETARY, "/unit/"),
        (Role.AFFILIATE_OFFICER, "/unit/"),
        (Role.MEMBER, "/me/"),
        (Role.CANDIDATE, "/me/"),
        (Role.REPRESENTATIVE, "/me/"),
    ],
)
def test_home_is_where_the_work_of_a_role_is(as_role: Visit, role: Role, address: str) -> None:
    answer = as_role(role).get("/home/")
    assert answer.status_code == 302
    assert answer["Location"] == address


def test_home_asks_a_stranger_to_sign_in(as_role: Visit) -> None:
    assert as_role(Role.STRANGER).get("/home/")["Location"].startswith("/sign-in/")


def test_a_teller_finds_the_way_to_their_units_on_every_page(as_role: Visit) -> None:
    page = as_role(Role.TELLER).get("/my/keys/").content.decode()
    assert 'href="/unit/"' in page
    assert 'href="/sign/"' in page


def test_a_member_sees_no_way_into_the_office(as_role: Visit) -> None:
    page = as_role(Role.MEMBER).get("/my/keys/").content.decode()
    assert 'href="/office/"' not in page
