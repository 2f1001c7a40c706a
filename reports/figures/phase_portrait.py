"""Phase portraits: where a dynamic leads, and where it comes to rest.

The square shows two populations with two actions each, the column player's share to the
right and the row player's upwards, as in the figure of best-response curves. The triangle
shows one population with three actions. Small arrows are velocities, longer where play is
faster; curves are trajectories from the dots on. The shape of a rest point tells its
stability; a ring means that it is a Nash equilibrium.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch, Polygon
from numpy.typing import NDArray

from gametheory.dynamics import PhasePortrait, RestPoint
from gametheory.errors import ParameterError
from reports.figures.canvas import FONT, axis_label, frame, legend, new_axes, printable, shown
from reports.style import LIGHT, Theme

__all__ = ["plot_simplex_portrait", "plot_square_portrait"]

Floats = NDArray[np.float64]
Place = Callable[[Sequence[Floats]], Floats]

#: Corners of the simplex, the first action at the lower left.
_CORNERS: Final = np.array([(0.0, 0.0), (1.0, 0.0), (0.5, math.sqrt(3) / 2)])

#: Verdict -> marker, fill, and words of the legend.
_MARKS: Final = {
    "asymptotically stable": ("o", "full", "stable"),
    "saddle": ("D", "left", "saddle"),
    "unstable": ("o", "none", "unstable"),
    "undecided by linearisation": ("s", "none", "undecided"),
}

#: Rest points of a square or triangle beyond this many are drawn smaller.
_MANY: Final = 9

#: Share of a trajectory's length, at most so much of the picture's width, at which its
#: arrow stands.
_ARROW_AT: Final = 0.35
_ARROW_LATEST: Final = 0.3


def plot_square_portrait(
    data: PhasePortrait, *, ax: Axes | None = None, theme: Theme = LIGHT
) -> Axes:
    """Draw the phase portrait of two populations in a 2 x 2 game.

    Parameters
    ----------
    data : PhasePortrait
        From :func:`gametheory.dynamics.phase_portrait`.
    ax : Axes, optional
        Where to draw; a new Figure if not given.
    theme : Theme

    Returns
    -------
    Axes

    Raises
    ------
    ParameterError
        If the portrait is that of one population.
    """
    if data.populations != 2:
        raise ParameterError("expected a portrait of two populations; use plot_simplex_portrait")
    if ax is None:
        ax = new_axes(theme, width=5.0, height=5.2)
    frame(ax, theme, grid=False)
    for spine in ax.spines.values():
        spine.set_visible(False)
    ax.set_xlim(-0.05, 1.05)
    ax.set_ylim(-0.05, 1.05)
    ax.set_aspect("equal")
    edge = Polygon([(0, 0), (1, 0), (1, 1), (0, 1)], closed=True, fill=False,
                   edgecolor=theme.muted, linewidth=0.9)  # fmt: skip
    ax.add_patch(edge)
    _draw(
        ax, data, edge, lambda parts: np.stack([parts[1][..., 0], parts[0][..., 0]], axis=-1), theme
    )
    row, column = shown(data.game.players, 18)
    (row_action,) = shown(data.game.row_actions[:1], 18)
    (column_action,) = shown(data.game.column_actions[:1], 18)
    axis_label(ax, "x", f"{column}: share of {column_action}", theme, theme.column_text)
    axis_label(ax, "y", f"{row}: share of {row_action}", theme, theme.row_text)
    return ax


def plot_simplex_portrait(
    data: PhasePortrait, *, ax: Axes | None = None, theme: Theme = LIGHT
) -> Axes:
    """Draw the phase portrait of one population in a symmetric 3 x 3 game.

    Parameters and errors are those of :func:`plot_square_portrait`, the other way round.
    """
    if data.populations != 1:
        raise ParameterError("expected a portrait of one population; use plot_square_portrait")
    if ax is None:
        ax = new_axes(theme, width=5.4, height=5.4)
    ax.set_facecolor(theme.paper)
    ax.set_axis_off()
    ax.set_aspect("equal")
    ax.set_xlim(-0.08, 1.08)
    ax.set_ylim(-0.12, 0.98)
    edge = Polygon(_CORNERS, closed=True, fill=False, edgecolor=theme.muted, linewidth=0.9)
    ax.add_patch(edge)
    _draw(ax, data, edge, lambda parts: parts[0] @ _CORNERS, theme)
    places = ((0, -9), "left", "top"), ((0, -9), "right", "top"), ((0, 9), "center", "bottom")
    for corner, name, (offset, side, level) in zip(
        _CORNERS, shown(data.game.row_actions, 18), places, strict=True
    ):
        ax.annotate(
            name, tuple(corner), xytext=offset, textcoords="offset points", ha=side, va=level,
            color=theme.ink, fontsize=10, family=FONT, parse_math=False, annotation_clip=False,
        )  # fmt: skip
    return ax


def _draw(ax: Axes, data: PhasePortrait, edge: Polygon, place: Place, theme: Theme) -> None:
    _draw_field(ax, data, edge, place, theme)
    for path in data.trajectories:
        _draw_trajectory(ax, place(path.states), theme)
    handles, labels = _draw_rest_points(ax, data, place, theme)
    handles.append(Line2D([], [], color=theme.learned, linewidth=1.5, marker="o", markersize=3.5))
    labels.append("trajectory")
    legend(ax, handles, labels, theme, 3)
    box = ax.get_legend()
    assert box is not None  # there is always an entry
    name = f"{data.dynamic.title[0].upper()}{data.dynamic.title[1:]} dynamic"
    box.set_title(printable(name), prop=FontProperties(family=[FONT], size=10))
    box.set_alignment("left")
    box.get_title().set_parse_math(False)
    box.get_title().set_color(theme.ink)


def _draw_field(ax: Axes, data: PhasePortrait, edge: Polygon, place: Place, theme: Theme) -> None:
    at, to = place(data.field.states), place(data.field.velocities)
    speed = np.hypot(to[:, 0], to[:, 1])
    if not speed.any():
        return
    # Lengths by the root: slow motion stays visible beside fast.
    apart = 0.8 / math.sqrt(len(at))
    length = apart * (0.35 + 0.65 * np.sqrt(speed / speed.max()))
    moving = speed > 1e-9 * speed.max()
    step = np.where(moving, length / np.where(moving, speed, 1.0), 0.0)[:, None] * to
    arrows = ax.quiver(
        *at[moving].T, *step[moving].T, angles="xy", scale_units="xy", scale=1.0, pivot="mid",
        color=theme.muted, alpha=0.55, width=0.0042, headwidth=4.2, headlength=4.6,
        headaxislength=4.0, zorder=1.5,
    )  # fmt: skip
    arrows.set_clip_path(edge)


def _draw_trajectory(ax: Axes, points: Floats, theme: Theme) -> None:
    ax.plot(points[:, 0], points[:, 1], color=theme.learned, linewidth=1.5, zorder=2.5,
            solid_capstyle="round", solid_joinstyle="round")  # fmt: skip
    ax.plot(points[:1, 0], points[:1, 1], marker="o", markersize=3.8, color=theme.learned,
            zorder=2.6)  # fmt: skip
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    if along[-1] < 0.02:
        return
    middle = min(_ARROW_AT * along[-1], _ARROW_LATEST)
    k = int(np.clip(np.searchsorted(along, middle), 1, len(points) - 1))
    # The head points along the curve: from a little before to the place itself.
    before = int(np.searchsorted(along, max(middle - 0.02, 0.0)))
    if before >= k:
        before = k - 1
    ax.add_patch(
        FancyArrowPatch(
            tuple(points[before]), tuple(points[k]), arrowstyle="-|>", mutation_scale=17,
            color=theme.learned, linewidth=0, shrinkA=0, shrinkB=0, zorder=2.6,
        )
    )  # fmt: skip


def _draw_rest_points(
    ax: Axes, data: PhasePortrait, place: Place, theme: Theme
) -> tuple[list[Any], list[str]]:
    size = 7.5 if len(data.rest_points) <= _MANY else 5.5
    for point in data.rest_points:
        x, y = place([np.array([float(p) for p in part]) for part in point.state])
        marker, fill, _ = _MARKS[point.verdict]
        if point.nash is not False and point.exact:
            ax.plot([x], [y], marker="o", markersize=2.0 * size, markerfacecolor="none",
                    markeredgecolor=theme.equilibrium, markeredgewidth=2.2, clip_on=False,
                    zorder=4)  # fmt: skip
        ax.plot([x], [y], **_style(marker, fill, size, theme), clip_on=False, zorder=5)
        if point.dimension:
            ax.plot([x], [y], **_cross(2.9 * size, theme), clip_on=False, zorder=3.9)
    return _entries(data.rest_points.points, theme)


def _entries(points: Sequence[RestPoint], theme: Theme) -> tuple[list[Any], list[str]]:
    handles: list[Any] = []
    labels: list[str] = []
    verdicts = {point.verdict for point in points}
    for verdict, (marker, fill, words) in _MARKS.items():
        if verdict in verdicts:
            handles.append(Line2D([], [], **_style(marker, fill, 7.0, theme)))
            labels.append(words)
    if any(point.nash is not False and point.exact for point in points):
        handles.append(
            Line2D([], [], linestyle="none", marker="o", markersize=11, markerfacecolor="none",
                   markeredgecolor=theme.equilibrium, markeredgewidth=2.2)
        )  # fmt: skip
        labels.append("Nash equilibrium")
    if any(point.dimension for point in points):
        handles.append(Line2D([], [], **_cross(12.0, theme)))
        labels.append("one of a continuum")
    return handles, labels


def _style(marker: str, fill: str, size: float, theme: Theme) -> dict[str, Any]:
    inside = theme.ink if fill in ("full", "left") else theme.paper
    return {
        "linestyle": "none", "marker": marker, "markersize": size, "markeredgewidth": 1.4,
        "fillstyle": "left" if fill == "left" else "full", "markerfacecolor": inside,
        "markerfacecoloralt": theme.paper, "markeredgecolor": theme.ink,
    }  # fmt: skip


def _cross(size: float, theme: Theme) -> dict[str, Any]:
    return {
        "linestyle": "none", "marker": "+", "markersize": size, "markeredgewidth": 1.2,
        "color": theme.ink,
    }  # fmt: skip
