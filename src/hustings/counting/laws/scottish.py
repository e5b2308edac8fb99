"""Scottish local government elections: weighted surpluses to five decimals, one text under two numberings."""

from collections.abc import Sequence

from hustings.counting.lots import Fate, Lot, LotRequired
from hustings.counting.papers import Papers
from hustings.counting.state import Count, Moving, Stopped, cannot_count
from hustings.counting.transcript import Finding, Kind, Tie, Transcript
from hustings.counting.verbs import look_back_from_latest, with_fewest, with_most
from hustings.kernel.clauses import clause
from hustings.kernel.refusals import Refused

Y2007, Y2011 = "scottish-2007", "scottish-2011"
UNIT = 100_000
"""Votes are counted in hundred-thousandths: 48(3), five decimal places."""


def count_2007(papers: Papers, lots: Sequence[Lot] = ()) -> Transcript | LotRequired | Refused:
    """Count by SSI 2007/42, Schedule 1, rules 45 to 52."""
    return _count(Ward(Y2007, 0, papers, lots))


def count_2011(papers: Papers, lots: Sequence[Lot] = ()) -> Transcript | LotRequired | Refused:
    """Count by SSI 2011/399, Schedule 1, rules 46 to 53: the same text, each rule one number higher."""
    return _count(Ward(Y2011, 1, papers, lots))


class Ward(Count):
    """One ward's count: its quota in votes, and the numbering of the rules it is counted by."""

    __slots__ = ("higher", "quota")

    def __init__(self, law: str, higher: int, papers: Papers, lots: Sequence[Lot]) -> None:
        super().__init__(law, papers, lots, unit=UNIT)
        self.higher = higher
        self.quota = 0

    def rule(self, number: int, paragraph: str) -> str:
        """A rule of 2007 in the numbering of this count."""
        return f"{number + self.higher}({paragraph})"

    def surplus(self, candidate: int) -> int:
        """By how many hundred-thousandths a candidate exceeds the quota."""
        return self.votes[candidate] - self.quota * UNIT


def _count(ward: Ward) -> Transcript | LotRequired | Refused:
    refusal = cannot_count(ward.papers, ward.rule(45, "1"))
    if refusal is not None:
        return refusal
    try:
        _first_stage(ward)
        while ward.vacancies and ward.continuing and not _fill_last_vacancies(ward):
            if not _transfer_highest_surplus(ward):
                _exclude_lowest(ward)
            _deem_elected(ward)
    except Stopped as stopped:
        return stopped.why
    return ward.finished(quota=ward.quota, places=5, clause=ward.rule(49, "3"))


@clause(Y2007, "45")
@clause(Y2011, "46")
def _first_stage(ward: Ward) -> None:
    """Sort the papers to their first preferences and credit one vote for each."""
    ward.deal(UNIT)
    _set_quota(ward)
    ward.write_round(Kind.FIRST_PREFERENCES, quota=ward.quota)
    _deem_elected(ward)


@clause(Y2007, "46")
@clause(Y2011, "47")
def _set_quota(ward: Ward) -> None:
    """Valid papers by places and one, without decimals, and one more."""
    ward.quota = ward.papers.valid // (ward.papers.seats + 1) + 1


@clause(Y2007, "47")
@clause(Y2011, "48")
def _deem_elected(ward: Ward) -> None:
    """Whoever has the quota or more is deemed elected; told as the sheets of the councils list them.

    At one stage in the order of the paper; where that fills every place, in descending order of votes.
    """
    reached = [c for c in ward.continuing if ward.surplus(c) >= 0]
    if len(reached) == ward.vacancies:
        reached.sort(key=lambda c: -ward.votes[c])
    ward.declare(reached, Finding.QUOTA)


@clause(Y2007, "48(1)")
@clause(Y2011, "49(1)")
def _transfer_highest_surplus(ward: Ward) -> bool:
    """Where a vacancy is left, the papers of one who exceeds the quota go to the next preferences."""
    over = tuple(c for c in ward.elected if ward.surplus(c) > 0)
    if not over:
        return False
    candidate, tie = _first_in_turn(ward, over)
    _transfer(ward, candidate, () if tie is None else (tie,))
    return True


@clause(Y2007, "49(1)")
@clause(Y2011, "50(1)")
def _first_in_turn(ward: Ward, over: tuple[int, ...]) -> tuple[int, Tie | None]:
    """The highest surplus comes first."""
    highest = with_most(over, ward.votes)
    if len(highest) == 1:
        return highest[0], None
    tie = _settle_surpluses(ward, highest)
    return tie.chosen, tie


@clause(Y2007, "49(2)")
@clause(Y2007, "49(3)")
@clause(Y2011, "50(2)")
@clause(Y2011, "50(3)")
def _settle_surpluses(ward: Ward, tied: tuple[int, ...]) -> Tie:
    """More votes at the most recent stage at which they had unequal votes; never unequal: by lot."""
    steps = look_back_from_latest(tied, ward.history(), most=True)
    settled = bool(steps) and len(steps[-1][1]) == 1
    return ward.settle(tied, Fate.SURPLUS_FIRST, ward.rule(49, "2" if settled else "3"), steps)


@clause(Y2007, "48(2)")
@clause(Y2011, "49(2)")
def _transfer(ward: Ward, candidate: int, ties: tuple[Tie, ...]) -> None:
    """Every paper of the candidate moves at its transfer value; the quota stays."""
    surplus, total, moving = ward.surplus(candidate), ward.votes[candidate], Moving()
    credited, values = 0, set[int]()
    for held in ward.take_up(candidate):
        value = _transfer_value(surplus, int(held.value), total)
        values.add(value)
        credited += ward.hand_on(candidate, held, value, moving)
    ward.votes[candidate] -= surplus
    ward.not_transferable += surplus - credited
    ward.write_round(
        Kind.SURPLUS,
        of=(candidate,),
        moving=moving,
        ties=ties,
        quota=ward.quota,
        transfer_value=ward.amount(values.pop()) if len(values) == 1 else None,
    )


@clause(Y2007, "48(3)")
@clause(Y2007, "48(4)")
@clause(Y2011, "49(3)")
@clause(Y2011, "49(4)")
def _transfer_value(surplus: int, value: int, total: int) -> int:
    """Surplus times the value at which the paper was received, by the total; five places, no more."""
    return surplus * value // total


@clause(Y2007, "50")
@clause(Y2011, "51")
def _exclude_lowest(ward: Ward) -> None:
    """The lowest goes; the papers pass on at the value at which they were received, in one stage."""
    lowest = with_fewest(ward.continuing, ward.votes)
    tie = None if len(lowest) == 1 else _settle_exclusion(ward, lowest)
    candidate, moving = lowest[0] if tie is None else tie.chosen, Moving()
    ward.exclude((candidate,))
    moved, ward.votes[candidate] = ward.votes[candidate], 0
    for held in ward.take_up(candidate):
        moved -= ward.hand_on(candidate, held, int(held.value), moving)
    ward.not_transferable += moved
    ties = () if tie is None else (tie,)
    ward.write_round(Kind.EXCLUSION, of=(candidate,), moving=moving, ties=ties, quota=ward.quota)


@clause(Y2007, "51")
@clause(Y2011, "52")
def _settle_exclusion(ward: Ward, tied: tuple[int, ...]) -> Tie:
    """Fewer votes at the most recent stage at which they had unequal votes; never unequal: by lot."""
    steps = look_back_from_latest(tied, ward.history())
    settled = bool(steps) and len(steps[-1][1]) == 1
    number = ward.rule(51, "2") + ("(a)" if settled else "(b)")
    return ward.settle(tied, Fate.EXCLUDED, number, steps)


@clause(Y2007, "52")
@clause(Y2011, "53")
def _fill_last_vacancies(ward: Ward) -> bool:
    """As many continue as places are left: all are deemed elected, and nothing more is transferred."""
    left = ward.continuing
    if len(left) > ward.vacancies:
        return False
    ward.declare(sorted(left, key=lambda c: -ward.votes[c]), Finding.LAST_VACANCIES)
    return True
