"""The bimatrix: payoffs in a table, with the marks that theory puts on it.

The row player's payoff stands low and left in its cell, the column player's
high and right, as since Schelling (1960). A payoff that is a best response to
the other player's pure action is underlined, so a cell with both underlined is
a pure equilibrium; it is framed. Efficient (Pareto-optimal) outcomes carry a
diamond.
"""

from __future__ import annotations

from typing import Any, Final

from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.path import Path

from reports.figures.canvas import FONT, legend, new_axes, printable, shown, text_width
from reports.marks import MarkedGame
from reports.style import LIGHT, MARKERS, Theme

__all__ = ["plot_bimatrix"]

#: Characters of a payoff that fit into a cell; a longer one is rounded.
_PAYOFF: Final = 10


def plot_bimatrix(data: MarkedGame, *, ax: Axes | None = None, theme: Theme = LIGHT) -> Axes:
    """Draw a game as a bimatrix.

    Parameters
    ----------
    data : MarkedGame
        The game and its marks, from :func:`reports.marks.mark`.
    ax : Axes, optional
        Where to draw; a new Figure if not given.
    theme : Theme

    Returns
    -------
    Axes
    """
    m, n = data.game.shape
    if ax is None:
        ax = new_axes(theme, width=min(2.4 + 1.35 * n, 14), height=min(1.7 + 0.72 * m, 14))
    ax.set_facecolor(theme.paper)
    ax.set_xlim(0, n)
    ax.set_ylim(m, 0)
    ax.set_xticks([])
    ax.set_yticks([])
    for spine in ax.spines.values():
        spine.set_color(theme.muted)
        spine.set_linewidth(0.8)
    for k in range(1, m):
        ax.axhline(k, color=theme.rule, linewidth=0.8)
    for k in range(1, n):
        ax.axvline(k, color=theme.rule, linewidth=0.8)
    size = 12 if max(m, n) <= 6 else 8
    for i, row in enumerate(data.texts(m, n, _PAYOFF)):
        for j, payoffs in enumerate(row):
            _cell(ax, data, i, j, payoffs, size, theme)
    _names(ax, data, theme)
    _key(ax, data, theme)
    return ax


def _cell(
    ax: Axes, data: MarkedGame, i: int, j: int, payoffs: tuple[str, str], size: float, theme: Theme
) -> None:
    first, second = payoffs
    places = (
        (first, 0.30, 0.68, theme.row_text, (i, j) in data.best_rows),
        (second, 0.70, 0.32, theme.column_text, (i, j) in data.best_columns),
    )
    for words, right, down, colour, best in places:
        label = printable(words)
        weight = "bold" if best else "normal"
        ax.annotate(
            label, (j + right, i + down), ha="center", va="center", color=colour,
            fontsize=size, family=FONT, weight=weight, parse_math=False,
        )  # fmt: skip
        if best:
            _underline(ax, j + right, i + down, text_width(label, size, weight), size, colour)
    if (i, j) in data.equilibria:
        ax.add_patch(
            Rectangle(
                (j + 0.04, i + 0.05), 0.92, 0.90,
                fill=False, edgecolor=theme.equilibrium, linewidth=2.0,
            )
        )  # fmt: skip
    if (i, j) in data.efficient:
        ax.plot(
            [j + 0.87], [i + 0.79], marker=MARKERS["efficient"], markersize=0.5 * size,
            color=theme.efficient, markeredgecolor=theme.ink, markeredgewidth=0.5,
        )  # fmt: skip


def _underline(ax: Axes, x: float, y: float, width: float, size: float, colour: str) -> None:
    # The line is as wide as the text at any size of the cell: it is made of two
    # ends in inches from the middle of the text, drawn as one wide marker.
    half, drop = width / 2, -0.72 * size
    (line,) = ax.plot(
        [x], [y], linestyle="none", marker=Path([(-half, drop), (half, drop)]),
        markersize=2 * max(half, -drop), markeredgecolor=colour, markeredgewidth=1.3,
    )  # fmt: skip
    line.set_in_layout(False)


def _names(ax: Axes, data: MarkedGame, theme: Theme) -> None:
    n = data.game.shape[1]
    rows = shown(data.game.row_actions, 24)
    columns = shown(data.game.column_actions, 16 if n <= 6 else 9)
    style: dict[str, Any] = {
        "textcoords": "offset points", "family": FONT, "fontsize": 10, "parse_math": False,
        "annotation_clip": False,
    }  # fmt: skip
    for i, name in enumerate(rows):
        ax.annotate(name, (0, i + 0.5), xytext=(-7, 0), ha="right", va="center",
                    color=theme.row_text, **style)  # fmt: skip
    for j, name in enumerate(columns):
        ax.annotate(name, (j + 0.5, 0), xytext=(0, 6), ha="center", va="bottom",
                    color=theme.column_text, **style)  # fmt: skip
    row, column = shown(data.game.players, 30)
    bold: dict[str, Any] = {"family": FONT, "weight": "bold", "size": 10, "parse_math": False}
    ax.set_ylabel(row, color=theme.row_text,
                  labelpad=16 + max(text_width(name, 10) for name in rows), **bold)  # fmt: skip
    ax.set_title(column, color=theme.column_text, pad=26, **bold)


def _key(ax: Axes, data: MarkedGame, theme: Theme) -> None:
    entries = []
    if data.best_rows or data.best_columns:
        entries.append((Line2D([], [], color=theme.ink, linewidth=1.3), "best response"))
    if data.equilibria:
        entries.append((
            Line2D([], [], color=theme.equilibrium, marker="s", markersize=9, linestyle="none",
                   markerfacecolor="none", markeredgewidth=2), "pure equilibrium",
        ))  # fmt: skip
    if data.efficient:
        entries.append((
            Line2D([], [], color=theme.efficient, marker=MARKERS["efficient"], markersize=6,
                   linestyle="none", markeredgecolor=theme.ink, markeredgewidth=0.5),
            "efficient outcome",
        ))  # fmt: skip
    legend(ax, [h for h, _ in entries], [label for _, label in entries], theme, 3)
    box = ax.get_legend()
    if box is not None:
        box.set_loc("upper left")
        box.set_bbox_to_anchor((0.0, -0.04), transform=ax.transAxes)
