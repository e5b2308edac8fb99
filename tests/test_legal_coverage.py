"""Every clause that a rulebook reports is carried out: by a value, by a function, or it says why it is not code."""

import importlib
import pkgutil

import pytest

import hustings
from hustings.kernel.clauses import CARRIED_OUT
from hustings.rulebooks.citations import citations_in
from hustings.rulebooks.documents import Document, read_document
from hustings.rulebooks.loader import Rulebook, load, shipped

SHELLS = ("hustings.store", "hustings.conduct", "hustings.web", "hustings.api", "hustings.cli")


def import_everything_pure() -> None:
    """Import every module of the pure packages, so that every ``@clause`` has been read."""
    for module in pkgutil.walk_packages(hustings.__path__, "hustings."):
        if not module.name.startswith(SHELLS) and not module.name.endswith("__main__"):
            importlib.import_module(module.name)


import_everything_pure()


def cited(rulebook: Rulebook, *grounds: str) -> set[object]:
    """Everything that the values name as a ground of one of these kinds."""
    document = read_document("rules.toml", rulebook.files["rules.toml"])
    assert isinstance(document, Document)
    return {each.named for each in citations_in(document.table) if each.ground in grounds}


@pytest.mark.parametrize("id", shipped())
def test_every_clause_is_cited_by_a_value_or_carried_out_or_explained(id: str) -> None:
    rulebook = load(id)
    carried_out = {number for text, number in CARRIED_OUT if text == id}
    used = cited(rulebook, "clause", "source") | carried_out
    left = [n for n, clause in rulebook.clauses.items() if n not in used and not clause.not_code]
    assert left == []


@pytest.mark.parametrize("id", shipped())
def test_what_is_said_not_to_be_code_is_not_code(id: str) -> None:
    rulebook = load(id)
    used = cited(rulebook, "clause", "source")
    assert [n for n, clause in rulebook.clauses.items() if clause.not_code and n in used] == []


@pytest.mark.parametrize("id", shipped())
def test_every_clause_and_source_that_a_value_cites_stands_in_clauses_md(id: str) -> None:
    assert cited(load(id), "clause", "source") <= set(load(id).clauses)


@pytest.mark.parametrize("id", shipped())
def test_every_reading_is_cited_and_every_cited_reading_exists(id: str) -> None:
    assert cited(load(id), "reading") == set(load(id).readings)


def test_a_function_that_carries_out_a_clause_of_a_rulebook_names_one_that_exists() -> None:
    marked = [(text, number) for text, number in CARRIED_OUT if text in shipped()]
    assert [each for each in marked if each[1] not in load(each[0]).clauses] == []


@pytest.mark.parametrize("id", shipped())
def test_an_unofficial_reconstruction_says_so_in_its_first_lines(id: str) -> None:
    words = load(id).files["clauses.md"].decode()[:400]
    assert ("*Unofficial reconstruction*" in words) == load(id).unofficial


@pytest.mark.parametrize("id", shipped())
def test_every_clause_of_an_unofficial_reconstruction_has_an_address_and_a_grade(id: str) -> None:
    if not load(id).unofficial:
        assert load(id).rules.rulebook.label == "model"
        return
    sources = [source for clause in load(id).clauses.values() for source in clause.sources]
    assert [str(source) for source in sources if not source.url or not source.grade] == []


def test_the_model_leaves_nothing_to_a_reading_and_rests_every_value_on_its_own_clause() -> None:
    model = load("model-association")
    assert model.readings == {}
    assert cited(model, "source", "reading") == set()
