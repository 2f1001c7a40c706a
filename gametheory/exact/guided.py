"""Exact optima of larger linear programs, at the basis that floats have found.

HiGHS solves the program ``maximise c' x, M x <= b, x >= 0`` in floats. Its answer is only a guess
of which variables are positive and which rows are tight, at the optimum x of the program and the
optimum y of its dual. Both are solved for again exactly: x, where it is positive, from the tight
rows; y, where it is positive, from the columns without reduced cost. Both systems may hold more
equations than unknowns (degenerate programs), of which independent ones are taken. Nothing is
verified here: :func:`gametheory.exact.lp.maximise` does that with every answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gametheory.exact import highs
from gametheory.exact.linear import solve_unique
from gametheory.limits import Limits

__all__ = ["guess_optimum"]

Floats = NDArray[np.float64]

#: Numbers of HiGHS below these are tried as 0, one after the other; rows are scaled to 1. HiGHS
#: itself is content with violations of 1e-7.
_ZEROS: Final = (1e-9, 1e-7)

#: A binary exponent that leaves room below the largest float.
_LARGEST_SHIFT: Final = 1000


def guess_optimum(
    objective: Sequence[int],
    matrix: Sequence[Sequence[int]],
    bounds: Sequence[int],
    limits: Limits,
) -> list[tuple[tuple[Fraction, ...], tuple[Fraction, ...]]]:
    """Return candidates (x, y) for the optima of a program and of its dual.

    Parameters
    ----------
    objective, matrix, bounds : d, k x d and k int
        c, M and b.
    limits : Limits
        Time and iterations.

    Returns
    -------
    list of (d Fractions, k Fractions)
        Exact solutions of the equations that hold at HiGHS's optimum; unverified. Empty if it
        found none.

    Raises
    ------
    LimitReached
        If time or budget are used up.
    """
    row_sizes = [max(map(abs, row)) or 1 for row in matrix]
    size = max(map(abs, objective)) or 1
    with np.errstate(over="ignore"):
        floats = np.array([[v / s for v in row] for row, s in zip(matrix, row_sizes, strict=True)])
        right = np.array([_ratio(b, s) for b, s in zip(bounds, row_sizes, strict=True)])
    costs = np.array([v / size for v in objective])
    result = highs.maximise(costs, floats, right, "highs-ds", limits)
    limits.check_time()
    limits.spend(max(1, int(result.nit)))
    if result.status != 0:
        return []
    x, y = np.maximum(result.x, 0.0), np.maximum(-result.ineqlin.marginals, 0.0)
    slack, reduced = right - floats @ x, y @ floats - costs
    found = []
    for zero in _ZEROS:
        primal = _solved(
            matrix, bounds, np.flatnonzero(slack <= zero), np.flatnonzero(x > zero), len(objective)
        )
        if primal is None:
            continue
        columns = np.flatnonzero(reduced <= zero).tolist()
        rows = np.flatnonzero(y > zero).tolist()
        transposed = [[row[j] for row in matrix] for j in columns]
        dual = _solved(
            transposed, [objective[j] for j in columns], np.arange(len(columns)), np.array(rows),
            len(matrix),
        )  # fmt: skip
        if dual is not None and (primal, dual) not in found:
            found.append((primal, dual))
    return found


def _ratio(number: int, divisor: int) -> float:
    # A bound too large for a float never binds.
    shift = number.bit_length() - divisor.bit_length()
    return number / divisor if shift < _LARGEST_SHIFT else 2.0**_LARGEST_SHIFT


def _solved(
    matrix: Sequence[Sequence[int]],
    right: Sequence[int],
    tight: NDArray[Any],
    used: NDArray[Any],
    size: int,
) -> tuple[Fraction, ...] | None:
    """Vector of `size` that is 0 but on `used`, where the rows `tight` determine it."""
    values = [Fraction(0)] * size
    if len(used):
        rows = [[matrix[i][j] for j in used] for i in tight]
        if not rows:
            return None
        solution = solve_unique(rows, [right[i] for i in tight])
        if solution is None:
            return None
        numerators, denominator = solution
        for j, numerator in zip(used, numerators, strict=True):
            values[int(j)] = Fraction(numerator, denominator)
    return tuple(values)
