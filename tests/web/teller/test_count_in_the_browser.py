"""The pages of a seat's tellers in a real browser, at two widths: nothing that axe finds, nothing too wide."""

import os
from typing import Any

import pytest
from django.conf import settings

from tests.web.teller.table import SEAT, signed_in, table
from tests.web.teller.test_papers import BLT as PAPERS
from tests.web.teller.test_papers import (
    FIRST,
    HOME,
    LOT,
    SECOND,
    TIED,
    accounts,
    closed,
    entered,
    give,
    hand_over,
    named,
    read_by,
    reconciled,
)

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.django_db(transaction=True)]


def look_at(browser: Any, address: str, *paths: str) -> None:
    """Each page at both widths."""
    from axe_playwright_python.sync_playwright import Axe

    cookie = signed_in(FIRST).cookies[settings.SESSION_COOKIE_NAME].value
    for width in (1280, 390):
        context = browser.new_context(viewport={"width": width, "height": 800})
        named_ = {"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": address}
        context.add_cookies([named_])
        page = context.new_page()
        for path in paths:
            page.goto(address + path)
            _keep(page, path, width)
            found = Axe().run(page).response["violations"]
            assert not found, (path, [(one["id"], one["nodes"][0]["html"]) for one in found])
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def _keep(page: Any, path: str, width: int) -> None:
    """Keep the pictures where somebody wants to look at them (``HUSTINGS_PICTURES=folder``)."""
    folder = os.environ.get("HUSTINGS_PICTURES")
    if folder:
        name = path.strip("/").replace("/", "_")
        page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)


def test_the_pages_of_the_reconciliation_hold(
    browser: Any, live_server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat = table(closed(), monkeypatch)
    steps = ("accounts", "explain", "second", "check")
    seat.answer(
        FIRST,
        f"{HOME}packs/",
        ("accounts", accounts(775)),
        ("explain", {"explained": "Three papers were torn in the post room."}),
        ("second", {"second": SECOND}),
    )
    look_at(browser, live_server.url, HOME, *(f"{HOME}packs/{step}/" for step in steps))


def test_the_pages_of_the_papers_hold(
    browser: Any, live_server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat = table(reconciled(), monkeypatch)
    give(seat, named(PAPERS))
    read_by(seat, FIRST)
    read_by(seat, SECOND, (({"number_0": "1"}, 4), ({"number_1": "2"}, 2)))
    paths = ("papers/", "papers/file/file/", "papers/file/spoilt/", "papers/by-hand/1/")
    look_at(browser, live_server.url, *(HOME + path for path in paths))
    hand_over(seat, FIRST)
    hand_over(seat, SECOND)
    look_at(browser, live_server.url, HOME, f"{HOME}papers/", f"{HOME}papers/settle/compared/")


def test_the_pages_of_count_and_lot_hold(
    browser: Any, live_server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat = table(reconciled(11), monkeypatch)
    entered(seat, TIED)
    look_at(browser, live_server.url, HOME, f"{HOME}count/", f"{LOT}drawn/", f"/tellers/{SEAT}/")


def test_the_page_of_the_result_holds(
    browser: Any, live_server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat = table(reconciled(), monkeypatch)
    entered(seat)
    look_at(browser, live_server.url, f"{HOME}count/result/")
