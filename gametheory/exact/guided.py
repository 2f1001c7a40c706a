"""Exact optima of larger linear programs, at the basis that floats have found.

HiGHS solves the program ``maximise c' x, M x <= b, x >= 0`` in floats. Its answer is only a guess
of which variables are positive and which rows are tight, at the optimum x of the program and the
optimum y of its dual. Both are solved for again exactly: x, where it is positive, from the tight
rows; y, where it is positive, from the columns without reduced cost. Both systems may hold more
equations than unknowns (degenerate programs). Then those come first that hold for sure if the
guess is right: rows with a price y > 0 are tight, columns with x > 0 have no reduced cost; then
the others, the tightest first. Nothing is verified here: :func:`gametheory.exact.lp.maximise` does
that with every answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gametheory.exact import highs
from gametheory.exact.linear import independent_rows, solve_unique
from gametheory.limits import Limits

__all__ = ["Candidate", "candidates"]

Floats = NDArray[np.float64]
Vector = tuple[Fraction, ...]

#: Numbers of HiGHS below these are tried as 0, one after the other; rows are scaled to 1.
_ZEROS: Final = (1e-9, 1e-7)

#: Violations that HiGHS is content with: the smallest that it takes.
_TOLERANCE: Final = 1e-10

#: Where they are too large, bounds and objective are multiplied by this.
_ENLARGED: Final = 2.0**20

#: A binary exponent that leaves room below the largest float.
_LARGEST_SHIFT: Final = 900


@dataclass(frozen=True, slots=True)
class Candidate:
    """What HiGHS's optimum would be if it were exact.

    Attributes
    ----------
    primal : d Fractions
        x.
    dual : k Fractions or None
        y; None if the equations do not determine it.
    basis : int
        Bit mask of the k variables that are basic at x: x_j has number j, slack i number d + i.
    """

    primal: Vector
    dual: Vector | None
    basis: int


def candidates(
    objective: Sequence[int],
    matrix: Sequence[Sequence[int]],
    bounds: Sequence[int],
    limits: Limits,
) -> Iterator[Candidate]:
    """Propose optima of a program and of its dual, one after the other.

    Parameters
    ----------
    objective, matrix, bounds : d, k x d and k int
        c, M and b.
    limits : Limits
        Time and iterations.

    Yields
    ------
    Candidate
        Exact solutions of the equations that hold at HiGHS's optimum; unverified.

    Raises
    ------
    LimitReached
        If time or budget are used up.
    """
    row_sizes = [max(map(abs, row)) or 1 for row in matrix]
    size = max(map(abs, objective)) or 1
    floats = np.array([[v / s for v in row] for row, s in zip(matrix, row_sizes, strict=True)])
    right = np.array([_ratio(b, s) for b, s in zip(bounds, row_sizes, strict=True)])
    costs = np.array([v / size for v in objective])
    for factor in (1.0, _ENLARGED):
        right, costs = right * factor, costs * factor
        result = highs.maximise(costs, floats, right, "highs-ds", limits, _TOLERANCE)
        limits.check_time()
        limits.spend(max(1, int(result.nit)))
        if result.status != 0:
            continue
        x, y = np.maximum(result.x, 0.0), np.maximum(-result.ineqlin.marginals, 0.0)
        slack, reduced = right - floats @ x, y @ floats - costs
        for zero in _ZEROS:
            used, paid = x > zero, y > zero
            rows, columns = _in_order(paid, slack, zero), _in_order(used, reduced, zero)
            primal = _solved(
                [matrix[i] for i in rows], [bounds[i] for i in rows],
                np.flatnonzero(used).tolist(), len(objective),
            )  # fmt: skip
            if primal is None:
                continue
            dual = _solved(
                [[row[j] for row in matrix] for j in columns], [objective[j] for j in columns],
                np.flatnonzero(paid).tolist(), len(matrix),
            )  # fmt: skip
            d = len(objective)
            basic = [j for j in range(d) if used[j]]
            nonbasic = {rows[k] for k in primal[1]}
            basic += [d + i for i in range(len(matrix)) if i not in nonbasic]
            yield Candidate(
                primal[0], None if dual is None else dual[0], sum(1 << v for v in basic)
            )


def _ratio(number: int, divisor: int) -> float:
    # A bound too large for a float never binds.
    shift = number.bit_length() - divisor.bit_length()
    return number / divisor if shift < _LARGEST_SHIFT else 2.0**_LARGEST_SHIFT


def _in_order(certain: NDArray[np.bool_], errors: Floats, zero: float) -> list[int]:
    """Equations that hold: those that must, then the others below `zero`, smallest first."""
    others = np.flatnonzero(~certain & (errors <= zero))
    order = others[np.argsort(np.abs(errors[others]), kind="stable")]
    return [*np.flatnonzero(certain).tolist(), *order.tolist()]


def _solved(
    rows: Sequence[Sequence[int]], right: Sequence[int], used: Sequence[int], size: int
) -> tuple[Vector, list[int]] | None:
    """Vector of `size` that is 0 but on `used`, and the rows that determine it."""
    values = [Fraction(0)] * size
    if not used:
        return tuple(values), []
    if len(rows) < len(used):
        return None
    block = [[row[j] for j in used] for row in rows]
    chosen = independent_rows(block, len(used))
    if chosen is None:
        return None
    solution = solve_unique([block[i] for i in chosen], [right[i] for i in chosen])
    if solution is None:
        return None
    numerators, denominator = solution
    for j, numerator in zip(used, numerators, strict=True):
        values[j] = Fraction(numerator, denominator)
    return tuple(values), chosen
