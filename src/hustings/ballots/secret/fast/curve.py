# pyright: basic, reportCallIssue=false, reportGeneralTypeIssues=false
"""Points of Ed25519 in compiled Python: their arithmetic, reading, writing, membership, and generators.

Coordinates are extended (X, Y, Z, T = XY/Z) on -x^2 + y^2 = 1 + d x^2 y^2, where one law of addition holds for all
points, equal ones and the identity too. A point to be added stands as (y + x, y - x, 2dxy), with 2z where z is not 1.
"""

import numpy as np
from numba import njit, uint64

from hustings.ballots.secret.fast.field import (
    ONE,
    ZERO,
    add,
    canonical,
    carried,
    from_bytes,
    inverse,
    is_zero,
    mul,
    power_for_root,
    sqr,
    sub,
    to_bytes,
)

P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P


def limbs(number):
    """A number as five limbs."""
    return tuple(uint64(number >> 51 * i & (1 << 51) - 1) for i in range(5))


D_LIMBS, D2_LIMBS = limbs(D), limbs(2 * D % P)
ROOT_OF_MINUS_ONE = limbs(pow(2, (P - 1) // 4, P))


def _digits_of(number, width):
    """Signed odd digits of which no two stand within ``width`` places."""
    digits = []
    while number:
        digit = 0
        if number & 1:
            digit = number & ((1 << width) - 1)
            if digit >= 1 << (width - 1):
                digit -= 1 << width
            number -= digit
        digits.append(digit)
        number >>= 1
    return np.array(digits, dtype=np.int8)


Q_DIGITS = _digits_of(Q, 5)


@njit
def get(a):
    """A number from an array."""
    return (a[0], a[1], a[2], a[3], a[4])


@njit
def put(a, n):
    """A number into an array."""
    a[0], a[1], a[2], a[3], a[4] = n[0], n[1], n[2], n[3], n[4]


@njit
def double(x, y, z):
    """Twice a point."""
    a, b, zz = sqr(x), sqr(y), sqr(z)
    h = add(a, b)
    e = sub(h, sqr(carried(add(x, y))))
    g = sub(a, b)
    f = carried(add(add(zz, zz), g))
    return mul(e, f), mul(g, h), mul(f, g), mul(e, h)


@njit
def double_only(x, y, z):
    """Twice a point, for doubling again."""
    a, b, zz = sqr(x), sqr(y), sqr(z)
    h = add(a, b)
    e = sub(h, sqr(carried(add(x, y))))
    g = sub(a, b)
    f = carried(add(add(zz, zz), g))
    return mul(e, f), mul(g, h), mul(f, g)


@njit
def plus(x, y, z2, t, yx, y_x, xyd):
    """A point (with twice its Z) and one to be added."""
    a = mul(sub(y, x), y_x)
    b = mul(add(y, x), yx)
    c = mul(t, xyd)
    e, h = sub(b, a), add(b, a)
    f, g = sub(z2, c), add(z2, c)
    return mul(e, f), mul(g, h), mul(f, g), mul(e, h)


@njit
def plus_affine(x, y, z, t, entry, negative):
    """A point and one of a table whose Z is 1, or its inverse."""
    yx, y_x, xyd = get(entry[0]), get(entry[1]), get(entry[2])
    if negative:
        yx, y_x = y_x, yx
        xyd = carried(sub(ZERO, xyd))
    return plus(x, y, add(z, z), t, yx, y_x, xyd)


@njit
def plus_projective(x, y, z, t, entry, negative):
    """A point and one of a table with any Z, or its inverse."""
    yx, y_x, xyd = get(entry[0]), get(entry[1]), get(entry[2])
    if negative:
        yx, y_x = y_x, yx
        xyd = carried(sub(ZERO, xyd))
    return plus(x, y, mul(z, get(entry[3])), t, yx, y_x, xyd)


@njit
def put_projective(entry, x, y, z, t):
    """A point as a table has it; its third number is 2dT, its fourth 2Z."""
    put(entry[0], carried(add(y, x)))
    put(entry[1], carried(sub(y, x)))
    put(entry[2], mul(t, D2_LIMBS))
    put(entry[3], carried(add(z, z)))


@njit
def decompress(data):
    """Whether 32 bytes are those of a point, and its coordinates."""
    y = from_bytes(data)
    yy = sqr(y)
    u = carried(sub(yy, ONE))
    v = carried(add(mul(yy, D_LIMBS), ONE))
    v3 = mul(sqr(v), v)
    x = mul(mul(power_for_root(mul(mul(sqr(v3), v), u)), v3), u)
    check = mul(sqr(x), v)
    if not is_zero(sub(check, u)):
        if not is_zero(add(check, u)):
            return False, ZERO, ZERO
        x = mul(x, ROOT_OF_MINUS_ONE)
    low = canonical(x)
    odd = (data[31] >> 7) & 1
    if (low[0] & uint64(1)) != uint64(odd):
        low = carried(sub(ZERO, low))
    return True, low, y


@njit(cache=True)
def read_points(encodings, points, found):
    """Decompress every encoding into (x, y, xy); ``found`` says which are points."""
    for i in range(encodings.shape[0]):
        ok, x, y = decompress(encodings[i])
        found[i] = ok
        put(points[i, 0], x)
        put(points[i, 1], y)
        put(points[i, 2], mul(x, y))


@njit
def fill_odd(point, table):
    """1, 3, 5 ... 15 times a point."""
    x, y, t = get(point[0]), get(point[1]), get(point[2])
    put_projective(table[0], x, y, ONE, t)
    x2, y2, z2, t2 = double(x, y, ONE)
    put_projective(table[8], x2, y2, z2, t2)
    z = ONE
    for i in range(1, 8):
        x, y, z, t = plus_projective(x, y, z, t, table[8], False)
        put_projective(table[i], x, y, z, t)


@njit(cache=True)
def find_members(points, found, digits, members):
    """Which points have an order that divides q."""
    table = np.empty((9, 4, 5), np.uint64)
    for i in range(points.shape[0]):
        members[i] = False
        if not found[i]:
            continue
        fill_odd(points[i], table)
        x, y, z, t = ZERO, ONE, ONE, ZERO
        for k in range(len(digits) - 1, -1, -1):
            digit = digits[k]
            if digit == 0:
                x, y, z = double_only(x, y, z)
                continue
            x, y, z, t = double(x, y, z)
            entry = table[(abs(digit) - 1) >> 1]
            x, y, z, t = plus_projective(x, y, z, t, entry, digit < 0)
        members[i] = is_zero(x) and is_zero(sub(y, carried(z)))


@njit
def invert_all(points):
    """Replace the third coordinate of every point by its inverse, with one inversion for all."""
    product = ONE
    for i in range(points.shape[0]):
        put(points[i, 3], product)
        product = mul(product, get(points[i, 2]))
    product = inverse(product)
    for i in range(points.shape[0] - 1, -1, -1):
        z = get(points[i, 2])
        put(points[i, 2], mul(product, get(points[i, 3])))
        product = mul(product, z)


@njit
def write_all(points, out):
    """The 32 bytes of every point (X, Y, Z), of which Z is not zero."""
    invert_all(points)
    for i in range(points.shape[0]):
        zi = get(points[i, 2])
        x = canonical(mul(get(points[i, 0]), zi))
        to_bytes(canonical(mul(get(points[i, 1]), zi)), out[i])
        out[i, 31] |= np.uint8((x[0] & uint64(1)) << uint64(7))


@njit(cache=True)
def find_generators(seeds, out):
    """For each number below 2^254 the first point at or after it, times eight."""
    count = seeds.shape[0]
    results = np.empty((count, 4, 5), np.uint64)
    data = np.empty(32, np.uint8)
    for i in range(count):
        for k in range(32):
            data[k] = seeds[i, k]
        while True:
            ok, x, y = decompress(data)
            if ok:
                break
            for k in range(32):
                data[k] += np.uint8(1)
                if data[k] != 0:
                    break
        z = ONE
        for _ in range(3):
            x, y, z = double_only(x, y, z)
        put(results[i, 0], x)
        put(results[i, 1], y)
        put(results[i, 2], z)
    write_all(results, out)
