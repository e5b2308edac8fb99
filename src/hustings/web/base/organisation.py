"""The organisation's own accent: one colour for light and one for dark, refused where it cannot be read."""

import re
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control

from hustings.conduct.roles import Role
from hustings.web.permissions import requires

PAPER = "#ffffff"
PAPER_DARK = "#12181b"
LEAST_CONTRAST = 4.5  # WCAG 2.2, 1.4.3: text against what it stands on
_COLOUR = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)


@requires(Role.STRANGER)
@cache_control(public=True, max_age=3600)
def colours(request: HttpRequest) -> HttpResponse:
    """A style sheet of two lines at most, from this site, so that no page carries a style of its own."""
    rules: list[str] = []
    if settings.HUSTINGS_ACCENT:
        rules.append(f":root {{ --accent: {settings.HUSTINGS_ACCENT}; }}")
    if settings.HUSTINGS_ACCENT_DARK:
        dark = f":root {{ --accent: {settings.HUSTINGS_ACCENT_DARK}; }}"
        rules.append(f"@media screen and (prefers-color-scheme: dark) {{ {dark} }}")
    return HttpResponse("\n".join(rules), content_type="text/css; charset=utf-8")


@register()
def check_accents(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """An accent is written ``#1f5f6b`` and can be read on paper: at least 4.5 to 1."""
    pairs = (("HUSTINGS_ACCENT", PAPER), ("HUSTINGS_ACCENT_DARK", PAPER_DARK))
    return [
        Error(problem, id="hustings.E001")
        for name, paper in pairs
        if (problem := problem_with(name, getattr(settings, name), paper))
    ]


def problem_with(name: str, colour: str, paper: str) -> str:
    """Why ``colour`` cannot be the accent on ``paper``; empty if it can."""
    if not colour:
        return ""
    if not _COLOUR.fullmatch(colour):
        return f"{name} is {colour!r}; write six hexadecimal digits, like #1f5f6b."
    if contrast(colour, paper) < LEAST_CONTRAST:
        return f"{name} {colour} is too close to {paper} to be read; choose one with more contrast."
    return ""


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours as WCAG defines it, from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
