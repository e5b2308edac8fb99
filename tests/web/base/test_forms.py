"""Forms ask in our words and say what to do."""

from datetime import date
from typing import Any

import pytest
from django import forms
from django.template import Context, Template

from hustings.web.base.forms import DayField, Question


class About(Question):
    """A question about a day."""

    held_on = DayField(label="On which day?", help_text="For example 8 7 2019")


def asked(day: str, month: str, year: str) -> About:
    return About({"held_on_day": day, "held_on_month": month, "held_on_year": year})


def shown(template: str, form: About) -> str:
    return Template(template).render(Context({"form": form, "organisation": "Union"}))


def test_a_day_is_read_from_three_boxes() -> None:
    form = asked("8", "7", "2019")
    assert form.is_valid()
    assert form.cleaned_data["held_on"] == date(2019, 7, 8)


@pytest.mark.parametrize(
    "day",
    [
        ("29", "2", "2019"),
        ("31", "4", "2019"),
        ("24", "13", "2019"),
        ("0", "1", "2019"),
        ("1", "1", "9" * 25),
    ],
    ids="-".join,
)
def test_a_day_that_does_not_exist_is_said_so(day: tuple[str, str, str]) -> None:
    assert asked(*day).errors["held_on"] == ["There is no such day. Enter a date like 8 7 2019"]


def test_an_empty_day_asks_for_a_date() -> None:
    assert asked("", "", "").errors["held_on"] == ["Enter a date"]


def test_the_summary_of_problems_links_to_the_first_box() -> None:
    page = shown("{% problems form %}", asked("", "", ""))
    assert '<a href="#id_held_on_0">Enter a date</a>' in page
    assert 'role="alert"' in page


def test_the_same_words_about_two_questions_name_each_of_them() -> None:
    class Both(About):
        ended_on = DayField(label="On which day did it end?")

    page = shown("{% problems form %}", Both({}))
    assert "On which day?: Enter a date" in page
    assert "On which day did it end?: Enter a date" in page


def test_a_fresh_form_has_no_summary() -> None:
    assert "problems" not in shown("{% problems form %}", About())


def test_the_window_s_title_says_that_there_is_a_problem() -> None:
    title = shown("{% page_title 'The meeting' form %}", asked("", "", ""))
    assert title == "Problem: The meeting – Union"


def test_a_field_s_hint_and_problem_are_tied_to_it() -> None:
    page = shown("{{ form.held_on.as_field_group }}", asked("", "", ""))
    assert "<legend>On which day?</legend>" in page
    assert 'id="id_held_on_helptext"' in page
    assert 'id="id_held_on_error"' in page
    assert 'aria-describedby="id_held_on_helptext id_held_on_error"' in page


def test_the_browser_is_not_asked_to_judge() -> None:
    assert " required" not in shown("{{ form.held_on }}", About())


@pytest.mark.parametrize("field", [forms.ChoiceField, forms.MultipleChoiceField])
def test_what_a_page_does_not_offer_is_refused_without_repeating_it(field: Any) -> None:
    sent = "p-emdzvm6wazx6"
    with pytest.raises(forms.ValidationError) as refused:
        field(choices=[("a", "Ash")]).clean([sent] if field is forms.MultipleChoiceField else sent)
    assert refused.value.messages == ["Choose one of those that are offered"]
