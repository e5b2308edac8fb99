"""What a paper shows, and how a law or rulebook reads it: never guessed, always one named reading."""

from dataclasses import dataclass
from enum import StrEnum

from hustings.kernel.refusals import BadInput, Problem

Marks = tuple[tuple[int, ...], ...]
"""For the numbers 1, 2, 3 … the candidates that carry them: none is a skipped number, several are equal."""

HIGHEST_NUMBER = 999
"""A number beyond this is a slip in the entry, not a preference."""


class Fault(StrEnum):
    """What a reading does with a skipped number, equal candidates or a candidate numbered twice."""

    STOPS = "preferences-stop"
    PASSED_OVER = "passed-over"
    REJECTS = "paper-rejected"


@dataclass(frozen=True, slots=True)
class ValidityRules:
    """How faults after a clear first preference are read; without one a paper is always rejected.

    The reading used unless another is named: preferences stop at the first gap or repeat.
    """

    skipped: Fault = Fault.STOPS
    equal: Fault = Fault.STOPS
    repeated: Fault = Fault.STOPS


class Rejection(StrEnum):
    """Why a paper does not count; the tellers find the last three, the marks show the others."""

    BLANK = "blank"
    NO_CLEAR_FIRST = "no-clear-first-preference"
    SKIPPED = "number-skipped"
    EQUAL = "number-used-twice"
    REPEATED = "candidate-numbered-twice"
    NOT_ISSUED = "not-an-issued-paper"
    IDENTIFIES = "could-identify-the-voter"
    UNCLEAR = "meaning-unclear"


REJECTED_FOR: dict[Rejection, str] = {
    Rejection.BLANK: "blank",
    Rejection.NO_CLEAR_FIRST: "without a clear first preference",
    Rejection.SKIPPED: "with a number left out",
    Rejection.EQUAL: "with a number used twice",
    Rejection.REPEATED: "with a candidate numbered twice",
    Rejection.NOT_ISSUED: "not issued for this ballot",
    Rejection.IDENTIFIES: "that could identify the voter",
    Rejection.UNCLEAR: "of unclear meaning",
}
"""What a sheet says behind the number of papers."""


def read_marks(marks: Marks, rules: ValidityRules) -> tuple[int, ...] | Rejection:
    """The preferences of one paper in order, or why the paper is rejected."""
    if all(not named for named in marks):
        return Rejection.BLANK
    if len(marks[0]) != 1:
        return Rejection.NO_CLEAR_FIRST
    preferences: list[int] = []
    for named in marks:
        fault = _fault(named, preferences, rules)
        if fault is None:
            preferences.append(named[0])
            continue
        effect, rejection = fault
        if effect is Fault.REJECTS:
            return rejection
        if effect is Fault.STOPS:
            break
    return tuple(preferences)


def _fault(
    named: tuple[int, ...], before: list[int], rules: ValidityRules
) -> tuple[Fault, Rejection] | None:
    match named:
        case ():
            return rules.skipped, Rejection.SKIPPED
        case (candidate,):
            return (rules.repeated, Rejection.REPEATED) if candidate in before else None
        case _:
            return rules.equal, Rejection.EQUAL


def marks_from_numbers(numbers: tuple[int | None, ...]) -> Marks:
    """Turn the number written beside each candidate (``None`` for none) into marks by number.

    >>> marks_from_numbers((2, None, 1))
    ((2,), (0,))
    """
    written = [number for number in numbers if number is not None]
    wrong = [number for number in written if not 1 <= number <= HIGHEST_NUMBER]
    if wrong:
        raise BadInput(
            Problem(
                "paper", None, "numbers", f"{wrong[0]} is not a preference", "1, 2, 3 and so on"
            )
        )
    return tuple(
        tuple(candidate for candidate, number in enumerate(numbers) if number == rank)
        for rank in range(1, max(written, default=0) + 1)
    )
