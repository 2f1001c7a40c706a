"""A bimatrix game played again and again.

A *history* is what a player remembers: the last outcomes, oldest first, each as
``i * n + j`` in an m x n game. With memory 0 there is one observation; with memory k
observations are the histories of up to k outcomes, numbered like a heap: 0 is the
empty one, ``h * m * n + 1 + outcome`` is history h made longer by an outcome. A player
who *trembles* does another action than the one chosen; a player with *noisy monitoring*
sees another action of the opponent than was done. Under a *continuation probability*
an episode goes on after each round with that chance (Roth & Murnighan 1978).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gametheory.errors import ParameterError, StrategyError
from gametheory.game import BimatrixGame
from learning.agents.protocol import GAME as GAME_NEED
from learning.agents.protocol import (
    OPPONENT_ACTION,
    OWN_REWARD,
    PAYOFF_BOUNDS,
    STATE,
    Histories,
    Observation,
)
from learning.parameters import read_count, read_real

__all__ = ["RepeatedGame"]

#: Most observations of a player; learners keep a row for each.
_MOST: Final = 1_000_000


class RepeatedGame:
    """A world of two players: payoffs are rewards, observations are histories.

    Parameters
    ----------
    game : BimatrixGame
    one_shot : bool
        Whether each round is an episode of its own: a continuation probability of 0.
    memory : int
        Outcomes that the players remember.
    start : pair of int or str, optional
        An outcome that, with memory 1 or more, is taken to have come before every
        episode, again and again. Without it histories start empty.
    continuation : float
        Chance, 0 to 1, that an episode goes on after a round. At 1, the default, it goes
        on until the loop stops it, so with a discount above 0 a learner values what
        would have followed.
    tremble : float or pair of float
        Chance, 0 to 1, that a player does another action than the one chosen, all
        others equally likely; one number, or one for each player.
    noise : float or pair of float
        Chance, 0 to 1, that a player sees another action of the opponent than was done.

    Raises
    ------
    ParameterError
        If `game` is no bimatrix game, a number is out of range, or there would be more
        than a million histories.

    Examples
    --------
    >>> world = RepeatedGame(BimatrixGame([[3, 0], [5, 1]], [[3, 5], [0, 1]]), memory=1)
    >>> world.reset(None)
    (0, 0)
    >>> world.step((1, 0))
    ((3, 3), (5.0, 0.0), False)
    """

    def __init__(
        self,
        game: BimatrixGame,
        *,
        one_shot: bool = False,
        memory: int = 0,
        start: tuple[int | str, int | str] | None = None,
        continuation: float = 1.0,
        tremble: float | tuple[float, float] = 0.0,
        noise: float | tuple[float, float] = 0.0,
    ) -> None:
        if not isinstance(game, BimatrixGame):
            raise ParameterError(f"game: expected a BimatrixGame, got {type(game).__name__}")
        self.game = game
        self.memory = read_count(memory, "memory", 0)
        self.continuation = read_real(continuation, "continuation", 0.0, 1.0)
        if one_shot:
            if self.continuation != 1.0:
                raise ParameterError("one_shot: a one-shot game has no continuation probability")
            self.continuation = 0.0
        self.tremble = _pair(tremble, "tremble")
        self.noise = _pair(noise, "noise")
        m, n = game.shape
        self._histories = sum((m * n) ** k for k in range(min(self.memory, 64) + 1))
        if self.memory > 64 or self._histories > _MOST:
            raise ParameterError(
                f"memory: {self.memory} outcomes of a {m} x {n} game are more than "
                f"{_MOST:,} histories"
            )
        self.start = self._read_start(start)
        # lists: plain floats come out faster and print better than numpy's
        self._payoffs = (game.row_payoffs.tolist(), game.column_payoffs.tolist())
        self._sees = [self.start, self.start]
        self._rng: Any = None
        #: What was done in the last round, trembles included.
        self.played: tuple[int, int] = (-1, -1)

    def _read_start(self, start: tuple[int | str, int | str] | None) -> int:
        if start is None:
            return 0
        if self.memory == 0:
            raise ParameterError("start: players without memory see no outcome; give memory=1")
        i, j = (self.game.action_index(player, start[player]) for player in (0, 1))
        history = 0
        for _ in range(self.memory):
            history = self.next_history(history, i, j)
        return history

    @property
    def one_shot(self) -> bool:
        """Whether each round is an episode of its own."""
        return self.continuation == 0.0

    @property
    def chances(self) -> tuple[float, ...]:
        """Trembles of both, noise of both, continuation: as the compiled loop takes them."""
        return (*self.tremble, *self.noise, self.continuation)

    @property
    def is_plain(self) -> bool:
        """Whether nothing is remembered and nothing left to chance."""
        return (
            self.memory == 0
            and self.tremble == self.noise == (0.0, 0.0)
            and self.continuation in (0.0, 1.0)
        )

    @property
    def n_actions(self) -> tuple[int, int]:
        """Number of actions of each player."""
        return self.game.shape

    @property
    def n_observations(self) -> tuple[int, int]:
        """Number of histories, the same for both players."""
        return self._histories, self._histories

    @property
    def payoff_bounds(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """Each player's lowest and highest payoff."""
        first, second = (
            (float(payoffs.min()), float(payoffs.max()))
            for payoffs in (self.game.row_payoffs, self.game.column_payoffs)
        )
        return first, second

    def own_payoffs(self, player: int) -> NDArray[np.float64]:
        """A player's payoffs, own actions first."""
        payoffs = (self.game.row_payoffs, self.game.column_payoffs.T)[player]
        return np.array(payoffs, order="C")

    def own_histories(self, player: int) -> Histories | None:
        """What a player's observations stand for, own actions first; None without memory."""
        if self.memory == 0:
            return None
        if player == 0:
            return self.outcomes
        return lambda history: tuple((j, i) for i, j in self.outcomes(history))

    @property
    def gives(self) -> frozenset[str]:
        """What agents may need."""
        given = {OWN_REWARD, OPPONENT_ACTION, GAME_NEED, PAYOFF_BOUNDS}
        return frozenset(given | {STATE} if self.memory else given)

    def next_history(self, history: int, row_action: int, column_action: int) -> int:
        """Observation that follows an outcome; see the module.

        Parameters
        ----------
        history : int
        row_action, column_action : int
        """
        if self.memory == 0:
            return 0
        size = self.game.shape[0] * self.game.shape[1]
        shorter = sum(size**k for k in range(self.memory - 1))
        full = shorter * size + 1
        if history >= full:
            history = shorter + (history - full) % size ** (self.memory - 1)
        return history * size + 1 + row_action * self.game.shape[1] + column_action

    def outcomes(self, history: int) -> tuple[tuple[int, int], ...]:
        """Outcomes that an observation stands for, oldest first.

        Raises
        ------
        ParameterError
            If there is no such history.
        """
        if not 0 <= history < self._histories:
            raise ParameterError(
                f"history: expected an integer 0 to {self._histories - 1}, got {history!r}"
            )
        m, n = self.game.shape
        found = []
        while history > 0:
            history, outcome = divmod(history - 1, m * n)
            found.append(divmod(outcome, n))
        return tuple(reversed(found))

    def reset(self, rng: Any = None) -> tuple[Observation, Observation]:
        """Begin an episode.

        Parameters
        ----------
        rng : Generator or Stream
            The source of trembles, noise and continuation; not used where there are none.
        """
        self._rng = rng
        self._sees = [self.start, self.start]
        return Observation(self.start), Observation(self.start)

    def step(
        self, actions: Sequence[int]
    ) -> tuple[tuple[Observation, Observation], tuple[float, float], bool]:
        """Play one round.

        Parameters
        ----------
        actions : sequence of int
            The row player's and the column player's choice, counted from 0.

        Raises
        ------
        StrategyError
            If a player has no such action.
        ParameterError
            If chance is needed and `reset` was given no source of it.
        """
        i, j = actions
        m, n = self.game.shape
        if not (0 <= i < m and 0 <= j < n):
            raise StrategyError(
                f"expected actions 0 to {m - 1} and 0 to {n - 1}, got {tuple(actions)!r}"
            )
        i, j = self._perturbed(i, self.tremble[0], m), self._perturbed(j, self.tremble[1], n)
        seen_j, seen_i = self._perturbed(j, self.noise[0], n), self._perturbed(i, self.noise[1], m)
        done = self.continuation < 1.0
        if done and self.continuation > 0.0:
            done = self._draw() >= self.continuation
        self._sees = [
            self.next_history(self._sees[0], i, seen_j),
            self.next_history(self._sees[1], seen_i, j),
        ]
        self.played = (i, j)
        observations = Observation(self._sees[0], seen_j), Observation(self._sees[1], seen_i)
        row, column = self._payoffs
        return observations, (row[i][j], column[i][j]), done

    def _draw(self) -> float:
        if self._rng is None:
            raise ParameterError(
                "this world leaves something to chance: call reset(rng) with a numpy Generator"
            )
        return float(self._rng.random())

    def _perturbed(self, action: int, chance: float, n_actions: int) -> int:
        if chance == 0.0 or n_actions == 1:
            return action
        slips, other = self._draw() < chance, int(self._draw() * (n_actions - 1))
        if not slips:
            return action
        return other if other < action else other + 1

    def __repr__(self) -> str:
        name = self.game.name or f"{self.n_actions[0]} x {self.n_actions[1]} game"
        told = [
            f", {word}={value}"
            for word, value, usual in (
                ("memory", self.memory, 0),
                ("start", self.outcomes(self.start)[:1], ()),
                ("continuation", self.continuation, 1.0),
                ("tremble", self.tremble, (0.0, 0.0)),
                ("noise", self.noise, (0.0, 0.0)),
            )
            if value != usual and not (word == "continuation" and self.one_shot)
        ]
        return f"RepeatedGame({name}{', one_shot=True' if self.one_shot else ''}{''.join(told)})"


def _pair(value: Any, name: str) -> tuple[float, float]:
    given = value if isinstance(value, (tuple, list)) else (value, value)
    if len(given) != 2:
        raise ParameterError(f"{name}: expected a number or one for each of the two players")
    first, second = (read_real(chance, name, 0.0, 1.0) for chance in given)
    return first, second
