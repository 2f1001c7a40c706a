"""Lenient and hysteretic Q-learning: learners that forgive what others do wrong.

In a game of common interest a good action may be punished because the *other* player
explores, and independent learners leave it for a safer, poorer one: relative
overgeneralisation. A *lenient* learner takes only the best of several targets, a
*hysteretic* one follows bad news at a smaller rate.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import final

import numpy as np

from gametheory.errors import ParameterError
from learning.agents.exploration import Boltzmann, EpsilonGreedy
from learning.agents.protocol import KernelRule, Seat
from learning.agents.schedules import Decay, Rate, read_rate, schedule_parameters
from learning.agents.sealing import sealed
from learning.agents.value_learner import ValueLearner
from learning.parameters import read_count

__all__ = ["HystereticQLearner", "LenientQLearner"]


@final
@sealed
@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class LenientQLearner(ValueLearner):
    """Specification of a lenient Q-learner.

    It collects `leniency` targets (reward + discount * max q') of each action in each
    observation, then moves the value towards the largest of them and begins to collect
    anew. A leniency of 1 is Q-learning.

    Parameters
    ----------
    learning_rate : float or Decay
        In (0, 1].
    exploration : EpsilonGreedy or Boltzmann
    leniency : int
        At least 1: targets of which the best counts.
    discount, initial_value, tie_rule
        As for :class:`learning.QLearner`.

    Raises
    ------
    ParameterError
        If a parameter is out of range.

    Notes
    -----
    Panait, Tuyls & Luke 2008, "Theoretical advantages of lenient learners: an evolutionary
    game theoretic perspective", JMLR 9: the number of rewards collected is constant.

    Examples
    --------
    >>> LenientQLearner(learning_rate=0.1, exploration=EpsilonGreedy(0.1), leniency=5)
    LenientQLearner(learning_rate=0.1, exploration=EpsilonGreedy(epsilon=0.1), leniency=5)
    """

    learning_rate: Rate
    exploration: EpsilonGreedy | Boltzmann
    leniency: int

    def __post_init__(self) -> None:
        ValueLearner.__post_init__(self)
        object.__setattr__(self, "leniency", read_count(self.leniency, "leniency"))

    def rule(self, seat: Seat) -> KernelRule:
        """Describe its agents to the compiled loops; see :class:`KernelRule`."""
        from learning.kernels import layout, values

        rest = np.zeros(2 * seat.n_observations * seat.n_actions)
        return self.laid_out(values.LENIENT, seat, {layout.EXTRA: float(self.leniency)}, rest)


@final
@sealed
@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class HystereticQLearner(ValueLearner):
    """Specification of a hysteretic Q-learner.

    ``q(o, a) += rate * (reward + discount * max q(o') - q(o, a))``, where the rate is
    `learning_rate` if that raises the value and `lowering_rate` if it lowers it.

    Parameters
    ----------
    learning_rate : float or Decay
        In (0, 1].
    exploration : EpsilonGreedy or Boltzmann
    lowering_rate : float or Decay
        In [0, 1]; to begin with at most the learning rate. 0 never believes bad news; equal
        rates are Q-learning.
    discount, initial_value, tie_rule
        As for :class:`learning.QLearner`.

    Raises
    ------
    ParameterError
        If a parameter is out of range.

    Notes
    -----
    Matignon, Laurent & Le Fort-Piat 2007, "Hysteretic Q-learning: an algorithm for
    decentralized reinforcement learning in cooperative multi-agent teams", IROS, eq. 3.

    Examples
    --------
    >>> HystereticQLearner(learning_rate=0.1, exploration=EpsilonGreedy(0.1), lowering_rate=0)
    HystereticQLearner(learning_rate=0.1, exploration=EpsilonGreedy(epsilon=0.1), lowering_rate=0.0)
    """

    learning_rate: Rate
    exploration: EpsilonGreedy | Boltzmann
    lowering_rate: Rate

    def __post_init__(self) -> None:
        ValueLearner.__post_init__(self)
        rate = read_rate(self.lowering_rate, "lowering_rate", 0.0, 1.0)
        object.__setattr__(self, "lowering_rate", rate)
        if _first(rate) > _first(self.learning_rate):
            raise ParameterError(
                f"lowering_rate: expected at most the learning rate {_first(self.learning_rate):g} "
                f"to begin with, got {_first(rate):g}"
            )

    def rule(self, seat: Seat) -> KernelRule:
        """Describe its agents to the compiled loops; see :class:`KernelRule`."""
        from learning.kernels import layout, values

        extra = schedule_parameters(self.lowering_rate, layout.EXTRA)
        return self.laid_out(values.HYSTERETIC, seat, extra)


def _first(rate: Rate) -> float:
    return rate.start if isinstance(rate, Decay) else rate
