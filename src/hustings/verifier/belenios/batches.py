"""Work cut into batches that a ``map`` carries out, over cores or one after the other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import cast

from hustings.ballots.secret.checks.equations import Engine
from hustings.ballots.secret.groups.group import Element, Group, Product
from hustings.kernel.sharing import Spread

LARGEST_BATCH = 128


def batches(count: int, parts: int = 16) -> list[tuple[int, int]]:
    """``range(count)`` cut into at least so many parts where there are enough items, none larger than a batch."""
    size = max(1, min(LARGEST_BATCH, count // parts))
    return [(begin, min(begin + size, count)) for begin in range(0, count, size)]


SHARED = 2000
"""From so many elements on, membership and products are shared out."""

LARGEST_SHARE = 8192


def shares(count: int) -> list[tuple[int, int]]:
    """``range(count)`` cut into larger parts than batches, for work that is quick for each item."""
    size = max(1, min(LARGEST_SHARE, -(-count // 16)))
    return [(begin, min(begin + size, count)) for begin in range(0, count, size)]


@dataclass(frozen=True, slots=True)
class _Members:
    engine: Engine

    def __call__(self, elements: Sequence[Element]) -> list[bool]:
        return self.engine.are_members(elements)


@dataclass(frozen=True, slots=True)
class _Product:
    engine: Engine

    def __call__(self, terms: Product) -> Element:
        return self.engine.product(terms)


@dataclass(frozen=True, slots=True)
class _Generators:
    first: int
    engine: Engine

    def __call__(self, bounds: tuple[int, int]) -> list[Element]:
        return self.engine.generators(self.first + bounds[0], bounds[1] - bounds[0])


@dataclass(frozen=True, slots=True)
class SharedEngine:
    """An engine whose large questions are shared out by a ``map``; the answers are the same."""

    engine: Engine
    spread: Spread

    @property
    def group(self) -> Group:
        """The group."""
        return self.engine.group

    def are_members(self, elements: Sequence[Element]) -> list[bool]:
        """Shared out where there are many."""
        if len(elements) < SHARED:
            return self.engine.are_members(elements)
        parts = [elements[begin:end] for begin, end in shares(len(elements))]
        found = self.spread(_Members(self.engine), parts)
        return [one for part in cast("Iterator[list[bool]]", found) for one in part]

    def texts(self, products: Sequence[Product]) -> list[str]:
        """As the engine does."""
        return self.engine.texts(products)

    def product(self, terms: Product) -> Element:
        """Shared out where there are many terms."""
        if len(terms) < SHARED:
            return self.engine.product(terms)
        total = self.group.identity
        parts = [terms[begin:end] for begin, end in shares(len(terms))]
        for part in self.spread(_Product(self.engine), parts):
            total = self.group.mul(total, cast("Element", part))
        return total

    def generators(self, first: int, count: int) -> list[Element]:
        """Shared out where there are many."""
        if count < SHARED:
            return self.engine.generators(first, count)
        found = self.spread(_Generators(first, self.engine), shares(count))
        return [one for part in cast("Iterator[list[Element]]", found) for one in part]

    def fix(self, base: Element) -> None:
        """As the engine does, before work is shared out."""
        self.engine.fix(base)


def alone(engine: Engine) -> Engine:
    """The engine that a job takes along: one that does not share out again what was shared out to it."""
    return engine.engine if isinstance(engine, SharedEngine) else engine
