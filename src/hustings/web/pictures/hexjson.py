"""Where seats lie on a map of hexagons: a HexJSON file that an organisation gives, or rows where it gives none."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, sqrt
from typing import Any, cast

from hustings.kernel.refusals import BadInput, Problem

LAYOUTS = ("odd-r", "even-r", "odd-q", "even-q")
MOST, FARTHEST = 5000, 1000
RIGHT = '{"layout": "odd-r", "hexes": {"1": {"n": "Northmoor", "q": 0, "r": 0}}}'


@dataclass(frozen=True, slots=True)
class Place:
    """One hexagon: the seat's name, its column ``q`` from left to right and its row ``r`` upwards."""

    name: str
    q: int
    r: int


@dataclass(frozen=True, slots=True)
class Layout:
    """All hexagons; rows (``-r``) or columns (``-q``) of odd or even number are moved by half a hexagon."""

    kind: str
    places: tuple[Place, ...]

    @property
    def by_rows(self) -> bool:
        """Whether hexagons stand on a corner, in rows."""
        return self.kind.endswith("r")

    def shifted(self, place: Place) -> bool:
        """Whether the row or column of a place is moved by half."""
        number = place.r if self.by_rows else place.q
        return number % 2 == (1 if self.kind.startswith("odd") else 0)


def read_hexjson(content: bytes, file: str) -> Layout:
    """Read a HexJSON file; ``BadInput`` names what is wrong with it."""
    try:
        whole: object = json.loads(content)
    except (ValueError, RecursionError) as problem:
        line = problem.lineno if isinstance(problem, json.JSONDecodeError) else None
        raise _bad(file, "", "this is not JSON that can be read", line) from None
    table = cast("dict[str, Any]", whole) if isinstance(whole, dict) else {}
    kind, hexes = table.get("layout"), table.get("hexes")
    if kind not in LAYOUTS:
        raise _bad(file, "layout", f"the layout is one of {', '.join(LAYOUTS)}")
    if not isinstance(hexes, dict) or not 0 < len(hexes) <= MOST:
        raise _bad(file, "hexes", f"there are between 1 and {MOST} hexagons, each under a key")
    places = tuple(
        _place(file, str(key), one) for key, one in cast("dict[str, Any]", hexes).items()
    )
    taken: dict[tuple[int, int], str] = {}
    for place in places:
        other = taken.setdefault((place.q, place.r), place.name)
        if other is not place.name:
            raise _bad(file, place.name, f"lies on the hexagon of {other}")
    return Layout(str(kind), places)


def _place(file: str, key: str, value: Any) -> Place:
    one = cast("dict[str, Any]", value) if isinstance(value, dict) else {}
    name, q, r = one.get("n"), one.get("q"), one.get("r")
    if not isinstance(name, str) or not name:
        raise _bad(file, f"hexes.{key}.n", "a hexagon has the name of its seat")
    for letter, number in (("q", q), ("r", r)):
        if type(number) is not int or abs(number) > FARTHEST:
            raise _bad(
                file, f"hexes.{key}.{letter}", "column and row are whole numbers, not far out"
            )
    return Place(name, cast(int, q), cast(int, r))


def _bad(file: str, key: str, what: str, line: int | None = None) -> BadInput:
    return BadInput(Problem(file, line, key, what, RIGHT))


def in_rows(names: Iterable[str]) -> Layout:
    """Seats one after the other by name, in rows about as many as there are columns."""
    ordered = sorted(names, key=str.casefold)
    columns = max(1, ceil(sqrt(len(ordered) * 1.2)))
    return Layout(
        "odd-r",
        tuple(Place(name, at % columns, -(at // columns)) for at, name in enumerate(ordered)),
    )
