"""Win-stay lose-shift by an aspiration that follows what was earned.

Karandikar, Mookherjee, Ray & Vega-Redondo 1998, "Evolving aspirations and cooperation",
Journal of Economic Theory 80.

A reward that reaches the *aspiration* satisfies, and the action is played again. One that
falls short of it by a share s of the payoff range lets the player stay with probability
``max(inertia, 1 - sensitivity s)``, which is 1 without a shortfall, falls without a jump and
never below the inertia, as they ask; else another action is played, all equally likely.
The aspiration then moves to the reward, ``A += rate (reward - A)``, their lambda being 1 -
rate, and with a small probability it *trembles*: here to any place of the payoff range, all
equally likely. With slow aspirations and rare trembles players cooperate most of the time in
a prisoner's dilemma.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import final

import numpy as np

from learning.agents.kernel_agent import make_rule
from learning.agents.protocol import KernelRule, Seat
from learning.agents.schedules import Rate, read_rate, schedule_parameters
from learning.agents.sealing import RewardOnly, payoff_spread, sealed, told_bounds
from learning.parameters import read_real

__all__ = ["AspirationLearner"]


@final
@sealed
@dataclass(frozen=True, slots=True, kw_only=True)
class AspirationLearner(RewardOnly):
    """Specification of an aspiration learner; see the module.

    Its values are the probabilities of its next action, even at the start.

    Parameters
    ----------
    learning_rate : float or Decay
        In (0, 1]: how fast the aspiration follows the rewards.
    inertia : float
        In (0, 1): least probability of staying.
    sensitivity : float
        Above 0: how fast the probability of staying falls with the shortfall.
    initial_aspiration : float
        In [0, 1]: a place in the payoff range.
    tremble : float
        In [0, 1]: probability that the aspiration is drawn anew after a round.

    Raises
    ------
    ParameterError
        If a parameter is out of range.
    """

    learning_rate: Rate = 0.01
    inertia: float = 0.1
    sensitivity: float = 2.0
    initial_aspiration: float = 0.5
    tremble: float = 0.0

    def __post_init__(self) -> None:
        rate = read_rate(self.learning_rate, "learning_rate", 0.0, 1.0, above=True)
        object.__setattr__(self, "learning_rate", rate)
        inertia = read_real(self.inertia, "inertia", 0.0, 1.0, above=True, below=True)
        object.__setattr__(self, "inertia", inertia)
        sensitivity = read_real(self.sensitivity, "sensitivity", 0.0, above=True)
        object.__setattr__(self, "sensitivity", sensitivity)
        for name in ("initial_aspiration", "tremble"):
            object.__setattr__(self, name, read_real(getattr(self, name), name, 0.0, 1.0))

    @property
    def explores_for_ever(self) -> bool:
        """Whether it keeps playing actions that it holds to be worse."""
        return self.tremble > 0

    def rule(self, seat: Seat) -> KernelRule:
        """Describe its agents to the compiled loops; see :class:`KernelRule`."""
        from learning.kernels import layout, reinforcement, rules

        lowest, highest = told_bounds(self, seat)
        start = (1 - self.initial_aspiration) * lowest + self.initial_aspiration * highest
        parameters = {
            **schedule_parameters(self.learning_rate, layout.RATE),
            reinforcement.LOWEST: lowest,
            reinforcement.HIGHEST: highest,
            reinforcement.SCALE: 1.0 / payoff_spread(self, lowest, highest),
            reinforcement.INERTIA: self.inertia,
            reinforcement.SENSITIVITY: self.sensitivity,
            reinforcement.TREMBLE: self.tremble,
        }
        return make_rule(
            rules.FIXED, reinforcement.ASPIRATION, seat, 1.0 / seat.n_actions, parameters,
            rest=np.full(seat.n_observations, start),
        )  # fmt: skip
