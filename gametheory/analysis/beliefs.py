"""Beliefs that make an action a best response.

A *belief* is a mixed strategy that a player expects of the opponent. An action is a best
response to some belief exactly if no mixed strategy strictly dominates it (Pearce 1984, lemma 3);
the belief is the witness that nothing does.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gametheory.errors import InternalError
from gametheory.exact.lp import LinearOptimum, maximise
from gametheory.game import BimatrixGame
from gametheory.limits import Limits

__all__ = ["Belief", "Beliefs"]

Belief = tuple[Fraction, ...]


class Beliefs:
    """Finds beliefs on sets of the opponent's actions; exact, keeps what it has found.

    Parameters
    ----------
    game : BimatrixGame
    limits : Limits
        One unit of the budget for each pivot of a linear program.

    Examples
    --------
    >>> game = BimatrixGame([[3, 0], [0, 3], [2, 2], [1, 1]], [[0, 0]] * 4)
    >>> beliefs = Beliefs(game, Limits())
    >>> beliefs.best_responses(0, [0]), sorted(beliefs.best_responses(0, [0, 1]))
    (frozenset({0}), [0, 1, 2])
    """

    def __init__(self, game: BimatrixGame, limits: Limits) -> None:
        self.limits = limits
        self._shape = game.shape
        first, second = (game.integer_payoffs(player)[0] for player in (0, 1))
        # A row for each of the player's own actions.
        self._payoffs: tuple[NDArray[Any], NDArray[Any]] = (first, second.T)
        self._found: dict[tuple[int, int, frozenset[int]], Belief | None] = {}

    def belief(self, player: int, action: int, opponent: Sequence[int]) -> Belief | None:
        """Return a belief to which the action is a best response, or None if there is none.

        Parameters
        ----------
        player : int
            0 for the row player, 1 for the column player.
        action : int
            One of the player's actions; all of them compete with it.
        opponent : sequence of int
            The opponent's actions that the belief may give probability to.

        Raises
        ------
        LimitReached
            If the limits are reached before that is decided.
        """
        key = player, action, frozenset(opponent)
        if key not in self._found:
            self.limits.check_time()
            self._found[key] = self._search(player, action, sorted(key[2]))
        return self._found[key]

    def best_responses(self, player: int, opponent: Sequence[int]) -> frozenset[int]:
        """Actions of the player that are best responses to some belief on `opponent`."""
        return frozenset(
            k for k in range(self._shape[player]) if self.belief(player, k, opponent) is not None
        )

    def _search(self, player: int, action: int, opponent: list[int]) -> Belief | None:
        payoffs = self._payoffs[player][:, opponent]
        sure = np.flatnonzero(payoffs[action] == payoffs.max(axis=0))
        if len(sure):
            return self._spread(player, {opponent[int(sure[0])]: Fraction(1)})
        if bool((payoffs > payoffs[action]).all(axis=1).any()):
            return None
        # Weights y of at most 1 for which no other action earns more; y = 0 is one.
        rows: list[list[int]] = payoffs.tolist()
        own = rows.pop(action)
        gains = [[v - w for v, w in zip(row, own, strict=True)] for row in rows]
        ones = [1] * len(opponent)
        optimum = maximise(ones, [*gains, ones], [0] * len(gains) + [1], self.limits)
        if not isinstance(optimum, LinearOptimum):
            raise InternalError("a program over beliefs is bounded")
        if not optimum.value:
            return None
        total = sum(optimum.primal, Fraction(0))
        return self._spread(
            player, {k: w / total for k, w in zip(opponent, optimum.primal, strict=True) if w}
        )

    def _spread(self, player: int, weights: dict[int, Fraction]) -> Belief:
        return tuple(weights.get(k, Fraction(0)) for k in range(self._shape[1 - player]))
