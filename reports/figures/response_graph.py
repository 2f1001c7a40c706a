"""The response graph: where players who switch one at a time can go.

Profiles stand in the order of the bimatrix. Vertical arrows are the row player's switches,
horizontal ones the column player's; where play ends is framed as equilibria are, and profiles
from which it can go round for ever are shaded.
"""

from __future__ import annotations

from typing import Final

from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch

from gametheory.analysis import ResponseGraph
from gametheory.errors import ParameterError
from reports.figures.canvas import FONT, legend, new_axes, printable, shown
from reports.style import DASHES, LIGHT, MARKERS, Theme

__all__ = ["plot_response_graph"]

#: Most actions of a player; more arrows can't be told apart.
_MOST: Final = 10


def plot_response_graph(
    data: ResponseGraph, *, ax: Axes | None = None, theme: Theme = LIGHT
) -> Axes:
    """Draw a best- or better-response graph over the pure profiles.

    Parameters
    ----------
    data : ResponseGraph
        From :func:`gametheory.analysis.response_graph`; at most ten actions each.
    ax : Axes, optional
        Where to draw; a new Figure if not given.
    theme : Theme

    Returns
    -------
    Axes

    Raises
    ------
    ParameterError
        If a player has more than ten actions.
    """
    m, n = data.game.shape
    if max(m, n) > _MOST:
        raise ParameterError(
            f"a response graph is drawn for at most {_MOST} actions a player, got {m} x {n}; "
            "eliminate dominated actions first"
        )
    if ax is None:
        ax = new_axes(theme, width=min(3.0 + 1.25 * n, 12), height=min(1.9 + 0.95 * m, 11))
    ax.set_facecolor(theme.paper)
    ax.set_axis_off()
    ax.set_xlim(-0.5, n - 0.5)
    ax.set_ylim(m - 0.5, -0.5)
    for i in range(m):
        for j in range(n):
            for target in data.successors(i, j):
                _arrow(ax, (i, j), target, theme)
    _draw_profiles(ax, data, theme)
    _draw_names(ax, data, theme)
    return ax


def _arrow(ax: Axes, start: tuple[int, int], end: tuple[int, int], theme: Theme) -> None:
    own = start[1] == end[1]  # the row player's
    steps = abs(start[0] - end[0]) + abs(start[1] - end[1])
    # Longer switches bend aside, so that they don't run through the profiles between.
    bend = 0.0 if steps == 1 else 0.16 + 0.03 * steps
    ax.add_patch(
        FancyArrowPatch(
            start[::-1], end[::-1], arrowstyle="-|>", mutation_scale=13, shrinkA=11, shrinkB=11,
            connectionstyle=f"arc3,rad={bend}", color=theme.row if own else theme.column,
            linestyle=DASHES[0] if own else DASHES[1], linewidth=1.5, zorder=2,
        )
    )  # fmt: skip


def _draw_profiles(ax: Axes, data: ResponseGraph, theme: Theme) -> None:
    m, n = data.game.shape
    going_round = {cell for part in data.cyclic for cell in part}
    ends = {cell for sink in data.sinks for cell in sink}
    pure = set(data.pure_equilibria)
    for i in range(m):
        for j in range(n):
            cell = (i, j)
            ax.plot([j], [i], marker="o", markersize=8,
                    markerfacecolor=theme.muted if cell in going_round else theme.paper,
                    markeredgecolor=theme.ink, markeredgewidth=1.1, zorder=3)  # fmt: skip
            if cell in ends:
                ax.plot([j], [i], marker=MARKERS["equilibrium"] if cell in pure else "s",
                        markersize=17, markerfacecolor="none",
                        markeredgecolor=theme.equilibrium, markeredgewidth=2.2,
                        zorder=4)  # fmt: skip
    row, column = shown(data.game.players, 18)
    handles = [
        *ax.plot([], [], color=theme.row, linestyle=DASHES[0], linewidth=1.5),
        *ax.plot([], [], color=theme.column, linestyle=DASHES[1], linewidth=1.5),
    ]
    labels = [f"{row} switches", f"{column} switches"]
    for marker, size, fill, edge, label, wanted in (
        (MARKERS["equilibrium"], 10, "none", theme.equilibrium, "pure equilibrium", pure),
        ("s", 10, "none", theme.equilibrium, "never left, never at rest", ends - pure),
        ("o", 8, theme.muted, theme.ink, "on a cycle", going_round),
    ):
        if wanted:
            handles += ax.plot([], [], linestyle="none", marker=marker, markersize=size,
                               markerfacecolor=fill, markeredgecolor=edge,
                               markeredgewidth=2.2 if fill == "none" else 1.1)  # fmt: skip
            labels.append(label)
    legend(ax, handles, labels, theme, 3)
    box = ax.get_legend()
    if box is not None:
        box.set_loc("upper left")
        box.set_bbox_to_anchor((0.0, -0.02), transform=ax.transAxes)


def _draw_names(ax: Axes, data: ResponseGraph, theme: Theme) -> None:
    n = data.game.shape[1]
    columns = shown(data.game.column_actions, 14 if n <= 5 else 8)
    for i, name in enumerate(shown(data.game.row_actions, 18)):
        ax.annotate(printable(name), (-0.5, i), ha="right", va="center", color=theme.row_text,
                    fontsize=10, family=FONT, parse_math=False, annotation_clip=False)  # fmt: skip
    for j, name in enumerate(columns):
        ax.annotate(printable(name), (j, -0.5), ha="center", va="bottom",
                    color=theme.column_text, fontsize=10, family=FONT, parse_math=False,
                    annotation_clip=False)  # fmt: skip
