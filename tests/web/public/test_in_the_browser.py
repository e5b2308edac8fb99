"""The public pages in a real browser: nothing that axe finds, nothing wider than a telephone, nothing blocked."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.web.public.stories import all_seats
from tests.web.seats import play_together

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.django_db(transaction=True)]

PAGES = (
    "/", "/seats/disputed/", "/seats/disputed/record/", "/seats/disputed/same-returns/",
    "/seats/declared/", "/seats/declared/count/", "/seats/exempt/", "/rules/",
    "/rules/labour-2018/", "/rules/model-association/3.6/", "/cases/", "/how-to-check/",
    "/words/", "/accessibility/",
)  # fmt: skip


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
def test_public_pages_hold_for_everybody(
    browser: Any, live_server: Any, width: int, scheme: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    play_together(all_seats())
    size = {"width": width, "height": 800}
    page = browser.new_page(viewport=size, color_scheme=scheme)
    said: list[str] = []
    page.on("console", lambda line: said.append(line.text))
    for path in PAGES:
        page.goto(live_server.url + path)
        page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
        found = Axe().run(page).response["violations"]
        assert not found, (path, [(one["id"], one["nodes"][0]["html"]) for one in found])
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    assert not said


def test_a_stranger_gets_from_the_front_to_the_rule_behind_an_outcome_without_scripts(
    browser: Any, live_server: Any
) -> None:
    play_together(all_seats())
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(live_server.url)
    page.get_by_role("listitem").filter(has_text="Declared").get_by_role("link").first.click()
    page.get_by_text("The candidate is").wait_for()
    page.get_by_role("link", name="The count").first.click()
    page.get_by_text("What happened to Ash Example?").click()
    page.get_by_role("link", name="clause 4.8").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"4\.8$"))
