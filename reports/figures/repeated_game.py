"""The repeated game in the payoff plane.

The pale polygon are the feasible payoffs, the darker part above the two minimax levels is
individually rational, and inside it lies what pure-strategy subgame-perfect equilibria pay at one
discount factor: proved from inside (filled), and enclosed from outside (the line around it).
"""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes

from gametheory.concepts.repeated_game import IndividuallyRationalPayoffs
from gametheory.concepts.subgame_perfect import SubgamePerfectPayoffs
from gametheory.errors import ParameterError
from gametheory.numbers import format_brief
from reports.figures.canvas import legend
from reports.figures.payoff_ground import (
    Entries,
    as_floats,
    draw_outcomes,
    draw_region,
    payoff_axes,
)
from reports.style import LIGHT, Theme

__all__ = ["plot_repeated_game"]


def plot_repeated_game(
    payoffs: IndividuallyRationalPayoffs,
    *,
    sustained: SubgamePerfectPayoffs | None = None,
    ax: Axes | None = None,
    theme: Theme = LIGHT,
) -> Axes:
    """Draw feasible, individually rational and sustained payoffs.

    Parameters
    ----------
    payoffs : IndividuallyRationalPayoffs
    sustained : SubgamePerfectPayoffs, optional
        Of the same game.
    ax : Axes, optional
        Where to draw; a new Figure if not given.
    theme : Theme

    Returns
    -------
    Axes

    Raises
    ------
    ParameterError
        If the two are of different games.
    """
    if sustained is not None and sustained.game != payoffs.game:
        raise ParameterError("sustained: expected payoffs of the same game, got another game's")
    ax = payoff_axes(payoffs.game, ax, theme)
    entries: Entries = [
        (draw_region(ax, payoffs.feasible, face=theme.row, edge=theme.muted, alpha=0.08, width=0.8,
                     dashes=(0, (4, 2))), "feasible"),
        (draw_region(ax, payoffs.region, face=theme.row, edge=theme.row, alpha=0.16, width=1.2,
                     order=1.4), "individually rational"),
    ]  # fmt: skip
    if sustained is not None and sustained.outer:
        label = f"subgame perfect (discount factor {format_brief(sustained.discount)})"
        if not sustained.inner:
            label = f"holds all {label}"
        entries.append(
            (draw_region(ax, sustained.outer, face=theme.equilibrium if sustained.inner else None,
                         edge=theme.equilibrium, alpha=0.34, width=1.8, order=1.6,
                         dashes="-" if sustained.inner else (0, (5, 1.6))), label)
        )  # fmt: skip
    ((low_u, low_v),) = as_floats([payoffs.minimax])
    line: dict[str, Any] = {
        "color": theme.ink,
        "linewidth": 0.9,
        "linestyle": (0, (1.2, 1.4)),
        "zorder": 1.3,
    }
    ax.axvline(low_u, **line)
    ax.axhline(low_v, **line)
    (cross,) = ax.plot(
        [low_u], [low_v], linestyle=line["linestyle"], linewidth=0.9, marker="X", markersize=7.5,
        color=theme.ink, markeredgecolor=theme.paper, markeredgewidth=0.7, zorder=2.8,
    )  # fmt: skip
    entries.append((cross, "minimax levels"))
    corners = [payoffs.minimax, *payoffs.region, *(sustained.outer if sustained else ())]
    entries[:0] = draw_outcomes(ax, payoffs.game, corners, theme)
    legend(ax, [h for h, _ in entries], [label for _, label in entries], theme, 2)
    return ax
