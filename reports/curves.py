"""Curves over time from the record of many runs, ready to be drawn.

Each is a median over the finished runs with the band between the first and the
last tenth of them, at the end of each window of rounds.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from reports.figures.learning_curves import BANDS, Curve, LearningCurves
from reports.words import count

if TYPE_CHECKING:
    from learning import Runs

__all__ = ["CURVES", "joint_curves", "preference_curves", "value_curves"]

#: Curves that one picture can tell apart.
CURVES: Final = 6

#: Points of a curve; more only make the page heavier.
_POINTS: Final = 60

_PREFERENCE: Final = "Preference (payoff units)"

_LEVELS: Final = (0.1, 0.5, 0.9)

FloatArray = NDArray[np.float64]


def joint_curves(
    runs: Runs, labels: dict[tuple[int, ...], str], predicted: dict[tuple[int, ...], Fraction]
) -> LearningCurves:
    """Share of rounds of the joint actions played most, by window, mean over runs.

    Parameters
    ----------
    runs : Runs
    labels : dict of tuple of int to str
        Name of each joint action.
    predicted : dict of tuple of int to Fraction
        Its probability in the equilibrium, if there is exactly one; else empty.
    """
    # A game may have many joint actions: only what is drawn is copied.
    windows = _chosen(runs.joint.shape[1])
    length = np.diff(runs.edges)[windows]
    curves = []
    for cell in _most(_times_played(runs)):
        index: tuple[Any, ...] = (slice(None), windows, *cell)
        shares = runs.joint[index][runs.finished] / length
        low, _, high = np.quantile(shares, _LEVELS, axis=0)
        level = float(predicted[cell]) if cell in predicted else None
        curves.append(Curve(labels[cell], shares.mean(axis=0), low, high, level))
    return LearningCurves(
        rounds=runs.edges[1:][windows].astype(np.float64),
        curves=tuple(curves),
        quantity="Share of rounds",
        band=f"mean, middle 80 % of {count(int(runs.finished.sum()), 'run')}",
        reference="equilibrium" if predicted else "",
        limits=(0.0, _ceiling(curves)),
    )


def _times_played(runs: Runs) -> NDArray[np.int64]:
    """How often each joint action was played in all finished runs."""
    finished = runs.finished.reshape(-1, *[1] * (runs.joint.ndim - 1))
    times: NDArray[np.int64] = np.add.reduce(
        runs.joint, axis=(0, 1), dtype=np.int64, where=finished
    )
    return times


def _most(times: NDArray[np.int64]) -> list[tuple[int, ...]]:
    """The indices that are played most, as many as a picture can tell apart, in order."""
    order = sorted(np.ndindex(*times.shape), key=lambda cell: (-times[cell], cell))
    return sorted(order[:CURVES])


def _ceiling(curves: list[Curve]) -> float:
    """End of the axis of shares: a little above what is drawn, 1 at most."""
    # More curves than BANDS show the band at the end only.
    drawn = slice(None) if len(curves) <= BANDS else slice(-1, None)
    top = max(max(c.high[drawn].max(), c.line.max(), c.reference or 0) for c in curves)
    return min(1.0, 1.06 * float(top)) or 1.0


def value_curves(runs: Runs, player: int, actions: tuple[str, ...]) -> LearningCurves | None:
    """Q-values of one player's actions, if many those played most; None if agents tell none."""
    values = runs.values[player]
    return (
        None if values is None else _curves(runs, player, values, actions, "Q-value (payoff units)")
    )


def preference_curves(runs: Runs, player: int, actions: tuple[str, ...]) -> LearningCurves | None:
    """Value of each action minus the best of the others; one curve for two actions."""
    differences = runs.preference_differences(player)
    if differences is None:
        return None
    if differences.shape[-1] == 2:
        # The second curve is the mirror image of the first.
        label = (f"{actions[0]} \u2212 {actions[1]}",)
        return _curves(runs, player, differences[..., :1], label, _PREFERENCE, level=0.0)
    return _curves(runs, player, differences, actions, _PREFERENCE, level=0.0)


def _curves(
    runs: Runs,
    player: int,
    values: FloatArray,
    labels: tuple[str, ...],
    quantity: str,
    level: float | None = None,
) -> LearningCurves:
    windows = _chosen(values.shape[1])
    shown = list(range(len(labels)))
    if len(labels) > CURVES:
        others = tuple(k for k in range(runs.joint.ndim - 2) if k != player)
        shown = [k for (k,) in _most(_times_played(runs).sum(axis=others))]
    chosen = values[:, windows][..., shown]
    low, middle, high = runs.quantiles(chosen, _LEVELS)
    return LearningCurves(
        rounds=runs.edges[1:][windows].astype(np.float64),
        curves=tuple(
            Curve(labels[k], middle[:, c], low[:, c], high[:, c], level if c == 0 else None)
            for c, k in enumerate(shown)
        ),
        quantity=quantity,
        band=f"median, middle 80 % of {count(int(runs.finished.sum()), 'run')}",
        reference="indifferent" if level is not None else "",
    )


def _chosen(windows: int) -> NDArray[np.int64]:
    """Indices of at most `_POINTS` windows, the last one among them."""
    wanted = min(windows, _POINTS)
    return np.unique(np.linspace(0, windows - 1, wanted).round().astype(np.int64))
