"""Policy hill-climbing, compiled.

The table of such an agent is its policy. After the number of steps its memory holds
values of the same shape and, where it wins or learns fast, the average policy and then a
count for each observation. Arguments are those of :mod:`learning.kernels.agents`.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from gametheory.kernels.compiled import compiled
from learning.kernels.layout import DISCOUNT, EXTRA, FIRST_TIE, RATE, scheduled
from learning.kernels.rules import largest, learn
from learning.kernels.streams import next_uniform

__all__ = ["DELTA", "DELTA_LOSE", "HILL_CLIMBING", "MIXED_WITH_UNIFORM", "WOLF", "climb",
           "mixed_with_uniform"]  # fmt: skip

Vector = NDArray[np.float64]

#: Codes of learning rules.
HILL_CLIMBING: Final = 12
WOLF: Final = 13

#: Code of the choice by the table's probabilities, except for an exploring share.
MIXED_WITH_UNIFORM: Final = 11

#: Where schedules of the step begin: always, or where it wins; and where it loses.
DELTA: Final = EXTRA
DELTA_LOSE: Final = EXTRA + 4


@compiled("void(float64, float64[::1], int64, float64[::1])", inline=True)
def mixed_with_uniform(epsilon: float, memory: Vector, first: int, probabilities: Vector) -> None:
    """Write ``(1 - epsilon) table + epsilon / n``."""
    n = len(probabilities)
    for a in range(n):
        probabilities[a] = (1.0 - epsilon) * memory[first + a] + epsilon / n


@compiled("int64(boolean, float64[::1], int64, int64, uint64[::1], int64)", inline=True)
def _greedy(
    first_tie: bool, memory: Vector, first: int, n: int, streams: NDArray[np.uint64], stream: int
) -> int:
    """Return the action of largest value; equal ones by the tie rule, with a draw if random."""
    best, ties = largest(memory, first, n)
    skipped = 0
    if ties > 1 and not first_tie:
        skipped = int(next_uniform(streams, stream) * ties)
    for a in range(n):
        if memory[first + a] == best:
            if skipped == 0:
                return a
            skipped -= 1
    return 0  # values that are no numbers: the run has diverged


@compiled(
    "boolean(int64, float64[:,::1], int64, float64[::1], int64, int64, int64, int64, int64, "
    "float64, int64, boolean, uint64[::1])",
    allocates=False,
)
def climb(
    rule: int,
    parameters: Vector,
    seat: int,
    memory: Vector,
    first: int,
    n_actions: int,
    n_observations: int,
    observation: int,
    action: int,
    reward: float,
    following: int,
    done: bool,
    streams: NDArray[np.uint64],
) -> bool:
    """Learn from one round: values, average policy, then a step of the policy."""
    entries = n_actions * n_observations
    own = first + observation * n_actions
    steps = memory[first + entries]
    table = first + entries + 1
    values = table + observation * n_actions
    fine = learn(
        scheduled(parameters, seat, RATE, steps), parameters[seat, DISCOUNT], memory, values,
        n_actions, action, reward, table + following * n_actions, done,
    )  # fmt: skip
    delta = scheduled(parameters, seat, DELTA, steps)
    if rule == WOLF:
        average = values + entries
        count = table + 2 * entries + observation
        memory[count] += 1.0
        gain = 0.0
        for a in range(n_actions):
            memory[average + a] += (memory[own + a] - memory[average + a]) / memory[count]
            gain += (memory[own + a] - memory[average + a]) * memory[values + a]
        if not gain > 0.0:
            delta = scheduled(parameters, seat, DELTA_LOSE, steps)
    if n_actions > 1:
        first_tie = parameters[seat, FIRST_TIE] != 0.0
        greedy = _greedy(first_tie, memory, values, n_actions, streams, 4 * seat)
        most = delta / (n_actions - 1)
        left = 1.0
        for a in range(n_actions):
            if a != greedy:
                memory[own + a] -= min(memory[own + a], most)
                left -= memory[own + a]
        memory[own + greedy] = max(left, 0.0)  # what the others lose; rounding cannot pile up
    return fine
