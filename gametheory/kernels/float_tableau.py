"""Tableaux in floats that carry a proven bound on their own errors.

``A = [M 1]`` has the columns of ``{x >= 0 : M x <= 1}`` and of its slacks (k rows; x_j is
variable j, slack i is d + i; M scaled so that its entries are at most 1). A *tableau* of a
basis B is k x width, width > d a multiple of 4; row i belongs to the variable ``basic[i]``,
column j to ``nonbasic[j]``, column d to the right-hand side 1, further columns are 0;
``place[v]`` is the column of variable v, or -1 - its row. `names` holds basic, nonbasic and
place, one after the other. An exact tableau T satisfies ``A_v = sum_i T[i, j] A_basic[i]`` for
v = ``nonbasic[j]``, and the same with 1 for A_v in column d.

*Bounds.* ``bounds[0, j]`` is a proven upper bound on the residual of column j of the
tableau as it is stored, ``E_j = A_v - sum_i T[i, j] A_basic[i]``, in the norm
``|e| = sum of absolute values``; ``bounds[1, j]`` is ``sum_i |T[i, j]|``, ``bounds[4]`` room
to work in. A pivot on the stored ``p = T[r, c]`` stores ``q_j``, near ``T[r, j] / p``, in row
r and ``t_ij``, near ``T[i, j] - T[i, c] q_j``, elsewhere (in row r itself it then subtracts 0,
which changes nothing). Put ``A_v = sum_i T[i, c] A_basic[i] + E_c`` into
``E_j`` and see that, exactly,

    E'_j = E_j - q_j E_c + (T[r, j] - p q_j) A_basic[r]
           + sum_{i != r} (T[i, j] - T[i, c] q_j - t_ij) A_basic[i].

With u the largest relative error of an operation, the first parenthesis is at most
``2.01 u |T[r, j]|`` (two operations), each of the second ones ``u (|T[i, c] q_j| + |t_ij|)``
(Higham 2002, equations 2.4 and 2.5); with ``|A_v| <= alpha`` for all v

    |E'_j| <= |E_j| + |q_j| |E_c| + u alpha (2.01 |T[r, j]| + |q_j| sum_i |T[i, c]| + sum_i |t_ij|).

The same holds for the column of the leaving variable, with 0 for E_j and the other T[i, j]
and 1 for T[r, j], as its residual was 0. A term of 1e-150 covers underflow, as pivots outside
1e-100 to 1e100 are marked as lost; the factor 1.0001 covers the roundings of the bounds
themselves. An entry of M that was rounded gives the initial ``|E_j| <= u |A_j|``.

*Proof* (:func:`feasibility`). Let R have the stored column of slack q as column q if it is
nonbasic, and the unit vector of its row if it is basic. Then ``A_B R - 1`` has columns
``-E_q`` and 0; if the largest of their norms is g < 1, A_B R is regular, hence A_B, and the
norm of ``(A_B R)^-1`` is at most ``1 / (1 - g)``. The basic solution x differs from the stored z by
``A_B^-1 E_d = R (A_B R)^-1 E_d``, so ``|x_i - z_i| <= max_q |R[i, q]| |E_d| / (1 - g)``: entries
of z that exceed this are proved positive, whatever the tableau went through. |R|, the largest
sum of a column, bounds the entries of R, and mostly suffices.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from gametheory.kernels.compiled import compiled

__all__ = ["ROUNDING", "build", "exchange", "feasibility", "go_to", "leaving", "pivot"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

#: Largest relative error of one operation in float64, rounded to nearest.
ROUNDING = 2.0**-53

_HUGE = 1e100
_TINY = 1e-150


@compiled("boolean(uint64, uint64, int64)", inline=True)
def holds(low: Any, high: Any, variable: int) -> Any:
    """Whether a bit mask of two words holds a variable."""
    word = low if variable < 64 else high
    return (word >> np.uint64(variable & 63)) & np.uint64(1) != np.uint64(0)


@compiled("void(int64[::1], int64, int64, int64, int64)", inline=True)
def exchange(names: Ints, k: int, d: int, row: int, column: int) -> Any:
    """Swap the names of a basic and a nonbasic variable."""
    out, into = names[row], names[k + column]
    names[row], names[k + column] = into, out
    names[k + d + into], names[k + d + out] = -1 - row, column


@compiled("void(float64[:,::1], float64[:,::1], int64[::1], int64, int64, int64, float64)")
def pivot(
    tableau: Floats, bounds: Floats, names: Ints, d: int, row: int, column: int, unit: float
) -> Any:
    """Exchange two variables and bound the new residuals; `unit` is u alpha."""
    k, width = tableau.shape
    entry = tableau[row, column]
    inverse = 1.0 / entry
    error, spread = bounds[0, column], bounds[1, column]
    if not 1.0 / _HUGE < abs(entry) < _HUGE:
        error = np.inf
    for i in range(k):
        bounds[4, i] = tableau[i, column]
        tableau[i, column] = 0.0
    bounds[4, row] = 0.0
    tableau[row, column] = 1.0
    bounds[0, column] = 0.0
    for j in range(width):
        old = tableau[row, j]
        new = old * inverse
        size = abs(new)
        bounds[0, j] += size * error + unit * (2.01 * abs(old) + size * spread)
        tableau[row, j] = new
    # Blocks of four columns in four variables: the compiler keeps these in a vector register,
    # which it does not do for arrays.
    for j in range(0, width, 4):
        q0 = tableau[row, j]
        q1 = tableau[row, j + 1]
        q2 = tableau[row, j + 2]
        q3 = tableau[row, j + 3]
        s0, s1, s2, s3 = 0.0, 0.0, 0.0, 0.0
        for i in range(k):
            factor = bounds[4, i]
            t0 = tableau[i, j] - factor * q0
            t1 = tableau[i, j + 1] - factor * q1
            t2 = tableau[i, j + 2] - factor * q2
            t3 = tableau[i, j + 3] - factor * q3
            tableau[i, j] = t0
            tableau[i, j + 1] = t1
            tableau[i, j + 2] = t2
            tableau[i, j + 3] = t3
            s0 += abs(t0)
            s1 += abs(t1)
            s2 += abs(t2)
            s3 += abs(t3)
        bounds[1, j] = s0
        bounds[1, j + 1] = s1
        bounds[1, j + 2] = s2
        bounds[1, j + 3] = s3
    for j in range(width):
        bounds[0, j] = (bounds[0, j] + unit * bounds[1, j]) * 1.0001 + _TINY
    exchange(names, k, d, row, column)


@compiled(
    "boolean(float64[:,::1], float64[:,::1], int64[::1], int64, uint64, uint64, int64[:,::1],"
    " float64)"
)
def go_to(
    tableau: Floats,
    bounds: Floats,
    names: Ints,
    d: int,
    low: Any,
    high: Any,
    room: Ints,
    unit: float,
) -> Any:
    """Pivot to a basis, largest entries first; False if floats find no pivot.

    `room` (2 x at least the larger of k and d) is room to work in.
    """
    k = tableau.shape[0]
    left = 0
    for i in range(k):
        if not holds(low, high, names[i]):
            room[0, left] = i
            left += 1
    if left == 0:
        return True
    entering = 0
    for j in range(d):
        if holds(low, high, names[k + j]):
            room[1, entering] = j
            entering += 1
    while left > 0:
        best, a, b = 1e-9, -1, -1
        for r in range(left):
            for c in range(left):
                size = abs(tableau[room[0, r], room[1, c]])
                if size > best:
                    best, a, b = size, r, c
        if a < 0:
            return False
        pivot(tableau, bounds, names, d, room[0, a], room[1, b], unit)
        left -= 1
        room[0, a], room[1, b] = room[0, left], room[1, left]
    return True


@compiled(
    "boolean(float64[:,::1], float64[:,::1], float64[:,::1], int64[::1], int64, uint64, uint64,"
    " int64[:,::1], float64)"
)
def build(
    tableau: Floats,
    start: Floats,
    bounds: Floats,
    names: Ints,
    d: int,
    low: Any,
    high: Any,
    room: Ints,
    unit: float,
) -> Any:
    """Make the tableau of a basis afresh, errors small; False if floats find no pivot.

    `start` is the tableau of x = 0; bounds[2:4] are its bounds.
    """
    k, width = tableau.shape
    for i in range(k):
        for j in range(width):
            tableau[i, j] = start[i, j]
        names[i] = d + i
        names[k + d + d + i] = -1 - i
    for j in range(d):
        names[k + j] = j
        names[k + d + j] = j
    for j in range(width):
        bounds[0, j], bounds[1, j] = bounds[2, j], bounds[3, j]
    return go_to(tableau, bounds, names, d, low, high, room, unit)


@compiled("int64(float64[:,::1], float64[:,::1], int64[::1], int64)")
def feasibility(tableau: Floats, bounds: Floats, names: Ints, d: int) -> Any:
    """Prove each basic variable positive (1), or one of them negative (-1); else 0.

    Numbers that are none prove nothing.
    """
    k = tableau.shape[0]
    g, norm = 0.0, 1.0
    for j in range(d):
        if names[k + j] >= d:
            error = bounds[0, j]
            if not error < 0.5:
                return 0
            g = max(g, error)
            norm = max(norm, bounds[1, j])
    factor = bounds[0, d] / (1.0 - g) * 1.0001
    delta = norm * factor * 1.0001
    if not delta < np.inf:
        return 0
    answer = 1
    for i in range(k):
        value = tableau[i, d]
        if value > delta:
            continue
        reach = 1.0 if names[i] >= d else 0.0  # the largest entry of R in this row
        for j in range(d):
            if names[k + j] >= d:
                reach = max(reach, abs(tableau[i, j]))
        own = reach * factor * 1.0001
        if value < -own:
            return -1
        if not value > own:
            answer = 0
    return answer


@compiled("void(float64[:,::1], int64[::1], int64, int8[:,::1], int64, float64[::1], int64[::1])")
def leaving(
    tableau: Floats, names: Ints, d: int, leave: Any, level: int, best: Floats, argument: Ints
) -> Any:
    """Guess what leaves (``leave[level, j]``) when the j-th nonbasic variable enters.

    That with the largest entry over value; ``leave[level, d + j]`` is the entering one.
    `best` and `argument`, as wide as the tableau, are room to work in.
    """
    k, width = tableau.shape
    for j in range(width):
        best[j] = 0.0
        argument[j] = 0
    for i in range(k):
        value = tableau[i, d]
        inverse = 1.0 / value if value > 1e-290 else 1e290
        for j in range(width):
            ratio = tableau[i, j] * inverse
            better = ratio > best[j]
            best[j] = ratio if better else best[j]
            argument[j] = i if better else argument[j]
    for j in range(d):
        leave[level, j], leave[level, d + j] = names[argument[j]], names[k + j]
