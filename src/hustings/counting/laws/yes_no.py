"""One question, yes or no: carried if every test of share, turnout and support is met, exactly."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from hustings.counting.lots import Lot
from hustings.counting.marked import marks_on, number_of, votes_of
from hustings.counting.papers import Papers
from hustings.counting.state import Count
from hustings.counting.transcript import Finding, Round, Threshold, Transcript
from hustings.kernel.clauses import clause
from hustings.kernel.exact import read_fraction
from hustings.kernel.refusals import Refused

LAW = "yes-no"
YES, NO = 0, 1


class Base(StrEnum):
    """What the yes votes are a share of."""

    YES_AND_NO = "yes-and-no"
    VALID = "valid"
    RETURNED = "returned"
    ELECTORS = "electors"


class Comparison(StrEnum):
    """Whether the threshold itself is enough."""

    MORE_THAN = "more-than"
    AT_LEAST = "at-least"


@dataclass(frozen=True, slots=True)
class Readings:
    """The tests that the rules put to the answer; fractions as text, like ``2/3``."""

    base: Base = Base.YES_AND_NO
    threshold: str = "1/2"
    comparison: Comparison = Comparison.MORE_THAN
    turnout: str = "0/1"
    support: str = "0/1"
    electors: int = 0


def count(
    papers: Papers, readings: Readings | None = None, lots: Sequence[Lot] = ()
) -> Transcript | Refused:
    """Count the papers and put every test, or say why they cannot be counted."""
    readings = readings or Readings()
    refusal = _cannot_count(papers, readings)
    if refusal is not None:
        return refusal
    named = tuple((name, str(getattr(readings, name))) for name in Readings.__slots__)
    counting = Count(LAW, papers, lots, readings=named)
    _count_answers(counting)
    tests = [
        _majority(counting, readings),
        _turnout(papers, readings),
        _support(counting, readings),
    ]
    _declare(counting, [test for test in tests if test is not None])
    return counting.finished(quota=None, places=0, clause="5")


def _cannot_count(papers: Papers, readings: Readings) -> Refused | None:
    if papers.seats != 1 or len(papers.candidates) < 2:
        because = "A question has one result, and the answers yes and no, in this order."
        return Refused("not-a-question", "1", because)
    if papers.withdrawn:
        return Refused("not-a-question", "1", "An answer to a question cannot withdraw.")
    asked = {"2": readings.threshold, "3": readings.turnout, "4": readings.support}
    for number, text in asked.items():
        try:
            if not 0 <= read_fraction(text) <= 1:
                return Refused("not-a-share", number, f"{text} is not a share from 0/1 to 1/1.")
        except ValueError as found:
            return Refused("not-a-share", number, f"{found}.")
    needs = readings.base is Base.ELECTORS or {readings.turnout, readings.support} != {"0/1"}
    if needs and readings.electors < papers.returned:
        because = (
            f"A test asks for a share of the electors, and {readings.electors} electors cannot have "
            f"returned {papers.returned} papers; say how many there are."
        )
        return Refused("electors-needed", "3", because)
    return None


@clause(LAW, "1")
def _count_answers(counting: Count) -> None:
    counted = marks_on(counting.papers) == 1
    counting.votes = votes_of(counting.papers, counted)
    counting.not_transferable = number_of(counting.papers, ~counted)


def _put(
    what: str, part: int, base: Base, of: int, comparison: Comparison, needed: str
) -> Threshold:
    """Compare exactly: the part with the share needed of the base."""
    share = read_fraction(needed)
    met = part > of * share if comparison is Comparison.MORE_THAN else part >= of * share
    return Threshold(what, part, base.value, of, comparison.value, share, met and of > 0)


@clause(LAW, "2")
def _majority(counting: Count, readings: Readings) -> Threshold:
    papers, yes = counting.papers, counting.votes[YES]
    match readings.base:
        case Base.YES_AND_NO:
            of = yes + counting.votes[NO]
        case Base.VALID:
            of = sum(counting.votes)
        case Base.RETURNED:
            of = papers.returned
        case Base.ELECTORS:
            of = readings.electors
    return _put("majority", yes, readings.base, of, readings.comparison, readings.threshold)


@clause(LAW, "3")
def _turnout(papers: Papers, readings: Readings) -> Threshold | None:
    if not read_fraction(readings.turnout):
        return None
    returned, electors = papers.returned, readings.electors
    return _put("turnout", returned, Base.ELECTORS, electors, Comparison.AT_LEAST, readings.turnout)


@clause(LAW, "4")
def _support(counting: Count, readings: Readings) -> Threshold | None:
    if not read_fraction(readings.support):
        return None
    yes, electors = counting.votes[YES], readings.electors
    return _put("support", yes, Base.ELECTORS, electors, Comparison.AT_LEAST, readings.support)


@clause(LAW, "5")
def _declare(counting: Count, tests: Sequence[Threshold]) -> None:
    carried = all(test.met for test in tests)
    counting.elected.append(YES if carried else NO)
    counting.rounds.append(
        Round(
            number=1,
            votes=counting.amounts(),
            exhausted=0,
            not_transferable=counting.not_transferable,
            elected=tuple(counting.elected),
            findings=(Finding.TESTS_MET if carried else Finding.TEST_NOT_MET,),
            tests=tuple(tests),
        )
    )
