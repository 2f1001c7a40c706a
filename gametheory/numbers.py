"""Reading and printing exact numbers.

An *exact number* is a rational, kept as :class:`fractions.Fraction`. Floats are
read as the shortest decimal that Python prints for them (0.1 is 1/10), because
that is what their writer meant; a ``numpy.float32`` by its own shortest decimal.
"""

from __future__ import annotations

import math
import numbers
import re
from decimal import Context, Decimal
from fractions import Fraction
from typing import Any, Final

import numpy as np

from gametheory.errors import NumberError

__all__ = [
    "MAX_CHARACTERS",
    "MAX_EXPONENT",
    "format_brief",
    "format_decimal",
    "format_fraction",
    "read_number",
]

#: Longest text read as a number. A finite float needs at most 309 digits before
#: the point; the rest leaves room for long fractions and costs no time to refuse.
MAX_CHARACTERS: Final = 2_000

#: Largest decimal exponent, either sign: denormal floats reach -324.
MAX_EXPONENT: Final = 400

_DECIMAL = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE]([+-]?\d+))?", re.ASCII)
_RATIO = re.compile(r"([+-]?\d+)\s*/\s*(\d+)", re.ASCII)
_LARGEST_FLOAT: Final = Fraction(np.finfo(np.float64).max.item())


def read_number(value: object, where: str = "") -> Fraction:
    """Read a number exactly.

    Parameters
    ----------
    value : object
        int, bool (0 or 1), Fraction, Decimal, float, numpy scalar, sympy
        rational, or text such as ``"1/3"``, ``"0.25"``, ``"1e-3"``.
    where : str, optional
        The place of the value, for the message.

    Returns
    -------
    Fraction

    Raises
    ------
    NumberError
        If the value is not a finite rational number, its text is longer than
        `MAX_CHARACTERS`, its exponent exceeds `MAX_EXPONENT`, or it is larger
        than the largest finite float.

    Examples
    --------
    >>> read_number("1/3"), read_number(0.1)
    (Fraction(1, 3), Fraction(1, 10))
    """
    number = _read(value, where)
    if abs(number) > _LARGEST_FLOAT:
        raise _error(value, where, "a number no larger than the largest finite float (1.8e308)")
    return number


def _read(value: Any, where: str) -> Fraction:
    if isinstance(value, Fraction):
        return value
    if isinstance(value, (bool, np.bool_, int, np.integer)):
        return Fraction(int(value))
    if isinstance(value, (float, np.floating)):
        if not math.isfinite(value):
            raise _error(value, where, "a finite number")
        # Both texts are the shortest decimal (numpy.float64 is a float, too).
        return Fraction(float.__repr__(value) if isinstance(value, float) else str(value))
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise _error(value, where, "a finite number")
        if len(value.as_tuple().digits) > MAX_CHARACTERS or abs(value.adjusted()) > MAX_EXPONENT:
            raise _error(value, where, _caps())
        return Fraction(value)
    if isinstance(value, str):
        return _read_text(value, where)
    # sympy numbers and every other exact type register as Rational; a sympy
    # Float does not, and is refused here, because its digits are not exact.
    if isinstance(value, numbers.Rational):
        return Fraction(int(value.numerator), int(value.denominator))
    if isinstance(value, np.ndarray) and value.ndim == 0 and not np.ma.isMaskedArray(value):
        return _read(value.item() if value.dtype != np.float32 else value[()], where)
    raise _error(value, where, "a real number: int, float, Fraction, Decimal or text like '1/3'")


def _read_text(text: str, where: str) -> Fraction:
    if len(text) > MAX_CHARACTERS:
        raise _error(text, where, _caps())
    stripped = text.strip()
    decimal = _DECIMAL.fullmatch(stripped)
    if decimal is not None:
        if abs(int(decimal.group(1) or 0)) > MAX_EXPONENT:
            raise _error(text, where, _caps())
        return Fraction(stripped)
    ratio = _RATIO.fullmatch(stripped)
    if ratio is None:
        raise _error(text, where, "a number such as '3', '1/3', '0.25' or '1e-3'")
    numerator, denominator = int(ratio.group(1)), int(ratio.group(2))
    if denominator == 0:
        raise _error(text, where, "a fraction with a denominator other than 0")
    return Fraction(numerator, denominator)


def _caps() -> str:
    return f"at most {MAX_CHARACTERS} characters and an exponent within +-{MAX_EXPONENT}"


def _error(value: object, where: str, expected: str) -> NumberError:
    try:
        shown = repr(value)
    except ValueError:  # Python refuses to print integers of over 4,300 digits
        shown = f"an integer of about {int(value).bit_length() * 3 // 10} digits"  # type: ignore[call-overload]  # only ints raise here
    if len(shown) > 60:
        shown = f"{shown[:40]}... ({len(shown)} characters)"
    place = f"{where}: " if where else ""
    return NumberError(f"{place}expected {expected}, got {shown}")


def format_fraction(number: Fraction) -> str:
    """Return ``"p/q"``, or ``"p"`` for an integer; exact however long."""
    try:
        return str(number)
    except ValueError:  # Python refuses to print integers of over 4,300 digits
        from flint import fmpz

        parts = (number.numerator, number.denominator)
        return "/".join(str(fmpz(part)) for part in parts[: 1 + (number.denominator != 1)])


def format_brief(number: Fraction, longest: int = 13) -> str:
    """Return ``"p/q"``, or a decimal marked with ``~`` where that would be long.

    Examples
    --------
    >>> format_brief(Fraction(2, 3)), format_brief(Fraction(10**9 + 7, 10**9))
    ('2/3', '~1')
    """
    # A digit takes over three bits; printing a huge number only to drop it is slow.
    if number.numerator.bit_length() + number.denominator.bit_length() <= 4 * longest:
        exact = str(number)
        if len(exact) <= longest:
            return exact
    return f"~{format_decimal(number, 6)}"


def format_decimal(number: Fraction | float, digits: int = 4) -> str:
    """Return a rounded decimal, without trailing zeros; scientific where that is shorter.

    Parameters
    ----------
    number : Fraction or float
    digits : int
        Digits after the point; significant digits in scientific notation.

    Examples
    --------
    >>> format_decimal(Fraction(1, 3)), format_decimal(Fraction(5, 2)), format_decimal(1e-9)
    ('0.3333', '2.5', '1e-09')
    """
    if number == 0:
        return "0"
    try:
        value = float(number)
    except OverflowError:  # beyond the range of floats, as differences of payoffs can be
        exact = Fraction(number)
        numerator, denominator = Decimal(exact.numerator), Decimal(exact.denominator)
        return f"{Context(prec=digits).divide(numerator, denominator).normalize():g}"
    if value == 0 or not 10.0**-digits <= abs(value) < 1e9:
        if value == 0:  # an exact number below the smallest float
            return "<5e-324" if number > 0 else ">-5e-324"
        return f"{value:.{digits}g}"
    text = f"{value:.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
