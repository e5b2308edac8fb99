# pyright: basic, reportCallIssue=false, reportGeneralTypeIssues=false
"""One product of many powers, for shuffles and tallies: each point goes once into a bucket for each window of bits."""

import numpy as np
from numba import njit

from hustings.ballots.secret.fast.curve import (
    D2_LIMBS,
    double,
    get,
    plus_affine,
    plus_projective,
    put,
    put_projective,
    write_all,
)
from hustings.ballots.secret.fast.field import ONE, ZERO, add, carried, mul, sub


@njit
def fill_entries(points, entries):
    """Every point as it is added."""
    for i in range(points.shape[0]):
        x, y = get(points[i, 0]), get(points[i, 1])
        put(entries[i, 0], carried(add(y, x)))
        put(entries[i, 1], carried(sub(y, x)))
        put(entries[i, 2], mul(get(points[i, 2]), D2_LIMBS))


@njit
def fill_digits(scalars, negative, width, digits):
    """Signed digits of ``width`` bits, the least significant first."""
    half = 1 << (width - 1)
    for i in range(scalars.shape[0]):
        carry = 0
        for w in range(digits.shape[1]):
            value = carry
            for b in range(width):
                bit = w * width + b
                if bit < 256:
                    value += ((int(scalars[i, bit >> 3]) >> (bit & 7)) & 1) << b
            carry = 0
            if value > half:
                value -= 1 << width
                carry = 1
            digits[i, w] = -value if negative[i] else value


@njit
def fill_buckets(entries, digits, window, buckets, used):
    """Add every point to the bucket of its digit; whether any bucket was used."""
    used[:] = False
    some = False
    for i in range(entries.shape[0]):
        digit = digits[i, window]
        if digit == 0:
            continue
        at = abs(digit) - 1
        x, y, z, t = ZERO, ONE, ONE, ZERO
        if used[at]:
            bucket = buckets[at]
            x, y, z, t = get(bucket[0]), get(bucket[1]), get(bucket[2]), get(bucket[3])
        x, y, z, t = plus_affine(x, y, z, t, entries[i], digit < 0)
        put(buckets[at, 0], x)
        put(buckets[at, 1], y)
        put(buckets[at, 2], z)
        put(buckets[at, 3], t)
        used[at] = True
        some = True
    return some


@njit
def sum_buckets(buckets, used, entry):
    """Bucket k counts k times: running sums from the last bucket down."""
    rx, ry, rz, rt = ZERO, ONE, ONE, ZERO
    x, y, z, t = ZERO, ONE, ONE, ZERO
    for at in range(buckets.shape[0] - 1, -1, -1):
        if used[at]:
            bucket = buckets[at]
            put_projective(entry, get(bucket[0]), get(bucket[1]), get(bucket[2]), get(bucket[3]))
            rx, ry, rz, rt = plus_projective(rx, ry, rz, rt, entry, False)
        put_projective(entry, rx, ry, rz, rt)
        x, y, z, t = plus_projective(x, y, z, t, entry, False)
    return x, y, z, t


@njit(cache=True)
def multiply_many(points, scalars, negative, width, out):
    """One product of many powers, by buckets of ``width`` bits; written as 32 bytes."""
    count = points.shape[0]
    entries = np.empty((count, 3, 5), np.uint64)
    fill_entries(points, entries)
    windows = 256 // width + 1
    digits = np.zeros((count, windows), np.int32)
    fill_digits(scalars, negative, width, digits)
    buckets = np.empty((1 << (width - 1), 4, 5), np.uint64)
    used = np.zeros(1 << (width - 1), np.bool_)
    entry = np.empty((4, 5), np.uint64)
    x, y, z, t = ZERO, ONE, ONE, ZERO
    for w in range(windows - 1, -1, -1):
        for _ in range(width):
            x, y, z, t = double(x, y, z)
        if fill_buckets(entries, digits, w, buckets, used):
            sx, sy, sz, st = sum_buckets(buckets, used, entry)
            put_projective(entry, sx, sy, sz, st)
            x, y, z, t = plus_projective(x, y, z, t, entry, False)
    result = np.empty((1, 4, 5), np.uint64)
    put(result[0, 0], x)
    put(result[0, 1], y)
    put(result[0, 2], z)
    write_all(result, out)
