"""What may be published of a return: figures of a handful of voters never are.

No page, bundle or letter adds votes up across units, so a withheld figure cannot be found by subtraction.
"""

from collections.abc import Mapping


def figures_may_be_public(votes: Mapping[str, int], minimum_cell: int) -> bool:
    """Whether a unit's figures reach the minimum cell; below it only the decision is published."""
    return sum(votes.values()) >= minimum_cell


def is_unanimous(votes: Mapping[str, int]) -> bool:
    """Whether publishing the figures would tell how everybody voted; the tellers are warned first."""
    return sum(1 for n in votes.values() if n > 0) == 1
