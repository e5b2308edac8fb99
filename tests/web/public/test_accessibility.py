"""What the page on accessibility promises is so: it names everything that needs a script."""

from pathlib import Path

from django.test import Client

import hustings.web

TEMPLATES = Path(hustings.web.__file__).parent / "templates"
NEEDED_FOR_A_KEY = {"keys.html", "parts/sign.html"}
AS_AN_EXTRA = {"teller/return/figures.html", "mailbox/letters.html"}
"""The sum of figures shown as they are typed, and the keys of the demonstration: the page works without."""


def test_only_keys_and_the_booth_need_a_script() -> None:
    """A page that gets a script is named on the page on accessibility, or works without it."""
    found = {
        place.relative_to(TEMPLATES).as_posix()
        for place in TEMPLATES.rglob("*.html")
        if "<script" in place.read_text("utf-8")
    }
    assert found == NEEDED_FOR_A_KEY | AS_AN_EXTRA


def test_the_page_says_what_needs_a_script_and_which_other_way_there_is(stranger: Client) -> None:
    shown = stranger.get("/accessibility/").content.decode()
    assert "without a mouse, without scripts" not in shown
    for words in ("making a key", "signing with it", "the booth", "by hand", "returning officer"):
        assert words in shown, words
