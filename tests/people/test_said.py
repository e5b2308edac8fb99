"""What a test of eligibility says remembers its words, so that it can be said in other languages; it stays a string."""

import json
import pickle
from datetime import date

import pytest

from hustings.kernel.clauses import Citation, Ground
from hustings.kernel.said import Said, said
from hustings.kernel.time import Span, SpanUnit
from hustings.people.eligibility import eligibility
from hustings.people.members import Member
from hustings.people.spells import Day, Spell
from hustings.timetable.sentences import say_again
from tests.people.making import FREEZE, NORTHMOOR, joined, member, roll_rules

WHO = (
    member(),
    joined(date(2021, 5, 10)),
    member(membership=(Spell(date(2010, 1, 1), date(2021, 11, 9)),)),
    member(membership=(Spell(date(2021, 12, 1)),)),
    member(unit="elsewhere"),
    member(member_class="supporter"),
    member(suspensions=(Spell(date(2021, 1, 1)),)),
    member(arrears=Spell(date(2021, 1, 1))),
    member(paid_until=date(2021, 3, 1)),
)


@pytest.mark.parametrize("who", WHO)
def test_every_sentence_of_a_test_remembers_its_words(who: Member) -> None:
    for test in eligibility(who, NORTHMOOR, roll_rules(), FREEZE).tests:
        for sentence in (test.says, test.remedy, test.otherwise):
            assert sentence is None or isinstance(sentence, Said)
            assert sentence is None or sentence.words


@pytest.mark.parametrize("who", WHO)
def test_the_whole_sentence_goes_through_the_translation(who: Member) -> None:
    """Words in brackets show what was translated: all from the first to the last."""
    for test in eligibility(who, NORTHMOOR, roll_rules(), FREEZE).tests:
        if test.passed:
            again = say_again(test.says, lambda words: f"<{words}>")
            assert again is not None
            assert again.startswith("<")
            assert again.endswith(">")


def test_a_sentence_is_a_string_for_files_and_for_other_processes() -> None:
    sentence = said("Owed since {day}, under {rule}.", day=Day(date(2021, 5, 9)), rule=3)
    assert sentence == "Owed since 9 May 2021, under 3."
    assert json.loads(json.dumps({"says": sentence})) == {"says": "Owed since 9 May 2021, under 3."}
    back = pickle.loads(pickle.dumps(sentence))
    assert (back, back.words, back.values) == (sentence, sentence.words, sentence.values)


def test_values_are_said_in_the_other_language_each_by_its_kind() -> None:
    sentence = said(
        "{day}, {due}, {span}, {clause}, {reading}, {source}, {name}",
        day=Day(date(2021, 5, 9)),
        due=Day(date(2021, 5, 9), with_weekday=True),
        span=Span(6, SpanUnit.MONTHS),
        clause=Citation(Ground.CLAUSE, "2.2"),
        reading=Citation(Ground.READING, "3"),
        source=Citation(Ground.SOURCE, "the list"),
        name="Northmoor",
    )
    words = {
        "{weekday} {day} {month} {year}": "{day} {month} {year} ({weekday})",
        "May": "Mai",
        "Sunday": "Sul",
        "{number} months": "{number} mis",
        "clause {number}": "cymal {number}",
        "our reading {number}": "darlleniad {number}",
    }
    told = say_again(sentence, lambda text: words.get(text, text))
    assert (
        told == "9 Mai 2021, 9 Mai 2021 (Sul), 6 mis, cymal 2.2, darlleniad 3, the list, Northmoor"
    )


def test_a_plain_string_cannot_be_said_again() -> None:
    assert say_again("Your dues are paid.", str.upper) is None
