"""All seats at a glance: a hexagon for each, marked with a letter for its stage, so that no colour has to tell."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, pi, sin, sqrt

from hustings.timetable.sentences import N_
from hustings.web.pictures.drawing import (
    HATCHED,
    WIDTH,
    Picture,
    Say,
    Table,
    circle,
    frame,
    lines_of,
    polygon,
    say_as_written,
    text,
)
from hustings.web.pictures.hexjson import Layout, Place

LARGEST = 26.0
"""The largest hexagon, from its middle to a corner."""
NOTHING = "·"
NO_PROCEDURE = N_("No procedure on the record")


@dataclass(frozen=True, slots=True)
class Phase:
    """Several stages under one name: its letter in the hexagon, and how the hexagon is filled."""

    name: str
    letter: str
    css: str


def draw_hexagons(
    layout: Layout,
    phases: Mapping[str, Phase],
    name: str = "seats",
    title: str = "",
    say: Say = say_as_written,
) -> Picture:
    """The layout with each seat's phase, a legend with how many seats each phase has, and the same as a table.

    ``phases`` is by the seat's name; a place of the layout that is not in it has no procedure.
    """
    heading = title or say("Seats by stage")
    idle = Phase(say(NO_PROCEDURE), NOTHING, "p-track")
    radius, left, top, height = _fitted(layout)
    parts: list[str] = []
    for place in layout.places:
        phase = phases.get(place.name, idle)
        x, y = _middle(layout, place, radius)
        parts += _hexagon(x - left, y - top, radius, phase, by_rows=layout.by_rows)
    counted = Counter(phases.get(place.name, idle) for place in layout.places)
    ordered = sorted(counted.items(), key=lambda item: (item[0] is idle, -item[1], item[0].name))
    y = height + 18
    for phase, number in ordered:
        parts += _hexagon(9, y - 5, 8, phase, by_rows=layout.by_rows)
        for words in lines_of(f"{phase.name}: {number}", WIDTH - 26):
            parts.append(text(26, y, words))
            y += 19
        y += 5
    rows = _rows(layout, phases, idle)
    words = " ".join(f"{phase.name}: {number}." for phase, number in ordered)
    table = Table(heading, (say("Seat"), say("Stage")), rows)
    return Picture(frame(name, y, heading, words, parts), table)


def _rows(layout: Layout, phases: Mapping[str, Phase], idle: Phase) -> tuple[tuple[str, str], ...]:
    named = sorted((place.name for place in layout.places), key=str.casefold)
    return tuple((one, phases.get(one, idle).name) for one in named)


def _middle(layout: Layout, place: Place, radius: float) -> tuple[float, float]:
    """Hexagons on a corner stand in rows, hexagons on a side in columns; rows count upwards."""
    half = 0.5 if layout.shifted(place) else 0.0
    across, along = sqrt(3) * radius, 1.5 * radius
    if layout.by_rows:
        return (place.q + half) * across, -place.r * along
    return place.q * along, -(place.r + half) * across


def _fitted(layout: Layout) -> tuple[float, float, float, float]:
    """The radius with which all fit the width, and what to move them by; last the height they need."""
    middles = [_middle(layout, place, 1.0) for place in layout.places]
    xs, ys = [x for x, _ in middles], [y for _, y in middles]
    radius = min(LARGEST, (WIDTH - 2) / (max(xs) - min(xs) + 2))
    left, top = (min(xs) - 1) * radius - 1, (min(ys) - 1) * radius - 1
    return radius, left, top, (max(ys) - min(ys) + 2) * radius + 2


def _hexagon(x: float, y: float, radius: float, phase: Phase, *, by_rows: bool) -> list[str]:
    turned = pi / 6 if by_rows else 0.0
    drawn = radius * 0.94
    corners: Sequence[tuple[float, float]] = [
        (x + drawn * cos(turned + n * pi / 3), y + drawn * sin(turned + n * pi / 3))
        for n in range(6)
    ]
    size = max(5, round(radius * 0.85))
    css = "p-on-solid" if phase.css == "p-solid" else "p-text"
    ground = [circle(x, y, radius * 0.55, "p-paper")] if phase.css in HATCHED else []
    letter = text(x, y + size * 0.36, phase.letter, f"{css} p-middle", size)
    return [polygon(corners, phase.css), *ground, letter]
