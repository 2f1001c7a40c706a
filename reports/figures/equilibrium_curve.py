"""Equilibria over one parameter: the probability of one action as the parameter moves.

Each equilibrium has a colour and dashes of its own. Where a continuum of equilibria
exists, the probabilities in it are a hatched band, or a thick upright line at a critical
value. Critical values are dotted and named; what assumptions exclude is grey.
"""

from __future__ import annotations

from typing import Any, Final

from matplotlib.axes import Axes

from gametheory.symbolic import EquilibriumCurves
from gametheory.symbolic.curves import Array, Strip
from reports.figures.canvas import (
    axis_label,
    frame,
    legend,
    new_axes,
    printable,
    shown,
    text,
    text_width,
)
from reports.style import DASHES, LIGHT, Theme

__all__ = ["plot_equilibrium_curve"]

#: A handle of the legend and its label.
_Entry = tuple[Any, str]

#: Size of the critical values' names in points, and rows of them above one another.
_SIZE: Final = 8.5
_ROWS: Final = 3


def plot_equilibrium_curve(
    curves: EquilibriumCurves,
    *,
    player: int = 0,
    action: int = 0,
    ax: Axes | None = None,
    theme: Theme = LIGHT,
) -> Axes:
    """Draw the equilibria over one parameter.

    Parameters
    ----------
    curves : EquilibriumCurves
        From :func:`gametheory.symbolic.equilibrium_curves`.
    player, action : int
        Whose probability of which action is drawn, both counted from 0.
    ax : Axes, optional
        Where to draw; a new Figure if not given.
    theme : Theme

    Returns
    -------
    Axes
    """
    if ax is None:
        ax = new_axes(theme, width=6.4, height=4.2)
    frame(ax, theme)
    game = curves.result.game
    low, high = curves.window
    ax.set_xlim(low - 0.01 * (high - low), high + 0.01 * (high - low))
    ax.set_yticks([0, 0.25, 0.5, 0.75, 1])
    entries: dict[str, _Entry] = {}
    for left, right in curves.excluded:
        span = ax.axvspan(left, right, facecolor=theme.rule, alpha=0.6, edgecolor="none", zorder=0)
        entries["excluded"] = (span, "excluded by assumption")
    labels = shown([e.label for e in curves.result.equilibria], 34)
    for strip in curves.strips:
        _strip(ax, strip, player, action, labels, theme, entries)
    _critical(ax, curves, theme)
    names = (game.row_actions, game.column_actions)[player]
    axis_label(ax, "x", game.parameters[0], theme)
    colour = (theme.row_text, theme.column_text)[player]
    who, what = shown([game.players[player], names[action]], 30)
    axis_label(ax, "y", f"{who}: probability of {what}", theme, colour)
    ordered = [entries[key] for key in sorted(entries)]
    legend(ax, [h for h, _ in ordered], [label for _, label in ordered], theme, 3)
    return ax


def _strip(
    ax: Axes,
    strip: Strip,
    player: int,
    action: int,
    labels: list[str],
    theme: Theme,
    entries: dict[str, _Entry],
) -> None:
    least, most = strip.low[player][:, action], strip.high[player][:, action]
    if len(strip.equilibria) > 1:
        _continuum(ax, strip, least, most, theme, entries)
        return
    for k in strip.equilibria[:1]:
        colour = theme.cycle[k % len(theme.cycle)]
        if len(strip.values) == 1:
            ax.plot(strip.values, least, linestyle="none", marker="o", markersize=5, color=colour,
                    zorder=3, clip_on=False)  # fmt: skip
            continue
        # Curves that coincide stay visible: the first ones are wider.
        (line,) = ax.plot(
            strip.values, least, color=colour, linestyle=DASHES[k % len(DASHES)],
            linewidth=max(1.6, 3.4 - 0.5 * k), zorder=2.5 + 0.01 * k, solid_capstyle="butt",
            dash_capstyle="butt",
        )  # fmt: skip
        entries.setdefault(f"{k:04}", (line, labels[k]))


def _continuum(
    ax: Axes, strip: Strip, least: Array, most: Array, theme: Theme, entries: dict[str, _Entry]
) -> None:
    """Draw several extreme equilibria that hang together."""
    colour = theme.equilibrium
    if not (most > least).any():
        # It lies in other probabilities; a point at a critical value is left to its neighbours.
        if len(strip.values) > 1:
            (flat,) = ax.plot(strip.values, least, color=colour, linewidth=4, alpha=0.6, zorder=2)
            entries.setdefault("y", (flat, "continuum in other probabilities"))
        return
    if len(strip.values) == 1:
        (upright,) = ax.plot(
            strip.values.repeat(2), [least[0], most[0]], color=colour, linewidth=5, alpha=0.5,
            solid_capstyle="butt", zorder=2,
        )  # fmt: skip
        entries.setdefault("z", (upright, "continuum of equilibria"))
        return
    band = ax.fill_between(
        strip.values, least, most, facecolor=colour, alpha=0.3, hatch="////", edgecolor=colour,
        linewidth=0, zorder=1.5,
    )  # fmt: skip
    entries["z"] = (band, "continuum of equilibria")


def _critical(ax: Axes, curves: EquilibriumCurves, theme: Theme) -> None:
    """Mark and name the critical values, in rows where they are near each other."""
    figure = ax.get_figure(root=True)
    assert figure is not None  # axes that are drawn on belong to a figure
    low, high = curves.window
    points = ax.get_position().width * float(figure.get_size_inches()[0]) * 72 / (high - low)
    (parameter,) = curves.result.game.parameters
    free = [low - (high - low)] * _ROWS
    used = 1
    for value in curves.critical:
        place = float(value)
        words = printable(f"{parameter} = {value}".replace("= ~", "≈ "))
        half = text_width(words, _SIZE) / 2 / points
        row = next((k for k in range(_ROWS) if free[k] <= place - half), None)
        ax.axvline(place, color=theme.muted, linewidth=1.0, linestyle=(0, (1, 2)), zorder=1)
        if row is None:
            continue  # no room: the line says that something changes
        free[row] = place + half + 6 / points
        used = max(used, row + 1)
        # Near the edges the name stays inside.
        side = "left" if place - half < low else "right" if place + half > high else "center"
        text(ax, place, 1.05 + 0.075 * row, words, size=_SIZE, color=theme.ink, ha=side,
             va="bottom", bbox={"facecolor": theme.paper, "edgecolor": "none", "pad": 1.0},
             zorder=4)  # fmt: skip
    ax.set_ylim(-0.03, 1.06 + 0.08 * used)
