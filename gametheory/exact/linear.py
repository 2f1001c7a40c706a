"""Exact solutions of linear systems, by python-flint."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

__all__ = ["solve_linear"]


def solve_linear(
    matrix: Sequence[Sequence[int]], bounds: Sequence[int], guess: Sequence[float]
) -> list[Fraction] | None:
    """Solve ``M z = b`` exactly.

    Parameters
    ----------
    matrix : k sequences of n int
        M.
    bounds : k int
        b.
    guess : n floats
        If the system leaves variables free, they take these values, rounded to a
        fraction with a denominator of at most a million.

    Returns
    -------
    list of Fraction or None
        None if the system has no solution.
    """
    from flint import fmpq, fmpz, fmpz_mat

    n = len(matrix[0])
    augmented = fmpz_mat(
        [[fmpz(int(v)) for v in (*row, b)] for row, b in zip(matrix, bounds, strict=True)]
    )
    reduced, denominator, rank = augmented.rref()
    pivots = []
    for i in range(rank):
        pivots.append(next(j for j in range(n + 1) if reduced[i, j] != 0))
    if n in pivots:
        return None
    solution: list[fmpq] = [fmpq(0)] * n
    free = [j for j in range(n) if j not in set(pivots)]
    for j in free:
        value = Fraction(guess[j]).limit_denominator(1_000_000)
        solution[j] = fmpq(value.numerator, value.denominator)
    for i, j in enumerate(pivots):
        total = fmpq(reduced[i, n])
        for k in free:
            total -= fmpq(reduced[i, k]) * solution[k]
        solution[j] = total / fmpq(denominator)
    return [Fraction(int(value.p), int(value.q)) for value in solution]
