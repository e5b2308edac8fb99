# pyright: basic
"""The compiled engine for Ed25519: public elements only, and a sample of every batch is left to libsodium too."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any, cast

import numpy as np

from hustings.ballots.secret.checks.equations import PlainEngine
from hustings.ballots.secret.fast import buckets, curve
from hustings.ballots.secret.fast.disagreement import Disagreement
from hustings.ballots.secret.fast.products import ROWS, make_table, multiply
from hustings.ballots.secret.groups.edwards import ORDER, ed25519
from hustings.ballots.secret.groups.group import Coins, Element, Product

HALF = ORDER // 2
MANY = 24
"""From so many terms on a product is worked out by buckets."""

MOST_KEPT = 4096
"""Points of the last batch that are kept decompressed."""


class FastEdwards:
    """Evaluates in batches; ``fixed`` are the bases that most products share, ``g`` and the election's key first."""

    def __init__(self, fixed: Sequence[Element], coins: Coins) -> None:
        self.group = ed25519()
        self.plain = PlainEngine(self.group)
        self.coins = coins
        self.fixed: dict[Element, int] = {}
        self.tables: Any = np.empty((0, ROWS, 128, 3, 5), np.uint64)
        for one in fixed:
            self.fix(one)
        self.kept: dict[Element, int] = {}
        self.kept_points: Any = np.empty((0, 3, 5), np.uint64)

    def fix(self, base: Element) -> None:
        """A table of 4,096 multiples, made in a few milliseconds."""
        if base in self.fixed or base == self.group.identity:
            return
        points, found = self._read([base])
        if not found[0]:
            raise ValueError("a fixed base is not a point")
        table = np.empty((1, ROWS, 128, 3, 5), np.uint64)
        make_table(points[0], table[0])
        self.tables = np.concatenate([self.tables, table])
        self.fixed[base] = -len(self.tables)

    @staticmethod
    def _read(elements: Sequence[Element]) -> tuple[Any, Any]:
        count = len(elements)
        joined = b"".join(cast("Sequence[bytes]", elements))
        encodings = np.frombuffer(joined, np.uint8).reshape(count, 32)
        points = np.empty((count, 3, 5), np.uint64)
        found = np.empty(count, np.bool_)
        curve.read_points(encodings, points, found)
        return points, found

    def are_members(self, elements: Sequence[Element]) -> list[bool]:
        """In one batch; the points are kept for the products that follow."""
        distinct = list(dict.fromkeys(elements))
        points, found = self._read(distinct)
        members = np.empty(len(distinct), np.bool_)
        curve.find_members(points, found, curve.Q_DIGITS, members)
        answers = dict(zip(distinct, cast("list[bool]", members.tolist()), strict=True))
        if len(distinct) <= MOST_KEPT:
            self.kept = {one: at for at, one in enumerate(distinct) if answers[one]}
            self.kept_points = points
        self._compare_members(distinct, answers)
        return [answers[one] for one in elements]

    def _compare_members(self, distinct: Sequence[Element], answers: dict[Element, bool]) -> None:
        """A sample, and the first that is said to be none."""
        sample = [distinct[self.coins(len(distinct))]] if distinct else []
        sample += [one for one in distinct if not answers[one]][:1]
        for one in sample:
            if answers[one] != self.group.is_member(one):
                raise Disagreement(self.group.text(one))

    def _points(self, elements: Sequence[Element]) -> tuple[Any, dict[Element, int]]:
        """All of these decompressed: those kept, and the others after them."""
        places = self.kept
        missing = [one for one in dict.fromkeys(elements) if one not in places]
        if not missing:
            return self.kept_points, places
        points, found = self._read(missing)
        if not found.all():
            raise ValueError("a base is not a point")
        first = len(self.kept_points)
        places = places | {one: first + place for place, one in enumerate(missing)}
        return np.concatenate([self.kept_points, points]), places

    def texts(self, products: Sequence[Product]) -> list[str]:
        """In one batch."""
        encoded = self._encodings(products)
        hexadecimal = np.ascontiguousarray(encoded[:, ::-1]).tobytes().hex()
        texts = [hexadecimal[at : at + 64] for at in range(0, len(hexadecimal), 64)]
        if products:
            at = self.coins(len(products))
            if texts[at] != self.group.text(self.group.product(products[at])):
                raise Disagreement(texts[at])
        return texts

    def elements(self, products: Sequence[Product]) -> list[Element]:
        """The products themselves."""
        return [Element(one.tobytes()) for one in self._encodings(products)]

    def _encodings(self, products: Sequence[Product]) -> Any:
        fixed = self.fixed
        identity = self.group.identity
        varying = [
            base
            for terms in products
            for base, _ in terms
            if base not in fixed and base != identity
        ]
        points, places = self._points(varying)
        offsets, bases, negative = [0], [], []
        scalars = bytearray()
        for terms in products:
            for base, exponent in terms:
                if base == identity:
                    continue
                k = exponent % ORDER
                minus = k > HALF
                negative.append(minus)
                scalars += (ORDER - k if minus else k).to_bytes(32, "little")
                place = fixed.get(base)
                bases.append(places[base] if place is None else place)
            offsets.append(len(bases))
        out = np.zeros((len(products), 32), np.uint8)
        multiply(
            points,
            self.tables,
            np.array(offsets, np.int64),
            np.array(bases, np.int64),
            np.frombuffer(bytes(scalars), np.uint8).reshape(len(bases), 32),
            np.array(negative, np.bool_),
            out,
        )
        return out

    def product(self, terms: Product) -> Element:
        """By buckets where there are many terms; so many of them, from a place by chance, by the library too."""
        if len(terms) < MANY:
            return Element(self._encodings([terms])[0].tobytes())
        at = self.coins(len(terms) - MANY + 1)
        sample = terms[at : at + MANY]
        if self._by_buckets(sample) != self.group.product(sample):
            raise Disagreement(f"a product of {MANY} terms")
        return self._by_buckets(terms)

    def _by_buckets(self, terms: Product) -> Element:
        points, found = self._read([base for base, _ in terms])
        if not found.all():
            raise ValueError("a base is not a point")
        scalars, negative = bytearray(), []
        for _, exponent in terms:
            k = exponent % ORDER
            negative.append(k > HALF)
            scalars += min(k, ORDER - k).to_bytes(32, "little")
        out = np.zeros((1, 32), np.uint8)
        exponents = np.frombuffer(bytes(scalars), np.uint8).reshape(len(terms), 32)
        buckets.multiply_many(
            points, exponents, np.array(negative, np.bool_), width_for(len(terms)), out
        )
        return Element(out[0].tobytes())

    def generators(self, first: int, count: int) -> list[Element]:
        """Independent generators from number ``first`` on."""
        seeds = b"".join(
            (int(sha256(f"ggen|{i}".encode()).hexdigest(), 16) >> 2).to_bytes(32, "little")
            for i in range(first, first + count)
        )
        out = np.zeros((count, 32), np.uint8)
        curve.find_generators(np.frombuffer(seeds, np.uint8).reshape(count, 32), out)
        found = [Element(one.tobytes()) for one in out]
        if found:
            at = self.coins(count)
            if found[at] != self.group.independent_generator(first + at):
                raise Disagreement(f"generator {first + at}")
        return found


def width_for(terms: int) -> int:
    """How many bits a bucket takes: about the logarithm of the number of terms, less what the buckets cost."""
    return max(4, min(13, terms.bit_length() - 3))
