"""Cross learning.

Cross 1973, "A stochastic learning model of economic behavior", Quarterly Journal of
Economics 87; Boergers & Sarin 1997, "Learning through reinforcement and replicator
dynamics", Journal of Economic Theory 77.

After playing i for a reward of x, as a share of the payoff range, the policy moves
towards i: ``p(i) += rate x (1 - p(i))``, and ``p(a) -= rate x p(a)`` for the others. As the
rate falls to 0 the policies follow the replicator dynamics of the scaled payoffs over
any stretch of ``steps * rate`` (Boergers & Sarin, proposition 1).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import final

from learning.agents.kernel_agent import make_rule
from learning.agents.protocol import KernelRule, Seat
from learning.agents.schedules import Rate, read_rate, schedule_parameters
from learning.agents.sealing import RewardOnly, payoff_spread, sealed, told_bounds

__all__ = ["CrossLearner"]


@final
@sealed
@dataclass(frozen=True, slots=True, kw_only=True)
class CrossLearner(RewardOnly):
    """Specification of a Cross learner; see the module.

    Its values are its policy, even at the start.

    Parameters
    ----------
    learning_rate : float or Decay
        In (0, 1]; 1 is Cross's own rule.

    Raises
    ------
    ParameterError
        If it is out of range.
    """

    learning_rate: Rate = 1.0

    def __post_init__(self) -> None:
        rate = read_rate(self.learning_rate, "learning_rate", 0.0, 1.0, above=True)
        object.__setattr__(self, "learning_rate", rate)

    def rule(self, seat: Seat) -> KernelRule:
        """Describe its agents to the compiled loops; see :class:`KernelRule`."""
        from learning.kernels import layout, reinforcement, rules

        lowest, highest = told_bounds(self, seat)
        parameters = {
            **schedule_parameters(self.learning_rate, layout.RATE),
            reinforcement.LOWEST: lowest,
            reinforcement.SCALE: 1.0 / payoff_spread(self, lowest, highest),
        }
        start = 1.0 / seat.n_actions
        return make_rule(rules.FIXED, reinforcement.CROSS, seat, start, parameters)
