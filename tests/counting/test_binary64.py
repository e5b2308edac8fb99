"""Floating-point numbers redone with integers are what this machine's are, to the last bit."""

import math
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from hustings.counting import binary64
from hustings.counting.binary64 import Double

floats = st.one_of(
    st.floats(0, 1e9, allow_subnormal=True),
    st.integers(0, 2**60).map(float),
    st.sampled_from([5e-324, 2**-1022, 1 / 3, 0.1, 2.0**53 - 1]),
)


def double(value: float) -> Double:
    """The same number as an integer times a power of two."""
    exact = Fraction(value)
    return exact.numerator, 1 - exact.denominator.bit_length()


def same(found: Double, value: float) -> bool:
    return binary64.exactly(found) == Fraction(value)


@given(floats, floats)
def test_sums_differences_and_products_are_rounded_as_the_machine_does(a: float, b: float) -> None:
    assert same(binary64.add(double(a), double(b)), a + b)
    assert same(binary64.subtract(double(a), double(b)), a - b)
    assert same(binary64.multiply(double(a), double(b)), a * b)


@given(floats, floats.filter(lambda b: b > 1e-9))
def test_quotients_are_rounded_as_the_machine_does(a: float, b: float) -> None:
    assert same(binary64.divide(double(a), double(b)), a / b)


@given(floats.filter(lambda a: a < 2**53), st.integers(0, 2**70))
def test_whole_numbers_are_what_the_machine_makes_of_them(a: float, number: int) -> None:
    assert same(binary64.floor(double(a)), float(math.floor(a)))
    assert same(binary64.from_int(number), float(number))
