"""Integers of two thousand bits from GMP, with the types that its Python binding does not declare."""

from collections.abc import Callable
from typing import cast

import gmpy2  # type: ignore[reportMissingTypeStubs]

big = cast("Callable[[int], int]", gmpy2.mpz)  # type: ignore[reportUnknownMemberType]
"""The same number, kept by GMP: arithmetic with it is fast, and it is written and compared like any other."""

powmod = cast("Callable[[int, int, int], int]", gmpy2.powmod)  # type: ignore[reportUnknownMemberType]
"""A power of public numbers modulo the third."""

powmod_secret = cast("Callable[[int, int, int], int]", gmpy2.powmod_sec)  # type: ignore[reportUnknownMemberType]
"""A power in time that does not depend on the exponent; exponent positive, modulus odd."""

jacobi = cast("Callable[[int, int], int]", gmpy2.jacobi)  # type: ignore[reportUnknownMemberType]
"""The Jacobi symbol of the first over the second."""

invert = cast("Callable[[int, int], int]", gmpy2.invert)  # type: ignore[reportUnknownMemberType]
"""The inverse of the first modulo the second; ``ZeroDivisionError`` where there is none."""
