"""In a real browser: a member finds out why they may not vote; the representative answers the letter."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from hustings.web.mailbox.kept import letters_to
from tests.conduct.conftest import Build
from tests.conduct.town import HOLDER, SEAT, Town, asked
from tests.proceedings.walk import Walk
from tests.web.signin.test_signing_in import code_for

pytestmark = [
    pytest.mark.needs("chromium"),
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("no_attempts_yet", "mailbox"),
]


@pytest.fixture
def town(build: Build) -> Town:
    """The seat is opened and the letter about to go out, on the day that the clock shows."""
    return build(Walk("model-association").opened())


def sign_in(browser: Any, site: str, address: str, path: str, width: int = 1280) -> Any:
    """Sign in by the code from the e-mail and arrive at ``path``."""
    page = browser.new_context(viewport={"width": width, "height": 800}).new_page()
    page.goto(f"{site}{path}")
    page.get_by_label("Your e-mail address").fill(address)
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("The code from the e-mail").wait_for()
    page.get_by_label("The code from the e-mail").fill(code_for(address))
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{site}{path}")
    return page


def test_a_member_signs_in_and_reads_why_they_may_not_vote(
    town: Town, browser: Any, live_server: Any
) -> None:
    town.person_of("N-2")
    page = sign_in(browser, live_server.url, "bryony@members.example", "/me/", width=390)
    page.get_by_role("link", name="Am I eligible, and why?").click()
    expect(page.get_by_text("If the roll were frozen today, you could not vote.")).to_be_visible()
    expect(page.locator(".state")).to_contain_text("You cannot vote in this ballot because")
    expect(page.get_by_role("link", name="clause 2.2").first).to_be_visible()
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_representative_answers_from_the_letter(
    town: Town, browser: Any, live_server: Any
) -> None:
    asked(town)
    address = f"{HOLDER}@commonweal.example"
    (letter,) = letters_to(address)
    found = re.search(r"(/me/\S+/letter/)", letter.text)
    assert found is not None
    page = sign_in(browser, live_server.url, address, found[1])
    page.get_by_role("link", name="Answer").click()
    page.get_by_label("Yes, I intend to stand").check()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Check your answer")).to_be_visible()
    page.get_by_role("button", name="Send this answer").click()
    expect(page.get_by_text("Your answer is recorded.")).to_be_visible()
    expect(page.get_by_text("You intend to stand.")).to_be_visible()
    assert len(letters_to(address)) == 3  # the letter, the sign-in code, the receipt


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_of_ones_own_hold_for_everybody(
    town: Town, browser: Any, live_server: Any, scheme: str, tmp_path: Path
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    asked(town)
    address = f"{HOLDER}@commonweal.example"
    page = sign_in(browser, live_server.url, address, "/me/", width=390)
    page.emulate_media(color_scheme=scheme)
    for path in (
        "/me/", "/me/letters/", f"/me/{SEAT}/letter/", f"/me/{SEAT}/letter/answer/",
        f"/me/{SEAT}/letter/withdraw/", f"/me/{SEAT}/application/", f"/me/{SEAT}/dates/",
        f"/me/{SEAT}/units/",
    ):  # fmt: skip
        page.goto(live_server.url + path)
        found = Axe().run(page).response["violations"]
        assert not found, (path, [(one["id"], one["nodes"][0]["html"]) for one in found])
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
