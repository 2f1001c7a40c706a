"""The compiled loop for populations of our agents who are matched at random."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from gametheory.kernels.compiled import compiled
from learning.kernels.agents import NO_LEARNING, act_alone, policy_alone, update_alone
from learning.kernels.streams import next_uniform

__all__ = ["advance_population"]

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

_SIGNATURE: Final = (
    "int64(float64[::1], float64[::1], int64[:,::1], float64[:,::1], boolean, int64, int64, "
    "int64[::1], uint64[:,::1], float64[:,::1], float64[:,::1], int64[:,:,::1], float64[:,::1], "
    "float64[:,::1])"
)


@compiled(_SIGNATURE)
def advance_population(
    row_payoffs: Floats,
    column_payoffs: Floats,
    roles: Integers,
    parameters: Floats,
    one_population: bool,
    first_round: int,
    last_round: int,
    edges: Integers,
    streams: NDArray[np.uint64],
    row_memories: Floats,
    column_memories: Floats,
    joint: Integers,
    row_policies: Floats,
    column_policies: Floats,
) -> int:
    """Play rounds ``first_round .. last_round - 1`` of one run, or until it diverges.

    Parameters
    ----------
    row_payoffs, column_payoffs : ndarray, shapes (m n,) and (n m,)
        Own actions first.
    roles : ndarray of int, shape (2, 3)
        For each part in the game: choice and rule (:mod:`learning.kernels.agents`), actions.
    parameters : ndarray, shape (2, N_PARAMETERS)
    one_population : bool
        Whether row players meet each other; then the second of everything is not used.
    first_round, last_round : int
    edges : ndarray of int, shape (windows + 1,)
    streams : ndarray of uint64, shape (players + 1, 4)
        Of the players and of the world. This and what follows is modified in place.
    row_memories, column_memories : ndarray, shape (size, length of a memory)
    joint : ndarray of int, shape (windows, m, n)
        How many pairs played each pair of actions.
    row_policies, column_policies : ndarray, shapes (windows, m) and (windows, n)
        Mean policies without exploration of each population at the end of each window.

    Returns
    -------
    int
        Rounds played so far; negative if a number of a player's memory is no longer finite
        after the last of them.
    """
    size = len(row_memories)
    m, n = roles[0, 2], roles[1, 2]
    second = 0 if one_population else 1
    row_scratch, column_scratch = np.empty(m), np.empty(n)
    row_parameters, column_parameters = parameters[:1], parameters[1:]
    actions = np.empty(2 * size, dtype=np.int64)
    order = np.empty(size, dtype=np.int64)
    world = streams[len(streams) - 1]
    window = np.searchsorted(edges, first_round, side="right") - 1
    fine = True
    t = first_round
    while t < last_round and fine:
        for k in range(size):
            actions[k] = act_alone(
                roles[0, 0], roles[0, 1], row_parameters, row_memories[k], m, 1, 0, streams[k],
                row_scratch,
            )  # fmt: skip
            if not one_population:
                actions[size + k] = act_alone(
                    roles[1, 0], roles[1, 1], column_parameters, column_memories[k], n, 1, 0,
                    streams[size + k], column_scratch,
                )  # fmt: skip
        for k in range(size):
            order[k] = k
        for k in range(size - 1, 0, -1):
            other = int(next_uniform(world, 0) * (k + 1))
            order[k], order[other] = order[other], order[k]
        for pair in range(size // 2 if one_population else size):
            row = order[2 * pair] if one_population else pair
            met = order[2 * pair + 1] if one_population else order[pair]
            i, j = actions[row], actions[second * size + met]
            joint[window, i, j] += 1
            if roles[0, 1] != NO_LEARNING:
                fine &= update_alone(
                    roles[0, 0], roles[0, 1], row_parameters, row_payoffs, n, row_memories[row], m,
                    1, 0, i, row_payoffs[i * n + j], 0, False, j, streams[row], row_scratch,
                )  # fmt: skip
            if one_population:
                if roles[0, 1] != NO_LEARNING:
                    fine &= update_alone(
                        roles[0, 0], roles[0, 1], row_parameters, row_payoffs, n,
                        row_memories[met], m, 1, 0, j, row_payoffs[j * n + i], 0, False, i,
                        streams[met], row_scratch,
                    )  # fmt: skip
            elif roles[1, 1] != NO_LEARNING:
                fine &= update_alone(
                    roles[1, 0], roles[1, 1], column_parameters, column_payoffs, m,
                    column_memories[met], n, 1, 0, j, column_payoffs[j * m + i], 0, False, i,
                    streams[size + met], column_scratch,
                )  # fmt: skip
        t += 1
        if t == edges[window + 1]:
            for a in range(m):
                row_policies[window, a] = 0.0
            for a in range(n):
                column_policies[window, a] = 0.0
            for k in range(size):
                policy_alone(
                    roles[0, 0], row_parameters, row_memories[k], m, 1, 0, False, row_scratch
                )
                for a in range(m):
                    row_policies[window, a] += row_scratch[a] / size
                if not one_population:
                    policy_alone(
                        roles[1, 0], column_parameters, column_memories[k], n, 1, 0, False,
                        column_scratch,
                    )  # fmt: skip
                    for a in range(n):
                        column_policies[window, a] += column_scratch[a] / size
            window += 1
    return t if fine else -t
