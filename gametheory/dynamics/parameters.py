"""Reading the parameters of the dynamics."""

from __future__ import annotations

import math
from collections.abc import Sequence
from numbers import Integral, Real
from typing import Any

from gametheory.errors import ParameterError

__all__ = ["choice", "real_number", "whole_number"]


def whole_number(name: str, value: Any, lowest: int) -> int:
    """Return `value` as an int, at least `lowest`; raise ParameterError otherwise."""
    if isinstance(value, bool) or not isinstance(value, Integral) or value < lowest:
        raise ParameterError(f"{name}: expected a whole number >= {lowest}, got {value!r:.60}")
    return int(value)


def real_number(
    name: str,
    value: Any,
    low: float = -math.inf,
    high: float = math.inf,
    *,
    open_low: bool = False,
) -> float:
    """Return `value` as a finite float in [low, high], or (low, high]; else ParameterError."""
    fits = (
        not isinstance(value, bool)
        and isinstance(value, Real)
        and math.isfinite(value)
        and low <= float(value) <= high
        and not (open_low and value == low)
    )
    if not fits:
        below = "" if math.isinf(low) else f" {'above' if open_low else 'of at least'} {low:g}"
        above = "" if math.isinf(high) else f"{' and' if below else ''} of at most {high:g}"
        raise ParameterError(f"{name}: expected a finite number{below}{above}, got {value!r:.60}")
    return float(value)


def choice(name: str, value: Any, known: Sequence[str]) -> str:
    """Return `value` if it is one of `known`; raise ParameterError otherwise."""
    if not isinstance(value, str) or value not in known:
        words = ", ".join(repr(word) for word in known)
        raise ParameterError(f"{name}: expected one of {words}, got {value!r:.60}")
    return value
