"""Regret matching, unconditional (Hart & Mas-Colell 2000, 2001).

The *regret* R(a) of an action is what playing it in every round so far would have
earned, minus what was earned: ``R(a) += u(a, j) - u(i, j)`` after the player chose i and
saw j. The next action is drawn with probabilities proportional to the positive parts
of the regrets (Hart & Mas-Colell 2000, "A simple adaptive procedure leading to
correlated equilibrium", Econometrica 68, section 4; 2001, "A general class of adaptive
strategies", Journal of Economic Theory 98); where no regret is positive they leave the
choice open, and here all actions are then equally likely.

By Blackwell's argument the positive parts are orthogonal to the expected change of the
regrets, so that, whatever the opponent does,
``E[sum of max(R(a), 0)**2] <= T (n - 1) D**2`` after T rounds with n actions and payoff
range D. The mean external regret a round is at most ``D sqrt((n - 1) / T)``: the joint
frequencies approach the *coarse* correlated equilibria.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import final

from learning.agents.kernel_agent import make_rule
from learning.agents.protocol import KernelRule, Seat
from learning.agents.sealing import FullInformation, sealed, told_payoffs

__all__ = ["RegretMatching"]


@final
@sealed
@dataclass(frozen=True, slots=True, kw_only=True)
class RegretMatching(FullInformation):
    """Specification of unconditional regret matching; see the module.

    Its values are the regrets, summed over the rounds, in payoff units.

    Examples
    --------
    >>> agent = RegretMatching().new(2, payoffs=[[1, -1], [-1, 1]])
    >>> agent.policy(0)
    array([0.5, 0.5])
    """

    def rule(self, seat: Seat) -> KernelRule:
        """Describe its agents to the compiled loops; see :class:`KernelRule`."""
        from learning.kernels import no_regret

        told_payoffs(self, seat)
        return make_rule(no_regret.PROPORTIONAL, no_regret.REGRETS, seat, 0.0, {})
