"""Strategies that hang on what the player remembers, as tables over its observations.

A *history* is what the player remembers: the last outcomes, oldest first, each as (own
action, opponent's action as the player saw it). A strategy tells the probabilities of the
actions after each history, the empty one included, from the player's own point of view;
so one specification fits both seats. Action numbers mean the same for both players, as in
symmetric games.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

import numpy as np

from gametheory.errors import ParameterError
from learning.agents.kernel_agent import KernelAgent, make_rule, new_kernel_agent
from learning.agents.protocol import STATE, Histories, KernelRule, Seat

__all__ = ["HistoryStrategy", "Outcomes", "one_action"]

#: A history: pairs (own action, opponent's action), oldest first.
Outcomes = Sequence[tuple[int, int]]


class HistoryStrategy(ABC):
    """Specifications of fixed strategies that answer what the player remembers."""

    __slots__ = ()

    needs = frozenset({STATE})
    explores_for_ever = False

    @abstractmethod
    def after(self, outcomes: Outcomes, n_actions: int) -> Sequence[float]:
        """Probabilities of the player's actions after a history.

        Parameters
        ----------
        outcomes : sequence of (own action, opponent's action)
            Oldest first; empty at the beginning.
        n_actions : int
            Number of the player's actions.

        Raises
        ------
        ParameterError
            If the strategy does not fit.
        """

    def new(
        self,
        n_actions: int,
        n_observations: int = 1,
        rng: Any = None,
        *,
        histories: Histories | None = None,
    ) -> KernelAgent:
        """Make an agent.

        Parameters
        ----------
        n_actions, n_observations : int
        rng : None, int, SeedSequence, Generator or Stream
            Seed of its random choices.
        histories : function
            From an observation to the outcomes that it stands for, own actions first, as
            ``RepeatedGame.own_histories(player)`` gives.

        Raises
        ------
        ParameterError
            If the strategy does not fit, or the histories are missing.
        """
        return new_kernel_agent(self, n_actions, n_observations, rng, histories=histories)

    def rule(self, seat: Seat) -> KernelRule:
        """Describe its agents to the compiled loops; see :class:`KernelRule`."""
        from learning.kernels import agents, rules

        if seat.histories is None:
            raise ParameterError(
                f"{type(self).__name__}: it answers what the players did before; give "
                "new(..., histories=world.own_histories(player)) of a world with memory, as play "
                "does: RepeatedGame(game, memory=1)"
            )
        table = np.array(
            [self.after(seat.histories(k), seat.n_actions) for k in range(seat.n_observations)]
        )
        return make_rule(rules.FIXED, agents.NO_LEARNING, seat, table, {})


def one_action(strategy: object, action: int, n_actions: int) -> tuple[float, ...]:
    """Probabilities of a player who plays one action.

    Parameters
    ----------
    strategy : object
        Whose action it is, for the message.
    action, n_actions : int

    Raises
    ------
    ParameterError
        If there is no such action.
    """
    if action >= n_actions:
        raise ParameterError(
            f"{type(strategy).__name__}: action {action} does not exist for a player of "
            f"{n_actions} actions, 0 to {n_actions - 1}"
        )
    return tuple(float(a == action) for a in range(n_actions))
