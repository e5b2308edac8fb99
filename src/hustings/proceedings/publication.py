"""What may be published: figures of a handful of voters are withheld, and others with them where needed."""

from collections.abc import Mapping


def figures_may_be_public(votes: Mapping[str, int], minimum_cell: int) -> bool:
    """Whether a unit's figures reach the minimum cell; below it only the decision is published."""
    return sum(votes.values()) >= minimum_cell


def is_unanimous(votes: Mapping[str, int]) -> bool:
    """Whether publishing the figures would tell how everybody voted; the tellers are warned first."""
    return sum(1 for n in votes.values() if n > 0) == 1


def suppressed(counts: Mapping[str, int], minimum_cell: int) -> frozenset[str]:
    """The cells to withhold when the total is public: the small ones, and the next smallest with them.

    A single withheld cell could be found by subtraction from the total; so could a few that add up to
    less than the minimum.
    """
    small = {name for name, n in counts.items() if n < minimum_cell}
    hidden = sum(counts[name] for name in small)
    rest = sorted((n, name) for name, n in counts.items() if name not in small)
    while small and rest and (len(small) == 1 or hidden < minimum_cell):
        n, name = rest.pop(0)
        small.add(name)
        hidden += n
    return frozenset(small)


def shown_in_full(
    figures: Mapping[str, Mapping[str, int]], minimum_cell: int
) -> tuple[frozenset[str], bool]:
    """The units whose figures may be shown for a whole seat, and whether the seat's totals may be.

    With the totals public, what is withheld is at least two units and together no small cell; where that
    cannot be had (everything is withheld and still too little), the totals are withheld as well.
    """
    counts = {unit: sum(votes.values()) for unit, votes in figures.items()}
    withheld = suppressed(counts, minimum_cell)
    hidden = sum(counts[unit] for unit in withheld)
    totals = not withheld or (len(withheld) > 1 and hidden >= minimum_cell)
    return frozenset(counts) - withheld, totals
