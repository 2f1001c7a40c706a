"""Reading the parameters of learners: numbers within their range, or an error."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any, Final

import numpy as np

from gametheory.errors import ParameterError

__all__ = ["read_count", "read_real"]

#: Characters of a refused value that a message shows.
_LONGEST: Final = 60


def read_real(
    value: Any,
    name: str,
    low: float = -math.inf,
    high: float = math.inf,
    *,
    above: bool = False,
    below: bool = False,
) -> float:
    """Read a finite real number between two bounds.

    Parameters
    ----------
    value : int, float, Fraction or numpy number
        What the caller gave; truth values and text are refused.
    name : str
        Name of the parameter, for the message.
    low, high : float
        Bounds, included.
    above, below : bool
        Whether `low`, `high` are excluded instead.

    Raises
    ------
    ParameterError
        If the value is no such number.
    """
    fits = False
    if isinstance(value, (int, float, Fraction, np.integer, np.floating)) and not isinstance(
        value, bool
    ):
        try:
            number = float(value)
        except OverflowError:  # an integer or fraction beyond float64
            number = math.inf
        fits = (
            math.isfinite(number)
            and low <= number <= high
            and not (above and number == low)
            and not (below and number == high)
        )
    if not fits:
        raise ParameterError(
            f"{name}: expected {_interval(low, high, above, below)}, got {_shown(value)}"
        )
    return number


def read_count(value: Any, name: str, least: int = 1) -> int:
    """Read a whole number of at least `least`.

    Raises
    ------
    ParameterError
        If it is not an integer or too small.
    """
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)) or value < least:
        raise ParameterError(
            f"{name}: expected an integer of at least {least}, got {_shown(value)}"
        )
    return int(value)


def _shown(value: Any) -> str:
    """What was given, shortened; Python refuses to print integers beyond 4,300 digits."""
    try:
        text = repr(value)
    except ValueError:
        return f"a {type(value).__name__} of too many digits to print"
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."


def _interval(low: float, high: float, above: bool, below: bool) -> str:
    if math.isinf(low) and math.isinf(high):
        return "a finite number"
    if math.isinf(high):
        return f"a number {'above' if above else 'of at least'} {low:g}"
    return f"a number in {'(' if above else '['}{low:g}, {high:g}{')' if below else ']'}"
