"""Strategies and pairs of payoffs as the tables of this room show them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from gametheory.numbers import format_brief

__all__ = ["describe_strategy", "short_point"]


def short_point(point: Sequence[Fraction]) -> str:
    """Pair of payoffs in parentheses."""
    return f"({', '.join(format_brief(value) for value in point)})"


def describe_strategy(strategy: Sequence[Fraction], names: Sequence[str]) -> str:
    """Name the actions that are played, ``"Left 1/3, Right 2/3"``."""
    return ", ".join(
        names[k] if p == 1 else f"{names[k]} {format_brief(p)}" for k, p in enumerate(strategy) if p
    )
