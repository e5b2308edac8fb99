"""The engine for integers modulo a prime where there is enough to do: tables for fixed bases, shared powers."""

import struct
from collections.abc import Iterator, Sequence
from functools import cached_property
from math import isqrt
from typing import cast

from hustings.ballots.secret.checks.equations import PlainEngine
from hustings.ballots.secret.fast.disagreement import Disagreement
from hustings.ballots.secret.groups.finite_field import FiniteField
from hustings.ballots.secret.groups.group import Coins, Element, Product
from hustings.ballots.secret.groups.integers import big, invert, powmod

SHORT = 300
"""A challenge is a hash of 256 bits: exponents up to this many bits are cheap in a group of 2047."""

WINDOW = 5


_BITS = str.maketrans("01", "\0\1")
"""Characters whose codes are the bits, so that sums of shifted texts hold one digit in each character."""


class FixedBase:
    """Powers of one base by a comb of ``teeth`` (Lim and Lee, CRYPTO '94).

    The exponent is cut into so many strips of equal length, laid one under the other, and read in columns: a column
    is one entry of a table. Columns are taken from blocks in turn, each block with a table of its own, so that there
    are only as many squarings as a block has columns, and one product for each column.
    """

    def __init__(self, base: int, p: int, bits: int, teeth: int) -> None:
        self.p, self.teeth = p, teeth
        strip = -(-bits // teeth)
        self.blocks = max(1, (isqrt(4 * strip) + 1) // 2)
        self.columns = -(-strip // self.blocks)
        self.strip = self.blocks * self.columns
        self.base = big(base)

    @cached_property
    def tables(self) -> list[list[int]]:
        """For each block, the products of any of the powers of the base at which its first column has its teeth."""
        p, ahead = self.p, big(1) << self.columns
        tables = [[big(1)] for _ in range(self.blocks)]
        step = self.base
        for _ in range(self.teeth):
            for table in tables:
                table += [entry * step % p for entry in table]
                step = powmod(step, ahead, p)
        return tables

    def _digits(self, exponent: int) -> tuple[int, ...]:
        """The columns from the least significant on, the tooth of the lowest strip as the lowest bit of each."""
        length = self.strip
        text = f"{exponent:0{length * self.teeth}b}".translate(_BITS)
        total = 0
        for tooth in range(self.teeth):
            end = len(text) - tooth * length
            total += int.from_bytes(text[end - length : end].encode("utf-16-be"), "big") << tooth
        return struct.unpack(f"<{length}H", total.to_bytes(2 * length, "little"))

    def times(self, number: int, exponent: int) -> int:
        """``number`` times the base to an exponent that is not negative."""
        p, columns, power = self.p, self.columns, big(1)
        digits = self._digits(int(exponent))
        for column in reversed(range(columns)):
            if column < columns - 1:
                power = power * power % p
            for table, digit in zip(self.tables, digits[column::columns], strict=True):
                if digit:
                    power = power * table[digit] % p
        return number * power % p


class FastField:
    """Evaluates in batches; ``fixed`` are the bases that most products share."""

    def __init__(
        self, group: FiniteField, fixed: Sequence[Element], coins: Coins, teeth: int
    ) -> None:
        self.group = group
        self.plain = PlainEngine(group)
        self.coins = coins
        bits = group.q.bit_length()
        self.fixed = {
            one: FixedBase(cast("int", one), group.p, bits, teeth) for one in dict.fromkeys(fixed)
        }

    def are_members(self, elements: Sequence[Element]) -> list[bool]:
        """One by one: by the Jacobi symbol, or a power of 256 bits."""
        return [self.group.is_member(one) for one in elements]

    def texts(self, products: Sequence[Product]) -> list[str]:
        """Powers of one base in one batch are worked out together."""
        powers = self._powers(products)
        texts: list[str] = []
        for terms in products:
            number = big(1)
            for base, exponent in terms:
                number = self._times(number, base, exponent, powers)
            texts.append(str(number))
        if products:
            at = self.coins(len(products))
            if texts[at] != self.group.text(self.group.product(products[at])):
                raise Disagreement(texts[at][:80])
        return texts

    def _times(
        self, number: int, base: Element, exponent: int, powers: dict[tuple[Element, int], int]
    ) -> int:
        k = exponent % self.group.q
        table = self.fixed.get(base)
        if table is not None:
            return table.times(number, k)
        return number * powers[base, k] % self.group.p

    def _powers(self, products: Sequence[Product]) -> dict[tuple[Element, int], int]:
        q = self.group.q
        wanted: dict[Element, dict[int, None]] = {}
        for terms in products:
            for base, exponent in terms:
                if base not in self.fixed:
                    wanted.setdefault(base, {})[exponent % q] = None
        return {
            (base, k): power
            for base, exponents in wanted.items()
            for k, power in self._of_one(cast("int", base), list(exponents))
        }

    def _of_one(self, base: int, exponents: list[int]) -> Iterator[tuple[int, int]]:
        """Powers of one base. Challenges of alternatives add up to a hash: of two, only one needs a long power."""
        p, q = self.group.p, self.group.q
        known: list[tuple[int, int]] = []
        for k in exponents:
            power = None
            if k.bit_length() > SHORT:
                for other, of_other in known:
                    rest = (k + other) % q
                    if rest.bit_length() <= SHORT:
                        power = powmod(base, rest, p) * invert(of_other, p) % p
                        break
                else:
                    if (q - k).bit_length() <= SHORT:
                        power = invert(powmod(base, q - k, p), p)
            if power is None:
                power = powmod(base, k, p)
            known.append((k, power))
            yield k, power

    def generators(self, first: int, count: int) -> list[Element]:
        """One by one."""
        return self.plain.generators(first, count)

    def fix(self, base: Element) -> None:
        """Nothing is prepared: what is raised to challenges of 256 bits only is not worth a table."""

    def product(self, terms: Product) -> Element:
        """Fixed bases by their tables, the others jointly: the squarings are shared by all terms."""
        number, varying = big(1), dict[Element, int]()
        for base, exponent in terms:
            table = self.fixed.get(base)
            if table is None:
                varying[base] = varying.get(base, 0) + exponent
            else:
                number = table.times(number, exponent % self.group.q)
        return Element(number * self._jointly(varying) % self.group.p)

    def _jointly(self, terms: dict[Element, int]) -> int:
        """Five bits of every exponent at a time; a short negative exponent is a short one of the inverse."""
        p, q = self.group.p, self.group.q
        rows: list[tuple[int, list[int]]] = []
        top = 0
        for element, exponent in terms.items():
            base, k = cast("int", element), int(exponent % q)
            if (q - k).bit_length() + 64 < k.bit_length():
                base, k = invert(base, p), q - k
            row = [big(1), base]
            for _ in range(2, 1 << WINDOW):
                row.append(row[-1] * base % p)
            rows.append((k, row))
            top = max(top, k.bit_length())
        number, mask = big(1), (1 << WINDOW) - 1
        for shift in range(-(-top // WINDOW) * WINDOW - WINDOW, -1, -WINDOW):
            if number != 1:
                number = powmod(number, 1 << WINDOW, p)
            for k, row in rows:
                digit = k >> shift & mask
                if digit:
                    number = number * row[digit] % p
        return number
