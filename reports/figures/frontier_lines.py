"""What mixing reaches, Pareto frontiers and sets of equilibria, drawn on a payoff plane."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, PathPatch
from matplotlib.path import Path

from gametheory.analysis import FrontierPiece, ParetoFrontiers
from gametheory.equilibria.payoff_set import PayoffRectangle
from reports.style import Theme

__all__ = ["add_attainable", "add_frontiers", "add_rectangles"]

Entry = tuple[Any, str]
Point = tuple[float, float]

#: Lines and marks of the frontier of mixed play, in points.
_WIDTH: Final = 4.5
_LONE: Final = 16.0
_END: Final = 6.5


def add_attainable(ax: Axes, frontiers: ParetoFrontiers, theme: Theme) -> list[Entry]:
    """Shade what independent mixing attains.

    Returns
    -------
    list of (artist, str)
        Entries of the legend.
    """
    if not frontiers.regions:
        return []
    vertices: list[Point] = []
    codes: list[Any] = []
    for region in frontiers.regions:
        vertices.append(_floats(region.start))
        codes.append(Path.MOVETO)
        for step in region.steps:
            vertices += [_floats(point) for point in step]
            codes += [Path.CURVE3] * 2 if len(step) == 2 else [Path.LINETO]
    path = Path(vertices, codes)
    # All regions turn the same way, so together they are filled as their union. Painted
    # over by its own inside, a stroke leaves the union's outline.
    ax.add_patch(PathPatch(path, facecolor="none", edgecolor=theme.muted, linewidth=2.0,
                           joinstyle="round", zorder=0.6))  # fmt: skip
    ax.add_patch(PathPatch(path, facecolor=theme.paper, edgecolor="none", zorder=0.7))
    ax.add_patch(PathPatch(path, facecolor=theme.row, edgecolor="none", alpha=0.26, zorder=0.8))
    handle = Patch(facecolor=theme.row, alpha=0.3, edgecolor=theme.muted)
    return [(handle, "reached by independent mixing")]


def add_frontiers(ax: Axes, frontiers: ParetoFrontiers, theme: Theme) -> list[Entry]:
    """Draw the frontiers of mixed play and of lotteries.

    Parameters
    ----------
    ax : Axes
    frontiers : ParetoFrontiers
    theme : Theme

    Returns
    -------
    list of (artist, str)
        Entries of the legend.
    """
    pieces = frontiers.mixed_play.pieces
    for piece in pieces:
        if piece.kind == "outcome":
            ax.plot(*_xy([piece.curve[0]]), **_lone_style(theme))
            continue
        codes = [Path.MOVETO, Path.CURVE3, Path.CURVE3]
        ax.add_patch(
            PathPatch(
                Path(list(piece.curve), codes), facecolor="none", edgecolor=theme.efficient,
                linewidth=_WIDTH, capstyle="butt", zorder=2.1,
            )
        )  # fmt: skip
    excluded = _excluded(pieces)
    if excluded:
        ax.plot(
            *_xy(excluded), linestyle="none", marker="o", markersize=_END, zorder=3.2,
            markerfacecolor=theme.paper, markeredgecolor=theme.efficient, markeredgewidth=1.8,
        )  # fmt: skip
    corners = [_floats(corner) for corner in frontiers.lotteries.corners]
    entries: list[Entry] = []
    if pieces:
        is_line = any(piece.kind != "outcome" for piece in pieces)
        small = {"markersize": _END, "markeredgewidth": 1.6}
        handle = (
            Line2D([], [], color=theme.efficient, linewidth=_WIDTH)
            if is_line
            else Line2D([], [], **{**_lone_style(theme), **small})
        )
        words = "efficient in mixed play"
        entries.append((handle, words if frontiers.mixed_play.complete else f"{words} (a part)"))
    if excluded:
        handle = Line2D([], [], linestyle="none", marker="o", markersize=_END,
                        markerfacecolor=theme.paper, markeredgecolor=theme.efficient,
                        markeredgewidth=1.8)  # fmt: skip
        entries.append((handle, "end not included"))
    if len(corners) > 1:
        (line,) = ax.plot(
            *_xy(corners), color=theme.ink, linewidth=1.5, linestyle=(0, (4, 1.6)), zorder=2.2
        )
        entries.append((line, "efficient lotteries"))
    return entries


def _lone_style(theme: Theme) -> dict[str, Any]:
    return {
        "linestyle": "none", "marker": "D", "markersize": _LONE, "markerfacecolor": "none",
        "markeredgecolor": theme.efficient, "markeredgewidth": 2.0, "zorder": 2.1,
    }  # fmt: skip


def _excluded(pieces: Sequence[FrontierPiece]) -> list[Point]:
    ends = [(p.curve[0], p.start_included) for p in pieces]
    ends += [(p.curve[2], p.end_included) for p in pieces]
    return [point for point, included in ends if not included]


def add_rectangles(ax: Axes, rectangles: Sequence[PayoffRectangle], theme: Theme) -> list[Entry]:
    """Draw segments and rectangles of equilibrium payoffs.

    Returns
    -------
    list of (artist, str)
        Entries of the legend.
    """
    for rectangle in rectangles:
        (u0, u1), (v0, v1) = (_floats(side) for side in (rectangle.row, rectangle.column))
        if rectangle.dimension == 1:
            ax.plot([u0, u1], [v0, v1], color=theme.equilibrium, linewidth=3.0, zorder=2.4,
                    solid_capstyle="round")  # fmt: skip
        else:
            corners = [(u0, v0), (u1, v0), (u1, v1), (u0, v1), (u0, v0)]
            ax.fill(*_xy(corners), facecolor=theme.equilibrium, alpha=0.22, zorder=1.5)
            ax.plot(*_xy(corners), color=theme.equilibrium, linewidth=2.2, zorder=2.4)
    handle: Any = Patch(facecolor=theme.equilibrium, alpha=0.4, edgecolor=theme.equilibrium)
    if all(rectangle.dimension == 1 for rectangle in rectangles):
        handle = Line2D([], [], color=theme.equilibrium, linewidth=3.0)
    return [(handle, "sets of equilibria")]


def _floats(point: Sequence[Any]) -> Point:
    return float(point[0]), float(point[1])


def _xy(points: Sequence[Point]) -> tuple[list[float], list[float]]:
    return [x for x, _ in points], [y for _, y in points]
