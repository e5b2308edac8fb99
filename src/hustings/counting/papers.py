"""The papers as they are counted: each distinct ranking once, with how many papers carry it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from hashlib import sha256

from hustings.ballots.validity import Marks, Rejection, ValidityRules, read_marks
from hustings.kernel.refusals import BadInput, Problem

Ranking = tuple[int, ...]
"""Candidates by index, most preferred first, none twice."""


@dataclass(frozen=True, slots=True)
class Papers:
    """A compact store of papers in canonical order, so that no result depends on the order of input.

    ``rankings`` are distinct, not empty and ascending; ``multiplicities`` stand beside them.
    ``rejected`` papers were returned and do not count. ``withdrawn`` candidates stay on the papers.
    """

    candidates: tuple[str, ...]
    seats: int
    rankings: tuple[Ranking, ...]
    multiplicities: tuple[int, ...]
    rejected: tuple[tuple[Rejection, int], ...] = ()
    withdrawn: frozenset[int] = frozenset()
    title: str = ""

    @property
    def valid(self) -> int:
        """Papers with a clear first preference."""
        return sum(self.multiplicities)

    @property
    def returned(self) -> int:
        """Every paper returned, rejected ones included."""
        return self.valid + sum(number for _, number in self.rejected)

    @property
    def standing(self) -> tuple[int, ...]:
        """The candidates who have not withdrawn, in the order of the paper."""
        return tuple(c for c in range(len(self.candidates)) if c not in self.withdrawn)

    def digest(self) -> str:
        """SHA-256 that speaks for candidates, withdrawals and every paper that counts."""
        lines = ["hustings/papers/v1"]
        lines += [f"{len(name.encode())} {name}" for name in self.candidates]
        lines.append(" ".join(["withdrawn", *map(str, sorted(self.withdrawn))]))
        for ranking, number in zip(self.rankings, self.multiplicities, strict=True):
            lines.append(f"{number} {' '.join(map(str, ranking))}")
        return sha256("\n".join(lines).encode()).hexdigest()


def gather(
    candidates: tuple[str, ...],
    marked: Iterable[tuple[Marks, int]],
    *,
    seats: int = 1,
    rules: ValidityRules | None = None,
    withdrawn: Iterable[int] = (),
    rejected: Iterable[tuple[Rejection, int]] = (),
    title: str = "",
) -> Papers:
    """Read marked papers under named validity rules and gather the identical rankings.

    ``rejected`` are papers that people rejected before; those that the rules reject are added.
    """
    _check_names(candidates)
    rules = rules or ValidityRules()
    rankings: dict[Ranking, int] = {}
    reasons: dict[Rejection, int] = dict(rejected)
    for marks, number in marked:
        reading = read_marks(marks, rules)
        if isinstance(reading, Rejection):
            reasons[reading] = reasons.get(reading, 0) + number
        else:
            rankings[reading] = rankings.get(reading, 0) + number
    ordered = sorted(rankings)
    return Papers(
        candidates=candidates,
        seats=seats,
        rankings=tuple(ordered),
        multiplicities=tuple(rankings[ranking] for ranking in ordered),
        rejected=tuple(sorted((why, number) for why, number in reasons.items() if number)),
        withdrawn=frozenset(withdrawn),
        title=title,
    )


def _check_names(candidates: tuple[str, ...]) -> None:
    if not candidates:
        raise BadInput(Problem("papers", None, "candidates", "there is no candidate"))
    seen: set[str] = set()
    for name in candidates:
        if name in seen:
            what = f"two candidates are called {name!r}; make the names differ"
            raise BadInput(Problem("papers", None, "candidates", what, f"{name} (of Northmoor)"))
        seen.add(name)


def withdraw(papers: Papers, names: Iterable[str]) -> Papers:
    """The same papers when candidates have withdrawn after they went out: their preferences pass on."""
    gone = set(papers.withdrawn)
    for name in names:
        if name not in papers.candidates:
            what = f"{name!r} is not a candidate on these papers"
            right = ", ".join(papers.candidates[:12])
            raise BadInput(Problem("papers", None, "withdrawn", what, right))
        gone.add(papers.candidates.index(name))
    return replace(papers, withdrawn=frozenset(gone))
