"""What may be published: figures of a handful of voters are withheld, and others with them where needed."""

from collections.abc import Mapping


def figures_may_be_public(votes: Mapping[str, int], minimum_cell: int) -> bool:
    """Whether a unit's figures reach the minimum cell; below it only the decision is published."""
    return sum(votes.values()) >= minimum_cell


def is_unanimous(votes: Mapping[str, int]) -> bool:
    """Whether publishing the figures would tell how everybody voted; the tellers are warned first."""
    return sum(1 for n in votes.values() if n > 0) == 1


def suppressed(counts: Mapping[str, int], minimum_cell: int) -> frozenset[str]:
    """The cells to withhold when the total is public: the small ones, and one more where a single
    withheld cell could be found by subtraction (the next smallest is withheld with it)."""
    small = {name for name, n in counts.items() if n < minimum_cell}
    hidden = sum(counts[name] for name in small)
    rest = sorted((n, name) for name, n in counts.items() if name not in small)
    while small and rest and (len(small) == 1 or hidden < minimum_cell):
        n, name = rest.pop(0)
        small.add(name)
        hidden += n
    return frozenset(small)
