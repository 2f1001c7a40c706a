"""What a profile in floats is worth: an exact equilibrium, a profile near one, or nothing.

Floats name the supports. The exact equilibrium on these supports solves linear equations;
where they leave it free, it stays near the floats.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gametheory.errors import StrategyError
from gametheory.exact.linear import solve_linear
from gametheory.game import BimatrixGame
from gametheory.solvers.supports import LARGE, Verifier, bits_of, solve_seconds
from gametheory.strategy import MixedStrategy, read_strategy, regrets
from gametheory.tolerances import APPROXIMATE_REGRET, SUPPORT

__all__ = ["approximation", "make_exact"]

Profile = tuple[tuple[Fraction, ...], tuple[Fraction, ...]]

#: Supports up to this size may leave the strategy free; the elimination is slower then.
_ELIMINATED: Final = 60


def make_exact(
    game: BimatrixGame, row: Any, column: Any, check: Verifier, seconds: float
) -> tuple[MixedStrategy, MixedStrategy] | None:
    """Return the exact equilibrium on the supports of a float profile, if there is one.

    Parameters
    ----------
    game : BimatrixGame
    row, column : object
        What a solver calls strategies.
    check : Verifier
    seconds : float
        A large system that would take longer is not solved.
    """
    x, y = _finite(row, game.shape[0]), _finite(column, game.shape[1])
    if x is None or y is None:
        return None
    rows, columns = (np.flatnonzero(p > SUPPORT).tolist() for p in (x, y))
    if not rows or not columns:
        return None
    size = max(len(rows), len(columns))
    if size > _ELIMINATED:
        if 2 * solve_seconds(size, bits_of(game)) > seconds:
            return None
        solved = [check.equalise(1, columns, rows), check.equalise(0, rows, columns)]
        row_strategy, column_strategy = (s if s is None else s[0] for s in solved)
    else:
        row_payoffs, column_payoffs = (game.integer_payoffs(player)[0] for player in (0, 1))
        column_strategy = _indifferent(row_payoffs, rows, columns, y)
        row_strategy = _indifferent(column_payoffs.T, columns, rows, x)
    if row_strategy is None or column_strategy is None:
        return None
    if not check.is_equilibrium(row_strategy, column_strategy):
        return None
    return row_strategy, column_strategy


def approximation(game: BimatrixGame, row: Any, column: Any) -> Profile | None:
    """Return the profile as fractions, if no regret exceeds `APPROXIMATE_REGRET`."""
    m, n = game.shape
    try:
        x, y = read_strategy(row, m, 0), read_strategy(column, n, 1)
    except StrategyError:
        return None
    gaps: Sequence[Fraction | float]
    if m * n > LARGE:  # the bound is a matter of taste: no need of exact regrets here
        p, q = np.array(x, dtype=np.float64), np.array(y, dtype=np.float64)
        earned = game.row_payoffs @ q, p @ game.column_payoffs
        gaps = [float(v.max() - v @ w) for v, w in zip(earned, (p, q), strict=True)]
    else:
        gaps = regrets(game, x, y)
    if any(not gap <= APPROXIMATE_REGRET * game.payoff_range(k) for k, gap in enumerate(gaps)):
        return None
    return x, y


def _finite(strategy: Any, length: int) -> NDArray[np.float64] | None:
    try:
        values = np.asarray(strategy, dtype=np.float64)
    except (TypeError, ValueError):
        return None
    if values.shape != (length,) or not np.isfinite(values).all():
        return None
    return values


def _indifferent(
    payoffs: Any, indifferent: Sequence[int], used: Sequence[int], guess: Any
) -> MixedStrategy | None:
    """Return the strategy on `used` that makes the opponent's actions equally good."""
    block = payoffs[np.ix_(indifferent, used)].tolist()
    first = block[0]
    rows = [[a - b for a, b in zip(first, row, strict=True)] for row in block[1:]]
    solution = solve_linear(
        [*rows, [1] * len(used)], [0] * len(rows) + [1], [float(guess[k]) for k in used]
    )
    if solution is None or min(solution) < 0:
        return None
    probabilities = [Fraction(0)] * payoffs.shape[1]
    for k, probability in zip(used, solution, strict=True):
        probabilities[k] = probability
    return MixedStrategy.from_fractions(probabilities)
