"""The three Pareto frontiers of a game on the payoff plane, and its equilibria."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from matplotlib.axes import Axes

from reports.figures.canvas import new_axes
from reports.figures.payoff_plane import PayoffPlane, plot_payoff_plane
from reports.style import LIGHT, Theme

if TYPE_CHECKING:
    from gametheory.analysis import ParetoFrontiers
    from gametheory.equilibria.payoff_set import PayoffSet

__all__ = ["plot_pareto_frontiers"]

#: Outcomes up to which each is drawn; of more, those on the hull and the efficient ones.
_OUTCOMES: Final = 400


def plot_pareto_frontiers(
    frontiers: ParetoFrontiers,
    equilibria: PayoffSet | None = None,
    *,
    ax: Axes | None = None,
    theme: Theme = LIGHT,
) -> Axes:
    """Draw what players can get together, and which of it is efficient.

    Parameters
    ----------
    frontiers : ParetoFrontiers
    equilibria : PayoffSet, optional
        Payoffs of equilibria, ``solve(game).payoff_set``, drawn as points, segments and
        rectangles.
    ax : Axes, optional
        Where to draw; a new Figure if not given.
    theme : Theme

    Returns
    -------
    Axes
    """
    game, hull = frontiers.game, frontiers.lotteries.hull
    optimal = frontiers.outcomes.optimal
    A, B = game.row_payoffs, game.column_payoffs
    shown = np.ones(game.shape, dtype=bool)
    if shown.size > _OUTCOMES:
        corners = {(float(u), float(v)) for u, v in hull}
        shown = optimal | np.array(
            [[(float(u), float(v)) in corners for u, v in zip(*rows, strict=True)]
             for rows in zip(A, B, strict=True)]
        )  # fmt: skip
    cells = [(int(i), int(j)) for i, j in np.argwhere(shown)]
    data = PayoffPlane(
        players=game.players,
        actions=(game.row_actions, game.column_actions),
        outcomes=tuple(((float(A[cell]), float(B[cell])), cell) for cell in cells),
        hull=tuple((float(u), float(v)) for u, v in hull),
        efficient=tuple((float(A[cell]), float(B[cell])) for cell in cells if optimal[cell]),
        frontiers=frontiers,
        rectangles=() if equilibria is None else equilibria.merged,
    )
    if ax is None:
        ax = new_axes(theme, width=5.8, height=4.9)
    return plot_payoff_plane(data, ax=ax, theme=theme)
