"""Strict copositivity of integer matrices, decided exactly.

A symmetric matrix M is *strictly copositive* if ``z' M z > 0`` for every z >= 0 other
than 0. The test goes through the principal submatrices, smaller ones first, as the
criteria of Cottle, Habetler & Lemke (1970, "On classes of copositive matrices", Linear
Algebra and its Applications 3) and Hadeler (1983, "On copositive matrices", same
journal, 49) do. It rests on this lemma.

*Let all proper principal submatrices of M (order k) be strictly copositive. Then M is
not strictly copositive exactly if either M is regular and the solution of* ``M u = 1``
*is negative everywhere, or M has rank k - 1 and a kernel vector that is positive
everywhere.*

Proof. If so, z = -u, or that kernel vector, is positive with ``z' M z <= 0``. Conversely
let z minimise ``z' M z`` over the simplex, with a minimum mu <= 0. As the form is positive
on the boundary, z is positive, so ``M z = mu 1`` and M is positive semidefinite on
``{d : sum d = 0}``. It is definite there: ``d' M d = 0`` would make the form constant on
z + t d, a line that meets the boundary. So M has k - 1 positive eigenvalues. If mu = 0
then z is in the kernel, and the rank is k - 1. If mu < 0 there is a negative eigenvalue
too; M is regular, and u = z / mu is negative. QED

An index whose diagonal entry is positive and whose other entries are not negative takes
no part in a violation of smallest support, because setting ``z_i = 0`` only lowers the
form; such indices are left out first, and so are the submatrices that have one.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from math import gcd
from typing import Final

from gametheory.errors import InternalError, ParameterError
from gametheory.limits import LimitReached, Status

__all__ = ["MAX_SUBMATRICES", "copositivity_violation"]

#: Principal submatrices looked at before the test gives up: all those of order 17.
MAX_SUBMATRICES: Final = 2**17

Matrix = Sequence[Sequence[int]]


def copositivity_violation(
    matrix: Matrix, max_submatrices: int = MAX_SUBMATRICES
) -> tuple[int, ...] | None:
    """Find z >= 0, not 0, with ``z' M z <= 0``; None if M is strictly copositive.

    Parameters
    ----------
    matrix : k sequences of k int
        M, symmetric. k may be 0: there is no violation then.
    max_submatrices : int
        Principal submatrices that may be looked at; their number doubles with each
        index that the reductions leave.

    Returns
    -------
    tuple of int, length k, or None
        The violation has the fewest positive entries among all.

    Raises
    ------
    ParameterError
        If `matrix` is not square and symmetric.
    LimitReached
        If `max_submatrices` did not suffice.

    Examples
    --------
    >>> copositivity_violation([[1, -2], [-2, 1]])
    (1, 1)
    >>> copositivity_violation([[1, 3], [3, 1]]) is None
    True
    """
    _check_symmetric(matrix)
    order = len(matrix)
    for i in range(order):
        if matrix[i][i] <= 0:
            return _checked(matrix, {i: 1})
    left = _without_harmless(matrix, range(order))
    if _is_positive_definite([[matrix[i][j] for j in left] for i in left]):
        return None
    seen = 0
    for size in range(2, len(left) + 1):
        for chosen in combinations(left, size):
            seen += 1
            if seen > max_submatrices:
                raise LimitReached(
                    Status.BUDGET,
                    f"{max_submatrices} principal submatrices do not decide strict "
                    f"copositivity of order {len(left)}",
                )
            if len(_without_harmless(matrix, chosen, once=True)) < size:
                continue
            values = _interior_violation([[matrix[i][j] for j in chosen] for i in chosen])
            if values is not None:
                return _checked(matrix, dict(zip(chosen, values, strict=True)))
    return None


def _check_symmetric(matrix: Matrix) -> None:
    order = len(matrix)
    if any(len(row) != order for row in matrix) or any(
        matrix[i][j] != matrix[j][i] for i in range(order) for j in range(i)
    ):
        raise ParameterError(f"expected a symmetric matrix of order {order}")


def _without_harmless(matrix: Matrix, indices: Sequence[int], once: bool = False) -> list[int]:
    """Leave out indices without a negative entry, again and again, or once."""
    left = list(indices)
    while True:
        kept = [i for i in left if any(matrix[i][j] < 0 for j in left if j != i)]
        if once or len(kept) == len(left):
            return kept
        left = kept


def _is_positive_definite(matrix: list[list[int]]) -> bool:
    """Whether all leading minors are positive (Sylvester), by fraction-free elimination."""
    previous = 1
    for k, top in enumerate(matrix):
        pivot = top[k]
        if pivot <= 0:
            return False
        for i in range(k + 1, len(matrix)):
            factor = matrix[i][k]
            matrix[i] = [
                (pivot * a - factor * b) // previous for a, b in zip(matrix[i], top, strict=True)
            ]
        previous = pivot
    return True


def _interior_violation(matrix: list[list[int]]) -> list[int] | None:
    """Positive z of the lemma, if the matrix has one."""
    from flint import fmpz_mat

    order = len(matrix)
    reduced, denominator, _ = fmpz_mat([[*row, 1] for row in matrix]).rref()
    pivots: list[int] = []
    for i in range(order):
        place = next((j for j in range(order) if reduced[i, j] != 0), None)
        if place is not None:
            pivots.append(place)
    if len(pivots) == order:
        values = [-int(reduced[i, order]) for i in range(order)]
        # u = last column / denominator; z = -u.
        values = values if denominator > 0 else [-value for value in values]
    elif len(pivots) == order - 1:
        (free,) = set(range(order)) - set(pivots)
        values = [0] * order
        values[free] = int(denominator)
        for i, place in enumerate(pivots):
            values[place] = -int(reduced[i, free])
        if values[free] < 0:
            values = [-value for value in values]
    else:
        return None
    return values if min(values) > 0 else None


def _checked(matrix: Matrix, positive: dict[int, int]) -> tuple[int, ...]:
    value = sum(a * b * matrix[i][j] for i, a in positive.items() for j, b in positive.items())
    if value > 0 or min(positive.values()) <= 0:
        raise InternalError(f"a violation of strict copositivity fails its own check: {positive}")
    divisor = gcd(*positive.values())
    return tuple(positive.get(i, 0) // divisor for i in range(len(matrix)))
