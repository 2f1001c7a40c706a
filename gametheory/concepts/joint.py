"""Joint distributions: probabilities of the outcomes of a game.

A *joint distribution* of an m x n game gives each outcome (i, j) a probability ``p[i, j]``; its
*marginals* are what each player plays on the whole. It is a *product* if the players' choices
are independent: ``p[i, j] = x[i] y[j]``. What the players can get with a mediator who draws the
outcome is what joint distributions give.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gametheory.errors import NumberError, StrategyError
from gametheory.game import BimatrixGame
from gametheory.numbers import read_number
from gametheory.strategy import read_strategy
from gametheory.tolerances import STRATEGY_SUM

__all__ = [
    "Joint",
    "joint_payoffs",
    "marginals",
    "over_one_denominator",
    "product_distribution",
    "read_joint",
]

Joint = tuple[tuple[Fraction, ...], ...]


def read_joint(game: BimatrixGame, values: Any) -> Joint:
    """Read a joint distribution exactly.

    Parameters
    ----------
    game : BimatrixGame
        An m x n game.
    values : m sequences of n numbers
        Probabilities. Exact numbers must sum to exactly 1. If there are floats among them they
        may miss 1 by rounding (`STRATEGY_SUM`) and are then divided by their exact sum.

    Returns
    -------
    m tuples of n Fractions

    Raises
    ------
    StrategyError
        If the shape is wrong, a probability is negative or no finite number, or the sum is
        not 1.
    """
    m, n = game.shape
    if isinstance(values, np.ma.MaskedArray):
        raise StrategyError("joint distribution: expected probabilities, got a masked array")
    rows = _items(values, m, "joint distribution", f"{m} rows")
    cells = [_items(row, n, f"joint distribution, row {i}", f"{n} probabilities")
             for i, row in enumerate(rows)]  # fmt: skip
    inexact = any(isinstance(v, (float, np.floating)) for row in cells for v in row)
    numbers = []
    for i, row in enumerate(cells):
        for j, value in enumerate(row):
            where = f"joint distribution, row {i}, column {j}"
            try:
                number = read_number(value, where)
            except NumberError as error:
                raise StrategyError(str(error)) from None
            if number < 0:
                raise StrategyError(f"{where}: expected a number >= 0, got {value}")
            numbers.append(number)
    total = sum(numbers, Fraction(0))
    if total != 1:
        if not (inexact and abs(total - 1) <= STRATEGY_SUM):
            raise StrategyError(
                f"joint distribution: probabilities must sum to 1, they sum to {float(total):.12g}"
            )
        numbers = [number / total for number in numbers]
    return tuple(tuple(numbers[i * n : (i + 1) * n]) for i in range(m))


def _items(values: Any, count: int, what: str, expected: str) -> list[Any]:
    unordered = isinstance(values, (dict, set, frozenset))
    if unordered or isinstance(values, (str, bytes)) or not hasattr(values, "__iter__"):
        raise StrategyError(f"{what}: expected {expected}, got {values!r:.60}")
    items = list(values)
    if len(items) != count:
        raise StrategyError(f"{what}: expected {expected}, got {len(items)}")
    return items


def product_distribution(game: BimatrixGame, row: Any, column: Any) -> Joint:
    """Return the joint distribution of independent play of two mixed strategies.

    Parameters
    ----------
    game : BimatrixGame
    row, column : sequence of numbers
        Mixed strategies, as for :func:`gametheory.strategy.read_strategy`.

    Examples
    --------
    >>> pennies = BimatrixGame.zero_sum([[1, -1], [-1, 1]])
    >>> product_distribution(pennies, ["1/2", "1/2"], [1, 0])[0]
    (Fraction(1, 2), Fraction(0, 1))
    """
    m, n = game.shape
    x, y = read_strategy(row, m, 0), read_strategy(column, n, 1)
    return tuple(tuple(p * q for q in y) for p in x)


def joint_payoffs(game: BimatrixGame, joint: Any) -> tuple[Fraction, Fraction]:
    """Both players' exact expected payoffs under a joint distribution."""
    numerators, denominator = over_one_denominator(read_joint(game, joint))
    first, second = (
        Fraction(int((payoffs.astype(object) * numerators).sum()), divisor * denominator)
        for payoffs, divisor in (game.integer_payoffs(player) for player in (0, 1))
    )
    return first, second


def marginals(joint: Joint) -> tuple[tuple[Fraction, ...], tuple[Fraction, ...]]:
    """Return what each player plays on the whole: m and n probabilities."""
    rows = tuple(sum(row, Fraction(0)) for row in joint)
    return rows, tuple(sum(column, Fraction(0)) for column in zip(*joint, strict=True))


def over_one_denominator(joint: Sequence[Sequence[Fraction]]) -> tuple[NDArray[Any], int]:
    """M x n array of Python integers, and the denominator that makes them the probabilities."""
    denominator = lcm(*(p.denominator for row in joint for p in row))
    numerators = np.array(
        [[p.numerator * (denominator // p.denominator) for p in row] for row in joint], dtype=object
    )
    return numerators, denominator
