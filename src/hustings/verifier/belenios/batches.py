"""Work cut into batches that a ``map`` carries out, over cores or one after the other."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

Spread = Callable[[Callable[[Any], Any], Iterable[Any]], Iterator[Any]]
"""A ``map``: over this machine's cores, a cluster's, or none."""

LARGEST_BATCH = 128


def batches(count: int, parts: int = 16) -> list[tuple[int, int]]:
    """``range(count)`` cut into at least so many parts where there are enough items, none larger than a batch."""
    size = max(1, min(LARGEST_BATCH, count // parts))
    return [(begin, min(begin + size, count)) for begin in range(0, count, size)]
