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

In a simple polytope each edge from a vertex is one pivot, the leaving variable is
unique, and the graph of vertices is connected (Balinski 1961). A walk along all
edges thus meets every vertex, or, in a polytope that is not simple, a degenerate
one on its way: had it met none, it would have met all vertices.
"""

from __future__ import annotations

from gametheory.analysis.best_responses import pure_best_responses
from gametheory.exact.tableau import Tableau
from gametheory.game import BimatrixGame
from gametheory.limits import LimitReached, Limits

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
    rows = game.integer_payoffs(1)[0].T.astype(object)
    columns = game.integer_payoffs(0)[0].astype(object)
    try:
        return any(
            not _is_simple((matrix - (matrix.min() - 1)).tolist(), limits)
            for matrix in (rows, columns)
        )
    except LimitReached:
        return None


def _is_simple(matrix: list[list[int]], limits: Limits) -> bool:
    """Whether each vertex of ``{x >= 0 : M x <= 1}``, M > 0, has d tight inequalities."""
    tableau = Tableau(matrix, [1] * len(matrix))
    visited = {frozenset(tableau.nonbasic)}
    path: list[tuple[int, int]] = []
    column = 0
    while True:
        if column == tableau.dimension:
            if not path:
                return True
            row, column = path.pop()
            tableau.pivot(row, column)
            column += 1
            continue
        leaving = tableau.leaving_row(column)
        assert leaving is not None, "a positive matrix makes the polytope bounded"
        neighbour = frozenset(
            (*tableau.nonbasic[:column], tableau.basic[leaving], *tableau.nonbasic[column + 1 :])
        )
        if neighbour in visited:
            column += 1
            continue
        limits.spend()
        visited.add(neighbour)
        tableau.pivot(leaving, column)
        if any(row[-1] == 0 for row in tableau.rows):  # a basic variable is 0, too
            return False
        path.append((leaving, column))
        column = 0
