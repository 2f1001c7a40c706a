"""All vertices of the optimal face of a linear program over a polytope ``{x >= 0 : M x <= 1}``.

The program is ``maximise sum(x)``, M positive. At an optimal basis the objective is its
optimum less a sum of the nonbasic variables times their *reduced costs*, all >= 0. So the
optimal points are the feasible ones at which each nonbasic variable with a positive reduced
cost is 0; the others, w, may be anything that leaves the basic variables >= 0:

    {w >= 0 : T w <= t}

with T their columns of the tableau and t >= 0 its right-hand side. The vertices of this
polytope, which is bounded as a face of a bounded one, are those of the optimal face. They are
visited as in :mod:`gametheory.exact.walk`, whose argument needs no more than that every column
has a positive entry at each basis.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import gcd

from gametheory.exact.lp import pivot_to_optimum
from gametheory.exact.tableau import Tableau
from gametheory.exact.walk import explore
from gametheory.limits import Limits

__all__ = ["optimal_vertices"]


def optimal_vertices(matrix: Sequence[Sequence[int]], limits: Limits) -> list[tuple[int, ...]]:
    """Find every vertex of ``{x >= 0 : M x <= 1}`` at which sum(x) is largest.

    Parameters
    ----------
    matrix : k sequences of d int
        M; all entries positive.
    limits : Limits
        One unit of the budget is spent for each basis.

    Returns
    -------
    list of tuple of d int
        Each vertex times a positive number, in no order; all different.

    Raises
    ------
    LimitReached
        If a limit is reached first.
    """
    d = len(matrix[0])
    tableau = Tableau(matrix, [1] * len(matrix))
    costs, unbounded = pivot_to_optimum(tableau, [-1] * d + [0], limits)
    if unbounded is not None:
        raise AssertionError("a positive matrix makes the polytope bounded")
    free = [j for j, cost in enumerate(costs[:-1]) if cost == 0]
    names = [tableau.nonbasic[j] for j in free]
    rows = [[row[j] for j in free] for row in tableau.rows]
    bounds = [row[-1] for row in tableau.rows]
    if not free:
        return [_reduced(tableau.solution())]
    found: set[tuple[int, ...]] = set()
    face = Tableau(rows, bounds)
    seen: set[int] = set()

    def record(basis: int, _: int) -> None:
        limits.spend()
        seen.add(basis)
        # w, times the determinant of `face`, and with it the basic variables of `tableau`.
        values = face.solution()
        point = [0] * d
        for variable, value in zip(names, values, strict=True):
            if variable < d:
                point[variable] = value * tableau.determinant
        for variable, row, bound in zip(tableau.basic, rows, bounds, strict=True):
            if variable < d:
                used = sum(a * w for a, w in zip(row, values, strict=True))
                point[variable] = bound * face.determinant - used
        found.add(_reduced(point))

    explore(face, seen.__contains__, record)
    return list(found)


def _reduced(point: Sequence[int]) -> tuple[int, ...]:
    divisor = gcd(*point)
    return tuple(value // divisor for value in point)
