"""One Nash equilibrium by the Lemke-Howson algorithm, in exact arithmetic.

Start at the artificial pair (0, 0) of the two best-response polytopes, which has
every label; drop one and follow the path along which only that label is missing
(Lemke & Howson 1964; von Stengel 2002, section 2.3). With the lexicographic rule the
path never returns, so it ends at another completely labelled pair: an equilibrium.
Paths can be exponentially long (Savani & von Stengel 2006).
"""

from __future__ import annotations

from gametheory.exact.tableau import Tableau
from gametheory.game import BimatrixGame
from gametheory.limits import LimitReached, Limits, Status
from gametheory.solvers.exact import best_response_matrices
from gametheory.solvers.registry import Proposal
from gametheory.strategy import MixedStrategy

__all__ = ["find", "follow_path"]


def follow_path(
    game: BimatrixGame, label: int, limits: Limits
) -> tuple[MixedStrategy, MixedStrategy]:
    """Follow the path on which `label` is missing, from the artificial pair.

    Parameters
    ----------
    game : BimatrixGame
    label : int
        0..m-1 for a row, m..m+n-1 for a column.
    limits : Limits
        One unit of the budget for each pivot.
    """
    m, n = game.shape
    row_matrix, column_matrix = best_response_matrices(game)
    tableaux = (Tableau(row_matrix, [1] * n), Tableau(column_matrix, [1] * m))
    # Variables as labels: P numbers x_i as i and slack j as m + j, Q numbers y_j as
    # j and slack i as n + i.
    side, entering = (0, label) if label < m else (1, label - m)
    while True:
        limits.spend()
        tableau = tableaux[side]
        column = tableau.nonbasic.index(entering)
        row = tableau.leaving_row(column)
        if row is None:
            raise AssertionError("a positive matrix makes the polytope bounded")
        leaving = tableau.basic[row]
        tableau.pivot(row, column)
        dropped = leaving if side == 0 else (leaving + m if leaving < n else leaving - n)
        if dropped == label:
            return MixedStrategy(tableaux[0].solution()), MixedStrategy(tableaux[1].solution())
        side = 1 - side
        entering = dropped if side == 0 else (dropped - m if dropped >= m else dropped + n)


def find(game: BimatrixGame, limits: Limits) -> Proposal:
    """Follow the path of the first label."""
    try:
        profile = follow_path(game, 0, limits)
    except LimitReached as limit:
        return Proposal([], limit.status, False, f"stopped after {limits.spent} pivots ({limit})")
    except KeyboardInterrupt:
        return Proposal([], Status.INTERRUPTED, False, f"interrupted after {limits.spent} pivots")
    return Proposal(
        [profile],
        Status.FINISHED,
        False,
        f"the method ends at one equilibrium, after {limits.spent} pivots; "
        "others were not looked for",
    )
