"""The ground of figures in the payoff plane: outcomes, their names, and regions of payoffs."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon

from gametheory.game import BimatrixGame
from reports.figures.canvas import axis_label, frame, new_axes, shown
from reports.figures.payoff_plane import PayoffPlane, name_outcomes
from reports.style import Theme

__all__ = ["as_floats", "draw_outcomes", "draw_region", "legend_copy", "payoff_axes"]

Exact = tuple[Fraction, Fraction]
Point = tuple[float, float]
Entries = list[tuple[Artist, str]]


def as_floats(points: Sequence[Exact]) -> list[Point]:
    """Points as pairs of floats."""
    return [(float(u), float(v)) for u, v in points]


def payoff_axes(game: BimatrixGame, ax: Axes | None, theme: Theme) -> Axes:
    """Axes with both players' payoffs as their labels."""
    if ax is None:
        ax = new_axes(theme, width=5.8, height=4.6)
    frame(ax, theme)
    ax.margins(0.12)
    row, column = shown(game.players, 30)
    axis_label(ax, "x", f"Payoff of {row}", theme, theme.row_text)
    axis_label(ax, "y", f"Payoff of {column}", theme, theme.column_text)
    return ax


def draw_region(
    ax: Axes, points: Sequence[Exact], *, face: str | None, edge: str, alpha: float = 0.1,
    width: float = 1.0, dashes: Any = "-", order: float = 1.0,
) -> Artist:  # fmt: skip
    """Draw a polygon, which may be a segment or a point; return it for the legend."""
    corners = as_floats(points)
    if len(corners) > 2 and face is not None:
        ax.add_patch(
            Polygon(corners, closed=True, facecolor=face, alpha=alpha, edgecolor="none",
                    zorder=order)
        )  # fmt: skip
    ring = [*corners, corners[0]]
    (line,) = ax.plot(
        [u for u, _ in ring], [v for _, v in ring], color=edge, linewidth=width,
        linestyle=dashes, zorder=order + 0.1, solid_capstyle="round",
        marker="o" if len(corners) == 1 else "", markersize=10 * order, markerfacecolor="none",
    )  # fmt: skip
    if len(corners) > 2 and face is not None:
        return Polygon([(0, 0), (1, 0), (1, 1)], facecolor=(face, alpha), edgecolor=edge,
                       linewidth=width, linestyle=dashes)  # fmt: skip
    return legend_copy(line)


def legend_copy(line: Line2D) -> Line2D:
    """Return the same line with marks that fit a legend: large ones would run into each other."""
    small = Line2D([], [])
    small.update_from(line)
    small.set_markersize(min(line.get_markersize(), 10))
    return small


def draw_outcomes(ax: Axes, game: BimatrixGame, marks: Sequence[Exact], theme: Theme) -> Entries:
    """Draw every outcome, named where they are few, the names off `marks`."""
    m, n = game.shape
    outcomes = tuple(
        ((float(game.row_payoffs[i, j]), float(game.column_payoffs[i, j])), (i, j))
        for i in range(m)
        for j in range(n)
    )
    (points,) = ax.plot(
        [u for (u, _), _ in outcomes], [v for (_, v), _ in outcomes], linestyle="none",
        marker="o", markersize=4, color=theme.muted, zorder=2.2,
    )  # fmt: skip
    name_outcomes(
        ax,
        PayoffPlane(
            game.players, (game.row_actions, game.column_actions), outcomes,
            observed=tuple(as_floats(marks)),
        ),
        theme,
    )  # fmt: skip
    return [(points, "outcome")]
