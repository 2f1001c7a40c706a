"""The live agent behind our specifications: tables and one stream, kernels inside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from gametheory.errors import ParameterError
from learning.agents.protocol import KernelRule
from learning.parameters import read_count

if TYPE_CHECKING:
    from learning.kernels.streams import Stream

__all__ = ["KernelAgent", "read_stream"]


class KernelAgent:
    """Acts and learns by the compiled rules, so it plays as the compiled loop does.

    Parameters
    ----------
    rule : KernelRule
    n_observations : int
        Observations are 0 .. n_observations - 1.
    stream : Stream
        Its random numbers; one draw an action.

    Attributes
    ----------
    values : ndarray, shape (n_observations, n_actions)
        Q-values, or the probabilities of a fixed strategy; changed by `update`.
    finite : bool
        Whether all updates have led to finite values.
    """

    __slots__ = ("__weakref__", "_policy", "_rule", "_rules", "_stream", "finite", "values")

    def __init__(self, rule: KernelRule, n_observations: int, stream: Stream) -> None:
        from learning.kernels import rules

        self._rules: Any = rules
        self._rule = rule
        self._stream = stream
        self._policy = np.empty(len(rule.start))
        self.finite = True
        self.values: NDArray[np.float64] = np.tile(
            rule.start, (read_count(n_observations, "n_observations"), 1)
        )

    def select_action(self, observation: int) -> int:
        """Draw an action by the current policy, exploration included."""
        rule = self._rule
        action: int = self._rules.act(
            rule.code, rule.exploration, rule.first_tie, self.values[observation],
            self._policy, self._stream.state,
        )  # fmt: skip
        return action

    def update(
        self, observation: int, action: int, reward: float, next_observation: int, done: bool
    ) -> None:
        """Take one step of Q-learning; a fixed strategy does nothing.

        Raises
        ------
        ParameterError
            If there is no such action.
        """
        rule = self._rule
        if not 0 <= action < len(rule.start):  # compiled code would write past the table
            raise ParameterError(
                f"action: expected an integer 0 to {len(rule.start) - 1}, got {action!r}"
            )
        if rule.code != self._rules.FIXED:
            fine = self._rules.learn(
                rule.learning_rate, rule.discount, self.values[observation], action, float(reward),
                self.values[next_observation], bool(done),
            )  # fmt: skip
            self.finite = self.finite and bool(fine)

    @property
    def learns(self) -> bool:
        """Whether its values change."""
        learns: bool = self._rule.code != self._rules.FIXED
        return learns

    def behaviour(self, observation: int) -> NDArray[np.float64]:
        """Probabilities by which the next action is drawn, exploration included."""
        return self._policy_at(observation, self._rule.exploration)

    def policy(self, observation: int) -> NDArray[np.float64]:
        """Probabilities without exploration; for Boltzmann the softmax itself."""
        greedy = self._rule.code == self._rules.EPSILON_GREEDY
        return self._policy_at(observation, 0.0 if greedy else self._rule.exploration)

    def _policy_at(self, observation: int, exploration: float) -> NDArray[np.float64]:
        rule = self._rule
        policy = np.empty(len(rule.start))
        self._rules.policy_of(
            rule.code, exploration, rule.first_tie, self.values[observation], policy
        )
        return policy


def read_stream(rng: Any) -> Stream:
    """Return `rng` if it is a stream, else a lone agent's stream for that seed.

    Parameters
    ----------
    rng : Stream, None, int, SeedSequence or Generator
    """
    from learning.kernels.streams import Stream
    from learning.seeds import root_integer

    return rng if isinstance(rng, Stream) else Stream(root_integer(rng))


def check_actions(n_actions: Any) -> int:
    """Read a number of actions."""
    return read_count(n_actions, "n_actions")


def check_bounds(payoff_bounds: tuple[float, float] | None) -> None:
    """Refuse bounds in the wrong order.

    Raises
    ------
    ParameterError
        If the lowest payoff exceeds the highest, or one is not a number.
    """
    if payoff_bounds is not None and not payoff_bounds[0] <= payoff_bounds[1]:
        raise ParameterError(
            f"payoff_bounds: expected (lowest, highest), got {tuple(payoff_bounds)!r}"
        )
