"""The transferable vote of Dáil Éireann: whole papers move, those last filed, in their filed order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from hustings.counting.filed import FiledTable, joined, order_missing
from hustings.counting.lots import Fate, Lot, LotRequired
from hustings.counting.papers import Papers
from hustings.counting.state import Count, Stopped, cannot_count
from hustings.counting.transcript import Finding, Kind, Round, Tie, Transcript, Transfer
from hustings.counting.verbs import NOBODY, look_back_from_first, with_fewest, with_most
from hustings.kernel.clauses import clause
from hustings.kernel.refusals import Refused

if TYPE_CHECKING:
    from hustings.counting.filed import Pile

LAW = "irish-1992"


class Surpluses(StrEnum):
    """How clause 121(9) is read."""

    DEFERRED = "deferred"
    ALWAYS = "always"


@dataclass(frozen=True, slots=True)
class Readings:
    """What the Act lets the returning officer choose."""

    surpluses: Surpluses = Surpluses.DEFERRED
    together: bool = True


def count(
    papers: Papers, readings: Readings | None = None, lots: Sequence[Lot] = ()
) -> Transcript | LotRequired | Refused:
    """Count the papers, or name the lot that must be drawn first, or say why they cannot be counted."""
    refusal = cannot_count(papers, "118") or order_missing(papers, "119")
    if refusal is not None:
        return refusal
    dail = _Dail(papers, readings or Readings(), lots)
    try:
        _first_count(dail)
        while not _filled(dail):
            surplus = _surplus_to_move(dail)
            if surplus is None:
                _exclude(dail)
            else:
                _transfer_surplus(dail, surplus)
            _deem_elected(dail)
    except Stopped as stopped:
        return stopped.why
    return dail.finished(quota=dail.quota, places=0, clause="118")


class _Dail(Count):
    """The state of a count: every candidate's sub-parcels as they were received, and the quota."""

    __slots__ = ("choices", "filed", "parcels", "quota", "tie")

    def __init__(self, papers: Papers, readings: Readings, lots: Sequence[Lot]) -> None:
        named = (
            ("surpluses", readings.surpluses.value),
            ("together", "yes" if readings.together else "no"),
        )
        super().__init__(LAW, papers, lots, readings=named)
        self.choices = readings
        self.filed = FiledTable(papers)
        self.parcels: list[list[Pile]] = [[] for _ in papers.candidates]
        self.quota = 0
        self.tie: Tie | None = None

    @property
    def surpluses(self) -> dict[int, int]:
        """Surpluses not yet transferred, by candidate."""
        return {c: self.votes[c] - self.quota for c in self.elected if self.votes[c] > self.quota}

    def receive(self, candidate: int, parcel: "Pile") -> None:
        """Put a sub-parcel on top of a candidate's papers; what is not transferable is set aside."""
        if candidate == NOBODY:
            self.not_transferable: int = self.not_transferable + len(parcel)
        else:
            self.parcels[candidate].append(parcel)
            self.votes[candidate] += len(parcel)

    def record(self, round: Round, *ties: Tie) -> None:
        """Set down a count."""
        self.rounds.append(
            replace(
                round,
                number=self.number,
                votes=self.amounts(),
                not_transferable=self.not_transferable,
                ties=ties,
                quota=self.quota,
            )
        )


@clause(LAW, "119")
def _first_count(dail: _Dail) -> None:
    for candidate, parcel in dail.filed.deal().items():
        dail.receive(candidate, parcel)
    dail.quota = _quota(dail.papers)
    dail.record(Round(0, (), 0))
    _deem_elected(dail)


@clause(LAW, "120")
def _quota(papers: Papers) -> int:
    return papers.valid // (papers.seats + 1) + 1


@clause(LAW, "120")
def _deem_elected(dail: _Dail) -> None:
    reached = [c for c in dail.continuing if dail.votes[c] >= dail.quota]
    _elect(dail, sorted(reached, key=lambda c: (-dail.votes[c], c)), Finding.QUOTA)


def _elect(dail: _Dail, candidates: Sequence[int], finding: Finding) -> None:
    round = dail.rounds[-1]
    dail.elected.extend(candidates)
    dail.rounds[-1] = replace(
        round,
        elected=(*round.elected, *candidates),
        findings=(*round.findings, *(finding for _ in candidates)),
    )
    for candidate in candidates:
        dail.filed.close(candidate)


@clause(LAW, "121(9)")
def _surplus_to_move(dail: _Dail) -> int | None:
    """Whose surplus moves next, or nobody's while none of them needs to."""
    surpluses = dail.surpluses
    if not surpluses:
        return None
    if dail.choices.surpluses is Surpluses.DEFERRED and not _could_matter(dail):
        return None
    return _largest_surplus(dail, surpluses)


def _could_matter(dail: _Dail) -> bool:
    total = sum(dail.surpluses.values())
    lowest, *others = sorted(dail.votes[c] for c in dail.continuing)
    highest = others[-1] if others else lowest
    saves = 4 * lowest <= dail.quota < 4 * (lowest + total)
    return highest + total >= dail.quota or not others or lowest + total >= others[0] or saves


@clause(LAW, "121(8)")
def _largest_surplus(dail: _Dail, surpluses: Mapping[int, int]) -> int:
    largest = max(surpluses.values())
    tied = tuple(c for c, surplus in surpluses.items() if surplus == largest)
    dail.tie = None
    if len(tied) > 1:
        steps = look_back_from_first(tied, dail.history(), most=True)
        dail.tie = dail.settle(tied, Fate.SURPLUS_FIRST, "121(8)", steps)
        return dail.tie.chosen
    return min(tied)


def _transfer_surplus(dail: _Dail, candidate: int) -> None:
    """Move the surplus of a candidate deemed elected, as one count."""
    surplus = dail.surpluses[candidate]
    held = dail.parcels[candidate]
    pile = _original_papers(held) if len(held) == 1 else _last_received(held)
    heaps = dail.filed.sort(pile)
    aside = heaps.pop(NOBODY, joined([]))
    transferable = sum(map(len, heaps.values()))
    if transferable <= surplus:
        ties: tuple[Tie, ...] = ()
        moving = _all_of_them(heaps, aside, surplus - transferable)
    else:
        numbers = _in_proportion(heaps, surplus, transferable)
        ties = _make_up(dail, numbers, heaps, surplus, transferable)
        moving = {c: _last_filed(heaps[c], number) for c, number in numbers.items()}
    for receiver, parcel in moving.items():
        dail.receive(receiver, parcel)
    dail.votes[candidate] = dail.quota
    dail.parcels[candidate] = []
    told = Round(0, (), 0, kind=Kind.SURPLUS, of=(candidate,), transfers=_moves(candidate, moving))
    dail.record(told, *(() if dail.tie is None else (dail.tie,)), *ties)


@clause(LAW, "121(2)")
def _original_papers(held: "Sequence[Pile]") -> "Pile":
    return held[0]


@clause(LAW, "121(3)")
def _last_received(held: "Sequence[Pile]") -> "Pile":
    return held[-1]


@clause(LAW, "121(4)")
def _all_of_them(heaps: "dict[int, Pile]", aside: "Pile", missing: int) -> "dict[int, Pile]":
    return {**heaps, NOBODY: _last_filed(aside, missing)} if missing else heaps


@clause(LAW, "121(5)")
def _in_proportion(heaps: "Mapping[int, Pile]", surplus: int, transferable: int) -> dict[int, int]:
    return {c: len(heap) * surplus // transferable for c, heap in heaps.items()}


@clause(LAW, "121(6)")
def _make_up(
    dail: _Dail,
    numbers: dict[int, int],
    heaps: "Mapping[int, Pile]",
    surplus: int,
    transferable: int,
) -> tuple[Tie, ...]:
    """Add one paper each for the largest fractions; the ties that a lot settled."""
    missing = surplus - sum(numbers.values())

    def key(candidate: int) -> tuple[object, ...]:
        size = len(heaps[candidate])
        history = (votes[candidate] for votes in dail.history())
        return (size * surplus % transferable, size, *history)

    ranked = sorted(heaps, key=key, reverse=True)  # pyright: ignore[reportArgumentType]
    chosen, ties = ranked[:missing], ()
    if missing and missing < len(ranked) and key(ranked[missing]) == key(ranked[missing - 1]):
        tied = tuple(c for c in sorted(ranked) if key(c) == key(ranked[missing]))
        chosen = [c for c in chosen if c not in tied]
        drawn = dail.draw(tied, Fate.LARGEST_FRACTION, "121(6)", len(heaps[tied[0]]))
        order = [dail.papers.candidates.index(name) for name in drawn.order]
        chosen += order[: missing - len(chosen)]
        size = len(heaps[tied[0]])
        ties = (Tie(tied, size, Fate.LARGEST_FRACTION, order[0], lot=drawn, clause="121(6)"),)
    for candidate in chosen:
        numbers[candidate] += 1
    return ties


@clause(LAW, "121(7)")
def _last_filed(heap: "Pile", number: int) -> "Pile":
    return heap[len(heap) - number :]


def _moves(source: int, moving: "Mapping[int, Pile]") -> tuple[Transfer, ...]:
    return tuple(
        Transfer(source, None if to == NOBODY else to, len(pile), len(pile), 1)
        for to, pile in moving.items()
        if len(pile)
    )


@clause(LAW, "122(1)")
def _exclude(dail: _Dail) -> None:
    """Exclude the lowest, or several together, and move their papers as one count."""
    group, ties = _together(dail), ()
    if len(group) < 2:
        lowest = with_fewest(dail.continuing, dail.votes)
        if len(lowest) > 1:
            tie = _settle(dail, lowest)
            group, ties = (tie.chosen,), (tie,)
        else:
            group = lowest
    deferred = tuple(sorted(dail.surpluses))
    for candidate in group:
        dail.filed.close(candidate)
        dail.excluded.append(candidate)
    transfers = _pass_on(dail, group)
    told = Round(0, (), 0, kind=Kind.EXCLUSION, of=group, excluded=group)
    dail.record(replace(told, transfers=transfers, deferred=deferred), *ties)


def _pass_on(dail: _Dail, group: Sequence[int]) -> tuple[Transfer, ...]:
    """The papers of all of them go on, one sub-parcel for each receiving candidate."""
    transfers: list[Transfer] = []
    received: dict[int, list[Pile]] = {}
    for candidate in group:
        heaps = dail.filed.sort(joined(dail.parcels[candidate]))
        transfers += _moves(candidate, heaps)
        for receiver, heap in heaps.items():
            received.setdefault(receiver, []).append(heap)
        dail.parcels[candidate], dail.votes[candidate] = [], 0
    for receiver, heaps in received.items():
        dail.receive(receiver, joined(heaps))
    return tuple(transfers)


@clause(LAW, "122(2)")
def _together(dail: _Dail) -> tuple[int, ...]:
    """The largest group of the lowest that is to be excluded together; empty if there is none."""
    if not dail.choices.together:
        return ()
    ranked = sorted(dail.continuing, key=lambda c: (dail.votes[c], c))
    surplus = sum(dail.surpluses.values())
    group: tuple[int, ...] = ()
    below = surplus
    for size in range(1, len(ranked) - dail.vacancies + 1):
        votes = dail.votes[ranked[size - 1]]
        if 4 * votes <= dail.quota < 4 * (votes + below):
            break
        below += votes
        if size < len(ranked) and below < dail.votes[ranked[size]]:
            group = tuple(ranked[:size])
    return group


@clause(LAW, "122(5)")
def _settle(dail: _Dail, tied: tuple[int, ...]) -> Tie:
    steps = look_back_from_first(tied, dail.history())
    return dail.settle(tied, Fate.EXCLUDED, "122(5)", steps)


@clause(LAW, "124(3)")
def _filled(dail: _Dail) -> bool:
    """Whether the last places are filled; then no more papers move."""
    if dail.vacancies:
        _as_many_as_places(dail)
    if dail.vacancies and dail.continuing:
        _all_but_the_lowest(dail)
    if dail.vacancies == 1 and dail.continuing:
        _more_than_all_others(dail)
    return dail.vacancies <= 0 or not dail.continuing


@clause(LAW, "118")
def _ranked(dail: _Dail) -> list[int]:
    """The continuing candidates, most votes first."""
    return sorted(dail.continuing, key=lambda c: (-dail.votes[c], c))


@clause(LAW, "124(1)")
def _as_many_as_places(dail: _Dail) -> None:
    ranked = _ranked(dail)
    if len(ranked) <= dail.vacancies:
        _elect(dail, ranked, Finding.LAST_VACANCIES)


@clause(LAW, "124(1A)")
def _all_but_the_lowest(dail: _Dail) -> None:
    ranked = _ranked(dail)
    if len(ranked) != dail.vacancies + 1:
        return
    surplus = sum(dail.surpluses.values())
    if dail.votes[ranked[-1]] + surplus < dail.votes[ranked[-2]]:
        _elect(dail, ranked[:-1], Finding.OUT_OF_REACH)


@clause(LAW, "124(2)")
def _more_than_all_others(dail: _Dail) -> None:
    first = with_most(dail.continuing, dail.votes)[0]
    others = sum(dail.votes[c] for c in dail.continuing if c != first)
    if dail.votes[first] > others + sum(dail.surpluses.values()):
        _elect(dail, [first], Finding.LAST_VACANCY)
