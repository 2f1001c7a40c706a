"""What an agent is, and what can take a seat.

An *agent* is a live object that plays one seat of one run: it chooses actions and
learns from what follows. A *specification* is a frozen description of which
:meth:`Specification.new` makes agents, one for each run; our learners are such. A
*factory* is any function ``rng -> agent``. Both can be used for any number of runs
and seats, because no two ever share an agent.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

__all__ = ["GAME", "OPPONENT_ACTION", "OWN_REWARD", "PAYOFF_BOUNDS", "STATE", "Agent", "Event",
           "KernelRule", "KernelSpecification", "Specification"]  # fmt: skip

#: What an agent may need from its world, in `needs`; a world says in `gives` what
#: it can give, and play refuses before round 1 if something is missing.
OWN_REWARD: Final = "own reward"
OPPONENT_ACTION: Final = "opponent action"
GAME: Final = "game"
STATE: Final = "state"
PAYOFF_BOUNDS: Final = "payoff bounds"


class Event(NamedTuple):
    """What all players did in one round, for agents that `observe` it."""

    actions: tuple[int, ...]
    rewards: tuple[float, ...]
    state: object = None


class Agent(Protocol):
    """The protocol of agents.

    An agent may also define

    - ``begin_episode(rng)`` and ``end_episode(last_observation, truncated)``;
      `truncated` means that the loop ended, not the episode;
    - ``observe(event)``, called with an :class:`Event` before each `update`;
    - ``policy(observation)``: the probabilities by which it would act for good,
      without exploration; without it, only its actions are judged;
    - ``needs``: a set of this module's words.
    """

    def select_action(self, observation: int) -> int:
        """Return an action, counted from 0."""
        ...

    def update(
        self, observation: int, action: int, reward: float, next_observation: int, done: bool
    ) -> None:
        """Learn from one round.

        Parameters
        ----------
        observation, action : int
            What was seen and what was done.
        reward : float
        next_observation : int
        done : bool
            Whether the episode ended by the world's own rules. At a mere limit of time
            it is False, and what follows still has value.
        """
        ...


class Specification(Protocol):
    """A frozen description that makes agents.

    It may have ``needs``. If they hold ``"payoff bounds"``, `new` is also given the
    keyword ``payoff_bounds=(lowest, highest)`` of its seat.
    """

    def new(self, n_actions: int, n_observations: int, rng: Any) -> Agent:
        """Make an agent that shares nothing with any other."""
        ...


class KernelRule(NamedTuple):
    """An agent as the compiled loops see it; see :mod:`learning.kernels.rules`."""

    code: int
    learning_rate: float
    discount: float
    exploration: float
    first_tie: bool
    start: NDArray[np.float64]
    """Starting values, shape (actions,)."""

    @property
    def parameters(self) -> tuple[float, float, float, float]:
        """The row of parameters of the kernels."""
        return self.learning_rate, self.discount, self.exploration, float(self.first_tie)


@runtime_checkable
class KernelSpecification(Specification, Protocol):
    """A specification whose agents the compiled loop can play."""

    def rule(self, n_actions: int, payoff_bounds: tuple[float, float] | None) -> KernelRule:
        """Describe its agents to the compiled loop."""
        ...

    def final_policies(
        self, values: NDArray[np.float64], payoff_bounds: tuple[float, float] | None
    ) -> NDArray[np.float64]:
        """Policies without exploration that follow from values, shape (..., actions)."""
        ...

    @property
    def explores_for_ever(self) -> bool:
        """Whether it keeps playing actions that it holds to be worse."""
        ...
