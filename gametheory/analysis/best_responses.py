"""Best responses, exactly.

A *best response* of a player to an opponent's mixed strategy is a mixed strategy
with the highest expected payoff against it. A mixed strategy is a best response
exactly if every action in its support is one (the *best response condition*,
Nash 1951), so the set of mixed best responses is the set of all mixtures of the
*pure* best responses, and a list of those says everything.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gametheory.errors import ParameterError
from gametheory.game import BimatrixGame
from gametheory.strategy import action_values, read_strategy, support

__all__ = ["best_response_payoff", "best_responses", "is_best_response", "pure_best_responses"]

ROW: Final = 0
COLUMN: Final = 1


def pure_best_responses(game: BimatrixGame, player: int) -> NDArray[np.bool_]:
    """Mark the best responses of a player to each pure action of the opponent.

    Parameters
    ----------
    game : BimatrixGame
        An m x n game.
    player : int
        0 for the row player, 1 for the column player.

    Returns
    -------
    ndarray of bool, shape (m, n), read-only
        Entry (i, j) says whether the player's action of that outcome is a best
        response to the opponent's. Exact: floats are compared as they are,
        because reading them as shortest decimals keeps their order.

    Raises
    ------
    ParameterError
        If `player` is neither 0 nor 1.

    Examples
    --------
    >>> from gametheory.game import BimatrixGame
    >>> game = BimatrixGame([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    >>> pure_best_responses(game, 0).tolist()
    [[False, False], [True, True]]
    """
    payoffs = game.comparable_payoffs(check_player(player))
    marked: NDArray[np.bool_] = (payoffs == payoffs.max(axis=player, keepdims=True)).astype(bool)
    marked.setflags(write=False)
    return marked


def best_responses(game: BimatrixGame, player: int, opponent_strategy: Any) -> tuple[int, ...]:
    """Actions of a player that are best responses to a mixed strategy.

    Parameters
    ----------
    game : BimatrixGame
    player : int
        0 for the row player, 1 for the column player.
    opponent_strategy : sequence of numbers, str or int
        The opponent's probability vector, or the name or index of an action.

    Returns
    -------
    tuple of int
        Indices from 0, in increasing order; the mixed best responses are all
        mixtures of these actions. Exact for the strategy as it is read: floats
        such as ``[1/3, 2/3]`` are decimals near a third, and a tie at exactly one
        third needs ``["1/3", "2/3"]``.

    Raises
    ------
    StrategyError
        If `opponent_strategy` is not a mixed strategy of the opponent.
    ParameterError
        If `player` is neither 0 nor 1.

    Examples
    --------
    >>> from gametheory.game import BimatrixGame
    >>> pennies = BimatrixGame.zero_sum([[1, -1], [-1, 1]])
    >>> best_responses(pennies, 0, ["2/3", "1/3"]), best_responses(pennies, 1, ["1/2", "1/2"])
    ((0,), (0, 1))
    """
    values = _action_payoffs(game, player, opponent_strategy)
    highest = max(values)
    return tuple(k for k, value in enumerate(values) if value == highest)


def best_response_payoff(game: BimatrixGame, player: int, opponent_strategy: Any) -> Fraction:
    """Highest expected payoff of a player against a mixed strategy, exact.

    Parameters and errors are those of :func:`best_responses`.
    """
    return max(_action_payoffs(game, player, opponent_strategy))


def is_best_response(
    game: BimatrixGame, player: int, strategy: Any, opponent_strategy: Any
) -> bool:
    """Say whether a mixed strategy is a best response, exactly.

    Parameters
    ----------
    game : BimatrixGame
    player : int
        0 for the row player, 1 for the column player.
    strategy, opponent_strategy : sequence of numbers, str or int
        Probability vectors of the player and of the opponent, or the name or
        index of an action.

    Raises
    ------
    StrategyError
        If one of the two is not a mixed strategy of its player.
    ParameterError
        If `player` is neither 0 nor 1.
    """
    own = _read(game, check_player(player), strategy)
    best = set(best_responses(game, player, opponent_strategy))
    return best.issuperset(support(own))


def check_player(player: int) -> int:
    """Return `player` if it is 0 or 1; raise ParameterError otherwise."""
    if isinstance(player, bool) or player not in (ROW, COLUMN):
        raise ParameterError(
            f"player: expected 0 (row player) or 1 (column player), got {player!r}"
        )
    return player


def _action_payoffs(game: BimatrixGame, player: int, opponent_strategy: Any) -> list[Fraction]:
    opponent = _read(game, 1 - check_player(player), opponent_strategy)
    return action_values(game.integer_payoffs(player), opponent, player)


def _read(game: BimatrixGame, player: int, strategy: Any) -> tuple[Fraction, ...]:
    size = game.shape[player]
    if isinstance(strategy, (str, int, np.integer)):
        action = strategy if isinstance(strategy, str) else int(strategy)
        index = game.action_index(player, action)
        strategy = [int(k == index) for k in range(size)]
    return read_strategy(strategy, size, player)
