"""Learners that climb the exact gradient of their value in memory-one strategies.

*Naive* learners take the opponent to stand still. *LOLA*, learning with opponent-learning
awareness, also counts in how its own change will move the opponent's next naive step
(Foerster, Chen, Al-Shedivat, Whiteson, Abbeel & Mordatch 2018, AAMAS). Both
know the game and both players' parameters, so they play in
:func:`learning.learn_by_gradients`, where these are given, and in no world that keeps them
from each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, final

from gametheory.errors import SeatError
from learning.agents.protocol import GAME, OPPONENT_PARAMETERS, Agent
from learning.agents.sealing import sealed
from learning.parameters import read_real

__all__ = ["Lola", "NaiveGradient"]

_NEEDS = frozenset({GAME, OPPONENT_PARAMETERS})


@final
@sealed
@dataclass(frozen=True, slots=True, kw_only=True)
class NaiveGradient:
    """Specification of a learner that climbs the gradient of its own value.

    ``theta_1 += learning_rate * dV_1 / d theta_1`` with the logits theta of its memory-one
    strategy and its expected discounted sum V of payoffs.

    Parameters
    ----------
    learning_rate : float
        Above 0.

    Raises
    ------
    ParameterError
        If a number is out of range.
    """

    learning_rate: float = 1.0

    needs = _NEEDS

    def __post_init__(self) -> None:
        rate = read_real(self.learning_rate, "learning_rate", 0.0, above=True)
        object.__setattr__(self, "learning_rate", rate)

    @property
    def rates(self) -> tuple[float, float]:
        """Its learning rate, and the opponent's as it sees it: 0."""
        return self.learning_rate, 0.0

    def new(self, n_actions: int, n_observations: int = 1, rng: Any = None) -> Agent:
        """Refuse: no world gives what it needs; see :func:`learning.learn_by_gradients`."""
        raise _refusal(self)


@final
@sealed
@dataclass(frozen=True, slots=True, kw_only=True)
class Lola:
    """Specification of a learner that counts in what the opponent will learn.

    ``theta_1 += a (dV_1 / d theta_1 + b dV_1 / d theta_2 . d2V_2 / d theta_2 d theta_1)``
    with learning rate a and the opponent's learning rate b.

    Parameters
    ----------
    learning_rate : float
        Above 0.
    opponent_rate : float
        The naive learning rate that it takes the opponent to have; above 0.

    Raises
    ------
    ParameterError
        If a number is out of range.
    """

    learning_rate: float = 1.0
    opponent_rate: float = 1.0

    needs = _NEEDS

    def __post_init__(self) -> None:
        for name in ("learning_rate", "opponent_rate"):
            rate = read_real(getattr(self, name), name, 0.0, above=True)
            object.__setattr__(self, name, rate)

    @property
    def rates(self) -> tuple[float, float]:
        """Its learning rate, and the opponent's as it sees it."""
        return self.learning_rate, self.opponent_rate

    def new(self, n_actions: int, n_observations: int = 1, rng: Any = None) -> Agent:
        """Refuse: no world gives what it needs; see :func:`learning.learn_by_gradients`."""
        raise _refusal(self)


def _refusal(specification: object) -> SeatError:
    return SeatError(
        f"{type(specification).__name__} learns from both players' parameters, which no world "
        "shows; write learn_by_gradients(game, (learner, learner), ...)"
    )
