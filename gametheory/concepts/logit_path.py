"""The principal branch of logit equilibria as a curve, followed in floats.

Unknowns are the logarithms of all m + n probabilities and the scaled precision t; with
the logarithm of the logit response ``r`` to the other player, the equations are

    log x - r1(y, t) = 0,    log y - r2(x, t) = 0,

m + n equations in m + n + 1 unknowns. The curve through the uniform profile at t = 0 is
followed by steps along its tangent (predictor) and Newton's steps across it (corrector),
so that it is followed through points where t turns back (Turocy 2005, "A dynamic
homotopy interpretation of the logistic quantal response equilibrium correspondence",
Games and Economic Behavior 51, 243-263; Allgower & Georg 1990, "Numerical Continuation
Methods", chapters 6 and 8). In logarithms the curve straightens as t grows, so steps
grow with t.

At a *turning point* t changes its direction along the curve; at a *bifurcation* other
curves cross it, which the sign of the determinant of equations and tangent tells.

(One algorithm; the module passes 300 lines by its docstrings.)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gametheory.concepts.logit_payoffs import LogitPayoffs
from gametheory.limits import LimitReached, Limits, Status

__all__ = ["LogitPath", "follow_path"]

FloatArray = NDArray[np.float64]

#: First step, and largest step in t: a constant, and a share of t.
_FIRST: Final = 0.05
_STEP_IN_T: Final = 0.1
_STEP_SHARE: Final = 0.12

#: A step is halved if it moves a player's strategy by more than this total variation, if
#: the first Newton step is longer than this (probabilities change by that share), or if
#: the tangent turns by an angle of smaller cosine.
_STEP_PROBABILITY: Final = 0.06
_STEP_CORRECTION: Final = 0.3
_STEP_COSINE: Final = 0.9

#: Shortest step; Newton's steps below `_SHORT` need not contract.
_SMALLEST: Final = 1e-9
_SHORT: Final = 0.02

#: The equations hold at a point up to this times 100 + t: some units in the last place of
#: the exponents.
_ROUNDING: Final = 2e-15

#: Newton's steps at a point, and points of a branch.
_NEWTON: Final = 8
_MAX_POINTS: Final = 20_000


@dataclass(slots=True, eq=False)
class LogitPath:
    """Points of the curve.

    Attributes
    ----------
    payoffs : LogitPayoffs
    points : ndarray, shape (k, m + n + 1)
        Log probabilities of the row player's and the column player's actions; scaled
        precision.
    tangents : ndarray, shape (k, m + n + 1)
        Unit tangents, forward along the curve.
    turning : tuple of int
        Indices of the points where t turns.
    bifurcations : tuple of float
        Scaled precisions where other curves cross. These points are not among `points`:
        the equations are singular there, and Newton's steps inexact.
    status : Status
    reason : str
        Why it ends where it ends.
    """

    payoffs: LogitPayoffs
    points: FloatArray
    tangents: FloatArray
    turning: tuple[int, ...]
    bifurcations: tuple[float, ...]
    status: Status
    reason: str
    _curve: _Curve = field(repr=False)

    @property
    def scaled(self) -> FloatArray:
        """Scaled precisions of the points."""
        return self.points[:, -1]

    def strategies(self, points: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Probabilities, shapes (k, m) and (k, n), of points of the curve."""
        m = self.payoffs.values[0].shape[0]
        rows, columns = np.exp(points[:, :m]), np.exp(points[:, m:-1])
        return (
            rows / rows.sum(axis=1, keepdims=True),
            columns / columns.sum(axis=1, keepdims=True),
        )

    def locate(self, k: int, sign: Callable[[FloatArray, FloatArray], float]) -> FloatArray:
        """Point between points k and k + 1 where a function of point and tangent changes sign."""
        return self._curve.locate(
            self.points[k], self.tangents[k], self.points[k + 1], self.tangents[k + 1], sign
        )[0]

    def at(self, scaled: float) -> list[FloatArray]:
        """Every point of the curve, as far as it was followed, with this scaled precision."""
        found = []
        offsets = self.scaled - scaled
        for k in range(len(offsets)):
            if offsets[k] == 0:
                found.append(self.points[k])
            elif k + 1 < len(offsets) and offsets[k] * offsets[k + 1] < 0:
                near = self.locate(k, lambda point, _: float(point[-1]) - scaled)
                found.append(self._curve.settle(near, scaled))
        return found

    def residual(self, points: FloatArray) -> FloatArray:
        """Largest difference between a probability and its logit response, for each point."""
        return np.array([self._curve.residual(point) for point in points])


class _Curve:
    """The equations and their derivatives."""

    def __init__(self, payoffs: LogitPayoffs) -> None:
        self.first = payoffs.weights[0] * payoffs.values[0]
        self.second = payoffs.weights[1] * payoffs.values[1]
        self.m, self.n = self.first.shape
        self.size = self.m + self.n

    def start(self) -> FloatArray:
        return np.concatenate(
            [np.full(self.m, -np.log(self.m)), np.full(self.n, -np.log(self.n)), [0.0]]
        )

    def equations(self, point: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Values, and the (m + n) x (m + n + 1) matrix of derivatives."""
        m, t = self.m, point[-1]
        x, y = np.exp(point[:m]), np.exp(point[m:-1])
        values = np.empty(self.size)
        jacobian = np.eye(self.size, self.size + 1)
        for own, other, opponent, matrix in (
            (slice(0, m), slice(m, self.size), y, self.first),
            (slice(m, self.size), slice(0, m), x, self.second),
        ):
            earned = matrix @ opponent
            logs = t * earned
            logs -= logs.max()
            weights = np.exp(logs)
            total = weights.sum()
            weights /= total
            values[own] = point[own] - (logs - np.log(total))
            jacobian[own, other] = -t * (matrix - weights @ matrix) * opponent
            jacobian[own, -1] = -(earned - weights @ earned)
        return values, jacobian

    def residual(self, point: FloatArray) -> float:
        values, _ = self.equations(point)
        return float(np.abs(np.exp(point[:-1]) * np.expm1(-values)).max())

    def correct(self, guess: FloatArray, tangent: FloatArray) -> FloatArray | None:
        """Newton's steps in the plane across the tangent; None if they go astray."""
        point = guess
        previous = np.inf
        for k in range(_NEWTON):
            values, jacobian = self.equations(point)
            # Rounding in the responses grows with t; past it Newton has nothing to gain.
            if k and np.abs(values).max() <= _ROUNDING * (100.0 + abs(point[-1])):
                return point
            step = np.linalg.solve(np.vstack([jacobian, tangent]), -np.append(values, 0.0))
            length = float(np.sqrt(step @ step))
            # Newton contracts near the curve; among short steps rounding may disturb it.
            if not length <= (_STEP_CORRECTION if k == 0 else max(0.5 * previous, _SHORT)):
                return None
            point = point + step
            previous = length
        return None

    def tangent(self, point: FloatArray, before: FloatArray) -> tuple[FloatArray, float]:
        """Unit tangent in the direction of `before`, and the determinant's sign."""
        _, jacobian = self.equations(point)
        bordered = np.vstack([jacobian, before])
        unit = np.zeros(self.size + 1)
        unit[-1] = 1.0
        tangent: FloatArray = np.asarray(np.linalg.solve(bordered, unit), dtype=np.float64)
        tangent /= float(np.sqrt(tangent @ tangent))
        bordered[-1] = tangent
        return tangent, float(np.linalg.slogdet(bordered)[0])

    def settle(self, point: FloatArray, t: float) -> FloatArray:
        """Newton's steps at a fixed precision; the point itself where they don't help."""
        best, error = point, np.inf
        for _ in range(_NEWTON):
            point = np.append(point[:-1], t)
            values, jacobian = self.equations(point)
            size = float(np.abs(values).max())
            if not size < 0.5 * error:
                break
            best, error = point, size
            try:
                point = point + np.append(np.linalg.solve(jacobian[:, :-1], -values), 0.0)
            except np.linalg.LinAlgError:
                break
        return best

    def locate(
        self, a: FloatArray, tangent: FloatArray, b: FloatArray, end_tangent: FloatArray,
        sign: Callable[[FloatArray, FloatArray], float],
    ) -> tuple[FloatArray, FloatArray]:  # fmt: skip
        """Bisect the piece of the curve from a to b for a change of sign."""
        left, right = 0.0, float(tangent @ (b - a))
        positive = sign(b, end_tangent) > 0
        best = (b, end_tangent)
        for _ in range(60):
            middle = 0.5 * (left + right)
            try:
                point = self.correct(a + middle * tangent, tangent)
                if point is None:
                    break
                here, _ = self.tangent(point, tangent)
            except np.linalg.LinAlgError:
                break  # exactly on a bifurcation
            best = (point, here)
            if (sign(point, here) > 0) == positive:
                right = middle
            else:  # a nearer start: Newton's steps must not end on a crossing curve
                right = float(here @ (a + right * tangent - point))
                left, a, tangent = 0.0, point, here
            if right - left <= 1e-14 * (1.0 + abs(point[-1])):
                break
        return best

    def orientation(self, tangent: FloatArray, point: FloatArray) -> float:
        _, jacobian = self.equations(point)
        return float(np.linalg.slogdet(np.vstack([jacobian, tangent]))[0])


def follow_path(
    payoffs: LogitPayoffs,
    end: float,
    limits: Limits,
    *,
    crossing: bool = False,
) -> LogitPath:
    """Follow the principal branch from t = 0.

    Parameters
    ----------
    payoffs : LogitPayoffs
    end : float
        Scaled precision at which to stop.
    limits : Limits
        Timeout; the budget counts points.
    crossing : bool
        Whether to stop at the first point past `end` (always the case) exactly: the last
        point then has t = `end`.

    Returns
    -------
    LogitPath
        Also where a limit was reached or Ctrl-C came: its status says so.
    """
    curve = _Curve(payoffs)
    points = [curve.start()]
    initial = np.zeros(curve.size + 1)
    initial[-1] = 1.0
    tangent, side = curve.tangent(points[0], initial)
    tangents = [tangent]
    turning: list[int] = []
    bifurcations: list[float] = []
    status, reason = Status.FINISHED, ""
    step = _FIRST
    try:
        while points[-1][-1] < end:
            limits.spend()
            if len(points) > _MAX_POINTS:
                raise LimitReached(Status.FAILED, f"more than {_MAX_POINTS} points")
            point, here, new_side, step = _advance(curve, points[-1], tangents[-1], step, end)
            if new_side != side:
                crossed = curve.locate(
                    points[-1], tangents[-1], point, here,
                    lambda p, s: curve.orientation(s, p),
                )  # fmt: skip
                bifurcations.append(float(crossed[0][-1]))
            if tangents[-1][-1] * here[-1] < 0:
                turn = curve.locate(
                    points[-1], tangents[-1], point, here, lambda _, s: float(s[-1])
                )
                turning.append(len(points))
                points.append(turn[0])
                tangents.append(turn[1])
            side = new_side
            points.append(point)
            tangents.append(here)
        reason = "the end was reached"
    except LimitReached as limit:
        status, reason = limit.status, str(limit)
    except KeyboardInterrupt:
        status, reason = Status.INTERRUPTED, "interrupted"
    finally:
        limits.close()
    path = LogitPath(
        payoffs, np.array(points), np.array(tangents), tuple(turning), tuple(bifurcations),
        status, reason, curve,
    )  # fmt: skip
    return _cut(path, end) if crossing and status is Status.FINISHED else path


def _advance(
    curve: _Curve, point: FloatArray, tangent: FloatArray, step: float, end: float
) -> tuple[FloatArray, FloatArray, float, float]:
    """One step: the new point, tangent and side, and the next step's length."""
    t = float(point[-1])
    while step > _SMALLEST:
        size = min(step, (_STEP_IN_T + _STEP_SHARE * t) / max(abs(float(tangent[-1])), 1e-3))
        try:
            new = curve.correct(point + size * tangent, tangent)
            if new is not None and new[-1] >= 0 and _moved(curve, point, new) <= _STEP_PROBABILITY:
                here, side = curve.tangent(new, tangent)
                if here @ tangent >= _STEP_COSINE:
                    return new, here, side, 1.6 * size
        except np.linalg.LinAlgError:
            pass  # exactly on a bifurcation: another length passes it
        step = 0.47 * size
    raise LimitReached(Status.FAILED, "steps became too short: the curve could not be followed")


def _moved(curve: _Curve, a: FloatArray, b: FloatArray) -> float:
    change = np.abs(np.exp(a[:-1]) - np.exp(b[:-1]))
    return float(max(change[: curve.m].sum(), change[curve.m :].sum())) / 2


def _cut(path: LogitPath, end: float) -> LogitPath:
    """End the path at its first point with t = `end`."""
    last = len(path.points) - 1
    point = path.points[last]
    if last and point[-1] > end:
        near = path.locate(last - 1, lambda p, _: float(p[-1]) - end)
        point = path._curve.settle(near, end)
    path.points[last] = point
    return path
