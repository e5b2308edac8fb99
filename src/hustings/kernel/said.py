"""A sentence that remembers the words and values it was made from, so that a page can say it in another language."""

from collections.abc import Mapping
from typing import Any, Self


class Said(str):
    """An English sentence, as records and files hold it; ``words`` is its template and ``values`` what stands in it.

    It is a string and nothing else to whoever does not ask, so that what decides and what is written
    knows no languages.
    """

    __slots__ = ("values", "words")

    words: str
    values: Mapping[str, Any]

    def __new__(
        cls, english: str, words: str = "", values: Mapping[str, Any] | None = None
    ) -> Self:
        """The sentence in English, made elsewhere or by :func:`said`."""
        made = super().__new__(cls, english)
        made.words = words
        made.values = values or {}
        return made


def said(words: str, **values: Any) -> Said:
    """The sentence of these words with these values; translators find the words under this function's name."""
    return Said(words.format(**values), words, values)


def to_say(words: str) -> str:
    """Words for a :func:`said` that is made elsewhere, marked for the translators here."""
    return words
