"""SARSA and expected SARSA: values of the policy that is acted by, exploration included.

*On-policy* learners value what follows by what they will do, where Q-learners value it
by the best they know.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import final

from learning.agents.exploration import Boltzmann, EpsilonGreedy
from learning.agents.protocol import KernelRule, Seat
from learning.agents.schedules import Rate
from learning.agents.sealing import sealed
from learning.agents.value_learner import ValueLearner

__all__ = ["ExpectedSarsa", "Sarsa"]


@final
@sealed
@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Sarsa(ValueLearner):
    """Specification of a SARSA learner.

    In `update` it draws the next action b by its present policy, plays it in the next
    round, and learns ``q(o, a) += learning_rate * (reward + discount * q(o', b) -
    q(o, a))``; after the end of an episode nothing follows. So an action is drawn before
    what the round before it taught is learned.

    Parameters
    ----------
    learning_rate : float or Decay
        In (0, 1].
    exploration : EpsilonGreedy or Boltzmann
    discount, initial_value, tie_rule
        As for :class:`learning.QLearner`.

    Raises
    ------
    ParameterError
        If a parameter is out of range.

    Notes
    -----
    Rummery & Niranjan 1994, "On-line Q-learning using connectionist systems", CUED/F-INFENG/
    TR 166, where it is called modified Q-learning; Sutton & Barto 2018, "Reinforcement
    learning", section 6.4.

    Examples
    --------
    >>> Sarsa(learning_rate=0.1, exploration=EpsilonGreedy(0.05), discount=0.9)
    Sarsa(learning_rate=0.1, exploration=EpsilonGreedy(epsilon=0.05), discount=0.9)
    """

    learning_rate: Rate
    exploration: EpsilonGreedy | Boltzmann

    def rule(self, seat: Seat) -> KernelRule:
        """Describe its agents to the compiled loops; see :class:`KernelRule`."""
        from learning.kernels import values

        return self.laid_out(values.SARSA, seat, rest=[0.0])


@final
@sealed
@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ExpectedSarsa(ValueLearner):
    """Specification of an expected SARSA learner.

    ``q(o, a) += learning_rate * (reward + discount * sum_b p(b | o') q(o', b) - q(o, a))``
    with p its present policy, exploration included. Without a discount it is Q-learning.

    Parameters
    ----------
    learning_rate : float or Decay
        In (0, 1].
    exploration : EpsilonGreedy or Boltzmann
    discount, initial_value, tie_rule
        As for :class:`learning.QLearner`.

    Raises
    ------
    ParameterError
        If a parameter is out of range.

    Notes
    -----
    Van Seijen, van Hasselt, Whiteson & Wiering 2009, "A theoretical and empirical analysis
    of expected Sarsa", ADPRL, algorithm 1.

    Examples
    --------
    >>> ExpectedSarsa(learning_rate=0.1, exploration=EpsilonGreedy(0.05), discount=0.9)
    ExpectedSarsa(learning_rate=0.1, exploration=EpsilonGreedy(epsilon=0.05), discount=0.9)
    """

    learning_rate: Rate
    exploration: EpsilonGreedy | Boltzmann

    def rule(self, seat: Seat) -> KernelRule:
        """Describe its agents to the compiled loops; see :class:`KernelRule`."""
        from learning.kernels import values

        return self.laid_out(values.EXPECTED_SARSA, seat)
