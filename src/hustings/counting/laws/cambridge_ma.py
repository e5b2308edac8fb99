"""The transferable vote of Cambridge, Massachusetts: every nth paper of a surplus moves, one by one."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from hustings.counting.filed import FiledTable, order_missing
from hustings.counting.lots import Fate, Lot, LotRequired
from hustings.counting.papers import Papers, from_rankings
from hustings.counting.state import Count, Stopped, cannot_count
from hustings.counting.transcript import Finding, Kind, Round, Tie, Transcript, Transfer
from hustings.counting.verbs import NOBODY, look_back_from_latest, with_fewest
from hustings.kernel.clauses import clause
from hustings.kernel.refusals import Refused

LAW = "cambridge-ma"


@dataclass(frozen=True, slots=True)
class Readings:
    """How many signatures a nomination needs."""

    signatures: int = 50


def count(
    papers: Papers, readings: Readings | None = None, lots: Sequence[Lot] = ()
) -> Transcript | LotRequired | Refused:
    """Count the papers, or name the lot that must be drawn first, or say why they cannot be counted."""
    city = _counted(papers, readings or Readings(), lots)
    return (
        city.finished(quota=city.quota, places=0, clause="9(f)")
        if isinstance(city, _City)
        else city
    )


@clause(LAW, "13")
def papers_of(
    papers: Papers, member: int, readings: Readings | None = None, lots: Sequence[Lot] = ()
) -> Papers | LotRequired | Refused:
    """The papers that lay with a member at the end, for one place, those elected being passed over."""
    city = _counted(papers, readings or Readings(), lots)
    if not isinstance(city, _City):
        return city
    if member not in city.elected:
        because = f"{papers.candidates[member]} was not elected, so no place became vacant."
        return Refused("not-elected", "13", because)
    filed: list[int] = [] if papers.filed is None else papers.filed[city.held[member]].tolist()
    rankings = papers.rankings
    pile: dict[tuple[int, ...], int] = {}
    for row in filed:
        pile[rankings[row]] = pile.get(rankings[row], 0) + 1
    gone = papers.withdrawn.union(city.elected)
    return from_rankings(papers.candidates, pile, withdrawn=gone, title=papers.title)


def _counted(
    papers: Papers, readings: Readings, lots: Sequence[Lot]
) -> "_City | LotRequired | Refused":
    refusal = cannot_count(papers, "9(a)") or order_missing(papers, "9(a)")
    if refusal is not None:
        return refusal
    city = _City(papers, readings, lots)
    try:
        _first_choices(city)
        _transfer_surpluses(city)
        if not _ended(city):
            _defeat_below_signatures(city)
        while not _ended(city):
            _defeat_lowest(city)
    except Stopped as stopped:
        return stopped.why
    return city


class _City(Count):
    """The state of a count: every candidate's papers in the order in which they came, and the quota."""

    __slots__ = ("choices", "held", "moves", "quota", "reached", "sorting")

    def __init__(self, papers: Papers, readings: Readings, lots: Sequence[Lot]) -> None:
        super().__init__(LAW, papers, lots, readings=(("signatures", str(readings.signatures)),))
        self.choices = readings
        self.sorting = FiledTable(papers)
        self.held: list[list[int]] = [[] for _ in papers.candidates]
        self.moves: dict[tuple[int, int], int] = {}
        self.reached: list[int] = []
        self.quota = papers.valid // (papers.seats + 1) + 1

    def record(self, round: Round, *ties: Tie) -> None:
        """Set down a count: what moved, and who reached the quota while it did."""
        transfers = tuple(
            Transfer(source, None if to == NOBODY else to, number, number, 1)
            for (source, to), number in self.moves.items()
        )
        self.rounds.append(
            replace(
                round,
                number=self.number,
                votes=self.amounts(),
                exhausted=self.exhausted,
                transfers=transfers,
                elected=tuple(self.reached),
                findings=(Finding.QUOTA,) * len(self.reached),
                ties=ties,
                quota=self.quota,
            )
        )
        self.moves, self.reached = {}, []


@clause(LAW, "9(a)")
def _first_choices(city: _City) -> None:
    for candidate, heap in city.sorting.deal().items():
        if candidate == NOBODY:
            city.exhausted += len(heap)
        else:
            city.held[candidate] = heap.tolist()
            city.votes[candidate] = len(heap)
    for candidate in sorted(city.continuing, key=lambda c: (-city.votes[c], c)):
        _elect_at_quota(city, candidate)
    city.record(Round(0, (), 0))


@clause(LAW, "9(c)")
def _elect_at_quota(city: _City, candidate: int) -> None:
    if city.votes[candidate] >= city.quota:
        city.elected.append(candidate)
        city.reached.append(candidate)
        city.sorting.close(candidate)


def _lay(city: _City, source: int, paper: int, to: int) -> None:
    """Lay one paper with the candidate it goes to, or aside as exhausted."""
    city.moves[source, to] = city.moves.get((source, to), 0) + 1
    if to == NOBODY:
        city.exhausted += 1
    else:
        city.held[to].append(paper)
        city.votes[to] += 1
        _elect_at_quota(city, to)


@clause(LAW, "9(b)")
def _transfer_surpluses(city: _City) -> None:
    surplus = [c for c in city.elected if city.votes[c] > city.quota]
    for candidate in surplus:
        if city.vacancies <= 0:
            break
        _transfer_surplus(city, candidate)


def _transfer_surplus(city: _City, candidate: int) -> None:
    pile = city.held[candidate]
    moved: set[int] = set()
    for at in _every_nth(len(pile), city.votes[candidate] - city.quota):
        if city.votes[candidate] == city.quota:
            break
        to = city.sorting.next_of(pile[at])
        if to != NOBODY:
            moved.add(at)
            city.votes[candidate] -= 1
            _lay(city, candidate, pile[at], to)
    city.held[candidate] = [paper for at, paper in enumerate(pile) if at not in moved]
    city.record(Round(0, (), 0, kind=Kind.SURPLUS, of=(candidate,)))


def _every_nth(papers: int, surplus: int) -> Iterator[int]:
    """Places in a pile, from 0, in the order in which its papers are taken."""
    n = (2 * papers + surplus) // (2 * surplus)
    for start in range(n - 1, 2 * n - 1):
        yield from range(start, papers, n)
    yield from range(min(n - 1, papers))


@clause(LAW, "9(d)")
def _defeat_below_signatures(city: _City) -> None:
    below = [c for c in city.continuing if city.votes[c] < city.choices.signatures]
    spare = len(city.continuing) - city.vacancies
    ranked = sorted(below, key=lambda c: (city.votes[c], c))
    if ranked and len(ranked) <= spare:
        _defeat(city, ranked)


@clause(LAW, "9(e)")
def _defeat_lowest(city: _City) -> None:
    lowest = with_fewest(city.continuing, city.votes)
    if len(lowest) == 1:
        _defeat(city, lowest)
    else:
        tie = _settle(city, lowest)
        _defeat(city, (tie.chosen,), tie)


def _defeat(city: _City, candidates: Iterable[int], *ties: Tie) -> None:
    gone = tuple(candidates)
    for candidate in gone:
        city.sorting.close(candidate)
        city.excluded.append(candidate)
    for candidate in gone:
        pile, city.held[candidate], city.votes[candidate] = city.held[candidate], [], 0
        for paper in pile:
            _lay(city, candidate, paper, city.sorting.next_of(paper))
    city.record(Round(0, (), 0, kind=Kind.EXCLUSION, of=gone, excluded=gone), *ties)


@clause(LAW, "9(f)")
def _settle(city: _City, tied: tuple[int, ...]) -> Tie:
    steps = look_back_from_latest(tied, city.history())
    return city.settle(tied, Fate.EXCLUDED, "9(f)", steps)


@clause(LAW, "9(g)")
def _ended(city: _City) -> bool:
    if city.vacancies > 0 and len(city.continuing) <= city.vacancies:
        left = sorted(city.continuing, key=lambda c: (-city.votes[c], c))
        round = city.rounds[-1]
        city.rounds[-1] = replace(
            round,
            elected=(*round.elected, *left),
            findings=(*round.findings, *(Finding.LAST_VACANCIES for _ in left)),
        )
        city.elected.extend(left)
    return city.vacancies <= 0 or not city.continuing
