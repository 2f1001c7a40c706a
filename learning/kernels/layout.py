"""How an agent lies in arrays: codes, a row of parameters, a row of memory.

An agent is described to the compiled loops by two codes, a row of `N_PARAMETERS`
numbers and its starting memory, since kernels that took functions would be compiled
anew in every process. The *choice* code says how its policy follows from its memory,
the *rule* code how it learns.

Memory is a vector of float64. First stands the *table*, a row of one number for each
action in each observation: values, propensities, regrets, or the probabilities
themselves; its largest entry marks the action that the agent holds to be best. Then
comes the number of *steps*, that is, updates so far; then whatever else the rule needs,
often a second table of the same shape.

A *schedule* takes four parameters: where it starts, after how many steps it has halved
(or, for power 1/2, is divided by the root of 2), the power, 0 for a constant, and the
lowest it falls to.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gametheory.kernels.compiled import compiled

__all__ = ["DISCOUNT", "EXPLORATION", "EXTRA", "FIRST_TIE", "N_PARAMETERS", "RATE", "scheduled"]

#: Places in a row of parameters. RATE and EXPLORATION begin schedules. EXPLORATION is
#: epsilon, or the temperature in payoff units; FIRST_TIE is 1 if the first of the greedy
#: actions takes all. From EXTRA on a rule has places of its own.
RATE: Final = 0
EXPLORATION: Final = 4
DISCOUNT: Final = 8
FIRST_TIE: Final = 9
EXTRA: Final = 10
N_PARAMETERS: Final = 20


@compiled("float64(float64[:,::1], int64, int64, float64)", inline=True)
def scheduled(parameters: NDArray[np.float64], seat: int, first: int, steps: float) -> float:
    """Value of a schedule after a number of steps.

    ``max(lowest, start / (1 + steps / halving) ** power)`` for powers 0, 1/2 and 1.

    Parameters
    ----------
    parameters : ndarray, shape (seats, N_PARAMETERS)
    seat : int
    first : int
        RATE or EXPLORATION.
    steps : float
    """
    start = parameters[seat, first]
    power = parameters[seat, first + 2]
    if power == 0.0:
        return start  # type: ignore[no-any-return]  # a numpy scalar where uncompiled
    growth = 1.0 + steps / parameters[seat, first + 1]
    value = start / growth if power == 1.0 else start / math.sqrt(growth)
    return max(value, parameters[seat, first + 3])  # type: ignore[no-any-return]  # as above
