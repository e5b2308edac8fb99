"""What a computer's floating-point numbers do, redone with integers: for a tool whose results hang on it.

A number is an integer times a power of two, ``(m, e)``; every result is rounded to 53 bits, to the nearest, a half to
the even one, as IEEE 754 says for binary64. Numbers below the range are rounded to multiples of 2**-1074; beyond the
largest number nothing is defined, and counts of papers do not come near it.
"""

from fractions import Fraction

Double = tuple[int, int]
BITS = 53
SMALLEST = -1074


def from_int(number: int) -> Double:
    """The nearest number to an integer."""
    return _nearest(number, 1, 0)


def exactly(number: Double) -> Fraction:
    """The number as a fraction."""
    m, e = number
    return Fraction(m << e) if e >= 0 else Fraction(m, 1 << -e)


def add(one: Double, other: Double) -> Double:
    """The sum, rounded."""
    low = min(one[1], other[1])
    return _nearest((one[0] << one[1] - low) + (other[0] << other[1] - low), 1, low)


def subtract(one: Double, other: Double) -> Double:
    """The difference, rounded."""
    return add(one, (-other[0], other[1]))


def multiply(one: Double, other: Double) -> Double:
    """The product, rounded."""
    return _nearest(one[0] * other[0], 1, one[1] + other[1])


def divide(one: Double, other: Double) -> Double:
    """The quotient of two numbers that are not negative, rounded; the divisor is not nought."""
    return _nearest(one[0], other[0], one[1] - other[1])


def floor(number: Double) -> Double:
    """The largest whole number that is not greater; whole numbers of 53 bits are exact."""
    return from_int(exactly(number).__floor__())


def _nearest(numerator: int, denominator: int, e: int) -> Double:
    """The number nearest to numerator / denominator times 2**e."""
    if numerator == 0:
        return 0, 0
    sign, size = (1, numerator) if numerator > 0 else (-1, -numerator)
    if denominator == 1 and size.bit_length() <= BITS and e >= SMALLEST:
        return numerator, e
    shift = max(size.bit_length() - denominator.bit_length() - BITS, SMALLEST - e)
    while True:
        m, half = _rounded(size, denominator, shift)
        if m.bit_length() <= BITS or half is None:
            return sign * m, e + shift
        shift += 1


def _rounded(size: int, denominator: int, shift: int) -> tuple[int, bool | None]:
    """Size / denominator / 2**shift to the nearest whole number, a half to the even one."""
    over, under = (size, denominator << shift) if shift >= 0 else (size << -shift, denominator)
    m, rest = divmod(over, under)
    if m.bit_length() > BITS:
        return m, True
    if 2 * rest > under or (2 * rest == under and m % 2 == 1):
        m += 1
    return m, None
