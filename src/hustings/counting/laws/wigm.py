"""Ranked choice as US cities count it: a threshold in votes, surpluses by the weighted inclusive Gregory method."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from hustings.counting.city_readings import (
    LOOKING_BACK,
    Mode,
    Readings,
    Threshold,
    TieReading,
    contradiction,
)
from hustings.counting.lots import Fate, Lot, LotRequired
from hustings.counting.papers import Papers
from hustings.counting.seeded import Draws, in_order_of_letters, still_tied
from hustings.counting.state import Count, Held, Moving, Stopped, cannot_count
from hustings.counting.transcript import Finding, Kind, Tie, Transcript
from hustings.counting.verbs import Steps, look_back_from_latest, with_fewest, with_most
from hustings.kernel.clauses import clause
from hustings.kernel.refusals import Refused

LAW = "wigm"


def count(
    papers: Papers, readings: Readings | None = None, lots: Sequence[Lot] = ()
) -> Transcript | LotRequired | Refused:
    """Count as the RCV tabulator does under the same settings; each of its rounds is a round here."""
    readings = readings or Readings()
    refusal = cannot_count(papers, "1") or contradiction(papers, readings)
    if refusal is not None:
        return refusal
    try:
        if readings.mode is Mode.SEQUENTIAL:
            return _one_place_after_the_other(papers, readings, lots)
        tabulation = Tabulation(papers, readings, lots)
        _tabulate(tabulation)
    except Stopped as stopped:
        return stopped.why
    quota = tabulation.amount(tabulation.threshold)
    told = tabulation.finished(quota=quota, places=readings.decimals, clause="6")
    if readings.mode is Mode.BOTTOMS_UP_THRESHOLD and isinstance(told, Transcript):
        return replace(told, seats=len(told.elected), vacant=0)
    return told


class Tabulation(Count):
    """A count under way: the settings, the threshold in the smallest units, and what chance is drawn from."""

    __slots__ = ("draws", "settings", "threshold")

    def __init__(self, papers: Papers, readings: Readings, lots: Sequence[Lot]) -> None:
        named = tuple((name, _said(getattr(readings, name))) for name in Readings.__slots__)
        super().__init__(LAW, papers, lots, unit=10**readings.decimals, readings=named)
        self.settings = readings
        self.threshold = 0
        self.draws = Draws(readings.seed)

    @property
    def single(self) -> bool:
        """One place, filled by a majority of the votes still active."""
        return self.settings.mode is Mode.MAJORITY or (
            self.papers.seats == 1 and self.settings.mode is Mode.SEVERAL_PER_ROUND
        )

    def active(self) -> int:
        """Votes with a candidate, in units."""
        return sum(self.votes)

    def standing(self) -> tuple[int, ...]:
        """The candidates not eliminated: the continuing ones, and the elected where they go on."""
        return tuple(c for c in range(len(self.votes)) if self.table.stands(c))

    def is_write_in(self, candidate: int) -> bool:
        """Whether this is the name under which undeclared write-ins stand."""
        return self.papers.candidates[candidate] == self.settings.write_ins


def _said(value: object) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


@clause(LAW, "1")
def _first_round(tabulation: Tabulation) -> None:
    tabulation.deal(tabulation.unit)
    tabulation.exhausted, tabulation.not_transferable = tabulation.not_transferable, 0
    _set_threshold(tabulation)
    tabulation.write_round(Kind.FIRST_PREFERENCES, quota=tabulation.amount(tabulation.threshold))


@clause(LAW, "3")
def _set_threshold(tabulation: Tabulation) -> None:
    """Active votes by places and one: the whole number above, or the least fraction above; not below the minimum."""
    settings, places, votes = tabulation.settings, tabulation.papers.seats, tabulation.active()
    whole = tabulation.unit
    match settings.mode, settings.threshold:
        case Mode.BOTTOMS_UP_THRESHOLD, _:
            threshold = votes * (settings.percentage * whole // 100) // whole
        case _, Threshold.DROOP:
            threshold = (votes // (whole * (places + 1)) + 1) * whole
        case _, Threshold.DROOP_FRACTIONAL:
            threshold = votes // (places + 1) + 1
        case _, Threshold.HARE:
            threshold = -(-votes // (whole * places)) * whole
        case _, Threshold.HARE_FRACTIONAL:
            threshold = -(-votes // places)
    tabulation.threshold = max(threshold, settings.minimum * whole)


@clause(LAW, "2")
def _tabulate(tabulation: Tabulation) -> None:
    """Round after round: elect, else eliminate; then move what is to be moved."""
    _first_round(tabulation)
    while True:
        elected = _elect(tabulation)
        if _ended(tabulation, elected):
            return
        if elected and tabulation.single:
            quota = tabulation.amount(tabulation.threshold)
            tabulation.write_round(Kind.NO_TRANSFER, quota=quota)
        elif elected:
            _transfer_surpluses(tabulation, elected)
        else:
            _eliminate(tabulation)
        if _threshold_follows(tabulation):
            _set_threshold(tabulation)
            quota = tabulation.amount(tabulation.threshold)
            tabulation.rounds[-1] = replace(tabulation.rounds[-1], quota=quota)


def _threshold_follows(tabulation: Tabulation) -> bool:
    """Whether each round has a threshold of its own, from the votes still active in it."""
    if tabulation.settings.mode is Mode.BOTTOMS_UP_THRESHOLD:
        return True
    settled = tabulation.settings.first_round or tabulation.elected
    return tabulation.single and not settled


@clause(LAW, "9")
def _ended(tabulation: Tabulation, elected: tuple[int, ...]) -> bool:
    """All places are filled, and the last surpluses have been shown; or the round is reached that ends it."""
    if tabulation.settings.stop_after and len(tabulation.rounds) >= tabulation.settings.stop_after:
        return True
    left = len(tabulation.standing())
    if tabulation.single:
        done = bool(tabulation.elected)
        return (done and (not tabulation.settings.until_two or left <= 2)) or left <= 1
    if tabulation.settings.mode is Mode.BOTTOMS_UP_THRESHOLD:
        return bool(elected) or not left
    if tabulation.settings.mode is Mode.BOTTOMS_UP:
        return not tabulation.vacancies or not left
    return (not tabulation.vacancies and not elected) or not (elected or tabulation.continuing)


@clause(LAW, "4")
def _elect(tabulation: Tabulation) -> tuple[int, ...]:
    """Whoever has the threshold; everybody, if no more continue than places are left."""
    left = sorted(tabulation.continuing, key=lambda c: -tabulation.votes[c])
    if any(tabulation.is_write_in(c) and tabulation.votes[c] for c in left):
        return ()
    if tabulation.settings.mode is Mode.BOTTOMS_UP_THRESHOLD:
        every = all(tabulation.votes[c] >= tabulation.threshold for c in left)
        return _declare(tabulation, left if every else [], Finding.QUOTA)
    if not tabulation.vacancies or not left:
        return ()
    reached, finding = _reached(tabulation, left)
    one_only = tabulation.settings.mode is Mode.ONE_PER_ROUND or tabulation.settings.first_round
    if len(reached) > 1 and one_only:
        reached = [_settled(tabulation, with_most(reached, tabulation.votes), Fate.ELECTED)]
    if not reached and tabulation.single and _are_last_two(tabulation, left):
        reached, finding = _larger_of_two(tabulation, left), Finding.LAST_TWO
    return _declare(tabulation, reached, finding)


def _reached(tabulation: Tabulation, left: list[int]) -> tuple[list[int], Finding]:
    """Who is elected in this round, the most votes first, if nothing else is said; and why."""
    settings = tabulation.settings
    if len(left) <= tabulation.vacancies:
        return left, Finding.LAST_VACANCIES
    if settings.first_round and len(left) == tabulation.papers.seats + 1:
        return [*with_most(left, tabulation.votes)], Finding.MOST
    if settings.mode is Mode.BOTTOMS_UP:
        return [], Finding.LAST_VACANCIES
    reached = [c for c in left if tabulation.votes[c] >= tabulation.threshold]
    return [c for c in reached if not tabulation.is_write_in(c)], Finding.QUOTA


def _declare(tabulation: Tabulation, elected: Sequence[int], finding: Finding) -> tuple[int, ...]:
    """Write the election; the winner of a single place stays on the table while others are eliminated."""
    tabulation.declare(elected, finding)
    if tabulation.single:
        for candidate in elected:
            tabulation.table.reopen(candidate)
    return tuple(elected)


def _are_last_two(tabulation: Tabulation, left: Sequence[int]) -> bool:
    least = tabulation.settings.minimum * tabulation.unit
    return len(left) == 2 and all(tabulation.votes[c] >= least for c in left)


@clause(LAW, "7")
def _larger_of_two(tabulation: Tabulation, left: Sequence[int]) -> list[int]:
    """Two are left for one place and neither has the threshold: the larger; equal, the tie says who."""
    most = with_most(sorted(left), tabulation.votes)
    return [_settled(tabulation, most, Fate.ELECTED)]


@clause(LAW, "6")
def _settled(tabulation: Tabulation, tied: tuple[int, ...], fate: Fate) -> int:
    """Who of the tied meets the fate: by the previous rounds, by an order, by the seed, or by lot."""
    if len(tied) == 1:
        return tied[0]
    steps: Steps = ()
    if tabulation.settings.tie in LOOKING_BACK:
        steps = look_back_from_latest(tied, tabulation.history(), most=fate is Fate.ELECTED)
    seed: int | None = tabulation.settings.seed
    match tabulation.settings.tie:
        case TieReading.CANDIDATE_ORDER:
            order, seed = [*tabulation.papers.candidates], None
            chosen = _by_order(tabulation, order, tied, fate)
        case TieReading.SEEDED_ORDER:
            declared = [
                n for n in tabulation.papers.candidates if n != tabulation.settings.write_ins
            ]
            order = Draws(tabulation.settings.seed).shuffled(in_order_of_letters(declared))
            chosen = _by_order(tabulation, order, tied, fate)
        case TieReading.SEEDED | TieReading.PREVIOUS_ROUND_SEEDED if not _is_one(steps):
            chosen = _by_seed(tabulation, tied, fate)
        case _:
            tie = tabulation.settle(tied, fate, "6", steps)
            _tell(tabulation, tie)
            return tie.chosen
    votes = tabulation.amount(tabulation.votes[tied[0]])
    _tell(tabulation, Tie(tied, votes, fate, chosen, steps, clause="6", seed=seed))
    return chosen


def _is_one(steps: Steps) -> bool:
    return bool(steps) and len(steps[-1][1]) == 1


def _by_order(
    tabulation: Tabulation, order: Sequence[str], tied: tuple[int, ...], fate: Fate
) -> int:
    """The first in an order is elected, the last eliminated; undeclared write-ins stand in none."""
    place = {name: at for at, name in enumerate(order)}
    names = tabulation.papers.candidates
    declared = [c for c in tied if not tabulation.is_write_in(c)] or [*tied]
    ordered = sorted(declared, key=lambda c: place.get(names[c], len(order)))
    return ordered[0] if fate is Fate.ELECTED else ordered[-1]


def _by_seed(tabulation: Tabulation, tied: tuple[int, ...], fate: Fate) -> int:
    """One of those still tied, in the order in which the tabulator holds them."""
    names = tabulation.papers.candidates
    order = in_order_of_letters([names[c] for c in tied])
    if tabulation.settings.tie is TieReading.PREVIOUS_ROUND_SEEDED:
        before = [dict(zip(names, votes, strict=True)) for votes in tabulation.history()[:-1]]
        order = still_tied(order, before, most=fate is Fate.ELECTED)
    return names.index(tabulation.draws.one_of(order))


def _tell(tabulation: Tabulation, tie: Tie) -> None:
    round = tabulation.rounds[-1]
    tabulation.rounds[-1] = replace(round, ties=(*round.ties, tie))


@clause(LAW, "5")
def _transfer_surpluses(tabulation: Tabulation, elected: tuple[int, ...]) -> None:
    """Every paper of an elected candidate moves at its value times surplus by votes, rounded down."""
    moving, values = Moving(), set[int]()
    for candidate in elected:
        total = tabulation.votes[candidate]
        surplus = max(total - tabulation.threshold, 0)
        arrived = 0
        fraction = surplus * tabulation.unit // total if total else 0
        for held in tabulation.take_up(candidate) if surplus else ():
            value = int(held.value) * fraction // tabulation.unit
            values.add(value)
            arrived += _move(tabulation, candidate, held, value, moving)
        tabulation.votes[candidate] -= surplus
        tabulation.loss += surplus - arrived
    tabulation.write_round(
        Kind.SURPLUS,
        of=elected,
        moving=moving,
        quota=tabulation.amount(tabulation.threshold),
        transfer_value=tabulation.amount(values.pop()) if len(values) == 1 else None,
    )


def _move(tabulation: Tabulation, source: int, held: Held, value: int, moving: Moving) -> int:
    """Move papers; those without a further choice are exhausted at the value they moved at."""
    credited = tabulation.hand_on(source, held, value, moving)
    exhausted = held.papers * value - credited
    tabulation.exhausted += exhausted
    return credited + exhausted


@clause(LAW, "8")
def _eliminate(tabulation: Tabulation) -> None:
    """Undeclared write-ins first, then those below a minimum, then a batch, then the lowest."""
    lowest = (
        _write_ins(tabulation)
        or _below_minimum(tabulation)
        or _batch(tabulation)
        or (_settled(tabulation, _fewest(tabulation), Fate.EXCLUDED),)
    )
    moving = Moving()
    tabulation.exclude(lowest)
    for candidate in lowest:
        for held in tabulation.take_up(candidate):
            _move(tabulation, candidate, held, int(held.value), moving)
        tabulation.votes[candidate] = 0
    tabulation.write_round(
        Kind.EXCLUSION, of=lowest, moving=moving, quota=tabulation.amount(tabulation.threshold)
    )


def _candidates(tabulation: Tabulation) -> list[int]:
    return sorted(tabulation.standing(), key=lambda c: tabulation.votes[c])


def _fewest(tabulation: Tabulation) -> tuple[int, ...]:
    return with_fewest(tabulation.standing(), tabulation.votes)


def _write_ins(tabulation: Tabulation) -> tuple[int, ...]:
    standing = tabulation.standing()
    found = [c for c in standing if tabulation.is_write_in(c)]
    return tuple(c for c in found if tabulation.votes[c] and len(standing) > 1)


def _below_minimum(tabulation: Tabulation) -> tuple[int, ...]:
    """All who have fewer votes than the minimum; where that is everybody the count cannot go on."""
    least = tabulation.settings.minimum * tabulation.unit
    below = tuple(c for c in tabulation.standing() if tabulation.votes[c] < least)
    if len(below) == len(tabulation.standing()):
        needs = tabulation.settings.minimum
        because = f"Nobody of those left has the {needs} votes that a candidate needs at the least."
        raise Stopped(Refused("nobody-has-the-minimum", "8", because))
    return below


def _batch(tabulation: Tabulation) -> tuple[int, ...]:
    """All who even together stay below the next; not where it would leave too few."""
    order = _candidates(tabulation)
    if not tabulation.settings.batch:
        return ()
    sums = list(accumulate(tabulation.votes[c] for c in order))
    places = max(tabulation.vacancies, 2 if tabulation.settings.until_two else 1)
    for number in range(len(order) - places, 1, -1):
        if sums[number - 1] < tabulation.votes[order[number]]:
            return tuple(sorted(order[:number]))
    return ()


@clause(LAW, "10")
def _one_place_after_the_other(
    papers: Papers, readings: Readings, lots: Sequence[Lot]
) -> Transcript | Refused:
    """Each place by a majority among those not yet elected, from the first preferences anew."""
    single = replace(readings, mode=Mode.MAJORITY)
    whole = Tabulation(papers, readings, lots)
    for _ in range(papers.seats):
        gone = papers.withdrawn | frozenset(whole.elected)
        if len(gone) == len(papers.candidates):
            break
        one = Tabulation(replace(papers, seats=1, withdrawn=gone), single, lots)
        _tabulate(one)
        whole.elected += one.elected
        start = len(whole.rounds)
        whole.rounds += [replace(round, number=start + round.number) for round in one.rounds]
        whole.used += one.used
        whole.threshold = one.threshold
    return whole.finished(quota=whole.amount(whole.threshold), places=readings.decimals, clause="6")
