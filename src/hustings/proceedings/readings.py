"""Where no source settles a rule, a competent body can adopt one of the named readings for this proceeding."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, ClassVar, TypeVar

from pydantic import BaseModel

from hustings.kernel.refusals import Refused
from hustings.proceedings.citing import THE_RECORD, refused
from hustings.proceedings.decisions import Decision
from hustings.proceedings.entry import Entry, Given
from hustings.proceedings.state import Selection
from hustings.rulebooks.schema import PowerName, Rules

UNSETTLED = "unsettled"
M = TypeVar("M", bound=BaseModel)


def settled_rules(given: Given) -> Rules:
    """The rulebook's values with every reading that this proceeding has adopted put in its place."""
    adopted = dict(given.state.readings)
    return _settle(given.rulebook.rules, adopted) if adopted else given.rulebook.rules


def _settle(model: M, adopted: dict[int, str]) -> M:
    """A copy of ``model`` in which each unsettled value whose reading is adopted has its choice."""
    changes: dict[str, Any] = {}
    for name in type(model).model_fields:
        inner = getattr(model, name)
        if isinstance(inner, BaseModel):
            settled = _settle(inner, adopted)
            if settled is not inner:
                changes[name] = settled
    number = _unsettled_reading(model)
    if number in adopted:
        changes["value"] = adopted[number]
    return model.model_copy(update=changes) if changes else model


def unsettled_readings(model: BaseModel) -> Iterable[int]:
    """The numbers of the readings that ``model`` leaves unsettled."""
    for name in type(model).model_fields:
        inner = getattr(model, name)
        if isinstance(inner, BaseModel):
            yield from unsettled_readings(inner)
    number = _unsettled_reading(model)
    if number is not None:
        yield number


def _unsettled_reading(model: BaseModel) -> int | None:
    """The reading that this very value waits for, if it is unsettled."""
    number = getattr(model, "reading", None)
    unsettled = getattr(model, "value", None) == UNSETTLED
    return number if unsettled and isinstance(number, int) else None


@dataclass(frozen=True, kw_only=True)
class ReadingAdopted(Decision):
    """A competent body chooses between the readings of an unsettled rule, for this proceeding and openly."""

    POWER: ClassVar[PowerName] = "adopt-reading"

    reading: int
    choice: str

    def effect(self, given: Given) -> Entry | Refused:
        """One of the listed choices of a reading that is unsettled, and once only."""
        reading = given.rulebook.readings.get(self.reading)
        if reading is None or self.reading not in set(unsettled_readings(given.rulebook.rules)):
            return refused(
                "no-such-reading",
                THE_RECORD,
                f"Reading {self.reading} is not open in this rulebook.",
            )
        if self.choice not in reading.choices:
            listed = ", ".join(reading.choices)
            return refused(
                "no-such-choice", f"reading {self.reading}", f"The choices are: {listed}."
            )
        if any(number == self.reading for number, _ in given.state.readings):
            return refused(
                "reading-adopted",
                f"reading {self.reading}",
                "This reading has been adopted already.",
            )
        return self

    def applied(self, state: Selection, at: datetime) -> Selection:
        """From here on the rule has this value in this proceeding."""
        return replace(state, readings=(*state.readings, (self.reading, self.choice)))
