"""The likelihood of observed play as a function of precision: its peak and its interval.

What is fitted, and how the interval is defined, is told by
:mod:`gametheory.concepts.logit_fit`.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gametheory.concepts.logit_path import LogitPath
from gametheory.concepts.logit_payoffs import LogitPayoffs
from gametheory.errors import ParameterError

__all__ = ["END", "Found", "fit_all", "fit_path", "likelihood_drop"]

FloatArray = NDArray[np.float64]

#: Scaled precision up to which a fit looks. Past it the equilibrium's distance from its
#: limit is some 1/10,000, which few counts tell apart.
END: Final = 1e4

#: Precisions at which all branches of a 2 x 2 game are first looked at.
_GRID: Final = 240

#: Relative difference of log likelihoods that rounding can make.
_SAME: Final = 1e-10


def likelihood_drop(confidence: Any) -> float:
    """How far the log likelihood may fall inside an interval for one parameter.

    Half the quantile of the chi-square distribution with one degree of freedom.

    Raises
    ------
    ParameterError
        If the confidence is not in (0, 1).
    """
    real = isinstance(confidence, (int, float, np.floating)) and not isinstance(confidence, bool)
    if not real or not 0 < confidence < 1:
        raise ParameterError(f"confidence: expected a number in (0, 1), got {confidence!r:.60}")
    return NormalDist().inv_cdf((1 + float(confidence)) / 2) ** 2 / 2


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found.

    Attributes
    ----------
    value : float
        Largest log likelihood.
    scaled : float
        Scaled precision there.
    logs : ndarray
        Log probabilities of the equilibrium there.
    low : float
    high : float or None
        Ends of the interval, scaled precisions; no `high` if it is not closed.
    end : float
        Largest scaled precision looked at.
    flat : bool
        Whether the likelihood is the same everywhere.
    """

    value: float
    scaled: float
    logs: FloatArray
    low: float
    high: float | None
    end: float
    flat: bool


def fit_path(path: LogitPath, weights: FloatArray, drop: float) -> Found:
    """Fit on the principal branch.

    Parameters
    ----------
    path : LogitPath
    weights : ndarray, shape (m + n,)
        How often each action was played.
    drop : float
        How far the log likelihood may fall inside the interval.
    """
    points = path.points
    values = points[:, :-1] @ weights
    flat = float(np.ptp(values)) <= _SAME * (1 + abs(float(values[0])))
    slopes = path.tangents[:, :-1] @ weights
    candidates = [*points]
    for k in np.flatnonzero((slopes[:-1] > 0) & (slopes[1:] <= 0)).tolist():
        candidates.append(path.locate(k, lambda _, tangent: float(tangent[:-1] @ weights)))
    best = max(candidates, key=lambda point: float(point[:-1] @ weights))
    value = float(best[:-1] @ weights)
    if values[-1] >= value - _SAME * (1 + abs(value)) and not flat:
        best = points[-1]  # the likelihood still rises, or only rounding says otherwise
    wall = value - drop
    inside = values >= wall
    reached = [float(best[-1]), *points[inside][:, -1].tolist()]
    for k in np.flatnonzero(inside[:-1] != inside[1:]).tolist():
        edge = path.locate(k, lambda point, _: float(point[:-1] @ weights) - wall)
        reached.append(float(edge[-1]))
    end = float(path.scaled.max())
    # A peak between two points outside leaves the set between them: look on both sides.
    if not inside.any():
        tops = np.flatnonzero((slopes[:-1] > 0) & (slopes[1:] <= 0)).tolist()
        piece = next(k for k in tops if _between(points, k, best))
        reached += _narrow(path, piece, weights, wall)
    return Found(
        value, float(best[-1]), best[:-1], max(min(reached), 0.0),
        None if inside[-1] else max(reached), end, flat,
    )  # fmt: skip


def _between(points: FloatArray, k: int, best: FloatArray) -> bool:
    low, high = sorted((points[k][-1], points[k + 1][-1]))
    return bool(low <= best[-1] <= high)


def _narrow(path: LogitPath, k: int, weights: FloatArray, wall: float) -> list[float]:
    """Edges of an interval that lies between two neighbouring points."""

    def rising(point: FloatArray, tangent: FloatArray) -> float:
        # Positive from the left edge on: past the peak, or high enough.
        past = float(tangent[:-1] @ weights) < 0
        return 1.0 if past else float(point[:-1] @ weights) - wall

    def falling(point: FloatArray, tangent: FloatArray) -> float:
        before = float(tangent[:-1] @ weights) >= 0
        return 1.0 if before else float(point[:-1] @ weights) - wall

    return [float(path.locate(k, edge)[-1]) for edge in (rising, falling)]


def fit_all(payoffs: LogitPayoffs, weights: FloatArray, drop: float) -> Found:
    """Fit on all branches of a 2 x 2 game; parameters as for :func:`fit_path`."""
    from scipy.optimize import minimize_scalar

    profile = _Profile(payoffs, weights)
    grid = np.concatenate([[0.0], np.geomspace(1e-3, END, _GRID)])
    values = np.array([profile(t) for t in grid])
    best, where = float(values.max()), float(grid[values.argmax()])
    flat = float(np.ptp(values)) <= _SAME * (1 + abs(best))
    peaks = np.argsort(values)[::-1][:4]
    for k in peaks:
        low, high = grid[max(k - 1, 0)], grid[min(k + 1, len(grid) - 1)]
        # The profile jumps where branches are born: bounded search, best of all seen.
        found = minimize_scalar(
            lambda t: -profile(t), bounds=(low, high), method="bounded", options={"xatol": 1e-10}
        )
        if -found.fun > best:
            best, where = -float(found.fun), float(found.x)
    if values[-1] >= best - _SAME * (1 + abs(best)) and not flat:
        where = END  # as on the principal branch
    wall = best - drop
    inside = values >= wall
    reached = [where, *grid[inside].tolist()]
    cells = [(float(a), float(b)) for a, b, i, j in
             zip(grid[:-1], grid[1:], inside[:-1], inside[1:], strict=True) if i != j]  # fmt: skip
    if not inside.any():  # the peak stands between two points of the grid
        k = int(np.searchsorted(grid, where))
        cells = [(float(grid[k - 1]), where), (where, float(grid[min(k, len(grid) - 1)]))]
    for a, b in cells:
        left = profile(a) >= wall
        for _ in range(60):
            middle = 0.5 * (a + b)
            if (profile(middle) >= wall) == left:
                a = middle
            else:
                b = middle
        reached.append(a)
    logs = profile.best(where)[1]
    return Found(best, where, logs, min(reached), None if inside[-1] else max(reached), END, flat)


class _Profile:
    """Largest log likelihood over all equilibria of a 2 x 2 game at a scaled precision."""

    def __init__(self, payoffs: LogitPayoffs, weights: FloatArray) -> None:
        self._payoffs, self._weights = payoffs, weights

    def __call__(self, t: float) -> float:
        return self.best(t)[0]

    def best(self, t: float) -> tuple[float, FloatArray]:
        from gametheory.concepts.logit_odds import float_roots, scaled_coefficients

        odds = float_roots(scaled_coefficients(self._payoffs, t))
        profiles = [
            -np.logaddexp(0.0, np.array([-u, u, -v, v])) for u, v in odds
        ]  # log of the logistic function
        values = [float(logs @ self._weights) for logs in profiles]
        k = int(np.argmax(values))
        return values[k], profiles[k]
