"""Conditional regret matching with inertia.

The procedure (2.2) of Hart & Mas-Colell 2000, "A simple adaptive procedure leading to
correlated equilibrium", Econometrica 68.

The *conditional regret* for not having played k instead of i is
``R(i, k) = max(0, sum of u(k, j) - u(i, j) over the rounds in which i was played) / t``
after t rounds. A player who played i last plays ``k != i`` next with probability
``R(i, k) / mu`` and stays at i otherwise. The first action is drawn evenly. If all players
do so, the joint frequencies converge to the set of *correlated* equilibria with
probability 1; no rate is known.

`mu` must be so large that staying always has a positive probability: above (n - 1) times
the payoff range, with n actions. Here it is given in those units.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import final

import numpy as np

from learning.agents.kernel_agent import make_rule
from learning.agents.protocol import KernelRule, Seat
from learning.agents.sealing import FullInformation, payoff_spread, sealed, told_payoffs
from learning.parameters import read_real

__all__ = ["ConditionalRegretMatching"]


@final
@sealed
@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionalRegretMatching(FullInformation):
    """Specification of conditional regret matching with inertia; see the module.

    Its values are the probabilities of its next action, and so is its policy: they hang
    on the action played last. What converges are the joint frequencies of play.

    Parameters
    ----------
    inertia : float
        The constant mu in units of (n - 1) times the payoff range; above 1.

    Raises
    ------
    ParameterError
        If it is out of range.
    """

    inertia: float = 2.0

    def __post_init__(self) -> None:
        inertia = read_real(self.inertia, "inertia", 1.0, above=True)
        object.__setattr__(self, "inertia", inertia)

    def rule(self, seat: Seat) -> KernelRule:
        """Describe its agents to the compiled loops; see :class:`KernelRule`."""
        from learning.kernels import layout, no_regret, rules

        payoffs = told_payoffs(self, seat)
        n = seat.n_actions
        spread = payoff_spread(self, float(payoffs.min()), float(payoffs.max()))
        mu = self.inertia * max(n - 1, 1) * spread
        return make_rule(
            rules.FIXED, no_regret.CONDITIONAL, seat, 1.0 / n, {layout.EXTRA: mu},
            rest=np.zeros(seat.n_observations * (n * n + 1)),
        )  # fmt: skip
