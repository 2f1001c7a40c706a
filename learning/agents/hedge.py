"""Hedge, or exponential weights, and its optimistic form.

Freund & Schapire 1997, "A decision-theoretic generalization of on-line learning and an
application to boosting", Journal of Computer and System Sciences 55.

With G(a) for what action a would have earned so far, as shares of the payoff range, the
policy is proportional to ``exp(rate * G(a))``; Freund and Schapire write beta for
``exp(-rate)`` and losses for gains, which changes nothing. After T rounds the regret of the
policies played is at most ``log(n) / rate + rate T / 8`` shares of the range for a constant
rate (Cesa-Bianchi & Lugosi 2006, "Prediction, learning, and games", theorem 2.2).

The *optimistic* form counts the newest gain twice, as a guess of the next (Rakhlin &
Sridharan 2013, "Optimization, learning, and games with predictable sequences", NIPS 26;
Daskalakis, Deckelbaum & Kim 2011, "Near-optimal no-regret algorithms for zero-sum games",
SODA, were the first with such rates): players who see each other's *policies* lose their
regret like 1/T up to logarithms. Here a player sees one drawn *action* a round, so that
the guess is as noisy as the draw.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import final

import numpy as np

from gametheory.errors import ParameterError
from learning.agents.kernel_agent import make_rule
from learning.agents.protocol import KernelRule, Seat
from learning.agents.schedules import Decay, Rate, read_rate, schedule_parameters
from learning.agents.sealing import FullInformation, payoff_spread, sealed, told_payoffs

__all__ = ["Hedge"]


@final
@sealed
@dataclass(frozen=True, slots=True, kw_only=True)
class Hedge(FullInformation):
    """Specification of a Hedge player; see the module.

    Its values are the gains summed over the rounds, in payoff units; the optimistic form's
    hold the newest gain twice.

    Parameters
    ----------
    learning_rate : float or Decay
        Above 0, for gains as shares of the payoff range. A falling rate multiplies the
        whole sum, as in ``Decay(start, steps, power=0.5)``, whose regret is of order
        sqrt(T) at any time.
    optimistic : bool
        Whether the newest gain counts twice.

    Raises
    ------
    ParameterError
        If a parameter is out of range.
    """

    learning_rate: Rate
    optimistic: bool = False

    def __post_init__(self) -> None:
        rate = read_rate(self.learning_rate, "learning_rate", 0.0, above=True)
        object.__setattr__(self, "learning_rate", rate)
        if not isinstance(self.optimistic, bool):
            raise ParameterError(f"optimistic: expected True or False, got {self.optimistic!r}")

    def rule(self, seat: Seat) -> KernelRule:
        """Describe its agents to the compiled loops; see :class:`KernelRule`."""
        from learning.kernels import layout, no_regret

        payoffs = told_payoffs(self, seat)
        scale = 1.0 / payoff_spread(self, float(payoffs.min()), float(payoffs.max()))
        rate = self.learning_rate
        start = rate.start if isinstance(rate, Decay) else rate
        if not 0.0 < start * scale < np.inf:
            raise ParameterError(
                f"Hedge: learning rate {start:g} for the payoff range {1 / scale:g} leaves the "
                "range of float64; rescale the payoffs"
            )
        parameters = dict(schedule_parameters(rate, layout.RATE, scale))
        if not self.optimistic:
            return make_rule(no_regret.EXPONENTIAL, no_regret.GAINS, seat, 0.0, parameters)
        sums = np.zeros(seat.n_observations * seat.n_actions)
        return make_rule(
            no_regret.EXPONENTIAL, no_regret.OPTIMISTIC, seat, 0.0, parameters, rest=sums
        )
