"""The transferable vote as the tool of Belenios counts it, its floating-point weights redone with integers."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from hustings.counting.binary64 import (
    Double,
    add,
    divide,
    exactly,
    floor,
    from_int,
    multiply,
    subtract,
)
from hustings.counting.lots import Fate, Lot
from hustings.counting.papers import Papers, Ranking
from hustings.counting.state import Count, cannot_count
from hustings.counting.transcript import Amount, Finding, Kind, Round, Tie, Transcript
from hustings.kernel.clauses import clause
from hustings.kernel.refusals import Refused

LAW = "belenios-stv"
Weighed = tuple[Double, Ranking]
"""A paper: its weight, and the candidates left on it."""
ZERO: Double = (0, 0)
ONE: Double = (1, 0)


def count(papers: Papers, lots: Sequence[Lot] = ()) -> Transcript | Refused:
    """Count the papers as the tool does, or say why they cannot be counted; no tie goes to lot."""
    refusal = cannot_count(papers, "1")
    if refusal is not None:
        return refusal
    tool = _Tool(papers, lots)
    while tool.vacancies > 0:
        _lay(tool)
        if _elect_all_left(tool):
            break
        if not _elect_first(tool):
            _exclude_last(tool)
    return tool.finished(quota=_amount(exactly(tool.quota)), places=6, clause="4")


class _Tool(Count):
    """The state of a count: the papers in the tool's order, whose they are, and what the next round is."""

    __slots__ = ("gone", "heaps", "kind", "left", "of", "quota", "weights")

    def __init__(self, papers: Papers, lots: Sequence[Lot]) -> None:
        super().__init__(LAW, papers, lots)
        self.left = _in_order(papers)
        self.quota = _quota(papers)
        self.heaps: dict[int, list[Weighed]] = {}
        self.weights: dict[int, Double] = {}
        self.gone = Fraction(0)
        self.expect(Kind.FIRST_PREFERENCES)

    def expect(self, kind: Kind, *of: int) -> None:
        """Say what the next round is."""
        self.kind: Kind = kind
        self.of: tuple[int, ...] = of

    @property
    def ranked(self) -> list[int]:
        """The candidates left on papers, the greatest weight first, equal ones in the order of the paper."""
        return sorted(self.heaps, key=lambda c: (-exactly(self.weights[c]), c))

    def tied(self, one: int, other: int) -> bool:
        """Whether two candidates have the same weight."""
        return exactly(self.weights[one]) == exactly(self.weights[other])


def _amount(exact: Fraction) -> Amount:
    return exact.numerator if exact.denominator == 1 else exact


@clause(LAW, "1")
def _in_order(papers: Papers) -> list[Weighed]:
    left: list[Weighed] = []
    for ranking, number in zip(papers.rankings, papers.multiplicities, strict=True):
        standing = tuple(c for c in ranking if c not in papers.withdrawn)
        left += [(ONE, standing)] * number
    return sorted(left, key=lambda paper: paper[1])


@clause(LAW, "2")
def _quota(papers: Papers) -> Double:
    return add(floor(divide(from_int(papers.valid), from_int(papers.seats + 1))), ONE)


@clause(LAW, "3")
def _lay(tool: _Tool) -> None:
    """Lay each paper with its first candidate; those on which nobody is left are gone."""
    tool.heaps = {c: [] for c in range(len(tool.papers.candidates)) if _named(tool, c)}
    for weight, left in tool.left:
        if left:
            tool.heaps[left[0]].append((weight, left))
        else:
            tool.gone += exactly(weight)
    tool.weights = {candidate: _weight(heap) for candidate, heap in tool.heaps.items()}
    votes: list[Amount] = [0] * len(tool.papers.candidates)
    for candidate in tool.elected:
        votes[candidate] = _amount(exactly(tool.quota))
    for candidate, weight in tool.weights.items():
        votes[candidate] = _amount(exactly(weight))
    tool.rounds.append(
        Round(
            number=tool.number,
            votes=tuple(votes),
            exhausted=_amount(tool.gone),
            loss_by_fraction=_amount(tool.papers.valid - tool.gone - sum(votes)),
            excluded=tool.of if tool.kind is Kind.EXCLUSION else (),
            kind=tool.kind,
            of=tool.of,
            quota=_amount(exactly(tool.quota)),
        )
    )


def _named(tool: _Tool, candidate: int) -> bool:
    return any(candidate in left for _, left in tool.left)


@clause(LAW, "6")
def _weight(heap: Sequence[Weighed]) -> Double:
    """What the papers weigh together, added in the order in which the tool holds them."""
    total = ZERO
    for weight, _ in reversed(heap):
        total = add(total, weight)
    return total


@clause(LAW, "3")
def _elect_all_left(tool: _Tool) -> bool:
    """Elect all who are left on papers if they are no more than the places; then the count is over."""
    if len(tool.heaps) > tool.vacancies:
        return False
    _declare(tool, tuple(sorted(tool.heaps)), Finding.LAST_VACANCIES)
    return True


def _declare(tool: _Tool, elected: tuple[int, ...], finding: Finding, *ties: Tie) -> None:
    tool.elected.extend(elected)
    tool.rounds[-1] = replace(
        tool.rounds[-1], elected=elected, findings=(finding,) * len(elected), ties=ties
    )


@clause(LAW, "4")
def _elect_first(tool: _Tool) -> bool:
    """Elect the first in order, if they have the quota, and pass on what they have beyond it."""
    first, second, *_ = tool.ranked
    weight = tool.weights[first]
    if exactly(weight) < exactly(tool.quota):
        return False
    ties = _noted(tool, first, second, Fate.ELECTED, "4")
    _declare(tool, (first,), Finding.QUOTA, *ties)
    _pass_on(tool, first, divide(subtract(weight, tool.quota), weight))
    tool.expect(Kind.SURPLUS, first)
    return True


@clause(LAW, "5")
def _exclude_last(tool: _Tool) -> None:
    *_, before, last = tool.ranked
    ties = _noted(tool, last, before, Fate.EXCLUDED, "5")
    tool.rounds[-1] = replace(tool.rounds[-1], ties=ties)
    tool.excluded.append(last)
    _pass_on(tool, last, ONE)
    tool.expect(Kind.EXCLUSION, last)


def _noted(tool: _Tool, chosen: int, other: int, fate: Fate, number: str) -> tuple[Tie, ...]:
    """A tie that the order of the paper settled."""
    if not tool.tied(chosen, other):
        return ()
    votes = _amount(exactly(tool.weights[chosen]))
    return (Tie((chosen, other), votes, fate, chosen, clause=number),)


@clause(LAW, "6")
def _pass_on(tool: _Tool, candidate: int, share: Double) -> None:
    """Take the candidate out of every paper; their own go on with that share of their weight."""
    passed: list[Weighed] = []
    for holder in reversed(tool.ranked):
        for weight, left in tool.heaps[holder]:
            weighs = multiply(weight, share) if holder == candidate else weight
            passed.append((weighs, tuple(c for c in left if c != candidate)))
    tool.left = passed
