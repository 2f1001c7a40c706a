"""Linear programs with the origin feasible, solved exactly.

The *primal* program is

    maximise c' x   subject to   M x <= b,  x >= 0,   with b >= 0,

and its *dual* is ``minimise b' y`` subject to ``M' y >= c``, ``y >= 0``. Feasible x
and y have ``c' x <= b' y``; if the two are equal, both are optimal (weak duality),
which is how every answer is checked here. Without an optimum the primal is
*unbounded*, and a *ray* shows it: ``r >= 0`` with ``M r <= 0`` and ``c' r > 0``.

Small programs are solved by the simplex method, which walks from x = 0 over bases of an
integer tableau; the lexicographic rule (:mod:`gametheory.exact.tableau`) keeps it from cycling.
For larger ones HiGHS finds a basis in floats, which is solved again exactly
(:mod:`gametheory.exact.guided`); where that pair is not optimal, the simplex method decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm
from typing import Final

from gametheory.errors import InternalError, ParameterError
from gametheory.exact.guided import candidates
from gametheory.exact.tableau import Tableau
from gametheory.limits import Limits

__all__ = ["LinearOptimum", "UnboundedProgram", "maximise", "pivot_to_optimum"]

Number = int | Fraction

#: Programs of more coefficients are given to HiGHS first: exact pivots on them take longer than
#: its start.
_PIVOTED: Final = 900

#: Most pivots from HiGHS's basis.
_STARTED: Final = 1000


@dataclass(frozen=True, slots=True)
class LinearOptimum:
    """Optimal solutions of a program and of its dual.

    Attributes
    ----------
    value : Fraction
        The optimum ``c' x == b' y``.
    primal : tuple of Fraction, length d
        x, a vertex.
    dual : tuple of Fraction, length k
        y.
    """

    value: Fraction
    primal: tuple[Fraction, ...]
    dual: tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class UnboundedProgram:
    """Proof that a program has no optimum.

    Attributes
    ----------
    ray : tuple of Fraction, length d
        r >= 0 with ``M r <= 0`` and ``c' r > 0``.
    """

    ray: tuple[Fraction, ...]


def maximise(
    objective: Sequence[Number],
    matrix: Sequence[Sequence[Number]],
    bounds: Sequence[Number],
    limits: Limits | None = None,
) -> LinearOptimum | UnboundedProgram:
    """Maximise ``c' x`` subject to ``M x <= b`` and ``x >= 0``, exactly.

    Parameters
    ----------
    objective : d ints or Fractions
        c.
    matrix : k sequences of d ints or Fractions
        M.
    bounds : k ints or Fractions
        b, all >= 0.
    limits : Limits, optional
        One unit of the budget for each pivot, exact or of HiGHS.

    Returns
    -------
    LinearOptimum or UnboundedProgram
        Checked against the program as it came, by exact arithmetic.

    Raises
    ------
    ParameterError
        If a bound is negative, or the lengths do not fit.
    LimitReached
        If the limits are reached before the optimum.

    Examples
    --------
    >>> maximise([3, 2], [[1, 1], [1, 3]], [4, 6]).value
    Fraction(12, 1)
    """
    _check_sizes(objective, matrix, bounds)
    # Integers without a common divisor in each row: row i times its own multiple, by which the
    # dual's y_i is multiplied, too.
    scales = [_multiple([*row, b]) for row, b in zip(matrix, bounds, strict=True)]
    unit = _multiple(objective)
    rows = [[int(v * s) for v in row] for row, s in zip(matrix, scales, strict=True)]
    right = [int(b * s) for b, s in zip(bounds, scales, strict=True)]
    costs = [int(-v * unit) for v in objective] + [0]
    limits = Limits() if limits is None else limits
    limits.check_time()
    start: Tableau | None = None
    if len(objective) * len(matrix) > _PIVOTED:
        for candidate in candidates([-v for v in costs[:-1]], rows, right, limits):
            if candidate.dual is not None:
                guess = LinearOptimum(
                    Fraction(_dot(objective, candidate.primal)),
                    candidate.primal,
                    tuple(v * s / unit for v, s in zip(candidate.dual, scales, strict=True)),
                )
                if _is_optimum(guess, objective, matrix, bounds):
                    return guess
            if start is None and _is_feasible(candidate.primal, rows, right):
                start = Tableau.at_basis(rows, right, candidate.basis)
    column: int | None = None
    tableau = Tableau(rows, right)
    if start is not None:
        # Close to the optimum, as a rule. The lexicographic rule needs a start of its own kind,
        # so that from here pivots might cycle: they are given up after so many.
        started = _costs_at(start, costs)
        column, done = _run(start, started, limits, most=_STARTED)
        if done:
            tableau, costs = start, started
    if start is None or tableau is not start:
        column, _ = _run(tableau, costs, limits)
    if column is not None:
        return _checked_ray(_ray(tableau, column), objective, matrix)
    dual = [Fraction(0)] * len(matrix)
    for variable, cost in zip(tableau.nonbasic, costs, strict=False):
        slack = variable - len(objective)
        if slack >= 0:
            dual[slack] = Fraction(cost, tableau.determinant) * scales[slack] / unit
    value = Fraction(costs[-1], tableau.determinant) / unit
    answer = LinearOptimum(value, tuple(tableau.fractions()), tuple(dual))
    return _checked_optimum(answer, objective, matrix, bounds)


def pivot_to_optimum(
    tableau: Tableau, costs: list[int], limits: Limits
) -> tuple[list[int], int | None]:
    """Pivot while a cost is negative.

    Parameters
    ----------
    tableau : Tableau
        Changed in place.
    costs : list of d + 1 int
        The objective's row: reduced costs of the nonbasic variables, and its value.
    limits : Limits
        One unit of the budget for each pivot.

    Returns
    -------
    costs : list of d + 1 int
        At the end, times the tableau's determinant.
    unbounded : int or None
        A column with a negative cost and no positive entry, if one turned up; with None the
        basis is optimal.
    """
    while True:
        # Dantzig's rule; any rule ends, because no basis comes twice.
        column = min(range(tableau.dimension), key=costs.__getitem__)
        if costs[column] >= 0:
            return costs, None
        row = tableau.leaving_row(column)
        if row is None:
            return costs, column
        limits.spend()
        costs = _pivoted(costs, tableau, row, column)
        tableau.pivot(row, column)


def _multiple(numbers: Sequence[Number]) -> Fraction:
    """Smallest positive number that makes all of them integers when they are multiplied by it."""
    denominator = lcm(*(v.denominator for v in numbers))
    divisor = gcd(*(v.numerator * (denominator // v.denominator) for v in numbers))
    return Fraction(denominator, divisor or 1)


def _run(
    tableau: Tableau, costs: list[int], limits: Limits, most: int | None = None
) -> tuple[int | None, bool]:
    """Pivot to the optimum; `costs`, the objective's row, is modified in place.

    Returns
    -------
    (int or None, bool)
        The column of a ray if the program is unbounded; False if it took more than `most` pivots.
    """
    count = 0
    while True:
        # Dantzig's rule; any rule ends, because no basis comes twice.
        column = min(range(tableau.dimension), key=costs.__getitem__)
        if costs[column] >= 0:
            return None, True
        row = tableau.leaving_row(column)
        if row is None:
            return column, True
        if count == most:
            return None, False
        limits.spend()
        costs[:] = _pivoted(costs, tableau, row, column)
        tableau.pivot(row, column)
        count += 1


def _costs_at(tableau: Tableau, costs: Sequence[int]) -> list[int]:
    """Return the objective's row at another basis, from that at x = 0."""
    d = tableau.dimension
    gains = [-v for v in costs[:d]]
    total = [0] * (d + 1)
    for variable, row in zip(tableau.basic, tableau.rows, strict=True):
        if variable < d and gains[variable]:
            total = [t + gains[variable] * v for t, v in zip(total, row, strict=True)]
    for k, variable in enumerate(tableau.nonbasic):
        if variable < d:
            total[k] -= tableau.determinant * gains[variable]
    return total


def _is_feasible(
    x: Sequence[Fraction], rows: Sequence[Sequence[int]], right: Sequence[int]
) -> bool:
    p, d = _over_one_denominator(x)
    return min(p) >= 0 and all(_total(row, p) <= b * d for row, b in zip(rows, right, strict=True))


def _pivoted(costs: list[int], tableau: Tableau, row: int, column: int) -> list[int]:
    """Return the objective's row after the pivot that the tableau is about to make."""
    pivot_row = tableau.rows[row]
    pivot, factor = pivot_row[column], costs[column]
    changed = [
        (cost * pivot - factor * entry) // tableau.determinant
        for cost, entry in zip(costs, pivot_row, strict=True)
    ]
    changed[column] = -factor
    return changed


def _ray(tableau: Tableau, column: int) -> tuple[Fraction, ...]:
    ray = [Fraction(0)] * tableau.dimension
    if tableau.nonbasic[column] < tableau.dimension:
        ray[tableau.nonbasic[column]] = Fraction(1)
    for variable, row in zip(tableau.basic, tableau.rows, strict=True):
        if variable < tableau.dimension:
            ray[variable] = Fraction(-row[column], tableau.determinant)
    return tuple(ray)


def _check_sizes(
    objective: Sequence[Number], matrix: Sequence[Sequence[Number]], bounds: Sequence[Number]
) -> None:
    if not objective or not matrix:
        raise ParameterError("a linear program needs at least one variable and one constraint")
    if len(matrix) != len(bounds) or any(len(row) != len(objective) for row in matrix):
        raise ParameterError(
            f"expected {len(bounds)} rows of {len(objective)} coefficients, "
            f"got {len(matrix)} of {sorted({len(row) for row in matrix})}"
        )
    for i, bound in enumerate(bounds):
        if bound < 0:
            raise ParameterError(f"bound {i}: expected a number >= 0, got {bound}")


def _dot(first: Sequence[Number], second: Sequence[Number]) -> Number:
    return sum((a * b for a, b in zip(first, second, strict=True) if a and b), Fraction(0))


def _checked_optimum(
    answer: LinearOptimum,
    objective: Sequence[Number],
    matrix: Sequence[Sequence[Number]],
    bounds: Sequence[Number],
) -> LinearOptimum:
    if not _is_optimum(answer, objective, matrix, bounds):
        raise InternalError(f"a linear program's optimum fails its own check: {answer}")
    return answer


def _is_optimum(
    answer: LinearOptimum,
    objective: Sequence[Number],
    matrix: Sequence[Sequence[Number]],
    bounds: Sequence[Number],
) -> bool:
    # x = p / d and y = q / e with integers: the sums add integers, not Fractions.
    p, d = _over_one_denominator(answer.primal)
    q, e = _over_one_denominator(answer.dual)
    used = [i for i, v in enumerate(q) if v]
    return (
        min(p) >= 0
        and min(q) >= 0
        and all(_total(row, p) <= b * d for row, b in zip(matrix, bounds, strict=True))
        and all(sum(matrix[i][j] * q[i] for i in used) >= c * e for j, c in enumerate(objective))
        and _total(objective, p) == answer.value * d
        and _total(bounds, q) == answer.value * e
    )


def _over_one_denominator(values: Sequence[Fraction]) -> tuple[list[int], int]:
    denominator = lcm(*(v.denominator for v in values))
    return [v.numerator * (denominator // v.denominator) for v in values], denominator


def _total(coefficients: Sequence[Number], numerators: Sequence[int]) -> Number:
    return sum(a * b for a, b in zip(coefficients, numerators, strict=True) if b)


def _checked_ray(
    ray: tuple[Fraction, ...], objective: Sequence[Number], matrix: Sequence[Sequence[Number]]
) -> UnboundedProgram:
    if min(ray) < 0 or any(_dot(row, ray) > 0 for row in matrix) or _dot(objective, ray) <= 0:
        raise InternalError(f"an unbounded linear program's ray fails its own check: {ray}")
    return UnboundedProgram(ray)
