"""Primes enough for the minors of a matrix; see :mod:`gametheory.kernels.residue_tableau`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["PRIMES", "minor_bits", "residue_tableaux"]

#: The largest primes below 2^50.
PRIMES: Final = tuple(
    2**50 - offset
    for offset in (
        27, 35, 51, 71, 113, 117, 131, 161, 195, 233, 267, 341, 351, 377, 423, 447,
        545, 591, 603, 611, 651, 653, 665, 675, 681, 707, 723, 741, 765, 813, 821, 873,
    )
)  # fmt: skip


def minor_bits(matrix: Sequence[Sequence[int]]) -> int:
    """Return b such that every minor of ``[M 1]`` is below 2^b.

    Hadamard's inequality: a determinant is at most the product of the lengths of its rows, and
    of its columns; all rows of ``[M 1]`` are at least 1 long, so a minor of order r is at most
    the product of the r largest.
    """
    order = min(len(matrix), len(matrix[0]) + 1)
    rows = [sum(v * v for v in row) + 1 for row in matrix]
    columns = [sum(v * v for v in column) for column in zip(*matrix, strict=True)]
    columns.append(len(matrix))
    return (
        min(
            sum(sorted(square.bit_length() for square in squares)[-order:])
            for squares in (rows, columns)
        )
        // 2
        + 1
    )


def residue_tableaux(
    matrix: Sequence[Sequence[int]], primes: Sequence[int] = PRIMES
) -> tuple[NDArray[np.int64], NDArray[np.int64]] | None:
    """Tableau of x = 0 modulo as many primes as the matrix needs.

    Returns
    -------
    residues : NDArray[int64], shape (K, k, d + 1)
    moduli : NDArray[int64], shape (2 + K, K)
        As :mod:`gametheory.kernels.residue_tableau` has them. None if there are not enough
        primes.
    """
    wanted = minor_bits(matrix) + 2  # a quarter of their product
    count, product = 0, 1
    while product.bit_length() <= wanted:
        if count == len(primes):
            return None
        product *= primes[count]
        count += 1
    rows = [[*row, 1] for row in matrix]
    chosen = primes[:count]
    if max(map(max, matrix)) < 2**63:
        table = np.array(rows, dtype=np.int64)
        residues = table[None] % np.array(chosen, dtype=np.int64)[:, None, None]
    else:
        residues = np.array([[[v % p for v in row] for row in rows] for p in chosen], np.int64)
    return residues, _moduli(tuple(chosen))


@cache
def _inverses(primes: tuple[int, ...]) -> NDArray[np.int64]:
    count = len(primes)
    table = np.ones((2 + count, count), dtype=np.int64)
    table[0] = primes
    for i in range(count):
        for j in range(i + 1, count):
            table[2 + i, j] = pow(primes[i], -1, primes[j])
    return table


def _moduli(primes: tuple[int, ...]) -> NDArray[np.int64]:
    return _inverses(primes).copy()  # kernels write to it
