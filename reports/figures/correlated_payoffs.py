"""Payoffs of correlated and of coarse correlated equilibria in the payoff plane.

The ground is the payoff plane (:mod:`reports.figures.payoff_plane`): outcomes as dots, their hull
dashed. The coarse correlated equilibria's payoffs are a hatched region with a dashed edge, the
correlated equilibria's, inside it, a filled one with a solid edge; a region of one point is a
square, open or filled. Rings are Nash equilibria.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any, Final

from matplotlib.axes import Axes
from matplotlib.patches import Patch, Polygon

from gametheory.concepts import CorrelatedPayoffs, PayoffRegion
from reports.figures.canvas import legend
from reports.figures.payoff_plane import PayoffPlane, plot_payoff_plane
from reports.style import DASHES, LIGHT, Theme

__all__ = ["plot_correlated_payoffs"]

Point = tuple[float, float]

_EDGE: Final = 1.8
_HATCH: Final = "////"


def plot_correlated_payoffs(
    result: CorrelatedPayoffs,
    *,
    equilibria: Iterable[tuple[Fraction, Fraction]] = (),
    ax: Axes | None = None,
    theme: Theme = LIGHT,
) -> Axes:
    """Draw the regions of payoffs that a mediator can bring about.

    Parameters
    ----------
    result : CorrelatedPayoffs
    equilibria : iterable of (Fraction, Fraction)
        Payoffs of Nash equilibria, such as ``[e.payoffs for e in solve(game)]``.
    ax : Axes, optional
        Where to draw; a new Figure if not given.
    theme : Theme

    Returns
    -------
    Axes
    """
    game = result.game
    m, n = game.shape
    outcomes = [(_floats(game.payoff(i, j)), (i, j)) for i in range(m) for j in range(n)]
    ax = plot_payoff_plane(
        PayoffPlane(
            players=game.players,
            actions=(game.row_actions, game.column_actions),
            outcomes=tuple(outcomes),
            hull=tuple(_floats(corner) for corner in result.feasible.corners),
            equilibria=tuple(dict.fromkeys(_floats(point) for point in equilibria)),
        ),
        ax=ax,
        theme=theme,
    )
    base = ax.get_legend()
    handles: list[Any] = [] if base is None else list(base.legend_handles)
    labels = [] if base is None else [entry.get_text() for entry in base.get_texts()]
    for region, coarse in ((result.coarse, True), (result.correlated, False)):
        if not region.corners:
            continue
        handles.append(_draw(ax, region, coarse, theme))
        name = "coarse correlated equilibria" if coarse else "correlated equilibria"
        labels.append(name if region.complete else f"{name} (a part)")
    legend(ax, handles, labels, theme, 2)
    return ax


def _draw(ax: Axes, region: PayoffRegion, coarse: bool, theme: Theme) -> Any:
    """Draw one region; return its legend entry."""
    corners = [_floats(corner) for corner in region.corners]
    dash = DASHES[1] if coarse else "-"
    if len(corners) == 1:
        (mark,) = ax.plot(
            *_xy(corners), linestyle="none", marker="s", markersize=9.5 if coarse else 5.5,
            markerfacecolor="none" if coarse else theme.equilibrium,
            markeredgecolor=theme.equilibrium, markeredgewidth=1.4, zorder=2.6,
        )  # fmt: skip
        return mark
    if len(corners) == 2:
        (line,) = ax.plot(
            *_xy(corners), color=theme.equilibrium, linewidth=5.0 if coarse else 2.4,
            alpha=0.45 if coarse else 1.0, linestyle="-", solid_capstyle="round", zorder=1.6,
        )  # fmt: skip
        return line
    style: dict[str, Any] = {
        "edgecolor": theme.equilibrium,
        "linewidth": _EDGE,
        "linestyle": dash,
    }
    if coarse:
        style |= {"facecolor": "none", "hatch": _HATCH, "hatch_linewidth": 0.5, "zorder": 1.4}
    else:
        style |= {"facecolor": f"{theme.equilibrium}66", "zorder": 1.5}
    ax.add_patch(Polygon(corners, closed=True, **style))
    return Patch(**style)


def _floats(point: Sequence[Fraction]) -> Point:
    return float(point[0]), float(point[1])


def _xy(points: Iterable[Point]) -> tuple[list[float], list[float]]:
    pairs = list(points)
    return [x for x, _ in pairs], [y for _, y in pairs]
