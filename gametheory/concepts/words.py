"""Numbers and strategies as the tables of this room show them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from gametheory.numbers import format_decimal, format_fraction

__all__ = ["describe_strategy", "short", "short_point"]

#: Longest exact number in a table; a longer one is rounded there, and says so by a tilde.
_LONGEST: Final = 12


def short(number: Fraction | int) -> str:
    """Return the exact number if it is short, else ``"~"`` and a rounded decimal."""
    value = Fraction(number)
    if value.numerator.bit_length() + value.denominator.bit_length() <= 4 * _LONGEST:
        text = format_fraction(value)
        if len(text) <= _LONGEST:
            return text
    return f"~{format_decimal(value, 6)}"


def short_point(point: Sequence[Fraction | int]) -> str:
    """Pair of payoffs in parentheses."""
    return f"({', '.join(short(value) for value in point)})"


def describe_strategy(strategy: Sequence[Fraction], names: Sequence[str]) -> str:
    """Name the actions that are played, ``"Left 1/3, Right 2/3"``."""
    return ", ".join(
        names[k] if p == 1 else f"{names[k]} {short(p)}" for k, p in enumerate(strategy) if p
    )
