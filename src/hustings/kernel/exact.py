"""Exact numbers: every share that decides is a fraction, written in lowest terms and never rounded."""

import re
from fractions import Fraction

_FRACTION = re.compile(r"(-?\d{1,18})/(\d{1,18})")


def fraction_text(value: Fraction) -> str:
    """Write a fraction in lowest terms with its denominator always shown: ``3/10``, ``1/1``, ``0/1``."""
    return f"{value.numerator}/{value.denominator}"


def read_fraction(text: str) -> Fraction:
    """Read ``numerator/denominator``; raise ``ValueError`` with what would be right otherwise."""
    match = _FRACTION.fullmatch(text)
    if match is None or int(match[2]) == 0:
        raise ValueError(f'{text!r} is not an exact fraction; write it like "1/3"')
    return Fraction(int(match[1]), int(match[2]))


def percent_text(value: Fraction, places: int = 2) -> str:
    """A share as a percentage for reading only, cut (never rounded up) to ``places`` decimals.

    Cutting keeps a share just below a threshold from being printed as the threshold. Trailing
    zeros go: ``57.5``, ``45.14``, ``100``. The caller names the denominator beside it.
    """
    scale = 10**places
    hundredths = (abs(value) * 100 * scale).__floor__()
    whole, rest = divmod(hundredths, scale)
    digits = f"{rest:0{places}d}".rstrip("0") if places else ""
    sign = "-" if value < 0 else ""
    return f"{sign}{whole}.{digits}" if digits else f"{sign}{whole}"
