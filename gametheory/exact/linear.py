"""Exact solutions of linear systems, by python-flint."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Final

__all__ = ["independent_rows", "solve_linear", "solve_unique"]

_PRIME: Final = 2**61 - 1


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


def independent_rows(rows: Sequence[Sequence[int]], wanted: int) -> list[int] | None:
    """Return the first `wanted` rows that are linearly independent, by their indices.

    They are so modulo the prime 2^61 - 1, which proves that they are over the rationals; that
    rows are taken for dependent and are not is possible, and only costs an answer.

    Returns
    -------
    list of int or None
        None if there are not so many.
    """
    from flint import nmod_mat

    transposed = nmod_mat([list(column) for column in zip(*rows, strict=True)], _PRIME)
    reduced, rank = transposed.rref()
    if rank < wanted:
        return None
    table = [[int(v) for v in line] for line in reduced.table()[:wanted]]
    return [next(j for j, v in enumerate(line) if v) for line in table]


def solve_unique(
    rows: Sequence[Sequence[int]], bounds: Sequence[int]
) -> tuple[list[int], int] | None:
    """Solve ``M z = b`` for the one z that it determines; of more rows than needed, some.

    Parameters
    ----------
    rows : k sequences of n int, k >= n
        M.
    bounds : k int
        b.

    Returns
    -------
    (n int, int) or None
        Numerators of z and their common denominator, positive. None if the rows leave z
        undetermined. Only n independent rows are solved: the others are *not* checked.
    """
    from flint import fmpz_mat

    if len(rows) < len(rows[0]):
        return None
    if len(rows) > len(rows[0]):
        chosen = independent_rows(rows, len(rows[0]))
        if chosen is None:
            return None
        rows, bounds = [rows[i] for i in chosen], [bounds[i] for i in chosen]
    solution: Any  # flint's stubs know a matrix of fractions only as a matrix
    try:
        solution = fmpz_mat([list(row) for row in rows]).solve(fmpz_mat([[b] for b in bounds]))
    except ZeroDivisionError:
        return None
    top, bottom = solution.numer_denom()
    return [int(v) for v in top.entries()], int(bottom)
