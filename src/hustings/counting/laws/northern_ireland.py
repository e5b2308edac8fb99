"""Northern Ireland's local elections: the last sub-parcel carries the surplus, one quota in whole votes."""

from collections.abc import Sequence
from itertools import accumulate

from hustings.counting.lots import Fate, Lot, LotRequired
from hustings.counting.papers import Papers
from hustings.counting.state import Count, Held, Moving, Stopped, cannot_count, together
from hustings.counting.transcript import Batch, Finding, Kind, Tie, Transcript
from hustings.counting.verbs import look_back_from_first, with_fewest, with_most
from hustings.kernel.clauses import clause
from hustings.kernel.refusals import Refused

LAW = "northern-ireland"
UNIT = 100
"""Votes are counted in hundredths: 49(4), two decimal places."""


def count(papers: Papers, lots: Sequence[Lot] = ()) -> Transcript | LotRequired | Refused:
    """Count by the Local Elections (Northern Ireland) Order 1985, rules 47 to 52."""
    refusal = cannot_count(papers, "47")
    if refusal is not None:
        return refusal
    district = District(papers, lots)
    try:
        _first_stage(district)
        while not _fill_last_vacancies(district):
            if not _transfer_surplus_if_due(district):
                _exclude(district)
    except Stopped as stopped:
        return stopped.why
    return district.finished(quota=district.quota, places=2, clause="50(1)")


class District(Count):
    """A district's count: the quota in votes, and when the latest sub-parcel came."""

    __slots__ = ("came", "quota")

    def __init__(self, papers: Papers, lots: Sequence[Lot]) -> None:
        super().__init__(LAW, papers, lots, unit=UNIT)
        self.quota = 0
        self.came = 1

    def surplus(self, candidate: int) -> int:
        """By how much a candidate exceeds the quota, in hundredths."""
        return max(self.votes[candidate] - self.quota * UNIT, 0)

    def surpluses(self) -> int:
        """All surpluses not yet transferred."""
        return sum(self.surplus(c) for c in self.elected)

    def with_surplus(self) -> tuple[int, ...]:
        """The elected whose surplus has not been transferred."""
        return tuple(c for c in self.elected if self.surplus(c))

    def settled(
        self, tied: tuple[int, ...], fate: Fate, number: str
    ) -> tuple[int, tuple[Tie, ...]]:
        """Who meets the fate: by the earliest stage at which their votes were unequal, then by lot."""
        if len(tied) == 1:
            return tied[0], ()
        steps = look_back_from_first(tied, self.history(), most=fate is not Fate.EXCLUDED)
        tie = self.settle(tied, fate, number, steps)
        return tie.chosen, (tie,)


@clause(LAW, "47")
def _first_stage(district: District) -> None:
    """Sort the papers to their first preferences and count them."""
    district.deal(UNIT)
    _set_quota(district)
    _deem_elected(district)
    district.write_round(Kind.FIRST_PREFERENCES, quota=district.quota)


@clause(LAW, "48(1)")
@clause(LAW, "48(2)")
def _set_quota(district: District) -> None:
    """Valid papers by members and one, any fraction disregarded, and one more."""
    district.quota = district.papers.valid // (district.papers.seats + 1) + 1


@clause(LAW, "48(3)")
def _deem_elected(district: District) -> tuple[int, ...]:
    """Whoever has the quota or more is deemed elected."""
    reached = [c for c in district.continuing if district.votes[c] >= district.quota * UNIT]
    order = sorted(reached, key=lambda c: -district.votes[c])[: district.vacancies]
    district.elect(order, Finding.QUOTA)
    return tuple(order)


@clause(LAW, "52(1)")
@clause(LAW, "52(2)")
@clause(LAW, "52(3)")
def _fill_last_vacancies(district: District) -> bool:
    """As many continue as vacancies; or one has no fewer votes than all others and the surpluses together."""
    left = sorted(district.continuing, key=lambda c: -district.votes[c])
    if district.vacancies and len(left) <= district.vacancies:
        district.declare(left, Finding.LAST_VACANCIES)
        return True
    if district.vacancies == 1 and left:
        others = sum(district.votes[c] for c in left[1:]) + district.surpluses()
        if district.votes[left[0]] >= others and _alone(district, left):
            district.declare(left[:1], Finding.LAST_VACANCY)
    return not district.vacancies or not left


def _alone(district: District, left: Sequence[int]) -> bool:
    """Two equal candidates each have as many votes as the other: then neither is ahead."""
    return len(left) == 1 or district.votes[left[0]] > district.votes[left[1]]


@clause(LAW, "49(9)")
@clause(LAW, "49(10)")
@clause(LAW, "49(11)")
def _transfer_surplus_if_due(district: District) -> bool:
    """Surpluses move until none is left, unless all together could not change who is lowest."""
    over = district.with_surplus()
    if not over or district.papers.seats == 1 or _cannot_change_the_lowest(district):
        return False
    _transfer_largest(district, over)
    return True


def _cannot_change_the_lowest(district: District) -> bool:
    """All surpluses are less than the gap above the lowest, or above a group of the lowest."""
    return bool(_lowest_together(district)) or _gap_above_the_lowest(district)


def _gap_above_the_lowest(district: District) -> bool:
    order = sorted(district.votes[c] for c in district.continuing)
    return len(order) > 1 and district.surpluses() < order[1] - order[0]


@clause(LAW, "50(1)")
def _transfer_largest(district: District, over: tuple[int, ...]) -> None:
    """The largest surplus first; equal: more votes at the earliest stage of difference; then by lot."""
    largest = with_most(over, district.votes)
    candidate, ties = district.settled(largest, Fate.SURPLUS_FIRST, "50(1)")
    moving = Moving()
    value = _transfer(district, candidate, _last_received(district, candidate), moving)
    _deem_elected(district)
    district.write_round(
        Kind.SURPLUS,
        of=(candidate,),
        moving=moving,
        ties=ties,
        quota=district.quota,
        transfer_value=district.amount(value),
        deferred=district.with_surplus(),
    )


@clause(LAW, "49(1)")
@clause(LAW, "49(5)")
def _last_received(district: District, candidate: int) -> Held:
    """All papers of first preferences, or the sub-parcel last received."""
    pile = district.piles[candidate]
    latest = max(held.received for held in pile)
    district.piles[candidate] = [held for held in pile if held.received != latest]
    (one,) = together([held for held in pile if held.received == latest])
    return one


@clause(LAW, "49(3)")
@clause(LAW, "49(4)")
@clause(LAW, "49(6)")
@clause(LAW, "49(7)")
@clause(LAW, "49(8)")
@clause(LAW, "50(2)")
def _transfer(district: District, candidate: int, held: Held, moving: Moving) -> int:
    """Each transferable paper at surplus by their number, or at its value if that is less."""
    surplus, found = district.surplus(candidate), district.table.sort(held.rows)
    transferable = sum(parcel.papers for to, parcel in found.items() if to >= 0)
    value = min(surplus // transferable, int(held.value)) if transferable else int(held.value)
    district.came += 1
    for to, parcel in found.items():
        if to >= 0:
            votes = parcel.papers * value
            district.votes[to] += votes
            district.piles[to].append(Held(parcel.rows, parcel.papers, value, district.came))
            moving.add(candidate, to, votes, parcel.papers, value)
    district.votes[candidate] -= surplus
    district.not_transferable += surplus - transferable * value
    return value


@clause(LAW, "51(1)")
@clause(LAW, "51(13)")
def _to_exclude(district: District) -> tuple[tuple[int, ...], tuple[Tie, ...]]:
    """The lowest, or the lowest together; equal: fewer at the earliest stage of difference; then by lot."""
    group = _lowest_together(district)
    if group:
        return group, ()
    lowest = with_fewest(district.continuing, district.votes)
    candidate, ties = district.settled(lowest, Fate.EXCLUDED, "51(13)")
    return (candidate,), ties


@clause(LAW, "51(12)")
def _lowest_together(district: District) -> tuple[int, ...]:
    """Two or more lowest whose votes with all surpluses are less than the next; enough are left for the places."""
    order = sorted(district.continuing, key=lambda c: district.votes[c])
    sums = list(accumulate(district.votes[c] for c in order))
    for number in range(len(order) - district.vacancies, 1, -1):
        if sums[number - 1] + district.surpluses() < district.votes[order[number]]:
            return tuple(sorted(order[:number]))
    return ()


@clause(LAW, "51(4)")
@clause(LAW, "51(5)")
@clause(LAW, "51(9)")
def _exclude(district: District) -> None:
    """First preferences move, then the other papers by descending value, while a vacancy remains."""
    over = district.with_surplus()
    lowest, ties = _to_exclude(district)
    district.exclude(lowest)
    moving, batches = Moving(), list[Batch]()
    for first, value in _sub_parcels(district, lowest):
        batches.append(_move(district, lowest, moving, first=first, value=value))
        if not district.vacancies:
            break
    district.write_round(
        Kind.EXCLUSION,
        of=lowest,
        moving=moving,
        ties=ties,
        quota=district.quota,
        batches=tuple(batches),
        deferred=over,
    )


def _sub_parcels(district: District, lowest: tuple[int, ...]) -> list[tuple[bool, int]]:
    """First preferences, then each value of transferred papers, the highest first."""
    held = [each for c in lowest for each in district.piles[c]]
    found = {(each.received == 1, int(each.value)) for each in held}
    return sorted(found, reverse=True)


@clause(LAW, "51(2)")
@clause(LAW, "51(3)")
@clause(LAW, "51(6)")
@clause(LAW, "51(7)")
@clause(LAW, "51(8)")
@clause(LAW, "51(11)")
def _move(
    district: District, lowest: tuple[int, ...], moving: Moving, *, first: bool, value: int
) -> Batch:
    """Each paper to its next available preference at the value at which it was received."""
    district.came += 1
    papers = 0
    for source in lowest:
        pile = district.piles[source]
        leaving = [h for h in pile if (h.received == 1, h.value) == (first, value)]
        district.piles[source] = [h for h in pile if (h.received == 1, h.value) != (first, value)]
        for held in together(leaving):
            papers += held.papers
            district.votes[source] -= held.papers * value
            credited = district.hand_on(source, held, value, moving, received=district.came)
            district.not_transferable += held.papers * value - credited
    elected = _deem_elected(district)
    lost = district.amount(district.not_transferable)
    return Batch(district.amount(value), papers, district.amounts(), lost, elected)
