"""Every page in a real browser: nothing that axe finds, nothing wider than a telephone, nothing the policy blocks."""

from typing import Any

import pytest
from playwright.sync_api import expect

from hustings.conduct.roles import Role
from tests.web.test_sign_script import teller

pytestmark = [
    pytest.mark.needs("chromium"),
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("people", "mailbox"),
]

PAGES = ["/", "/sign-in/", "/style/", "/style/?problems=1", "/style/?question=1", "/mailbox/",
         "/my/keys/", "/sign-out/", "/nowhere"]  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_pages_hold_for_everybody(browser: Any, live_server: Any, scheme: str, width: int) -> None:
    from axe_playwright_python.sync_playwright import Axe

    size = {"width": width, "height": 800}
    page = teller(browser, live_server.url, viewport=size, color_scheme=scheme)
    blocked: list[str] = []
    page.on("console", lambda line: blocked.append(line.text))
    for path in PAGES:
        page.goto(live_server.url + path)
        found = Axe().run(page).response["violations"]
        assert not found, (path, [(one["id"], one["nodes"][0]["html"]) for one in found])
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    assert not [line for line in blocked if "404" not in line]


def test_everything_that_is_pressed_is_large_enough(browser: Any, live_server: Any) -> None:
    """WCAG 2.2, 2.5.8: 24 by 24 pixels, except links within a sentence."""
    page = teller(browser, live_server.url, viewport={"width": 390, "height": 800})
    for path in PAGES:
        page.goto(live_server.url + path)
        boxes = page.evaluate(
            """() => [...document.querySelectorAll("button, a, input, summary, select")]
              .filter((e) => e.checkVisibility())
              .filter((e) => e.matches(".button") || !e.closest("p, li, .skip"))
              .map((e) => [e.outerHTML.slice(0, 90), e.getBoundingClientRect().height])"""
        )
        small = [box for box in boxes if box[1] < 24]
        assert not small, path


def test_problems_take_the_focus_when_a_page_comes_back(browser: Any, live_server: Any) -> None:
    page = browser.new_page()
    page.goto(f"{live_server.url}/sign-in/")
    page.get_by_role("button", name="Send me a code").click()
    expect(page.locator(".problems")).to_be_focused()
    page.get_by_role("link", name="Enter your e-mail address").click()
    expect(page.locator("#id_email")).to_be_focused()


def test_the_first_press_of_tab_offers_to_skip_to_the_page(browser: Any, live_server: Any) -> None:
    page = browser.new_page()
    page.goto(f"{live_server.url}/")
    page.keyboard.press("Tab")
    expect(page.get_by_text("Skip to the page", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_signing_in_works_by_hand_and_without_javascript(browser: Any, live_server: Any) -> None:
    from tests.web.signin.test_signing_in import code_for

    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{live_server.url}/my/keys/")
    page.get_by_label("Your e-mail address").fill(f"{Role.TELLER.value}@example.org")
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("The code from the e-mail").wait_for()
    page.get_by_label("The code from the e-mail").fill(code_for("teller@example.org"))
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{live_server.url}/my/keys/")
    expect(page.get_by_text("Teller Example")).to_be_visible()
