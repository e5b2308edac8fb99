"""Welsh sentences that are put together: a number with what it counts, a word after a preposition, a body's name."""

import re
from collections.abc import Iterator
from datetime import date
from fractions import Fraction

import pytest
from django.utils.translation import gettext, override

from hustings.conduct.saying import say
from hustings.counting.transcript import Kind, Round, Transcript
from hustings.kernel.time import Span, SpanUnit
from hustings.proceedings.contested_returns import ReturnVoided
from hustings.proceedings.telling import where_it_stands
from hustings.timetable.sentences import say_day, say_span
from hustings.web import messages
from hustings.web.base.dates import day_text
from hustings.web.pictures.pools import Pool, draw_pools
from hustings.web.pictures.transfers import draw_transfers, read_transcript
from tests.proceedings.walk import Walk, text


@pytest.fixture(autouse=True)
def in_welsh() -> Iterator[None]:
    with override("cy"):
        yield


def test_a_number_of_branches_is_a_number_of_them_in_the_mutated_plural() -> None:
    """``0 o 9 o ganghennau``: after a number alone Welsh has the singular, after ``o`` the plural, mutated."""
    walk = Walk("model-association").trigger_open()
    told = where_it_stands(walk.state, walk.rulebook, walk.now, gettext)
    assert "0 o 9 o ganghennau wedi adrodd" in told
    assert "0 o 3 o gyrff cysylltiedig wedi adrodd" in told


def test_a_length_of_time_is_said_in_welsh() -> None:
    assert say_span(Span(7, SpanUnit.DAYS), gettext) == "7 o ddiwrnodau"
    assert say_span(Span(1, SpanUnit.WEEKS), gettext) == "1 wythnos"


def test_a_date_begins_with_its_number_so_that_no_preposition_mutates_it() -> None:
    """*ar*, *i* and *tan* soften *dydd* to *ddydd*; before a number nothing changes."""
    assert say_day(date(2026, 12, 7), gettext) == "7 Rhagfyr 2026 (dydd Llun)"
    assert day_text(date(2026, 12, 7)) == "7 Rhagfyr 2026 (dydd Llun)"


def test_the_bar_says_for_what_it_stands_without_a_word_that_would_have_to_be_mutated() -> None:
    bar = Pool(
        "Canghennau",
        gettext("an open selection"),
        gettext("valid returns"),
        9,
        4,
        0,
        Fraction(1, 2),
    )
    drawn = draw_pools((bar,), say=gettext)
    assert "dros dewis" not in drawn.svg
    assert "dewis agored: 9 o 13" in drawn.svg


def test_a_body_of_the_model_rules_has_its_welsh_name() -> None:
    walk = Walk("model-association").trigger_open()
    entry = walk.decision(ReturnVoided, unit="branch-1", reasons=text("x"))
    told = say(entry, {"branch-1": "Willowgate"}, "Europe/London", gettext)
    assert told == "Dirymodd y pwyllgor adroddiad Willowgate."


def test_what_a_round_does_is_said_in_welsh() -> None:
    shown = {
        "rounds": [
            {"what": "First preferences", "kind": "first-preferences", "votes": {"Ash": "4"}},
            {"what": "Exclusion of Ash", "kind": "exclusion", "of": ["Ash"], "votes": {"Ash": "0"}},
        ]
    }
    svg = draw_transfers(read_transcript(shown), say=gettext).svg
    assert "First preferences" not in svg
    assert "Dewisiadau cyntaf" in svg
    assert "Dileu Ash" in svg


@pytest.mark.parametrize("kind", list(Kind))
def test_a_round_is_called_in_english_what_the_transcript_calls_it(kind: Kind) -> None:
    transcript = Transcript("x", (), "", ("Ash", "Birch"), (), 1, None, (), (), (), 1, (), "")
    done = Round(1, (1, 0), 0, kind=kind, of=(0, 1), transfer_value=Fraction(1, 2))
    what = transcript.what(done)
    shown = {
        "what": "something else", "kind": kind.value, "of": ["Ash", "Birch"], "votes": {"Ash": "1"},
        "transfer_value": "0.5",
    }  # fmt: skip
    assert f"Round 1: {what}." in draw_transfers(read_transcript({"rounds": [shown]})).svg


MUTATING = "dros|tros|o|i|gan|am|ar|dan|heb|hyd|wrth|trwy|drwy|at"
UNMUTATED = re.compile(rf"(?<![’\w])({MUTATING}) ((?:p(?!h)|t(?!h)|c(?!h)|ll|rh|m)\w*)")
KEPT = {"mai", "mewn", "mwy"}
"""Words that never mutate."""


def test_no_word_of_the_catalogue_keeps_its_first_letter_after_a_preposition_that_softens_it() -> (
    None
):
    """p, t, c, ll, rh and m become b, d, g, l, r and f after these; of b, d and g the first letter does not tell."""
    found = [
        (mark[0], message.id)
        for message in messages.read("cy")
        for said in (message.string if isinstance(message.string, tuple) else [message.string])
        for mark in UNMUTATED.finditer(str(said))
        if mark[2] not in KEPT
    ]
    assert found == []


NUMBER_BEFORE_A_PLURAL = re.compile(
    r"(?:\)s|\)d|\}) (?:canghennau|ganghennau|cyrff|gyrff|papurau|aelodau|pleidleisiau|unedau|dyddiau)\b"
)


def test_no_number_stands_right_before_a_plural() -> None:
    wrong = [
        str(message.string)
        for message in messages.read("cy")
        if NUMBER_BEFORE_A_PLURAL.search(str(message.string))
    ]
    assert wrong == []


def test_an_entry_and_the_record_that_it_stands_in_have_two_words() -> None:
    """*Cofnodiad* (plural *cofnodiadau*) is an entry, *cofnod* the record; *cofnodion* could be either, or minutes."""
    mixed = [
        (english, welsh)
        for english, welsh in sentences()
        if bool(re.search(r"\bentr(y|ies)\b", english, re.IGNORECASE)) != ("ofnodiad" in welsh)
        or re.search(r"\b(c|g|ch|ngh)ofnodion", welsh, re.IGNORECASE)
    ]
    assert not mixed


def sentences() -> Iterator[tuple[str, str]]:
    """Every sentence of the site in both languages, each form of a number by itself."""
    for message in messages.read("cy"):
        if not message.id:
            continue
        many = isinstance(message.id, (tuple, list))
        english = " ".join(message.id) if many else message.id
        for welsh in message.string if many else (message.string,):
            yield english, welsh
