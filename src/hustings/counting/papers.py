"""The papers as they are counted: each distinct ranking once, with how many papers carry it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from hustings.ballots.validity import Marks, Rejection, ValidityRules, read_marks
from hustings.kernel.refusals import BadInput, Problem

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ranks = NDArray[np.signedinteger[Any]]
    Copies = NDArray[Any]

Ranking = tuple[int, ...]
"""Candidates by index, most preferred first, none twice."""


@dataclass(frozen=True, slots=True, eq=False)
class Papers:
    """A compact store of papers in canonical order, so that no result depends on the order of input.

    ``ranks`` holds one distinct ranking a row, candidates by index, -1 after the last; rows ascend.
    ``copies`` stands beside it: how many papers carry the ranking, as 64-bit integers whose total
    cannot overflow, or else as Python's own (``dtype=object``). ``rejected`` papers were returned and
    do not count. ``withdrawn`` candidates stay on the papers. ``filed``, for the laws that take
    papers one by one, is the row of every paper in the order in which they were filed. ``overvotes``
    are candidates marked at one rank of a paper, for the law that decides what they mean as it counts:
    such a set stands in ``ranks`` as a number of its own, the first after the last candidate's.
    """

    candidates: tuple[str, ...]
    seats: int
    ranks: "Ranks"
    copies: "Copies"
    rejected: tuple[tuple[Rejection, int], ...] = ()
    withdrawn: frozenset[int] = frozenset()
    title: str = ""
    filed: "NDArray[np.int32] | None" = None
    overvotes: tuple[tuple[int, ...], ...] = ()

    @property
    def rankings(self) -> tuple[Ranking, ...]:
        """The distinct rankings as tuples; for small elections and for reading, not for millions."""
        return tuple(tuple(c for c in row if c >= 0) for row in self.ranks.tolist())

    @property
    def multiplicities(self) -> tuple[int, ...]:
        """How many papers carry each of the ``rankings``."""
        return tuple(self.copies.tolist())

    @property
    def valid(self) -> int:
        """Papers with a clear first preference."""
        return int(self.copies.sum()) if len(self.copies) else 0

    @property
    def returned(self) -> int:
        """Every paper returned, rejected ones included."""
        return self.valid + sum(number for _, number in self.rejected)

    @property
    def standing(self) -> tuple[int, ...]:
        """The candidates who have not withdrawn, in the order of the paper."""
        return tuple(c for c in range(len(self.candidates)) if c not in self.withdrawn)

    def digest(self) -> str:
        """SHA-256 that speaks for candidates, withdrawals and every paper that counts.

        Text lines for the names, then rankings as 16-bit and numbers as 64-bit little-endian
        integers, row after row (numbers beyond 64 bits: as text). ``filed`` is appended where given.
        """
        head = ["hustings/papers/v2"]
        head += [f"{len(name.encode())} {name}" for name in self.candidates]
        head.append(" ".join(["withdrawn", *map(str, sorted(self.withdrawn))]))
        head += [f"overvote {' '.join(map(str, several))}" for several in self.overvotes]
        head.append(f"{self.ranks.shape[0]} {self.ranks.shape[1]}\n")
        speaking = sha256("\n".join(head).encode())
        for start in range(0, len(self.ranks), SLAB):
            speaking.update(self.ranks[start : start + SLAB].astype("<i2").tobytes())
        if self.copies.dtype == object:
            speaking.update(" ".join(map(str, self.copies.tolist())).encode())
        else:
            speaking.update(self.copies.astype("<i8").tobytes())
        if self.filed is not None:
            speaking.update(b"filed")
            speaking.update(self.filed.astype("<i4").tobytes())
        return speaking.hexdigest()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Papers):
            return NotImplemented
        return self._said() == other._said() and self.digest() == other.digest()

    def __hash__(self) -> int:
        return hash(self._said())

    def _said(self) -> tuple[object, ...]:
        said = (self.candidates, self.seats, self.rejected, self.withdrawn)
        return (*said, self.title, self.overvotes)


def gather(
    candidates: tuple[str, ...],
    marked: Iterable[tuple[Marks, int]],
    *,
    seats: int = 1,
    rules: ValidityRules | None = None,
    withdrawn: Iterable[int] = (),
    rejected: Iterable[tuple[Rejection, int]] = (),
    title: str = "",
    filed: bool = False,
    overvotes: tuple[tuple[int, ...], ...] = (),
) -> Papers:
    """Read marked papers under named validity rules and gather the identical rankings.

    ``rejected`` are papers that people rejected before; those that the rules reject are added.
    ``filed`` keeps the order in which the papers were given.
    """
    rules = rules or ValidityRules()
    rankings: dict[Ranking, int] = {}
    reasons: dict[Rejection, int] = dict(rejected)
    order: list[tuple[Ranking, int]] = []
    for marks, number in marked:
        reading = read_marks(marks, rules)
        if isinstance(reading, Rejection):
            reasons[reading] = reasons.get(reading, 0) + number
            continue
        rankings[reading] = rankings.get(reading, 0) + number
        if filed:
            order.append((reading, number))
    papers = from_rankings(
        candidates, rankings, seats=seats, withdrawn=withdrawn, rejected=reasons, title=title,
        overvotes=overvotes,
    )  # fmt: skip
    return replace(papers, filed=_filed(papers, order)) if filed else papers


def from_rankings(
    candidates: tuple[str, ...],
    rankings: "dict[Ranking, int]",
    *,
    seats: int = 1,
    withdrawn: Iterable[int] = (),
    rejected: "dict[Rejection, int] | None" = None,
    title: str = "",
    overvotes: tuple[tuple[int, ...], ...] = (),
) -> Papers:
    """The store of distinct rankings, each with how many papers carry it."""
    import numpy as np

    check_names(candidates)
    ordered = sorted(rankings)
    length = max(map(len, ordered), default=0)
    numbers = len(candidates) + len(overvotes)
    ranks = np.full((len(ordered), length), -1, dtype=rank_type(numbers))
    for row, ranking in enumerate(ordered):
        ranks[row, : len(ranking)] = ranking
    return Papers(
        candidates=candidates,
        seats=seats,
        ranks=ranks,
        copies=bounded([rankings[ranking] for ranking in ordered]),
        rejected=_in_order(rejected or {}),
        withdrawn=frozenset(withdrawn),
        title=title,
        overvotes=overvotes,
    )


def from_arrays(
    candidates: tuple[str, ...],
    ranks: "Ranks",
    copies: "Copies",
    *,
    seats: int = 1,
    withdrawn: Iterable[int] = (),
    rejected: "dict[Rejection, int] | None" = None,
    title: str = "",
    overvotes: tuple[tuple[int, ...], ...] = (),
) -> Papers:
    """The store of rankings that a reader has already put into rows (no candidate twice in a row).

    Rows may come in any order and more than once; what is left after the last preference is -1.
    """
    from hustings.counting.collapse import collapse

    check_names(candidates)
    ranks, copies = collapse(ranks, copies, len(candidates) + len(overvotes))
    return Papers(
        candidates=candidates,
        seats=seats,
        ranks=ranks,
        copies=copies,
        rejected=_in_order(rejected or {}),
        withdrawn=frozenset(withdrawn),
        title=title,
        overvotes=overvotes,
    )


def rank_type(candidates: int) -> "type[np.int8 | np.int16]":
    """The narrowest type that holds every candidate's index."""
    import numpy as np

    return np.int8 if candidates <= 127 else np.int16


def bounded(numbers: Sequence[int]) -> "Copies":
    """Numbers of papers as 64-bit integers where no sum of them can overflow, as Python's otherwise."""
    import numpy as np

    narrow = sum(numbers) < LARGEST_TOTAL
    return np.array(numbers, dtype=np.int64 if narrow else object)


SLAB = 1 << 16
"""Rankings that are put into bytes at once."""
LARGEST_TOTAL = 2**62
"""Below this many papers in all no sum of any of them leaves 64 bits."""


def _in_order(rejected: dict[Rejection, int]) -> tuple[tuple[Rejection, int], ...]:
    return tuple(sorted((why, number) for why, number in rejected.items() if number))


def _filed(papers: Papers, order: list[tuple[Ranking, int]]) -> "NDArray[np.int32]":
    import numpy as np

    place = {ranking: row for row, ranking in enumerate(papers.rankings)}
    rows = np.array([place[ranking] for ranking, _ in order], dtype=np.int32)
    return np.repeat(rows, [number for _, number in order])


def check_names(candidates: tuple[str, ...]) -> None:
    """Refuse papers without a candidate and two candidates of one name."""
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
