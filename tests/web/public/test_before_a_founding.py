"""Before an organisation has begun its record, pages say that there is nothing yet."""

import pytest
from django.test import Client


@pytest.mark.django_db
def test_the_front_opens_before_an_organisation_is_founded() -> None:
    answer = Client().get("/")
    assert answer.status_code == 200
    assert "Nothing is open yet." in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/how-to-check/", "/words/", "/accessibility/", "/cases/", "/rules/"]
)
def test_pages_that_explain_open_without_any_seat(path: str) -> None:
    assert Client().get(path).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/record/checkpoint", "/record/trust.toml"])
def test_there_is_no_checkpoint_before_there_is_a_record(path: str) -> None:
    assert Client().get(path).status_code == 404
