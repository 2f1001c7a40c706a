"""Q-learning (Watkins & Dayan 1992, "Q-learning", Machine Learning 8).

A Q-learner keeps a *value* for each action (in each observation) and moves the
value of the action it played towards what it got,
``q += learning_rate * (reward + discount * max q' - q)``. *Stateless* means one
observation only. *Independent* learners take the other players for part of the
world.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, final

import numpy as np
from numpy.typing import NDArray

from gametheory.errors import ParameterError
from learning.agents.exploration import (
    Boltzmann,
    EpsilonGreedy,
    greedy_policies,
    softmax_policies,
)
from learning.agents.kernel_agent import KernelAgent, check_actions, check_bounds, read_stream
from learning.agents.protocol import OWN_REWARD, PAYOFF_BOUNDS, KernelRule
from learning.parameters import read_real

__all__ = ["QLearner"]

Bounds = tuple[float, float]

_STARTS = {"lowest": 0.0, "middle": 0.5, "highest": 1.0}


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class QLearner:
    """Specification of an independent Q-learner.

    Parameters
    ----------
    learning_rate : float
        In (0, 1]; constant, so values keep a stationary noise.
    exploration : EpsilonGreedy or Boltzmann
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

    learning_rate: float
    exploration: EpsilonGreedy | Boltzmann
    discount: float = 0.0
    initial_value: float | Literal["lowest", "middle", "highest"] = 0.0
    tie_rule: Literal["random", "first"] = "random"

    def __init_subclass__(cls) -> None:
        raise TypeError(
            f"{cls.__name__}: QLearner is final, the compiled loop would not see what a "
            "subclass changes; write an agent of your own"
        )

    def __post_init__(self) -> None:
        rate = read_real(self.learning_rate, "learning_rate", 0.0, 1.0, above=True)
        object.__setattr__(self, "learning_rate", rate)
        discount = read_real(self.discount, "discount", 0.0, 1.0, below=True)
        object.__setattr__(self, "discount", discount)
        if not isinstance(self.exploration, (EpsilonGreedy, Boltzmann)):
            raise ParameterError(
                "exploration: expected EpsilonGreedy(epsilon) or Boltzmann(temperature), got "
                f"{self.exploration!r}"
            )
        if not isinstance(self.initial_value, str):
            object.__setattr__(
                self, "initial_value", read_real(self.initial_value, "initial_value")
            )
        elif self.initial_value not in _STARTS:
            raise ParameterError(
                f"initial_value: expected a number or one of {', '.join(_STARTS)}, got "
                f"{self.initial_value!r}"
            )
        if self.tie_rule not in ("random", "first"):
            raise ParameterError(f"tie_rule: expected 'random' or 'first', got {self.tie_rule!r}")

    def __repr__(self) -> str:
        parts = [f"learning_rate={self.learning_rate}", f"exploration={self.exploration}"]
        defaults = {"discount": 0.0, "initial_value": 0.0, "tie_rule": "random"}
        parts += [
            f"{name}={getattr(self, name)!r}"
            for name, default in defaults.items()
            if getattr(self, name) != default
        ]
        return f"QLearner({', '.join(parts)})"

    @property
    def needs(self) -> frozenset[str]:
        """What its world must give."""
        if isinstance(self.exploration, Boltzmann) or isinstance(self.initial_value, str):
            return frozenset({OWN_REWARD, PAYOFF_BOUNDS})
        return frozenset({OWN_REWARD})

    @property
    def explores_for_ever(self) -> bool:
        """Whether it keeps playing actions that it holds to be worse."""
        return isinstance(self.exploration, Boltzmann) or self.exploration.epsilon > 0

    def new(
        self,
        n_actions: int,
        n_observations: int = 1,
        rng: Any = None,
        *,
        payoff_bounds: Bounds | None = None,
    ) -> KernelAgent:
        """Make an agent.

        Parameters
        ----------
        n_actions : int
        n_observations : int
            Observations are 0 .. n_observations - 1; 1 for a stateless learner.
        rng : None, int, SeedSequence, Generator or Stream
            Seed of its random choices.
        payoff_bounds : (float, float), optional
            Its lowest and highest payoff; needed by Boltzmann exploration and by an
            initial value given as a place.

        Raises
        ------
        ParameterError
            If a number is out of range or the bounds are missing.
        """
        rule = self.rule(check_actions(n_actions), payoff_bounds)
        return KernelAgent(rule, n_observations, read_stream(rng))

    def rule(self, n_actions: int, payoff_bounds: Bounds | None) -> KernelRule:
        """Describe its agents to the compiled loop; see :class:`KernelRule`."""
        from learning.kernels import rules

        check_bounds(payoff_bounds)
        if isinstance(self.exploration, Boltzmann):
            code = rules.BOLTZMANN
            exploration = self.exploration.inverse_temperature(payoff_bounds)
        else:
            code = rules.EPSILON_GREEDY
            exploration = self.exploration.epsilon
        start = np.full(n_actions, self._start(payoff_bounds))
        first = self.tie_rule == "first"
        return KernelRule(code, self.learning_rate, self.discount, exploration, first, start)

    def _start(self, payoff_bounds: Bounds | None) -> float:
        if not isinstance(self.initial_value, str):
            return self.initial_value
        if payoff_bounds is None:
            raise ParameterError(
                f"initial_value={self.initial_value!r} is a place in the payoff range, which only "
                "the world knows; give new(..., payoff_bounds=(lowest, highest)), as play does"
            )
        place = _STARTS[self.initial_value]
        return (1 - place) * payoff_bounds[0] + place * payoff_bounds[1]

    def final_policies(
        self, values: NDArray[np.float64], payoff_bounds: Bounds | None
    ) -> NDArray[np.float64]:
        """Policies without exploration that follow from values.

        Greedy for epsilon-greedy; for Boltzmann, whose exploration is its policy, the
        softmax itself.

        Parameters
        ----------
        values : ndarray, shape (..., actions)
        payoff_bounds : (float, float) or None

        Returns
        -------
        ndarray, shape (..., actions)
        """
        if isinstance(self.exploration, Boltzmann):
            return softmax_policies(values, self.exploration.inverse_temperature(payoff_bounds))
        return greedy_policies(values, first_tie=self.tie_rule == "first")
