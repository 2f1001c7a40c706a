"""Second differences of payoffs: what is left of a game when constants don't count.

A constant for each column added to the row player's payoffs, or for each row to the
column player's, changes no best response. What it leaves are the *second differences*
``A[i, j] - A[i', j] - A[i, j'] + A[i', j']``; they all vanish exactly if ``A[i, j] =
c[j] + d[i]``. Those with i' = j' = 0 determine the others.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gametheory.game import BimatrixGame

__all__ = ["Matrix", "common_integers", "corner", "positive_ratio", "second_differences"]

Matrix = NDArray[np.object_]

#: Rows and columns that are looked at first in large games.
_CORNER: Final = 4


def common_integers(game: BimatrixGame) -> tuple[Matrix, Matrix, int]:
    """Both players' payoffs as Python integers over one denominator.

    Products and sums of int64 payoffs may not fit int64; these are exact.

    Returns
    -------
    first, second : ndarray of int objects, shape (m, n)
    unit : int
        ``A = first / unit`` and ``B = second / unit``.
    """
    (first, first_unit), (second, second_unit) = (game.integer_payoffs(k) for k in (0, 1))
    rows: Any = first.astype(object) * second_unit
    columns: Any = second.astype(object) * first_unit
    return rows, columns, first_unit * second_unit


def corner(game: BimatrixGame) -> BimatrixGame | None:
    """Return the game of the first few actions, None where that is the whole game.

    Many properties are inherited by subgames, so a corner without one settles the
    matter before the exact form of a large game is built.
    """
    if min(game.shape) <= _CORNER:
        return None
    cells = [[game.payoff(i, j) for j in range(_CORNER)] for i in range(_CORNER)]
    return BimatrixGame(*([[cell[k] for cell in row] for row in cells] for k in (0, 1)))


def second_differences(matrix: Matrix) -> Matrix:
    """``M[i, j] + M[0, 0] - M[i, 0] - M[0, j]``, shape (m, n)."""
    difference: Matrix = matrix + matrix[0, 0] - matrix[:, :1] - matrix[:1]
    return difference


def positive_ratio(base: Matrix, target: Matrix) -> Fraction | None:
    """Return s > 0 with ``s * base == target``, None without one, 1 if both are zero."""
    place = next(zip(*np.nonzero(base), strict=True), None)
    if place is None:
        return None if target.any() else Fraction(1)
    ratio = Fraction(int(target[place]), int(base[place]))
    if ratio <= 0:
        return None
    same = np.array_equal(base * ratio.numerator, target * ratio.denominator)
    return ratio if same else None
