"""Rules that learn values from rewards, beside plain Q-learning.

A *target* is what an action turned out to be worth: the reward, and the discounted value
of what follows. All rules move the value of the action played towards a target,
``q += rate * (target - q)``; they differ in the target, the rate, or what they count.
Arguments are those of :mod:`learning.kernels.agents`. What stands in an agent's memory
after its number of steps:

- counting Q-learning: visits, a table like that of values;
- SARSA: the action planned for the next round, as ``1 + observation * n_actions +
  action``, or 0 for none;
- lenient Q-learning: the best target since the last change of each value, and how many
  there were: two tables;
- joint-action learning: a value for each observation, own action and opponent's action;
  then counts of the opponent's actions in each observation. Its table holds expected
  values.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gametheory.kernels.compiled import compiled
from learning.kernels.layout import DISCOUNT, EXPLORATION, EXTRA, FIRST_TIE, RATE, scheduled
from learning.kernels.rules import (
    BOLTZMANN,
    largest,
    logarithm,
    policy_of,
    sample,
)
from learning.kernels.streams import next_uniform

__all__ = ["EXPECTED_SARSA", "FREQUENCY_ADJUSTED", "HYSTERETIC", "JOINT_ACTION", "LENIENT",
           "Q_COUNTING", "SARSA", "UPPER_CONFIDENCE", "behaviour", "learn_values", "planned",
           "upper_confidence"]  # fmt: skip

Vector = NDArray[np.float64]

#: Codes of learning rules.
Q_COUNTING: Final = 2
SARSA: Final = 3
EXPECTED_SARSA: Final = 4
FREQUENCY_ADJUSTED: Final = 5
LENIENT: Final = 6
HYSTERETIC: Final = 7
JOINT_ACTION: Final = 8

#: Code of the choice by upper confidence bounds, for agents that count their visits.
UPPER_CONFIDENCE: Final = 10


@compiled(
    "void(int64, float64[:,::1], int64, float64, float64[::1], int64, float64[::1])", inline=True
)
def behaviour(
    choice: int,
    parameters: Vector,
    seat: int,
    steps: float,
    memory: Vector,
    values: int,
    probabilities: Vector,
) -> None:
    """Write the policy, exploration included, of an epsilon-greedy or Boltzmann agent.

    Parameters
    ----------
    steps : float
        Its updates by then.
    values : int
        Where its values in the observation begin.
    """
    exploration = scheduled(parameters, seat, EXPLORATION, steps)
    if choice == BOLTZMANN:
        exploration = 1.0 / exploration
    first_tie = parameters[seat, FIRST_TIE] != 0.0
    policy_of(choice, exploration, first_tie, memory, values, probabilities)


@compiled(
    "void(float64[:,::1], int64, float64[::1], int64, int64, int64, int64, float64[::1])",
    allocates=False,
)
def upper_confidence(
    parameters: Vector,
    seat: int,
    memory: Vector,
    first: int,
    n_actions: int,
    n_observations: int,
    observation: int,
    probabilities: Vector,
) -> None:
    """Write which action has the largest upper confidence bound; ties by the tie rule.

    The bound is ``value + c sqrt(2 log n / visits)`` after n visits of the observation;
    that of an action never tried is infinite.
    """
    table = observation * n_actions
    visits = first + n_actions * n_observations + 1 + table
    total = 0.0
    for a in range(n_actions):
        total += memory[visits + a]
    twice = 2.0 * logarithm(total) if total > 1.0 else 0.0
    best = -np.inf
    ties = 0
    for a in range(n_actions):
        bound = np.inf
        if memory[visits + a] > 0.0:
            radius = math.sqrt(twice / memory[visits + a])
            bound = memory[first + table + a] + parameters[seat, EXPLORATION] * radius
        probabilities[a] = bound
        if bound > best:
            best = bound
            ties = 1
        elif bound == best:
            ties += 1
    share = 1.0 / ties if ties > 0 else 0.0
    if parameters[seat, FIRST_TIE] != 0.0:
        share = 1.0
    for a in range(n_actions):
        if probabilities[a] == best:
            probabilities[a] = share
            if parameters[seat, FIRST_TIE] != 0.0:
                share = 0.0
        else:
            probabilities[a] = 0.0


@compiled("int64(float64[::1], int64, int64, int64, int64)", inline=True)
def planned(
    memory: Vector, first: int, n_actions: int, n_observations: int, observation: int
) -> int:
    """Take the action that SARSA has planned for an observation; -1 if there is none."""
    place = first + n_actions * n_observations + 1
    plan = int(memory[place]) - 1 - observation * n_actions
    memory[place] = 0.0
    return plan if 0 <= plan < n_actions else -1


@compiled("boolean(float64[::1], int64, int64, int64, int64, int64)", inline=True)
def _expect(
    memory: Vector, pairs: int, counts: int, values: int, n_actions: int, others: int
) -> bool:
    """Write each action's expected value against the opponent's frequencies."""
    total = 0.0
    for b in range(others):
        total += memory[counts + b]
    fine = True
    for a in range(n_actions):
        expected = 0.0
        for b in range(others):
            expected += memory[counts + b] * memory[pairs + a * others + b]
        memory[values + a] = expected / total
        fine &= abs(memory[values + a]) < np.inf
    return fine


@compiled(
    "boolean(int64, int64, float64[:,::1], int64, int64, float64[::1], int64, int64, int64, "
    "int64, int64, float64, int64, boolean, int64, uint64[::1], float64[::1])",
    allocates=False,
)
def learn_values(
    choice: int,
    rule: int,
    parameters: Vector,
    seat: int,
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
    """Learn from one round; False if a number is no longer finite."""
    entries = n_actions * n_observations
    value = first + observation * n_actions + action
    later = first + following * n_actions
    rest = first + entries + 1
    visited = rest + observation * n_actions + action
    steps = memory[rest - 1]
    rate = scheduled(parameters, seat, RATE, steps)
    if rule == FREQUENCY_ADJUSTED:  # by the policy that the action was drawn from
        behaviour(choice, parameters, seat, steps, memory, value - action, scratch)
        if scratch[action] > parameters[seat, EXTRA]:
            rate *= parameters[seat, EXTRA] / scratch[action]
    elif rule == Q_COUNTING:
        memory[visited] += 1.0
        if parameters[seat, EXTRA] != 0.0:
            rate = 1.0 / memory[visited]

    target = reward
    discount = parameters[seat, DISCOUNT]
    if rule == SARSA:
        memory[rest] = 0.0
        if not done:
            behaviour(choice, parameters, seat, steps + 1.0, memory, later, scratch)
            drawn = sample(scratch, next_uniform(streams, 4 * seat))
            memory[rest] = float(1 + following * n_actions + drawn)
            target += discount * memory[later + drawn]
    elif discount > 0.0 and not done:
        if rule == EXPECTED_SARSA:
            behaviour(choice, parameters, seat, steps + 1.0, memory, later, scratch)
            expected = 0.0
            for a in range(n_actions):
                expected += scratch[a] * memory[later + a]
            target += discount * expected
        else:
            target += discount * largest(memory, later, n_actions)[0]

    if rule == JOINT_ACTION:
        pairs = rest + observation * n_actions * others
        counts = rest + entries * others + observation * others
        place = pairs + action * others + other
        memory[place] += rate * (target - memory[place])
        memory[counts + other] += 1.0
        return _expect(memory, pairs, counts, first + observation * n_actions, n_actions, others)
    if rule == LENIENT:
        number = visited + entries
        if memory[number] == 0.0 or target > memory[visited]:
            memory[visited] = target
        memory[number] += 1.0
        if memory[number] < parameters[seat, EXTRA]:
            return abs(target) < np.inf
        memory[number] = 0.0
        target = memory[visited]
    elif rule == HYSTERETIC and target < memory[value]:
        rate = scheduled(parameters, seat, EXTRA, steps)
    memory[value] += rate * (target - memory[value])
    return abs(memory[value]) < np.inf  # type: ignore[no-any-return]
