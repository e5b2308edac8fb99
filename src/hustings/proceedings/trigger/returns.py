"""What the units of one pool reported, and what each of the rulebook's open questions can be read as."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Literal

UnitTie = Literal["reselect", "open", "abstain"]
EmptyPool = Literal["counts-zero", "other-pools-decide"]
ExactlyHalf = Literal["as-written", "enough"]
NoReturns = Literal["reselected", "open-selection"]


class Answer(StrEnum):
    """What a unit's meeting answered; only the first two are valid returns."""

    OPEN = "open"
    RESELECT = "reselect"
    TIE = "tie"
    ABSTAIN = "abstain"


class Outcome(StrEnum):
    """What the returns decide, or that they do not decide it."""

    OPEN_SELECTION = "open-selection"
    RESELECTED = "reselected"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True)
class PoolReturns:
    """The returns of one kind of unit.

    ``void`` holds, for every voided return, what it said before (``None`` where nobody knows);
    ``outstanding`` is the number of units that may still report (``None`` where nobody knows).
    """

    open: int = 0
    reselect: int = 0
    tie: int = 0
    abstain: int = 0
    void: tuple[Answer | None, ...] = ()
    outstanding: int | None = 0

    @property
    def made(self) -> int:
        """Returns that stand, valid or not."""
        return self.open + self.reselect + self.tie + self.abstain

    @property
    def is_complete(self) -> bool:
        """Whether no unit of the pool can report any more."""
        return self.outstanding == 0

    def answering(self, answers: Iterable[Answer]) -> "PoolReturns":
        """The same returns and these answers as well."""
        more = [*answers]
        return PoolReturns(
            self.open + more.count(Answer.OPEN),
            self.reselect + more.count(Answer.RESELECT),
            self.tie + more.count(Answer.TIE),
            self.abstain + more.count(Answer.ABSTAIN),
            self.void,
            self.outstanding,
        )

    def reinstating(self, stood: tuple[Answer | None, ...]) -> "PoolReturns":
        """The same returns with these voided ones back; one that said nobody knows what is awaited anew."""
        left = list(self.void)
        for answer in stood:
            left.remove(answer)
        unknown = sum(answer is None for answer in stood)
        awaited = None if self.outstanding is None else self.outstanding + unknown
        known = self.answering(answer for answer in stood if answer is not None)
        return replace(known, void=tuple(left), outstanding=awaited)


@dataclass(frozen=True, slots=True)
class Policies:
    """One way to read everything that a rulebook may leave unsettled."""

    unit_tie: UnitTie
    empty_pool: EmptyPool
    exactly_half: ExactlyHalf
    no_returns: NoReturns
