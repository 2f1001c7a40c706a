"""Learning curves: a quantity over the rounds of play, with its spread over runs.

A *band* spans the middle share of the independent runs, round by round; its
line is their mean or median, as the data say. Where more curves share a picture
than bands can be told apart, a bar beside the last round shows the band there. A
*reference* is a level that theory predicts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from reports.figures.canvas import axis_label, frame, legend, new_axes, shown
from reports.style import DASHES, LIGHT, Theme

__all__ = ["BANDS", "Curve", "LearningCurves", "plot_learning_curves"]

#: Curves whose bands can be told apart where they overlap; more curves carry a bar
#: at the end instead.
BANDS: Final = 2

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """One quantity over time.

    Attributes
    ----------
    label : str
    line : ndarray, shape (k,)
    low, high : ndarray, shape (k,)
        Edges of the band over runs.
    reference : float, optional
        Level predicted by theory, drawn dotted in the curve's colour.
    """

    label: str
    line: FloatArray
    low: FloatArray
    high: FloatArray
    reference: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class LearningCurves:
    """Curves that share one picture.

    Attributes
    ----------
    rounds : ndarray, shape (k,)
        Rounds at which the curves are given.
    curves : tuple of Curve
    quantity : str
        What the vertical axis shows, with its unit.
    band : str
        What line and band are, e.g. ``"mean and middle 90 % of 1,000 runs"``.
    reference : str
        What the dotted levels are; empty if there are none.
    limits : (float, float), optional
        Ends of the vertical axis.
    """

    rounds: FloatArray
    curves: tuple[Curve, ...]
    quantity: str
    band: str
    reference: str = ""
    limits: tuple[float, float] | None = None


def plot_learning_curves(
    data: LearningCurves, *, ax: Axes | None = None, theme: Theme = LIGHT
) -> Axes:
    """Draw learning curves with bands.

    Parameters
    ----------
    data : LearningCurves
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
    handles: list[Line2D] = []
    banded = len(data.curves) <= BANDS
    end = float(data.rounds[-1])
    for k, curve in enumerate(data.curves):
        colour, dash = theme.cycle[k % len(theme.cycle)], DASHES[k % len(DASHES)]
        if banded:
            ax.fill_between(
                data.rounds, curve.low, curve.high, color=colour, alpha=0.16, linewidth=0
            )
        else:
            ax.plot(
                [end * (1.012 + 0.014 * k)] * 2, [curve.low[-1], curve.high[-1]],
                color=colour, linewidth=2.4, solid_capstyle="butt", clip_on=False,
            )  # fmt: skip
        (line,) = ax.plot(data.rounds, curve.line, color=colour, linestyle=dash, linewidth=1.8)
        handles.append(line)
        if curve.reference is not None:
            ax.axhline(curve.reference, color=colour, linewidth=1.0, linestyle=(0, (1, 2)))
    labels = shown([curve.label for curve in data.curves], 34)
    if data.reference:
        handles.append(Line2D([], [], color=theme.ink, linewidth=1.0, linestyle=(0, (1, 2))))
        labels.append(data.reference)
    ax.set_xlim(0, end)
    if data.limits is not None:
        ax.set_ylim(*data.limits)
    axis_label(ax, "x", f"Round\n{data.band}{'' if banded else ' (bars: at the end)'}", theme)
    axis_label(ax, "y", data.quantity, theme)
    ax.xaxis.set_major_formatter("{x:,.0f}")
    legend(ax, handles, labels, theme, 4)
    return ax
