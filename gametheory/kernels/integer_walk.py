"""The walk over the bases of a polytope in exact int64 arithmetic, while the numbers are small.

For ``{x >= 0 : M x <= 1}``; tableaux of D T, entries integers, as those of
:class:`gametheory.exact.tableau.Tableau`. At most 64 variables: bases are one word.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from gametheory.kernels.basis_table import find_slot
from gametheory.kernels.compiled import compiled
from gametheory.kernels.float_tableau import exchange
from gametheory.kernels.walk_codes import FINISHED, FULL, LOST, PAUSED

__all__ = ["SAFE_INTEGER", "walk_integer"]

Ints = NDArray[np.int64]
Words = NDArray[np.uint64]

#: Entries below this bound: the difference of two products stays far below 2**63.
SAFE_INTEGER = 1 << 30


@compiled("int64(int64[:,::1], int64[::1], int64, int64)")
def _leaving_integer(
    tableau: Any,
    place: Ints,
    column: int,
    determinant: int,
) -> Any:
    """Row with the lexicographically smallest ratio; -1 if the column is unbounded."""
    k = tableau.shape[0]
    d = tableau.shape[1] - 1
    best, ties = -1, 0
    best_bound, best_entry = np.int64(0), np.int64(1)
    for i in range(k):
        entry = tableau[i, column]
        if entry > 0:
            difference = tableau[i, d] * best_entry - best_bound * entry
            if best < 0 or difference < 0:
                best, ties = i, 1
                best_bound, best_entry = tableau[i, d], entry
            elif difference == 0:
                ties += 1
    if ties <= 1:
        return best
    tied = np.empty(ties, np.int64)
    ties = 0
    for i in range(k):
        entry = tableau[i, column]
        if entry > 0 and tableau[i, d] * best_entry == best_bound * entry:
            tied[ties] = i
            ties += 1
    for slack in range(d, d + k):
        at = place[slack]
        left = 0
        best_value, best_entry = np.int64(0), np.int64(1)
        for t in range(ties):
            i = tied[t]
            value: Any = np.int64(0)
            if at >= 0:
                value = tableau[i, at]
            elif i == -1 - at:  # a basic variable: its column is a unit vector
                value = determinant
            entry = tableau[i, column]
            difference = value * best_entry - best_value * entry
            if left == 0 or difference < 0:
                tied[0] = i
                left = 1
                best_value, best_entry = value, entry
            elif difference == 0:
                tied[left] = i
                left += 1
        ties = left
        if ties == 1:
            break
    return tied[0]


@compiled("int64(int64[:,::1], int64, int64, int64)")
def _pivot_integer(
    tableau: Any,
    row: int,
    column: int,
    determinant: int,
) -> Any:
    """Fraction-free pivot; returns the largest absolute entry that it wrote."""
    k, width = tableau.shape
    pivot = tableau[row, column]
    largest = np.int64(0)
    for i in range(k):
        if i != row:
            factor = tableau[i, column]
            for j in range(width):
                value = tableau[i, j] * pivot - factor * tableau[row, j]
                if determinant != 1:
                    value = value // determinant
                tableau[i, j] = value
                largest = max(largest, abs(value))
            tableau[i, column] = -factor
    tableau[row, column] = determinant
    return largest


@compiled(
    "int64(int64[:,::1], int64[::1], int64[::1], int8[:,::1], uint64[::1], uint64[::1], int64)"
)
def walk_integer(
    tableau: Any,
    names: Ints,
    state: Ints,
    path: Any,
    visited: Words,
    tight: Words,
    steps: int,
) -> Any:
    """Visit all lexicographically feasible bases, depth first.

    `names`, `visited` and `tight` are those of :func:`gametheory.kernels.vertices.walk`. `path`
    (capacity x 2) holds leaving and entering variables. `state`: the depth, the number of
    recorded bases, the next variable to enter, the determinant; at first 0, 1, 0, 1, the
    basis of x = 0 recorded.

    Returns one of :mod:`~gametheory.kernels.walk_codes`; LOST if an integer left the safe range.
    """
    k = tableau.shape[0]
    d = tableau.shape[1] - 1
    basic, nonbasic, place = names[:k], names[k : k + d], names[k + d :]
    one = np.uint64(1)
    depth, count, entering, determinant = state[0], state[1], state[2], state[3]
    limit = count + steps
    code = FINISHED
    basis = np.uint64(0)
    for i in range(k):
        basis |= one << np.uint64(basic[i])
    while True:
        if entering == d + k:
            if depth == 0:
                break
            depth -= 1
            entering = np.int64(path[depth, 1])
            row, column = -1 - place[entering], place[path[depth, 0]]
            basis ^= (one << np.uint64(basic[row])) ^ (one << np.uint64(nonbasic[column]))
            pivot = tableau[row, column]
            _pivot_integer(tableau, row, column, determinant)
            determinant = pivot
            exchange(names, k, d, row, column)
            entering += 1
            continue
        column = place[entering]
        if column < 0:
            entering += 1
            continue
        row = _leaving_integer(tableau, place, column, determinant)
        leaving = basic[row]
        neighbour = basis ^ (one << np.uint64(leaving)) ^ (one << np.uint64(entering))
        slot = find_slot(visited, 1, neighbour, np.uint64(0))
        if slot >= 0:
            entering += 1
            continue
        if count >= limit:
            code = PAUSED
            break
        if count >= tight.size or 2 * count >= visited.size or depth >= path.shape[0]:
            code = FULL
            break
        visited[-1 - slot] = neighbour
        pivot = tableau[row, column]
        if _pivot_integer(tableau, row, column, determinant) >= SAFE_INTEGER:
            code = LOST
            break
        determinant = pivot
        path[depth, 0], path[depth, 1] = leaving, entering
        depth += 1
        exchange(names, k, d, row, column)
        basis = neighbour
        entering = 0
        zero = np.uint64(0)
        for j in range(d):
            zero |= one << np.uint64(nonbasic[j])
        for i in range(k):
            if tableau[i, d] == 0:
                zero |= one << np.uint64(basic[i])
        tight[count] = zero
        count += 1
    state[0], state[1], state[2], state[3] = depth, count, entering, determinant
    return code
