"""Turnout by channel: how many of those who could vote did, on paper and online, none below the minimum cell."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from hustings.web.pictures.drawing import (
    WIDTH,
    Picture,
    Say,
    Table,
    frame,
    lines_of,
    rect,
    say_as_written,
    text,
)


@dataclass(frozen=True, slots=True)
class Channel:
    """How ballots came in; ``voted`` is ``None`` where the figure is below the minimum cell and withheld."""

    name: str
    voted: int | None


def draw_turnout(
    electors: int,
    channels: Sequence[Channel],
    minimum: int,
    name: str = "turnout",
    title: str = "",
    say: Say = say_as_written,
) -> Picture:
    """One bar per channel against all electors on the roll."""
    heading = title or say("Turnout by channel")
    parts: list[str] = []
    y = 16.0
    for channel in channels:
        for words in lines_of(f"{channel.name}: {_said(channel, electors, minimum, say)}", WIDTH):
            parts.append(text(0, y, words))
            y += 19
        y -= 8
        parts.append(rect(1, y, WIDTH - 2, 20, "p-track"))
        reach = float(Fraction(channel.voted or 0, electors)) if electors else 0.0
        parts.append(rect(1, y, reach * (WIDTH - 2), 20, "p-solid"))
        y += 46
    rows = tuple((c.name, _figure(c, say), _share(c, electors), f"{electors:,}") for c in channels)
    head = (say("Channel"), say("Voted"), say("Share"), say("Electors on the roll"))
    words = " ".join(f"{c.name}: {_said(c, electors, minimum, say)}" for c in channels)
    return Picture(frame(name, y, heading, words, parts), Table(heading, head, rows))


def _said(channel: Channel, electors: int, minimum: int, say: Say) -> str:
    if channel.voted is None:
        return say("withheld, fewer than {minimum}.").format(minimum=minimum)
    return say("{voted} of {electors} electors on the roll.").format(
        voted=f"{channel.voted:,}", electors=f"{electors:,}"
    )


def _figure(channel: Channel, say: Say) -> str:
    return say("withheld") if channel.voted is None else f"{channel.voted:,}"


def _share(channel: Channel, electors: int) -> str:
    if channel.voted is None or not electors:
        return "–"
    return str(Fraction(channel.voted, electors))
