"""Roth-Erev reinforcement.

Roth & Erev 1995, "Learning in extensive-form games", Games and Economic Behavior 8; Erev &
Roth 1998, "Predicting how people play games", American Economic Review 88.

The policy is proportional to *propensities*, one for each action. A reward R, counted from
the player's lowest payoff, reinforces: ``q(a) = (1 - forgetting) q(a) + E(a)`` with
``E(i) = R (1 - experimentation)`` for the action played and
``E(a) = R experimentation / (n - 1)`` for each other one. The rule of 1995 is that without
forgetting and, in its basic form, without experimentation.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import final

from learning.agents.kernel_agent import make_rule
from learning.agents.protocol import KernelRule, Seat
from learning.agents.sealing import RewardOnly, payoff_spread, sealed, told_bounds
from learning.parameters import read_real

__all__ = ["RothErev"]


@final
@sealed
@dataclass(frozen=True, slots=True, kw_only=True)
class RothErev(RewardOnly):
    """Specification of a Roth-Erev learner; see the module.

    Its values are the propensities, in payoff units.

    Parameters
    ----------
    experimentation : float
        In [0, 1): share of a reinforcement that the other actions get.
    forgetting : float
        In [0, 1): share of all propensities lost in a round. Above 0 the propensities stay
        bounded, and so the policy keeps moving.
    strength : float
        Above 0: sum of the starting propensities in units of the payoff range, evenly over
        the actions. Erev and Roth take the player's mean absolute payoff for the unit,
        which moves with the zero of the payoffs.

    Raises
    ------
    ParameterError
        If a parameter is out of range.
    """

    experimentation: float = 0.0
    forgetting: float = 0.0
    strength: float = 1.0

    def __post_init__(self) -> None:
        for name in ("experimentation", "forgetting"):
            read = read_real(getattr(self, name), name, 0.0, 1.0, below=True)
            object.__setattr__(self, name, read)
        strength = read_real(self.strength, "strength", 0.0, above=True)
        object.__setattr__(self, "strength", strength)

    @property
    def explores_for_ever(self) -> bool:
        """Whether it keeps playing actions that it holds to be worse."""
        return self.experimentation > 0

    def rule(self, seat: Seat) -> KernelRule:
        """Describe its agents to the compiled loops; see :class:`KernelRule`."""
        from learning.kernels import no_regret, reinforcement

        lowest, highest = told_bounds(self, seat)
        spread = payoff_spread(self, lowest, highest)
        parameters = {
            reinforcement.LOWEST: lowest,
            reinforcement.FORGETTING: self.forgetting,
            reinforcement.EXPERIMENTATION: self.experimentation,
        }
        start = self.strength * spread / seat.n_actions
        return make_rule(no_regret.PROPORTIONAL, reinforcement.ROTH_EREV, seat, start, parameters)
