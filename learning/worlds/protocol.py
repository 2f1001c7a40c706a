"""What a world is: it shows observations, takes all players' actions, gives rewards.

Players are numbered 0 .. n - 1. A *round* is one step of a world; an *episode* runs
from a reset until the world says that it is done.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

__all__ = ["World"]


class World(Protocol):
    """The protocol of worlds."""

    @property
    def n_actions(self) -> tuple[int, ...]:
        """Number of actions of each player; its length is the number of players."""
        ...

    @property
    def n_observations(self) -> tuple[int, ...]:
        """Number of observations of each player: 0 .. n - 1."""
        ...

    @property
    def payoff_bounds(self) -> tuple[tuple[float, float], ...]:
        """Lowest and highest reward of a round for each player."""
        ...

    @property
    def gives(self) -> frozenset[str]:
        """What agents may need, in the words of :mod:`learning.agents.protocol`."""
        ...

    def reset(self, rng: Any) -> tuple[int, ...]:
        """Begin an episode: forget everything, return each player's observation.

        Parameters
        ----------
        rng : Generator
            The only source of chance until the next reset, by ``rng.random()``; our own
            worlds may be given a :class:`learning.kernels.streams.Stream` instead.
        """
        ...

    def step(self, actions: Sequence[int]) -> tuple[tuple[int, ...], tuple[float, ...], bool]:
        """Play one round.

        Parameters
        ----------
        actions : sequence of int
            One for each player, counted from 0.

        Returns
        -------
        next_observations : tuple of int
        rewards : tuple of float
        done : bool
            Whether the episode is over by the world's own rules.
        """
        ...
