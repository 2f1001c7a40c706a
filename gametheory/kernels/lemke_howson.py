"""Compiled searches for one equilibrium of a large game, in floating point.

What they find is a *guess*: the names of the variables of a basis. Whoever calls must
solve for the basis and check it in exact arithmetic.

One best-response polytope is ``{z >= 0 : M z <= 1}`` with a positive k x d matrix M, of
which `columns` holds the transpose, so that a column is contiguous. Variable c < d is
``z_c``, variable d + r the slack of row r. A basis is kept in *compact form*: with I the
basic z (positions in `in_z`) and J the rows whose slacks are nonbasic (positions in
`in_slack`), ``|I| = |J| = s``, only ``N = M_JI^-1``, ``z_I`` and the slacks are stored.
Of the simplex tableau, in which a basic variable plus its row times the nonbasic ones is
constant, the other entries follow when they are asked for:

* column of ``z_c``: ``u = N M_Jc`` in the rows of ``z_I``, ``M_c - M_I u`` in those of
  slacks;
* column of slack ``J_q``: ``u = N_q`` in the rows of ``z_I``, ``-M_I u`` in those of slacks;
* row of slack r: ``-M_rI N`` in the columns of the slacks J.

So a pivot costs k s + s^2 operations where a whole tableau costs k d: far less as long
as supports are small, and they are small at the start of every Lemke-Howson path.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from gametheory.kernels.compiled import compiled

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

FINISHED, PAUSED, LOST = 0, 1, 2

#: Entries of M lie between 1 and 2. A pivot below this share of its column is rounding.
SMALLEST_PIVOT = 1e-10

#: Basic variables that would be this near to 0 after the step tie in the ratio test.
TIE = 1e-12

#: N is made afresh where ``M z = 1`` fails by more than this in a row of J.
RESIDUAL = 1e-11

#: Pivots of one polytope between two looks at that residual.
PIVOTS_BETWEEN_CHECKS = 32


@compiled("boolean(float64[:,::1], float64[:,::1], int64[::1], int64[::1], int64)")
def _invert(columns: Floats, inverse: Floats, in_z: Ints, in_slack: Ints, s: int) -> Any:
    """Make N by Gauss-Jordan elimination with partial pivoting; False if M_JI is singular."""
    work = np.zeros((s, 2 * s))
    for b in range(s):
        for a in range(s):
            work[b, a] = columns[in_z[a], in_slack[b]]
        work[b, s + b] = 1.0
    for a in range(s):
        best = a
        for b in range(a + 1, s):
            if abs(work[b, a]) > abs(work[best, a]):
                best = b
        if abs(work[best, a]) < 1e-14:
            return False
        if best != a:
            for j in range(2 * s):
                work[a, j], work[best, j] = work[best, j], work[a, j]
        scale = 1.0 / work[a, a]
        for j in range(2 * s):
            work[a, j] *= scale
        for b in range(s):
            factor = work[b, a]
            if b != a and factor != 0.0:
                for j in range(2 * s):
                    work[b, j] -= factor * work[a, j]
    for a in range(s):
        for b in range(s):
            inverse[a, b] = work[a, s + b]
    return True


@compiled(
    "float64(float64[:,::1], float64[:,::1], int64[::1], int64[::1], float64[::1], float64[::1],"
    " int64)"
)
def _values(
    columns: Floats,
    inverse: Floats,
    in_z: Ints,
    in_slack: Ints,
    z: Floats,
    slack: Floats,
    s: int,
) -> Any:
    """Compute z_I = N 1 and the slacks; return how far M z = 1 fails in the rows J."""
    k = columns.shape[1]
    for r in range(k):
        slack[r] = 1.0
    for a in range(s):
        total = 0.0
        for b in range(s):
            total += inverse[a, b]
        z[a] = total
        column = columns[in_z[a]]
        for r in range(k):
            slack[r] -= total * column[r]
    residual = 0.0
    for b in range(s):
        residual = max(residual, abs(slack[in_slack[b]]))
        slack[in_slack[b]] = 0.0
    return residual


@compiled(
    "void(float64[:,::1], float64[:,::1], int64[::1], int64[::1], int64, int64, float64[::1])"
)
def _row_of(
    columns: Floats, inverse: Floats, in_z: Ints, in_slack: Ints, s: int, leaving: int, out: Floats
) -> Any:
    """Tableau row of a basic variable in the columns of the slacks J.

    `leaving` is a position in `in_z`, or s + r for the slack of row r.
    """
    if leaving < s:
        for b in range(s):
            out[b] = inverse[leaving, b]
        return
    r = leaving - s
    for b in range(s):
        out[b] = 0.0
    for a in range(s):
        factor = columns[in_z[a], r]
        for b in range(s):
            out[b] -= factor * inverse[a, b]


@compiled(
    "int64(float64[:,::1], float64[:,::1], int64[::1], int64[::1], int64[::1], int64, int64[::1],"
    " int64, float64[::1], float64[::1])"
)
def _break_tie(
    columns: Floats,
    inverse: Floats,
    in_z: Ints,
    in_slack: Ints,
    place: Ints,
    s: int,
    tied: Ints,
    ties: int,
    u: Floats,
    w: Floats,
) -> Any:
    """Of tied rows, the one whose row of the inverse basis, divided by its entry, is least.

    The lexicographic rule of :mod:`gametheory.exact.tableau`, with rounding.
    """
    d, k = columns.shape
    rows = np.empty((ties, s))
    for t in range(ties):
        _row_of(columns, inverse, in_z, in_slack, s, tied[t], rows[t])
    alive = np.arange(ties)
    for r in range(k):
        at = place[d + r]
        best, left = 0.0, 0
        for a in range(ties):
            t = alive[a]
            i = tied[t]
            value = 0.0
            if at >= 0:
                value = rows[t, at]
            elif i == s + r:
                value = 1.0
            value /= u[i] if i < s else w[i - s]
            margin = 1e-9 * (1.0 + abs(best))
            if left == 0 or value < best - margin:
                alive[0] = t
                left, best = 1, value
            elif value <= best + margin:
                alive[left] = t
                left += 1
        ties = left
        if ties == 1:
            break
    return tied[alive[0]]


@compiled(
    "int64(float64[:,::1], float64[:,::1], int64[::1], int64[::1], int64[::1], float64[::1],"
    " float64[::1], int64[::1], int64)"
)
def _pivot(
    columns: Floats,
    inverse: Floats,
    in_z: Ints,
    in_slack: Ints,
    place: Ints,
    z: Floats,
    slack: Floats,
    size: Ints,
    entering: int,
) -> Any:
    """Let a variable enter the basis; returns the one that leaves, -1 if floats are lost.

    ``place[v]`` is the position of a basic z or of a nonbasic slack, else -1; ``size`` is
    (s, number of pivots).
    """
    d, k = columns.shape
    s = size[0]
    u, w, row = np.empty(s), np.empty(k), np.empty(s)
    q = place[entering]
    if entering < d:
        for a in range(s):
            total = 0.0
            for b in range(s):
                total += inverse[a, b] * columns[entering, in_slack[b]]
            u[a] = total
        for r in range(k):
            w[r] = columns[entering, r]
    else:
        for a in range(s):
            u[a] = inverse[a, q]
        for r in range(k):
            w[r] = 0.0
    for a in range(s):
        factor = u[a]
        column = columns[in_z[a]]
        for r in range(k):
            w[r] -= factor * column[r]
    largest = 0.0
    for a in range(s):
        largest = max(largest, abs(u[a]))
    for r in range(k):
        if place[d + r] < 0:
            largest = max(largest, abs(w[r]))
    least = SMALLEST_PIVOT * largest
    leaving, step, pivot = -1, np.inf, 1.0
    for i in range(s + k):
        entry = u[i] if i < s else w[i - s]
        if entry > least and (i < s or place[d + i - s] < 0):
            ratio = max(z[i] if i < s else slack[i - s], 0.0) / entry
            if ratio < step:
                leaving, step, pivot = i, ratio, entry
    if leaving < 0:
        return -1
    ties = 0
    for i in range(s + k):
        entry = u[i] if i < s else w[i - s]
        if entry > least and (i < s or place[d + i - s] < 0):
            if (z[i] if i < s else slack[i - s]) - step * entry <= TIE:
                ties += 1
    if ties > 1:
        tied = np.empty(ties, np.int64)
        ties = 0
        for i in range(s + k):
            entry = u[i] if i < s else w[i - s]
            if entry > least and (i < s or place[d + i - s] < 0):
                if (z[i] if i < s else slack[i - s]) - step * entry <= TIE:
                    tied[ties] = i
                    ties += 1
        leaving = _break_tie(columns, inverse, in_z, in_slack, place, s, tied, ties, u, w)
        pivot = u[leaving] if leaving < s else w[leaving - s]
        step = max(z[leaving] if leaving < s else slack[leaving - s], 0.0) / pivot
    _row_of(columns, inverse, in_z, in_slack, s, leaving, row)
    for a in range(s):
        z[a] -= step * u[a]
    for r in range(k):
        if place[d + r] < 0:
            slack[r] -= step * w[r]
    for b in range(s):
        row[b] /= pivot
    for a in range(s):
        factor = u[a]
        for b in range(s):
            inverse[a, b] -= factor * row[b]
    # Rename: the pivot's row is now the entering variable's, its column the leaving one's.
    gone = d + leaving - s if leaving >= s else in_z[leaving]
    place[entering] = -1
    if leaving >= s and entering < d:
        for a in range(s):
            inverse[a, s] = -u[a] / pivot
            inverse[s, a] = row[a]
        inverse[s, s] = 1.0 / pivot
        in_z[s], in_slack[s] = entering, leaving - s
        place[entering] = place[gone] = s
        z[s], slack[leaving - s] = step, 0.0
        size[0] = s + 1
    elif leaving >= s:
        for a in range(s):
            inverse[a, q] = -u[a] / pivot
        in_slack[q] = leaving - s
        place[gone] = q
        slack[leaving - s], slack[entering - d] = 0.0, step
    elif entering < d:
        for b in range(s):
            inverse[leaving, b] = row[b]
        in_z[leaving] = entering
        place[gone], place[entering] = -1, leaving
        z[leaving] = step
    else:
        last = s - 1
        for b in range(s):
            inverse[leaving, b] = inverse[last, b]
        for a in range(s):
            inverse[a, q] = inverse[a, last]
        in_z[leaving], in_slack[q] = in_z[last], in_slack[last]
        z[leaving] = z[last]
        place[in_z[leaving]], place[d + in_slack[q]] = leaving, q
        place[gone] = place[entering] = -1
        slack[entering - d] = step
        size[0] = last
    size[1] += 1
    if size[1] % PIVOTS_BETWEEN_CHECKS == 0:
        s = size[0]
        if _values(columns, inverse, in_z, in_slack, z, slack, s) > RESIDUAL:
            if not _invert(columns, inverse, in_z, in_slack, s):
                return -1
            if not _values(columns, inverse, in_z, in_slack, z, slack, s) < 1e-6:
                return -1
    return gone


@compiled(
    "int64(float64[:,::1], float64[:,::1], float64[:,::1], float64[:,::1], int64[:,::1],"
    " int64[:,::1], int64[::1], int64[::1], float64[:,::1], float64[::1], float64[::1],"
    " int64[:,::1], int64[::1], int64)"
)
def follow(
    row_columns: Floats,
    column_columns: Floats,
    row_inverse: Floats,
    column_inverse: Floats,
    in_z: Ints,
    in_slack: Ints,
    row_place: Ints,
    column_place: Ints,
    z: Floats,
    row_slack: Floats,
    column_slack: Floats,
    size: Ints,
    state: Ints,
    steps: int,
) -> Any:
    """Go on along a Lemke-Howson path for at most `steps` pivots.

    `row_columns` (m x n) are the columns of the row player's polytope, B made positive;
    `column_columns` (n x m) those of the column player's, A transposed made positive.
    State: 0 the missing label (row i is i, column j is m + j), 1 the polytope whose turn
    it is, 2 the entering variable there, 3 the number of pivots made.

    Returns
    -------
    int
        FINISHED at a completely labelled pair, PAUSED, or LOST.
    """
    m, n = row_columns.shape
    label, side, entering = state[0], state[1], state[2]
    code = PAUSED
    for _ in range(steps):
        if side == 0:
            gone = _pivot(
                row_columns, row_inverse, in_z[0], in_slack[0], row_place, z[0], row_slack,
                size[0], entering,
            )  # fmt: skip
        else:
            gone = _pivot(
                column_columns, column_inverse, in_z[1], in_slack[1], column_place, z[1],
                column_slack, size[1], entering,
            )  # fmt: skip
        if gone < 0:
            code = LOST
            break
        state[3] += 1
        dropped = gone
        if side == 1:
            dropped = gone + m if gone < n else gone - n
        if dropped == label:
            code = FINISHED
            break
        side = 1 - side
        entering = dropped
        if side == 1:
            entering = dropped - m if dropped >= m else dropped + n
    state[1], state[2] = side, entering
    return code
