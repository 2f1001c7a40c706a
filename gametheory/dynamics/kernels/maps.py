"""Deterministic maps of mixed strategies, iterated.

Each map takes one population's shares and the expected payoffs of its actions to the next
shares; `iterate` applies it in one or both seats. What a map remembers between steps
stands in its *memory*, an array of two rows:

=====================  ==========================================================
REPLICATOR             nothing
WEIGHTS                logarithms of the weights, their largest 0; the last values
REGRETS                cumulated regrets; the last regrets
RESPONSE               nothing
=====================  ==========================================================

The whole state, shares and memory, is compared with a saved one at every step (Brent
1980, "An improved Monte Carlo factorization algorithm", BIT 20), so a period that is
reported is a proof: the orbit of these floats repeats for ever.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gametheory.kernels.compiled import compiled

__all__ = ["REGRETS", "REPLICATOR", "RESPONSE", "WEIGHTS", "iterate"]

REPLICATOR: Final = 0
WEIGHTS: Final = 1
REGRETS: Final = 2
RESPONSE: Final = 3

Floats = NDArray[np.float64]


@compiled("void(int64, float64[::1], float64[::1], float64[::1], float64[:,::1])")
def update(code: int, options: Floats, shares: Floats, values: Floats, memory: Floats) -> None:
    """Replace one population's shares by their image.

    Parameters
    ----------
    code : int
        Which map.
    options : ndarray, shape (2,)
        REPLICATOR: background fitness. WEIGHTS: learning rate; 1 if optimistic. REGRETS:
        not used; 1 if optimistic. RESPONSE: step; temperature, 0 for best responses.
    shares, memory : ndarray, shapes (n,) and (2, n)
        Modified in place.
    values : ndarray, shape (n,)
    """
    n = len(shares)
    mean = 0.0
    for k in range(n):
        mean += shares[k] * values[k]
    if code == REPLICATOR:
        for k in range(n):
            shares[k] *= (options[0] + values[k]) / (options[0] + mean)
    elif code == WEIGHTS:
        highest = -math.inf
        for k in range(n):
            memory[0, k] += options[0] * values[k]
            highest = max(highest, memory[0, k])
        top = -math.inf
        for k in range(n):
            memory[0, k] -= highest
            # The optimistic rule counts the last values once more, as a forecast.
            top = max(top, memory[0, k] + options[1] * options[0] * values[k])
            memory[1, k] = values[k]
        for k in range(n):
            shares[k] = math.exp(memory[0, k] + options[1] * options[0] * values[k] - top)
    elif code == REGRETS:
        total = 0.0
        for k in range(n):
            memory[1, k] = values[k] - mean
            memory[0, k] += memory[1, k]
            total += max(memory[0, k] + options[1] * memory[1, k], 0.0)
        if total > 0.0:
            for k in range(n):
                shares[k] = max(memory[0, k] + options[1] * memory[1, k], 0.0)
    else:
        highest = -math.inf
        for k in range(n):
            highest = max(highest, values[k])
        total = 0.0
        for k in range(n):
            if options[1] > 0.0:
                memory[1, k] = math.exp((values[k] - highest) / options[1])
            else:
                memory[1, k] = 1.0 if values[k] == highest else 0.0
            total += memory[1, k]
        for k in range(n):
            shares[k] = (1.0 - options[0]) * shares[k] + options[0] * (memory[1, k] / total)
            memory[1, k] = 0.0
    total = 0.0
    for k in range(n):
        total += shares[k]
    for k in range(n):
        shares[k] /= total


@compiled(
    "int64(int64, float64[::1], float64[:,::1], float64[:,::1], int64, int64, int64, int64, int64, "
    "float64[::1], float64[::1], float64[:,::1], float64[:,::1], float64[:,::1], float64[:,::1], "
    "float64[:,::1], float64[::1], int64[::1])"
)
def iterate(
    code: int,
    options: Floats,
    row_payoffs: Floats,
    column_payoffs: Floats,
    populations: int,
    sequential: int,
    taken: int,
    steps: int,
    every: int,
    x: Floats,
    y: Floats,
    row_memory: Floats,
    column_memory: Floats,
    row_path: Floats,
    column_path: Floats,
    joint: Floats,
    saved: Floats,
    clock: NDArray[np.int64],
) -> int:
    """Take `steps` steps after `taken` ones, and keep each `every`-th state.

    Parameters
    ----------
    code, options
        As for `update`.
    row_payoffs : ndarray, shape (m, n)
        A.
    column_payoffs : ndarray, shape (n, m)
        B transposed.
    populations : int
        1: x alone plays against itself, and y follows it.
    sequential : int
        1: the column player answers the row player's new shares.
    taken, steps, every : int
    x, y, row_memory, column_memory : ndarray
        The state, modified in place.
    row_path, column_path : ndarray, shapes (k, m) and (k, n)
        The states kept, at most ``steps // every + 1``.
    joint : ndarray, shape (m, n)
        Sum of the products ``x_i y_j`` before each step, added to.
    saved : ndarray, shape (3 m + 3 n,)
        The saved state for finding a period.
    clock : ndarray of int, shape (3,)
        Steps since the state was saved, steps after which it is saved anew, and the
        period, 0 while none is known.

    Returns
    -------
    int
        States kept.
    """
    m, n = row_payoffs.shape
    row_values = np.empty(m)
    column_values = np.empty(n)
    kept = 0
    for step in range(steps):
        for i in range(m):
            value = 0.0
            for j in range(n):
                value += row_payoffs[i, j] * y[j]
                joint[i, j] += x[i] * y[j]
            row_values[i] = value
        if sequential == 1:
            update(code, options, x, row_values, row_memory)
        for j in range(n):
            value = 0.0
            for i in range(m):
                value += column_payoffs[j, i] * x[i]
            column_values[j] = value
        if sequential == 0:
            update(code, options, x, row_values, row_memory)
        if populations == 1:
            for j in range(n):
                y[j] = x[j]
        else:
            update(code, options, y, column_values, column_memory)
        if (taken + step + 1) % every == 0:
            for i in range(m):
                row_path[kept, i] = x[i]
            for j in range(n):
                column_path[kept, j] = y[j]
            kept += 1
        if clock[2] == 0:
            clock[0] += 1
            same = True
            for i in range(m):
                if (
                    saved[i] != x[i]
                    or saved[m + i] != row_memory[0, i]
                    or saved[2 * m + i] != row_memory[1, i]
                ):
                    same = False
                    break
            if same and populations == 2:
                for j in range(n):
                    if (
                        saved[3 * m + j] != y[j]
                        or saved[3 * m + n + j] != column_memory[0, j]
                        or saved[3 * m + 2 * n + j] != column_memory[1, j]
                    ):
                        same = False
                        break
            if same:
                clock[2] = clock[0]
            elif clock[0] == clock[1]:
                clock[0] = 0
                clock[1] *= 2
                for i in range(m):
                    saved[i] = x[i]
                    saved[m + i] = row_memory[0, i]
                    saved[2 * m + i] = row_memory[1, i]
                for j in range(n):
                    saved[3 * m + j] = y[j]
                    saved[3 * m + n + j] = column_memory[0, j]
                    saved[3 * m + 2 * n + j] = column_memory[1, j]
    return kept
