"""Every citation of every page leads to the clause in our words; every clause has its page."""

import re
from urllib.parse import quote

import pytest
from django.test import Client

from hustings.conduct.cases import published_cases
from hustings.rulebooks.loader import load, shipped
from hustings.web.public.cases import case_name

LINK = re.compile(r'href="(/rules/[^"#]+)(#reading-\d+)?"')


@pytest.mark.django_db
@pytest.mark.parametrize("id_", shipped())
def test_every_clause_of_a_rulebook_has_its_page(id_: str) -> None:
    stranger = Client()
    shown = stranger.get(f"/rules/{id_}/").content.decode()
    book = load(id_)
    assert book.digest in shown
    for number in book.clauses:
        assert stranger.get(f"/rules/{id_}/{quote(number)}/").status_code == 200, number
    for number in book.readings:
        assert f'id="reading-{number}"' in shown


@pytest.mark.parametrize("path", ["", "record/", "same-returns/", "count/"])
@pytest.mark.parametrize("seat", ["declared", "disputed", "exempt"])
def test_every_citation_leads_to_a_page_that_is_there(
    stranger: Client, seat: str, path: str
) -> None:
    found = set(LINK.findall(stranger.get(f"/seats/{seat}/{path}").content.decode()))
    assert found or path in {"count/", "same-returns/"}
    assert found or (seat, path) != ("declared", "same-returns/")
    for address, reading in found:
        answer = stranger.get(address)
        assert answer.status_code == 200, address
        assert not reading or f'id="{reading[1:]}"' in answer.content.decode()


@pytest.mark.django_db
def test_an_unofficial_rulebook_says_so_on_every_page_of_it() -> None:
    for path in ("/rules/labour-2018/", "/rules/labour-2018/5.IV.5(B)/", "/rules/"):
        assert "Unofficial reconstruction" in Client().get(path).content.decode()


@pytest.mark.django_db
def test_a_rulebook_or_clause_that_is_not_there_is_not_found() -> None:
    assert Client().get("/rules/nothing/").status_code == 404
    assert Client().get("/rules/labour-2018/99/").status_code == 404


@pytest.mark.django_db
def test_every_published_case_stands_with_its_sources_and_says_nothing_about_a_person() -> None:
    shown = Client().get("/cases/").content.decode()
    assert "It says nothing about any person." in shown
    cases = list(published_cases())
    assert len(cases) == 7
    for case in cases:
        assert f'id="{case.id}"' in shown
        for source in case.sources:
            assert source in shown


@pytest.mark.django_db
def test_the_newham_returns_part_the_three_rulebooks() -> None:
    """11 of 20 branches and 6 of 17 affiliates: 20 of 37 units want reselection; 11/20 is above a third."""
    shown = Client().get("/cases/").content.decode()
    newham = shown[shown.index('id="newham-2016"') :]
    newham = newham[: newham.index("</dl>")]
    assert newham.count("the sitting representative is reselected") == 2
    assert newham.count("an open selection</strong>") == 1
    assert "17/37" in newham


@pytest.mark.django_db
def test_words_quoted_in_a_clause_are_shown_as_quoted() -> None:
    page = Client().get("/rules/model-association/3.2/").content.decode()
    assert "<em>Should there be an open selection for this seat?</em>" in page
    assert "*" not in page.partition("<main")[2]


@pytest.mark.django_db
def test_a_rulebook_that_has_ended_names_its_last_day() -> None:
    """``labour-2018`` was in force until 26 September 2021, that day not included."""
    page = Client().get("/rules/labour-2018/").content.decode()
    assert "Saturday 25 September 2021" in page


@pytest.mark.parametrize(
    ("id_", "name"),
    [
        ("hull-north-2019", "Hull North, 2019"),
        ("ealing-southall-2019-two-returns", "Ealing Southall, 2019: two returns"),
        ("poplar-limehouse-2022", "Poplar and Limehouse, 2022"),
    ],
)
def test_a_case_has_the_name_of_its_place(id_: str, name: str) -> None:
    assert case_name(id_) == name


@pytest.mark.django_db
def test_a_source_that_is_no_clause_is_not_called_one() -> None:
    page = Client().get(f"/rules/labour-2018/{quote('explainer of 2023')}/").content.decode()
    assert "</span>Explainer of 2023</h1>" in page
    assert "Clause explainer" not in page
    assert "Clause explainer" not in Client().get("/rules/labour-2018/").content.decode()


@pytest.mark.django_db
def test_what_rests_on_a_clause_is_said_in_sentences() -> None:
    page = Client().get("/rules/labour-2018/exemptions of 2019/").content.decode()
    assert "Exempt from the trigger ballot, on these grounds: pregnancy;" in page
    assert "intention, exempt" not in page


@pytest.mark.django_db
def test_the_ways_to_read_what_is_unclear_are_sentences_and_no_codes() -> None:
    page = Client().get("/rules/labour-2018/").content.decode()
    assert "No answer leads to a second letter, and then a body decides." in page
    assert "second-letter-then-decision" not in page
