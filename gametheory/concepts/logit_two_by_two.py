"""All logit quantal response equilibria of a 2 x 2 game, with proof.

Let u be the log odds of the first row and v those of the first column. With the logistic
function ``s(z) = 1 / (1 + exp(-z))`` and four numbers linear in lambda,

    u = a0 + a1 s(v),    v = b0 + b1 s(u),

so the equilibria are the roots of one function of one variable,
``F(u) = G(u) - u`` with ``G(u) = a0 + a1 s(b0 + b1 s(u))``.

*If a1 b1 <= 0*, G does not increase and F has exactly one root.

*If a1 b1 > 0*, there are at most three. The Schwarzian derivative of s is the constant
-1/2, that of an affine function is 0, and a composition of functions whose Schwarzian
derivatives are nowhere positive, one of them negative, has a negative one (Singer 1978,
"Stable orbits and bifurcation of maps of the interval", SIAM J. Appl. Math. 35, section
2). Hence G' > 0 has no local minimum: it rises to one maximum, at u*, and falls. So G' = 1
at most twice, F falls, rises and falls again at most, and the signs of F at its local
minimum and maximum say whether there are one or three roots.

Floats look for these points; the signs are then decided by ball arithmetic (Arb), whose
enclosures are rigorous, with more digits until they are decided. Where they are not at
`DIGITS` bits, roots merge there (a fold or a pitchfork) or come closer than these digits
can tell, which is said.

(One algorithm, just past 300 lines.)
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final, Literal

from gametheory.concepts.logit_odds import (
    Coefficients,
    Floats,
    Shape,
    bisect,
    candidates,
    logistic,
    monotone,
)

if TYPE_CHECKING:
    from flint import arb

__all__ = ["Root", "TwoByTwo", "proved_roots"]

#: Bits of precision tried in turn.
DIGITS: Final = (96, 192, 384)

#: One root, where F only falls; left or right of F's turning points; or three.
_Verdict = Literal["one", "left", "right", "three"]


@dataclass(frozen=True, slots=True)
class Root:
    """One root.

    Attributes
    ----------
    row, column : (float, float)
        Probabilities of each player's two actions.
    error : float
        Proved bound on the error of every probability; 1 for a root that merges.
    merging : bool
        Whether two or three roots merge here, as far as `DIGITS` tell.
    """

    row: tuple[float, float]
    column: tuple[float, float]
    error: float
    merging: bool = False


@dataclass(frozen=True, slots=True)
class TwoByTwo:
    """All roots.

    Attributes
    ----------
    roots : tuple of Root
        By rising probability of the first row.
    complete : bool
        Whether their number is proved.
    reason : str
    """

    roots: tuple[Root, ...]
    complete: bool
    reason: str


def proved_roots(c: Coefficients) -> TwoByTwo:
    """All equilibria, their number proved and each enclosed, by ball arithmetic."""
    from flint import ctx

    F = Floats(c)
    if monotone(c):
        (u,) = candidates(F, True)
        return TwoByTwo(
            (_enclosed(c, u, F),), True, "one player's odds never rise with the other's: proved "
            "to be the only one",
        )  # fmt: skip
    shape = F.shape()
    with ctx.workprec(DIGITS[0]):
        verdict = _checked(_Balls(c), shape)
    for bits in DIGITS:
        if verdict is not None:
            break
        with ctx.workprec(bits):
            verdict, shape = _searched(_Balls(c), F, shape, bits)
    if verdict is None:
        return _merging(c, F, shape)
    roots = [_enclosed(c, u, F) for u in _starts(F, shape, verdict)]
    return TwoByTwo(
        tuple(sorted(roots, key=lambda root: (root.row[0], -root.row[1]))), True,
        "proved to be all three: the equation in one variable has at most three roots, and the "
        "signs at its turning points were decided by ball arithmetic" if verdict == "three" else
        "proved to be the only one, by the signs of the equation in one variable",
    )  # fmt: skip


class _Balls:
    """F and its derivatives in ball arithmetic, at the precision in force."""

    def __init__(self, c: Coefficients) -> None:
        self.a0, self.a1, self.b0, self.b1 = (_ball(x) for x in (c.a0, c.a1, c.b0, c.b1))

    def v(self, u: arb) -> arb:
        return self.b0 + self.b1 * _logistic(u)

    def F(self, u: arb) -> arb:
        return self.a0 + self.a1 * _logistic(self.v(u)) - u

    def slope(self, u: arb) -> arb:
        v = self.v(u)
        inner = self.b1 * _logistic(u) * _logistic(-u)
        return self.a1 * _logistic(v) * _logistic(-v) * inner

    def bend(self, u: arb) -> arb:
        v = self.v(u)
        return -(v / 2).tanh() * self.b1 * _logistic(u) * _logistic(-u) - (u / 2).tanh()


def _ball(x: Fraction) -> arb:
    from flint import arb, fmpq

    return arb(fmpq(x.numerator, x.denominator))


def _logistic(z: arb) -> arb:
    return 1 / (1 + (-z).exp())


def _around(u: float, radius: float) -> tuple[arb, arb, arb]:
    """Left end, ball and right end of an interval."""
    from flint import arb

    return arb(u) - arb(radius), arb(u, radius), arb(u) + arb(radius)


def _checked(B: _Balls, shape: Shape) -> _Verdict | None:
    """Verdict by the points that floats found, if balls around them prove it."""
    from flint import arb

    left, ball, right = _around(shape.peak, 1e-9 * (1.0 + abs(shape.peak)))
    if B.bend(left) > 0 and B.bend(right) < 0 and B.slope(ball) < 1:
        return "one"
    if shape.turns is None:
        return None
    rising, falling = shape.turns
    if rising < falling and B.F(arb(rising)) < 0 and B.F(arb(falling)) > 0:
        return "three"  # with the ends four alternating signs; never more than three roots
    radius = min(1e-9 * (1.0 + max(abs(rising), abs(falling))), 0.25 * (falling - rising))
    left, ball, right = _around(rising, radius)
    if B.slope(left) < 1 and B.slope(right) > 1 and B.F(ball) > 0:
        return "right"  # F stays positive up to its local maximum
    left, ball, right = _around(falling, radius)
    if B.slope(left) > 1 and B.slope(right) < 1 and B.F(ball) < 0:
        return "left"  # F is negative from its local minimum on
    return None


def _searched(B: _Balls, F: Floats, shape: Shape, bits: int) -> tuple[_Verdict | None, Shape]:
    """Verdict and shape by a search in balls: slower, and as sharp as the bits allow."""
    from flint import arb

    far = arb(math.log1p(abs(F.b1)) + 2.0)
    low, high = _bracket(B.bend, -far, far, bits)
    if B.slope(low.union(high)) < 1:
        return "one", shape
    top = next((point for point in (low, high) if B.slope(point) > 1), None)
    if top is None:  # a peak of 1, as far as the bits tell
        # G' exceeds 1 within these ends only, if at all; F falls outside of them.
        margin = arb(2.0 ** -(bits // 4))
        left, right = low - margin, high + margin
        around = B.F(left.union(right))
        falls = B.slope(left) < 1 and B.slope(right) < 1
        return ("one" if falls and (around > 0 or around < 0) else None), shape
    far = arb(math.log1p(abs(F.a1)) + math.log1p(abs(F.b1)) + abs(float(top)) + 1.0)
    rising = _bracket(lambda u: 1 - B.slope(u), -far, top, bits)
    falling = _bracket(lambda u: B.slope(u) - 1, top, far, bits)
    shape = Shape(float(top), float(B.slope(top)), (float(rising[1]), float(falling[0])))
    if B.F(rising[0].union(rising[1])) > 0:
        return "right", shape
    if B.F(falling[0].union(falling[1])) < 0:
        return "left", shape
    if B.F(rising[1]) < 0 and B.F(falling[0]) > 0:
        return "three", shape
    return None, shape


def _bracket(f: Callable[[arb], arb], low: arb, high: arb, bits: int) -> tuple[arb, arb]:
    """Narrow an interval on which f falls from above 0 to below 0; both signs stay proved."""
    width = 2.0 ** -(5 * bits // 8)
    # An exact zero has no decided sign; points beside it have, until the digits end.
    while high - low > width * (1 + abs(low)):
        before = low, high
        for share in (0.5, 0.375, 0.625):
            point = (before[0] + (before[1] - before[0]) * share).mid()
            value = f(point)
            if value > 0:
                low = max(low, point)
            elif value < 0:
                high = min(high, point)
            else:
                continue
            if share == 0.5:
                break
        if (low, high) == before:
            break
    return low, high


def _starts(F: Floats, shape: Shape, verdict: _Verdict) -> list[float]:
    """Near each root, as floats find it."""
    low, high = F.low - 1.0, F.high + 1.0
    if verdict == "one":
        return [bisect(F.F, low, high)]
    assert shape.turns is not None  # the other verdicts come from turning points
    rising, falling = shape.turns
    starts = []
    if verdict in ("left", "three"):
        starts.append(bisect(F.F, low, min(rising, high)))
    if verdict == "three":
        starts.append(bisect(F.F, rising, falling))
    if verdict in ("right", "three"):
        starts.append(bisect(F.F, max(falling, low), high))
    return starts


def _merging(c: Coefficients, F: Floats, shape: Shape) -> TwoByTwo:
    """Roots at a fold or a pitchfork, as far as the digits tell."""
    # At a pitchfork G' touches 1 at its peak, a point that is better conditioned than
    # the triple root itself; at a fold the double root is a turning point of F.
    if shape.turns is None or shape.turns[1] - shape.turns[0] < 1e-4:
        triple = _root(shape.peak, F, 1.0, merging=True)
        return TwoByTwo(
            (triple,), False, f"three equilibria merge here (a pitchfork), as far as {DIGITS[-1]} "
            "bits tell",
        )  # fmt: skip
    rising, falling = shape.turns
    at_rising = abs(F.F(rising)) <= abs(F.F(falling))
    double = rising if at_rising else falling
    other = bisect(F.F, falling, F.high + 1.0) if at_rising else bisect(F.F, F.low - 1.0, rising)
    roots = sorted(
        (_root(double, F, 1.0, merging=True), _enclosed(c, other, F)), key=lambda root: root.row[0]
    )
    return TwoByTwo(
        tuple(roots), False, f"two equilibria merge (a fold), as far as {DIGITS[-1]} bits tell",
    )  # fmt: skip


def _root(u: float, F: Floats, error: float, *, merging: bool = False) -> Root:
    v = F.v(u)
    return Root((logistic(u), logistic(-u)), (logistic(v), logistic(-v)), error, merging)


def _enclosed(c: Coefficients, u: float, F: Floats) -> Root:
    """A simple root, refined by Newton's steps and enclosed by a change of sign."""
    from flint import arb, ctx

    for bits in DIGITS:
        with ctx.workprec(bits):
            B = _Balls(c)
            point = arb(u)
            for _ in range(3 + DIGITS.index(bits)):
                point = (point - B.F(point) / (B.slope(point) - 1)).mid()
            for exponent in (5 * bits // 8, 52):
                radius = arb(2.0**-exponent) * (1 + abs(point))
                ends = B.F(point - radius), B.F(point + radius)
                if (ends[0] > 0 and ends[1] < 0) or (ends[0] < 0 and ends[1] > 0):
                    inside = arb(point, radius)
                    v = B.v(inside)
                    balls = [_logistic(z) for z in (inside, -inside, v, -v)]
                    error = max(float(p.rad()) for p in balls)
                    if error <= 2.0**-50:
                        x1, x2, y1, y2 = (min(max(float(p.mid()), 0.0), 1.0) for p in balls)
                        # Beside the ball's radius, the rounding of its middle.
                        return Root((x1, x2), (y1, y2), error + 2.0**-54)
    return _root(u, F, 1.0)
