"""The equation that the logit equilibria of a 2 x 2 game solve, in floats.

:mod:`gametheory.concepts.logit_two_by_two` derives it, names its parts and proves what is
found here.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from gametheory.concepts.logit_payoffs import LogitPayoffs
from gametheory.game import BimatrixGame

__all__ = [
    "Coefficients",
    "Floats",
    "Shape",
    "bisect",
    "candidates",
    "coefficients",
    "float_roots",
    "logistic",
    "monotone",
    "scaled_coefficients",
]

#: Log odds past this give probabilities that no float tells from 0.
_FLAT: Final = 745.0


@dataclass(frozen=True, slots=True)
class Coefficients:
    """The four numbers of the two equations, exact."""

    a0: Fraction
    a1: Fraction
    b0: Fraction
    b1: Fraction


def coefficients(
    game: BimatrixGame, precision: Fraction, scales: tuple[Fraction, Fraction]
) -> Coefficients:
    """Coefficients of a 2 x 2 game.

    Parameters
    ----------
    game : BimatrixGame
    precision : Fraction
        Lambda.
    scales : pair of Fraction
        Each player's payoffs are multiplied by it.
    """
    (A11, B11), (A12, B12) = game.payoff(0, 0), game.payoff(0, 1)
    (A21, B21), (A22, B22) = game.payoff(1, 0), game.payoff(1, 1)
    first, second = precision * scales[0], precision * scales[1]
    return Coefficients(
        first * (A12 - A22),
        first * (A11 - A21 - A12 + A22),
        second * (B21 - B22),
        second * (B11 - B12 - B21 + B22),
    )


def scaled_coefficients(payoffs: LogitPayoffs, scaled: float) -> Coefficients:
    """Coefficients of a 2 x 2 game at a scaled precision, as floats give them."""
    factors = []
    for player in (0, 1):
        (p11, p12), (p21, p22) = payoffs.values[player].tolist()
        strength = Fraction(scaled * payoffs.weights[player])
        at_second, at_first = Fraction(p12) - Fraction(p22), Fraction(p11) - Fraction(p21)
        factors += [strength * at_second, strength * (at_first - at_second)]
    return Coefficients(*factors)


def logistic(z: float) -> float:
    """``1 / (1 + exp(-z))`` without overflow, accurate where it is small."""
    if z >= 0:
        return 1.0 / (1.0 + math.exp(-min(z, _FLAT)))
    if z < -_FLAT:
        return 0.0
    grown = math.exp(z)
    return grown / (1.0 + grown)


@dataclass(frozen=True, slots=True)
class Shape:
    """F in floats: the points that divide it into monotone pieces.

    `peak` is u*, `turns` the local minimum and maximum of F, if it has them; `slope` is G'
    at the peak.
    """

    peak: float
    slope: float
    turns: tuple[float, float] | None


class Floats:
    """F and its derivatives in floats."""

    def __init__(self, c: Coefficients) -> None:
        self.a0, self.a1, self.b0, self.b1 = (float(x) for x in (c.a0, c.a1, c.b0, c.b1))
        self.low = float(c.a0 + min(c.a1, Fraction(0)))
        self.high = float(c.a0 + max(c.a1, Fraction(0)))
        # Ends from which a1 s(v) is added, so that no digits cancel near either end.
        self.a_end = float(c.a0 + c.a1)
        self.b_end = float(c.b0 + c.b1)

    def v(self, u: float) -> float:
        """Return the first column's log odds, ``b0 + b1 s(u)``."""
        if u > 0:
            return self.b_end - self.b1 * logistic(-u)
        return self.b0 + self.b1 * logistic(u)

    def G(self, u: float) -> float:
        """Return ``a0 + a1 s(v)``."""
        v = self.v(u)
        return self.a_end - self.a1 * logistic(-v) if v > 0 else self.a0 + self.a1 * logistic(v)

    def F(self, u: float) -> float:
        """Return ``G(u) - u``."""
        return self.G(u) - u

    def slope(self, u: float) -> float:
        """Return ``G'(u)``."""
        v = self.v(u)
        outer = self.a1 * logistic(v) * logistic(-v)
        return outer * (self.b1 * logistic(u) * logistic(-u))

    def bend(self, u: float) -> float:
        """Sign of G'': (log G')'."""
        v = self.v(u)
        return -math.tanh(v / 2) * self.b1 * logistic(u) * logistic(-u) - math.tanh(u / 2)

    def shape(self) -> Shape:
        """Find the points that divide F into monotone pieces."""
        # Past these ends |b1| s'(u) < e**-2 < tanh(1): the sign of the bend is known.
        far = math.log1p(abs(self.b1)) + 2.0
        peak = bisect(self.bend, -far, far)
        slope = self.slope(peak)
        if not slope > 1.0:
            return Shape(peak, slope, None)
        # G' <= |a1 b1| e**-|u| / 4, below 1 past these ends.
        far = math.log1p(abs(self.a1)) + math.log1p(abs(self.b1)) + abs(peak) + 1.0
        rising = bisect(lambda u: self.slope(u) - 1.0, -far, peak)
        falling = bisect(lambda u: self.slope(u) - 1.0, peak, far)
        return Shape(peak, slope, (rising, falling))


def bisect(f: Callable[[float], float], low: float, high: float) -> float:
    """Where f changes sign between `low` and `high`, to a few units in the last place of 1."""
    rises = f(high) > 0
    for _ in range(150):
        middle = 0.5 * (low + high)
        if not low < middle < high or high - low <= 4e-16 * abs(middle) + 1e-17:
            break
        if (f(middle) > 0) == rises:
            high = middle
        else:
            low = middle
    return 0.5 * (low + high)


def float_roots(c: Coefficients) -> list[tuple[float, float]]:
    """Log odds (u, v) of all equilibria, in floats and without proof; fast.

    Near a merger it may find one root where there are three, or three for one.
    """
    F = Floats(c)
    return [(u, F.v(u)) for u in candidates(F, monotone(c))]


def monotone(c: Coefficients) -> bool:
    """Whether G does not rise, so that F falls."""
    return c.a1 * c.b1 <= 0


def candidates(F: Floats, falls: bool) -> list[float]:
    """Roots of F as floats find them; `falls`: whether F is known to fall only."""
    # F > 0 at `low` - 1 and F < 0 at `high` + 1, for 0 < s < 1.
    low, high = F.low - 1.0, F.high + 1.0
    if falls:
        return [bisect(F.F, low, high)]
    shape = F.shape()
    if shape.turns is None:
        return [bisect(F.F, low, high)]
    rising, falling = shape.turns
    if F.F(rising) >= 0:
        return [bisect(F.F, max(falling, low), high)]
    if F.F(falling) <= 0:
        return [bisect(F.F, low, min(rising, high))]
    return [
        bisect(F.F, low, rising),
        bisect(F.F, rising, falling),
        bisect(F.F, falling, high),
    ]
