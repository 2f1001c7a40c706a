"""Curves over time from the record of many runs, ready to be drawn.

Each is a median over the finished runs with the band between the first and the
last tenth of them, at the end of each window of rounds.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from reports.figures.learning_curves import Curve, LearningCurves
from reports.words import count

if TYPE_CHECKING:
    from learning import Runs

__all__ = ["joint_curves", "preference_curves", "value_curves"]

#: Curves that one picture can tell apart.
_CURVES: Final = 6

#: Points of a curve; more only make the page heavier.
_POINTS: Final = 60

_LEVELS: Final = (0.1, 0.5, 0.9)

FloatArray = NDArray[np.float64]


def joint_curves(
    runs: Runs, labels: dict[tuple[int, ...], str], predicted: dict[tuple[int, ...], Fraction]
) -> LearningCurves:
    """Share of rounds of each joint action, by window, mean over runs.

    Parameters
    ----------
    runs : Runs
    labels : dict of tuple of int to str
        Name of each joint action.
    predicted : dict of tuple of int to Fraction
        Its probability in the equilibrium, if there is exactly one; else empty.
    """
    # A game may have many joint actions: only the windows and actions that are
    # drawn become floats.
    windows = _chosen(runs.joint.shape[1])
    counts = runs.joint[:, windows][runs.finished]
    length = np.diff(runs.edges)[windows]
    overall = counts.sum(axis=(0, 1), dtype=np.int64)
    order = sorted(np.ndindex(*overall.shape), key=lambda cell: (-overall[cell], cell))
    curves = []
    for cell in sorted(order[:_CURVES]):
        shares = counts[(slice(None), slice(None), *cell)] / length
        low, _, high = np.quantile(shares, _LEVELS, axis=0)
        level = float(predicted[cell]) if cell in predicted else None
        curves.append(Curve(labels[cell], shares.mean(axis=0), low, high, level))
    return LearningCurves(
        rounds=runs.edges[1:][windows].astype(np.float64),
        curves=tuple(curves),
        quantity="Share of rounds",
        band=f"mean, middle 80 % of {count(len(counts), 'run')}",
        reference="equilibrium" if predicted else "",
        limits=(0.0, 1.0),
    )


def value_curves(runs: Runs, player: int, actions: tuple[str, ...]) -> LearningCurves | None:
    """Q-values of one player's actions; None for agents that tell no values."""
    values = runs.values[player]
    return None if values is None else _curves(runs, values, actions, "Q-value (payoff units)")


def preference_curves(runs: Runs, player: int, actions: tuple[str, ...]) -> LearningCurves | None:
    """Value of each action minus the best of the others; one curve for two actions."""
    differences = runs.preference_differences(player)
    if differences is None:
        return None
    if differences.shape[-1] == 2:
        # The second curve is the mirror image of the first.
        label = (f"{actions[0]} \u2212 {actions[1]}",)
        return _curves(runs, differences[..., :1], label, "Preference (payoff units)", level=0.0)
    return _curves(runs, differences, actions, "Preference (payoff units)", level=0.0)


def _curves(
    runs: Runs,
    values: FloatArray,
    labels: tuple[str, ...],
    quantity: str,
    level: float | None = None,
) -> LearningCurves:
    windows = _chosen(values.shape[1])
    low, middle, high = runs.quantiles(values[:, windows], _LEVELS)
    shown = range(min(len(labels), _CURVES))
    return LearningCurves(
        rounds=runs.edges[1:][windows].astype(np.float64),
        curves=tuple(
            Curve(labels[k], middle[:, k], low[:, k], high[:, k], level if k == 0 else None)
            for k in shown
        ),
        quantity=quantity,
        band=f"median, middle 80 % of {count(int(runs.finished.sum()), 'run')}",
        reference="indifferent" if level is not None else "",
    )


def _chosen(windows: int) -> NDArray[np.int64]:
    """Indices of at most `_POINTS` windows, the last one among them."""
    wanted = min(windows, _POINTS)
    return np.unique(np.linspace(0, windows - 1, wanted).round().astype(np.int64))
