"""Lists from CSV: a dry run with what would change, problems by row and column, then whole or not at all."""

from datetime import UTC, datetime
from html import unescape
from re import findall
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hustings.conduct.persons import StoreDirectory
from hustings.conduct.roles import Role
from hustings.store import membership
from tests.web.office.playing import signed_in, stop_the_clock, text_of
from tests.web.seats import COMMITTEE, OFFICE, Union, found_union

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
UNITS = b"id,name,kind,organisation,area\nmill,Millrace branch,branch,,Northmoor\n"
MEMBERS = b"number,family_name,given_name,unit,class,joined\nN1,Ash,Rowan,mill,full,2019-01-01\n"


@pytest.fixture
def union(monkeypatch: pytest.MonkeyPatch) -> Union:
    """A founded union without any list."""
    stop_the_clock(monkeypatch, NOW)
    return found_union(NOW)


def try_out(what: str, content: bytes) -> Any:
    """Upload a file for its dry run."""
    file = SimpleUploadedFile(f"{what}.csv", content)
    return signed_in(OFFICE).post(f"/office/lists/{what}/", {"file": file})


def carry_out(what: str, tried: Any) -> Any:
    """Confirm what the dry run showed."""
    hidden = findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', tried.content.decode())
    answers = {name: unescape(value) for name, value in hidden if name != "csrfmiddlewaretoken"}
    return signed_in(OFFICE).post(f"/office/lists/{what}/", {**answers, "step": "make"})


def bring_in(what: str, content: bytes) -> Any:
    """Try it out and carry it out."""
    return carry_out(what, try_out(what, content))


def numbers(union: Union) -> list[str]:
    return [one.number for one in membership.members(union.organisation)]


def test_a_dry_run_says_what_would_be_added_and_keeps_nothing(union: Union) -> None:
    page = try_out("units", UNITS)
    assert "1 would be added, 0 changed and 0 taken off" in text_of(page)
    assert not membership.units(union.organisation)


def test_a_confirmed_list_is_there(union: Union) -> None:
    assert bring_in("units", UNITS).status_code == 302
    assert bring_in("members", MEMBERS).status_code == 302
    assert numbers(union) == ["N1"]


def test_a_new_list_takes_off_whoever_is_not_in_it_and_changes_the_rest(union: Union) -> None:
    bring_in("units", UNITS)
    bring_in("members", MEMBERS + b"N2,Birch,Hazel,mill,full,2020-01-01\n")
    tried = try_out("members", MEMBERS.replace(b"Rowan", b"Robin"))
    assert "0 would be added, 1 changed and 1 taken off" in text_of(tried)
    assert "given_name Rowan Robin" in text_of(tried)
    carry_out("members", tried)
    assert numbers(union) == ["N1"]


def test_a_file_with_a_bad_row_is_refused_whole_with_row_and_column(union: Union) -> None:
    bring_in("units", UNITS)
    page = try_out("members", MEMBERS + b"N2,Birch,Hazel,nowhere,full,2020-13-01\n")
    assert page.status_code == 422
    assert "2 problems stand in the way" in text_of(page)
    assert "joined" in text_of(page)
    assert numbers(union) == []


def test_a_list_that_changed_since_the_dry_run_is_not_written_over(union: Union) -> None:
    bring_in("units", UNITS)
    tried = try_out("members", MEMBERS)
    bring_in("members", MEMBERS.replace(b"N1", b"N9"))
    late = carry_out("members", tried)
    assert late.status_code == 409
    assert "The list has changed since the dry run" in text_of(late)
    assert numbers(union) == ["N9"]


def test_a_confirmation_without_its_file_changes_nothing(union: Union) -> None:
    for token in ("", "../../hustings", "0" * 32):
        answer = signed_in(OFFICE).post(
            "/office/lists/members/", {"step": "make", "token": token, "mark": "x"}
        )
        assert answer.status_code == 409


def test_the_governing_body_does_not_bring_in_lists(union: Union) -> None:
    assert signed_in(COMMITTEE).get("/office/lists/").status_code == 403


def test_members_who_were_never_written_to_can_sign_in_after_the_import(union: Union) -> None:
    bring_in("units", UNITS)
    with_address = MEMBERS.replace(b"joined\n", b"joined,email\n").replace(
        b"01-01\n", b"01-01,rowan@members.example\n"
    )
    assert bring_in("members", with_address).status_code == 302
    found = StoreDirectory().with_address("rowan@members.example")
    assert found is not None
    assert StoreDirectory().roles_of(found.id, None) == {Role.MEMBER}


def test_a_second_import_enters_nobody_twice(union: Union) -> None:
    bring_in("units", UNITS)
    bring_in("members", MEMBERS)
    before = union.organisation.persons.count()
    bring_in("members", MEMBERS.replace(b"Rowan", b"Robin"))
    assert union.organisation.persons.count() == before
