"""All vertices of a polytope ``{x >= 0 : M x <= 1}`` with positive M, exactly.

The *bases* of the lexicographically perturbed polytope (see
:mod:`gametheory.exact.tableau`) are the vertices of a simple polytope, whose graph
is connected (Balinski 1961), and two of them are neighbours exactly if one pivot by
the lexicographic rule leads from one to the other. A depth-first walk over this
graph therefore meets every basis. Every vertex of the unperturbed polytope has at
least one such basis, because the perturbed polytope tends to it; so the walk meets
every vertex, and when it ends the list is complete.

A vertex is determined by its *tight set*: the variables (coordinates of x and slacks)
that are 0 there. In a degenerate polytope several bases share one.
"""

from __future__ import annotations

from collections.abc import Sequence

from gametheory.exact.tableau import Tableau
from gametheory.limits import Limits

__all__ = ["enumerate_vertices"]


def enumerate_vertices(
    matrix: Sequence[Sequence[int]], limits: Limits, found: dict[int, tuple[int, ...]]
) -> None:
    """Find every vertex of ``{x >= 0 : M x <= 1}``.

    Parameters
    ----------
    matrix : k sequences of d int
        M; all entries positive, which makes the polytope bounded.
    limits : Limits
        One unit of the budget is spent for each basis.
    found : dict
        Filled in place, so that it holds what was found when a limit is reached: from
        tight set, as a bit mask (bit j for ``x_j = 0``, bit d + i for tight row i), to
        the vertex as d integers (its coordinates times a positive number; all 0 for
        the vertex 0).

    Raises
    ------
    LimitReached
        If a limit of `limits` was reached first.
    """
    tableau = Tableau(matrix, [1] * len(matrix))
    bits = [1 << variable for variable in range(tableau.dimension + len(matrix))]
    basis = sum(bits[variable] for variable in tableau.basic)
    visited = {basis}
    path: list[tuple[int, int]] = []
    column = 0
    limits.spend()
    _record(tableau, bits, found)
    while True:
        if column == tableau.dimension:
            if not path:
                return
            row, column = path.pop()
            basis ^= bits[tableau.basic[row]] ^ bits[tableau.nonbasic[column]]
            tableau.pivot(row, column)
            column += 1
            continue
        leaving = tableau.leaving_row(column)
        if leaving is None:
            raise AssertionError("a positive matrix makes the polytope bounded")
        neighbour = basis ^ bits[tableau.basic[leaving]] ^ bits[tableau.nonbasic[column]]
        if neighbour in visited:
            column += 1
            continue
        limits.spend()
        visited.add(neighbour)
        tableau.pivot(leaving, column)
        basis = neighbour
        path.append((leaving, column))
        column = 0
        _record(tableau, bits, found)


def _record(tableau: Tableau, bits: list[int], found: dict[int, tuple[int, ...]]) -> None:
    tight = sum(bits[variable] for variable in tableau.nonbasic)
    for variable, row in zip(tableau.basic, tableau.rows, strict=True):
        if not row[-1]:
            tight |= bits[variable]
    if tight not in found:
        found[tight] = tuple(tableau.solution())
