"""Bargaining in the payoff plane: what is feasible, what the threat leaves, what rules select.

The pale polygon are the feasible payoffs, the darker part gives nobody less than the threat (a
filled cross). Each rule has a mark of its own, hollow ones around the star of Nash's solution where
several rules agree; the utilitarian set is a thick line or a plus. A thin line leads from the
threat to the ideal point of Kalai and Smorodinsky.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from gametheory.concepts.bargaining import BargainingSolution
from gametheory.errors import ParameterError
from reports.figures.canvas import legend
from reports.figures.payoff_ground import (
    Entries,
    as_floats,
    draw_outcomes,
    draw_region,
    legend_copy,
    payoff_axes,
)
from reports.style import LIGHT, Theme

__all__ = ["plot_bargaining"]

#: Names of the rules in the legend.
_NAMES: Final = {
    "nash": "Nash",
    "kalai-smorodinsky": "Kalai-Smorodinsky",
    "egalitarian": "egalitarian",
    "utilitarian": "utilitarian",
}


def plot_bargaining(
    solutions: BargainingSolution | Sequence[BargainingSolution],
    *,
    ax: Axes | None = None,
    theme: Theme = LIGHT,
) -> Axes:
    """Draw what bargaining rules select.

    Parameters
    ----------
    solutions : BargainingSolution or sequence of them
        Of one game and one threat point.
    ax : Axes, optional
        Where to draw; a new Figure if not given.
    theme : Theme

    Returns
    -------
    Axes

    Raises
    ------
    ParameterError
        If there are no solutions, or they differ in the game or the threat point.
    """
    drawn = [solutions] if isinstance(solutions, BargainingSolution) else list(solutions)
    if not drawn:
        raise ParameterError("solutions: expected at least one to draw, got none")
    first = drawn[0]
    if any(s.game != first.game or s.threat.payoffs != first.threat.payoffs for s in drawn):
        raise ParameterError("solutions: expected those of one game and one threat point")
    ax = payoff_axes(first.game, ax, theme)
    entries: Entries = [
        (draw_region(ax, first.feasible, face=theme.row, edge=theme.muted, alpha=0.08, width=0.8,
                     dashes=(0, (4, 2))), "feasible"),
        (draw_region(ax, first.acceptable, face=theme.row, edge=theme.row, alpha=0.16, order=1.4,
                     width=1.2), "no worse than the threat"),
    ]  # fmt: skip
    threat = as_floats([first.threat.payoffs])[0]
    for solution in drawn:
        if solution.rule == "kalai-smorodinsky" and solution.status == "found":
            ideal = as_floats([solution.ideal])[0]
            ax.plot(*zip(threat, ideal, strict=True), color=theme.muted, linewidth=0.9,
                    linestyle=(0, (1.2, 1.4)), zorder=1.8)  # fmt: skip
            (mark,) = ax.plot(
                *[[value] for value in ideal], linestyle="none", marker="x", markersize=7,
                color=theme.muted, markeredgewidth=1.4, zorder=2.5,
            )  # fmt: skip
            entries.append((mark, "ideal point"))
    (cross,) = ax.plot(
        *[[value] for value in threat], linestyle="none", marker="X", markersize=7.5,
        color=theme.ink, markeredgecolor=theme.paper, markeredgewidth=0.7, zorder=3.6,
    )  # fmt: skip
    entries.append((cross, "threat"))
    for solution in drawn:
        entries.append((legend_copy(_mark(ax, solution, theme)), _NAMES[solution.rule]))
    marks = [first.threat.payoffs, *first.acceptable, *(p for s in drawn for p in s.points)]
    entries[:0] = draw_outcomes(ax, first.game, marks, theme)
    legend(ax, [h for h, _ in entries], [label for _, label in entries], theme, 3)
    return ax


def _mark(ax: Axes, solution: BargainingSolution, theme: Theme) -> Line2D:
    us, vs = zip(*as_floats(solution.points), strict=True)
    look: dict[str, dict[str, Any]] = {
        "nash": {"marker": "*", "markersize": 16, "color": theme.efficient,
                 "markeredgecolor": theme.ink, "markeredgewidth": 0.7, "zorder": 3.4},
        "kalai-smorodinsky": {"marker": "s", "markersize": 16, "markerfacecolor": "none",
                              "markeredgecolor": theme.column, "markeredgewidth": 1.8,
                              "zorder": 3.2},
        "egalitarian": {"marker": "h", "markersize": 23, "markerfacecolor": "none",
                        "markeredgecolor": theme.equilibrium, "markeredgewidth": 1.8,
                        "zorder": 3.1},
        "utilitarian": {"marker": "+", "markersize": 27, "color": theme.learned,
                        "markeredgewidth": 1.8, "zorder": 3.0},
    }  # fmt: skip
    style = look[solution.rule]
    if len(us) > 1:
        style = {"color": theme.learned, "linewidth": 6, "alpha": 0.55, "zorder": 1.9,
                 "solid_capstyle": "round"}  # fmt: skip
    else:
        style = {"linestyle": "none", **style}
    (mark,) = ax.plot(us, vs, **style)
    return mark
