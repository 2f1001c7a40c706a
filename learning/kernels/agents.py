"""Every agent's policy and learning rule, compiled: one place that looks at the codes.

The families of rules have modules of their own; see :mod:`learning.kernels.layout` for
how an agent lies in arrays. All take the same arguments:

choice, rule : int
    The two codes.
parameters : ndarray, shape (N_PARAMETERS,)
payoffs : ndarray, shape (n_actions, opponent's actions)
    The agent's own payoffs, own actions first; zeros if it may not know them.
memory : ndarray
    Its memory, modified in place by `update_agent`.
n_actions, n_observations : int
observation, next_observation : int
    Before and after the round.
action : int
    What it chose.
reward : float
done : bool
    Whether the episode ended by its own rules.
other : int
    The opponent's action as it saw it; -1 if it did not.
stream : ndarray of uint64, shape (4,)
    Its random numbers, modified in place.
scratch : ndarray, shape (at least n_actions,)
    Overwritten.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from gametheory.kernels.compiled import compiled
from learning.kernels.layout import DISCOUNT, EXPLORATION, FIRST_TIE, RATE, scheduled
from learning.kernels.rules import BOLTZMANN, EPSILON_GREEDY, learn, policy_of, sample
from learning.kernels.streams import next_uniform

__all__ = ["NO_LEARNING", "Q_LEARNING", "act_agent", "agent_policy", "policy_tables",
           "update_agent"]  # fmt: skip

Vector = NDArray[np.float64]

#: Codes of learning rules.
NO_LEARNING: Final = 0
Q_LEARNING: Final = 1


@compiled("void(int64, float64[::1], float64[::1], int64, int64, int64, boolean, float64[::1])")
def agent_policy(
    choice: int,
    parameters: Vector,
    memory: Vector,
    n_actions: int,
    n_observations: int,
    observation: int,
    exploring: bool,
    policy: Vector,
) -> None:
    """Write an agent's policy in an observation.

    Parameters
    ----------
    exploring : bool
        Whether to write what it acts by now, or what it would do without exploration;
        a softmax is its own policy, without exploration too.
    policy : ndarray, shape (n_actions,)
        Overwritten.
    """
    values = memory[observation * n_actions : (observation + 1) * n_actions]
    if not exploring:
        for value in values:
            if not abs(value) < np.inf:  # what has diverged has no policy
                policy[:] = np.nan
                return
    first_tie = parameters[FIRST_TIE] != 0.0
    exploration = 0.0
    if choice == BOLTZMANN:
        exploration = 1.0 / scheduled(parameters, EXPLORATION, memory[n_actions * n_observations])
    elif choice == EPSILON_GREEDY and exploring:
        exploration = scheduled(parameters, EXPLORATION, memory[n_actions * n_observations])
    policy_of(choice, exploration, first_tie, values, policy)


@compiled(
    "int64(int64, int64, float64[::1], float64[::1], int64, int64, int64, uint64[::1], "
    "float64[::1])"
)
def act_agent(
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
    """Choose an action; takes exactly one draw."""
    policy = scratch[:n_actions]
    agent_policy(choice, parameters, memory, n_actions, n_observations, observation, True, policy)
    return sample(policy, next_uniform(stream))


@compiled(
    "boolean(int64, int64, float64[::1], float64[:,::1], float64[::1], int64, int64, int64, "
    "int64, float64, int64, boolean, int64, uint64[::1], float64[::1])"
)
def update_agent(
    choice: int,
    rule: int,
    parameters: Vector,
    payoffs: NDArray[np.float64],
    memory: Vector,
    n_actions: int,
    n_observations: int,
    observation: int,
    action: int,
    reward: float,
    next_observation: int,
    done: bool,
    other: int,
    stream: NDArray[np.uint64],
    scratch: Vector,
) -> bool:
    """Learn from one round; False if a number of the memory is no longer finite."""
    if rule == NO_LEARNING:
        return True
    place = n_actions * n_observations
    fine = learn(
        scheduled(parameters, RATE, memory[place]),
        parameters[DISCOUNT],
        memory[observation * n_actions : (observation + 1) * n_actions],
        action,
        reward,
        memory[next_observation * n_actions : (next_observation + 1) * n_actions],
        done,
    )
    memory[place] += 1.0
    return fine


@compiled("void(int64, float64[::1], float64[:,::1], int64, int64, float64[:,:,::1])")
def policy_tables(
    choice: int,
    parameters: Vector,
    memories: NDArray[np.float64],
    n_actions: int,
    n_observations: int,
    tables: NDArray[np.float64],
) -> None:
    """Write the policies without exploration of one seat's agents in all runs.

    Parameters
    ----------
    memories : ndarray, shape (runs, size of a memory)
    tables : ndarray, shape (runs, n_observations, n_actions)
        Overwritten.
    """
    for run in range(len(memories)):
        for observation in range(n_observations):
            agent_policy(
                choice, parameters, memories[run], n_actions, n_observations, observation, False,
                tables[run, observation],
            )  # fmt: skip
