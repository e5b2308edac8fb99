"""Every address of the site with its view, and an example path for each."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import IntConverter, UUIDConverter
from django.urls.resolvers import RegexPattern

NUMBER, UUID, WORD = "1", "00000000-0000-4000-8000-000000000000", "example"


def every_view() -> Iterator[tuple[str, Any]]:
    """(example path, view) for every pattern of the site."""
    yield from _walk(get_resolver().url_patterns, "/")


def _walk(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[tuple[str, Any]]:
    for entry in patterns:
        path = before + _example(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _walk(entry.url_patterns, path)
        else:
            yield path, entry.callback


def _example(pattern: Any) -> str:
    if isinstance(pattern, RegexPattern):
        raise TypeError(f"{pattern} is a regular expression; write addresses with path()")
    text = str(pattern)
    for name, converter in pattern.converters.items():
        value = WORD
        if isinstance(converter, IntConverter):
            value = NUMBER
        if isinstance(converter, UUIDConverter):
            value = UUID
        start = text.index("<")
        end = text.index(f"{name}>", start) + len(name) + 1
        text = text[:start] + value + text[end:]
    return text
