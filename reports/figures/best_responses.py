"""Best responses: correspondences on the square, regions of the simplex.

In the square of a 2 x 2 game both players' best-response correspondences are drawn; they meet
in the equilibria. In the simplex of a player with three actions each region says which of the
opponent's actions is a best response there.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon, Rectangle

from gametheory.analysis import BestResponseCurves, BestResponseRegions
from reports.figures.canvas import FONT, axis_label, frame, legend, new_axes, shown
from reports.style import DASHES, LIGHT, MARKERS, Theme

__all__ = ["plot_best_response_curves", "plot_best_response_regions"]

#: Hatches of regions, in order: no reader depends on their colours.
_HATCHES: Final = ("", "//", "..", "\\\\", "xx", "--")

#: Corners of the simplex, the first action at the lower left.
_CORNERS: Final = ((0.0, 0.0), (1.0, 0.0), (0.5, math.sqrt(3) / 2))


def plot_best_response_curves(
    data: BestResponseCurves, *, ax: Axes | None = None, theme: Theme = LIGHT
) -> Axes:
    """Draw both best-response correspondences of a 2 x 2 game and where they meet.

    Parameters
    ----------
    data : BestResponseCurves
        From :func:`gametheory.analysis.best_response_curves`.
    ax : Axes, optional
        Where to draw; a new Figure if not given.
    theme : Theme

    Returns
    -------
    Axes
    """
    if ax is None:
        ax = new_axes(theme, width=4.8, height=4.6)
    frame(ax, theme)
    ax.set_xlim(-0.04, 1.04)
    ax.set_ylim(-0.04, 1.04)
    ax.set_aspect("equal")
    handles = []
    roles = (
        (data.row, theme.row, DASHES[0], 3.2, ""),
        (data.column, theme.column, DASHES[1], 2.2, "//"),
    )
    for boxes, colour, dash, width, hatch in roles:
        for box in boxes:
            (low, high), (left, right) = _floats(box.row), _floats(box.column)
            if low < high and left < right:  # a player who does not care
                ax.add_patch(
                    Rectangle((left, low), right - left, high - low, facecolor=colour, alpha=0.12,
                              edgecolor="none", clip_on=False)
                )  # fmt: skip
                ax.add_patch(
                    Rectangle((left, low), right - left, high - low, fill=False, hatch=hatch,
                              edgecolor=colour, linewidth=0.0, clip_on=False)
                )  # fmt: skip
            ax.plot([left, right, right, left, left] if low < high and left < right
                    else [left, right],
                    [low, low, high, high, low] if low < high and left < right else [low, high],
                    color=colour, linestyle=dash, linewidth=width, clip_on=False,
                    solid_capstyle="round")  # fmt: skip
        handles += ax.plot([], [], color=colour, linestyle=dash, linewidth=width)
    row, column = shown(data.game.players, 18)
    labels = [f"{row}'s best responses", f"{column}'s best responses"]
    _draw_crossings(ax, data, theme)
    handles.append(
        Line2D([], [], linestyle="none", marker=MARKERS["equilibrium"], markersize=9,
               markerfacecolor="none", markeredgecolor=theme.equilibrium, markeredgewidth=2.2)
    )  # fmt: skip
    labels.append("equilibrium")
    (row_action,) = shown(data.game.row_actions[:1], 18)
    (column_action,) = shown(data.game.column_actions[:1], 18)
    axis_label(ax, "x", f"{column}: probability of {column_action}", theme, theme.column_text)
    axis_label(ax, "y", f"{row}: probability of {row_action}", theme, theme.row_text)
    legend(ax, handles, labels, theme, 1)
    return ax


def _draw_crossings(ax: Axes, data: BestResponseCurves, theme: Theme) -> None:
    for box in data.crossings:
        (low, high), (left, right) = _floats(box.row), _floats(box.column)
        if low == high and left == right:
            ax.plot([left], [low], marker=MARKERS["equilibrium"], markersize=13,
                    markerfacecolor="none", markeredgecolor=theme.equilibrium,
                    markeredgewidth=2.4, clip_on=False, zorder=5)  # fmt: skip
        elif low == high or left == right:  # a continuum: a band round the line
            ax.plot([left, right], [low, high], color=theme.equilibrium, linewidth=11, alpha=0.45,
                    solid_capstyle="round", clip_on=False, zorder=1.5)  # fmt: skip
        else:
            ax.add_patch(
                Rectangle((left, low), right - left, high - low, facecolor=theme.equilibrium,
                          alpha=0.25, edgecolor=theme.equilibrium, linewidth=2.4, clip_on=False)
            )  # fmt: skip


def plot_best_response_regions(
    data: BestResponseRegions, *, ax: Axes | None = None, theme: Theme = LIGHT
) -> Axes:
    """Draw a player's simplex, divided by the opponent's best responses.

    Parameters
    ----------
    data : BestResponseRegions
        From :func:`gametheory.analysis.best_response_regions`, of a player with two or
        three actions.
    ax : Axes, optional
        Where to draw; a new Figure if not given.
    theme : Theme

    Returns
    -------
    Axes
    """
    flat = data.game.shape[data.player] < 3
    if ax is None:
        ax = new_axes(theme, width=5.2, height=2.4 if flat else 4.9)
    ax.set_facecolor(theme.paper)
    ax.set_axis_off()
    ax.set_aspect("equal")
    actions = data.game.row_actions, data.game.column_actions
    answers = shown(actions[1 - data.player], 18)
    handles: list[Any] = []
    labels = []
    for k, region in enumerate(data.regions):
        corners = [_place(tuple(map(float, corner))) for corner in region.corners]
        colour, hatch = theme.cycle[k % len(theme.cycle)], _HATCHES[k % len(_HATCHES)]
        if len(corners) > 2:
            ax.add_patch(Polygon(corners, closed=True, facecolor=colour, alpha=0.16))
            ax.add_patch(
                Polygon(corners, closed=True, fill=False, edgecolor=colour, hatch=hatch,
                        linewidth=1.4)
            )  # fmt: skip
            handles.append(
                Rectangle((0, 0), 1, 1, facecolor="none", edgecolor=colour, hatch=hatch * 2)
            )
        else:
            (line,) = ax.plot(
                [x for x, _ in corners], [y for _, y in corners], color=colour, linewidth=6,
                linestyle=DASHES[k % len(DASHES)], marker="o" if len(corners) == 1 else "",
                markersize=7, solid_capstyle="butt", clip_on=False,
            )  # fmt: skip
            handles.append(line)
        labels.append(answers[region.action])
    _draw_simplex(ax, shown(actions[data.player], 16), data.player, theme)
    legend(ax, handles, labels, theme, 3)
    (who,) = shown((data.game.players[1 - data.player],), 24)
    ax.set_title(f"Best responses of {who}", loc="left", fontsize=10, color=theme.ink, pad=34,
                 parse_math=False, family=FONT)  # fmt: skip
    return ax


def _draw_simplex(ax: Axes, names: Sequence[str], player: int, theme: Theme) -> None:
    size = len(names)
    corners = _CORNERS[:size]
    ax.add_patch(Polygon(corners, closed=True, fill=False, edgecolor=theme.ink, linewidth=1.0))
    colour = theme.row_text if player == 0 else theme.column_text
    places = (-8, "left", "top"), (-8, "right", "top"), (7, "center", "bottom")
    for (x, y), name, (up, side, level) in zip(corners, names, places, strict=False):
        ax.annotate(name, (x, y), xytext=(0, up), textcoords="offset points", ha=side,
                    va=level, color=colour, fontsize=10, family=FONT, parse_math=False,
                    annotation_clip=False)  # fmt: skip
    ax.set_xlim(-0.06, 1.06)
    ax.set_ylim(-0.14, 1.0 if size == 3 else 0.12)


def _place(strategy: Sequence[float]) -> tuple[float, float]:
    x = sum(p * corner[0] for p, corner in zip(strategy, _CORNERS, strict=False))
    y = sum(p * corner[1] for p, corner in zip(strategy, _CORNERS, strict=False))
    return x, y


def _floats(interval: tuple[object, object]) -> tuple[float, float]:
    low, high = interval
    return float(low), float(high)  # type: ignore[arg-type]  # Fractions
