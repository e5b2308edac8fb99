"""A refusal on a page cites the rule that it rests on; where it rests on none, no brackets stand behind it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils.translation import override

import hustings
from hustings.kernel.clauses import Citation, Ground
from hustings.people.elector_tests import MEMBERSHIP_LIST
from hustings.proceedings.citing import NO_RULE
from hustings.web.base.templatetags.hustings import why

REFUSING = {"Refused", "refused", "Worded"}


@pytest.mark.parametrize("cited", sorted(NO_RULE))
def test_nothing_stands_in_brackets_where_a_refusal_rests_on_no_rule(cited: str) -> None:
    assert why(cited) == ""
    assert why(Citation(Ground.SOURCE, cited)) == ""


def test_a_clause_stands_in_brackets_with_its_link() -> None:
    assert why("3.6", "/rules/x/3.6/").count("clause 3.6") == 1
    assert "letter of 24 June 2019" in why("letter of 24 June 2019")


def cited_in_words() -> Iterator[str]:
    """What the code's refusals cite in plain words without a number, so not by clause."""
    for place in Path(hustings.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(place.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or len(node.args) < 2:
                continue
            cited = node.args[1]
            if getattr(node.func, "id", "") in REFUSING and isinstance(cited, ast.Constant):
                yield str(cited.value)


def test_every_refusal_that_cites_in_words_is_known_to_rest_on_no_rule() -> None:
    words = {one for one in cited_in_words() if one and not any(c.isdigit() for c in one)}
    assert words <= NO_RULE
    assert words


def test_a_refusal_that_rests_on_a_whole_rulebook_does_not_name_it_by_its_code() -> None:
    assert why("rulebook model-association") == ""


def test_the_membership_list_is_called_so_in_welsh_too() -> None:
    with override("cy"):
        assert "the membership list" not in why(MEMBERSHIP_LIST)
