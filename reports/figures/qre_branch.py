"""The principal branch of logit equilibria: probabilities against precision.

The row player's actions are solid lines, the column player's dashed ones; each is named at
its right end. The axis of precision is linear near 0 and logarithmic beyond. Where the
branch turns back the curves do, too; a ring marks the Nash equilibrium that it approaches.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from gametheory.concepts import LogitBranch, LogitLimit
from reports.figures.canvas import axis_label, frame, legend, new_axes, shift, shown, text
from reports.style import LIGHT, MARKERS, Theme

__all__ = ["plot_qre_branch"]

_Dash = Literal["-"] | tuple[float, Sequence[float]]

#: Labels of a player's curves; the actions beyond are counted together.
_NAMED: Final = 6

#: Curves whose ends are nearer than this share one label.
_SAME: Final = 0.012

#: Least distance of labels, as a share of the vertical axis.
_APART: Final = 0.052

#: Curves are settled where all are this near to their ends.
_SETTLED: Final = 0.01

#: Precision, over the game's largest payoff difference, up to which the axis is linear.
_LINEAR: Final = 1.0


def plot_qre_branch(
    result: LogitBranch | LogitLimit, *, ax: Axes | None = None, theme: Theme = LIGHT
) -> Axes:
    """Draw the principal branch of logit equilibria.

    Parameters
    ----------
    result : LogitBranch or LogitLimit
        With a limit, the equilibrium that the branch approaches is marked.
    ax : Axes, optional
        Where to draw; a new Figure if not given.
    theme : Theme

    Returns
    -------
    Axes
    """
    branch = result.branch if isinstance(result, LogitLimit) else result
    if ax is None:
        ax = new_axes(theme, width=7.0, height=4.2)
    frame(ax, theme)
    x = branch.precisions
    styles: tuple[tuple[str, _Dash, float], ...] = (
        (theme.row, "-", 2.6), (theme.column, (0, (4, 1.8)), 1.7)
    )  # fmt: skip
    for (colour, dash, width), curves in zip(styles, (branch.row, branch.column), strict=True):
        for values in curves.T:
            ax.plot(x, values, color=colour, linestyle=dash, linewidth=width,
                    solid_capstyle="butt", zorder=2 if width > 2 else 3)  # fmt: skip
    end = _scale(ax, branch)
    handles = [
        Line2D([], [], color=colour, linestyle=dash, linewidth=width)
        for colour, dash, width in styles
    ]
    labels = shown(list(branch.game.players), 30)
    marks: tuple[tuple[tuple[float, ...], _Dash, str], ...] = (
        (branch.turning_points, (0, (1, 2)), "the branch turns"),
        (branch.bifurcations, (0, (5, 2, 1, 2)), "another branch crosses"),
    )
    for where, marker, words in marks:
        for precision in where:
            ax.axvline(precision, color=theme.muted, linestyle=marker, linewidth=1.0, zorder=1)
        if where:
            handles.append(Line2D([], [], color=theme.muted, linestyle=marker, linewidth=1.0))
            labels.append(words)
    equilibrium = result.equilibrium if isinstance(result, LogitLimit) else None
    if equilibrium is not None:
        points = sorted({float(p) for strategy in equilibrium.profile for p in strategy})
        (rings,) = ax.plot(
            [end] * len(points), points, linestyle="none", marker=MARKERS["equilibrium"],
            markersize=10, markerfacecolor="none", markeredgecolor=theme.equilibrium,
            markeredgewidth=2.2, clip_on=False, zorder=5,
        )  # fmt: skip
        handles.append(rings)
        labels.append("Nash equilibrium approached")
    _name_curves(ax, branch, end, theme)
    ax.set_ylim(-0.02, 1.02)
    unit = "unit of payoff" if branch.units == "payoff" else "payoff range"
    axis_label(ax, "x", f"Precision (1 / temperature) per {unit}", theme)
    axis_label(ax, "y", "Probability", theme)
    legend(ax, handles, labels, theme, 3)
    return ax


def _scale(ax: Axes, branch: LogitBranch) -> float:
    """Linear near 0, logarithmic beyond, up to ten times where the curves are settled."""
    x = branch.precisions
    left = np.maximum(
        np.abs(branch.row - branch.row[-1]).max(axis=1),
        np.abs(branch.column - branch.column[-1]).max(axis=1),
    )
    linear = min(branch.path.payoffs.unscaled(_LINEAR), float(x[-1]) / 10)
    moving = float(x[left > _SETTLED].max(initial=0.0))
    end = min(float(x.max()), max(10 * moving, 30 * linear))
    ax.set_xscale("asinh", linear_width=linear)
    ax.set_xlim(0, end)
    first = math.ceil(math.log10(linear))
    decades = range(first, math.floor(math.log10(end) + 1e-9) + 1)
    step = 1 + len(decades) // 7
    ax.xaxis.set_major_locator(FixedLocator([0.0, *(10.0**k for k in decades[::step])]))
    ax.xaxis.set_minor_locator(NullLocator())
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: _number(value)))
    return end


def _number(value: float) -> str:
    return f"{value:,.10g}" if value == 0 or 1e-4 < abs(value) < 1e7 else f"{value:.0e}"


def _name_curves(ax: Axes, branch: LogitBranch, end: float, theme: Theme) -> None:
    """Put the names of the actions beside the right ends of their curves."""
    sides = [
        _groups(branch.row[-1].tolist(), branch.game.row_actions),
        _groups(branch.column[-1].tolist(), branch.game.column_actions),
    ]
    both = [
        label for label in sides[0]
        if any(label[1] == o[1] and abs(label[0] - o[0]) < _SAME for o in sides[1])
    ]  # fmt: skip
    shared = {words for _, words in both}
    labels = [(value, f"{words} (both)", theme.ink) for value, words in both]
    for side, colour in zip(sides, (theme.row_text, theme.column_text), strict=True):
        labels += [(value, words, colour) for value, words in side if words not in shared]
    labels.sort(key=lambda label: -label[0])
    places = _spread([value for value, _, _ in labels])
    for (_, words, colour), place in zip(labels, places, strict=True):
        label = text(ax, end, place, words, size=8.5, color=colour, va="center", ha="left")
        label.set_transform(shift(ax, 13 / 72, 0))


def _groups(ends: Sequence[float], actions: Sequence[str]) -> list[tuple[float, str]]:
    """Labels with their heights; curves that end together share one, the least are counted."""
    names = shown(list(actions), 16)
    groups: list[tuple[float, list[int]]] = []
    for k in sorted(range(len(ends)), key=lambda k: -ends[k]):
        if groups and groups[-1][0] - ends[k] < _SAME:
            groups[-1][1].append(k)
        else:
            groups.append((ends[k], [k]))
    labels = [(value, _joined([names[k] for k in sorted(group)])) for value, group in groups]
    if len(labels) > _NAMED:
        rest = sum(len(group) for _, group in groups[_NAMED - 1 :])
        labels[_NAMED - 1 :] = [(groups[_NAMED - 1][0], f"{rest} others")]
    return labels


def _joined(names: Sequence[str]) -> str:
    if len(names) <= 2:
        return ", ".join(names)
    return f"{names[0]}, {names[1]}, +{len(names) - 2}"


def _spread(values: Sequence[float]) -> list[float]:
    """Places for labels, highest first, near their values and `_APART` apart."""
    places: list[float] = []
    for value in values:
        places.append(min(value, places[-1] - _APART) if places else value)
    # What was pushed below the axis goes back up, and pushes what stands above it.
    floor = 0.0
    for k in range(len(places) - 1, -1, -1):
        places[k] = max(places[k], floor)
        floor = places[k] + _APART
    return places
