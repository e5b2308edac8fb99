"""The front page of an organisation with one seat: it is not one of one."""

import pytest
from django.test import Client

from tests.proceedings.walk import Walk
from tests.web.seats import play_alone


@pytest.mark.django_db
def test_one_seat_is_not_one_of_one(client: Client) -> None:
    play_alone(Walk("model-association").opened())
    assert "One seat is being decided now." in client.get("/").content.decode()
