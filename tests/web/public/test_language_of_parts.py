"""On Welsh pages every sentence in English says that it is English, so that it is read aloud as English."""

import pytest
from django.conf import settings
from django.test import Client

from tests.web.english_parts import unmarked


@pytest.fixture
def welsh(stranger: Client) -> Client:
    """A stranger who has chosen Welsh."""
    stranger.cookies[settings.LANGUAGE_COOKIE_NAME] = "cy"
    return stranger


def test_the_detector_sees_what_is_not_marked() -> None:
    assert unmarked("<p>Mae hyn <b>and the rest</b> yn Saesneg.</p>") == ["and the rest"]
    assert unmarked('<p>Mae <span lang="en">the <b>and</b></span> hyn.</p><code>the</code>') == []


@pytest.mark.parametrize(
    "path",
    [
        "/", "/seats/", "/seats/declared/", "/seats/disputed/", "/seats/exempt/",
        "/seats/declared/count/", "/seats/declared/record/", "/seats/declared/same-returns/",
        "/seats/disputed/same-returns/", "/rules/", "/rules/model-association/",
        "/rules/labour-2018/", "/cases/", "/how-to-check/", "/words/", "/accessibility/",
    ],
)  # fmt: skip
def test_a_welsh_page_marks_what_is_english(welsh: Client, path: str) -> None:
    answer = welsh.get(path)
    assert answer["Content-Language"] == "cy"
    assert unmarked(answer.content.decode()) == []
