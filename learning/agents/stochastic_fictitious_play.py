"""Stochastic (smooth) fictitious play with logit choice.

Fudenberg & Kreps 1993, "Learning mixed equilibria", Games and Economic Behavior 5;
Fudenberg & Levine 1998, "The theory of learning in games", chapter 4.

The player believes that the opponent mixes as its past actions were frequent, and plays each
action with a probability proportional to ``exp(expected payoff / temperature)``. Where two
such players come to rest, they are at a logit equilibrium of that temperature. The rule is
nearly without regret, too: nearly in the temperature (Fudenberg & Levine 1995, "Consistency
and cautious fictitious play", Journal of Economic Dynamics and Control 19).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import final

import numpy as np

from learning.agents.exploration import Boltzmann, exploration_code
from learning.agents.fictitious_play import read_weights, told_weights
from learning.agents.kernel_agent import make_rule
from learning.agents.protocol import KernelRule, Seat
from learning.agents.schedules import Decay, Rate
from learning.agents.sealing import FullInformation, sealed, told_payoffs

__all__ = ["StochasticFictitiousPlayer"]


@final
@sealed
@dataclass(frozen=True, slots=True, kw_only=True)
class StochasticFictitiousPlayer(FullInformation):
    """Specification of a player by stochastic fictitious play; see the module.

    Its values are the expected payoffs of its actions against its belief, in payoff units.

    Parameters
    ----------
    temperature : float or Decay
        Above 0, as a share of the payoff range.
    initial_weights : sequence of float, optional
        Starting weight of each of the opponent's actions; none if not given, so that in the
        first round all actions are equally likely.

    Raises
    ------
    ParameterError
        If a parameter is out of range.
    """

    temperature: Rate
    initial_weights: Sequence[float] | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "temperature", Boltzmann(self.temperature).temperature)
        object.__setattr__(self, "initial_weights", read_weights(self.initial_weights))

    @property
    def explores_for_ever(self) -> bool:
        """Whether it keeps playing actions that it holds to be worse."""
        return not isinstance(self.temperature, Decay) or self.temperature.lowest > 0

    def rule(self, seat: Seat) -> KernelRule:
        """Describe its agents to the compiled loops; see :class:`KernelRule`."""
        from learning.kernels import beliefs

        payoffs = told_payoffs(self, seat)
        bounds = (float(payoffs.min()), float(payoffs.max()))
        choice, parameters = exploration_code(Boltzmann(self.temperature), bounds)
        weights = told_weights(self, self.initial_weights, payoffs)
        total = float(weights.sum())
        start = payoffs @ weights / total if total > 0.0 else np.zeros(seat.n_actions)
        return make_rule(
            choice, beliefs.BELIEF_MEANS, seat, start, parameters,
            rest=np.full(seat.n_observations, total),
        )  # fmt: skip
