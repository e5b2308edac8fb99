# pyright: basic, reportCallIssue=false, reportGeneralTypeIssues=false
"""Numbers modulo 2^255 - 19 in compiled Python: five limbs of 51 bits, multiplied in 128-bit registers.

Between operations a limb may exceed 51 bits: a product's limbs stay below 2^52, and whoever multiplies keeps sums
and differences below 2^54, where no 128-bit column overflows.
"""

from llvmlite import ir
from numba import njit, types, uint64
from numba.extending import intrinsic

U64, U128 = ir.IntType(64), ir.IntType(128)
FE = types.UniTuple(types.uint64, 5)
BITS = 51
MASK = (1 << BITS) - 1


def _reduced(builder, columns):
    """Carry the five 128-bit columns into limbs; what leaves the top comes in below times 19."""
    mask = ir.Constant(U64, MASK)
    shift = ir.Constant(U128, BITS)
    limbs = []
    carry = None
    for column in columns:
        whole = column if carry is None else builder.add(column, carry)
        limbs.append(builder.and_(builder.trunc(whole, U64), mask))
        carry = builder.lshr(whole, shift)
    over = builder.mul(builder.trunc(carry, U64), ir.Constant(U64, 19))
    first = builder.add(limbs[0], over)
    limbs[0] = builder.and_(first, mask)
    limbs[1] = builder.add(limbs[1], builder.lshr(first, ir.Constant(U64, BITS)))
    return limbs


def _packed(context, builder, signature, limbs):
    kind = context.get_value_type(signature.return_type)
    packed = ir.Constant(kind, ir.Undefined)
    for place, limb in enumerate(limbs):
        packed = builder.insert_value(packed, limb, place)
    return packed


def _wide(builder, value):
    return builder.zext(value, U128)


@intrinsic
def mul(typing_context, a, b):
    """The product of two numbers."""

    def generate(context, builder, signature, arguments):
        x = [builder.extract_value(arguments[0], i) for i in range(5)]
        y = [builder.extract_value(arguments[1], i) for i in range(5)]
        y19 = [builder.mul(one, ir.Constant(U64, 19)) for one in y]
        columns = []
        for k in range(5):
            column = None
            for i in range(5):
                j = (k - i) % 5
                factor = y[j] if i + j == k else y19[j]
                part = builder.mul(_wide(builder, x[i]), _wide(builder, factor))
                column = part if column is None else builder.add(column, part)
            columns.append(column)
        return _packed(context, builder, signature, _reduced(builder, columns))

    return FE(FE, FE), generate


@intrinsic
def sqr(typing_context, a):
    """The square of a number: fifteen products instead of twenty-five."""

    def generate(context, builder, signature, arguments):
        x = [builder.extract_value(arguments[0], i) for i in range(5)]
        x2 = [builder.add(one, one) for one in x]
        x19 = [builder.mul(one, ir.Constant(U64, 19)) for one in x]
        columns = []
        for k in range(5):
            column = None
            for i in range(5):
                j = (k - i) % 5
                if j < i:
                    continue
                left = x[i] if i == j else x2[i]
                right = x[j] if i + j == k else x19[j]
                part = builder.mul(_wide(builder, left), _wide(builder, right))
                column = part if column is None else builder.add(column, part)
            columns.append(column)
        return _packed(context, builder, signature, _reduced(builder, columns))

    return FE(FE), generate


ZERO = (uint64(0), uint64(0), uint64(0), uint64(0), uint64(0))
ONE = (uint64(1), uint64(0), uint64(0), uint64(0), uint64(0))
_TWO_P = (
    uint64(2 * (MASK - 18)),
    uint64(2 * MASK),
    uint64(2 * MASK),
    uint64(2 * MASK),
    uint64(2 * MASK),
)


@njit(inline="always")
def add(a, b):
    """The sum, not carried."""
    return (a[0] + b[0], a[1] + b[1], a[2] + b[2], a[3] + b[3], a[4] + b[4])


@njit(inline="always")
def sub(a, b):
    """The difference, not carried; ``b`` is a product (limbs below 2^52)."""
    p = _TWO_P
    return (
        a[0] + p[0] - b[0],
        a[1] + p[1] - b[1],
        a[2] + p[2] - b[2],
        a[3] + p[3] - b[3],
        a[4] + p[4] - b[4],
    )


@njit(inline="always")
def carried(a):
    """The same number with limbs below 2^52."""
    mask, bits = uint64(MASK), uint64(BITS)
    c0 = a[0]
    c1 = a[1] + (c0 >> bits)
    c2 = a[2] + (c1 >> bits)
    c3 = a[3] + (c2 >> bits)
    c4 = a[4] + (c3 >> bits)
    low = (c0 & mask) + uint64(19) * (c4 >> bits)
    return (low & mask, (c1 & mask) + (low >> bits), c2 & mask, c3 & mask, c4 & mask)


@njit
def canonical(a):
    """The one form below the prime."""
    mask, bits = uint64(MASK), uint64(BITS)
    a = carried(carried(a))
    above = (a[0] + uint64(19)) >> bits
    above = (a[1] + above) >> bits
    above = (a[2] + above) >> bits
    above = (a[3] + above) >> bits
    above = (a[4] + above) >> bits
    c0 = a[0] + uint64(19) * above
    c1 = a[1] + (c0 >> bits)
    c2 = a[2] + (c1 >> bits)
    c3 = a[3] + (c2 >> bits)
    c4 = a[4] + (c3 >> bits)
    return (c0 & mask, c1 & mask, c2 & mask, c3 & mask, c4 & mask)


@njit
def is_zero(a):
    """Whether the number is a multiple of the prime."""
    c = canonical(a)
    return (c[0] | c[1] | c[2] | c[3] | c[4]) == uint64(0)


@njit
def squared(a, times):
    """``a`` squared so many times."""
    for _ in range(times):
        a = sqr(a)
    return a


@njit
def _power_of_ones(a):
    """``a^(2^250 - 1)``, and ``a^11``."""
    a2 = sqr(a)
    a9 = mul(squared(a2, 2), a)
    a11 = mul(a9, a2)
    x5 = mul(sqr(a11), a9)
    x10 = mul(squared(x5, 5), x5)
    x20 = mul(squared(x10, 10), x10)
    x40 = mul(squared(x20, 20), x20)
    x50 = mul(squared(x40, 10), x10)
    x100 = mul(squared(x50, 50), x50)
    x200 = mul(squared(x100, 100), x100)
    return mul(squared(x200, 50), x50), a11


@njit
def inverse(a):
    """``a^(p - 2)``."""
    ones, a11 = _power_of_ones(a)
    return mul(squared(ones, 5), a11)


@njit
def power_for_root(a):
    """``a^((p - 5) / 8)``, of which square roots are made."""
    ones, _ = _power_of_ones(a)
    return mul(squared(ones, 2), a)


@njit
def from_bytes(data):
    """The number in 32 bytes, least significant first, without the topmost bit."""
    words = (uint64(0), uint64(0), uint64(0), uint64(0))
    w0 = w1 = w2 = w3 = uint64(0)
    for i in range(8):
        s = uint64(8 * i)
        w0 |= uint64(data[i]) << s
        w1 |= uint64(data[8 + i]) << s
        w2 |= uint64(data[16 + i]) << s
        w3 |= uint64(data[24 + i]) << s
    words = (w0, w1, w2, w3)
    mask = uint64(MASK)
    return (
        words[0] & mask,
        ((words[0] >> uint64(51)) | (words[1] << uint64(13))) & mask,
        ((words[1] >> uint64(38)) | (words[2] << uint64(26))) & mask,
        ((words[2] >> uint64(25)) | (words[3] << uint64(39))) & mask,
        (words[3] >> uint64(12)) & mask,
    )


@njit
def to_bytes(a, out):
    """Write a canonical number as 32 bytes."""
    w0 = a[0] | (a[1] << uint64(51))
    w1 = (a[1] >> uint64(13)) | (a[2] << uint64(38))
    w2 = (a[2] >> uint64(26)) | (a[3] << uint64(25))
    w3 = (a[3] >> uint64(39)) | (a[4] << uint64(12))
    for i in range(8):
        s = uint64(8 * i)
        out[i] = (w0 >> s) & uint64(255)
        out[8 + i] = (w1 >> s) & uint64(255)
        out[16 + i] = (w2 >> s) & uint64(255)
        out[24 + i] = (w3 >> s) & uint64(255)
