"""The Electoral Reform Society's rules of 1997: the last batch carries the surplus, to two decimals."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from hustings.counting.constraints import Bound, Constraint, bound, refuse
from hustings.counting.lots import Fate, Lot, LotRequired
from hustings.counting.papers import Papers
from hustings.counting.state import Count, Held, Moving, Stopped, cannot_count, together
from hustings.counting.transcript import Batch, Finding, Kind, Tie, Transcript
from hustings.counting.verbs import Steps, look_back_from_first, with_fewest, with_most
from hustings.kernel.clauses import clause
from hustings.kernel.refusals import Refused

LAW = "ers97"
CONSTRAINTS = "constraints"
UNIT = 100
"""Votes are counted in hundredths: every division is taken to two decimal places."""


def count(
    papers: Papers, lots: Sequence[Lot] = (), *, constraints: Sequence[Constraint] = ()
) -> Transcript | LotRequired | Refused:
    """Count by "How to conduct an election by the single transferable vote", third edition, section 5."""
    refusal = cannot_count(papers, "5.1.2") or refuse(constraints, papers, CONSTRAINTS)
    if refusal is not None:
        return refusal
    counting = Stages(papers, lots, constraints)
    try:
        _first_stage(counting)
        while not _complete(counting):
            _next_stage(counting)
    except Stopped as stopped:
        return stopped.why
    return counting.finished(quota=counting.amount(counting.quota), places=2, clause="5.6.3")


class Stages(Count):
    """A count in stages: the quota in hundredths, and everybody's votes after each batch of papers."""

    __slots__ = ("constraints", "points", "quota")

    def __init__(
        self, papers: Papers, lots: Sequence[Lot], constraints: Sequence[Constraint]
    ) -> None:
        told = (("constraints", "; ".join(map(str, constraints))),) if constraints else ()
        super().__init__(LAW, papers, lots, unit=UNIT, readings=told)
        self.constraints = constraints
        self.quota = 0
        self.points: list[tuple[str, tuple[int, ...]]] = []

    def mark(self, batch: int | None = None) -> None:
        """Note a point of the count: the stage, and the batch within it where there are several."""
        name = f"{self.number}" if batch is None else f"{self.number}.{batch}"
        self.points.append((name, tuple(self.votes)))

    def surplus(self, candidate: int) -> int:
        """By how much an elected candidate exceeds the quota, in hundredths."""
        return max(self.votes[candidate] - self.quota, 0)

    def surpluses(self) -> int:
        """All surpluses not yet transferred."""
        return sum(self.surplus(c) for c in self.elected)

    def ascending(self) -> list[int]:
        """The continuing candidates, fewest votes first."""
        return sorted(self.continuing, key=lambda c: self.votes[c])

    def descending(self) -> list[int]:
        """The continuing candidates, most votes first, equal ones in the order of the paper."""
        return sorted(self.continuing, key=lambda c: -self.votes[c])

    def bound(self) -> Bound:
        """Whom the constraints guard and whom they doom, now."""
        return bound(self.constraints, self.papers.seats, self.elected, self.continuing)

    def earliest(self, tied: tuple[int, ...], *, most: bool) -> tuple[Steps, tuple[str, ...]]:
        """Narrow a tie at the first stage or the earliest point, after a batch, where votes were unequal."""
        steps = look_back_from_first(tied, [votes for _, votes in self.points], most=most)
        return steps, tuple(self.points[number - 1][0] for number, _ in steps)

    def settled(
        self, tied: tuple[int, ...], fate: Fate, number: str
    ) -> tuple[int, tuple[Tie, ...]]:
        """Who of the tied meets the fate, and the tie if there is one; by lot in the end."""
        if len(tied) == 1:
            return tied[0], ()
        steps, points = self.earliest(tied, most=fate is not Fate.EXCLUDED)
        tie = self.settle(tied, fate, number, steps, points)
        return tie.chosen, (tie,)


@clause(LAW, "5.1.2")
@clause(LAW, "5.1.8")
def _first_stage(counting: Stages) -> None:
    """Sort to first preferences, find the quota, deem elected whoever has enough."""
    counting.deal(UNIT)
    _set_quota(counting)
    counting.mark()
    _deem_elected(counting)
    counting.write_round(Kind.FIRST_PREFERENCES, quota=counting.amount(counting.quota))


@clause(LAW, "5.1.6")
def _set_quota(counting: Stages) -> None:
    """The valid vote by places and one to two decimals; 0.01 more unless it comes out exactly."""
    total = counting.papers.valid * UNIT - counting.not_transferable
    counting.quota = -(-total // (counting.papers.seats + 1))


@clause(LAW, "5.1.7")
@clause(LAW, "5.3.13")
@clause(LAW, "5.4.9")
def _deem_elected(counting: Stages) -> tuple[int, ...]:
    """In descending order of votes: a quota, or the active vote divided by the places left and one."""
    before = len(counting.elected)
    while counting.vacancies and (eligible := _eligible(counting)):
        highest = with_most(eligible, counting.votes)
        finding = _enough(counting, counting.votes[highest[0]])
        chosen = _within_places(counting, highest) if finding is not None else ()
        chosen = chosen[:1] if counting.constraints else chosen
        if finding is None or not chosen:
            break
        counting.elect(chosen, finding)
    return tuple(counting.elected[before:])


@clause(LAW, CONSTRAINTS)
def _eligible(counting: Stages) -> tuple[int, ...]:
    """Whoever continues and is not doomed by the constraints."""
    doomed = counting.bound().doomed
    return tuple(c for c in counting.continuing if c not in doomed)


def _enough(counting: Stages, votes: int) -> Finding | None:
    """Why so many votes are enough to be deemed elected; nobody is elected without a vote."""
    if votes >= counting.quota:
        return Finding.QUOTA
    if votes and votes * (counting.vacancies + 1) >= _total_active_vote(counting):
        return Finding.ACTIVE_VOTE
    return None


@clause(LAW, "5.6.1")
def _total_active_vote(counting: Stages) -> int:
    """The valid vote without the non-transferable vote and without the quotas, or votes, of the elected."""
    kept = sum(min(counting.votes[c], counting.quota) for c in counting.elected)
    return counting.papers.valid * UNIT - counting.not_transferable - kept


@clause(LAW, "5.6.2")
def _within_places(counting: Stages, equal: tuple[int, ...]) -> tuple[int, ...]:
    """Equal votes and too few places: the greater vote at the earliest point; never unequal: none of them."""
    if len(equal) <= counting.vacancies:
        return equal
    past = {c: [votes[c] for _, votes in counting.points] for c in equal}
    order = sorted(equal, key=lambda c: [-votes for votes in past[c]])
    boundary = past[order[counting.vacancies]]
    return tuple(c for c in order[: counting.vacancies] if past[c] != boundary)


@clause(LAW, "5.5.2")
def _complete(counting: Stages) -> bool:
    """All places are filled, or everybody who is left fills one."""
    left = counting.continuing
    if counting.vacancies and len(left) <= counting.vacancies and not counting.bound().doomed:
        counting.declare(counting.descending(), Finding.LAST_VACANCIES)
    return not counting.vacancies or not counting.continuing


@clause(LAW, "5.2.1")
@clause(LAW, "5.2.4")
@clause(LAW, "5.2.7")
def _next_stage(counting: Stages) -> None:
    """A surplus is transferred, or, where there is none or all are deferred, the lowest are excluded."""
    over = tuple(c for c in counting.elected if counting.surplus(c))
    doomed = tuple(sorted(counting.bound().doomed))
    if doomed:
        _exclude(counting, doomed, (), over)
        return
    if over and not _deferred(counting):
        _transfer_largest_surplus(counting, over)
        return
    lowest, ties = _to_exclude(counting)
    if not _elect_the_others(counting, lowest, ties):
        _exclude(counting, lowest, ties, over)


@clause(LAW, "5.2.2")
def _deferred(counting: Stages) -> bool:
    """Surpluses that cannot change who is excluded next wait: one candidate, or a group, stays lowest."""
    return bool(_group(counting))


def _group(counting: Stages) -> tuple[int, ...]:
    """The most candidates who can be excluded together: with all surpluses not above the next vote."""
    if counting.constraints:
        return ()
    order, surpluses = counting.ascending(), counting.surpluses()
    sums = list(accumulate(counting.votes[c] for c in order))
    for number in range(len(order) - counting.vacancies, 0, -1):
        last, above = counting.votes[order[number - 1]], counting.votes[order[number]]
        if last < above and sums[number - 1] + surpluses <= above:
            return tuple(sorted(order[:number]))
    return ()


@clause(LAW, "5.2.3")
def _transfer_largest_surplus(counting: Stages, over: tuple[int, ...]) -> None:
    largest = with_most(over, counting.votes)
    candidate, ties = counting.settled(largest, Fate.SURPLUS_FIRST, "5.2.3")
    moving, batch = Moving(), _last_batch(counting, candidate)
    value = _transfer_surplus(counting, candidate, batch, moving)
    counting.mark()
    _deem_elected(counting)
    counting.write_round(
        Kind.SURPLUS,
        of=(candidate,),
        moving=moving,
        ties=ties,
        quota=counting.amount(counting.quota),
        transfer_value=counting.amount(value),
        deferred=tuple(c for c in counting.elected if counting.surplus(c)),
    )


@clause(LAW, "5.3.1")
@clause(LAW, "5.3.2")
def _last_batch(counting: Stages, candidate: int) -> Held:
    """The papers that gave rise to the surplus: all of the first stage, or the last batch received."""
    latest = max(held.received for held in counting.piles[candidate])
    batch = [held for held in counting.piles[candidate] if held.received == latest]
    counting.piles[candidate] = [h for h in counting.piles[candidate] if h.received != latest]
    (one,) = together(batch)
    return one


@clause(LAW, "5.3.3")
@clause(LAW, "5.3.7")
@clause(LAW, "5.3.8")
@clause(LAW, "5.3.10")
def _transfer_surplus(counting: Stages, candidate: int, batch: Held, moving: Moving) -> int:
    """Surplus by transferable papers, unless the papers are worth less; what is lost is not transferable."""
    surplus, present = counting.surplus(candidate), int(batch.value)
    sorted_out = counting.table.sort(batch.rows)
    transferable = sum(parcel.papers for to, parcel in sorted_out.items() if to >= 0)
    value = surplus // transferable if transferable * present > surplus else present
    for to, parcel in sorted_out.items():
        if to >= 0:
            votes = parcel.papers * value
            counting.votes[to] += votes
            counting.piles[to].append(
                Held(parcel.rows, parcel.papers, value, len(counting.points) + 1)
            )
            moving.add(candidate, to, votes, parcel.papers, value)
    counting.votes[candidate] -= surplus
    counting.not_transferable += surplus - transferable * value
    return value


@clause(LAW, "5.2.5")
def _to_exclude(counting: Stages) -> tuple[tuple[int, ...], tuple[Tie, ...]]:
    """As many of the lowest together as possible; else the one lowest, by the earliest point if tied."""
    group = _group(counting)
    if group:
        return group, ()
    guarded = counting.bound().guarded
    among = [c for c in counting.continuing if c not in guarded]
    lowest = with_fewest(among or counting.continuing, counting.votes)
    candidate, ties = counting.settled(lowest, Fate.EXCLUDED, "5.2.5")
    return (candidate,), ties


@clause(LAW, "5.5.1")
def _elect_the_others(counting: Stages, lowest: tuple[int, ...], ties: tuple[Tie, ...]) -> bool:
    """If the exclusion would leave as many as there are places, these are deemed elected instead."""
    others = [c for c in counting.descending() if c not in lowest]
    if len(others) != counting.vacancies:
        return False
    counting.declare(others, Finding.LAST_VACANCIES)
    latest = counting.rounds[-1]
    counting.rounds[-1] = replace(latest, ties=(*latest.ties, *ties))
    return True


@clause(LAW, "5.2.6")
@clause(LAW, "5.4.1")
@clause(LAW, "5.4.11")
def _exclude(
    counting: Stages, lowest: tuple[int, ...], ties: tuple[Tie, ...], over: tuple[int, ...]
) -> None:
    """All papers of the excluded together, in batches in descending order of value."""
    counting.exclude(lowest)
    moving, batches = Moving(), list[Batch]()
    values = sorted({int(h.value) for c in lowest for h in counting.piles[c]}, reverse=True)
    for number, value in enumerate(values, start=1):
        batches.append(_move_batch(counting, lowest, value, number, moving))
        if not counting.vacancies:
            break
    if not values:
        counting.mark()
        _deem_elected(counting)
    counting.write_round(
        Kind.EXCLUSION,
        of=lowest,
        moving=moving,
        ties=ties,
        quota=counting.amount(counting.quota),
        batches=tuple(batches),
        deferred=over,
    )


@clause(LAW, "5.4.2")
@clause(LAW, "5.4.6")
@clause(LAW, "5.4.7")
@clause(LAW, "5.4.10")
def _move_batch(
    counting: Stages, lowest: tuple[int, ...], value: int, number: int, moving: Moving
) -> Batch:
    """Sort the papers of one value to their next available preferences; their value stays."""
    came, papers = len(counting.points) + 1, 0
    for source in lowest:
        held = [each for each in counting.piles[source] if each.value == value]
        counting.piles[source] = [each for each in counting.piles[source] if each.value != value]
        for parcel in together(held):
            papers += parcel.papers
            counting.votes[source] -= parcel.papers * value
            credited = counting.hand_on(source, parcel, value, moving, received=came)
            counting.not_transferable += parcel.papers * value - credited
    _set_quota_again(counting)
    counting.mark(number)
    elected = _deem_elected(counting)
    return Batch(
        counting.amount(value),
        papers,
        counting.amounts(),
        counting.amount(counting.not_transferable),
        elected,
    )


@clause(LAW, "5.4.8")
def _set_quota_again(counting: Stages) -> None:
    """While nobody has been deemed elected the quota leaves out the non-transferable vote."""
    if not counting.elected:
        _set_quota(counting)
