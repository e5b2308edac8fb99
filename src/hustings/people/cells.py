"""The minimum cell: which units' counts stand alone, and which are merged against subtraction."""

from collections.abc import Mapping


def publication_groups(counts: Mapping[str, int], minimum_cell: int) -> tuple[tuple[str, ...], ...]:
    """Group units so that every published count is of nobody or of at least ``minimum_cell`` persons.

    A unit that reaches the minimum stands alone, and so does one without anybody. All others are
    merged; while the merged group is still below the minimum, the smallest unit left joins it,
    because the whole roll's count minus the published ones would otherwise give it away. Groups
    and their units are in alphabetical order.
    """
    if minimum_cell <= 1:
        return tuple((unit,) for unit in sorted(counts))
    empty = [(unit,) for unit, count in counts.items() if count == 0]
    by_size = sorted((unit for unit in counts if counts[unit]), key=lambda u: (counts[u], u))
    merged = [unit for unit in by_size if counts[unit] < minimum_cell]
    alone = by_size[len(merged) :]
    while merged and alone and sum(counts[unit] for unit in merged) < minimum_cell:
        merged.append(alone.pop(0))
    together = [tuple(sorted(merged))] if merged else []
    return tuple(sorted([*empty, *((unit,) for unit in alone), *together]))
