"""The minimum cell: which units' counts stand alone, and which are merged against subtraction."""

from collections.abc import Mapping


def publication_groups(counts: Mapping[str, int], minimum_cell: int) -> tuple[tuple[str, ...], ...]:
    """Group units so that every published count is of at least ``minimum_cell`` persons.

    A unit that reaches the minimum stands alone. All smaller ones are merged; while the merged
    group is still below the minimum, the smallest unit left joins it, because the whole roll's
    count minus the published ones would otherwise give it away. Groups and their units are in
    alphabetical order.
    """
    if minimum_cell <= 1:
        return tuple((unit,) for unit in sorted(counts))
    by_size = sorted(counts, key=lambda unit: (counts[unit], unit))
    merged = [unit for unit in by_size if counts[unit] < minimum_cell]
    alone = by_size[len(merged) :]
    while merged and alone and sum(counts[unit] for unit in merged) < minimum_cell:
        merged.append(alone.pop(0))
    groups = [(unit,) for unit in alone]
    return tuple(sorted([*groups, tuple(sorted(merged))] if merged else groups))
