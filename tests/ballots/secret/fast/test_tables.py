"""Tables and shared powers modulo a prime say what GMP's powers say."""

from random import Random

import pytest

from hustings.ballots.secret.checks.equations import PlainEngine
from hustings.ballots.secret.fast.disagreement import Disagreement
from hustings.ballots.secret.fast.finite_field import FastField
from hustings.ballots.secret.groups.finite_field import FiniteField, belenios_2048, rfc_3526_2048
from hustings.ballots.secret.groups.group import Element, Product

SEED = 20261128


@pytest.mark.parametrize("group", [belenios_2048(), rfc_3526_2048()])
@pytest.mark.parametrize("teeth", [1, 5, 8, 10])
def test_products_are_the_same_for_alternatives_too(group: FiniteField, teeth: int) -> None:
    random = Random(SEED)
    y = group.pow_g(random.randrange(group.q))
    engine, plain = FastField(group, [group.g, y], random.randrange, teeth), PlainEngine(group)
    products: list[Product] = [(), ((y, 0),), ((group.identity, 5),)]
    for _ in range(3):
        base = group.pow_g(random.randrange(group.q))
        r, c, h = (random.randrange(group.q) for _ in range(3))
        short = h % 2**256
        products += [
            ((group.g, r), (base, c)),
            ((y, r), (base, short - c), (group.g, -c)),
            ((base, 1), (y, -1)),
            ((base, -1), (base, -short)),
            ((base, short),),
        ]
    assert engine.texts(products) == plain.texts(products)
    joined = sum(products, ())
    assert engine.product(joined) == plain.product(joined)
    others = [Element(int(group.p) - 1), Element(2), Element(3), group.g, y]
    assert engine.are_members(others) == plain.are_members(others)


def test_a_table_that_was_made_wrong_is_found_by_the_sample() -> None:
    group = belenios_2048()
    engine = FastField(group, [group.g], Random(SEED).randrange, 4)
    comb = engine.fixed[group.g]
    comb.tables[2][1] += 1
    with pytest.raises(Disagreement):
        engine.texts([((group.g, 1 << 2 * comb.columns),)])
