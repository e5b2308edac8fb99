"""A group is a group, at its edges too: the identity, the exponent zero, and everything that is not a member."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hustings.ballots.secret.groups.edwards import FIELD, ed25519
from hustings.ballots.secret.groups.finite_field import belenios_2048, rfc_3526_2048
from hustings.ballots.secret.groups.group import Element, Group
from hustings.ballots.secret.groups.named import GROUPS, group_named

EXPONENTS = st.one_of(st.integers(-3, 3), st.integers(0, 2**256))


@pytest.mark.parametrize("name", GROUPS)
def test_powers_agree_however_they_are_made(name: str) -> None:
    group = group_named(name)
    base = group.pow_g(7)

    @given(EXPONENTS, EXPONENTS)
    def laws(a: int, b: int) -> None:
        power = group.pow(base, a)
        assert power == group.pow_secret(base, a) == group.pow_g_secret(7 * a) == group.pow_g(7 * a)
        assert group.mul(power, group.pow(base, b)) == group.pow(base, a + b)
        assert group.product(((base, a), (group.g, b))) == group.pow_g(7 * a + b)
        assert group.mul(power, group.inv(power)) == group.identity

    laws()


@pytest.mark.parametrize("name", GROUPS)
def test_zero_and_the_order_lead_to_the_identity(name: str) -> None:
    group = group_named(name)
    for k in (0, group.q, -group.q):
        assert group.pow(group.g, k) == group.pow_g(k) == group.identity
        assert group.pow_secret(group.g, k) == group.pow_g_secret(k) == group.identity
    assert group.pow(group.identity, 5) == group.pow_secret(group.identity, 5) == group.identity
    assert group.mul(group.identity, group.g) == group.mul(group.g, group.identity) == group.g
    assert group.inv(group.identity) == group.identity
    assert group.product(()) == group.identity
    assert group.parse(group.text(group.identity)) == group.identity


def refused(group: Group, *texts: str) -> None:
    for text in texts:
        with pytest.raises(ValueError, match=r"."):
            group.parse(text)


def text_of(z: int) -> str:
    return f"{z:064x}"


SMALL_ORDERS = (
    FIELD - 1,  # (0, -1), order 2
    0,  # order 4
    1 << 255,
    2707385501144840649318225287225658788936804267575313519463743609750303021333,  # order 8
    0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826,
)


def test_points_of_small_or_mixed_order_off_the_curve_or_spelled_otherwise_are_refused() -> None:
    group = ed25519()
    two = Element((FIELD - 1).to_bytes(32, "little"))
    mixed = group.text(group.mul(group.g, two))
    off = next(z for z in range(2, 50) if not _on_the_curve(z))
    refused(group, *map(text_of, SMALL_ORDERS), mixed, text_of(off))
    refused(group, text_of(FIELD + 1), text_of(1 | 1 << 255), text_of(FIELD), "", "0", "g" * 64)
    refused(
        group, group.text(group.g).upper().replace("6", "٦"), group.text(group.inv(group.g)).upper()
    )


def _on_the_curve(z: int) -> bool:
    d = -121665 * pow(121666, -1, FIELD)
    x2 = (z * z - 1) * pow(d * z * z + 1, -1, FIELD) % FIELD
    return pow(x2, (FIELD - 1) // 2, FIELD) in {0, 1}


def test_numbers_outside_the_subgroup_or_spelled_otherwise_are_refused() -> None:
    for group in (belenios_2048(), rfc_3526_2048()):
        p = int(group.p)
        refused(group, "0", str(p - 1), str(p), str(p + 1), "-1", "+4", "04", "0x4", "4 ", "", "٤")


def test_lenient_reading_takes_what_the_tool_takes_and_no_more() -> None:
    group = rfc_3526_2048()
    for text in ("4", "+4", "04", "0x4", "0X04", "0b100", "0o4"):
        assert group.parse(text, lenient=True) == group.pow_g(2)
    for text in ("-4", "0x", "4.0", "4 ", "0x+4", "", "४"):
        with pytest.raises(ValueError, match="canonical"):
            group.parse(text, lenient=True)
    points = ed25519()
    upper = points.text(points.inv(points.g)).upper()
    assert points.parse(upper, lenient=True) == points.inv(points.g)


def test_the_jacobi_symbol_says_what_the_power_says() -> None:
    group = rfc_3526_2048()
    for number in (*range(2, 40), int(group.p) - 2):
        assert group.is_member(Element(number)) == (pow(number, group.q, int(group.p)) == 1)


@pytest.mark.parametrize(("name", "most"), [("RFC-3526-2048", 255), ("Ed25519", 30)])
def test_encodings_hold_so_many_integers_and_no_more(name: str, most: int) -> None:
    group = group_named(name)
    for ints in ([255] * most, [0] * most, list(range(most))):
        assert group.to_ints(most, group.of_ints(ints)) == ints
    for ints in ([0] * (most + 1), [256], [-1]):
        with pytest.raises(ValueError, match=r"holds|between"):
            group.of_ints(ints)


def test_a_ranking_that_is_a_member_as_it_is_is_taken_as_it_is() -> None:
    """0 0 4, shifted by 8 bits, is 2^10: a square, as belenios-tool and the booth seal it."""
    assert rfc_3526_2048().of_ints([0, 0, 4]) == 1024


def test_a_group_without_an_encoding_says_so() -> None:
    with pytest.raises(ValueError, match="no encoding"):
        belenios_2048().of_ints([1])
    with pytest.raises(ValueError, match="not a group of Belenios"):
        group_named("P-256")
