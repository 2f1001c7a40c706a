"""The point of largest entropy in a polytope of probability vectors, with a proven bound.

The *entropy* of p is ``H(p) = -sum p log p``, in nats; of all points of a polytope it singles
out one, the least committed. For ``{p in simplex : G p <= 0}`` and any prices ``y >= 0``

    H(p) <= log sum_j exp(-(G' y)_j)    for every p of the polytope,

with equality at the optimum (convex duality; Ortiz, Schapire & Kakade 2007, "Maximum entropy
correlated equilibria", AISTATS). So a point and prices prove how far the point can be from the
best. The point is exact: rational, and in the polytope. Its entropy and the bound are enclosed by
interval arithmetic (python-flint's ``arb``). Only the search for y is in floats.

Coordinates that are 0 in the whole polytope are left out, and inequalities that are tight in all
of it may have prices of either sign; both are found by exact linear programs. A last one
finds the point deepest inside, towards which a point in floats is moved until it is exactly in.

(One algorithm; the module passes 300 lines by its docstrings.)
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gametheory.errors import InternalError
from gametheory.exact.linear import solve_linear
from gametheory.exact.lp import LinearOptimum, maximise

__all__ = ["EntropyOptimum", "largest_entropy"]

Floats = NDArray[np.float64]

#: Most steps of Newton's method after the quasi-Newton search; the last ones double the digits.
_POLISH: Final = 300

#: Bits of the interval arithmetic.
_BITS: Final = 128

#: Prices below this are at their bound 0; what that costs stands in the proven bound.
_NO_PRICE: Final = 1e-12

#: Rounding of the bound in floats: smaller changes say nothing.
_NOISE: Final = 1e-14


@dataclass(frozen=True, slots=True)
class EntropyOptimum:
    """A point of nearly the largest entropy.

    Attributes
    ----------
    point : d Fractions
        Exactly in the polytope.
    entropy : float
        Its entropy in nats, rounded down.
    bound : float
        Proven: no point of the polytope has more; rounded up.
    exact : bool
        Whether the point is proved to be the best one: uniform on all coordinates that can be
        positive, or the only point.
    """

    point: tuple[Fraction, ...]
    entropy: float
    bound: float
    exact: bool

    @property
    def gap(self) -> float:
        """Largest possible shortfall of the point's entropy, in nats."""
        return 0.0 if self.exact else max(self.bound - self.entropy, 0.0)


def largest_entropy(rows: Sequence[Sequence[int]], dimension: int) -> EntropyOptimum:
    """Maximise the entropy over ``{p >= 0 : G p <= 0, sum p = 1}``, which is not empty.

    Parameters
    ----------
    rows : k sequences of d int
        G.
    dimension : int
        d.

    Raises
    ------
    InternalError
        If the polytope is empty.

    Examples
    --------
    >>> best = largest_entropy([[2, -1, 0]], 3)     # p1 <= p2 / 2
    >>> [round(float(p), 4) for p in best.point], best.gap < 1e-9
    ([0.218, 0.436, 0.346], True)
    """
    rows = [[v // (gcd(*row) or 1) for v in row] for row in rows]
    used, tight = _always_zero(rows, dimension)
    loose = [i for i in range(len(rows)) if i not in tight and any(rows[i][j] for j in used)]
    equal = [[rows[i][j] for j in used] for i in sorted(tight)]
    unequal = [[rows[i][j] for j in used] for i in loose]

    def whole(point: Sequence[Fraction]) -> tuple[Fraction, ...]:
        values = [Fraction(0)] * dimension
        for j, p in zip(used, point, strict=True):
            values[j] = p
        return tuple(values)

    uniform = [Fraction(1, len(used))] * len(used)
    if _holds(uniform, equal, unequal):
        low, high = _entropy(uniform)
        return EntropyOptimum(whole(uniform), low, high, exact=True)
    prices = _prices(equal, unequal)
    weights = _weights(prices, equal, unequal)
    center = _deepest(equal, unequal, len(used))
    point, only = _feasible(weights, center, equal, equal, unequal)
    low, high = _entropy(point)
    if only:
        return EntropyOptimum(whole(point), low, high, exact=True)
    # Rows with a price are tight at the best point. To make them so exactly saves the way
    # to the center, which is long in a thin polytope.
    paid = [row for row, y in zip(unequal, prices[len(equal) :], strict=True) if y > _NO_PRICE]
    other, _ = _feasible(weights, center, [*equal, *paid], equal, unequal)
    if _entropy(other)[0] > low:
        point, low = other, _entropy(other)[0]
    return EntropyOptimum(whole(point), low, _bound(prices, equal, unequal), exact=False)


def _always_zero(rows: Sequence[Sequence[int]], d: int) -> tuple[list[int], set[int]]:
    """Coordinates that are not 0 in the whole polytope, and rows that are tight in all of it."""
    # Each program finds a point where something more is positive, until nothing is.
    coordinates, slacks = set(range(d)), {i for i, row in enumerate(rows) if any(row)}
    while coordinates or slacks:
        gains = [int(j in coordinates) - sum(rows[i][j] for i in slacks) for j in range(d)]
        optimum = maximise(gains, [*rows, [1] * d], [0] * len(rows) + [1])
        if not isinstance(optimum, LinearOptimum):
            raise InternalError("a program over probability vectors is bounded")
        if not optimum.value:
            break
        p = optimum.primal
        coordinates -= {j for j in coordinates if p[j]}
        slacks -= {i for i in slacks if _dot(rows[i], p)}
    if len(coordinates) == d:
        raise InternalError("a polytope of probability vectors turned out to be empty")
    always_tight = slacks | {i for i, row in enumerate(rows) if not any(row)}
    return [j for j in range(d) if j not in coordinates], always_tight


def _deepest(
    equal: Sequence[Sequence[int]], unequal: Sequence[Sequence[int]], d: int
) -> list[Fraction]:
    """Point whose smallest coordinate or slack, each row divided by its size, is largest."""
    # Variables: the depth t, and w in p = t + w.
    sizes = [max(map(abs, row)) or 1 for row in unequal]
    both = [*equal, *([-v for v in row] for row in equal)]
    optimum = maximise(
        [1] + [0] * d,
        [
            *([sum(row), *row] for row in both),
            *([sum(row) + size, *row] for row, size in zip(unequal, sizes, strict=True)),
            [d, *([1] * d)],
        ],
        [0] * (len(both) + len(unequal)) + [1],
    )
    if not isinstance(optimum, LinearOptimum) or optimum.value <= 0:
        raise InternalError("a polytope has no relative interior")
    depth, *rest = optimum.primal
    total = d * depth + sum(rest)
    return [(depth + w) / total for w in rest]


def _holds(
    point: Sequence[Fraction], equal: Sequence[Sequence[int]], unequal: Sequence[Sequence[int]]
) -> bool:
    return all(not _dot(row, point) for row in equal) and all(
        _dot(row, point) <= 0 for row in unequal
    )


def _dot(row: Sequence[int], point: Sequence[Fraction]) -> Fraction:
    return sum((v * p for v, p in zip(row, point, strict=True) if v), Fraction(0))


def _scaled(equal: Sequence[Sequence[int]], unequal: Sequence[Sequence[int]]) -> Floats:
    """All rows, each divided by its largest coefficient."""
    sizes = [max(map(abs, row)) or 1 for row in (*equal, *unequal)]
    table = [[v / s for v in row] for row, s in zip((*equal, *unequal), sizes, strict=True)]
    return np.array(table, dtype=np.float64)


def _prices(equal: Sequence[Sequence[int]], unequal: Sequence[Sequence[int]]) -> Floats:
    """Minimise the bound: prices of the rows, those of `unequal` at least 0; in floats."""
    from scipy.optimize import minimize

    table = _scaled(equal, unequal)

    def value(y: Floats) -> tuple[float, Floats]:
        exponents = -(y @ table)
        top = exponents.max()
        weights = np.exp(exponents - top)
        total = weights.sum()
        return float(top + math.log(total)), -(table @ (weights / total))

    lowest = [None] * len(equal) + [0.0] * len(unequal)
    found = minimize(
        value, np.zeros(len(table)), jac=True, method="L-BFGS-B",
        bounds=[(low, None) for low in lowest],
        options={"maxiter": 5000, "maxfun": 20000, "ftol": 1e-16, "gtol": 1e-13},
    )  # fmt: skip
    prices: Floats = found.x
    free = np.array([low is None for low in lowest])

    def steepness(y: Floats, slope: Floats) -> float:
        return float(np.abs(np.where(free | (y > 0), slope, np.minimum(slope, 0.0))).max())

    for _ in range(_POLISH):
        bound, slope = value(prices)
        active = free | (prices > _NO_PRICE) | (slope < 0)
        weights = np.exp(-(prices @ table) - bound)
        block = table[active]
        mean = block @ weights
        curvature = (block * weights) @ block.T - np.outer(mean, mean)
        step = np.zeros(len(prices))
        step[active] = -np.linalg.lstsq(curvature, slope[active], rcond=1e-12)[0]
        falling = ~free & (step < 0)
        # As far as no price falls below 0: there the step is a descent for sure.
        inside = float(min(1.0, (prices[falling] / -step[falling]).min(initial=math.inf)))
        for length in (1.0, inside, inside / 4, inside / 64):
            trial = prices + length * step
            trial[~free] = np.maximum(trial[~free], 0.0)
            after, change = value(trial)
            # Near the optimum the bound no longer moves in floats, its slope still does.
            if after < bound - _NOISE or (
                after <= bound + _NOISE
                and steepness(trial, change) < 0.5 * steepness(prices, slope)
            ):
                break
        else:
            break
        prices = trial
    return prices


def _weights(
    prices: Floats, equal: Sequence[Sequence[int]], unequal: Sequence[Sequence[int]]
) -> Floats:
    exponents = -(prices @ _scaled(equal, unequal))
    weights = np.exp(exponents - exponents.max())
    normalised: Floats = weights / weights.sum()
    return normalised


def _feasible(
    weights: Floats,
    center: Sequence[Fraction],
    tight: Sequence[Sequence[int]],
    equal: Sequence[Sequence[int]],
    unequal: Sequence[Sequence[int]],
) -> tuple[list[Fraction], bool]:
    """Exact point of the polytope near `weights`, and whether the rows `tight` leave no other.

    The rows `tight`, which include `equal`, are made tight first, if they can be.
    """
    d = len(center)
    near: list[Fraction] | None = None
    if tight:
        system, right = [*tight, [1] * d], [0] * len(tight) + [1]
        near, low, high = (
            solve_linear(system, right, guess) for guess in (weights.tolist(), [0.0] * d, [1.0] * d)
        )
        if near is None:
            return list(center), False
        if low == high:  # no variable is free
            return (near, True) if _holds(near, equal, unequal) else (list(center), False)
    else:
        exact = [Fraction(float(w)) for w in weights]
        total = sum(exact, Fraction(0))
        near = [w / total for w in exact]
    # Towards the interior, just as far as every inequality needs.
    share = Fraction(0)
    pairs = [(-p, -q) for p, q in zip(near, center, strict=True)]
    pairs += [(_dot(row, near), _dot(row, center)) for row in unequal]
    for violation, slack in pairs:
        if violation > 0:
            share = max(share, violation / (violation - slack))
    return [p + share * (q - p) for p, q in zip(near, center, strict=True)], False


def _entropy(point: Sequence[Fraction]) -> tuple[float, float]:
    """Enclose the entropy of a point."""
    from flint import arb, ctx, fmpq

    with ctx.workprec(_BITS):
        total: Any = arb(0)
        for p in point:
            if p:
                number = arb(fmpq(p.numerator, p.denominator))
                total -= number * number.log()
        low, high = _outward(total)
        return max(low, 0.0), high


def _bound(
    prices: Floats, equal: Sequence[Sequence[int]], unequal: Sequence[Sequence[int]]
) -> float:
    """Upper end of ``log sum exp(-G' y)``, for exactly these prices of the scaled rows."""
    from flint import arb, ctx, fmpq

    rows = [*equal, *unequal]
    exact = [Fraction(float(y)) / (max(map(abs, row)) or 1) for y, row in
             zip(prices, rows, strict=True)]  # fmt: skip
    unit = lcm(*(y.denominator for y in exact))
    paid = [(y.numerator * (unit // y.denominator), row) for y, row in
            zip(exact, rows, strict=True) if y]  # fmt: skip
    with ctx.workprec(_BITS):
        total: Any = arb(0)
        for j in range(len(rows[0])):
            total += arb(fmpq(-sum(y * row[j] for y, row in paid), unit)).exp()
        return _outward(total.log())[1]


def _outward(ball: Any) -> tuple[float, float]:
    """Floats below and above everything that a ball encloses."""
    return (
        math.nextafter(float(ball.lower()), -math.inf),
        math.nextafter(float(ball.upper()), math.inf),
    )
