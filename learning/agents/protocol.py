"""What an agent is, and what can take a seat.

An *agent* is a live object that plays one seat of one run: it chooses actions and
learns from what follows. A *specification* is a frozen description of which
:meth:`Specification.new` makes agents, one for each run; our learners are such. A
*factory* is any function ``rng -> agent``. Both can be used for any number of runs
and seats, because no two ever share an agent.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NamedTuple, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

__all__ = ["GAME", "OPPONENT_ACTION", "OPPONENT_PARAMETERS", "OWN_REWARD", "PAYOFF_BOUNDS",
           "STATE", "Agent", "Event", "Histories", "KernelRule", "KernelSpecification",
           "Observation", "Seat", "Specification"]  # fmt: skip

#: What an agent may need from its world, in `needs`; a world says in `gives` what
#: it can give, and play refuses before round 1 if something is missing.
OWN_REWARD: Final = "own reward"
OPPONENT_ACTION: Final = "opponent action"
GAME: Final = "game"
STATE: Final = "state"
PAYOFF_BOUNDS: Final = "payoff bounds"
OPPONENT_PARAMETERS: Final = "opponent parameters"


class Event(NamedTuple):
    """What all players did in one round, for agents that `observe` it."""

    actions: tuple[int, ...]
    rewards: tuple[float, ...]
    state: object = None


class Observation(int):
    """What a player sees of a two-player world: a number, and the opponent's last action.

    An agent that only counts observations takes it for the integer it is.

    Parameters
    ----------
    number : int
        0 .. n_observations - 1.
    opponent_action : int, optional
        As the player saw it; -1 before the first round.
    """

    opponent_action: int

    def __new__(cls, number: int, opponent_action: int = -1) -> Observation:
        """Make one."""
        seen = super().__new__(cls, number)
        seen.opponent_action = opponent_action
        return seen


#: What a player's observation stands for: the outcomes that the player remembers, oldest
#: first, each as (own action, opponent's action as the player saw it).
Histories = Callable[[int], tuple[tuple[int, int], ...]]


class Seat(NamedTuple):
    """What a world tells of a player's seat before the first round.

    Attributes
    ----------
    n_actions, n_observations : int
    payoff_bounds : (float, float) or None
        Lowest and highest reward of a round.
    payoffs : ndarray or None, shape (n_actions, opponent's actions)
        The player's own payoffs, own actions first, where the world is a game.
    histories : function or None
        From an observation to the outcomes it stands for, where the world's state is what
        the player remembers; see :data:`Histories`.
    """

    n_actions: int
    n_observations: int = 1
    payoff_bounds: tuple[float, float] | None = None
    payoffs: NDArray[np.float64] | None = None
    histories: Histories | None = None


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

    It may have ``needs``. If they hold ``"payoff bounds"``, ``"game"`` or ``"state"``, `new`
    is also given the keyword ``payoff_bounds=(lowest, highest)``, ``payoffs=`` or
    ``histories=`` of its seat, see :class:`Seat`.
    """

    def new(self, n_actions: int, n_observations: int, rng: Any) -> Agent:
        """Make an agent that shares nothing with any other."""
        ...


class KernelRule(NamedTuple):
    """An agent as the compiled loops see it; see :mod:`learning.kernels.layout`."""

    choice: int
    rule: int
    parameters: NDArray[np.float64]
    """Shape (N_PARAMETERS,)."""
    memory: NDArray[np.float64]
    """Where its memory starts."""
    n_actions: int
    n_observations: int


@runtime_checkable
class KernelSpecification(Specification, Protocol):
    """A specification whose agents the compiled loops can play."""

    def rule(self, seat: Seat) -> KernelRule:
        """Describe its agents to the compiled loops."""
        ...

    @property
    def explores_for_ever(self) -> bool:
        """Whether it keeps playing actions that it holds to be worse."""
        ...
