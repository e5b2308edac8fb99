"""An elector votes in a real browser, on the real site: three screens, and the ballot stands in the box."""

from typing import Any

import pytest
from django.conf import settings as site

from hustings.store import boxes
from tests.conduct.conftest import Build
from tests.conduct.polls import fill_roll
from tests.conduct.town import SEAT
from tests.conduct.voters import code_of
from tests.web.booth.conftest import SMALL, announced, keep

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.django_db(transaction=True)]


def test_an_elector_votes_and_finds_the_ballot(
    browser: Any, live_server: Any, build: Build, settings: Any
) -> None:
    settings.HUSTINGS_DIRECTORY = "hustings.conduct.persons.StoreDirectory"
    town = build(announced())
    fill_roll(town)
    box = keep(town)
    client = town.as_member("N-1")
    context = browser.new_context(locale="en-GB")
    cookie = client.cookies[site.SESSION_COOKIE_NAME].value
    context.add_cookies(
        [{"name": site.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
    )
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda line: complaints.append(line.text))
    page.goto(f"{live_server.url}/booth/?contest={SEAT}")
    page.get_by_label("Number for Ash").fill("1")
    page.get_by_label("Number for Holder").fill("2")
    page.get_by_label("The code from your letter").fill(code_of(3))
    page.get_by_role("button", name="Seal my vote").click()
    page.get_by_role("heading", name="Check your vote").wait_for()
    page.get_by_role("button", name="Cast this vote").click()
    page.get_by_role("heading", name="Your vote is cast").wait_for()
    assert page.get_by_text("this device checked it").is_visible()
    standing = boxes.standing(box, SMALL.public[3][0])
    assert standing is not None
    shown = page.locator(".rows .figures").first.inner_text().replace(" ", "")
    assert shown == standing.tracker
    assert not complaints
