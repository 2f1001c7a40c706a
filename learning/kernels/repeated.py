"""The fast compiled loop: stateless Q-learners of constant rates, and fixed strategies.

Everything that a run needs lies in arrays, so a run can be stopped after any round
and taken up again; how runs and rounds are cut into calls changes no number.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from gametheory.kernels.compiled import compiled
from learning.kernels.agents import agent_policy
from learning.kernels.layout import DISCOUNT, EXPLORATION, FIRST_TIE, RATE
from learning.kernels.rules import BOLTZMANN, FIXED, act, greedy_action, learn

__all__ = ["advance"]

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Counts = NDArray[np.uint32]

_SIGNATURE: Final = (
    "void(float64[:,:,::1], int64[::1], float64[:,::1], int64[::1], int64, int64, int64, "
    "boolean, uint64[:,:,::1], float64[:,::1], float64[:,::1], int64[:,::1], int64[::1], "
    "int64[::1], "
    "uint32[:,:,:,::1], uint32[:,:,:,::1], uint32[:,:,::1], float64[:,:,::1], "
    "float64[:,:,::1], float64[:,:,::1], float64[:,:,::1], int16[:,:,::1])"
)


@compiled(_SIGNATURE)
def advance(
    payoffs: Floats,
    codes: Integers,
    parameters: Floats,
    edges: Integers,
    first_run: int,
    last_run: int,
    max_rounds: int,
    done: bool,
    streams: NDArray[np.uint64],
    row_values: Floats,
    column_values: Floats,
    greedy: Integers,
    played: Integers,
    diverged: Integers,
    joint: Counts,
    greedy_joint: Counts,
    flips: Counts,
    row_curve: Floats,
    column_curve: Floats,
    row_policies: Floats,
    column_policies: Floats,
    trajectory: NDArray[np.int16],
) -> None:
    """Play up to `max_rounds` more rounds of each run of ``first_run .. last_run - 1``.

    Parameters
    ----------
    payoffs : ndarray, shape (2, m, n)
    codes : ndarray of int, shape (2,)
        Choice of each agent, see :mod:`learning.kernels.rules`; a fixed strategy does
        not learn, the others learn by Q-learning.
    parameters : ndarray, shape (2, N_PARAMETERS)
    edges : ndarray of int, shape (windows + 1,)
        Window w holds rounds edges[w] .. edges[w + 1] - 1, counted from 0; the last
        edge is the number of rounds.
    first_run, last_run, max_rounds : int
    done : bool
        Whether each round ends an episode.
    streams : ndarray of uint64, shape (runs, 2, 4)
        This and what follows is modified in place.
    row_values, column_values : ndarray, shapes (runs, m + 1) and (runs, n + 1)
        The agents' memories: their values, and the number of steps.
    greedy : ndarray of int, shape (runs, 2)
        Each agent's greedy action, -1 while there is none.
    played : ndarray of int, shape (runs,)
        Rounds played so far.
    diverged : ndarray of int, shape (runs,)
        0, or the round, from 1, at which a value was no longer finite; the run stops.
    joint, greedy_joint : ndarray of uint32, shape (runs, windows, m, n)
        Counts of the actions played, and of the greedy actions before each round;
        rounds without a greedy pair are not counted.
    flips : ndarray of uint32, shape (runs, windows, 2)
        Changes of each agent's greedy action.
    row_curve, column_curve : ndarray, shapes (runs, windows, m) and (runs, windows, n)
        Values at the end of each window.
    row_policies, column_policies : ndarray, same shapes
        Policies without exploration.
    trajectory : ndarray of int16, shape (runs, rounds, 2)
        Every action, or of shape (0, 0, 2).
    """
    m, n = payoffs.shape[1], payoffs.shape[2]
    row_policy, column_policy = np.empty(m), np.empty(n)
    row_code, column_code = codes[0], codes[1]
    row_rate, column_rate = parameters[0, RATE], parameters[1, RATE]
    row_discount, column_discount = parameters[0, DISCOUNT], parameters[1, DISCOUNT]
    row_explores, column_explores = parameters[0, EXPLORATION], parameters[1, EXPLORATION]
    if row_code == BOLTZMANN:
        row_explores = 1.0 / row_explores
    if column_code == BOLTZMANN:
        column_explores = 1.0 / column_explores
    row_first, column_first = parameters[0, FIRST_TIE] != 0.0, parameters[1, FIRST_TIE] != 0.0
    row_payoffs, column_payoffs = payoffs[0], payoffs[1]
    row_learns = codes[0] != FIXED
    column_learns = codes[1] != FIXED
    for run in range(first_run, last_run):
        t = played[run]
        end = min(t + max_rounds, edges[-1])
        if diverged[run] > 0 or t >= end:
            continue
        row, column = row_values[run, :m], column_values[run, :n]
        begun = t
        row_stream, column_stream = streams[run, 0], streams[run, 1]
        window = np.searchsorted(edges, t, side="right") - 1
        row_greedy, column_greedy = greedy[run, 0], greedy[run, 1]
        fine = True
        while t < end and fine:
            stop = min(end, edges[window + 1])
            counts = joint[run, window]
            greedy_counts = greedy_joint[run, window]
            while t < stop and fine:
                i = act(row_code, row_explores, row_first, row, row_policy, row_stream)
                j = act(
                    column_code, column_explores, column_first, column, column_policy,
                    column_stream,
                )  # fmt: skip
                counts[i, j] += 1
                if row_greedy >= 0 and column_greedy >= 0:
                    greedy_counts[row_greedy, column_greedy] += 1
                if len(trajectory) > 0:
                    trajectory[run, t, 0] = i
                    trajectory[run, t, 1] = j
                if row_learns:
                    fine = learn(row_rate, row_discount, row, i, row_payoffs[i, j], row, done)
                    now = greedy_action(row, row_greedy)
                    if now != row_greedy:
                        flips[run, window, 0] += row_greedy >= 0
                        row_greedy = now
                if column_learns:
                    fine &= learn(
                        column_rate, column_discount, column, j, column_payoffs[i, j], column, done
                    )
                    now = greedy_action(column, column_greedy)
                    if now != column_greedy:
                        flips[run, window, 1] += column_greedy >= 0
                        column_greedy = now
                t += 1
            if t == edges[window + 1]:
                row_curve[run, window] = row
                column_curve[run, window] = column
                agent_policy(
                    row_code, parameters[0], row_values[run], m, 1, 0, False,
                    row_policies[run, window],
                )  # fmt: skip
                agent_policy(
                    column_code, parameters[1], column_values[run], n, 1, 0, False,
                    column_policies[run, window],
                )  # fmt: skip
                window += 1
        greedy[run, 0], greedy[run, 1] = row_greedy, column_greedy
        if row_learns:
            row_values[run, m] += t - begun
        if column_learns:
            column_values[run, n] += t - begun
        if not fine:
            diverged[run] = t
        played[run] = t
