"""The group of Ed25519 (RFC 8032), by libsodium; elements are the 32 bytes of RFC 8032."""

import re
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from typing import cast

from nacl.bindings import (
    crypto_core_ed25519_add,
    crypto_core_ed25519_is_valid_point,
    crypto_scalarmult_ed25519_base_noclamp,
    crypto_scalarmult_ed25519_noclamp,
)
from nacl.exceptions import RuntimeError as NotAPoint

from hustings.ballots.secret.groups.group import Element, Product, checked_ints

FIELD = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
IDENTITY = (1).to_bytes(32, "little")
CANONICAL = re.compile(r"[0-9a-f]{64}")
LENIENT = re.compile(r"[0-9a-fA-F]{64}")
PADDING = 14
SIGN = 1 << 255


def is_canonical(encoding: bytes) -> bool:
    """Whether no other 32 bytes stand for the same coordinates: ``y`` below the field's prime, no sign for zero."""
    z = int.from_bytes(encoding, "little")
    y = z % SIGN
    return y < FIELD and not (z >= SIGN and y in {1, FIELD - 1})


class Edwards:
    """Ed25519 written multiplicatively.

    libsodium refuses a zero scalar, the identity as a base and the identity as a result: each is answered here.
    """

    name = "Ed25519"
    q = ORDER
    g = Element(crypto_scalarmult_ed25519_base_noclamp((1).to_bytes(32, "little")))
    identity = Element(IDENTITY)
    most_ints = (255 - PADDING) // 8

    def read(self, text: str, *, lenient: bool = False) -> Element:
        """Messages have the 32 bytes the other way round, in hexadecimal."""
        if not (LENIENT if lenient else CANONICAL).fullmatch(text):
            raise ValueError(f"{text[:40]!r} is not a point in its canonical form")
        encoding = bytes.fromhex(text)[::-1]
        if not is_canonical(encoding):
            raise ValueError(f"{text} is not the canonical form of a point")
        return Element(encoding)

    def is_member(self, element: Element) -> bool:
        encoding = cast("bytes", element)
        return encoding == IDENTITY or crypto_core_ed25519_is_valid_point(encoding)

    def parse(self, text: str, *, lenient: bool = False) -> Element:
        element = self.read(text, lenient=lenient)
        if not self.is_member(element):
            raise ValueError(f"{text} is not a point of the group")
        return element

    def text(self, element: Element) -> str:
        return cast("bytes", element)[::-1].hex()

    def order(self, element: Element) -> bytes:
        return cast("bytes", element)

    def mul(self, a: Element, b: Element) -> Element:
        return Element(crypto_core_ed25519_add(cast("bytes", a), cast("bytes", b)))

    def inv(self, a: Element) -> Element:
        if a == self.identity:
            return self.identity
        return Element((int.from_bytes(cast("bytes", a), "little") ^ SIGN).to_bytes(32, "little"))

    def pow(self, base: Element, k: int) -> Element:
        return self.pow_secret(base, k)

    def pow_g(self, k: int) -> Element:
        return self.pow_g_secret(k)

    def pow_secret(self, base: Element, k: int) -> Element:
        """For zero the same work is done, and the answer is dropped."""
        if base == self.identity:
            return self.identity
        reduced = k % ORDER
        scalar = (reduced or 1).to_bytes(32, "little")
        power = crypto_scalarmult_ed25519_noclamp(scalar, cast("bytes", base))
        return Element(power) if reduced else self.identity

    def pow_g_secret(self, k: int) -> Element:
        reduced = k % ORDER
        power = crypto_scalarmult_ed25519_base_noclamp((reduced or 1).to_bytes(32, "little"))
        return Element(power) if reduced else self.identity

    def product(self, terms: Product) -> Element:
        total = self.identity
        for base, k in terms:
            power = self._public_power(base, k % ORDER)
            total = power if total == self.identity else self.mul(total, power)
        return total

    def _public_power(self, base: Element, k: int) -> Element:
        if k == 1:
            return base
        if k == ORDER - 1:
            return self.inv(base)
        return self.pow_g(k) if base == self.g else self.pow(base, k)

    def of_ints(self, ints: Sequence[int]) -> Element:
        """The first point of the group at or after the number: about one number in sixteen is one."""
        z = checked_ints(ints, self.most_ints) << PADDING
        while not self.is_member(Element(z.to_bytes(32, "little"))):
            z += 1
        return Element(z.to_bytes(32, "little"))

    def to_ints(self, count: int, element: Element) -> list[int]:
        z = int.from_bytes(cast("bytes", element), "little") >> PADDING
        return [z >> 8 * place & 255 for place in reversed(range(count))]

    def may_hold(self, count: int, element: Element) -> bool:
        """Of other elements one in ``2**(241 - 8 * count)`` does."""
        return int.from_bytes(cast("bytes", element), "little") >> PADDING < 1 << 8 * count

    def independent_generator(self, i: int) -> Element:
        z = int(sha256(f"ggen|{i}".encode()).hexdigest(), 16) >> 2
        while not _is_on_the_curve(z.to_bytes(32, "little")):
            z += 1
        point = Element(z.to_bytes(32, "little"))
        for _ in range(3):
            point = self.mul(point, point)
        if point in {self.identity, self.g}:
            raise ValueError(f"{i} does not lead to an independent generator")
        return point


def _is_on_the_curve(encoding: bytes) -> bool:
    try:
        crypto_core_ed25519_add(encoding, IDENTITY)
    except NotAPoint:
        return False
    return True


@cache
def ed25519() -> Edwards:
    """The one group of this kind."""
    return Edwards()
