"""Every unit's return with its history; figures only where enough people voted to hide each of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from hustings.conduct import words
from hustings.conduct.saying import Names, say
from hustings.conduct.seats import Placed, Seat
from hustings.kernel.clauses import Citation
from hustings.proceedings.contested_returns import (
    ContentionDismissed,
    ReturnContested,
    ReturnReinstated,
    ReturnVoided,
)
from hustings.proceedings.decisions import Decision
from hustings.proceedings.publication import figures_may_be_public
from hustings.proceedings.state import UnitRow
from hustings.proceedings.unit_returns import ReturnMade
from hustings.proceedings.values import Visibility, Withheld
from hustings.timetable.sentences import N_, Translate

FIGURES = ("open", "reselect", "abstained", "spoilt")
ABOUT_RETURNS = (
    ReturnMade,
    ReturnContested,
    ReturnVoided,
    ReturnReinstated,
    ContentionDismissed,
)


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened to a return: made, contested, voided, reinstated, found to stand."""

    number: int
    at: datetime
    kind: str
    says: str
    ground: str = ""
    reasons: str = ""
    citation: Citation | None = None


@dataclass(frozen=True, slots=True)
class ShownReturn:
    """A unit's place in the trigger ballot: how it answered, with which figures, and what became of it."""

    unit: UnitRow
    kind: str
    answer: str
    standing: str
    struck: bool
    contested: bool
    figures: tuple[int, ...] | None
    why_no_figures: str
    made_at: datetime | None
    meets_at: datetime | None
    history: tuple[Happening, ...]


def returns_of(
    seat: Seat, names: Names, translate: Translate, now: datetime
) -> tuple[ShownReturn, ...]:
    """Every unit that counts, in the order of the roll, with everything that happened to its return."""
    due = seat.state.step("returns-due")
    over = seat.state.outcome is not None or (due is not None and now > due.last)
    none = N_("no return") if over else N_("no return yet")
    return tuple(
        _return(unit, seat, names, translate, none) for unit in seat.state.units if unit.counts
    )


def public_figures(made: ReturnMade, minimum_cell: int) -> tuple[int, ...] | None:
    """The figures as a stranger may see them: disclosed to everybody, and not of a handful of voters."""
    figures = made.figures
    if figures is None or figures.seen_by is not Visibility.PUBLIC:
        return None
    votes = _votes(figures)
    if votes is None or not figures_may_be_public(votes, minimum_cell):
        return None
    return tuple(votes.get(name, 0) for name in FIGURES)


def _votes(figures: Withheld) -> Mapping[str, int] | None:
    value = figures.value
    if not isinstance(value, dict):
        return None
    return {name: n for name, n in value.items() if isinstance(n, int)}


def _return(
    unit: UnitRow, seat: Seat, names: Names, translate: Translate, none: str
) -> ShownReturn:
    about = [p for p in seat.entries if _concerns(p, unit.id)]
    made = next((p for p in reversed(about) if isinstance(p.entry, ReturnMade)), None)
    now = seat.state.standing_return(unit.id)
    meeting = next((m for m in reversed(seat.state.meetings) if m.unit == unit.id), None)
    cell = seat.rulebook.rules.publication.minimum_cell.value
    entry = made.entry if made is not None and isinstance(made.entry, ReturnMade) else None
    figures = public_figures(entry, cell) if entry is not None else None
    return ShownReturn(
        unit=unit,
        kind=translate(words.KINDS_OF_UNIT.get(unit.kind, unit.kind)),
        answer="" if now is None else translate(words.UNIT_ANSWERS[now.answer]),
        standing=translate(none if now is None else N_("void") if now.void else N_("stands")),
        struck=now is not None and now.void,
        contested=now is not None and now.contested,
        figures=figures,
        why_no_figures=_why_none(entry, figures, cell, translate),
        made_at=now.made_at if now is not None else None,
        meets_at=meeting.at if meeting is not None else None,
        history=tuple(_happening(placed, seat, names, translate) for placed in about),
    )


def _why_none(
    made: ReturnMade | None, figures: tuple[int, ...] | None, cell: int, translate: Translate
) -> str:
    if made is None or figures is not None:
        return ""
    if made.figures is None:
        return translate(N_("This unit reports its decision only."))
    text = N_("The figures are not public; below {cell} votes they never are.")
    return translate(text).format(cell=cell)


def _concerns(placed: Placed, unit: str) -> bool:
    return isinstance(placed.entry, ABOUT_RETURNS) and placed.entry.unit == unit


def _happening(placed: Placed, seat: Seat, names: Names, translate: Translate) -> Happening:
    entry = placed.entry
    zone = seat.rulebook.rules.rulebook.calendar.zone
    says = say(entry, names, zone, translate)
    if not isinstance(entry, Decision):
        return Happening(placed.number, placed.at, entry.kind, says)
    power = seat.rulebook.rules.powers.get(entry.power_name)
    return Happening(
        placed.number,
        placed.at,
        entry.kind,
        says,
        entry.ground,
        public_text(entry.reasons),
        power.citation if power is not None else None,
    )


def public_text(value: Withheld | None) -> str:
    """A text that is for everybody; empty where it is not."""
    if value is None or value.seen_by is not Visibility.PUBLIC or value.value is None:
        return ""
    return str(value.value)
