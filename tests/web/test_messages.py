"""The site's words: all can be translated, all catalogues translate them, all compile without gettext's programs."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from django.utils import translation

from hustings.web.messages import (
    KEYWORDS,
    LANGUAGES,
    WEB,
    read,
    words_of_template,
    words_of_the_site,
)

BOOTH = WEB / "static/booth"
"""Built from ``booth/``, which has its words in both languages itself."""
TEMPLATES = sorted(
    place
    for place in (*WEB.rglob("*.html"), *WEB.rglob("*.txt"))
    if not place.is_relative_to(BOOTH)
)
SAMPLES = {"style/style.html"}
"""Pages of development sites that show invented text; nobody translates it."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_the_site_stands_in_the_catalogue(language: str) -> None:
    known = {(message.id, message.context) for message in read(language)}
    missing = [word.id for word in words_of_the_site() if (word.id, word.context) not in known]
    assert not missing, "run: python -m hustings.web.messages collect"


def test_every_name_by_which_a_module_calls_gettext_is_one_that_the_collector_knows() -> None:
    """``L = gettext_lazy`` hid ninety sentences from the translators, and their absence from these tests."""
    known = set(KEYWORDS)
    unknown = {
        (file.name, name)
        for file in WEB.rglob("*.py")
        for name in names_of_gettext(ast.parse(file.read_text("utf-8")))
        if name not in known
    }
    assert unknown == set()


def test_no_sentence_is_marked_inside_an_f_string_where_the_collector_does_not_look() -> None:
    """Three sentences so marked were in English on every Welsh page."""
    hidden = [
        f"{place.name}:{call.lineno}"
        for place in sorted(WEB.parent.rglob("*.py"))
        for joined in ast.walk(ast.parse(place.read_text("utf-8")))
        if isinstance(joined, ast.JoinedStr)
        for call in ast.walk(joined)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in KEYWORDS
        if any(isinstance(said, ast.Constant) for said in call.args)
    ]
    assert hidden == []


def names_of_gettext(module: ast.Module) -> Iterator[str]:
    """The names that stand for one of Django's functions of translation in a module."""
    of_django = {"gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext"}
    for node in ast.walk(module):
        match node:
            case ast.ImportFrom(module="django.utils.translation", names=names):
                yield from (one.asname or one.name for one in names if one.name in of_django)
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Name(id=source)):
                if source in of_django:
                    yield name
            case _:
                continue


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_of_the_site_is_left_without_a_translation(language: str) -> None:
    assert untranslated(read(language)) == []


def test_a_missing_form_of_a_plural_counts_as_a_word_without_a_translation() -> None:
    catalogue = Catalog(locale="cy")
    catalogue.add("Yes", "Ie")
    catalogue.add("No")
    catalogue.add(("%(n)s vote", "%(n)s votes"), ("%(n)s pleidlais",) * 5)
    catalogue.add(("%(n)s paper", "%(n)s papers"), ("%(n)s papur", "", "", "", ""))
    assert untranslated(catalogue) == ["No", ("%(n)s paper", "%(n)s papers")]


def untranslated(catalogue: Catalog) -> list[str | tuple[str, ...] | list[str]]:
    """The words that a reader would see in English, in one form of a plural or in all."""
    return [message.id for message in catalogue if message.id and not all(forms_of(message))]


def forms_of(message: Message) -> tuple[str, ...]:
    """What a translation says: once, or once for each form of the plural; nothing at all stands as an empty one."""
    said = message.string or ""
    return (said,) if isinstance(said, str) else tuple(said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_every_placeholder_and_is_no_guess(language: str) -> None:
    """The plural is what a translation is held to: an English singular may say "one" instead of a number."""
    wrong = [
        message.id
        for message in read(language)
        for said in ([message.string] if isinstance(message.string, str) else message.string)
        if message.id
        and said
        and (message.fuzzy or named_in(said) != named_in(plural_of(message.id)))
    ]
    assert wrong == []


def plural_of(words: str | tuple[str, ...] | list[str]) -> str:
    """The words themselves, or those for many."""
    return words if isinstance(words, str) else words[-1]


def named_in(words: str) -> set[str]:
    """The values that a sentence leaves places for."""
    return set(re.findall(r"%\(\w+\)s|\{\w+\}", words))


def test_welsh_is_read_from_the_catalogue_of_the_site() -> None:
    with translation.override("cy"):
        assert translation.gettext("Sign in") == "Mewngofnodi"


def test_words_are_found_in_each_kind_of_tag() -> None:
    text = (
        '{% translate "One" %}{% blocktranslate with n=x %}Two {{ n }}{% endblocktranslate %}'
        "{% blocktranslate count n=x %}{{ n }} vote{% plural %}{{ n }} votes{% endblocktranslate %}"
    )
    found = [words for words, _context in words_of_template(text)]
    assert found == ["One", "Two %(n)s", ("%(n)s vote", "%(n)s votes")]


@pytest.mark.parametrize("place", TEMPLATES, ids=lambda place: str(place.relative_to(WEB)))
def test_no_words_stand_outside_the_tags_for_translation(place: Path) -> None:
    if any(str(place).endswith(name) for name in SAMPLES):
        assert "{% extends" in place.read_text("utf-8")
        return
    assert plain_words(place.read_text("utf-8")) == []


def test_words_outside_the_tags_would_be_seen() -> None:
    assert plain_words("<p>{% translate 'Yes' %} and no</p>") == ["and no"]
    assert plain_words('<img alt="A bar">') == ["A bar"]


def plain_words(text: str) -> list[str]:
    """Text and spoken attributes of a template that no tag for translation covers."""
    text = re.sub(r"{% comment %}.*?{% endcomment %}|{#.*?#}", "", text, flags=re.DOTALL)
    text = re.sub(r"{% (blocktranslate|blocktrans)\b.*?{% end\1 %}", "", text, flags=re.DOTALL)
    text = re.sub(r"{%.*?%}|{{.*?}}", "", text, flags=re.DOTALL)
    text = re.sub(r"<(style|script|code)\b.*?</\1>", "", text, flags=re.DOTALL)
    spoken = re.findall(r'(?:alt|aria-label|title|placeholder)="([^"]*)"', text)
    between = re.sub(r"<[^>]*>", "\n", text).replace("&nbsp;", " ").splitlines()
    return [piece.strip() for piece in (*spoken, *between) if re.search(r"[^\W\d_]{2}", piece)]
