"""The scrutineer's pages of codes in a real browser, at two widths: nothing that axe finds, nothing too wide."""

import os
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.conf import settings as site
from django.test import Client

from hustings.conduct.casting import Accepted, cast
from hustings.conduct.closing import close_box
from hustings.proceedings.online_ballot import OnlineBallotClosed
from tests.conduct.conftest import Build
from tests.conduct.polls import fill_roll, rules_with_cell
from tests.conduct.town import SEAT, Town
from tests.proceedings.walk import TELLERS
from tests.web.booth.conftest import SMALL, announced, keep, signs, the_scrutineer
from tests.web.booth.test_spare_codes import SPARES, declared, hand_in

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.django_db(transaction=True)]
HOME = f"/tellers/{SEAT}/box/"


def look_at(browser: Any, address: str, client: Client, *paths: str) -> None:
    """Each page at both widths; pictures are kept where somebody wants them (``HUSTINGS_PICTURES=folder``)."""
    from axe_playwright_python.sync_playwright import Axe

    cookie, folder = (
        client.cookies[site.SESSION_COOKIE_NAME].value,
        os.environ.get("HUSTINGS_PICTURES"),
    )
    for width in (1280, 390):
        context = browser.new_context(viewport={"width": width, "height": 800})
        context.add_cookies([{"name": site.SESSION_COOKIE_NAME, "value": cookie, "url": address}])
        page = context.new_page()
        for number, path in enumerate(paths):
            page.goto(address + path)
            if folder:
                name = path.strip("/").replace("/", "_")[:40]
                page.screenshot(path=f"{folder}/{number}-{name}-{width}.png", full_page=True)
            found = Axe().run(page).response["violations"]
            assert not found, (path, [(one["id"], one["nodes"][0]["html"]) for one in found])
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def opened(build: Build, settings: Any) -> Town:
    """The box is open, with two spare codes declared."""
    settings.HUSTINGS_DIRECTORY = "hustings.conduct.persons.StoreDirectory"
    said = {"spares": 2, "declaration": sha256(declared().encode()).hexdigest()}
    town = build(announced(packs=(), rulebook=rules_with_cell(4), **said))
    fill_roll(town)
    keep(town)
    return town


def test_the_pages_of_a_code_that_is_struck_off_hold(
    browser: Any, live_server: Any, build: Build, settings: Any
) -> None:
    town = opened(build, settings)
    client = the_scrutineer(town)
    page = f"{HOME}strike-off/"
    to_sign = client.post(page, {"credential": SMALL.public[0][0], "because": "other-hands"})
    statement = to_sign["Location"]
    look_at(browser, live_server.url, client, HOME, page, statement)
    assert signs(client, statement).status_code == 200
    look_at(browser, live_server.url, client, statement, f"/seats/{SEAT}/box/")


def test_the_pages_of_spare_codes_hold(
    browser: Any, live_server: Any, build: Build, settings: Any
) -> None:
    town = opened(build, settings)
    client = the_scrutineer(town)
    for number in range(4):
        person = town.person_of(f"C-branch-1-{number}").reference
        assert isinstance(cast(person, SEAT, SMALL.ballot(number, (1, 2, 3))), Accepted)
    assert town.walk.state.ballot is not None
    town.at(town.walk.state.ballot.closes + timedelta(minutes=16))
    closed = close_box(SEAT)
    assert isinstance(closed, OnlineBallotClosed)
    town.do(OnlineBallotClosed(event=closed.event, ballots=closed.ballots, by=TELLERS))
    statement = hand_in(client, SPARES)["Location"]
    look_at(browser, live_server.url, client, HOME, f"{HOME}spare-codes/", statement)
    assert signs(client, statement).status_code == 200
    look_at(browser, live_server.url, client, HOME, f"/seats/{SEAT}/box/", f"/seats/{SEAT}/record/")
