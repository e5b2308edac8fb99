"""Small elections for the tests of the laws, written as ``{"A>B>C": 12, …}``."""

from collections.abc import Mapping, Sequence

from hustings.counting.count import count
from hustings.counting.lots import Lot, LotRequired
from hustings.counting.papers import Papers, from_rankings
from hustings.counting.transcript import Transcript


def papers(rankings: Mapping[str, int], seats: int, candidates: str = "ABCD") -> Papers:
    """Papers from rankings of one-letter candidates."""
    counted = {tuple(candidates.index(c) for c in r.split(">")): n for r, n in rankings.items()}
    return from_rankings(tuple(candidates), counted, seats=seats)


def counted(given: Papers, law: str, *orders: Sequence[str], **readings: str) -> Transcript:
    """The finished count; each order given is the lot drawn for the next tie that needs one."""
    lots: list[Lot] = []
    for order in (*orders, None):
        result = count(given, law, readings=readings, lots=lots)
        if order is not None:
            assert isinstance(result, LotRequired), result
            lots.append(Lot(result.situation, tuple(order)))
    assert isinstance(result, Transcript), result
    return result


def required(given: Papers, law: str, **readings: str) -> LotRequired:
    """The lot that the count asks for."""
    result = count(given, law, readings=readings)
    assert isinstance(result, LotRequired), result
    return result


def in_any_order(given: Papers, law: str, **readings: str) -> Transcript:
    """The finished count when every lot falls in the order of the paper."""
    lots: list[Lot] = []
    while True:
        result = count(given, law, readings=readings, lots=lots)
        if isinstance(result, Transcript):
            return result
        assert isinstance(result, LotRequired), result
        order = sorted(result.between, key=given.candidates.index)
        lots.append(Lot(result.situation, tuple(order)))


NORTHMOOR = {"A>B": 20, "A>C": 10, "A": 20, "B": 20, "C": 18, "D>B": 5, "D>C": 7}
"""A hundred papers for two places: A has 50, B 20, C 18, D 12. Every law of surpluses counts them otherwise."""
