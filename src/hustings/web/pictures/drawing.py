"""The pencil of every picture: escaped text, wrapped by measure, classes for colours, a title and a description."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from textwrap import wrap

WIDTH = 320
"""Pictures are drawn 320 units wide, so that a small telephone shows them at their natural size."""

HATCHED = ("p-possible", "p-gain")
"""What is not settled yet, or has just arrived, is hatched: the difference is never one of colour alone."""

_HATCH = "url(#hatch)"
_LONG_FIGURE = re.compile(r"(?<![\w.,-])[1-9]\d{3,}(?![\w-])")

Say = Callable[[str], str]
"""Translates one of our sentences; the plain text itself where nothing is given."""


def say_as_written(text: str) -> str:
    """No translation."""
    return text


def grouped(words: str) -> str:
    """Figures of four digits and more with commas, as all pages write them; digits within a word stay as they are."""
    return _LONG_FIGURE.sub(lambda figure: f"{int(figure[0]):,}", words)


@dataclass(frozen=True, slots=True)
class Table:
    """The same facts as the picture, for people and programs that read."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A finished picture and its table."""

    svg: str
    table: Table


def text(x: float, y: float, words: str, css: str = "p-text", size: int = 14) -> str:
    """One line of text; ``css`` names classes of the style sheet."""
    return f'<text x="{_n(x)}" y="{_n(y)}" font-size="{size}" class="{css}">{escape(words)}</text>'


def rect(x: float, y: float, width: float, height: float, css: str) -> str:
    """A rectangle; nothing for an empty one."""
    if width <= 0:
        return ""
    place = f'x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}"'
    fill = f' fill="{_HATCH}"' if css in HATCHED else ""
    return f'<rect {place} class="{css}"{fill}/>'


def line(x1: float, y1: float, x2: float, y2: float, css: str) -> str:
    """A straight line."""
    return f'<line x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}" class="{css}"/>'


def circle(x: float, y: float, radius: float, css: str) -> str:
    """A dot."""
    return f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}" class="{css}"/>'


def polygon(corners: Sequence[tuple[float, float]], css: str) -> str:
    """A closed shape with these corners."""
    points = " ".join(f"{_n(x)},{_n(y)}" for x, y in corners)
    fill = f' fill="{_HATCH}"' if css in HATCHED else ""
    return f'<polygon points="{points}" class="{css}"{fill}/>'


def lines_of(words: str, width: float, size: int = 14, *, bold: bool = False) -> list[str]:
    """Break ``words`` so that each line fits ``width`` even in the widest of the system fonts."""
    letter = size * (0.66 if bold else 0.59)
    return wrap(words, max(8, int(width / letter))) or [""]


def frame(name: str, height: float, title: str, description: str, parts: Sequence[str]) -> str:
    """The picture around its ``parts``; ``name`` makes its ids its own on a page of several."""
    own = f"{escape(name)}-hatch"
    drawn = "".join(parts)
    hatch = (
        f'<defs><pattern id="{own}" width="6" height="6" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><line x1="0" y1="0" x2="0" y2="6" class="p-hatch"/>'
        "</pattern></defs>"
    )
    if _HATCH in drawn:
        drawn = hatch + drawn.replace(f'"{_HATCH}"', f'"url(#{own})"')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {_n(height)}" role="img" '
        f'aria-labelledby="{escape(name)}-title {escape(name)}-desc">'
        f'<title id="{escape(name)}-title">{escape(title)}</title>'
        f'<desc id="{escape(name)}-desc">{escape(description)}</desc>'
        f"{drawn}</svg>"
    )


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
