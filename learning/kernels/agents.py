"""Every agent's policy and learning rule, compiled: one place that looks at the codes.

The families of rules have modules of their own; see :mod:`learning.kernels.layout` for
how an agent lies in arrays. Arrays hold what all seats need, and numbers say where an
agent's part begins, because slices and long lists of arguments would cost more than
the rules themselves; for the same reason everything here is copied into the loops that
call it. All functions take the same arguments:

choice, rule : int
    The two codes.
parameters : ndarray, shape (seats, N_PARAMETERS)
seat : int
    Row of the parameters.
payoffs : ndarray
    Payoffs of all seats, an own m x n matrix for each, own actions first, one after
    the other.
own, others : int
    Where the agent's payoffs begin, and the number of the opponent's actions.
memory : ndarray
    Memories of all seats, one after the other; modified in place.
first : int
    Where the agent's begins.
n_actions, n_observations : int
observation, following : int
    What it sees before and after the round.
action : int
    What it chose.
reward : float
done : bool
    Whether the episode ended by its own rules.
other : int
    The opponent's action as it saw it; -1 if it did not.
streams : ndarray of uint64
    Random numbers of all seats, four words of state for each; modified in place.
scratch : ndarray, shape (n_actions,)
    Overwritten.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from gametheory.kernels.compiled import compiled
from learning.kernels.beliefs import BELIEF_SUMS, update_beliefs
from learning.kernels.climbing import MIXED_WITH_UNIFORM, climb, mixed_with_uniform
from learning.kernels.layout import DISCOUNT, EXPLORATION, EXTRA, FIRST_TIE, RATE, scheduled
from learning.kernels.no_regret import PROPORTIONAL, REGRETS, no_regret_policy, update_no_regret
from learning.kernels.reinforcement import CROSS, update_reinforcement
from learning.kernels.rules import (
    BOLTZMANN,
    EPSILON_GREEDY,
    learn,
    policy_of,
    sample,
    sample_greedy,
)
from learning.kernels.streams import next_uniform
from learning.kernels.values import (
    JOINT_ACTION,
    SARSA,
    UPPER_CONFIDENCE,
    learn_values,
    planned,
    upper_confidence,
)

__all__ = [
    "COUNTING",
    "NO_LEARNING",
    "Q_LEARNING",
    "SCRIPTED",
    "SCRIPT_LENGTH",
    "SCRIPT_REPEATS",
    "act",
    "act_alone",
    "policy",
    "policy_alone",
    "policy_tables",
    "update",
    "update_alone",
]  # fmt: skip

Vector = NDArray[np.float64]

#: Codes of learning rules; those of the families begin at 20, 40 and 60. Counting its
#: steps is all that a scripted agent does.
NO_LEARNING: Final = 0
Q_LEARNING: Final = 1
COUNTING: Final = 80

#: Code of the choice that plays a script, which is the rest of the memory; parameters
#: tell its length and whether it is played again and again.
SCRIPTED: Final = 9
SCRIPT_LENGTH: Final = EXTRA
SCRIPT_REPEATS: Final = EXTRA + 1


@compiled(
    "void(int64, float64[:,::1], int64, float64[::1], int64, int64, int64, int64, boolean, "
    "float64[::1])",
    inline=True,
)
def policy(
    choice: int,
    parameters: Vector,
    seat: int,
    memory: Vector,
    first: int,
    n_actions: int,
    n_observations: int,
    observation: int,
    exploring: bool,
    probabilities: Vector,
) -> None:
    """Write an agent's policy in an observation.

    Parameters
    ----------
    exploring : bool
        Whether to write what it acts by now, or what it would do without exploration;
        a softmax is its own policy, without exploration too. What has diverged has
        none: NaN.
    probabilities : ndarray, shape (n_actions,)
        Overwritten.
    """
    values = first + observation * n_actions
    if not exploring:
        for a in range(n_actions):
            if not abs(memory[values + a]) < np.inf:
                probabilities[:] = np.nan
                return
    if choice >= PROPORTIONAL:
        no_regret_policy(
            choice, parameters, seat, memory, first, n_actions, n_observations, observation,
            exploring, probabilities,
        )  # fmt: skip
        return
    exploration = 0.0
    steps = memory[first + n_actions * n_observations]
    if choice == SCRIPTED:
        length = parameters[seat, SCRIPT_LENGTH]
        line = steps % length if parameters[seat, SCRIPT_REPEATS] != 0.0 else min(steps, length - 1)
        now = int(memory[first + n_actions * n_observations + 1 + int(line)])
        for a in range(n_actions):
            probabilities[a] = 1.0 if a == now else 0.0
        return
    if choice == UPPER_CONFIDENCE:
        if exploring:
            upper_confidence(
                parameters, seat, memory, first, n_actions, n_observations, observation,
                probabilities,
            )  # fmt: skip
            return
    elif choice == MIXED_WITH_UNIFORM:
        if exploring:
            exploration = scheduled(parameters, seat, EXPLORATION, steps)
        mixed_with_uniform(exploration, memory, values, probabilities)
        return
    elif choice == BOLTZMANN:
        exploration = 1.0 / scheduled(parameters, seat, EXPLORATION, steps)
    elif choice == EPSILON_GREEDY and exploring:
        exploration = scheduled(parameters, seat, EXPLORATION, steps)
    first_tie = parameters[seat, FIRST_TIE] != 0.0
    known = EPSILON_GREEDY if choice == UPPER_CONFIDENCE else choice
    policy_of(known, exploration, first_tie, memory, values, probabilities)


@compiled(
    "int64(int64, int64, float64[:,::1], int64, float64[::1], int64, int64, int64, int64, "
    "uint64[::1], float64[::1])",
    inline=True,
)
def act(
    choice: int,
    rule: int,
    parameters: Vector,
    seat: int,
    memory: Vector,
    first: int,
    n_actions: int,
    n_observations: int,
    observation: int,
    streams: NDArray[np.uint64],
    scratch: Vector,
) -> int:
    """Choose an action; takes exactly one draw, which SARSA mostly took before."""
    if rule == SARSA:
        plan = planned(memory, first, n_actions, n_observations, observation)
        if plan >= 0:
            return plan
    u = next_uniform(streams, 4 * seat)
    if choice == EPSILON_GREEDY:
        epsilon = scheduled(
            parameters, seat, EXPLORATION, memory[first + n_actions * n_observations]
        )
        return sample_greedy(
            epsilon, parameters[seat, FIRST_TIE] != 0.0, memory, first + observation * n_actions,
            n_actions, u,
        )  # fmt: skip
    policy(
        choice, parameters, seat, memory, first, n_actions, n_observations, observation, True,
        scratch,
    )  # fmt: skip
    return sample(scratch, u)


@compiled(
    "boolean(int64, int64, float64[:,::1], int64, float64[::1], int64, int64, float64[::1], int64, "
    "int64, int64, int64, int64, float64, int64, boolean, int64, uint64[::1], float64[::1])",
    inline=True,
)
def update(
    choice: int,
    rule: int,
    parameters: Vector,
    seat: int,
    payoffs: Vector,
    own: int,
    others: int,
    memory: Vector,
    first: int,
    n_actions: int,
    n_observations: int,
    observation: int,
    action: int,
    reward: float,
    following: int,
    done: bool,
    other: int,
    streams: NDArray[np.uint64],
    scratch: Vector,
) -> bool:
    """Learn from one round; False if a number of the memory is no longer finite."""
    if rule == NO_LEARNING:
        return True
    place = first + n_actions * n_observations
    fine = True
    if rule == Q_LEARNING:
        fine = learn(
            scheduled(parameters, seat, RATE, memory[place]), parameters[seat, DISCOUNT], memory,
            first + observation * n_actions, n_actions, action, reward,
            first + following * n_actions, done,
        )  # fmt: skip
    elif rule <= JOINT_ACTION:
        fine = learn_values(
            choice, rule, parameters, seat, others, memory, first, n_actions, n_observations,
            observation, action, reward, following, done, other, streams, scratch,
        )  # fmt: skip
    elif rule < REGRETS:
        fine = climb(
            rule, parameters, seat, memory, first, n_actions, n_observations, observation, action,
            reward, following, done, streams,
        )  # fmt: skip
    elif rule < CROSS:
        fine = update_no_regret(
            choice, rule, parameters, seat, payoffs, own, others, memory, first, n_actions,
            n_observations, observation, action, reward, other, scratch,
        )  # fmt: skip
    elif rule < BELIEF_SUMS:
        fine = update_reinforcement(
            rule, parameters, seat, payoffs, own, others, memory, first, n_actions,
            n_observations, observation, action, reward, other, streams,
        )  # fmt: skip
    elif rule < COUNTING:
        fine = update_beliefs(
            rule, payoffs, own, others, memory, first, n_actions, n_observations, observation,
            other,
        )  # fmt: skip
    memory[place] += 1.0
    return fine


@compiled("void(int64, float64[:,::1], float64[::1], int64, int64, int64, boolean, float64[::1])")
def policy_alone(
    choice: int,
    parameters: Vector,
    memory: Vector,
    n_actions: int,
    n_observations: int,
    observation: int,
    exploring: bool,
    probabilities: Vector,
) -> None:
    """:func:`policy` of an agent whose arrays are its own."""
    policy(
        choice, parameters, 0, memory, 0, n_actions, n_observations, observation, exploring,
        probabilities,
    )  # fmt: skip


@compiled(
    "int64(int64, int64, float64[:,::1], float64[::1], int64, int64, int64, uint64[::1], "
    "float64[::1])"
)
def act_alone(
    choice: int,
    rule: int,
    parameters: Vector,
    memory: Vector,
    n_actions: int,
    n_observations: int,
    observation: int,
    stream: NDArray[np.uint64],
    scratch: Vector,
) -> int:
    """:func:`act` of an agent whose arrays are its own."""
    return act(
        choice, rule, parameters, 0, memory, 0, n_actions, n_observations, observation, stream,
        scratch,
    )  # fmt: skip


@compiled(
    "boolean(int64, int64, float64[:,::1], float64[::1], int64, float64[::1], int64, int64, int64, "
    "int64, float64, int64, boolean, int64, uint64[::1], float64[::1])"
)
def update_alone(
    choice: int,
    rule: int,
    parameters: Vector,
    payoffs: Vector,
    others: int,
    memory: Vector,
    n_actions: int,
    n_observations: int,
    observation: int,
    action: int,
    reward: float,
    following: int,
    done: bool,
    other: int,
    stream: NDArray[np.uint64],
    scratch: Vector,
) -> bool:
    """:func:`update` of an agent whose arrays are its own."""
    return update(
        choice, rule, parameters, 0, payoffs, 0, others, memory, 0, n_actions, n_observations,
        observation, action, reward, following, done, other, stream, scratch,
    )  # fmt: skip


@compiled(
    "void(int64, float64[:,::1], int64, float64[:,::1], int64, int64, int64, float64[:,:,::1])"
)
def policy_tables(
    choice: int,
    parameters: Vector,
    seat: int,
    memories: NDArray[np.float64],
    first: int,
    n_actions: int,
    n_observations: int,
    tables: NDArray[np.float64],
) -> None:
    """Write the policies without exploration of one seat's agents in all runs.

    Parameters
    ----------
    memories : ndarray, shape (runs, size of all memories)
    tables : ndarray, shape (runs, n_observations, n_actions)
        Overwritten.
    """
    for run in range(len(memories)):
        for observation in range(n_observations):
            policy(
                choice, parameters, seat, memories[run], first, n_actions, n_observations,
                observation, False, tables[run, observation],
            )  # fmt: skip
