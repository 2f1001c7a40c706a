"""Degenerate games.

A game is *degenerate* if some mixed strategy of either player has more pure best
responses than actions in its support (von Stengel 2002, "Computing equilibria for
two-person games", Handbook of Game Theory 3, definition 2.6 and theorem 2.10).

For the row player's strategies x, take payoffs B > 0 and the polytope
``{x >= 0 : B' x <= 1}`` of dimension m. A point other than 0, divided by its sum, is a
mixed strategy; its tight inequalities are the actions outside its support, and pure
best responses if there are any. So a strategy with more best responses than actions
in its support is a point with more than m tight inequalities; so is then every vertex
of the smallest face around it. The game is therefore nondegenerate exactly if this
polytope and its counterpart for the column player are *simple*: no vertex has more
tight inequalities than the dimension.
"""

from __future__ import annotations

from gametheory.analysis.best_responses import pure_best_responses
from gametheory.errors import Interrupted
from gametheory.exact.vertices import enumerate_vertices, positive_matrix
from gametheory.game import BimatrixGame
from gametheory.limits import Limits, Status

__all__ = ["is_degenerate"]


def is_degenerate(game: BimatrixGame, timeout: float | None = None) -> bool | None:
    """Say whether a game is degenerate, exactly.

    Parameters
    ----------
    game : BimatrixGame
        An m x n game. The vertices that must be looked at to answer no can grow
        exponentially with m + n; with over 30 actions in all, give a `timeout`.
    timeout : float, optional
        Seconds.

    Returns
    -------
    bool or None
        None if `timeout` came first: not decided.

    Raises
    ------
    ParameterError
        If `timeout` is not a positive number.
    Interrupted
        On Ctrl-C.

    Examples
    --------
    >>> from gametheory.game import BimatrixGame
    >>> is_degenerate(BimatrixGame.zero_sum([[1, -1], [-1, 1]]))
    False
    >>> is_degenerate(BimatrixGame([[1, 1], [1, 1]], [[0, 0], [1, 2]]))
    True
    """
    limits = Limits(timeout)
    for player in (0, 1):
        ties = pure_best_responses(game, player).sum(axis=player)
        if bool((ties > 1).any()):  # a pure action with two best responses
            return True
    decided = True
    for payoffs in (game.integer_payoffs(1)[0].T, game.integer_payoffs(0)[0]):
        vertices = enumerate_vertices(positive_matrix(payoffs.tolist()), limits)
        if len(vertices) and not vertices.is_simple:
            return True
        if vertices.stopped is not None and vertices.stopped.status is Status.INTERRUPTED:
            raise Interrupted(None)
        decided = decided and vertices.stopped is None
    return False if decided else None
