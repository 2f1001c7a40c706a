"""Compiled walks over the bases of a polytope ``{x >= 0 : M x <= 1}``.

Bases are bit masks over at most 64 variables (``x_j`` is bit j, slack i is bit d + i).
A *tableau* is k x (d + 1): row i expresses the basic variable ``basic[i]``, column j
belongs to ``nonbasic[j]``, the last column holds the basic variables' values;
``place[v]`` is the row or column of variable v. All walks go depth first and take
their pivots back, so that memory grows by a few words for each basis.

State of a walk, ``state[:]``: 0 the next variable to enter, 1 the depth, 2 the number of
recorded bases, 3 the determinant (integer walk), 4 the number of unsure edges (float
walk). A walk returns FINISHED, PAUSED (it made the wanted number of steps), FULL (an
array must grow), OVERFLOW (an integer left the safe range) or LOST (floats can't find the
way back to a basis); after PAUSED and FULL it goes on when called again.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from gametheory.kernels.compiled import compiled

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Words = NDArray[np.uint64]

FINISHED, PAUSED, FULL, OVERFLOW, LOST = 0, 1, 2, 3, 4

#: Entries below this bound: the difference of two products stays far below 2**63.
SAFE_INTEGER = 1 << 30

#: Largest relative error of one operation in float64, rounded to nearest.
ROUNDING = 2.0**-53


@compiled("int64(uint64[::1], uint64)", inline=True)
def find_slot(
    table: Words,
    key: Any,
) -> Any:
    """Slot of a key in an open-addressing table (0 is empty), or -1 - slot for a new one."""
    last = table.size - 1
    mixed = key * np.uint64(0x9E3779B97F4A7C15)
    slot = np.int64((mixed ^ (mixed >> np.uint64(29))) >> np.uint64(3)) & last
    while True:
        entry = table[slot]
        if entry == key:
            return slot
        if entry == np.uint64(0):
            return -1 - slot
        slot = (slot + 1) & last


@compiled("void(uint64[::1], uint64[::1])")
def rehash(
    table: Words,
    grown: Words,
) -> Any:
    """Move the keys of a table into a larger, empty one."""
    for entry in table:
        if entry != np.uint64(0):
            grown[-1 - find_slot(grown, entry)] = entry


@compiled("boolean(uint64[::1], uint64)")
def insert(
    table: Words,
    key: Any,
) -> Any:
    """Add a key; False if it was there."""
    slot = find_slot(table, key)
    if slot >= 0:
        return False
    table[-1 - slot] = key
    return True


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


@compiled("void(int64[::1], int64[::1], int64[::1], int64, int64)", inline=True)
def _exchange(
    basic: Ints,
    nonbasic: Ints,
    place: Ints,
    row: int,
    column: int,
) -> Any:
    """Swap the names of a basic and a nonbasic variable; rows are kept as -1 - row."""
    out, into = basic[row], nonbasic[column]
    basic[row], nonbasic[column] = into, out
    place[into], place[out] = -1 - row, column


@compiled(
    "int64(int64[:,::1], int64[::1], int64[::1], int64[::1], int64[::1], int8[:,::1],"
    " uint64[::1], uint64[::1], int64)"
)
def walk_integer(
    tableau: Any,
    basic: Ints,
    nonbasic: Ints,
    place: Ints,
    state: Ints,
    path: Any,
    visited: Words,
    tight: Words,
    steps: int,
) -> Any:
    """Visit all lexicographically feasible bases in exact int64 arithmetic.

    `path` (capacity x 2) holds leaving and entering variables; `tight[c]` is set to
    the variables that are 0 at the c-th basis.
    """
    k = tableau.shape[0]
    d = tableau.shape[1] - 1
    one = np.uint64(1)
    entering, depth, count, determinant = state[0], state[1], state[2], state[3]
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
            _exchange(basic, nonbasic, place, row, column)
            entering += 1
            continue
        column = place[entering]
        if column < 0:
            entering += 1
            continue
        row = _leaving_integer(tableau, place, column, determinant)
        leaving = basic[row]
        neighbour = basis ^ (one << np.uint64(leaving)) ^ (one << np.uint64(entering))
        slot = find_slot(visited, neighbour)
        if slot >= 0:
            entering += 1
            continue
        if count >= limit:
            code = PAUSED
            break
        if count >= tight.size or 2 * count >= visited.size:
            code = FULL
            break
        visited[-1 - slot] = neighbour
        pivot = tableau[row, column]
        if _pivot_integer(tableau, row, column, determinant) >= SAFE_INTEGER:
            code = OVERFLOW
            break
        determinant = pivot
        path[depth, 0], path[depth, 1] = leaving, entering
        depth += 1
        _exchange(basic, nonbasic, place, row, column)
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
    state[0], state[1], state[2], state[3] = entering, depth, count, determinant
    return code


@compiled("void(float64[:,::1], int64[::1], int64[::1], int64[::1], int64, int64)", inline=True)
def _pivot_float(
    tableau: Any, basic: Ints, nonbasic: Ints, place: Ints, row: int, column: int
) -> Any:
    k, width = tableau.shape
    inverse = 1.0 / tableau[row, column]
    for j in range(width):
        tableau[row, j] *= inverse
    tableau[row, column] = inverse
    for i in range(k):
        if i != row:
            factor = tableau[i, column]
            tableau[i, column] = 0.0
            for j in range(width):
                tableau[i, j] -= factor * tableau[row, j]
    _exchange(basic, nonbasic, place, row, column)


@compiled("boolean(float64[:,::1], int64[::1], int64[::1], int64[::1], uint64)")
def move_float(tableau: Any, basic: Ints, nonbasic: Ints, place: Ints, basis: Any) -> Any:
    """Pivot to a basis, largest entries first; False if floats find no pivot."""
    k = tableau.shape[0]
    d = tableau.shape[1] - 1
    one = np.uint64(1)
    zero = np.uint64(0)
    while True:
        row, column, best = -1, -1, 1e-9
        left = False
        for i in range(k):
            if (basis >> np.uint64(basic[i])) & one == zero:
                left = True
                for j in range(d):
                    if (basis >> np.uint64(nonbasic[j])) & one != zero:
                        size = abs(tableau[i, j])
                        if size > best and size < np.inf:
                            row, column, best = i, j, size
        if not left:
            return True
        if row < 0:
            return False
        _pivot_float(tableau, basic, nonbasic, place, row, column)


@compiled("boolean(float64[:,::1], float64[:,::1], int64[::1], int64[::1], int64[::1], uint64)")
def build_float(
    tableau: Any, matrix: Floats, basic: Ints, nonbasic: Ints, place: Ints, basis: Any
) -> Any:
    """Make the tableau of a basis afresh; False if floats find no pivot."""
    k, d = matrix.shape
    for i in range(k):
        for j in range(d):
            tableau[i, j] = matrix[i, j]
        tableau[i, d] = 1.0
        basic[i] = d + i
        place[d + i] = -1 - i
    for j in range(d):
        nonbasic[j] = j
        place[j] = j
    return move_float(tableau, basic, nonbasic, place, basis)


@compiled(
    "int64(float64[:,::1], float64[:,::1], int64[::1], int64[::1], int64[::1], int64[::1],"
    " float64[:,::1], float64[:,::1], float64[:,::1], float64)"
)
def feasibility(
    tableau: Any,
    transposed: Floats,
    basic: Ints,
    nonbasic: Ints,
    rows: Ints,
    columns: Ints,
    inverse: Any,
    block: Any,
    sums: Any,
    rounding: float,
) -> Any:
    """Prove from a float tableau that each basic variable is positive, or that one is negative.

    Returns 1 or -1 accordingly, 0 if neither is proved.

    Let I be the basic x and J the rows whose slacks are nonbasic; x_I solves
    ``M_JI x = 1``. The tableau offers an approximate inverse R of M_JI and an
    approximate solution z. With ``g >= ||R M_JI - 1||`` and ``rho >= ||1 - M_JI z||``
    (maximum norms, both with the bounds of their own rounding errors added) and g < 1,
    M_JI is regular and ``||x - z|| <= ||R|| rho / (1 - g)`` (Rump 2010, theorem 10.2).
    What the tableau went through does not matter. The rounding bounds are those of
    Higham 2002, section 3.1, with gamma = (s + 8) `rounding` for sums of s products, which
    covers one rounding of each entry of M; `rounding` is at least `ROUNDING`. The
    factor 1.0001 covers the roundings of the bounds themselves. `transposed` is M
    transposed, all entries positive; `rows`, `columns`, `inverse`, `block` and `sums` (4
    rows) are room to work in, as wide as k and d, rounded up to a multiple of 8.
    """
    k = tableau.shape[0]
    d = tableau.shape[1] - 1
    point, totals, absolutes, weights = sums[0], sums[1], sums[2], sums[3]
    s, t = 0, 0
    for j in range(d):
        if nonbasic[j] >= d:
            columns[t] = j
            t += 1
    for i in range(k):
        if basic[i] < d:
            rows[s] = i
            point[s] = tableau[i, d]
            s += 1
    if s != t:
        return 0
    for a in range(s):
        row = rows[a]
        for b in range(s):
            inverse[a, b] = tableau[row, columns[b]]
    for b in range(s):
        row = nonbasic[columns[b]] - d
        for c in range(s):
            block[b, c] = transposed[basic[rows[c]], row]
    gamma = (s + 8) * rounding
    # Blocks of eight columns, summed in eight variables: the compiler keeps these in vector
    # registers, which it does not do for sums in an array.
    width = (s + 7) // 8 * 8
    for b in range(s):
        size = 0.0
        for c in range(s):
            size += block[b, c]
        weights[b] = size
        for c in range(s, width):
            block[b, c] = 0.0
    norm, g, rho = 0.0, 0.0, 0.0
    for a in range(s):
        row_norm, mass, miss = 0.0, 1.0, 0.0
        for b in range(s):
            size = abs(inverse[a, b])
            row_norm += size
            mass += size * weights[b]
        for c in range(0, width, 8):
            t0, t1, t2, t3, t4, t5, t6, t7 = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
            if c <= a < c + 8:
                e = a - c
                t0 = -1.0 if e == 0 else 0.0
                t1 = -1.0 if e == 1 else 0.0
                t2 = -1.0 if e == 2 else 0.0
                t3 = -1.0 if e == 3 else 0.0
                t4 = -1.0 if e == 4 else 0.0
                t5 = -1.0 if e == 5 else 0.0
                t6 = -1.0 if e == 6 else 0.0
                t7 = -1.0 if e == 7 else 0.0
            for b in range(s):
                factor = inverse[a, b]
                t0 += factor * block[b, c]
                t1 += factor * block[b, c + 1]
                t2 += factor * block[b, c + 2]
                t3 += factor * block[b, c + 3]
                t4 += factor * block[b, c + 4]
                t5 += factor * block[b, c + 5]
                t6 += factor * block[b, c + 6]
                t7 += factor * block[b, c + 7]
            miss += abs(t0) + abs(t1) + abs(t2) + abs(t3)
            miss += abs(t4) + abs(t5) + abs(t6) + abs(t7)
        bound = (miss + gamma * mass) * 1.0001
        if not bound < 0.5:  # also where it is no number
            return 0
        g = max(g, bound)
        norm = max(norm, row_norm)
    for b in range(s):
        total, mass = 1.0, 1.0
        for c in range(s):
            product = block[b, c] * point[c]
            total -= product
            mass += abs(product)
        bound = abs(total) + gamma * mass
        if not bound < np.inf:
            return 0
        rho = max(rho, bound)
    delta = norm * rho / (1.0 - g) * 1.0001
    if not delta < np.inf:
        return 0
    answer = 1
    for a in range(s):
        if point[a] < -delta:
            return -1
        if not point[a] > delta:
            answer = 0
    for i in range(k):
        totals[i] = 1.0
        absolutes[i] = 1.0
        weights[i] = 0.0
    for c in range(s):
        variable, value = basic[rows[c]], point[c]
        for j in range(k):
            entry = transposed[variable, j]
            totals[j] -= entry * value
            absolutes[j] += abs(entry * value)
            weights[j] += entry
    for i in range(k):
        if basic[i] >= d:
            j = basic[i] - d
            bound = (delta * weights[j] + gamma * absolutes[j]) * 1.0001
            if totals[j] < -bound:
                return -1
            if not totals[j] > bound:
                answer = 0
    return answer


@compiled("void(float64[:,::1], int64[::1], int64[::1], int8[::1], float64[::1], int64[::1])")
def _leaving_float(
    tableau: Any, basic: Ints, nonbasic: Ints, leave: Any, best: Any, argument: Ints
) -> Any:
    """Fill in the leaving variable of each entering one, largest entry over value; -1 if basic."""
    k = tableau.shape[0]
    d = tableau.shape[1] - 1
    for j in range(d):
        best[j] = 0.0
        argument[j] = 0
    for i in range(k):
        value = tableau[i, d]
        inverse = 1.0 / value if value > 1e-290 else 1e290
        for j in range(d):
            ratio = tableau[i, j] * inverse
            better = ratio > best[j]
            best[j] = ratio if better else best[j]
            argument[j] = i if better else argument[j]
    for v in range(d + k):
        leave[v] = -1
    for j in range(d):
        leave[nonbasic[j]] = basic[argument[j]]


@compiled(
    "int64(float64[:,::1], float64[:,::1], int64[::1], int64[::1], int64[::1], int64[::1],"
    " uint64[::1], int8[::1], int8[:,::1], uint64[::1], uint64[::1], uint64[:,::1],"
    " float64, int64)"
)
def walk_float(
    tableau: Any,
    matrix: Floats,
    basic: Ints,
    nonbasic: Ints,
    place: Ints,
    state: Ints,
    path: Words,
    tried: Any,
    leave: Any,
    visited: Words,
    tight: Words,
    unsure: Words,
    rounding: float,
    steps: int,
) -> Any:
    """Visit bases that are proved feasible and nondegenerate, from such a basis.

    With depth 0 the walk starts at the tableau's basis. Level by level, `path` holds the
    basis, `tried` the variables that have entered, `leave[:, v]` what leaves when v
    enters; the tableau follows only when a new basis is entered. An edge whose other end
    could not be proved goes into `unsure` (capacity x 4): the basis, the entering and the
    leaving variable, the supposed neighbour.
    """
    k = tableau.shape[0]
    d = tableau.shape[1] - 1
    size = (max(k, d) + 7) // 8 * 8
    inverse, block = np.empty((size, size)), np.empty((size, size))
    sums = np.empty((4, size))
    rows, columns = np.empty(size, np.int64), np.empty(size, np.int64)
    transposed = np.ascontiguousarray(matrix.T)
    best, argument = np.empty(d), np.empty(d, np.int64)
    one = np.uint64(1)
    depth, count, doubts = state[1], state[2], state[4]
    limit = count + steps
    code = FINISHED
    here, everything = np.uint64(0), np.uint64(0)
    for i in range(k):
        here |= one << np.uint64(basic[i])
    for v in range(d + k):
        everything |= one << np.uint64(v)
    if depth == 0:
        path[0] = here
        tried[0] = 0
        _leaving_float(tableau, basic, nonbasic, leave[0], best, argument)
        depth = 1
    while depth > 0:
        top = depth - 1
        basis = path[top]
        entering = np.int64(tried[top])
        slot = np.int64(0)
        neighbour = basis
        while entering < d + k:
            if leave[top, entering] >= 0:
                neighbour = (
                    basis ^ (one << np.uint64(leave[top, entering])) ^ (one << np.uint64(entering))
                )
                slot = find_slot(visited, neighbour)
                if slot < 0:
                    break
            entering += 1
        tried[top] = entering
        if entering == d + k:
            depth -= 1
            continue
        if count >= limit:
            code = PAUSED
            break
        if (
            count >= tight.size
            or 2 * count >= visited.size
            or doubts >= unsure.shape[0]
            or depth >= path.size
        ):
            code = FULL
            break
        if (
            here != basis
            and not move_float(tableau, basic, nonbasic, place, basis)
            and not build_float(tableau, matrix, basic, nonbasic, place, basis)
        ):
            code = LOST
            break
        here = basis
        leaving = np.int64(leave[top, entering])
        row, column = -1 - place[leaving], place[entering]
        certain = False
        if tableau[row, column] > 0.0:
            _pivot_float(tableau, basic, nonbasic, place, row, column)
            here = neighbour
            certain = 0 < feasibility(
                tableau, transposed, basic, nonbasic, rows, columns, inverse, block, sums, rounding
            )
        if not certain:
            if build_float(tableau, matrix, basic, nonbasic, place, neighbour):
                here = neighbour
                certain = 0 < feasibility(
                    tableau,
                    transposed,
                    basic,
                    nonbasic,
                    rows,
                    columns,
                    inverse,
                    block,
                    sums,
                    rounding,
                )
            else:
                here = np.uint64(0)
        if not certain:
            unsure[doubts, 0], unsure[doubts, 3] = basis, neighbour
            unsure[doubts, 1], unsure[doubts, 2] = np.uint64(entering), np.uint64(leaving)
            doubts += 1
            tried[top] = entering + 1
            continue
        visited[-1 - slot] = neighbour
        path[depth] = neighbour
        tried[depth] = 0
        _leaving_float(tableau, basic, nonbasic, leave[depth], best, argument)
        depth += 1
        tight[count] = everything ^ neighbour
        count += 1
    if here == np.uint64(0):  # the next call reads the basis off the tableau
        build_float(
            tableau, matrix, basic, nonbasic, place, everything ^ ((one << np.uint64(d)) - one)
        )
    state[1], state[2], state[4] = depth, count, doubts
    return code


@compiled(
    "void(float64[:,::1], float64[:,::1], int64[::1], int64[::1], int64[::1], uint64[::1],"
    " int8[::1], float64)"
)
def sift_float(
    tableau: Any,
    matrix: Floats,
    basic: Ints,
    nonbasic: Ints,
    place: Ints,
    bases: Words,
    answers: Any,
    rounding: float,
) -> Any:
    """Say of each basis what :func:`feasibility` proves; 0 if floats can't build it."""
    k = tableau.shape[0]
    d = tableau.shape[1] - 1
    size = (max(k, d) + 7) // 8 * 8
    inverse, block = np.empty((size, size)), np.empty((size, size))
    sums = np.empty((4, size))
    rows, columns = np.empty(size, np.int64), np.empty(size, np.int64)
    transposed = np.ascontiguousarray(matrix.T)
    for index in range(bases.size):
        answers[index] = 0
        for attempt in range(2):
            if attempt == 0:
                built = move_float(tableau, basic, nonbasic, place, bases[index])
            else:
                built = build_float(tableau, matrix, basic, nonbasic, place, bases[index])
            if built:
                answers[index] = feasibility(
                    tableau, transposed, basic, nonbasic, rows, columns, inverse, block, sums,
                    rounding,
                )  # fmt: skip
            if answers[index] != 0:
                break


@compiled("int64(uint64[:,::1], uint64[:,::1], uint64[::1], int64[:,::1])")
def covering_pairs(
    first: Words,
    second: Words,
    everything: Words,
    pairs: Ints,
) -> Any:
    """Pairs (a, b) with ``first[a] | second[b] == everything``, bit by bit.

    Returns their number and writes as many as fit into `pairs` (capacity x 2).
    """
    found = 0
    words = everything.size
    for a in range(first.shape[0]):
        for b in range(second.shape[0]):
            if first[a, 0] | second[b, 0] == everything[0]:
                w = 1
                while w < words and first[a, w] | second[b, w] == everything[w]:
                    w += 1
                if w == words:
                    if found < pairs.shape[0]:
                        pairs[found, 0] = a
                        pairs[found, 1] = b
                    found += 1
    return found
