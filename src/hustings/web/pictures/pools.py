"""The pools of a decision as bars: what has been returned, what still could be, and the line that decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from hustings.web.pictures.drawing import (
    WIDTH,
    Picture,
    Say,
    Table,
    frame,
    line,
    lines_of,
    rect,
    say_as_written,
    text,
)


@dataclass(frozen=True, slots=True)
class Pool:
    """Votes in one pool. ``threshold`` is a share of ``yes + no + outstanding`` as the rulebook has it.

    ``choice`` says in words what a yes counts for; ``base`` names what the share is of.
    """

    name: str
    choice: str
    base: str
    yes: int
    no: int
    outstanding: int
    threshold: Fraction
    at_least: bool = True

    @property
    def total(self) -> int:
        """Everything that could be counted."""
        return self.yes + self.no + self.outstanding


_BAR, _LINE = 24, 19


def draw_pools(
    pools: Sequence[Pool], name: str = "pools", title: str = "", say: Say = say_as_written
) -> Picture:
    """One bar per pool: solid counted, hatched still possible, a line where the threshold lies."""
    parts: list[str] = []
    y = 16.0
    for pool in pools:
        drawn, y = _pool(pool, y, say)
        parts += drawn
    heading = title or say("Returns by pool")
    rows = tuple(_row(pool, say) for pool in pools)
    words = " ".join(f"{pool.name}: {_sentence(pool, say)}" for pool in pools)
    head = (
        say("Pool"), say("For"), say("Against"), say("Outstanding"),
        say("Share now"), say("If none of the outstanding"), say("If all of the outstanding"),
        say("Threshold"),
    )  # fmt: skip
    return Picture(frame(name, y, heading, words, parts), Table(heading, head, rows))


def _pool(pool: Pool, y: float, say: Say) -> tuple[list[str], float]:
    parts: list[str] = []
    for words in lines_of(pool.name, WIDTH, 15, bold=True):
        parts.append(text(0, y, words, "p-text p-bold", 15))
        y += _LINE
    for words in lines_of(_sentence(pool, say), WIDTH):
        parts.append(text(0, y, words))
        y += _LINE
    y -= 8
    unit = (WIDTH - 2) / pool.total if pool.total else 0
    parts.append(rect(1, y, WIDTH - 2, _BAR, "p-track"))
    parts.append(rect(1, y, unit * pool.yes, _BAR, "p-solid"))
    parts.append(rect(1 + unit * pool.yes, y, unit * pool.outstanding, _BAR, "p-possible"))
    at = 1 + float(pool.threshold) * (WIDTH - 2)
    parts.append(line(at, y - 5, at, y + _BAR + 5, "p-threshold"))
    y += _BAR + 20
    css = "p-quiet p-end" if at > WIDTH * 0.6 else "p-quiet"
    parts.append(text(at, y, _threshold(pool, say), css))
    return parts, y + 32


def _sentence(pool: Pool, say: Say) -> str:
    counted = say("{yes} of {counted} {base} for {choice}").format(
        yes=pool.yes, counted=pool.yes + pool.no, base=pool.base, choice=pool.choice
    )
    if not pool.outstanding:
        return counted + "."
    more = say("{n} outstanding: the share ends between {floor} and {ceiling}.").format(
        n=pool.outstanding, floor=_floor(pool), ceiling=_ceiling(pool)
    )
    return f"{counted}; {more}"


def _threshold(pool: Pool, say: Say) -> str:
    words = say("at least {share}") if pool.at_least else say("more than {share}")
    return words.format(share=pool.threshold)


def _share(part: int, whole: int) -> str:
    return str(Fraction(part, whole)) if whole else "–"


def _floor(pool: Pool) -> str:
    return _share(pool.yes, pool.total)


def _ceiling(pool: Pool) -> str:
    return _share(pool.yes + pool.outstanding, pool.total)


def _row(pool: Pool, say: Say) -> tuple[str, ...]:
    now = _share(pool.yes, pool.yes + pool.no)
    figures = (pool.yes, pool.no, pool.outstanding)
    return (
        f"{pool.name} ({pool.base})", *map(str, figures), now, _floor(pool), _ceiling(pool),
        _threshold(pool, say),
    )  # fmt: skip
