"""Ranked choice as US cities count it: a threshold in votes, surpluses by the weighted inclusive Gregory method."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import accumulate

from hustings.counting.lots import Fate, Lot, LotRequired
from hustings.counting.papers import Papers
from hustings.counting.state import Count, Held, Moving, Stopped, cannot_count
from hustings.counting.transcript import Finding, Kind, Tie, Transcript
from hustings.counting.verbs import Steps, look_back_from_latest, with_fewest, with_most
from hustings.kernel.clauses import clause
from hustings.kernel.refusals import Refused

LAW = "wigm"
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


@dataclass(frozen=True, slots=True)
class Readings:
    """What a city's rules fix; ``write_ins`` is the name under which undeclared write-ins stand.

    ``minimum`` votes, ``stop_after`` rounds (0: no end), ``percentage`` of the active votes in hundredths
    of the whole; ``decimals`` of a vote are kept.
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


def count(
    papers: Papers, readings: Readings | None = None, lots: Sequence[Lot] = ()
) -> Transcript | LotRequired | Refused:
    """Count as the RCV tabulator does under the same settings; each of its rounds is a round here."""
    readings = readings or Readings()
    refusal = cannot_count(papers, "1") or _contradiction(papers, readings)
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
    return tabulation.finished(quota=quota, places=readings.decimals, clause="6")


def _contradiction(papers: Papers, readings: Readings) -> Refused | None:
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


class Tabulation(Count):
    """A count under way: the settings, and the threshold in the smallest units."""

    __slots__ = ("settings", "threshold")

    def __init__(self, papers: Papers, readings: Readings, lots: Sequence[Lot]) -> None:
        named = tuple((name, _said(getattr(readings, name))) for name in Readings.__slots__)
        super().__init__(LAW, papers, lots, unit=10**readings.decimals, readings=named)
        self.settings = readings
        self.threshold = 0

    @property
    def single(self) -> bool:
        """One place, filled by a majority of the votes still active."""
        return self.settings.mode is Mode.MAJORITY or (
            self.papers.seats == 1 and self.settings.mode is Mode.SEVERAL_PER_ROUND
        )

    @property
    def bottoms_up(self) -> bool:
        """Candidates only leave from below, and nobody is elected before the end."""
        return self.settings.mode in {Mode.BOTTOMS_UP, Mode.BOTTOMS_UP_THRESHOLD}

    def active(self) -> int:
        """Votes with a candidate, in units."""
        return sum(self.votes)

    def standing(self) -> tuple[int, ...]:
        """The candidates not eliminated: the continuing ones, and the elected where they go on."""
        return tuple(c for c in range(len(self.votes)) if self.table.stands(c))


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
    """Active votes by places and one: the whole number above, or the least fraction above."""
    places, votes = tabulation.papers.seats, tabulation.active()
    whole = tabulation.unit
    match tabulation.settings.mode, tabulation.settings.threshold:
        case Mode.BOTTOMS_UP_THRESHOLD, _:
            tabulation.threshold = -(-votes * tabulation.settings.percentage // 100)
        case _, Threshold.DROOP:
            tabulation.threshold = (votes // (whole * (places + 1)) + 1) * whole
        case _, Threshold.DROOP_FRACTIONAL:
            tabulation.threshold = votes // (places + 1) + 1
        case _, Threshold.HARE:
            tabulation.threshold = -(-votes // (whole * places)) * whole
        case _, Threshold.HARE_FRACTIONAL:
            tabulation.threshold = votes // places


@clause(LAW, "2")
def _tabulate(tabulation: Tabulation) -> None:
    """Round after round: elect, else eliminate; then move what is to be moved."""
    _first_round(tabulation)
    while True:
        elected = _elect(tabulation)
        if _ended(tabulation, elected):
            return
        if elected and not tabulation.single:
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
    return tabulation.single and not tabulation.settings.first_round


@clause(LAW, "9")
def _ended(tabulation: Tabulation, elected: tuple[int, ...]) -> bool:
    """All places are filled, and the last surpluses have been shown; or the round is reached that ends it."""
    if tabulation.settings.stop_after and len(tabulation.rounds) >= tabulation.settings.stop_after:
        return True
    left = len(tabulation.standing())
    if tabulation.single:
        done = bool(tabulation.elected)
        return (done and (not tabulation.settings.until_two or left <= 2)) or left <= 1
    if tabulation.bottoms_up:
        return bool(elected) or not left
    return (not tabulation.vacancies and not elected) or not (elected or tabulation.continuing)


@clause(LAW, "4")
def _elect(tabulation: Tabulation) -> tuple[int, ...]:
    """Whoever has the threshold; everybody, if no more continue than places are left."""
    left = sorted(tabulation.continuing, key=lambda c: -tabulation.votes[c])
    if not tabulation.vacancies or not left:
        return ()
    if (
        len(left) <= tabulation.vacancies
        and tabulation.settings.mode is not Mode.BOTTOMS_UP_THRESHOLD
    ):
        return _declare(tabulation, left, Finding.LAST_VACANCIES)
    reached = [c for c in left if tabulation.votes[c] >= tabulation.threshold]
    match tabulation.settings.mode:
        case Mode.BOTTOMS_UP:
            reached = []
        case Mode.BOTTOMS_UP_THRESHOLD:
            reached = reached if len(reached) == len(left) else []
        case Mode.ONE_PER_ROUND if len(reached) > 1:
            most = with_most(reached, tabulation.votes)
            reached = [_settled(tabulation, most, Fate.ELECTED)]
        case _:
            pass
    if not reached and tabulation.single:
        return _declare(tabulation, _last_two_equal(tabulation, left), Finding.LAST_TWO)
    return _declare(tabulation, reached, Finding.QUOTA)


def _declare(tabulation: Tabulation, elected: Sequence[int], finding: Finding) -> tuple[int, ...]:
    """Write the election; the winner of a single place stays on the table while others are eliminated."""
    tabulation.declare(elected, finding)
    if tabulation.single:
        for candidate in elected:
            tabulation.table.reopen(candidate)
    return tuple(elected)


@clause(LAW, "7")
def _last_two_equal(tabulation: Tabulation, left: Sequence[int]) -> list[int]:
    """Two are left for one place with equal votes: the tie says who is elected."""
    if len(left) != 2 or tabulation.votes[left[0]] != tabulation.votes[left[1]]:
        return []
    return [_settled(tabulation, tuple(sorted(left)), Fate.ELECTED)]


@clause(LAW, "6")
def _settled(tabulation: Tabulation, tied: tuple[int, ...], fate: Fate) -> int:
    """Who of the tied meets the fate: by the previous rounds, by the order of the paper, or by lot."""
    if len(tied) == 1:
        return tied[0]
    steps: Steps = ()
    match tabulation.settings.tie:
        case TieReading.LOT:
            pass
        case TieReading.PREVIOUS_ROUND:
            steps = look_back_from_latest(tied, tabulation.history(), most=fate is Fate.ELECTED)
        case TieReading.CANDIDATE_ORDER:
            chosen = tied[0] if fate is Fate.ELECTED else tied[-1]
            votes = tabulation.amount(tabulation.votes[chosen])
            _tell(tabulation, Tie(tied, votes, fate, chosen, clause="6"))
            return chosen
    tie = tabulation.settle(tied, fate, "6", steps)
    _tell(tabulation, tie)
    return tie.chosen


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
    names = tabulation.papers.candidates
    standing = tabulation.standing()
    found = [c for c in standing if names[c] == tabulation.settings.write_ins]
    return tuple(c for c in found if tabulation.votes[c] and len(standing) > 1)


def _below_minimum(tabulation: Tabulation) -> tuple[int, ...]:
    least = tabulation.settings.minimum * tabulation.unit
    below = tuple(c for c in tabulation.standing() if tabulation.votes[c] < least)
    return below if len(below) < len(tabulation.standing()) else ()


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
