"""Frequency-adjusted Q-learning: as if all values were updated in every round.

A Q-learner updates an action's value the more often the more often it plays it, so its
path depends on where its values start. Dividing the rate by the probability of the action
makes every value move alike in expectation.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, final

from learning.agents.exploration import Boltzmann
from learning.agents.protocol import KernelRule, Seat
from learning.agents.schedules import Rate
from learning.agents.sealing import sealed
from learning.agents.value_learner import ValueLearner
from learning.parameters import read_real

__all__ = ["FrequencyAdjustedQLearner"]


@final
@sealed
@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class FrequencyAdjustedQLearner(ValueLearner):
    """Specification of a frequency-adjusted Q-learner (FAQ).

    ``q(o, a) += min(beta / p, 1) * learning_rate * (reward + discount * max q(o') -
    q(o, a))`` with p the probability by which a was drawn.

    Parameters
    ----------
    learning_rate : float or Decay
        In (0, 1].
    exploration : Boltzmann
    beta : float
        In (0, 1]. Where all probabilities are at least beta, the expected change of each
        value is beta * learning_rate * (expected target - value), whatever the policy.
    discount, initial_value, tie_rule
        As for :class:`learning.QLearner`.

    Raises
    ------
    ParameterError
        If a parameter is out of range.

    Notes
    -----
    Kaisers & Tuyls 2010, "Frequency adjusted multi-agent Q-learning", AAMAS, eq. 5. Its
    limit for small rates is the Boltzmann Q-learning dynamic, whose rest points are logit
    equilibria.

    Examples
    --------
    >>> FrequencyAdjustedQLearner(learning_rate=0.1, beta=0.01, exploration=Boltzmann(0.1))
    FrequencyAdjustedQLearner(learning_rate=0.1, exploration=Boltzmann(temperature=0.1), beta=0.01)
    """

    learning_rate: Rate
    exploration: Boltzmann
    beta: float

    explorations: ClassVar[tuple[type, ...]] = (Boltzmann,)

    def __post_init__(self) -> None:
        ValueLearner.__post_init__(self)
        object.__setattr__(self, "beta", read_real(self.beta, "beta", 0.0, 1.0, above=True))

    def rule(self, seat: Seat) -> KernelRule:
        """Describe its agents to the compiled loops; see :class:`KernelRule`."""
        from learning.kernels import layout, values

        return self.laid_out(values.FREQUENCY_ADJUSTED, seat, {layout.EXTRA: self.beta})
