"""Exp3: exponential weights of a player who sees its own rewards only.

Auer, Cesa-Bianchi, Freund & Schapire 2002, "The nonstochastic multiarmed bandit problem",
SIAM Journal on Computing 32.

The player sees its own rewards only. It mixes exponential weights with the even policy,
``p(a) = (1 - gamma) w(a) / sum of w + gamma / n``, and multiplies the weight of the action
it played by ``exp(gamma x / (n p(a)))``, where x is the reward as a share of the payoff
range. After T rounds its expected regret is at most
``(e - 1) gamma G + n log(n) / gamma`` shares of the range, G being what the best action
earned (their theorem 3.1).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import final

from learning.agents.kernel_agent import make_rule
from learning.agents.protocol import KernelRule, Seat
from learning.agents.schedules import Decay, Rate, read_rate, schedule_parameters
from learning.agents.sealing import RewardOnly, payoff_spread, sealed, told_bounds

__all__ = ["Exp3"]


@final
@sealed
@dataclass(frozen=True, slots=True, kw_only=True)
class Exp3(RewardOnly):
    """Specification of an Exp3 player; see the module.

    Its values are the estimated gains, the sums of x / p, so that weights are
    exp(gamma / n times them).

    Parameters
    ----------
    gamma : float or Decay
        In (0, 1]: share of exploration, and n times the learning rate. A falling gamma
        multiplies the whole sum.

    Raises
    ------
    ParameterError
        If it is out of range.
    """

    gamma: Rate = 0.1

    def __post_init__(self) -> None:
        gamma = read_rate(self.gamma, "gamma", 0.0, 1.0, above=True)
        object.__setattr__(self, "gamma", gamma)

    @property
    def explores_for_ever(self) -> bool:
        """Whether it keeps playing actions that it holds to be worse."""
        return not isinstance(self.gamma, Decay) or self.gamma.lowest > 0

    def rule(self, seat: Seat) -> KernelRule:
        """Describe its agents to the compiled loops; see :class:`KernelRule`."""
        from learning.kernels import layout, no_regret

        lowest, highest = told_bounds(self, seat)
        parameters = {
            **schedule_parameters(self.gamma, layout.RATE, 1.0 / seat.n_actions),
            **schedule_parameters(self.gamma, layout.EXPLORATION),
            no_regret.LOWEST: lowest,
            no_regret.SCALE: 1.0 / payoff_spread(self, lowest, highest),
        }
        return make_rule(no_regret.EXPONENTIAL, no_regret.EXP3, seat, 0.0, parameters)
