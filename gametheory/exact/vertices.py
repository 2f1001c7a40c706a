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
from math import comb
from typing import Final

from gametheory.errors import MemoryLimitError, check_memory
from gametheory.exact.tableau import Tableau
from gametheory.limits import LimitReached, Limits, Status

__all__ = ["enumerate_vertices", "max_bases"]

#: Memory is looked at whenever the number of visited bases has doubled, from here on.
_FIRST_MEMORY_CHECK: Final = 1 << 18

#: Bytes kept for a visited basis: a Python integer, its place in a set, the vertex.
_BYTES_PER_BASIS: Final = 400


def max_bases(dimension: int, n_rows: int) -> int:
    """Largest number of bases of a polytope with `dimension` + `n_rows` inequalities.

    The upper bound theorem for simple polytopes (McMullen 1970): with N inequalities
    in dimension d at most ``C(N - ceil(d/2), N - d) + C(N - floor(d/2) - 1, N - d)``
    vertices.
    """
    total = dimension + n_rows
    return comb(total - (dimension + 1) // 2, n_rows) + comb(total - dimension // 2 - 1, n_rows)


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
    next_check = _FIRST_MEMORY_CHECK
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
        if len(visited) >= next_check:
            next_check = 2 * len(visited)
            _check_memory(next_check)
        visited.add(neighbour)
        tableau.pivot(leaving, column)
        basis = neighbour
        path.append((leaving, column))
        column = 0
        _record(tableau, bits, found)


def _check_memory(n_bases: int) -> None:
    try:
        check_memory(n_bases // 2 * _BYTES_PER_BASIS, f"room for {n_bases:,} bases")
    except MemoryLimitError as error:
        raise LimitReached(Status.BUDGET, str(error)) from None


def _record(tableau: Tableau, bits: list[int], found: dict[int, tuple[int, ...]]) -> None:
    tight = sum(bits[variable] for variable in tableau.nonbasic)
    for variable, row in zip(tableau.basic, tableau.rows, strict=True):
        if not row[-1]:
            tight |= bits[variable]
    if tight not in found:
        found[tight] = tuple(tableau.solution())
