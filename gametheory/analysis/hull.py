"""Pairs of payoffs: of the outcomes, exactly; their convex hull; and as a user gives them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gametheory.errors import ParameterError
from gametheory.exact.planar import convex_hull
from gametheory.game import BimatrixGame
from gametheory.numbers import read_number
from gametheory.payoffs import FloatMatrix

__all__ = ["ExactPayoffs", "hull_of_outcomes", "read_payoffs"]

#: Outcomes beyond which floats set most of them aside before the exact hull, and the number of
#: directions in which they look for its corners.
_MANY: Final = 5_000
_DIRECTIONS: Final = 48


class ExactPayoffs:
    """Both players' payoffs as Python integers over their denominators.

    Attributes
    ----------
    first, second : m lists of n ints
    first_unit, second_unit : int
        The denominators.
    shape : (int, int)
    """

    def __init__(self, game: BimatrixGame) -> None:
        (first, self.first_unit), (second, self.second_unit) = (
            game.integer_payoffs(player) for player in (0, 1)
        )
        self.first: list[list[int]] = first.tolist()
        self.second: list[list[int]] = second.tolist()
        self.shape = game.shape

    def outcome(self, i: int, j: int) -> tuple[int, int]:
        """Both numerators at an outcome."""
        return self.first[i][j], self.second[i][j]

    def point(self, u: int | Fraction, v: int | Fraction) -> tuple[Fraction, Fraction]:
        """Payoffs of a pair of numerators."""
        return Fraction(u) / self.first_unit, Fraction(v) / self.second_unit


def read_payoffs(payoffs: Sequence[Any]) -> tuple[Fraction, Fraction]:
    """Read a pair of payoffs exactly.

    Raises
    ------
    ParameterError
        If there are not two of them.
    NumberError
        If one is not a finite number.
    """
    if len(payoffs) != 2:
        raise ParameterError(f"expected a payoff for each player, got {len(payoffs)}")
    first, second = (read_number(value, "payoff") for value in payoffs)
    return first, second


def hull_of_outcomes(game: BimatrixGame) -> tuple[tuple[Fraction, Fraction], ...]:
    """Corners of the convex hull of all outcomes' payoffs, exact, counter-clockwise."""
    m, n = game.shape
    if m * n > _MANY:
        cells = _outer_cells(game.row_payoffs, game.column_payoffs)
        if cells is not None:
            corners = convex_hull(game.payoff(int(i), int(j)) for i, j in cells)
            return tuple((Fraction(u), Fraction(v)) for u, v in corners)
    payoffs = ExactPayoffs(game)
    pairs = {
        pair
        for row in zip(payoffs.first, payoffs.second, strict=True)
        for pair in zip(*row, strict=True)
    }
    return tuple(payoffs.point(u, v) for u, v in convex_hull(pairs))


def _outer_cells(first: FloatMatrix, second: FloatMatrix) -> NDArray[np.int64] | None:
    """Outcomes that are not clearly inside the hull of others; None if floats can't tell.

    What is inside a polygon of outcomes by more than rounding can move it is no corner.
    """
    sides, errors = [], []
    for payoffs in (first, second):
        low, high = float(payoffs.min()), float(payoffs.max())
        size = high / 2 - low / 2  # halves cannot overflow
        if not size > 0:
            return None
        sides.append(((payoffs / 2 - low / 2) / size).ravel())
        # Half a unit in the last place each for the payoff, its minimum, and the division.
        errors.append(4 * 2.0**-53 * (max(abs(low), abs(high)) / (2 * size) + 1))
    margin = 64 * max(errors)
    if not margin < 1e-3:
        return None
    x, y = sides
    angles = np.linspace(0, 2 * np.pi, _DIRECTIONS, endpoint=False)
    extreme = [int(np.argmax(x * np.cos(a) + y * np.sin(a))) for a in angles]
    inside = np.ones(x.size, dtype=bool)
    for a, b in pairwise([*extreme, extreme[0]]):
        dx, dy = x[b] - x[a], y[b] - y[a]
        if a != b:
            inside &= dx * (y - y[a]) - dy * (x - x[a]) > margin
    return np.argwhere(~inside.reshape(first.shape))
