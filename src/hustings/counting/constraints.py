"""At least, or at most, so many of a category: who must be kept and who can no longer be elected."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from hustings.counting.papers import Papers
from hustings.kernel.refusals import BadInput, Problem, Refused

RIGHT = "women>=1: Ada Ash, Cy Cole"
_TEXT = re.compile(
    r"\s*([^:<>=]+?)\s*(>=|<=)\s*(\d{1,4})\s*(or\s+vacant)?\s*:\s*(.*?)\s*", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Constraint:
    """At least, or at most, so many of a category among the elected.

    ``members`` are candidates by index. ``vacant``: where too few of a category stand, the places kept
    for it stay vacant; otherwise such a contest is refused before the count.
    """

    category: str
    members: frozenset[int]
    at_least: int = 0
    at_most: int | None = None
    vacant: bool = False

    def __str__(self) -> str:
        bounds = [f"at least {self.at_least}"] if self.at_least else []
        bounds += [] if self.at_most is None else [f"at most {self.at_most}"]
        return f"{' and '.join(bounds)} of {self.category}"


@dataclass(frozen=True, slots=True)
class Bound:
    """Whom the constraints bind at a moment: ``guarded`` must be kept, ``doomed`` cannot be elected."""

    guarded: frozenset[int] = frozenset()
    doomed: frozenset[int] = frozenset()


FREE = Bound()
"""Nobody is bound."""


@dataclass(frozen=True, slots=True)
class _Cap:
    """No more than so many of the members, or of those who are not members."""

    members: frozenset[int]
    inside: bool
    number: int

    def counts(self, candidate: int) -> bool:
        return (candidate in self.members) == self.inside


def read_constraint(text: str, candidates: Sequence[str]) -> Constraint:
    """Read ``women>=1: Ada Ash, Cy Cole`` or ``men<=2 or vacant: Ben; Dan``; ``BadInput`` otherwise.

    Names stand between semicolons where there is one, else between commas.
    """
    found = _TEXT.fullmatch(text)
    if found is None:
        what = f"{text!r} does not say a category, a bound and its members"
        raise BadInput(Problem("constraint", None, "", what, RIGHT))
    category, sign, number, vacant, names = found.groups()
    between = ";" if ";" in names else ","
    members = {_index(name.strip(), candidates) for name in names.split(between)}
    least, most = (int(number), None) if sign == ">=" else (0, int(number))
    return Constraint(category, frozenset(members), least, most, vacant is not None)


def _index(name: str, candidates: Sequence[str]) -> int:
    if name not in candidates:
        what = f"{name!r} is not a candidate on these papers"
        raise BadInput(Problem("constraint", None, "", what, ", ".join(candidates[:12])))
    return candidates.index(name)


def refuse(constraints: Sequence[Constraint], papers: Papers, clause: str) -> Refused | None:
    """Why a contest cannot be counted under these constraints; it is said before anything is counted."""
    free = min(papers.seats, len(papers.standing))
    for each in constraints:
        if fillable([each], papers.seats, (), papers.standing) < free and not each.vacant:
            among = len(each.members.intersection(papers.standing))
            because = (
                f"The constraint of {each} cannot be kept: {among} of that category "
                f"and {len(papers.standing)} candidates in all stand for {papers.seats} places."
            )
            return Refused("constraint-impossible", clause, because)
    short = fillable(constraints, papers.seats, (), papers.standing) < free
    if short and not any(each.vacant for each in constraints):
        told = " and ".join(map(str, constraints))
        because = f"The constraints of {told} cannot all be kept at once by those who stand."
        return Refused("constraint-impossible", clause, because)
    return None


def bound(
    constraints: Sequence[Constraint],
    seats: int,
    elected: Sequence[int],
    continuing: Sequence[int],
) -> Bound:
    """Who is guarded and who is doomed, after Grey and Fitzgerald, from the places still to be filled.

    A candidate is guarded if without them fewer places could be filled, doomed if with them fewer could.
    """
    if not constraints:
        return FREE
    best = fillable(constraints, seats, elected, continuing)
    guarded: set[int] = set()
    doomed: set[int] = set()
    for candidate in continuing:
        others = [other for other in continuing if other != candidate]
        if fillable(constraints, seats, elected, others) < best:
            guarded.add(candidate)
        if fillable(constraints, seats, [*elected, candidate], others) < best:
            doomed.add(candidate)
    return Bound(frozenset(guarded), frozenset(doomed))


def fillable(
    constraints: Sequence[Constraint],
    seats: int,
    elected: Sequence[int],
    continuing: Sequence[int],
) -> int:
    """How many places can be filled at most within the constraints, those of the elected included.

    *At least m of a category* is read as *at most seats less m of all others*, so that a place kept
    for a category stays vacant if nobody of it can fill it. -1 if the elected alone break a constraint.
    """
    if len(elected) > seats or any(each.at_least > seats for each in constraints):
        return -1
    caps = _caps(constraints, seats)
    left = tuple(cap.number - sum(map(cap.counts, elected)) for cap in caps)
    if min(left, default=0) < 0:
        return -1
    kinds: dict[tuple[int, ...], int] = {}
    for candidate in continuing:
        kind = tuple(at for at, cap in enumerate(caps) if cap.counts(candidate))
        kinds[kind] = kinds.get(kind, 0) + 1
    return len(elected) + _most(tuple(sorted(kinds.items())), left, seats - len(elected))


def _caps(constraints: Sequence[Constraint], seats: int) -> list[_Cap]:
    most = [_Cap(c.members, True, c.at_most) for c in constraints if c.at_most is not None]
    return most + [_Cap(c.members, False, seats - c.at_least) for c in constraints if c.at_least]


_Kinds = tuple[tuple[tuple[int, ...], int], ...]


@lru_cache(maxsize=4096)
def _most(kinds: _Kinds, left: tuple[int, ...], places: int) -> int:
    """How many of these kinds of candidates (the caps they count under, their number) fit at most."""
    if not kinds or not places:
        return 0
    (kind, number), *rest = kinds
    room = min([number, places, *(left[cap] for cap in kind)])
    best = 0
    for taken in range(room, -1, -1):
        after = tuple(each - taken if cap in kind else each for cap, each in enumerate(left))
        best = max(best, taken + _most(tuple(rest), after, places - taken))
        if best == places:
            break
    return best
