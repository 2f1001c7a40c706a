"""Figures of a page: drawn in both appearances, with the words that go with them."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from gametheory.analysis import pareto_frontier_of_lotteries
from reports.facts import Facts
from reports.page import Picture, picture_source
from reports.style import DARK, LIGHT
from reports.words import cardinal, count, name, plain, say

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from reports.figures.learning_curves import LearningCurves
    from reports.groups import Group

__all__ = ["learning_pictures", "payoff_plane", "picture"]

#: Size in inches of figures that stand side by side.
_PANEL = (4.5, 3.4)

#: Size of figures that stand alone: small enough to be read on a phone.
_ALONE = (5.4, 3.7)

#: Outcomes up to which each is drawn in the payoff plane.
_OUTCOMES = 1_000

#: Sizes of numbers outside which a picture's coordinates overflow or vanish.
_SMALLEST, _LARGEST = 1e-100, 1e100


def picture(
    plot: Callable[..., Axes],
    data: Any,
    alternative: str,
    caption: Markup,
    size: tuple[float, float] | None = None,
) -> Picture:
    """Draw a figure, light and dark.

    Parameters
    ----------
    plot : callable
        One of :mod:`reports.figures`.
    data : object
        What it draws.
    alternative : str
        What the figure shows, for those who do not see it.
    caption : Markup
    size : (float, float), optional
        Width and height in inches; the plot's own if not given.
    """
    from reports.figures.canvas import new_axes, recolour, svg

    ax = None if size is None else new_axes(LIGHT, width=size[0], height=size[1])
    figure = plot(data, ax=ax, theme=LIGHT).get_figure(root=True)
    assert figure is not None  # a plot without ax makes its own figure
    light = svg(figure)
    wide, high = (round(float(inches) * 96) for inches in figure.get_size_inches())
    sources = picture_source(light), picture_source(recolour(light, LIGHT, DARK))
    return Picture(*sources, wide, high, alternative, caption)


def _drawable(values: NDArray[np.float64]) -> bool:
    largest = float(np.abs(values).max())
    return largest == 0 or _SMALLEST < largest < _LARGEST


def payoff_plane(
    facts: Facts,
    learned: tuple[tuple[tuple[float, float], str], ...] = (),
    observed: tuple[tuple[float, float], ...] = (),
) -> Picture | None:
    """Draw the payoff plane; None where it would show nothing but a line or a dot."""
    game = facts.game
    if facts.constant_sum is not None or 1 in game.shape:
        return None
    A, B = game.row_payoffs, game.column_payoffs
    if not (_drawable(A) and _drawable(B)):
        return None
    from reports.figures.payoff_plane import PayoffPlane, plot_payoff_plane

    m, n = game.shape
    points = {(i, j): (float(A[i, j]), float(B[i, j])) for i in range(m) for j in range(n)}
    equilibria = tuple(
        dict.fromkeys((float(e.payoffs[0]), float(e.payoffs[1])) for e in facts.equilibria)
    )
    corners = tuple((float(u), float(v)) for u, v in pareto_frontier_of_lotteries(game).hull)
    drawn, cut = points, ""
    if m * n > _OUTCOMES:
        marked, edge = set(facts.efficient.outcomes), set(corners)
        drawn = {cell: p for cell, p in points.items() if cell in marked or p in edge}
        cut = f" Of {m * n:,} outcomes only the corners and the efficient ones are drawn."
    data = PayoffPlane(
        players=game.players,
        actions=(game.row_actions, game.column_actions),
        outcomes=tuple((point, cell) for cell, point in drawn.items()),
        hull=corners,
        efficient=tuple(points[cell] for cell in facts.efficient.outcomes),
        equilibria=equilibria,
        learned=learned,
        observed=observed,
    )
    what = [count(m * n, "outcome"), count(len(data.efficient), "efficient outcome")]
    if equilibria:
        what.append(f"payoffs of {count(len(facts.equilibria), 'equilibrium', 'equilibria')}")
    caption = say(
        "The payoff plane: what both players get at each outcome. The shaded area is what they "
        "can reach together by chance moves. Rings: equilibria. Diamonds: efficient outcomes.{}{}",
        " Triangles: averages over learners’ runs." if learned else "",
        cut,
    )
    alternative = f"Payoff plane of {plain(say('{} and {}', *game.players))}: {', '.join(what)}"
    return picture(plot_payoff_plane, data, alternative, caption)


def learning_pictures(
    facts: Facts, group: Group
) -> tuple[tuple[Picture, ...], tuple[Picture, ...]]:
    """Draw what a group of learners did over time.

    Returns
    -------
    wide, panels : tuple of Picture
        Rates of joint actions; values and preferences of each player.
    """
    from learning import FixedStrategy
    from reports.curves import CURVES, joint_curves, preference_curves, value_curves

    game, runs, found = facts.game, group.runs, facts.equilibria
    actions = game.row_actions, game.column_actions
    m, n = game.shape
    labels: dict[tuple[int, ...], str] = {
        (i, j): f"({actions[0][i]}, {actions[1][j]})" for i in range(m) for j in range(n)
    }
    predicted: dict[tuple[int, ...], Fraction] = {}
    if found.complete and len(found) == 1:
        row, column = found[0].profile
        predicted = {(i, j): row[i] * column[j] for i in range(m) for j in range(n)}
    wide = _curves(
        joint_curves(runs, labels, predicted),
        f"Shares of joint actions over time, {group.label}",
        say(
            "How often {} played, in windows of {} rounds.",
            "each pair of actions was"
            if m * n <= CURVES
            else f"the {cardinal(CURVES)} pairs of actions that were played most, of {m * n:,}, "
            "were",
            f"{-(-runs.rounds // (len(runs.edges) - 1)):,}",
        ),
        _ALONE,
    )
    panels = []
    for player, who in enumerate(game.players):
        for make, what in ((value_curves, "Q-values"), (preference_curves, "Preference")):
            values = runs.values[player]
            learns = not isinstance(runs.seats[player], FixedStrategy)
            if values is None or not learns or not _drawable(values[runs.finished]):
                continue
            data = make(runs, player, actions[player])
            if data is not None:
                panels.append(
                    _curves(
                        data,
                        f"{what} of {who} over time, {group.label}",
                        say(
                            "{} of {}{}.",
                            what,
                            name(who),
                            f": the {cardinal(CURVES)} actions played most, of "
                            f"{len(actions[player])}"
                            if len(actions[player]) > CURVES
                            else "",
                        ),
                        _PANEL,
                    )
                )
    return (wide,), tuple(panels)


def _curves(
    data: LearningCurves,
    alternative: str,
    caption: Markup,
    size: tuple[float, float] | None = None,
) -> Picture:
    from reports.figures.learning_curves import plot_learning_curves

    return picture(plot_learning_curves, data, alternative, caption, size)
