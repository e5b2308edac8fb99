"""A change of papers that was looked for, and what is told of it: how many, which, and why no fewer would do."""

from dataclasses import dataclass

from hustings.counting.lots import LotRequired
from hustings.counting.phrases import listed
from hustings.counting.transcript import Transcript
from hustings.kernel.canonical import Json
from hustings.kernel.refusals import Refused

Result = Transcript | LotRequired | Refused
"""What a count of other papers can come to."""


@dataclass(frozen=True, slots=True)
class Change:
    """So many papers with one ranking (names, most preferred first) that would carry another."""

    number: int
    before: tuple[str, ...]
    after: tuple[str, ...]
    of: str = "paper"

    def __str__(self) -> str:
        what = self.of if self.number == 1 else f"{self.of}s"
        return f"{self.number} {what} from {_order(self.before)} to {_order(self.after)}"


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The fewest papers that change the result, and the proof; ``number`` is ``None`` where there is none.

    ``at_least`` is proved in any case: fewer papers cannot change who is elected for certain.
    ``with_fewer`` is how the count ends with one paper fewer changed.
    """

    number: int | None
    at_least: int | None
    because: str
    instead: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    with_fewer: str = ""
    is_answer: bool = False
    of: str = "paper"

    @property
    def sentences(self) -> tuple[str, ...]:
        """What would change the result, by whom it was counted again, and why no fewer would do."""
        if self.number is None:
            told = "The smallest number of papers that would change the result is not computed here"
            least = f" It is at least {self.at_least}." if self.at_least else ""
            return (f"{told}: {self.because}{least}",)
        what = self.of if self.number == 1 else f"{self.of}s"
        who = _outcome(self.instead, is_answer=self.is_answer)
        return (
            f"{self.number} {what} marked otherwise would have changed the result: then {who}.",
            f"For instance {'; '.join(map(str, self.changes))}.",
            f"Counted again with one fewer changed, {self.with_fewer}.",
            self.because,
        )

    def as_json(self) -> dict[str, Json]:
        """The same as data."""
        return {
            "number": self.number,
            "at_least": self.at_least,
            "exact": self.number is not None,
            "instead": list(self.instead),
            "changes": [
                {"papers": c.number, "from": list(c.before), "to": list(c.after)}
                for c in self.changes
            ],
            "with_one_fewer": self.with_fewer,
            "sentences": list(self.sentences),
        }


def how_it_ends(transcript: Transcript, result: Result) -> str:
    """How another count ends beside the first: with other people elected, or not."""
    if isinstance(result, Transcript):
        same = set(result.elected) == set(transcript.elected)
        return STANDS if same else "somebody else is elected"
    return A_LOT if isinstance(result, LotRequired) else "nobody could be elected"


STANDS, A_LOT = "the result stands", "a lot would have to be drawn"


def _order(names: tuple[str, ...]) -> str:
    return ", then ".join(names) or "no preference"


def _outcome(names: tuple[str, ...], *, is_answer: bool) -> str:
    if is_answer:
        return f"the answer would be {' and '.join(names)}"
    return f"{listed(names)} would be elected"
