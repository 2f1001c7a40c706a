"""Reading the parameters of learners: numbers within their range, or an error."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np

from gametheory.errors import ParameterError

__all__ = ["read_count", "read_real"]


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
        number = float(value)
        fits = (
            math.isfinite(number)
            and low <= number <= high
            and not (above and number == low)
            and not (below and number == high)
        )
    if not fits:
        raise ParameterError(
            f"{name}: expected {_interval(low, high, above, below)}, got {value!r}"
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
        raise ParameterError(f"{name}: expected an integer of at least {least}, got {value!r}")
    return int(value)


def _interval(low: float, high: float, above: bool, below: bool) -> str:
    if math.isinf(low) and math.isinf(high):
        return "a finite number"
    if math.isinf(high):
        return f"a number {'above' if above else 'of at least'} {low:g}"
    return f"a number in {'(' if above else '['}{low:g}, {high:g}{')' if below else ']'}"
