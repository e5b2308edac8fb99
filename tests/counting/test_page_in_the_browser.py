"""The page of a result in a real browser: nothing that axe finds, nothing wider than a small telephone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, sync_playwright

from hustings.counting.count import count
from hustings.counting.page import html_page
from hustings.counting.papers import from_rankings
from hustings.counting.transcript import Transcript

pytestmark = pytest.mark.needs("chromium")

NAMES = ("Ada Ash (of the Northmoor branch)", "Ben Birch", "Cal Cedar", "Dee Dogwood")
RANKINGS = {(0, 1): 41, (1, 2): 23, (2, 1, 3): 19, (3, 2): 11, (0, 3): 6}


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two places by the Scottish rules: 100 papers, quota 34, a surplus of 13, two excluded."""
    result = count(from_rankings(NAMES, RANKINGS, seats=2, title="Eastwater"), "scottish-2007")
    assert isinstance(result, Transcript)
    path = tmp_path_factory.mktemp("page") / "result.html"
    path.write_text(html_page(result), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        yield chromium
        chromium.close()


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_the_page_is_sound_for_everybody_at_every_width(
    browser: Browser, page: Path, width: int
) -> None:
    tab = browser.new_page(viewport={"width": width, "height": 900})
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(page.as_uri())
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    assert [found["id"] for found in Axe().run(tab).response["violations"]] == []
    assert asked == [page.as_uri()]
    tab.close()


def test_the_page_is_read_by_keyboard_from_the_first_link_to_the_sheet(
    browser: Browser, page: Path
) -> None:
    tab = browser.new_page()
    tab.goto(page.as_uri())
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.textContent") == "To the result"
    for _ in range(12):
        tab.keyboard.press("Tab")
        if tab.evaluate("document.activeElement.getAttribute('aria-label')") == "The whole sheet":
            break
    else:
        pytest.fail("the sheet that scrolls sideways is not reached by keyboard")
    tab.close()
