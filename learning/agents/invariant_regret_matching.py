"""Conditional regret matching with the invariant vector.

Hart & Mas-Colell 2000, "A simple adaptive procedure leading to correlated equilibrium",
Econometrica 68, section 3.

With conditional regrets D(i, k), the sums of ``u(k, j) - u(i, j)`` over the rounds in
which i was played, the next action is drawn by a vector q that the positive parts leave
in balance: ``q(i) sum over k of max(D(i, k), 0) = sum over k of q(k) max(D(k, i), 0)``. Where
several vectors are, here the one is taken to which the chain of these rates comes, on
average, from an even start; so without any positive regret all actions are equally
likely, and no renaming of actions matters.

By Blackwell's argument, whatever the opponent does,
``E[sum of max(D(i, k), 0)**2] <= T (n - 1) D**2`` after T rounds with n actions and payoff
range D: the mean swap regret a round is at most ``D sqrt(n (n - 1) / T)``, and the joint
frequencies approach the *correlated* equilibria.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import final

import numpy as np

from learning.agents.kernel_agent import make_rule
from learning.agents.protocol import KernelRule, Seat
from learning.agents.sealing import FullInformation, sealed, told_payoffs

__all__ = ["InvariantRegretMatching"]


@final
@sealed
@dataclass(frozen=True, slots=True, kw_only=True)
class InvariantRegretMatching(FullInformation):
    """Specification of conditional regret matching by the invariant vector; see the module.

    Its values are the probabilities of its next action. A round costs of the order of
    n**3 operations with n actions.
    """

    def rule(self, seat: Seat) -> KernelRule:
        """Describe its agents to the compiled loops; see :class:`KernelRule`."""
        from learning.kernels import no_regret, rules

        told_payoffs(self, seat)
        n = seat.n_actions
        return make_rule(
            rules.FIXED, no_regret.INVARIANT, seat, 1.0 / n, {},
            rest=np.zeros((seat.n_observations + 1) * n * n + 3 * n),
        )  # fmt: skip
