"""A journey in a real browser: an officer with a key on this device publishes a timetable and signs it there."""

import json
from base64 import urlsafe_b64encode
from typing import Any

import pytest
from playwright.sync_api import expect

from hustings.conduct.reading import read_seat
from tests.proceedings.walk import Walk
from tests.web.office.playing import SEAT, at_the_desk
from tests.web.seats import OFFICE, key_of

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.django_db(transaction=True)]

KEEP = """async ([person, jwk]) => {
  const script = document.querySelector('script[type=module]').src;
  const { loadKey } = await import(script);
  await loadKey(person, JSON.parse(jwk));
}"""


def jwk_of(person: str) -> str:
    """A person's test key as a browser takes it in."""
    key = key_of(person)
    text = [urlsafe_b64encode(b).decode().rstrip("=") for b in (bytes(key), bytes(key.verify_key))]
    return json.dumps({"kty": "OKP", "crv": "Ed25519", "d": text[0], "x": text[1]})


def test_an_officer_publishes_a_timetable_and_signs_it_on_this_device(
    monkeypatch: pytest.MonkeyPatch, live_server: Any, browser: Any
) -> None:
    playing = at_the_desk(Walk("model-association").answered(), monkeypatch)
    page = _page_of(playing.client, live_server.url, browser)
    page.goto(f"{live_server.url}/my/keys/")
    page.evaluate(KEEP, [OFFICE, jwk_of(OFFICE)])

    page.goto(f"{live_server.url}/office/")
    page.get_by_role("link", name="Publish the timetable").click()
    expect(page.get_by_role("heading", name="Publish the timetable")).to_be_visible()
    page.get_by_label("Committee", exact=True).check()
    page.get_by_label("How many had a seat and were there?").fill("5")
    page.get_by_label("Votes for").fill("5")
    page.get_by_label("Reasons, for everybody").fill("The dates follow from the rules.")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Your answers")).to_be_visible()
    page.get_by_role("button", name="Make this, then sign it").click()
    page.locator("[data-sign-button]").click()
    expect(page.get_by_role("heading", name="This stands in the record")).to_be_visible()
    assert read_seat(playing.union.organisation, SEAT).state.step("freeze") is not None


def _page_of(client: Any, url: str, browser: Any) -> Any:
    """A window of the browser in which the officer is signed in."""
    context = browser.new_context(base_url=url)
    name = "hustings"
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": url}])
    page = context.new_page()
    page.set_default_timeout(20_000)
    return page
