"""The compiled loop for any two of our agents in any repeated game of ours.

Everything that a run needs lies in arrays, so a run can be stopped after any round and
taken up again; how runs and rounds are cut into calls changes no number. The loop of
:mod:`learning.kernels.repeated` does the same for stateless Q-learners, faster.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from gametheory.kernels.compiled import compiled
from learning.kernels.agents import NO_LEARNING, act_agent, agent_policy, update_agent
from learning.kernels.rules import greedy_action
from learning.kernels.streams import next_uniform

__all__ = ["advance_general", "next_history", "perturbed"]

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


@compiled("int64(int64, float64, int64, uint64[::1])", inline=True)
def perturbed(action: int, chance: float, n_actions: int, stream: NDArray[np.uint64]) -> int:
    """Replace an action by any other, all equally likely, with some chance.

    Takes two draws, or none if the chance is 0: whether, and by which.
    """
    if chance == 0.0 or n_actions == 1:
        return action
    slips = next_uniform(stream) < chance
    other = int(next_uniform(stream) * (n_actions - 1))
    if not slips:
        return action
    return other if other < action else other + 1


_SIGNATURE: Final = (
    "void(float64[:,::1], float64[:,::1], int64[:,::1], float64[:,::1], int64[::1], float64[::1], "
    "int64[::1], int64, int64, int64, uint64[:,:,::1], float64[:,::1], float64[:,::1], "
    "int64[:,::1], int64[:,::1], int64[:,::1], int64[::1], int64[::1], uint32[:,:,:,::1], "
    "uint32[:,:,:,::1], uint32[:,:,::1], float64[:,:,::1], float64[:,:,::1], float64[:,:,::1], "
    "float64[:,:,::1], int16[:,:,::1])"
)


@compiled(_SIGNATURE)
def advance_general(
    row_payoffs: Floats,
    column_payoffs: Floats,
    codes: Integers,
    parameters: Floats,
    memories: Integers,
    chances: Floats,
    edges: Integers,
    first_run: int,
    last_run: int,
    max_rounds: int,
    streams: NDArray[np.uint64],
    row_memory: Floats,
    column_memory: Floats,
    observed: Integers,
    row_greedy: Integers,
    column_greedy: Integers,
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
    row_payoffs, column_payoffs : ndarray, shapes (m, n) and (n, m)
        Own actions first.
    codes : ndarray of int, shape (2, 2)
        Choice and rule of each agent, see :mod:`learning.kernels.agents`.
    parameters : ndarray, shape (2, N_PARAMETERS)
    memories : ndarray of int, shape (2,)
        Outcomes that the world shows, and the observation at the start.
    chances : ndarray, shape (5,)
        That a choice trembles, for each player; that the opponent's action is seen
        wrongly, for each player; that the episode goes on after a round.
    edges : ndarray of int, shape (windows + 1,)
        Window w holds rounds edges[w] .. edges[w + 1] - 1, counted from 0; the last
        edge is the number of rounds.
    first_run, last_run, max_rounds : int
    streams : ndarray of uint64, shape (runs, 3, 4)
        Of the two agents and of the world. This and what follows is modified in place.
    row_memory, column_memory : ndarray, shapes (runs, size)
    observed : ndarray of int, shape (runs, 2)
        What each agent sees now; -1 where an episode has to begin.
    row_greedy, column_greedy : ndarray of int, shapes (runs, observations)
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
    m, n = row_payoffs.shape
    scratch = np.empty(max(m, n) * (max(m, n) + 2))
    choices, rules = codes[:, 0], codes[:, 1]
    length, start = memories[0], memories[1]
    row_observations, column_observations = row_greedy.shape[1], column_greedy.shape[1]
    continuation = chances[4]
    for run in range(first_run, last_run):
        t = played[run]
        end = min(t + max_rounds, edges[-1])
        if diverged[run] > 0 or t >= end:
            continue
        row, column = row_memory[run], column_memory[run]
        row_stream, column_stream, world_stream = streams[run, 0], streams[run, 1], streams[run, 2]
        row_best, column_best = row_greedy[run], column_greedy[run]
        window = np.searchsorted(edges, t, side="right") - 1
        row_sees, column_sees = observed[run, 0], observed[run, 1]
        fine = True
        while t < end and fine:
            if row_sees < 0:
                row_sees = column_sees = start
            i = act_agent(
                choices[0], rules[0], parameters[0], row, m, row_observations, row_sees,
                row_stream, scratch,
            )  # fmt: skip
            j = act_agent(
                choices[1], rules[1], parameters[1], column, n, column_observations, column_sees,
                column_stream, scratch,
            )  # fmt: skip
            did_i = perturbed(i, chances[0], m, world_stream)
            did_j = perturbed(j, chances[1], n, world_stream)
            seen_j = perturbed(did_j, chances[2], n, world_stream)
            seen_i = perturbed(did_i, chances[3], m, world_stream)
            done = continuation < 1.0
            if done and continuation > 0.0:
                done = next_uniform(world_stream) >= continuation
            joint[run, window, did_i, did_j] += 1
            if row_best[row_sees] >= 0 and column_best[column_sees] >= 0:
                greedy_joint[run, window, row_best[row_sees], column_best[column_sees]] += 1
            if len(trajectory) > 0:
                trajectory[run, t, 0] = did_i
                trajectory[run, t, 1] = did_j
            row_next = next_history(row_sees, did_i * n + seen_j, m * n, length)
            column_next = next_history(column_sees, seen_i * n + did_j, m * n, length)
            if rules[0] != NO_LEARNING:
                fine = update_agent(
                    choices[0], rules[0], parameters[0], row_payoffs, row, m, row_observations,
                    row_sees, i, row_payoffs[did_i, did_j], row_next, done, seen_j, row_stream,
                    scratch,
                )  # fmt: skip
                now = greedy_action(row[row_sees * m : (row_sees + 1) * m], row_best[row_sees])
                if now != row_best[row_sees]:
                    flips[run, window, 0] += row_best[row_sees] >= 0
                    row_best[row_sees] = now
            if rules[1] != NO_LEARNING:
                fine &= update_agent(
                    choices[1], rules[1], parameters[1], column_payoffs, column, n,
                    column_observations, column_sees, j, column_payoffs[did_j, did_i], column_next,
                    done, seen_i, column_stream, scratch,
                )  # fmt: skip
                now = greedy_action(
                    column[column_sees * n : (column_sees + 1) * n], column_best[column_sees]
                )
                if now != column_best[column_sees]:
                    flips[run, window, 1] += column_best[column_sees] >= 0
                    column_best[column_sees] = now
            row_sees, column_sees = (-1, -1) if done else (row_next, column_next)
            t += 1
            if t == edges[window + 1]:
                if row_observations == 1:
                    row_values[run, window] = row[:m]
                    agent_policy(
                        choices[0], parameters[0], row, m, 1, 0, False, row_policies[run, window]
                    )
                if column_observations == 1:
                    column_values[run, window] = column[:n]
                    agent_policy(
                        choices[1], parameters[1], column, n, 1, 0, False,
                        column_policies[run, window],
                    )  # fmt: skip
                window += 1
        observed[run, 0], observed[run, 1] = row_sees, column_sees
        if not fine:
            diverged[run] = t
        played[run] = t
