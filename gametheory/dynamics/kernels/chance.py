"""Loops with chance: smoothed fictitious play and the Moran process.

Random numbers come as arrays of uniforms in [0, 1), one for each choice, so results
depend on the generator alone, not on how the work is cut.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from gametheory.kernels.compiled import compiled

__all__ = ["moran_steps", "smoothed_rounds"]

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


@compiled(
    "void(float64[:,::1], float64[:,::1], float64[::1], float64[::1], float64, float64, "
    "int64[:,::1], float64[:,::1])"
)
def smoothed_rounds(
    row_gains: Floats,
    column_gains: Floats,
    row_sums: Floats,
    column_sums: Floats,
    seen: float,
    temperature: float,
    joint: Counts,
    uniforms: Floats,
) -> None:
    """Play one round of smoothed fictitious play for each row of `uniforms`.

    Parameters
    ----------
    row_gains, column_gains : ndarray, shapes (n, m) and (m, n)
        ``A[i, j]`` at ``[j, i]``, and ``B[i, j]``.
    row_sums, column_sums : ndarray, shapes (m,) and (n,)
        What each action would have earned so far; modified in place, as is `joint`.
    seen : float
        Weight of the beliefs so far.
    temperature : float
    joint : ndarray of int, shape (m, n)
    uniforms : ndarray, shape (rounds, 2)
    """
    m, n = joint.shape
    row_weights = np.empty(m)
    column_weights = np.empty(n)
    for t in range(len(uniforms)):
        played = [0, 0]
        for player in range(2):
            sums = row_sums if player == 0 else column_sums
            weights = row_weights if player == 0 else column_weights
            highest = sums[0]
            for k in range(1, len(sums)):
                highest = max(highest, sums[k])
            total = 0.0
            for k in range(len(sums)):
                weights[k] = math.exp((sums[k] - highest) / (seen * temperature))
                total += weights[k]
            left = uniforms[t, player] * total
            action = len(sums) - 1
            for k in range(len(sums)):
                left -= weights[k]
                if left < 0.0:
                    action = k
                    break
            played[player] = action
        i, j = played[0], played[1]
        joint[i, j] += 1
        seen += 1.0
        for k in range(m):
            row_sums[k] += row_gains[j, k]
        for k in range(n):
            column_sums[k] += column_gains[i, k]


@compiled(
    "int64(float64[:,::1], int64[::1], float64, float64, int64, float64[:,::1], int64[:,::1])"
)
def moran_steps(
    payoffs: Floats,
    counts: Counts,
    intensity: float,
    mutation: float,
    exponential: int,
    uniforms: Floats,
    path: Counts,
) -> int:
    """Take one step of the Moran process for each row of `uniforms`; return how many.

    Parameters
    ----------
    payoffs : ndarray, shape (n, n)
    counts : ndarray of int, shape (n,)
        Individuals of each action; modified in place.
    intensity : float
        Of selection: fitness is 1 - w + w p, or exp(w p) if `exponential` is 1.
    mutation : float
        Probability with which the newborn takes an action at random.
    exponential : int
    uniforms : ndarray, shape (steps, 4)
        For the parent, the one that dies, whether there is a mutation, and which.
    path : ndarray of int, shape (steps, n)
        The counts after each step.
    """
    n = len(counts)
    size = 0
    for k in range(n):
        size += counts[k]
    fitness = np.empty(n)
    for t in range(len(uniforms)):
        total = 0.0
        most = 0
        for i in range(n):
            value = 0.0
            for j in range(n):
                value += payoffs[i, j] * (counts[j] - (1 if i == j else 0))
            value /= size - 1
            fit = (
                math.exp(intensity * value) if exponential else 1.0 - intensity + intensity * value
            )
            fitness[i] = fit * counts[i]
            total += fitness[i]
            most = max(most, counts[i])
        if most == size and mutation == 0.0:
            return t
        left = uniforms[t, 0] * total
        born = n - 1
        for k in range(n):
            left -= fitness[k]
            if left < 0.0:
                born = k
                break
        rest = uniforms[t, 1] * size
        dead = n - 1
        for k in range(n):
            rest -= counts[k]
            if rest < 0.0:
                dead = k
                break
        if uniforms[t, 2] < mutation:
            born = min(int(uniforms[t, 3] * n), n - 1)
        counts[born] += 1
        counts[dead] -= 1
        for k in range(n):
            path[t, k] = counts[k]
    return len(uniforms)
