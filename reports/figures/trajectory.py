"""Shares over time, along a trajectory.

Two populations are told apart by their players' colours, actions by dashes; the actions of
one population by both. Of two actions only the first is drawn.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from matplotlib.axes import Axes

from gametheory.dynamics import IteratedMap, Trajectory
from reports.figures.canvas import axis_label, frame, legend, new_axes, shown
from reports.style import DASHES, LIGHT, Theme

__all__ = ["plot_trajectory"]

#: Actions of each population that get a curve of their own: those with the largest shares.
_MOST: Final = 6


def plot_trajectory(data: Trajectory, *, ax: Axes | None = None, theme: Theme = LIGHT) -> Axes:
    """Draw the shares of all actions over time.

    Parameters
    ----------
    data : Trajectory
        From :func:`gametheory.dynamics.simulate`. Of a population with more than six
        actions, those with the largest shares at any time are told apart.
    ax : Axes, optional
        Where to draw; a new Figure if not given.
    theme : Theme

    Returns
    -------
    Axes
    """
    if ax is None:
        ax = new_axes(theme)
    frame(ax, theme)
    handles, labels = [], []
    roles = (theme.row, theme.column)
    names = (data.game.row_actions, data.game.column_actions)
    players = shown(data.game.players, 16)
    hidden = 0
    for k, part in enumerate(data.states):
        largest = np.argsort(-part.max(axis=0), kind="stable")[:_MOST]
        if part.shape[1] == 2:  # the other curve is its mirror image
            largest = np.array([0])
        actions = shown(names[k], 20)
        for i in np.setdiff1d(np.arange(part.shape[1]), largest) if part.shape[1] > 2 else ():
            ax.plot(data.times, part[:, i], color=theme.muted, linewidth=0.6, alpha=0.6)
            hidden += 1
        for place, i in enumerate(sorted(largest.tolist())):
            colour = theme.cycle[place] if data.populations == 1 else roles[k]
            (line,) = ax.plot(
                data.times, part[:, i], color=colour, linestyle=DASHES[place], linewidth=1.7,
                alpha=1.0 if k == 0 else 0.9,
            )  # fmt: skip
            handles.append(line)
            labels.append(actions[i] if data.populations == 1 else f"{players[k]}: {actions[i]}")
    if hidden:
        handles += ax.plot([], [], color=theme.muted, linewidth=0.6)
        labels.append(f"{hidden} other action{'s' * (hidden > 1)}")
    ax.set_xlim(float(data.times[0]), max(float(data.times[-1]), 1e-9))
    ax.set_ylim(-0.02, 1.02)
    axis_label(ax, "x", "Step" if isinstance(data.dynamic, IteratedMap) else "Time", theme)
    axis_label(ax, "y", "Share", theme)
    legend(ax, handles, labels, theme, 3)
    return ax
