"""Joint-action learning: values of pairs of actions, and a model of the opponent.

Where an independent learner values its own actions, a joint-action learner values each
pair of its own and the opponent's action, and expects of the opponent what it has seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, final

import numpy as np
from numpy.typing import ArrayLike

from gametheory.errors import ParameterError
from learning.agents.exploration import Boltzmann, EpsilonGreedy
from learning.agents.kernel_agent import KernelAgent, new_kernel_agent
from learning.agents.protocol import GAME, OPPONENT_ACTION, KernelRule, Seat
from learning.agents.schedules import Rate
from learning.agents.sealing import sealed
from learning.agents.value_learner import Bounds, ValueLearner, starting_value
from learning.parameters import read_real

__all__ = ["JointActionLearner"]


@final
@sealed
@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class JointActionLearner(ValueLearner):
    """Specification of a joint-action learner with an opponent model (JAL).

    ``q(o, a, b) += learning_rate * (reward + discount * max_a' v(o', a') - q(o, a, b))``
    for own action a and opponent's action b. It acts on the expected values
    ``v(o, a) = sum_b share(b | o) q(o, a, b)``, which are its table; the shares are the
    opponent's relative frequencies in that observation, as seen by the player.

    Parameters
    ----------
    learning_rate : float or Decay
        In (0, 1].
    exploration : EpsilonGreedy or Boltzmann
    prior : float
        Above 0: how often each action of the opponent counts as seen before round 1.
    discount, initial_value, tie_rule
        As for :class:`learning.QLearner`.

    Raises
    ------
    ParameterError
        If a parameter is out of range.

    Notes
    -----
    Claus & Boutilier 1998, "The dynamics of reinforcement learning in cooperative
    multiagent systems", AAAI, section 2.3 (stateless; here also for each observation). Of
    the game it uses the number of the opponent's actions only.

    Examples
    --------
    >>> JointActionLearner(learning_rate=0.1, exploration=EpsilonGreedy(0.1))
    JointActionLearner(learning_rate=0.1, exploration=EpsilonGreedy(epsilon=0.1))
    """

    learning_rate: Rate
    exploration: EpsilonGreedy | Boltzmann
    prior: float = 1.0

    def __post_init__(self) -> None:
        ValueLearner.__post_init__(self)
        object.__setattr__(self, "prior", read_real(self.prior, "prior", 0.0, above=True))

    @property
    def needs(self) -> frozenset[str]:
        """What its world must give."""
        return self.usual_needs() | {OPPONENT_ACTION, GAME}

    def new(
        self,
        n_actions: int,
        n_observations: int = 1,
        rng: Any = None,
        *,
        payoff_bounds: Bounds | None = None,
        payoffs: ArrayLike | None = None,
    ) -> KernelAgent:
        """Make an agent; see :meth:`learning.QLearner.new`.

        Parameters
        ----------
        n_actions, n_observations, rng, payoff_bounds
        payoffs : array_like, shape (n_actions, opponent's actions)
            Its payoffs in the game, own actions first.
        """
        return new_kernel_agent(
            self, n_actions, n_observations, rng, payoff_bounds=payoff_bounds, payoffs=payoffs,
            watches=True,
        )  # fmt: skip

    def rule(self, seat: Seat) -> KernelRule:
        """Describe its agents to the compiled loops; see :class:`KernelRule`."""
        from learning.kernels import values

        if seat.payoffs is None:
            raise ParameterError(
                "JointActionLearner: it must know how many actions the opponent has; give "
                "new(..., payoffs=own payoffs, own actions first), as play does"
            )
        others = seat.payoffs.shape[1]
        start = starting_value(self.initial_value, seat.payoff_bounds)
        pairs = np.full(seat.n_observations * seat.n_actions * others, start)
        counts = np.full(seat.n_observations * others, self.prior)
        return self.laid_out(values.JOINT_ACTION, seat, rest=np.concatenate([pairs, counts]))
