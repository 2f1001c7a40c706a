"""Rules that answer a belief about the opponent, compiled.

The *belief* is how often the opponent is taken to play each action: its past
frequencies, and perhaps starting weights. The rules keep what each action would pay
against it, not the belief itself. With several observations there is one belief for
each. Arguments are those of :mod:`learning.kernels.agents`.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from gametheory.kernels.compiled import compiled

__all__ = ["BELIEF_MEANS", "BELIEF_SUMS", "update_beliefs"]

Vector = NDArray[np.float64]

#: Rules, see `update_beliefs`.
BELIEF_SUMS: Final = 60
BELIEF_MEANS: Final = 61


@compiled(
    "boolean(int64, float64[::1], int64, int64, float64[::1], int64, int64, int64, int64, int64)",
    allocates=False,
)
def update_beliefs(
    rule: int,
    payoffs: Vector,
    own: int,
    others: int,
    memory: Vector,
    first: int,
    n_actions: int,
    n_observations: int,
    observation: int,
    other: int,
) -> bool:
    """Learn from one round; False if a number of the table is no longer finite.

    With u(a) for what action a would have paid:

    - ``BELIEF_SUMS``: table[a] += u(a);
    - ``BELIEF_MEANS``: the belief's weight W, kept in the rest, grows by 1, and
      table[a] += (u(a) - table[a]) / W.
    """
    table = first + observation * n_actions
    share = 0.0
    if rule == BELIEF_MEANS:
        weight = first + n_actions * n_observations + 1 + observation
        memory[weight] += 1.0
        share = 1.0 / memory[weight]
    total = 0.0
    for a in range(n_actions):
        gain = payoffs[own + a * others + other]
        if rule == BELIEF_MEANS:
            gain = (gain - memory[table + a]) * share
        memory[table + a] += gain
        total += abs(memory[table + a])
    return total < np.inf
