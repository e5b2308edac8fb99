"""The compiled lane says what libsodium says: at every edge of the arithmetic, and on points that are no members."""

from random import Random

import pytest

from hustings.ballots.secret.checks.equations import PlainEngine
from hustings.ballots.secret.fast import curve
from hustings.ballots.secret.fast import field as fe
from hustings.ballots.secret.fast.disagreement import Disagreement
from hustings.ballots.secret.fast.edwards import FastEdwards
from hustings.ballots.secret.groups.edwards import FIELD, ORDER, ed25519, is_canonical
from hustings.ballots.secret.groups.group import Element, Product

GROUP = ed25519()
PLAIN = PlainEngine(GROUP)
SEED = 20261128
EDGES = [
    *range(18),
    *(2**k + d for k in (5, 7, 8, 64, 127, 128, 192, 251, 252) for d in (-1, 0, 1)),
    *(ORDER - d for d in range(1, 18)),
    *(ORDER // 2 + d for d in (-1, 0, 1, 2)),
    int("80" * 31, 16),
    int("7f" * 31, 16),
    int("ff" * 31, 16),
    int("81" * 31, 16),
]


@pytest.fixture(scope="module")
def engine() -> FastEdwards:
    return FastEdwards([GROUP.g, GROUP.pow_g(12345)], Random(SEED).randrange)


def bases(random: Random) -> list[Element]:
    made = [GROUP.pow_g(random.randrange(ORDER)) for _ in range(12)]
    return [*made, GROUP.identity, GROUP.g, GROUP.pow_g(12345), GROUP.inv(GROUP.g)]


def test_numbers_are_multiplied_squared_and_inverted_as_python_does() -> None:
    random = Random(SEED)
    edges = [0, 1, 2, 18, 19, 20, FIELD - 1, FIELD - 2, FIELD - 19, 2**255 - 20, 2**51 - 1, 2**204]
    numbers = edges + [random.randrange(FIELD) for _ in range(60)]
    for a in numbers:
        x = curve.limbs(a)
        assert number_of(fe.canonical(x)) == a % FIELD
        assert fe.is_zero(x) == (a % FIELD == 0)
        assert number_of(fe.inverse(x)) % FIELD == pow(a, FIELD - 2, FIELD)
        assert number_of(fe.squared(x, 3)) % FIELD == pow(a, 8, FIELD)
        for b in numbers[:30]:
            y = curve.limbs(b)
            assert number_of(fe.sub(x, y)) % FIELD == (a - b) % FIELD
            assert number_of(fe.canonical(fe.add(x, y))) == (a + b) % FIELD


def number_of(limbs: tuple[int, ...]) -> int:
    return sum(int(limb) << 51 * place for place, limb in enumerate(limbs))


def test_every_edge_of_an_exponent_gives_the_same_power(engine: FastEdwards) -> None:
    base = GROUP.pow_g(7**40)
    products: list[Product] = []
    for k in EDGES:
        products += [
            ((base, k),),
            ((GROUP.g, k),),
            ((base, -k), (GROUP.g, k)),
            ((base, k), (base, -k)),
        ]
    assert engine.texts(products) == PLAIN.texts(products)


def test_products_of_any_terms_are_the_same(engine: FastEdwards) -> None:
    random = Random(SEED)
    every = bases(random)
    exponents = [*EDGES, *(random.randrange(ORDER) for _ in range(60))]
    products: list[Product] = [
        tuple((random.choice(every), random.choice(exponents)) for _ in range(random.randrange(5)))
        for _ in range(400)
    ]
    assert engine.texts(products) == PLAIN.texts(products)
    assert [GROUP.text(one) for one in engine.elements(products)] == engine.texts(products)


@pytest.mark.parametrize("terms", [0, 1, 23, 24, 25, 130, 700])
def test_products_of_many_terms_are_the_same(engine: FastEdwards, terms: int) -> None:
    random = Random(SEED + terms)
    every = bases(random)
    exponents = [*EDGES, *(random.randrange(ORDER) for _ in range(60))]
    product = tuple((random.choice(every), random.choice(exponents)) for _ in range(terms))
    assert engine.product(product) == PLAIN.product(product)


def test_what_is_a_member_is_the_same(engine: FastEdwards) -> None:
    """The eight points of small order, each of them added to members, and every y up to 300 on or off the curve."""
    random = Random(SEED)
    eighth = Element(
        bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05")
    )
    small = [GROUP.identity]
    for _ in range(7):
        small.append(GROUP.mul(small[-1], eighth))
    assert len(set(small)) == 8
    every = [GROUP.mul(one, other) for one in bases(random)[:4] for other in small] + small
    encodings = [y.to_bytes(32, "little") for y in range(300)]
    encodings += [(y | 1 << 255).to_bytes(32, "little") for y in range(300)]
    encodings += [(FIELD - y).to_bytes(32, "little") for y in range(1, 30)]
    every += [Element(one) for one in encodings if is_canonical(one)]
    assert engine.are_members(every) == PLAIN.are_members(every)


def test_generators_are_the_same(engine: FastEdwards) -> None:
    assert engine.generators(-1, 64) == PLAIN.generators(-1, 64)
    assert engine.generators(5000, 3) == PLAIN.generators(5000, 3)


def test_a_base_that_is_no_point_is_an_error_and_never_an_answer(engine: FastEdwards) -> None:
    off = next(
        one
        for one in (Element(y.to_bytes(32, "little")) for y in range(2, 60))
        if not engine._read([one])[1][0]
    )
    with pytest.raises(ValueError, match="not a point"):
        engine.texts([((off, 5),)])
    with pytest.raises(ValueError, match="not a point"):
        engine.product(((off, 5),) * 100)
    with pytest.raises(ValueError, match="not a point"):
        FastEdwards([off], Random(SEED).randrange)


def test_a_table_that_was_made_wrong_is_found_by_the_sample() -> None:
    engine = FastEdwards([GROUP.g], Random(SEED).randrange)
    engine.tables[0, 3, 100] = engine.tables[0, 3, 101]
    with pytest.raises(Disagreement):
        engine.texts([((GROUP.g, 101 << 24),)])
