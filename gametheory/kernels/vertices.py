"""Compiled walks over the bases of a polytope ``{x >= 0 : M x <= 1}``.

Bases are bit masks over at most 128 variables (:mod:`gametheory.kernels.basis_table`); the
tableaux and their names are those of :mod:`gametheory.kernels.float_tableau` and
:mod:`gametheory.kernels.residue_tableau`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from gametheory.kernels.basis_table import find_slot, home_slot, neighbour
from gametheory.kernels.compiled import compiled
from gametheory.kernels.float_tableau import build, feasibility, go_to, leaving, pivot
from gametheory.kernels.residue_tableau import exact_values, go_to_modulo, leaving_exactly
from gametheory.kernels.walk_codes import FINISHED, FULL, LOST, PAUSED, UNSURE

__all__ = ["covering_pairs", "prove", "sift", "walk"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Words = NDArray[np.uint64]

#: Smaller entries are no pivots of floats.
_SMALLEST_PIVOT = 1e-9

#: A basic variable that is below this in floats is rather a tie than a lack of precision.
_TIE = 1e-11


#: A table of more words than this does not fit the cache that is near.
_LARGE_TABLE = 1 << 15


@compiled("uint64(uint64[::1], int64, uint64, uint64, int8[:,::1], int64, int64)", inline=True)
def _touch(visited: Words, words: int, low: Any, high: Any, leave: Any, top: int, at: Any) -> Any:
    """Read the slots of all neighbours from the `at`-th on, so that they come from memory at once.

    One after the other, with a decision between, each would be waited for.
    """
    touched = np.uint64(0)
    d = leave.shape[1] // 2
    for j in range(at, d):
        near_low, near_high = neighbour(words, low, high, leave[top, j], leave[top, d + j])
        touched ^= visited[home_slot(visited, words, near_low, near_high) * words]
    return touched


@compiled(
    "int64(float64[:,::1], float64[:,::1], float64[:,::1], int64[::1], int64, uint64, uint64,"
    " int64[:,::1], float64)"
)
def prove(
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
    """Go to a basis and prove it feasible and nondegenerate; afresh where that may help.

    Returns 1 if it is proved, 0 if not, and -1 if floats can't even get there.
    """
    k = tableau.shape[0]
    if go_to(tableau, bounds, names, d, low, high, room, unit):
        answer = feasibility(tableau, bounds, names, d)
        if answer != 0:
            return max(answer, 0)
        for i in range(k):
            if abs(tableau[i, d]) < _TIE:
                return 0
    if not build(tableau, start, bounds, names, d, low, high, room, unit):
        return -1
    return max(feasibility(tableau, bounds, names, d), 0)


@compiled(
    "int64(float64[:,::1], float64[:,::1], float64[:,::1], int64[::1], int64[:,:,::1],"
    " int64[:,::1], int64[::1], int64[::1], uint64[::1], int8[::1], int8[::1], int8[:,::1],"
    " uint64[::1], uint64[::1], int64, float64, int64)"
)
def walk(
    tableau: Floats,
    start: Floats,
    bounds: Floats,
    names: Ints,
    residues: Any,
    moduli: Ints,
    exact_names: Ints,
    state: Ints,
    path: Words,
    tried: Any,
    exact: Any,
    leave: Any,
    visited: Words,
    tight: Words,
    words: int,
    unit: float,
    steps: int,
) -> Any:
    """Visit all lexicographically feasible bases, depth first.

    Level by level, `path` holds the basis, `tried` how many variables have entered,
    ``leave[:, j]`` what leaves when the variable ``leave[:, d + j]`` enters, the j-th
    nonbasic one: exactly where `exact`, else as floats guess. `state`: the depth, the number
    of recorded bases, and whether the walk has begun: at first 1, 1 and 0, the basis of x = 0
    recorded and the tableau there; one more number that means nothing.
    ``tight[c]`` is set to the variables that are 0 at the c-th basis. All sets are of
    `words` words.

    Returns one of :mod:`~gametheory.kernels.walk_codes`; UNSURE if it needs residues and `moduli`
    has no primes, LOST if a prime divides a determinant.
    """
    k, width = tableau.shape
    d = leave.shape[1] // 2
    room = np.empty((2, max(k, d)), np.int64)
    best, argument = np.empty(width), np.empty(max(width, k), np.int64)
    values = np.empty((k, d + 1))
    digits = np.empty(max(1, moduli.shape[1]), np.int64)
    one, zero = np.uint64(1), np.uint64(0)
    touched = zero
    depth, count = state[0], state[1]
    limit = count + steps
    code = FINISHED
    every_low, every_high = zero, zero
    for v in range(d + k):
        if v < 64:
            every_low |= one << np.uint64(v)
        else:
            every_high |= one << np.uint64(v - 64)
    here_low, here_high = zero, zero  # the basis of the float tableau
    for i in range(k):
        if names[i] < 64:
            here_low |= one << np.uint64(names[i])
        else:
            here_high |= one << np.uint64(names[i] - 64)
    if state[2] == 0:
        leaving(tableau, names, d, leave, 0, best, argument)
        state[2] = 1
    while depth > 0:
        top = depth - 1
        low = path[top * words]
        high = path[top * words + 1] if words > 1 else zero
        at = np.int64(tried[top])
        near_low, near_high = low, high
        out = into = slot = np.int64(0)
        if visited.size > _LARGE_TABLE:
            touched ^= _touch(visited, words, low, high, leave, top, at)
        while at < d:
            out, into = np.int64(leave[top, at]), np.int64(leave[top, d + at])
            near_low, near_high = neighbour(words, low, high, out, into)
            slot = find_slot(visited, words, near_low, near_high)
            if slot < 0:
                break
            at += 1
        tried[top] = at
        if at == d:
            depth -= 1
            continue
        if count >= limit:
            code = PAUSED
            break
        if count * words >= tight.size or 2 * count * words >= visited.size or depth >= tried.size:
            code = FULL
            break
        if here_low == low and here_high == high:  # most often: one pivot, known
            row, column = -1 - names[k + d + out], names[k + d + into]
            if tableau[row, column] > _SMALLEST_PIVOT:
                pivot(tableau, bounds, names, d, row, column, unit)
        proof = prove(tableau, start, bounds, names, d, near_low, near_high, room, unit)
        here_low, here_high = near_low, near_high
        if proof < 0:
            here_low, here_high = zero, zero
        certain = proof > 0
        if not certain and exact[top] == 0:
            if moduli.shape[1] == 0:
                code = UNSURE
                break
            if not go_to_modulo(residues, moduli, exact_names, low, high, room):
                code = LOST
                break
            exact_values(residues, moduli, values, digits)
            if not leaving_exactly(
                residues, moduli, exact_names, values, leave, top, argument, digits
            ):
                code = LOST
                break
            exact[top] = 1
            tried[top] = 0  # the nonbasic variables stand in another order now
            continue
        low, high = near_low, near_high
        # Enter the basis (low, high), which is right.
        zero_low, zero_high = every_low ^ low, every_high ^ high
        if certain:
            exact[depth] = 0
            leaving(tableau, names, d, leave, depth, best, argument)
        else:
            if not go_to_modulo(residues, moduli, exact_names, low, high, room):
                code = LOST
                break
            exact_values(residues, moduli, values, digits)
            if not leaving_exactly(
                residues, moduli, exact_names, values, leave, depth, argument, digits
            ):
                code = LOST
                break
            exact[depth] = 1
            for i in range(k):
                if values[i, d] == 0.0:
                    v = exact_names[i]
                    if v < 64:
                        zero_low |= one << np.uint64(v)
                    else:
                        zero_high |= one << np.uint64(v - 64)
        free = (-1 - slot) * words
        visited[free] = low
        path[depth * words] = low
        tight[count * words] = zero_low
        if words > 1:
            visited[free + 1] = high
            path[depth * words + 1] = high
            tight[count * words + 1] = zero_high
        tried[depth] = 0
        depth += 1
        count += 1
    state[0], state[1] = depth, count
    state[3] = np.int64(touched & one)  # or the compiler drops the touching
    return code


@compiled(
    "void(float64[:,::1], float64[:,::1], float64[:,::1], int64[::1], int64, uint64[:,::1],"
    " int8[::1], float64)"
)
def sift(
    tableau: Floats,
    start: Floats,
    bounds: Floats,
    names: Ints,
    d: int,
    bases: Words,
    answers: Any,
    unit: float,
) -> Any:
    """Say of each basis what :func:`feasibility` proves; 0 if floats can't build it.

    `bases` are rows of one word or two.
    """
    k = tableau.shape[0]
    room = np.empty((2, max(k, d)), np.int64)
    for index in range(bases.shape[0]):
        low = bases[index, 0]
        high = bases[index, 1] if bases.shape[1] > 1 else np.uint64(0)
        answers[index] = 0
        if go_to(tableau, bounds, names, d, low, high, room, unit):
            answers[index] = feasibility(tableau, bounds, names, d)
        if answers[index] == 0 and build(tableau, start, bounds, names, d, low, high, room, unit):
            answers[index] = feasibility(tableau, bounds, names, d)


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
