"""Observed play beside predictions: a line for each action, a mark for each prediction.

Bars are the observed shares. Rings mark the Nash equilibrium, if the game has exactly one;
the other marks are models fitted to the same play.
"""

from __future__ import annotations

from typing import Any, Final

from matplotlib.axes import Axes
from matplotlib.patches import Patch

from gametheory.concepts import PlayReport
from reports.figures.canvas import axis_label, frame, legend, new_axes, shown
from reports.style import LIGHT, MARKERS, Theme

__all__ = ["plot_observed_play"]

#: Most actions of a player that are drawn, those played most.
_SHOWN: Final = 10

#: Marks of the fitted models, each with its distance from the bar's middle line.
_MODELS: Final = (
    ("logit equilibrium", "D", -0.2),
    ("level-k", "|", 0.0),
    ("cognitive hierarchy", "x", 0.2),
)


def plot_observed_play(report: PlayReport, *, ax: Axes | None = None, theme: Theme = LIGHT) -> Axes:
    """Draw observed shares with the predictions of equilibrium, quantal response and level-k.

    Parameters
    ----------
    report : PlayReport
    ax : Axes, optional
        Where to draw; a new Figure if not given.
    theme : Theme

    Returns
    -------
    Axes
    """
    observed, game = report.observed, report.observed.game
    chosen = [_most_played(shares) for shares in observed.profile]
    lines = sum(map(len, chosen))
    if ax is None:
        ax = new_axes(theme, width=6.4, height=1.5 + 0.36 * (lines + 1))
    frame(ax, theme)
    ax.grid(False, axis="y")
    models = [report.logit.profile, *(fit.profile for fit in report.levels)]
    handles: list[Any] = []
    labels: list[str] = []
    ticks: list[tuple[float, str, str]] = []
    place = 0.0
    for player, (colour, ink) in enumerate((
        (theme.row, theme.row_text), (theme.column, theme.column_text)
    )):  # fmt: skip
        actions = shown(list((game.row_actions, game.column_actions)[player]), 24)
        shares = [float(p) for p in observed.profile[player]]
        for k in chosen[player]:
            ax.barh(place, shares[k], height=0.66, color=colour, alpha=0.3, linewidth=0, zorder=2)
            ax.plot([shares[k]] * 2, [place - 0.33, place + 0.33], color=colour, linewidth=2.4,
                    solid_capstyle="butt", zorder=3)  # fmt: skip
            ticks.append((place, actions[k], ink))
            place += 1.0
        handles.append(Patch(facecolor=colour, alpha=0.45, linewidth=0))
        hidden = len(shares) - len(chosen[player])
        more = f" ({hidden} rarer actions not shown)" if hidden else ""
        labels.append(f"{shown([game.players[player]], 30)[0]}, observed{more}")
        place += 0.5
    rows = [(player, k) for player in (0, 1) for k in chosen[player]]
    if report.equilibrium is not None:
        profile = report.equilibrium.profile
        (rings,) = ax.plot(
            [float(profile[player][k]) for player, k in rows], [y for y, _, _ in ticks],
            linestyle="none", marker=MARKERS["equilibrium"], markersize=11, markerfacecolor="none",
            markeredgecolor=theme.equilibrium, markeredgewidth=2.2, clip_on=False, zorder=4,
        )  # fmt: skip
        handles.append(rings)
        labels.append("Nash equilibrium")
    for (name, marker, offset), model in zip(_MODELS, models, strict=True):
        (marks,) = ax.plot(
            [model[player][k] for player, k in rows], [y + offset for y, _, _ in ticks],
            linestyle="none", marker=marker, markersize=5 if marker == "D" else 8,
            color=theme.ink, markeredgewidth=1.5, clip_on=False, zorder=5,
        )  # fmt: skip
        handles.append(marks)
        labels.append(f"{name}, fitted")
    drawn = [[float(p) for p in own] for own in observed.profile]
    largest = max(p for profile in (drawn, *models) for own in profile for p in own)
    ax.set_xlim(0, min(1.0, 1.1 * largest))
    ax.set_ylim(place - 0.9, -0.7)
    ax.set_yticks([y for y, _, _ in ticks], [words for _, words, _ in ticks])
    for label, (_, words, ink) in zip(ax.get_yticklabels(), ticks, strict=True):
        label.set_parse_math(False)
        label.set_text(words)
        label.set_color(ink)
    ax.tick_params(axis="y", length=0)
    axis_label(ax, "x", "Share of plays", theme)
    legend(ax, handles, labels, theme, 3)
    return ax


def _most_played(shares: Any) -> list[int]:
    """Indices of the actions drawn, in the game's order."""
    order = sorted(range(len(shares)), key=lambda k: -shares[k])
    return sorted(order[:_SHOWN])
