"""The stages of a proceeding from top to bottom: past solid, present marked, future outlined, overridden struck."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from hustings.web.pictures.drawing import (
    WIDTH,
    Picture,
    Say,
    Table,
    circle,
    frame,
    line,
    lines_of,
    rect,
    say_as_written,
    text,
)


class Standing(StrEnum):
    """Where a stage stands for the reader, seen from now."""

    PAST = "past"
    PRESENT = "present"
    FUTURE = "future"
    OVERRIDDEN = "overridden"


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage, its date already in words; ``replacement`` says what stands in place of an overridden one."""

    name: str
    standing: Standing
    when: str = ""
    note: str = ""
    replacement: str = ""


_RAIL, _LEFT, _LINE = 14, 36, 19


def draw_timeline(
    stages: Sequence[Stage], name: str = "timeline", title: str = "", say: Say = say_as_written
) -> Picture:
    """Draw the stages in the order given."""
    parts: list[str] = []
    y, last = 22.0, 0.0
    for stage in stages:
        last = y
        drawn, height = _stage(stage, y, say)
        parts += drawn
        y += height
    rail = line(_RAIL, 17, _RAIL, last - 5, "p-rail") if len(stages) > 1 else ""
    heading = title or say("The stages and their dates")
    words = ". ".join(" ".join(row).strip() for row in _rows(stages, say))
    svg = frame(name, y, heading, words, [rail, *parts])
    head = (say("Stage"), say("When"), say("Where it stands"))
    return Picture(svg, Table(heading, head, _rows(stages, say)))


def _stage(stage: Stage, y: float, say: Say) -> tuple[list[str], float]:
    parts, start = [_mark(stage.standing, y - 5)], y
    overridden = stage.standing is Standing.OVERRIDDEN
    css = "p-text p-struck" if overridden else "p-text"
    if stage.standing in {Standing.PRESENT, Standing.PAST}:
        css += " p-bold"
    name = stage.name
    if stage.standing is Standing.PRESENT:
        name = say("{stage} – now").format(stage=stage.name)
    lines = [(words, css) for words in lines_of(name, WIDTH - _LEFT, 15, bold=True)]
    lines += [(words, "p-quiet") for words in lines_of(stage.when, WIDTH - _LEFT) if words]
    lines += [(words, "p-text") for words in lines_of(stage.note, WIDTH - _LEFT) if words]
    for words, look in lines:
        parts.append(text(_LEFT, y, words, look, 15 if look.startswith(css) else 14))
        y += _LINE
    if overridden and stage.replacement:
        instead = say("Instead: {what}").format(what=stage.replacement)
        said = lines_of(instead, WIDTH - _LEFT - 12)
        parts.append(line(_LEFT + 1, y - 14, _LEFT + 1, y - 18 + _LINE * len(said), "p-no"))
        for words in said:
            parts.append(text(_LEFT + 12, y, words, "p-no-text"))
            y += _LINE
    return parts, y - start + 14


def _mark(standing: Standing, y: float) -> str:
    match standing:
        case Standing.PAST:
            return circle(_RAIL, y, 7, "p-solid")
        case Standing.PRESENT:
            return circle(_RAIL, y, 11, "p-outline") + circle(_RAIL, y, 6.5, "p-solid")
        case Standing.FUTURE:
            return circle(_RAIL, y, 7, "p-outline")
        case Standing.OVERRIDDEN:
            return rect(_RAIL - 7, y - 7, 14, 14, "p-no")


def _rows(stages: Sequence[Stage], say: Say) -> tuple[tuple[str, ...], ...]:
    words = {
        Standing.PAST: say("done"),
        Standing.PRESENT: say("now"),
        Standing.FUTURE: say("to come"),
        Standing.OVERRIDDEN: say("overridden"),
    }
    return tuple(
        (
            stage.name,
            stage.when,
            "; ".join(
                part for part in (words[stage.standing], stage.note, _instead(stage, say)) if part
            ),
        )
        for stage in stages
    )


def _instead(stage: Stage, say: Say) -> str:
    return say("instead: {what}").format(what=stage.replacement) if stage.replacement else ""
