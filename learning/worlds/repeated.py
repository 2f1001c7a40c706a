"""A bimatrix game played again and again by players who remember nothing of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from gametheory.errors import ParameterError, StrategyError
from gametheory.game import BimatrixGame
from learning.agents.protocol import GAME as GAME_NEED
from learning.agents.protocol import OPPONENT_ACTION, OWN_REWARD, PAYOFF_BOUNDS

__all__ = ["RepeatedGame"]

_NOTHING: Final = (0, 0)


class RepeatedGame:
    """The world of stateless learners: one observation, payoffs as rewards.

    Parameters
    ----------
    game : BimatrixGame
    one_shot : bool
        Whether each round is an episode of its own. Otherwise an episode goes on
        until the loop stops it, so with a discount above 0 a learner values what
        would have followed.

    Raises
    ------
    ParameterError
        If `game` is no bimatrix game.

    Examples
    --------
    >>> world = RepeatedGame(BimatrixGame([[3, 0], [5, 1]], [[3, 5], [0, 1]]))
    >>> world.reset(None)
    (0, 0)
    >>> world.step((1, 0))
    ((0, 0), (5.0, 0.0), False)
    """

    def __init__(self, game: BimatrixGame, *, one_shot: bool = False) -> None:
        if not isinstance(game, BimatrixGame):
            raise ParameterError(f"game: expected a BimatrixGame, got {type(game).__name__}")
        self.game = game
        self.one_shot = bool(one_shot)
        # lists: plain floats come out faster and print better than numpy's
        self._payoffs = (game.row_payoffs.tolist(), game.column_payoffs.tolist())

    @property
    def n_actions(self) -> tuple[int, int]:
        """Number of actions of each player."""
        return self.game.shape

    @property
    def n_observations(self) -> tuple[int, int]:
        """One observation each, 0."""
        return 1, 1

    @property
    def payoff_bounds(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """Each player's lowest and highest payoff."""
        first, second = (
            (float(payoffs.min()), float(payoffs.max()))
            for payoffs in (self.game.row_payoffs, self.game.column_payoffs)
        )
        return first, second

    @property
    def gives(self) -> frozenset[str]:
        """Everything but a state."""
        return frozenset({OWN_REWARD, OPPONENT_ACTION, GAME_NEED, PAYOFF_BOUNDS})

    def reset(self, rng: Any = None) -> tuple[int, int]:
        """Begin an episode; nothing here is left to chance."""
        return _NOTHING

    def step(self, actions: Sequence[int]) -> tuple[tuple[int, int], tuple[float, float], bool]:
        """Play one round.

        Parameters
        ----------
        actions : sequence of int
            The row player's and the column player's action, counted from 0.

        Raises
        ------
        StrategyError
            If a player has no such action.
        """
        i, j = actions
        m, n = self.game.shape
        if not (0 <= i < m and 0 <= j < n):
            raise StrategyError(
                f"expected actions 0 to {m - 1} and 0 to {n - 1}, got {tuple(actions)!r}"
            )
        row, column = self._payoffs
        return _NOTHING, (row[i][j], column[i][j]), self.one_shot

    def __repr__(self) -> str:
        name = self.game.name or f"{self.n_actions[0]} x {self.n_actions[1]} game"
        return f"RepeatedGame({name}{', one_shot=True' if self.one_shot else ''})"
