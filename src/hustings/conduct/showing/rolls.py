"""The rolls as everybody sees them: how many electors and under which commitment, which units count and why."""

from dataclasses import dataclass

from hustings.conduct import words
from hustings.conduct.seats import Seat
from hustings.proceedings.rolls import RollFrozen, RollTree
from hustings.proceedings.state import RollState, UnitRow
from hustings.timetable.sentences import Translate, say_day


@dataclass(frozen=True, slots=True)
class ShownUnit:
    """A unit's place on the roll of units."""

    name: str
    kind: str
    counts: bool
    because: str
    since: str


@dataclass(frozen=True, slots=True)
class ShownRolls:
    """Both rolls; ``trees`` are the units that share a tree, and how many electors it has."""

    roll: RollState | None
    freeze: str
    trees: tuple[tuple[str, int | None], ...]
    units: tuple[ShownUnit, ...]
    open_objections: int


def rolls_of(seat: Seat, translate: Translate) -> ShownRolls | None:
    """The rolls as published so far; None before there is either."""
    state = seat.state
    if state.roll is None and not state.units:
        return None
    frozen = next(
        (p.entry for p in reversed(seat.entries) if isinstance(p.entry, RollFrozen)), None
    )
    names = {unit.id: unit.name for unit in state.units}
    return ShownRolls(
        state.roll,
        say_day(state.roll.freeze, translate) if state.roll is not None else "",
        tuple((_units_of(tree, names), tree.electors) for tree in frozen.trees) if frozen else (),
        tuple(_unit(unit, translate) for unit in state.units),
        sum(1 for objection in state.objections if not objection.decided),
    )


def _units_of(tree: RollTree, names: dict[str, str]) -> str:
    return ", ".join(names.get(unit, unit) for unit in tree.units)


def _unit(unit: UnitRow, translate: Translate) -> ShownUnit:
    kind = translate(words.KINDS_OF_UNIT.get(unit.kind, unit.kind))
    since = say_day(unit.affiliated_since, translate) if unit.affiliated_since else ""
    return ShownUnit(unit.name, kind, unit.counts, unit.because, since)
