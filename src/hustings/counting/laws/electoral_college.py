"""The electoral college: sections vote apart by the eliminating ballot and are weighed together, exactly."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from hustings.counting.college import College, Section
from hustings.counting.lots import Fate, Lot, LotRequired
from hustings.counting.state import Count, Stopped
from hustings.counting.transcript import Finding, Kind, Round, SectionVotes, Tie, Transcript
from hustings.counting.verbs import NOBODY, Parcel, Table, look_back_from_first, with_fewest
from hustings.kernel.clauses import clause
from hustings.kernel.refusals import Refused

LAW = "electoral-college"


class TieReading(StrEnum):
    """How clause 5 is read."""

    LOT = "lot"
    FIRST_PREFERENCES_BACK = "first-preferences-back"


class Until(StrEnum):
    """How clause 3 is read: stop at a majority, or go on until two are left."""

    MAJORITY = "majority"
    LAST_TWO = "last-two"


@dataclass(frozen=True, slots=True)
class Readings:
    """The readings that an organisation adopts with this law."""

    tie: TieReading = TieReading.LOT
    until: Until = Until.MAJORITY


def count(
    college: College, readings: Readings | None = None, lots: Sequence[Lot] = ()
) -> Transcript | LotRequired | Refused:
    """Count the sections, or name the lot that must be drawn first, or say why they cannot be counted."""
    refusal = _cannot_count(college)
    if refusal is not None:
        return refusal
    weighing = _Weighing(college, readings or Readings(), lots)
    try:
        _first_preferences(weighing)
        while not _declare(weighing):
            _next_round(weighing)
    except Stopped as stopped:
        return stopped.why
    finished = weighing.finished(quota=None, places=2, clause="5")
    return finished if isinstance(finished, Refused) else replace(finished, valid=college.valid)


class _Box:
    """One section under way: its papers dealt out, or its returns round by round."""

    __slots__ = ("exhausted", "piles", "section", "table", "votes")

    def __init__(self, section: Section, withdrawn: frozenset[int]) -> None:
        self.section = section
        self.table = Table(replace(section.papers, withdrawn=withdrawn))
        self.piles: list[list[Parcel]] = [[] for _ in section.papers.candidates]
        self.votes = [0] * len(self.piles)
        self.exhausted = 0

    def lay(self, dealt: dict[int, Parcel]) -> None:
        for candidate, parcel in dealt.items():
            if candidate == NOBODY:
                self.exhausted += parcel.papers
            else:
                self.votes[candidate] += parcel.papers
                self.piles[candidate].append(parcel)

    def read_return(self, number: int, standing: Sequence[int]) -> None:
        """Take the totals of a round as the section returned them."""
        returns = self.section.returns
        if number > len(returns):
            because = (
                f"{self.section.name} returned {len(returns)} rounds, and round {number} is needed."
            )
            raise Stopped(Refused("return-missing", "1", because))
        votes = returns[number - 1]
        names = self.section.papers.candidates
        for candidate, found in enumerate(votes):
            if found and candidate not in standing:
                because = (
                    f"{self.section.name} returned {found} votes for {names[candidate]} in round "
                    f"{number}, who stands no longer."
                )
                raise Stopped(Refused("return-does-not-fit", "1", because))
        if sum(votes) > sum(returns[0]):
            because = (
                f"{self.section.name} returned more votes in round {number} than in the first."
            )
            raise Stopped(Refused("return-does-not-fit", "1", because))
        self.votes, self.exhausted = list(votes), sum(returns[0]) - sum(votes)


class _Weighing(Count):
    """The state of a count: every section's box, and the totals of the college in per cent."""

    __slots__ = ("boxes", "choices", "totals")

    def __init__(self, college: College, readings: Readings, lots: Sequence[Lot]) -> None:
        named = (("tie", readings.tie.value), ("until", readings.until.value))
        super().__init__(LAW, college.face(), lots, readings=named)
        self.digest = college.digest()
        self.choices = readings
        self.boxes = [_Box(section, college.withdrawn) for section in college.sections]
        self.totals: tuple[Fraction, ...] = ()

    def record(self, round: Round, *ties: Tie) -> None:
        """Set down a round with what each section's votes were."""
        sections = tuple(
            SectionVotes(box.section.name, box.section.weight, tuple(box.votes), box.exhausted)
            for box in self.boxes
        )
        self.rounds.append(
            replace(round, number=self.number, votes=self.totals, sections=sections, ties=ties)
        )


def _cannot_count(college: College) -> Refused | None:
    if college.seats != 1:
        because = f"The electoral college fills one place, and this is for {college.seats}."
        return Refused("one-place-only", "1", because)
    if not college.standing:
        because = "Every candidate has withdrawn; there is nobody to elect."
        return Refused("nobody-stands", "1", because)
    return None


@clause(LAW, "1")
def _first_preferences(weighing: _Weighing) -> None:
    for box in weighing.boxes:
        if box.section.returns:
            box.read_return(1, weighing.continuing)
        else:
            box.lay(box.table.deal())
    if not any(sum(box.votes) for box in weighing.boxes):
        because = (
            "No paper shows a preference for a candidate who stands, so nobody can be elected."
        )
        raise Stopped(Refused("no-paper-counts", "1", because))
    weighing.totals = _weigh(weighing.boxes)
    weighing.record(Round(0, (), 0))


@clause(LAW, "2")
def _weigh(boxes: Sequence[_Box]) -> tuple[Fraction, ...]:
    """Every candidate's total, in per cent of the college."""
    totals = [Fraction(0)] * len(boxes[0].votes)
    for box in boxes:
        in_play = sum(box.votes)
        for candidate, votes in enumerate(box.votes):
            if votes:
                totals[candidate] += 100 * box.section.weight * Fraction(votes, in_play)
    return tuple(totals)


@clause(LAW, "3")
def _declare(weighing: _Weighing) -> bool:
    """Elect whoever has more than half of the total; the last two, if equal, by clause 5."""
    standing, totals = weighing.continuing, weighing.totals
    if weighing.choices.until is Until.LAST_TWO and len(standing) > 2:
        return False
    for candidate in standing:
        if 2 * totals[candidate] > sum(totals):
            _elect(weighing, candidate, Finding.MAJORITY)
            return True
    if len(standing) == 2:
        tie = _settle(weighing, standing)
        _elect(weighing, sum(standing) - tie.chosen, Finding.LAST_TWO, tie)
    return len(standing) == 2


def _elect(weighing: _Weighing, candidate: int, finding: Finding, *ties: Tie) -> None:
    weighing.elected.append(candidate)
    round = weighing.rounds[-1]
    weighing.rounds[-1] = replace(
        round, elected=(candidate,), findings=(finding,), ties=(*round.ties, *ties)
    )


@clause(LAW, "4")
def _next_round(weighing: _Weighing) -> None:
    """Exclude the candidate with the lowest total in every section, and pass the papers on."""
    lowest = with_fewest(weighing.continuing, weighing.totals)
    ties = (_settle(weighing, lowest),) if len(lowest) > 1 else ()
    excluded = ties[0].chosen if ties else min(lowest)
    weighing.excluded.append(excluded)
    for box in weighing.boxes:
        if box.section.returns:
            box.read_return(weighing.number, weighing.continuing)
            continue
        box.table.close(excluded)
        moving, box.piles[excluded], box.votes[excluded] = box.piles[excluded], [], 0
        for parcel in moving:
            box.lay(box.table.sort(parcel.rows))
    if not any(sum(box.votes) for box in weighing.boxes):
        because = "No vote of any section is in play any more, so nobody can be elected."
        raise Stopped(Refused("no-paper-counts", "4", because))
    weighing.totals = _weigh(weighing.boxes)
    told = Round(0, (), 0, kind=Kind.EXCLUSION, of=(excluded,), excluded=(excluded,))
    weighing.record(told, *ties)


@clause(LAW, "5")
def _settle(weighing: _Weighing, tied: tuple[int, ...]) -> Tie:
    back = weighing.choices.tie is TieReading.FIRST_PREFERENCES_BACK
    steps = look_back_from_first(tied, weighing.history()) if back else ()
    return weighing.settle(tied, Fate.EXCLUDED, "5", steps, votes=weighing.totals[tied[0]])
