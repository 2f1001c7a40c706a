"""The compiled loop for any two of our agents in any repeated game of ours.

Everything that a run needs lies in arrays, so a run can be stopped after any round and
taken up again; how runs and rounds are cut into calls changes no number.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from gametheory.kernels.compiled import compiled
from learning.kernels.agents import NO_LEARNING, act, policy, update
from learning.kernels.rules import greedy_action
from learning.kernels.streams import next_uniform

__all__ = ["advance", "next_history", "perturbed"]

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Counts = NDArray[np.uint32]


@compiled("int64(int64, int64, int64, int64)", inline=True)
def next_history(history: int, outcome: int, n_outcomes: int, memory: int) -> int:
    """Observation that follows when `outcome` is added to a history.

    Histories of up to `memory` outcomes are the nodes of a tree, numbered like a heap:
    0 is the empty one, and ``history * n_outcomes + 1 + outcome`` is a history made
    longer. A full one first forgets its oldest outcome.

    Parameters
    ----------
    history, outcome, n_outcomes : int
    memory : int
        Outcomes remembered; 0 for none, then the answer is 0.
    """
    if memory == 0:
        return 0
    shorter = 0  # first history of memory - 1 outcomes
    power = 1
    for _ in range(memory - 1):
        shorter = shorter * n_outcomes + 1
        power *= n_outcomes
    full = shorter * n_outcomes + 1
    if history >= full:
        history = shorter + (history - full) % power
    return history * n_outcomes + 1 + outcome


@compiled("int64(int64, float64, int64, uint64[::1], int64)", inline=True)
def perturbed(
    action: int, chance: float, n_actions: int, streams: NDArray[np.uint64], first: int
) -> int:
    """Replace an action by any other, all equally likely, with some chance.

    Takes two draws of the stream that begins at `first`, or none if the chance is 0:
    whether, and by which.
    """
    if chance == 0.0 or n_actions == 1:
        return action
    slips = next_uniform(streams, first) < chance
    other = int(next_uniform(streams, first) * (n_actions - 1))
    if not slips:
        return action
    return other if other < action else other + 1


_SIGNATURE: Final = (
    "void(float64[::1], int64[:,::1], float64[:,::1], int64[::1], float64[::1], int64[::1], "
    "int64, int64, int64, uint64[:,::1], float64[:,::1], int64[:,::1], int64[:,::1], int64[::1], "
    "int64[::1], uint32[:,:,:,::1], uint32[:,:,:,::1], uint32[:,:,::1], float64[:,:,::1], "
    "float64[:,:,::1], float64[:,:,::1], float64[:,:,::1], int16[:,:,::1])"
)


@compiled(_SIGNATURE)
def advance(
    payoffs: Floats,
    seats: Integers,
    parameters: Floats,
    remembered: Integers,
    chances: Floats,
    edges: Integers,
    first_run: int,
    last_run: int,
    max_rounds: int,
    streams: NDArray[np.uint64],
    memories: Floats,
    observed: Integers,
    greedy: Integers,
    played: Integers,
    diverged: Integers,
    joint: Counts,
    greedy_joint: Counts,
    flips: Counts,
    row_values: Floats,
    column_values: Floats,
    row_policies: Floats,
    column_policies: Floats,
    trajectory: NDArray[np.int16],
) -> None:
    """Play up to `max_rounds` more rounds of each run of ``first_run .. last_run - 1``.

    Parameters
    ----------
    payoffs : ndarray, shape (2 m n,)
        The row player's m x n payoffs and the column player's n x m, own actions first.
    seats : ndarray of int, shape (2, 5)
        For each player: choice and rule (:mod:`learning.kernels.agents`), numbers of
        actions and of observations, and where its memory begins.
    parameters : ndarray, shape (2, N_PARAMETERS)
    remembered : ndarray of int, shape (2,)
        Outcomes that the world shows, and the observation at the start.
    chances : ndarray, shape (5,)
        That a choice trembles, for each player; that the opponent's action is seen
        wrongly, for each player; that the episode goes on after a round.
    edges : ndarray of int, shape (windows + 1,)
        Window w holds rounds edges[w] .. edges[w + 1] - 1, counted from 0; the last
        edge is the number of rounds.
    first_run, last_run, max_rounds : int
    streams : ndarray of uint64, shape (runs, 12)
        Of the two agents and of the world. This and what follows is modified in place.
    memories : ndarray, shape (runs, size of both memories)
    observed : ndarray of int, shape (runs, 2)
        What each agent sees now; -1 where an episode has to begin.
    greedy : ndarray of int, shape (runs, observations of both)
        Each agent's greedy action in each observation, -1 while there is none.
    played : ndarray of int, shape (runs,)
        Rounds played so far.
    diverged : ndarray of int, shape (runs,)
        0, or the round, from 1, at which a number was no longer finite; the run stops.
    joint, greedy_joint : ndarray of uint32, shape (runs, windows, m, n)
        Counts of the actions played, and of the greedy actions before each round;
        rounds without a greedy pair are not counted.
    flips : ndarray of uint32, shape (runs, windows, 2)
        Changes of each agent's greedy actions.
    row_values, column_values : ndarray, shapes (runs, windows, m) and (runs, windows, n)
        The tables of agents with one observation at the end of each window.
    row_policies, column_policies : ndarray, same shapes
        Their policies without exploration.
    trajectory : ndarray of int16, shape (runs, rounds, 2)
        Every action, or of shape (0, 0, 2).
    """
    m, n = seats[0, 2], seats[1, 2]
    row_scratch, column_scratch = np.empty(m), np.empty(n)
    row_choice, column_choice = seats[0, 0], seats[1, 0]
    row_rule, column_rule = seats[0, 1], seats[1, 1]
    row_histories, column_histories = seats[0, 3], seats[1, 3]
    row_first, column_first = seats[0, 4], seats[1, 4]
    length, start = remembered[0], remembered[1]
    continuation = chances[4]
    keeps_all = len(trajectory) > 0
    for run in range(first_run, last_run):
        t = played[run]
        end = min(t + max_rounds, edges[-1])
        if diverged[run] > 0 or t >= end:
            continue
        memory, states, best = memories[run], streams[run], greedy[run]
        window = np.searchsorted(edges, t, side="right") - 1
        row_sees, column_sees = observed[run, 0], observed[run, 1]
        fine = True
        while t < end and fine:
            stop = min(end, edges[window + 1])
            counts, greedy_counts = joint[run, window], greedy_joint[run, window]
            row_flips, column_flips = 0, 0
            while t < stop and fine:
                if row_sees < 0:
                    row_sees = column_sees = start
                i = act(
                    row_choice, row_rule, parameters, 0, memory, row_first, m, row_histories,
                    row_sees, states, row_scratch,
                )  # fmt: skip
                j = act(
                    column_choice, column_rule, parameters, 1, memory, column_first, n,
                    column_histories, column_sees, states, column_scratch,
                )  # fmt: skip
                did_i = perturbed(i, chances[0], m, states, 8)
                did_j = perturbed(j, chances[1], n, states, 8)
                seen_j = perturbed(did_j, chances[2], n, states, 8)
                seen_i = perturbed(did_i, chances[3], m, states, 8)
                done = continuation < 1.0
                if done and continuation > 0.0:
                    done = next_uniform(states, 8) >= continuation
                counts[did_i, did_j] += 1
                row_place, column_place = row_sees, row_histories + column_sees
                row_best, column_best = best[row_place], best[column_place]
                if row_best >= 0 and column_best >= 0:
                    greedy_counts[row_best, column_best] += 1
                if keeps_all:
                    trajectory[run, t, 0] = did_i
                    trajectory[run, t, 1] = did_j
                row_next = next_history(row_sees, did_i * n + seen_j, m * n, length)
                column_next = next_history(column_sees, seen_i * n + did_j, m * n, length)
                if row_rule != NO_LEARNING:
                    fine = update(
                        row_choice, row_rule, parameters, 0, payoffs, 0, n, memory, row_first, m,
                        row_histories, row_sees, i, payoffs[did_i * n + did_j], row_next, done,
                        seen_j, states, row_scratch,
                    )  # fmt: skip
                    now = greedy_action(memory, row_first + row_sees * m, m, row_best)
                    if now != row_best:
                        row_flips += row_best >= 0
                        best[row_place] = now
                if column_rule != NO_LEARNING:
                    fine &= update(
                        column_choice, column_rule, parameters, 1, payoffs, m * n, m, memory,
                        column_first, n, column_histories, column_sees, j,
                        payoffs[m * n + did_j * m + did_i], column_next, done, seen_i, states,
                        column_scratch,
                    )  # fmt: skip
                    now = greedy_action(memory, column_first + column_sees * n, n, column_best)
                    if now != column_best:
                        column_flips += column_best >= 0
                        best[column_place] = now
                row_sees, column_sees = (-1, -1) if done else (row_next, column_next)
                t += 1
            flips[run, window, 0] += row_flips
            flips[run, window, 1] += column_flips
            if t == edges[window + 1]:
                if row_histories == 1:
                    for a in range(m):
                        row_values[run, window, a] = memory[row_first + a]
                    policy(
                        row_choice, parameters, 0, memory, row_first, m, 1, 0, False,
                        row_policies[run, window],
                    )  # fmt: skip
                if column_histories == 1:
                    for a in range(n):
                        column_values[run, window, a] = memory[column_first + a]
                    policy(
                        column_choice, parameters, 1, memory, column_first, n, 1, 0, False,
                        column_policies[run, window],
                    )  # fmt: skip
                window += 1
        observed[run, 0], observed[run, 1] = row_sees, column_sees
        if not fine:
            diverged[run] = t
        played[run] = t
