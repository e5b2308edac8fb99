"""What every proof asks of a group: elements with one spelling each, products, powers, and encodings of rankings."""

from collections.abc import Callable, Sequence
from typing import NewType, Protocol

Element = NewType("Element", object)
"""An element as its group keeps it; equal elements compare equal and hash alike. Only its group looks inside."""

Coins = Callable[[int], int]
"""A uniform integer from 0 up to, and without, the argument; ``secrets.randbelow`` on the command line."""

Product = tuple[tuple[Element, int], ...]
"""A product of powers, as pairs of base and exponent; no pairs are the identity."""


class Group(Protocol):
    """A group of prime order ``q`` with generator ``g``, written multiplicatively.

    Every element that comes out of :meth:`parse` is a member, checked once; products and powers of members are
    members. Exponents are any integers, reduced modulo ``q``.
    """

    @property
    def name(self) -> str:
        """The name in ``election.json``, which also enters the trustees' proofs."""
        ...

    @property
    def q(self) -> int:
        """The order: a prime."""
        ...

    @property
    def g(self) -> Element:
        """The generator."""
        ...

    @property
    def identity(self) -> Element:
        """The neutral element."""
        ...

    @property
    def most_ints(self) -> int:
        """How many integers below 256 one element holds; 0 where the group has no encoding."""
        ...

    def read(self, text: str, *, lenient: bool = False) -> Element:
        """The element that ``text`` spells, in canonical form; membership is not checked.

        Lenient reading also takes what belenios-tool takes inside answers: upper case, leading zeros, a sign,
        a base prefix. Raises ``ValueError``.
        """
        ...

    def is_member(self, element: Element) -> bool:
        """Whether an element that was read belongs to the group of order ``q``."""
        ...

    def parse(self, text: str, *, lenient: bool = False) -> Element:
        """Read an element and check that it is a member; ``ValueError`` otherwise."""
        ...

    def text(self, element: Element) -> str:
        """The one spelling of an element, as messages and hashes have it."""
        ...

    def order(self, element: Element) -> int | bytes:
        """What the tally is sorted by."""
        ...

    def mul(self, a: Element, b: Element) -> Element:
        """The product."""
        ...

    def inv(self, a: Element) -> Element:
        """The inverse."""
        ...

    def pow(self, base: Element, k: int) -> Element:
        """A public power."""
        ...

    def pow_g(self, k: int) -> Element:
        """A public power of the generator."""
        ...

    def pow_secret(self, base: Element, k: int) -> Element:
        """A power with a secret exponent, by the library's constant-time call."""
        ...

    def pow_g_secret(self, k: int) -> Element:
        """A power of the generator with a secret exponent, by the library's constant-time call."""
        ...

    def product(self, terms: Product) -> Element:
        """A product of public powers."""
        ...

    def of_ints(self, ints: Sequence[int]) -> Element:
        """Encode integers from 0 to 255 as an element; ``ValueError`` for too many or too large."""
        ...

    def to_ints(self, count: int, element: Element) -> list[int]:
        """Decode ``count`` integers; any element decodes to something."""
        ...

    def may_hold(self, count: int, element: Element) -> bool:
        """Whether an element lies where encodings of so few integers lie; one that was not made so hardly ever does."""
        ...

    def independent_generator(self, i: int) -> Element:
        """A generator, by number from -1, of which nobody knows the logarithm."""
        ...


def checked_ints(ints: Sequence[int], most: int) -> int:
    """The integers as one number, most significant first; ``ValueError`` for too many or too large."""
    if not most:
        raise ValueError("this group has no encoding of rankings")
    if len(ints) > most:
        raise ValueError(f"{len(ints)} integers; an element of this group holds {most}")
    number = 0
    for value in ints:
        if not 0 <= value < 256:
            raise ValueError(f"{value} does not lie between 0 and 255")
        number = number << 8 | value
    return number
