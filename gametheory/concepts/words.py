"""Strategies and pairs of payoffs as the tables of this room show them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from gametheory.game import BimatrixGame
from gametheory.numbers import format_brief, format_decimal

__all__ = ["actions", "describe_floats", "describe_strategy", "short_point"]


def short_point(point: Sequence[Fraction]) -> str:
    """Pair of payoffs in parentheses."""
    return f"({', '.join(format_brief(value) for value in point)})"


def describe_strategy(strategy: Sequence[Fraction], names: Sequence[str]) -> str:
    """Name the actions that are played, ``"Left 1/3, Right 2/3"``."""
    return ", ".join(
        names[k] if p == 1 else f"{names[k]} {format_brief(p)}" for k, p in enumerate(strategy) if p
    )


#: Most actions of a strategy in floats that are named; the rest is counted together.
_NAMED: Final = 6


def describe_floats(strategy: Sequence[float], names: Sequence[str]) -> str:
    """Name the likeliest actions with rounded probabilities; those below 0.00005 are left out."""
    played = [(name, p) for name, p in zip(names, strategy, strict=True) if p >= 5e-5]
    least = sorted((p for _, p in played), reverse=True)[:_NAMED][-1]
    named = [(name, p) for name, p in played if p >= least][:_NAMED]
    parts = [f"{name} {format_decimal(p)}" for name, p in named]
    if len(played) > _NAMED:
        rest = sum(p for _, p in played) - sum(p for _, p in named)
        parts.append(f"{len(played) - _NAMED} others {format_decimal(rest)}")
    return ", ".join(parts)


def actions(game: BimatrixGame, player: int) -> tuple[str, ...]:
    """Names of a player's actions."""
    return (game.row_actions, game.column_actions)[player]
