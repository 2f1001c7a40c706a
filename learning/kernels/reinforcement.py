"""Rules of reinforcement, compiled: actions that paid well are played more often.

With several observations a rule keeps one copy of all it needs for each of them.
Arguments are those of :mod:`learning.kernels.agents`.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from gametheory.kernels.compiled import compiled
from learning.kernels.layout import EXTRA, RATE, scheduled
from learning.kernels.streams import next_uniform

__all__ = ["ASPIRATION", "CROSS", "DECAY", "EXPERIENCE", "EXPERIMENTATION", "FOREGONE",
           "FORGETTING", "HIGHEST", "INERTIA", "LOWEST", "OLD_EXPERIENCE", "ROTH_EREV", "SCALE",
           "SENSITIVITY", "TREMBLE", "update_reinforcement"]  # fmt: skip

Vector = NDArray[np.float64]

#: Rules, see `update_reinforcement`.
CROSS: Final = 40
ROTH_EREV: Final = 41
EXPERIENCE: Final = 42
ASPIRATION: Final = 43

#: Places of parameters. A share of the payoff range is (reward - lowest) * scale.
LOWEST: Final = EXTRA
SCALE: Final = EXTRA + 1
#: Roth-Erev.
FORGETTING: Final = EXTRA + 1
EXPERIMENTATION: Final = EXTRA + 2
#: Experience-weighted attraction: phi, rho, delta.
DECAY: Final = EXTRA
OLD_EXPERIENCE: Final = EXTRA + 1
FOREGONE: Final = EXTRA + 2
#: Aspiration.
HIGHEST: Final = EXTRA + 2
INERTIA: Final = EXTRA + 3
SENSITIVITY: Final = EXTRA + 4
TREMBLE: Final = EXTRA + 5


@compiled(
    "boolean(int64, float64[:,::1], int64, float64[::1], int64, int64, float64[::1], int64, "
    "int64, int64, int64, int64, float64, int64, uint64[::1])",
    allocates=False,
)
def update_reinforcement(
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
    other: int,
    streams: NDArray[np.uint64],
) -> bool:
    """Learn from one round; False if a number of the memory is no longer finite.

    With i for the action chosen and x for the reward as a share of the payoff range:

    - ``CROSS``: the table is the policy, moved towards i by learning rate times x;
    - ``ROTH_EREV``: the table of propensities is multiplied by 1 - forgetting; then i
      gains a share 1 - experimentation of the reward over the lowest payoff, the
      other actions the rest, evenly;
    - ``EXPERIENCE``: the table of attractions A and the experience N kept in the rest
      become A[a] = (phi N A[a] + w u(a)) / (rho N + 1), N = rho N + 1, where u(a) is what
      action a would have paid, w is 1 for i and delta for the others;
    - ``ASPIRATION``: the table is the next policy: i with the chance of staying, which
      falls from 1 as x falls below the aspiration kept in the rest, the others evenly.
    """
    n = n_actions
    table = first + observation * n
    rest = first + n * n_observations + 1
    lowest = parameters[seat, LOWEST]
    if rule == CROSS:
        share = min(max((reward - lowest) * parameters[seat, SCALE], 0.0), 1.0)
        share *= scheduled(parameters, seat, RATE, memory[rest - 1])
        for a in range(n):
            memory[table + a] *= 1.0 - share
        memory[table + action] += share
        return share < np.inf  # type: ignore[no-any-return]  # a numpy truth if uncompiled
    total = 0.0
    if rule == ROTH_EREV:
        keep = 1.0 - parameters[seat, FORGETTING]
        gain = max(reward - lowest, 0.0)
        spread = parameters[seat, EXPERIMENTATION] if n > 1 else 0.0
        for a in range(n):
            part = gain * (1.0 - spread) if a == action else gain * spread / (n - 1)
            memory[table + a] = keep * memory[table + a] + part
            total += memory[table + a]
        return total < np.inf
    if rule == EXPERIENCE:
        before = memory[rest + observation]
        now = parameters[seat, OLD_EXPERIENCE] * before + 1.0
        memory[rest + observation] = now
        for a in range(n):
            weight = 1.0 if a == action else parameters[seat, FOREGONE]
            gain = weight * payoffs[own + a * others + other]
            old = parameters[seat, DECAY] * before * memory[table + a]
            memory[table + a] = (old + gain) / now
            total += abs(memory[table + a])
        return total < np.inf
    # Aspirations and rewards are compared as they are: a constant reward must satisfy.
    aspiration = memory[rest + observation]
    shortfall = (aspiration - reward) * parameters[seat, SCALE]
    stay = 1.0
    if shortfall > 0.0:
        stay = max(1.0 - parameters[seat, SENSITIVITY] * shortfall, parameters[seat, INERTIA])
    if n == 1:
        stay = 1.0
    for a in range(n):
        memory[table + a] = (1.0 - stay) / (n - 1) if a != action else stay
    aspiration += scheduled(parameters, seat, RATE, memory[rest - 1]) * (reward - aspiration)
    tremble = parameters[seat, TREMBLE]
    if tremble > 0.0:
        slips = next_uniform(streams, 4 * seat) < tremble
        place = next_uniform(streams, 4 * seat)
        if slips:
            aspiration = (1.0 - place) * lowest + place * parameters[seat, HIGHEST]
    memory[rest + observation] = aspiration
    return abs(aspiration) < np.inf  # type: ignore[no-any-return]  # as above
