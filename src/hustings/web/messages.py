"""Catalogues of the site's words: collect them, merge them into each language, compile. No ``msgfmt`` needed."""

import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

WEB = Path(__file__).resolve().parent
SPOKEN = tuple(WEB.parent / name for name in ("people", "timetable", "proceedings", "conduct"))
"""Where sentences are marked for translation below the pages, by ``N_``, ``said`` and ``to_say``."""
LANGUAGES = ("cy",)
HEADER = """# The words of Hustings. A word without a translation is shown in English.
msgid ""
msgstr ""
"Language: {language}\\n"
"Plural-Forms: {plural}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
"""What stands first in a translators' file: nothing that changes from day to day."""

KEYWORDS: dict[str, tuple[object, ...] | None] = {
    "gettext": None,
    "gettext_lazy": None,
    "L": None,
    "gettext_noop": None,
    "_": None,
    "say": None,
    "N_": None,
    "said": None,
    "to_say": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def main(arguments: list[str]) -> int:
    """``collect`` merges new words into each language; ``compile`` (or nothing) writes what the site reads."""
    if arguments == ["collect"]:
        collect()
    elif arguments not in ([], ["compile"]):
        return 2
    compile_all()
    return 0


def place_of(language: str) -> Path:
    """The file that translators work in."""
    return WEB / "locale" / language / "LC_MESSAGES" / "django.po"


def collect() -> None:
    """Bring every language's file up to date; a word that is gone is dropped, a new one stands untranslated."""
    template = words_of_the_site()
    for language in LANGUAGES:
        place = place_of(language)
        place.parent.mkdir(parents=True, exist_ok=True)
        catalogue = read(language) if place.exists() else Catalog(locale=language)
        catalogue.update(template, no_fuzzy_matching=True)
        write(language, catalogue)


def write(language: str, catalogue: Catalog) -> None:
    """Write the file of one language."""
    with place_of(language).open("wb") as file:
        file.write(HEADER.format(language=language, plural=catalogue.plural_forms).encode())
        write_po(
            file,
            catalogue,
            width=100,
            no_location=True,
            sort_output=True,
            omit_header=True,
            ignore_obsolete=True,
        )


def compile_all(*, only_missing: bool = False) -> None:
    """Write the binary catalogues; with ``only_missing``, those that are older than their text."""
    for language in LANGUAGES:
        source, made = place_of(language), place_of(language).with_suffix(".mo")
        fresh = made.exists() and made.stat().st_mtime >= source.stat().st_mtime
        if not (only_missing and fresh):
            draft = made.with_suffix(".draft")
            with draft.open("wb") as file:
                write_mo(file, read(language))
            draft.replace(made)


def read(language: str) -> Catalog:
    """The catalogue of one language."""
    with place_of(language).open("rb") as file:
        return read_po(file, locale=language)


def words_of_the_site() -> Catalog:
    """Every word of the site's Python and templates."""
    catalogue = Catalog(project="hustings", charset="utf-8")
    for word, context in _found():
        catalogue.add(word, context=context)
    return catalogue


def _found() -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    for file in sorted(found for place in (WEB, *SPOKEN) for found in place.rglob("*.py")):
        with file.open("rb") as source:
            for _line, words, _comments, context in extract("python", source, KEYWORDS):
                yield words, context
    for file in sorted((*WEB.rglob("*.html"), *WEB.rglob("*.txt"))):
        yield from words_of_template(file.read_text("utf-8"))


def words_of_template(text: str) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    """The words of one template, found as Django's own collector finds them."""
    from io import BytesIO

    from django.utils.translation.template import templatize

    python = templatize(text).encode()
    for _line, words, _comments, context in extract("python", BytesIO(python), KEYWORDS):
        yield words, context


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
