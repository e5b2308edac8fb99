"""On a Welsh page, what the rules say in English says that it is English (WCAG 3.1.2)."""

import pytest
from django.utils.translation import override

from hustings.kernel.refusals import Refused
from hustings.web.base.refusals import Worded
from hustings.web.base.templatetags.hustings import because, english

LATE = Refused("late", "3.6", "The time is <over>.")


def test_an_english_sentence_is_marked_on_a_welsh_page() -> None:
    with override("cy"):
        assert english("Not < yet.") == '<span lang="en">Not &lt; yet.</span>'
        assert because(LATE) == '<span lang="en">The time is &lt;over&gt;.</span>'


@pytest.mark.parametrize("language", ["en", "en-gb"])
def test_on_an_english_page_nothing_needs_marking(language: str) -> None:
    with override(language):
        assert english("Not < yet.") == "Not &lt; yet."
        assert because(LATE) == "The time is &lt;over&gt;."


def test_a_refusal_that_the_site_words_is_in_the_language_of_the_page() -> None:
    with override("cy"):
        assert because(Worded("late", "", "Mae’n <rhy> hwyr.")) == "Mae’n &lt;rhy&gt; hwyr."
