"""Integer simplex tableaux with lexicographic pivoting.

A *tableau* describes one basis of ``{z >= 0 : M x + s = b}``, ``z = (x, s)``: for
each basic variable a row

    D * basic + sum_j T[i, j] * nonbasic_j = T[i, -1]

with integers T and one determinant D > 0. Pivots are fraction-free (Bareiss 1968,
Edmonds 1967): every division is exact, every entry a minor of the input.

The lexicographic rule replaces b by ``b + (eps, eps^2, ..., eps^k)`` for an
infinitely small eps > 0 (Dantzig, Orden & Wolfe 1955; von Stengel 2002, section
2.6). The coefficients of the powers of eps in a row are that row's entries in the
columns of the slack variables, a row of a nonsingular matrix; they are never all
zero, so under the rule every basis is nondegenerate: the leaving variable is unique
and pivoting never cycles.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

__all__ = ["Tableau"]


class Tableau:
    """One basis of ``M x <= b``, ``x >= 0``; starts at ``x = 0``.

    Parameters
    ----------
    matrix : sequence of k sequences of d int
        M.
    bounds : sequence of k int
        b, all >= 0.

    Attributes
    ----------
    rows : list of list of int
        T, k rows of d + 1 entries.
    determinant : int
        D > 0.
    basic : list of int
        The k basic variables: x_j has number j, slack i number d + i.
    nonbasic : list of int
        The d nonbasic variables.
    """

    __slots__ = ("basic", "determinant", "dimension", "nonbasic", "rows")

    def __init__(self, matrix: Sequence[Sequence[int]], bounds: Sequence[int]) -> None:
        self.dimension = len(matrix[0])
        self.rows = [[*map(int, row), int(b)] for row, b in zip(matrix, bounds, strict=True)]
        self.determinant = 1
        self.nonbasic = list(range(self.dimension))
        self.basic = list(range(self.dimension, self.dimension + len(self.rows)))

    @classmethod
    def at_basis(
        cls, matrix: Sequence[Sequence[int]], bounds: Sequence[int], basis: int
    ) -> Tableau:
        """Tableau of a basis, feasible or not, given as a bit mask of its variables.

        Raises
        ------
        ValueError
            If the columns of `basis` are linearly dependent.
        """
        from flint import fmpz_mat

        tableau = cls(matrix, bounds)
        k, d = len(matrix), tableau.dimension
        tableau.basic = [v for v in range(d + k) if basis >> v & 1]
        tableau.nonbasic = [v for v in range(d + k) if not basis >> v & 1]
        entries = [[*map(int, row), *(int(i == j) for j in range(k))]
                   for i, row in enumerate(matrix)]  # fmt: skip
        left = fmpz_mat([[row[v] for v in tableau.basic] for row in entries])
        right = fmpz_mat(
            [
                [*(row[v] for v in tableau.nonbasic), int(bound)]
                for row, bound in zip(entries, bounds, strict=True)
            ]
        )
        tableau.determinant = abs(int(left.det()))
        if tableau.determinant == 0:
            raise ValueError("the columns of this basis are linearly dependent")
        solution: Any = left.solve(right)
        numerators, denominator = solution.numer_denom()
        factor = tableau.determinant // int(denominator)
        tableau.rows = [[int(value) * factor for value in row] for row in numerators.tolist()]
        return tableau

    def leaving_row(self, column: int) -> int | None:
        """Row that leaves when nonbasic column `column` enters; None if unbounded.

        The lexicographically smallest ratio; unique, see the module's text.
        """
        candidates: list[int] = []
        best_bound = best_entry = 0
        for i, row in enumerate(self.rows):
            entry = row[column]
            if entry > 0:
                bound = row[-1]
                if not candidates:
                    candidates, best_bound, best_entry = [i], bound, entry
                    continue
                difference = bound * best_entry - best_bound * entry
                if difference < 0:
                    candidates, best_bound, best_entry = [i], bound, entry
                elif difference == 0:
                    candidates.append(i)
        if not candidates:
            return None
        return candidates[0] if len(candidates) == 1 else self._break_tie(candidates, column)

    def _break_tie(self, candidates: list[int], column: int) -> int:
        place = {variable: k for k, variable in enumerate(self.nonbasic)}
        row_of = {variable: i for i, variable in enumerate(self.basic)}
        d = self.dimension
        for slack in range(d, d + len(self.rows)):
            if slack in place:
                k = place[slack]
                values = [self.rows[i][k] for i in candidates]
            else:
                values = [self.determinant if row_of[slack] == i else 0 for i in candidates]
            best = candidates[0], values[0], self.rows[candidates[0]][column]
            ties = [candidates[0]]
            for i, value in zip(candidates[1:], values[1:], strict=True):
                entry = self.rows[i][column]
                difference = value * best[2] - best[1] * entry
                if difference < 0:
                    best, ties = (i, value, entry), [i]
                elif difference == 0:
                    ties.append(i)
            if len(ties) == 1:
                return ties[0]
            candidates = ties
        raise AssertionError("rows of a basis inverse are linearly independent")

    def pivot(self, row: int, column: int) -> None:
        """Exchange the basic variable of `row` and the nonbasic one of `column`.

        The entry there must be positive. A second pivot at the same place takes the
        first one back.
        """
        rows, determinant = self.rows, self.determinant
        pivot_row = rows[row]
        pivot = pivot_row[column]
        for i, current in enumerate(rows):
            if i == row:
                continue
            factor = current[column]
            if factor:
                changed = [
                    (entry * pivot - factor * other) // determinant
                    for entry, other in zip(current, pivot_row, strict=True)
                ]
                changed[column] = -factor
                rows[i] = changed
            elif pivot != determinant:
                rows[i] = [entry * pivot // determinant for entry in current]
        rows[row] = pivot_row = pivot_row.copy()
        pivot_row[column] = determinant
        self.determinant = pivot
        self.basic[row], self.nonbasic[column] = self.nonbasic[column], self.basic[row]

    @property
    def is_nondegenerate(self) -> bool:
        """Whether no basic variable is 0."""
        return all(row[-1] for row in self.rows)

    @property
    def is_lexicographically_feasible(self) -> bool:
        """Whether every basic variable is positive after the perturbation."""
        place = {variable: k for k, variable in enumerate(self.nonbasic)}
        for row, variable in zip(self.rows, self.basic, strict=True):
            sign = row[-1]
            for slack in range(self.dimension, self.dimension + len(self.rows)):
                if sign:
                    break
                sign = row[place[slack]] if slack in place else int(slack == variable)
            if sign < 0:
                return False
        return True

    def solution(self) -> list[int]:
        """Values of x times the determinant, d integers >= 0."""
        values = [0] * self.dimension
        for variable, row in zip(self.basic, self.rows, strict=True):
            if variable < self.dimension:
                values[variable] = row[-1]
        return values

    def fractions(self) -> list[Fraction]:
        """The point x."""
        return [Fraction(value, self.determinant) for value in self.solution()]
