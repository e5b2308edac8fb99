"""Sortition: a draw that anybody can repeat from a seed that was published after the names were."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from hustings.counting.lots import Lot, LotRequired
from hustings.kernel.canonical import Json
from hustings.kernel.refusals import BadInput, Problem

MOST_NAMES = 1_000_000
SPAN = 2**256
"""One more than the largest number that 32 bytes hold."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A finished draw: the names in canonical order with their digest, and all of them as they came."""

    seed: str
    pool: str
    names: tuple[str, ...]
    order: tuple[str, ...]
    places: int
    blocks: int

    @property
    def drawn(self) -> tuple[str, ...]:
        """Those drawn for the places."""
        return self.order[: self.places]

    @property
    def reserves(self) -> tuple[str, ...]:
        """The others in the order in which they would follow."""
        return self.order[self.places :]

    def as_json(self) -> dict[str, Json]:
        """The draw for the record."""
        return {
            "seed": self.seed,
            "pool": self.pool,
            "places": self.places,
            "drawn": list(self.drawn),
            "reserves": list(self.reserves),
        }


def draw(seed: str, names: Sequence[str], places: int) -> Drawing:
    """Draw so many of the names; the same seed and names give the same draw in whatever order they stand.

    The names are sorted by their bytes in UTF-8. ``pool`` is the SHA-256 of their lines. Block number i is the
    SHA-256 of ``hustings/sortition/v1``, pool, seed and i, one a line, read as a number. For each place from the
    first one, a name is drawn from those left: the first block below the largest multiple of their number that 256
    bits hold, modulo their number, is its place among them, and the first of those left takes the place it leaves.
    No draw is likelier than another as far as blocks of SHA-256 are even. Publish ``pool`` before the seed exists.
    """
    _check(seed, names, places)
    ordered = sorted(names, key=str.encode)
    pool = pool_digest(ordered)
    blocks = _Blocks(pool, seed)
    left = list(ordered)
    for at in range(len(left) - 1):
        other = at + blocks.below(len(left) - at)
        left[at], left[other] = left[other], left[at]
    return Drawing(seed, pool, tuple(ordered), tuple(left), places, blocks.used)


def pool_digest(ordered: Sequence[str]) -> str:
    """The SHA-256 of the names, one a line, in canonical order: what is published before the seed."""
    return sha256("".join(f"{name}\n" for name in ordered).encode()).hexdigest()


def lot_by_sortition(required: LotRequired, seed: str) -> Lot:
    """The lot that a published seed draws for a tie: for exactly this situation, all the names in order."""
    drawing = draw(f"{seed} {required.situation}", required.between, len(required.between))
    return Lot(required.situation, drawing.order)


class _Blocks:
    """The blocks of one draw, numbered from 1."""

    __slots__ = ("_numbers", "used")

    def __init__(self, pool: str, seed: str) -> None:
        self.used = 0
        self._numbers = self._all(pool, seed)

    def _all(self, pool: str, seed: str) -> Iterator[int]:
        while True:
            self.used += 1
            line = f"hustings/sortition/v1\n{pool}\n{seed}\n{self.used}\n"
            yield int.from_bytes(sha256(line.encode()).digest())

    def below(self, number: int) -> int:
        """A number below this one, every one equally likely."""
        fair = SPAN - SPAN % number
        return next(block for block in self._numbers if block < fair) % number


def _check(seed: str, names: Sequence[str], places: int) -> None:
    def refuse(key: str, what: str, right: str) -> None:
        raise BadInput(Problem("sortition", None, key, what, right))

    if not seed.strip() or "\n" in seed:
        refuse(
            "seed",
            "the seed is one line, and not an empty one",
            "National lottery of 5 May: 3 11 24",
        )
    if not 1 <= len(names) <= MOST_NAMES:
        refuse("names", f"there are {len(names)} names; a draw has from 1 to {MOST_NAMES}", "")
    if not 1 <= places <= len(names):
        refuse("places", f"{places} of {len(names)} cannot be drawn", f"{min(len(names), 3)}")
    seen: set[str] = set()
    for name in names:
        if not name.strip() or "\n" in name:
            refuse("names", f"{name!r} is not a name on one line", "Ada Ash")
        if name in seen:
            refuse(
                "names", f"{name!r} stands twice; make the names differ", f"{name} (of Northmoor)"
            )
        seen.add(name)
