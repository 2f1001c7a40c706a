"""Q-learning (Watkins & Dayan 1992, "Q-learning", Machine Learning 8).

A Q-learner keeps a *value* for each action (in each observation) and moves the
value of the action it played towards what it got,
``q += learning_rate * (reward + discount * max q' - q)``. *Stateless* means one
observation only. *Independent* learners take the other players for part of the
world.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal, final

import numpy as np

from learning.agents.exploration import UCB, Boltzmann, EpsilonGreedy, Exploration
from learning.agents.protocol import KernelRule, Seat
from learning.agents.schedules import Rate
from learning.agents.sealing import sealed
from learning.agents.value_learner import ValueLearner

__all__ = ["QLearner"]


@final
@sealed
@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class QLearner(ValueLearner):
    """Specification of an independent Q-learner.

    Parameters
    ----------
    learning_rate : float, Decay or "average"
        In (0, 1]. If it is constant, values keep a stationary noise. Under ``"average"``
        it is 1 / (how often that action was played in that observation), so without a
        discount values are averages of rewards.
    exploration : EpsilonGreedy, Boltzmann or UCB
        How it acts on its values.
    discount : float
        In [0, 1); weight of the next value. 0, the default, values one round only.
    initial_value : float or {"lowest", "middle", "highest"}
        Where all values start: a number in payoff units, or a place in the range of
        the player's payoffs. 0 by default, which in a game with payoffs far from 0 is
        far from what any action earns: under Boltzmann such a learner may lock into
        the first action it plays, where ``"lowest"`` would not.
    tie_rule : {"random", "first"}
        Whether equal values share the greedy choice evenly, or the action that is
        listed first takes it, which biases every learner towards it.

    Raises
    ------
    ParameterError
        If a parameter is out of range.

    Examples
    --------
    >>> QLearner(learning_rate=0.1, exploration=EpsilonGreedy(0.05))
    QLearner(learning_rate=0.1, exploration=EpsilonGreedy(epsilon=0.05))
    """

    learning_rate: Rate | Literal["average"]
    exploration: Exploration

    explorations: ClassVar[tuple[type, ...]] = (EpsilonGreedy, Boltzmann, UCB)
    averages: ClassVar[bool] = True

    def rule(self, seat: Seat) -> KernelRule:
        """Describe its agents to the compiled loops; see :class:`KernelRule`."""
        from learning.kernels import agents, layout, values

        averages = self.learning_rate == "average"
        if not averages and not isinstance(self.exploration, UCB):
            return self.laid_out(agents.Q_LEARNING, seat)
        visits = np.zeros(seat.n_observations * seat.n_actions)
        return self.laid_out(values.Q_COUNTING, seat, {layout.EXTRA: float(averages)}, visits)
