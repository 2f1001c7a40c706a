"""Specifications that nobody derives from, and what several of them share.

A subclass could change how an agent learns, and the compiled loops would not see it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gametheory.errors import ParameterError
from learning.agents.kernel_agent import KernelAgent, new_kernel_agent
from learning.agents.protocol import (
    GAME,
    OPPONENT_ACTION,
    OWN_REWARD,
    PAYOFF_BOUNDS,
    KernelRule,
    Seat,
)

__all__ = ["FullInformation", "RewardOnly", "payoff_spread", "sealed", "told_bounds",
           "told_payoffs"]  # fmt: skip

Bounds = tuple[float, float]
S = TypeVar("S", bound=type)


def sealed(specification: S) -> S:
    """Make a class final at run time, too; a decorator above ``dataclass``."""
    name = specification.__name__

    def refuse(cls: type) -> None:
        raise TypeError(
            f"{cls.__name__}: {name} is final, the compiled loop would not see what a "
            "subclass changes; write an agent of your own"
        )

    specification.__init_subclass__ = classmethod(refuse)  # type: ignore[assignment]
    return specification


class FullInformation(ABC):
    """Specifications of learners that know their payoffs and watch the opponent.

    They learn from what each of their actions would have paid against the opponent's
    action as they saw it. With several observations they keep one copy of all that they
    learn for each, and look no further than the round.
    """

    __slots__ = ()

    needs = frozenset({OPPONENT_ACTION, GAME})

    @property
    def explores_for_ever(self) -> bool:
        """Whether it keeps playing actions that it holds to be worse."""
        return False

    def new(
        self,
        n_actions: int,
        n_observations: int = 1,
        rng: Any = None,
        *,
        payoffs: ArrayLike | None = None,
    ) -> KernelAgent:
        """Make an agent.

        Parameters
        ----------
        n_actions : int
        n_observations : int
            Observations are 0 .. n_observations - 1.
        rng : None, int, SeedSequence, Generator or Stream
            Seed of its random choices.
        payoffs : array_like, shape (n_actions, opponent's actions)
            Its own payoffs, own actions first.

        Raises
        ------
        ParameterError
            If a number is out of range or the payoffs are missing.
        """
        return new_kernel_agent(
            self, n_actions, n_observations, rng, payoffs=payoffs, watches=True
        )  # fmt: skip

    @abstractmethod
    def rule(self, seat: Seat) -> KernelRule:
        """Describe its agents to the compiled loops; see :class:`KernelRule`."""


class RewardOnly(ABC):
    """Specifications of learners that see their own rewards and know how far these reach.

    With several observations they keep one copy of all that they learn for each, and look
    no further than the round.
    """

    __slots__ = ()

    needs = frozenset({OWN_REWARD, PAYOFF_BOUNDS})

    @property
    def explores_for_ever(self) -> bool:
        """Whether it keeps playing actions that it holds to be worse."""
        return False

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
            Observations are 0 .. n_observations - 1.
        rng : None, int, SeedSequence, Generator or Stream
            Seed of its random choices.
        payoff_bounds : (float, float)
            Its lowest and highest payoff.

        Raises
        ------
        ParameterError
            If a number is out of range or the bounds are missing.
        """
        return new_kernel_agent(self, n_actions, n_observations, rng, payoff_bounds=payoff_bounds)

    @abstractmethod
    def rule(self, seat: Seat) -> KernelRule:
        """Describe its agents to the compiled loops; see :class:`KernelRule`."""


def told_payoffs(specification: object, seat: Seat) -> NDArray[np.float64]:
    """Payoffs of a seat, shape (own actions, opponent's actions).

    Raises
    ------
    ParameterError
        If they are missing.
    """
    if seat.payoffs is None:
        raise ParameterError(
            f"{type(specification).__name__}: it learns from what its other actions would have "
            "paid; give new(..., payoffs=own payoffs, own actions first), as play does"
        )
    return seat.payoffs


def told_bounds(specification: object, seat: Seat) -> Bounds:
    """Lowest and highest payoff of a seat.

    Raises
    ------
    ParameterError
        If they are missing.
    """
    if seat.payoff_bounds is None:
        raise ParameterError(
            f"{type(specification).__name__}: rewards count as shares of the payoff range, which "
            "only the world knows; give new(..., payoff_bounds=(lowest, highest)), as play does"
        )
    return seat.payoff_bounds


def payoff_spread(specification: object, lowest: float, highest: float) -> float:
    """Return the payoff range, or 1 if all payoffs are equal.

    Raises
    ------
    ParameterError
        If its inverse or the range itself leaves float64.
    """
    spread = highest - lowest
    if spread == 0.0:
        return 1.0
    if not (spread < np.inf and 1.0 / spread < np.inf):
        raise ParameterError(
            f"{type(specification).__name__}: shares of the payoff range {spread:g} leave the "
            "range of float64; rescale the payoffs"
        )
    return spread
