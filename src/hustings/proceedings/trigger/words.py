"""The words for pools, numbers and outcomes in sentences about returns."""

from collections.abc import Sequence
from fractions import Fraction

from hustings.kernel.exact import fraction_text, percent_text
from hustings.proceedings.trigger.returns import Outcome
from hustings.rulebooks.deciding_stages import Aggregate, Trigger

# fmt: off
_NUMBERS = [
    "none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen", "twenty",
]
# fmt: on

_MATTERS = {
    ("unit_tie", "reselect"): "a tied unit counts for reselection",
    ("unit_tie", "open"): "a tied unit counts for an open selection",
    ("unit_tie", "abstain"): "a tied unit stays outside",
    ("empty_pool", "counts-zero"): "a pool without a valid return counts as zero",
    ("empty_pool", "other-pools-decide"): "a pool without a valid return leaves it to the others",
    ("exactly_half", "as-written"): "exactly the threshold is not more than it",
    ("exactly_half", "enough"): "exactly the threshold is enough",
    ("no_returns", "reselected"): "no valid return at all means reselected",
    ("no_returns", "open-selection"): "no valid return at all means an open selection",
}


def spelt(number: int) -> str:
    """A number in words up to twenty, in figures above."""
    return _NUMBERS[number] if 0 <= number < len(_NUMBERS) else f"{number:,}"


def units(trigger: Trigger, name: str, number: int = 2) -> str:
    """The units of a pool: ``branch``, ``branches``; another pool's own name goes before."""
    kind = trigger.pools[name].units
    word = kind if number == 1 else {"branch": "branches", "affiliate": "affiliates"}[kind]
    return word if name == kind else f"{name} {word}"


def plural(number: int, one: str, many: str) -> str:
    """``1 return``, ``3 returns``."""
    return f"{number:,} {one if number == 1 else many}"


def listed(parts: Sequence[str]) -> str:
    """``a, b and c``."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def sentence(text: str) -> str:
    """The text with a capital at its start and a full stop at its end."""
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def share_text(share: Fraction) -> str:
    """``11/20 (55 per cent)``; a percentage that is cut short says so."""
    percent = percent_text(share)
    whole = Fraction(percent) == share * 100
    return f"{fraction_text(share)} ({percent} per cent{'' if whole else ', cut'})"


def outcome_words(outcome: Outcome) -> str:
    """The outcome as the end of a sentence."""
    return {
        Outcome.OPEN_SELECTION: "an open selection",
        Outcome.RESELECTED: "the sitting representative is reselected",
        Outcome.UNDETERMINED: "undetermined",
    }[outcome]


def threshold_words(aggregate: Aggregate) -> str:
    """``1/3 or more``, ``more than 1/2``."""
    if aggregate.more_than is not None:
        return f"more than {fraction_text(aggregate.more_than)}"
    return f"{fraction_text(aggregate.at_least or Fraction(0))} or more"


def reading_words(readings: dict[str, str]) -> str:
    """What one reading says about each open question."""
    return " and ".join(_MATTERS[item] for item in readings.items())
