"""Every view says who may open it, holds to it for every role, and stores nothing on GET."""

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory

from hustings.conduct.roles import Role
from hustings.web.base.middleware import StoredOnGet, reading_only
from hustings.web.permissions import permission_of, requires
from hustings.web.signin.models import Account
from tests.web.addresses import every_view
from tests.web.conftest import Visit

VIEWS = list(every_view())
PATHS = [path for path, _ in VIEWS]


@pytest.mark.parametrize(("path", "view"), VIEWS, ids=PATHS)
def test_every_view_declares_who_may_open_it(path: str, view: object) -> None:
    assert permission_of(view) is not None, f"{path}: put @requires(Role.…) above the view"  # type: ignore[arg-type]


@pytest.mark.parametrize("role", list(Role))
def test_a_role_that_a_view_does_not_name_is_turned_away(as_role: Visit, role: Role) -> None:
    client = as_role(role)
    for path, view in VIEWS:
        permission = permission_of(view)
        if permission is None or permission.roles & {role, Role.STRANGER}:
            continue
        answer = client.get(path)
        if role is Role.STRANGER:
            assert answer.status_code == 302, path
            assert answer["Location"].startswith("/sign-in/"), path
        else:
            assert answer.status_code == 403, path


@pytest.mark.parametrize("role", list(Role))
def test_nobody_can_post_to_a_view_of_other_roles(as_role: Visit, role: Role) -> None:
    client = as_role(role)
    for path, view in VIEWS:
        permission = permission_of(view)
        if permission is None or permission.roles & {role, Role.STRANGER}:
            continue
        assert client.post(path).status_code in {403, 405}, path


@pytest.mark.parametrize("role", list(Role))
def test_a_role_that_a_view_names_is_let_in(as_role: Visit, role: Role) -> None:
    client = as_role(role)
    for path, view in VIEWS:
        permission = permission_of(view)
        if permission is None or role not in permission.roles:
            continue
        answer = client.get(path)
        assert answer.status_code != 403, path
        assert not (role is not Role.STRANGER and "/sign-in/" in answer.get("Location", "")), path


def test_a_view_that_does_not_write_answers_no_post(client: Client, db: None) -> None:
    assert client.post("/organisation.css").status_code == 405


def test_a_view_without_any_role_cannot_be_written() -> None:
    with pytest.raises(ValueError, match="at least one role"):
        requires()


def test_whoever_signs_in_comes_back_to_the_page_they_asked_for(client: Client, db: None) -> None:
    assert client.get("/my/keys/")["Location"] == "/sign-in/?next=/my/keys/"


def test_a_person_of_another_role_reads_whose_page_it_is(as_role: Visit) -> None:
    view = requires(Role.TELLER)(lambda request: HttpResponse())
    request = RequestFactory().get("/")
    request.person = type("Somebody", (), {"id": "p-office", "name": "Office"})()  # type: ignore[attr-defined]
    as_role(Role.OFFICE)
    answer = view(request)
    assert answer.status_code == 403
    assert "the tellers of the meeting" in answer.content.decode()


def test_what_a_get_would_store_is_refused_at_the_database(db: None) -> None:
    def stores(request: object) -> HttpResponse:
        Account.objects.create(person="p-1", email="one@example.org")
        return HttpResponse()

    with pytest.raises(StoredOnGet), transaction.atomic():
        reading_only(stores)(RequestFactory().get("/"))
    assert not Account.objects.exists()


def test_a_post_may_store(db: None) -> None:
    def stores(request: object) -> HttpResponse:
        Account.objects.create(person="p-1", email="one@example.org")
        return HttpResponse()

    reading_only(stores)(RequestFactory().post("/"))
    assert Account.objects.count() == 1


def test_raw_sql_cannot_store_on_get_either(db: None) -> None:
    def stores(request: object) -> HttpResponse:
        with connection.cursor() as cursor:
            cursor.execute("  update signin_account set email = 'x'")
        return HttpResponse()

    with pytest.raises(StoredOnGet):
        reading_only(stores)(RequestFactory().get("/"))
