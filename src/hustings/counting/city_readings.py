"""What a city's rules fix where the law of ranked choice in the United States leaves a choice: the readings of wigm."""

from dataclasses import dataclass
from enum import StrEnum

from hustings.counting.papers import Papers
from hustings.kernel.refusals import Refused

MOST_DECIMALS = 20


class Mode(StrEnum):
    """How places are filled (``winnerElectionMode`` of the tabulator)."""

    SEVERAL_PER_ROUND = "several-per-round"
    ONE_PER_ROUND = "one-per-round"
    MAJORITY = "majority"
    BOTTOMS_UP = "bottoms-up"
    BOTTOMS_UP_THRESHOLD = "bottoms-up-threshold"
    SEQUENTIAL = "sequential"


class Threshold(StrEnum):
    """The share that elects: V / (s + 1), or V / s; in whole votes or to the decimals used."""

    DROOP = "droop"
    DROOP_FRACTIONAL = "droop-fractional"
    HARE = "hare"
    HARE_FRACTIONAL = "hare-fractional"


class TieReading(StrEnum):
    """How a tie is settled."""

    LOT = "lot"
    PREVIOUS_ROUND = "previous-round"
    CANDIDATE_ORDER = "candidate-order"
    SEEDED = "seeded"
    PREVIOUS_ROUND_SEEDED = "previous-round-seeded"
    SEEDED_ORDER = "seeded-order"


LOOKING_BACK = (TieReading.PREVIOUS_ROUND, TieReading.PREVIOUS_ROUND_SEEDED)


@dataclass(frozen=True, slots=True)
class Readings:
    """What a city's rules fix; ``write_ins`` is the name under which undeclared write-ins stand.

    ``minimum`` votes, ``stop_after`` rounds (0: no end), ``percentage`` of the active votes in hundredths
    of the whole; ``decimals`` of a vote are kept. ``seed`` is the one that the readings called seeded draw from.
    """

    mode: Mode = Mode.SEVERAL_PER_ROUND
    threshold: Threshold = Threshold.DROOP
    tie: TieReading = TieReading.LOT
    decimals: int = 4
    first_round: bool = False
    batch: bool = False
    until_two: bool = False
    minimum: int = 0
    stop_after: int = 0
    percentage: int = 0
    write_ins: str = ""
    seed: int = 0


def contradiction(papers: Papers, readings: Readings) -> Refused | None:
    """Why no count can be made by these readings."""
    if not 0 <= readings.decimals <= MOST_DECIMALS:
        because = (
            f"Votes are kept to between 0 and {MOST_DECIMALS} decimals, not {readings.decimals}."
        )
        return Refused("no-such-precision", "5", because)
    if readings.mode is Mode.MAJORITY and papers.seats != 1:
        because = f"A majority fills one place, and these papers are for {papers.seats}."
        return Refused("one-place-only", "2", because)
    if readings.mode is Mode.BOTTOMS_UP_THRESHOLD and not 1 <= readings.percentage <= 100:
        because = "Counting from the bottom up to a percentage needs one between 1 and 100."
        return Refused("no-percentage", "2", because)
    return None
