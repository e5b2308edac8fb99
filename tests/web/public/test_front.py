"""The front says what is going on."""

from django.test import Client


def test_the_front_names_every_seat_its_stage_and_what_is_next(stranger: Client) -> None:
    shown = stranger.get("/").content.decode()
    assert shown.count('class="card"') == 4
    assert "Trigger ballot" in shown
    assert "Declared" in shown
    assert "Recent decisions" in shown
    assert 'href="/seats/disputed/"' in shown
