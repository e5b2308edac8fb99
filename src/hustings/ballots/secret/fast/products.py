# pyright: basic, reportCallIssue=false, reportGeneralTypeIssues=false
"""Products of a few powers of points, many at once: doublings shared within a product, tables for fixed bases."""

import numpy as np
from numba import njit, uint64

from hustings.ballots.secret.fast.curve import (
    D2_LIMBS,
    double,
    double_only,
    fill_odd,
    get,
    invert_all,
    plus_affine,
    plus_projective,
    put,
    put_projective,
    write_all,
)
from hustings.ballots.secret.fast.field import ONE, ZERO, add, carried, mul, sub

ROWS = 32
"""A table for a fixed base has a row for each byte of the exponent, with 128 multiples (digits are signed)."""


@njit(cache=True)
def make_table(point, table):
    """A fixed base's table: row i has 1 to 128 times 256^i times the point, all with Z = 1."""
    count = ROWS * 128
    xs = np.empty((count, 4, 5), np.uint64)
    entry = np.empty((4, 5), np.uint64)
    bx, by, bz, bt = get(point[0]), get(point[1]), ONE, get(point[2])
    for row in range(ROWS):
        put_projective(entry, bx, by, bz, bt)
        x, y, z, t = bx, by, bz, bt
        for i in range(128):
            at = row * 128 + i
            put(xs[at, 0], x)
            put(xs[at, 1], y)
            put(xs[at, 2], z)
            x, y, z, t = plus_projective(x, y, z, t, entry, False)
        for _ in range(8):
            bx, by, bz, bt = double(bx, by, bz)
    invert_all(xs)
    for at in range(count):
        zi = get(xs[at, 2])
        x, y = mul(get(xs[at, 0]), zi), mul(get(xs[at, 1]), zi)
        row, i = at // 128, at % 128
        put(table[row, i, 0], carried(add(y, x)))
        put(table[row, i, 1], carried(sub(y, x)))
        put(table[row, i, 2], mul(mul(x, y), D2_LIMBS))


@njit
def signed_digits(scalar, digits):
    """The signed odd digits, of width five, of 32 bytes; how many there are."""
    words = np.zeros(5, np.uint64)
    for i in range(32):
        words[i >> 3] |= uint64(scalar[i]) << uint64(8 * (i & 7))
    carry, last, i = 0, 0, 0
    for k in range(257):
        digits[k] = 0
    while i < 256:
        word, bit = i >> 6, i & 63
        window = words[word] >> uint64(bit)
        if bit > 59:
            window |= words[word + 1] << uint64(64 - bit)
        value = int(window & uint64(31)) + carry
        if value & 1 == 0:
            i += 1
            continue
        if value >= 16:
            carry = 1
            digits[i] = value - 32
        else:
            carry = 0
            digits[i] = value
        last = i + 1
        i += 5
    if carry:
        digits[256] = 1
        last = 257
    return last


@njit
def plus_fixed(x, y, z, t, table, scalar, negative):
    """A point and a fixed base to a power, by its table."""
    carry = 0
    for row in range(ROWS):
        digit = int(scalar[row]) + carry
        carry = 0
        if digit > 128:
            digit -= 256
            carry = 1
        if digit > 0:
            x, y, z, t = plus_affine(x, y, z, t, table[row, digit - 1], negative)
        elif digit < 0:
            x, y, z, t = plus_affine(x, y, z, t, table[row, -digit - 1], not negative)
    return x, y, z, t


@njit(cache=True)
def multiply(points, tables, offsets, bases, scalars, negative, out):
    """Products of powers: terms ``offsets[j]`` to ``offsets[j + 1]`` make product j, written as 32 bytes.

    A base below zero is fixed, number ``-1 - base``; others are points. Exponents are below 2^253.
    """
    jobs = offsets.shape[0] - 1
    results = np.empty((jobs, 4, 5), np.uint64)
    widest = 1
    for j in range(jobs):
        widest = max(widest, offsets[j + 1] - offsets[j])
    odd = np.empty((widest, 9, 4, 5), np.uint64)
    digits = np.zeros((widest, 257), np.int8)
    terms = np.empty(widest, np.int64)
    for j in range(jobs):
        varying, top = 0, 0
        for k in range(offsets[j], offsets[j + 1]):
            if bases[k] >= 0:
                last = signed_digits(scalars[k], digits[varying])
                if last:
                    fill_odd(points[bases[k]], odd[varying])
                    terms[varying] = k
                    top = max(top, last)
                    varying += 1
        x, y, z, t = ZERO, ONE, ONE, ZERO
        for i in range(top - 1, -1, -1):
            some = False
            for v in range(varying):
                some = some or digits[v, i] != 0
            if i > 0 and not some:
                x, y, z = double_only(x, y, z)
                continue
            x, y, z, t = double(x, y, z)
            for v in range(varying):
                digit = digits[v, i]
                if digit != 0:
                    entry = odd[v, (abs(digit) - 1) >> 1]
                    minus = (digit < 0) != negative[terms[v]]
                    x, y, z, t = plus_projective(x, y, z, t, entry, minus)
        for k in range(offsets[j], offsets[j + 1]):
            if bases[k] < 0:
                table = tables[-1 - bases[k]]
                x, y, z, t = plus_fixed(x, y, z, t, table, scalars[k], negative[k])
        put(results[j, 0], x)
        put(results[j, 1], y)
        put(results[j, 2], z)
    write_all(results, out)
