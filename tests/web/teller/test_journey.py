"""Two tellers with two browsers make one return, and the seat's public page shows it."""

import re
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from tests.web.seats import key_of
from tests.web.teller.table import MINE, SEAT, SECOND, TELLER, Table, in_the_trigger, signed_in

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.django_db(transaction=True)]

LOAD = """async ([person, jwk]) => {
  const { loadKey } = await import("/static/js/sign.js");
  await loadKey(person, jwk);
}"""


def device_of(browser: Any, address: str, person: str) -> Page:
    """A browser of their own, signed in, with their own key in it."""
    context = browser.new_context(viewport={"width": 390, "height": 800})
    cookie = signed_in(person).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": address}])
    page = context.new_page()
    page.goto(f"{address}/unit/")
    page.evaluate(LOAD, [person, _jwk(person)])
    return page


def _jwk(person: str) -> dict[str, str]:
    from base64 import urlsafe_b64encode

    key = key_of(person)
    public, secret = bytes(key.verify_key), bytes(key)
    url = [urlsafe_b64encode(part).decode().rstrip("=") for part in (public, secret)]
    return {"kty": "OKP", "crv": "Ed25519", "x": url[0], "d": url[1]}


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Continue").click()


def answer_everything(page: Page) -> None:
    page.get_by_role("link", name="Make the return").click()
    go_on(page)
    page.get_by_label("Members present").fill("45")
    page.get_by_label("No", exact=True).check()
    go_on(page)
    page.get_by_label("Yes, word for word").check()
    go_on(page)
    for name, number in (("“Yes”", 24), ("“No”", 19), ("Abstained", 1), ("Spoilt", 0)):
        page.get_by_label(re.compile(f"^{name}")).fill(str(number))
    expect(page.get_by_text("Together: 44 of 45 present; 1 did not vote")).to_be_visible()
    go_on(page)
    expect(page.get_by_text("Yes 24, No 19: Branch-1 wants an open selection.")).to_be_visible()
    go_on(page)
    sheet = {"name": "sheet.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\nsheet"}
    page.get_by_label("Photograph or scan").set_input_files([sheet])
    go_on(page)
    page.get_by_label("Second Example").check()
    go_on(page)


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> Table:
    return in_the_trigger(monkeypatch)


def test_two_tellers_on_two_devices_make_one_return(
    browser: Any, live_server: Any, table: Table
) -> None:
    first = device_of(browser, live_server.url, TELLER)
    second = device_of(browser, live_server.url, SECOND)
    first.get_by_role("link", name="Branch-1").click()
    answer_everything(first)
    first.get_by_role("button", name="Make the return").click()
    first.locator("[data-sign-button]").click()
    expect(first.get_by_text("You have signed.")).to_be_visible()

    second.goto(f"{live_server.url}/unit/{SEAT}/{MINE}/")
    second.get_by_role("link", name="Read it, then sign or refuse").click()
    expect(second.get_by_text("24").first).to_be_visible()
    second.locator("[data-sign-button]").click()
    expect(second.get_by_text("This stands in the record")).to_be_visible()

    first.goto(f"{live_server.url}/unit/{SEAT}/{MINE}/")
    expect(first.get_by_text("Branch-1 made its return")).to_be_visible()
    stranger = browser.new_context().new_page()
    stranger.goto(f"{live_server.url}/seats/{SEAT}/")
    shown = stranger.locator("main")
    expect(shown).to_contain_text("1 of 9 branches has reported")
    expect(shown).to_contain_text(re.compile(r"Branch-1.{0,400}24", re.DOTALL))


def test_the_figures_can_be_given_without_any_script(
    browser: Any, live_server: Any, table: Table
) -> None:
    address = live_server.url
    context = browser.new_context(java_script_enabled=False)
    cookie = signed_in(TELLER).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": address}])
    page = context.new_page()
    page.goto(f"{address}/unit/{SEAT}/{MINE}/return/")
    go_on(page)
    page.get_by_label("Members present").fill("20")
    page.get_by_label("No", exact=True).check()
    go_on(page)
    page.get_by_label("Yes, word for word").check()
    go_on(page)
    for name, number in (("“Yes”", 24), ("“No”", 19), ("Abstained", 1), ("Spoilt", 0)):
        page.get_by_label(re.compile(f"^{name}")).fill(str(number))
    go_on(page)
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("The figures come to 44 votes, but 20 members were present.")


def test_no_page_of_a_return_is_found_fault_with(
    browser: Any, live_server: Any, table: Table
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = device_of(browser, live_server.url, TELLER)
    page.get_by_role("link", name="Branch-1").click()
    answer_everything(page)
    home = f"{live_server.url}/unit/{SEAT}/{MINE}/"
    steps = ("meeting", "present", "question", "figures", "answer", "sheet", "second", "check")
    for path in (f"{live_server.url}/unit/", home, *(f"{home}return/{s}/" for s in steps)):
        page.goto(path)
        found = Axe().run(page).response["violations"]
        assert not found, (path, [(one["id"], one["nodes"][0]["html"]) for one in found])
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
