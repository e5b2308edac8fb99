"""The chance that the RCV tabulator draws from the seed in its configuration, so that its results can be followed.

Its generator is that of ``java.util.Random``, whose steps the documentation of Java gives; the order in which names
stand before they are drawn is the one that its sets give them. Nothing here is unforeseeable: who knows the seed
knows the draw, so that no other law uses it.
"""

from collections.abc import Mapping, Sequence

from hustings.counting.transcript import Amount

MULTIPLIER, INCREMENT, BITS = 0x5DEECE66D, 0xB, 48
MASK = (1 << BITS) - 1
FEWEST_PLACES = 16
"""A set has at least so many places, and a power of two of them."""


class Draws:
    """One generator, from its seed on; every draw moves it."""

    __slots__ = ("_state",)

    def __init__(self, seed: int) -> None:
        self._state = (seed ^ MULTIPLIER) & MASK

    def _next(self, bits: int) -> int:
        self._state = (self._state * MULTIPLIER + INCREMENT) & MASK
        return self._state >> (BITS - bits)

    def one_of(self, names: Sequence[str]) -> str:
        """A name by a number between 0 and 1 with 53 bits, times how many names there are."""
        number = (self._next(26) << 27) + self._next(27)
        return names[number * len(names) >> 53]

    def below(self, number: int) -> int:
        """A whole number from 0 and below ``number``; 31 bits are drawn again where they would favour some."""
        if number & -number == number:
            return number * self._next(31) >> 31
        while True:
            bits = self._next(31)
            value = bits % number
            if bits - value + number <= 1 << 31:
                return value

    def shuffled(self, names: Sequence[str]) -> list[str]:
        """The names in another order: from the last place to the second, each changed with one up to it."""
        order = list(names)
        for place in range(len(order) - 1, 0, -1):
            other = self.below(place + 1)
            order[place], order[other] = order[other], order[place]
        return order


def in_order_of_letters(names: Sequence[str]) -> list[str]:
    """Names as the tabulator sorts them: by units of 16 bits."""
    return sorted(names, key=lambda name: name.encode("utf-16-be"))


def in_order_of_a_set(names: Sequence[str]) -> list[str]:
    """Names in the order in which a set of them hands them out: by the places that their hashes give them."""
    places = FEWEST_PLACES
    while places < len(names) * 4 // 3 + 1:
        places *= 2
    return sorted(names, key=lambda name: _hash(name) & (places - 1))


def _hash(name: str) -> int:
    number = 0
    units = name.encode("utf-16-be")
    for high, low in zip(units[::2], units[1::2], strict=True):
        number = (31 * number + (high << 8) + low) & 0xFFFFFFFF
    return number ^ (number >> 16)


def still_tied(
    names: Sequence[str], rounds: Sequence[Mapping[str, Amount]], *, most: bool
) -> list[str]:
    """Who is left of the tied after every earlier round has been looked back to, in the order of the sets made."""
    order = list(names)
    for votes in reversed(rounds):
        had = [votes[name] for name in order]
        wanted = max(had) if most else min(had)
        order = [name for name in in_order_of_a_set(order) if votes[name] == wanted]
    return order
