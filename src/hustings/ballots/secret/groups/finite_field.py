"""Groups of integers modulo a prime, of 2048 bits: BELENIOS-2048 and the one of RFC 3526."""

import re
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from typing import cast

from hustings.ballots.secret.groups.group import Element, Product, checked_ints
from hustings.ballots.secret.groups.integers import big, invert, jacobi, powmod, powmod_secret

CANONICAL = re.compile(r"0|[1-9][0-9]*")
LENIENT = re.compile(r"\+?(?:0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+|[0-9]+)")
LONGEST = 2200
"""No number of a group of 2048 bits is longer in any of these spellings."""

PADDING = 8


def read_number(text: str, *, lenient: bool = False) -> int:
    """A natural number as belenios-tool writes it, or (lenient) as its big integers are read."""
    if len(text) > LONGEST or not (LENIENT if lenient else CANONICAL).fullmatch(text):
        raise ValueError(f"{text[:40]!r} is not a number in its canonical form")
    digits = text.removeprefix("+")
    prefix = digits[:2].lower()
    base = {"0x": 16, "0o": 8, "0b": 2}.get(prefix, 10)
    return int(digits, base)


class FiniteField:
    """The subgroup of order ``q`` of the integers modulo the prime ``p``.

    ``safe`` says that ``p = 2q + 1``: then the members are the squares, the Jacobi symbol tells them in
    microseconds, and rankings can be encoded.
    """

    def __init__(self, name: str, p: int, q: int, g: int, *, safe: bool) -> None:
        self.name = name
        self.p = big(p)
        self.q = q
        self.g = Element(big(g))
        self.identity = Element(big(1))
        self.safe = safe
        self.most_ints = (2048 - PADDING) // 8 if safe else 0

    def read(self, text: str, *, lenient: bool = False) -> Element:
        number = read_number(text, lenient=lenient)
        if not 0 < number < self.p:
            raise ValueError("the number does not lie between 0 and p")
        return Element(big(number))

    def is_member(self, element: Element) -> bool:
        x = cast("int", element)
        return jacobi(x, self.p) == 1 if self.safe else powmod(x, self.q, self.p) == 1

    def parse(self, text: str, *, lenient: bool = False) -> Element:
        element = self.read(text, lenient=lenient)
        if not self.is_member(element):
            raise ValueError("the number is not a member of the group")
        return element

    def text(self, element: Element) -> str:
        return str(element)

    def order(self, element: Element) -> int:
        return cast("int", element)

    def mul(self, a: Element, b: Element) -> Element:
        return Element(cast("int", a) * cast("int", b) % self.p)

    def inv(self, a: Element) -> Element:
        return Element(invert(cast("int", a), self.p))

    def pow(self, base: Element, k: int) -> Element:
        return Element(powmod(cast("int", base), k % self.q, self.p))

    def pow_g(self, k: int) -> Element:
        return self.pow(self.g, k)

    def pow_secret(self, base: Element, k: int) -> Element:
        """``powmod_sec`` takes positive exponents only: for zero it does the same work, and the answer is dropped."""
        reduced = k % self.q
        power = powmod_secret(cast("int", base), reduced or self.q, self.p)
        return Element(power) if reduced else self.identity

    def pow_g_secret(self, k: int) -> Element:
        return self.pow_secret(self.g, k)

    def product(self, terms: Product) -> Element:
        """A short negative exponent is cheaper as a short power below the line."""
        above = below = big(1)
        for base, exponent in terms:
            k = exponent % self.q
            negative = self.q - k
            if negative.bit_length() + 64 < k.bit_length():
                below = below * powmod(cast("int", base), negative, self.p) % self.p
            else:
                above = above * powmod(cast("int", base), k, self.p) % self.p
        return Element(above if below == 1 else above * invert(below, self.p) % self.p)

    def of_ints(self, ints: Sequence[int]) -> Element:
        """The first member at or after the number: every second number is one."""
        number = big(checked_ints(ints, self.most_ints) << PADDING)
        while not self.is_member(Element(number)):
            number += 1
        return Element(number)

    def to_ints(self, count: int, element: Element) -> list[int]:
        number = int(cast("int", element)) >> PADDING
        return [number >> 8 * place & 255 for place in reversed(range(count))]

    def may_hold(self, count: int, element: Element) -> bool:
        """Of other elements one in ``2**(2040 - 8 * count)`` does."""
        return int(cast("int", element)) >> PADDING < 1 << 8 * count

    def independent_generator(self, i: int) -> Element:
        base = int(sha256(f"ggen|{i}".encode()).hexdigest(), 16)
        number = powmod(base, (int(self.p) - 1) // self.q, self.p)
        if number in {0, 1} or number == self.g:
            raise ValueError(f"{i} does not lead to an independent generator")
        return Element(number)


@cache
def belenios_2048() -> FiniteField:
    """The group of Belenios's first elections: 2048 bits with a subgroup of 256; no rankings."""
    return FiniteField("BELENIOS-2048", _P_BELENIOS, _Q_BELENIOS, _G_BELENIOS, safe=False)


@cache
def rfc_3526_2048() -> FiniteField:
    """Group 14 of RFC 3526, which belenios-tool 2.0 checks as well."""
    return FiniteField("RFC-3526-2048", _P_RFC, (_P_RFC - 1) // 2, 2, safe=True)


_BLANKS = {ord(" "): None, ord("\n"): None}
_P_BELENIOS = int(
    """
    a3ef2d011fefb1b6e39e568fccdffb0fb7dc7ef3a791b6862791811d21fc35f2
    1e6d36856b428030421f514ed40bfd4c06e092a495af8d79a2f85e0fb11c0ede
    07dd973f9c53e50930c6e82ac36de1ae3fb8c3aabfff12ce27a5022ddd8912d1
    07435012768a2cdd0a4091d8fa447f6c7ebc15a349fa318a6b4fe17d8d47e843
    a3e14dfa9b2162f4d7229abe93a188b46b006517d6f6747ebbb29c9ec3099b60
    7f18fb1a8bc858279aa8599411d998d3e3fada9e010840d082d8c31911acdd4a
    0e7992d0f18cc759cb5de0acf66a3882555bc810941e021b6a4ccfa04ee4008f
    878affa2375e2999b44f6cef17d707301e59e0e6351e051ed9cec4157646e64f
    """.translate(_BLANKS),
    16,
)
_Q_BELENIOS = int(
    """
    adb6066a73522565f4daa0f2579db7f2f0fa90c2168bc709e20263387d55c491
    """.translate(_BLANKS),
    16,
)
_G_BELENIOS = int(
    """
    1307c1ab5f295885d7caa3a78a42415e31fd1c5807b61fb1e781878a52230a51
    988b98c259597f9c5a9dfd001d26ba31d9d8976f01d95a1c8262ee68a0e92cea
    541e5219e0d0d094301b894236823fe1d4bc04e29f3748aefd4f10d5b1a356a8
    643e673fd9d215fc8fe5fb9cf9fdb8ea88fdb1a3381a697fdf9c2458570b06d2
    6aef1be365fdd90165f397c6b870df8c1b9e519edcee8bb0f74b7a1615a274ba
    60a7ea574a61f552d2dde0ce514e0927c4ff49b1964c4a913731ae4268d60d7f
    22127b6cbba44d453ac8b72fd04e0991b7aeff04867d8724ac638f5f34100d2d
    47aa680d43771902743d663f42d853c041e1c91fe3823f4bcf284308f1d7e653
    """.translate(_BLANKS),
    16,
)
_P_RFC = int(
    """
    ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74
    020bbea63b139b22514a08798e3404ddef9519b3cd3a431b302b0a6df25f1437
    4fe1356d6d51c245e485b576625e7ec6f44c42e9a637ed6b0bff5cb6f406b7ed
    ee386bfb5a899fa5ae9f24117c4b1fe649286651ece45b3dc2007cb8a163bf05
    98da48361c55d39a69163fa8fd24cf5f83655d23dca3ad961c62f356208552bb
    9ed529077096966d670c354e4abc9804f1746c08ca18217c32905e462e36ce3b
    e39e772c180e86039b2783a2ec07a28fb5c55df06f4c52c9de2bcbf695581718
    3995497cea956ae515d2261898fa051015728e5a8aacaa68ffffffffffffffff
    """.translate(_BLANKS),
    16,
)
