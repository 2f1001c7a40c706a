"""Regret matching plus.

Tammelin 2014, "Solving large imperfect information games using CFR+", arXiv:1407.5042.

The player keeps ``Q(a) = max(Q(a) + u(a, j) - sum over b of p(b) u(b, j), 0)`` for the
opponent's action j and its own policy p, and plays in proportion to Q; where all of Q
are 0 all actions are equally likely. Q is at least the regret of the policies played,
and ``sum of Q(a)**2 <= T n D**2`` after T rounds with n actions and payoff range D,
in every single run; so that regret is at most ``D sqrt(n / T)`` a round. Since what is
forgotten is only regret below 0, the rule answers faster than regret matching when the
best action changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import final

from learning.agents.kernel_agent import make_rule
from learning.agents.protocol import KernelRule, Seat
from learning.agents.sealing import FullInformation, sealed, told_payoffs

__all__ = ["RegretMatchingPlus"]


@final
@sealed
@dataclass(frozen=True, slots=True, kw_only=True)
class RegretMatchingPlus(FullInformation):
    """Specification of regret matching plus; see the module.

    Its values are Q, in payoff units. It plays one action of its policy; the regret that
    it keeps is that of the policy, as published.
    """

    def rule(self, seat: Seat) -> KernelRule:
        """Describe its agents to the compiled loops; see :class:`KernelRule`."""
        from learning.kernels import no_regret

        told_payoffs(self, seat)
        return make_rule(no_regret.PROPORTIONAL, no_regret.REGRETS_PLUS, seat, 0.0, {})
