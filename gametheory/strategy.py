"""Mixed strategies and what they earn.

The *support* of a mixed strategy is the set of actions with positive
probability. The *regret* of a player at a profile is what the best reply would
gain, ``max_i (A y)_i - x' A y``; it is 0 for both players exactly at a Nash
equilibrium. *NashConv* is the sum of the two regrets (Lanctot et al. 2017), and
a player's *epsilon* is the regret divided by the payoff range.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cached_property
from math import gcd, lcm
from typing import TYPE_CHECKING, Any

import numpy as np

from gametheory.errors import NumberError, StrategyError
from gametheory.numbers import read_number
from gametheory.tolerances import STRATEGY_SUM

if TYPE_CHECKING:
    from gametheory.game import BimatrixGame

__all__ = [
    "MixedStrategy",
    "action_values",
    "distance",
    "epsilons",
    "expected_payoffs",
    "expected_value",
    "nash_conv",
    "read_strategy",
    "regrets",
    "support",
]

Strategy = tuple[Fraction, ...]
_PLAYERS = ("row player", "column player")


class MixedStrategy:
    """Exact mixed strategy, held as integers over one denominator.

    Parameters
    ----------
    numerators : sequence of int
        Non-negative, not all zero; divided by their sum they are the
        probabilities.
    """

    __slots__ = ("__dict__", "numerators")

    def __init__(self, numerators: Sequence[int]) -> None:
        divisor = gcd(*numerators)
        self.numerators = (
            tuple(numerators) if divisor == 1 else tuple(number // divisor for number in numerators)
        )

    @cached_property
    def denominator(self) -> int:
        """Common denominator of the probabilities."""
        return sum(self.numerators)

    @cached_property
    def fractions(self) -> Strategy:
        """The probabilities."""
        return tuple(Fraction(number, self.denominator) for number in self.numerators)

    @cached_property
    def support(self) -> tuple[int, ...]:
        """Indices of the actions with positive probability."""
        return tuple(k for k, number in enumerate(self.numerators) if number)

    @classmethod
    def from_fractions(cls, probabilities: Sequence[Fraction]) -> MixedStrategy:
        """Build from probabilities that sum to 1."""
        denominator = lcm(*(p.denominator for p in probabilities))
        return cls([p.numerator * (denominator // p.denominator) for p in probabilities])

    @classmethod
    def pure(cls, action: int, n_actions: int) -> MixedStrategy:
        """Play `action`, an index from 0, with probability 1."""
        numerators = [0] * n_actions
        numerators[action] = 1
        return cls(numerators)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, MixedStrategy):
            return NotImplemented
        return self.numerators == other.numerators

    def __hash__(self) -> int:
        return hash(self.numerators)

    def __repr__(self) -> str:
        return f"MixedStrategy({', '.join(str(p) for p in self.fractions)})"


def read_strategy(values: Any, n_actions: int, player: int = 0) -> Strategy:
    """Read a probability vector exactly.

    Parameters
    ----------
    values : sequence of numbers
        `n_actions` probabilities. Exact numbers must sum to exactly 1. If there
        are floats among them they may miss 1 by rounding (`STRATEGY_SUM`); the
        vector is then divided by its exact sum.
    n_actions : int
        Number of the player's actions.
    player : int
        0 for the row player, 1 for the column player; stands in messages.

    Returns
    -------
    tuple of Fraction

    Raises
    ------
    StrategyError
        If the length is wrong, a probability is negative or no finite number,
        or the sum is not 1.
    """
    who = _PLAYERS[player]
    unordered = isinstance(values, (dict, set, frozenset))
    if unordered or isinstance(values, (str, bytes)) or not hasattr(values, "__iter__"):
        raise StrategyError(f"{who}: expected {n_actions} probabilities, got {values!r:.60}")
    if isinstance(values, np.ma.MaskedArray):
        raise StrategyError(f"{who}: expected probabilities, got a masked array")
    items = list(values)
    if len(items) != n_actions:
        raise StrategyError(f"{who}: expected {n_actions} probabilities, got {len(items)}")
    inexact = any(isinstance(item, (float, np.floating)) for item in items)
    numbers = []
    for k, item in enumerate(items):
        try:
            number = read_number(item, f"{who}, probability of action {k}")
        except NumberError as error:
            raise StrategyError(str(error)) from None
        if number < 0:
            raise StrategyError(
                f"{who}, probability of action {k}: expected a number >= 0, got {item}"
            )
        numbers.append(number)
    total = sum(numbers, Fraction(0))
    if total == 1:
        return tuple(numbers)
    if inexact and abs(total - 1) <= STRATEGY_SUM:
        return tuple(number / total for number in numbers)
    raise StrategyError(f"{who}: probabilities must sum to 1, they sum to {float(total):.12g}")


def support(strategy: Sequence[Fraction]) -> tuple[int, ...]:
    """Indices of the actions with positive probability."""
    return tuple(k for k, probability in enumerate(strategy) if probability)


def expected_value(
    payoffs: tuple[Any, int], row: Sequence[Fraction], column: Sequence[Fraction]
) -> Fraction:
    """Exact ``x' A y`` for payoffs given as integers over a denominator."""
    values = action_values(payoffs, column, 0)
    return sum((row[i] * values[i] for i in support(row)), Fraction(0))


def action_values(
    payoffs: tuple[Any, int], opponent: Sequence[Fraction], player: int
) -> list[Fraction]:
    """Exact expected payoff of each action of a player against a mixed strategy.

    Parameters
    ----------
    payoffs : (array, int)
        The player's m x n integer payoffs and their denominator.
    opponent : sequence of Fraction
        The opponent's mixed strategy.
    player : int
        0 for ``A y``, 1 for ``B' x``.
    """
    integers, denominator = payoffs
    mixed = MixedStrategy.from_fractions(opponent)
    used = list(mixed.support)
    weights = [mixed.numerators[k] for k in used]
    rows = (integers[:, used] if player == 0 else integers[used, :].T).tolist()
    divisor = mixed.denominator * denominator
    return [
        Fraction(sum(w * v for w, v in zip(weights, row, strict=True)), divisor) for row in rows
    ]


def expected_payoffs(game: BimatrixGame, row: Any, column: Any) -> tuple[Fraction, Fraction]:
    """Both exact expected payoffs of a profile; the same as ``game[row, column]``."""
    return game[row, column]


def regrets(game: BimatrixGame, row: Any, column: Any) -> tuple[Fraction, Fraction]:
    """Both players' exact regrets at a profile, in payoff units.

    Parameters
    ----------
    game : BimatrixGame
    row, column : sequence of numbers
        Mixed strategies, as for :func:`read_strategy`.
    """
    m, n = game.shape
    x, y = read_strategy(row, m, 0), read_strategy(column, n, 1)
    return (
        _regret(action_values(game.integer_payoffs(0), y, 0), x),
        _regret(action_values(game.integer_payoffs(1), x, 1), y),
    )


def _regret(values: list[Fraction], strategy: Strategy) -> Fraction:
    earned = sum((strategy[k] * values[k] for k in support(strategy)), Fraction(0))
    return max(values) - earned


def nash_conv(game: BimatrixGame, row: Any, column: Any) -> Fraction:
    """Sum of both regrets, exact, in payoff units; 0 exactly at a Nash equilibrium."""
    return sum(regrets(game, row, column), Fraction(0))


def epsilons(game: BimatrixGame, row: Any, column: Any) -> tuple[Fraction, Fraction]:
    """Each player's regret as a share of the own payoff range; 0 if the range is 0."""
    first, second = (
        regret / game.payoff_range(player) if game.payoff_range(player) else Fraction(0)
        for player, regret in enumerate(regrets(game, row, column))
    )
    return first, second


def distance(
    profile: tuple[Sequence[Fraction], Sequence[Fraction]],
    other: tuple[Sequence[Fraction], Sequence[Fraction]],
) -> Fraction:
    """Total variation distance of two profiles: the larger of the two players', 0 to 1.

    For one player it is ``1/2 sum_k |p_k - q_k|``.
    """
    for player in (0, 1):
        if len(profile[player]) != len(other[player]):
            raise StrategyError(
                f"{_PLAYERS[player]}: strategies of {len(profile[player])} and "
                f"{len(other[player])} actions have no distance"
            )
    return max(
        sum((abs(p - q) for p, q in zip(a, b, strict=True)), Fraction(0)) / 2
        for a, b in zip(profile, other, strict=True)
    )
