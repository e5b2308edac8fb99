"""Every value that a rulebook can have has a sentence."""

import re
from datetime import time
from typing import Literal, get_args, get_origin

import pytest

from hustings.rulebooks.difference import difference
from hustings.rulebooks.loader import load, shipped
from hustings.rulebooks.meanings import EFFECTS, MEANINGS, POWERS, SITUATIONS
from hustings.rulebooks.schema import PowerName, Rules
from hustings.rulebooks.selecting_stages import EmergencyEffect, SeatSituation
from hustings.rulebooks.shapes import is_table, keys_of
from hustings.rulebooks.telling import clock_text, lower, meant_by, tell
from hustings.rulebooks.values import Cited, Rule
from tests.rulebooks.documents import full_table, loaded


def rules_of(kind: type, at: str = "") -> list[tuple[str, object]]:
    """Every single value of the schema, as ``(key, type of the value)``."""
    found: list[tuple[str, object]] = []
    for key, shape in keys_of(kind).items():
        path = f"{at}.{key}".lstrip(".")
        if is_table(shape.kind) and issubclass(shape.kind, Rule):
            found.append((path, keys_of(shape.kind)["value"].kind))
        elif is_table(shape.kind) and not issubclass(shape.kind, Cited):
            found += rules_of(shape.kind, path)
    return found


@pytest.mark.parametrize(("key", "kind"), rules_of(Rules))
def test_a_value_has_a_sentence_for_everything_that_it_can_be(key: str, kind: object) -> None:
    words = MEANINGS[key]
    if isinstance(words, dict) and "*" not in words:
        choices = get_args(kind) if get_origin(kind) is Literal else ("true", "false")
        assert set(words) == {str(choice) for choice in choices if choice != "unsettled"}


def test_every_power_situation_and_effect_has_words() -> None:
    assert set(POWERS) == set(get_args(PowerName))
    assert set(SITUATIONS) == set(get_args(SeatSituation))
    assert set(EFFECTS) == set(get_args(EmergencyEffect))


@pytest.mark.parametrize("id", shipped())
def test_every_sentence_of_a_shipped_rulebook_is_one(id: str) -> None:
    for said in tell(load(id)):
        assert said.says.endswith((".", "”", "?"))
        assert said.says[0].isupper() or said.says.startswith("“")
        assert "{" not in said.says
        assert ".." not in said.says


def test_quotas_and_hours_of_service_have_sentences_too() -> None:
    says = {said.key: said.says for said in tell(loaded(full_table()))}
    assert says["selection.shortlist.quotas[women]"] == (
        "At least 1/2 are of the category “women” (so; lawful by law)."
    )
    assert says["service.sent_by"].startswith("What is sent after 5 pm")


@pytest.mark.parametrize("one", shipped())
@pytest.mark.parametrize("other", shipped())
def test_every_difference_between_shipped_rulebooks_is_told_without_a_code(
    one: str, other: str
) -> None:
    """A code is a word such as ``nominated-by-affiliate``; ids of steps stand in quotation marks."""
    for change in difference(load(one), load(other)).changes:
        assert change.says[0].isupper()
        assert change.says.rstrip("”").endswith((".", "?"))
        plain = re.sub("“[^”]*”", "", change.says)
        for code in ("ballot-of-all-members", "nominated-by-affiliate", "august", "as-written"):
            assert code not in plain


def test_a_time_of_day_is_said_as_people_say_it() -> None:
    assert [clock_text(time(18)), clock_text(time(23, 59)), clock_text(time(12)), clock_text(time(0))] == [
        "6 pm",
        "11:59 pm",
        "noon",
        "12 am",
    ]  # fmt: skip


def test_a_name_keeps_its_capital_after_a_comma_and_a_plain_word_does_not() -> None:
    assert lower("August, when nobody meets.") == "august, when nobody meets."
    assert lower("A tie is settled.") == "a tie is settled."
    assert lower("NEC members vote.") == "NEC members vote."


def test_a_rulebook_that_is_another_has_something_new_and_something_gone() -> None:
    found = difference(load("labour-2021"), load("labour-2018"))
    says = {change.key: change.says for change in found.changes}
    assert says["timetable.blackouts[august]"].startswith("New: Kept free as “August")
    assert says["timetable.intervals[shortlist-hustings]"].startswith("No longer: At least 7 days")


def test_the_number_of_a_reading_is_no_difference() -> None:
    found = difference(load("labour-pre2018"), load("labour-2018"))
    assert "roll.month_end" not in {change.key for change in found.changes}


@pytest.mark.parametrize("id", shipped())
def test_every_way_to_read_a_reading_is_a_sentence_without_a_code(id: str) -> None:
    book = load(id)
    told = [said for number in book.readings for said in meant_by(book, number)]
    assert [one for one in told if "{" in one or "-" in one.split()[0] or one[-1] != "."] == []


def test_a_reading_with_one_choice_could_not_be_read_in_another_way() -> None:
    book = load("labour-2018")
    assert book.readings[6].choices == ["full"]
    assert meant_by(book, 6) == ()


def test_a_single_word_that_goes_on_after_a_comma_has_no_space_behind_it() -> None:
    assert lower("Hustings") == "hustings"
