"""Gauss elimination in Fractions, for tests that derive small answers on their own."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any


def solve(augmented: Sequence[Sequence[Any]]) -> list[Fraction] | None:
    """Solve a square system, each row with its right-hand side; None if it is singular."""
    rows, determinant = _eliminate(augmented)
    return [row[-1] for row in rows] if determinant else None


def determinant(matrix: Sequence[Sequence[Any]]) -> Fraction:
    """Return the determinant of a square matrix."""
    return _eliminate(matrix)[1]


def _eliminate(matrix: Sequence[Sequence[Any]]) -> tuple[list[list[Fraction]], Fraction]:
    """Reduce the leading square part to the identity; return its determinant too, perhaps 0."""
    rows = [[Fraction(value) for value in row] for row in matrix]
    determinant = Fraction(1)
    for c in range(len(rows)):
        pivot = next((r for r in range(c, len(rows)) if rows[r][c]), None)
        if pivot is None:
            return rows, Fraction(0)
        if pivot != c:
            rows[c], rows[pivot] = rows[pivot], rows[c]
            determinant = -determinant
        determinant *= rows[c][c]
        rows[c] = [value / rows[c][c] for value in rows[c]]
        for r in range(len(rows)):
            if r != c and rows[r][c]:
                rows[r] = [p - rows[r][c] * q for p, q in zip(rows[r], rows[c], strict=True)]
    return rows, determinant
