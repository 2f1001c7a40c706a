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
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final, Literal

from gametheory.concepts.logit_payoffs import LogitPayoffs
from gametheory.game import BimatrixGame

if TYPE_CHECKING:
    from flint import arb

__all__ = [
    "Coefficients",
    "Root",
    "TwoByTwo",
    "coefficients",
    "float_roots",
    "proved_roots",
    "scaled_coefficients",
]

#: Bits of precision tried in turn.
DIGITS: Final = (96, 192, 384)

#: One root, where F only falls; left or right of F's turning points; or three.
_Verdict = Literal["one", "left", "right", "three"]

#: Log odds past this give probabilities that no float tells from 0.
_FLAT: Final = 745.0


@dataclass(frozen=True, slots=True)
class Coefficients:
    """The four numbers of the two equations, exact."""

    a0: Fraction
    a1: Fraction
    b0: Fraction
    b1: Fraction


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
class _Shape:
    """F in floats: the points that divide it into monotone pieces.

    `peak` is u*, `turns` the local minimum and maximum of F, if it has them; `slope` is G'
    at the peak.
    """

    peak: float
    slope: float
    turns: tuple[float, float] | None


class _Floats:
    """F and its derivatives in floats."""

    def __init__(self, c: Coefficients) -> None:
        self.a0, self.a1, self.b0, self.b1 = (float(x) for x in (c.a0, c.a1, c.b0, c.b1))
        self.low = float(c.a0 + min(c.a1, Fraction(0)))
        self.high = float(c.a0 + max(c.a1, Fraction(0)))
        # Ends from which a1 s(v) is added, so that no digits cancel near either end.
        self.a_end = float(c.a0 + c.a1)
        self.b_end = float(c.b0 + c.b1)

    def v(self, u: float) -> float:
        if u > 0:
            return self.b_end - self.b1 * logistic(-u)
        return self.b0 + self.b1 * logistic(u)

    def G(self, u: float) -> float:
        v = self.v(u)
        return self.a_end - self.a1 * logistic(-v) if v > 0 else self.a0 + self.a1 * logistic(v)

    def F(self, u: float) -> float:
        return self.G(u) - u

    def slope(self, u: float) -> float:
        v = self.v(u)
        outer = self.a1 * logistic(v) * logistic(-v)
        return outer * (self.b1 * logistic(u) * logistic(-u))

    def bend(self, u: float) -> float:
        """Sign of G'': (log G')'."""
        v = self.v(u)
        return -math.tanh(v / 2) * self.b1 * logistic(u) * logistic(-u) - math.tanh(u / 2)

    def shape(self) -> _Shape:
        # Past these ends |b1| s'(u) < e**-2 < tanh(1): the sign of the bend is known.
        far = math.log1p(abs(self.b1)) + 2.0
        peak = _bisect(self.bend, -far, far)
        slope = self.slope(peak)
        if not slope > 1.0:
            return _Shape(peak, slope, None)
        # G' <= |a1 b1| e**-|u| / 4, below 1 past these ends.
        far = math.log1p(abs(self.a1)) + math.log1p(abs(self.b1)) + abs(peak) + 1.0
        rising = _bisect(lambda u: self.slope(u) - 1.0, -far, peak)
        falling = _bisect(lambda u: self.slope(u) - 1.0, peak, far)
        return _Shape(peak, slope, (rising, falling))


def _bisect(f: Callable[[float], float], low: float, high: float) -> float:
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
    F = _Floats(c)
    return [(u, F.v(u)) for u in _candidates(F, _monotone(c))]


def _monotone(c: Coefficients) -> bool:
    return c.a1 * c.b1 <= 0


def _candidates(F: _Floats, monotone: bool, shape: _Shape | None = None) -> list[float]:
    # F > 0 at `low` - 1 and F < 0 at `high` + 1, for 0 < s < 1.
    low, high = F.low - 1.0, F.high + 1.0
    if monotone:
        return [_bisect(F.F, low, high)]
    shape = shape or F.shape()
    if shape.turns is None:
        return [_bisect(F.F, low, high)]
    rising, falling = shape.turns
    if F.F(rising) >= 0:
        return [_bisect(F.F, max(falling, low), high)]
    if F.F(falling) <= 0:
        return [_bisect(F.F, low, min(rising, high))]
    return [
        _bisect(F.F, low, rising),
        _bisect(F.F, rising, falling),
        _bisect(F.F, falling, high),
    ]


def proved_roots(c: Coefficients) -> TwoByTwo:
    """All equilibria, their number proved and each enclosed, by ball arithmetic."""
    from flint import ctx

    F = _Floats(c)
    if _monotone(c):
        (u,) = _candidates(F, True)
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


def _checked(B: _Balls, shape: _Shape) -> _Verdict | None:
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


def _searched(B: _Balls, F: _Floats, shape: _Shape, bits: int) -> tuple[_Verdict | None, _Shape]:
    """Verdict and shape by a search in balls: slower, and as sharp as the bits allow."""
    from flint import arb

    far = arb(math.log1p(abs(F.b1)) + 2.0)
    low, high = _bracket(B.bend, -far, far, bits)
    if B.slope(low.union(high)) < 1:
        return "one", shape
    top = next((point for point in (low, high) if B.slope(point) > 1), None)
    if top is None:
        return None, shape  # a peak of 1, as far as the bits tell
    far = arb(math.log1p(abs(F.a1)) + math.log1p(abs(F.b1)) + abs(float(top)) + 1.0)
    rising = _bracket(lambda u: 1 - B.slope(u), -far, top, bits)
    falling = _bracket(lambda u: B.slope(u) - 1, top, far, bits)
    shape = _Shape(float(top), float(B.slope(top)), (float(rising[1]), float(falling[0])))
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
    while high - low > width * (1 + abs(low)):
        middle = ((low + high) / 2).mid()
        value = f(middle)
        if value > 0:
            low = middle
        elif value < 0:
            high = middle
        else:
            break
    return low, high


def _starts(F: _Floats, shape: _Shape, verdict: _Verdict) -> list[float]:
    """Near each root, as floats find it."""
    low, high = F.low - 1.0, F.high + 1.0
    if verdict == "one":
        return [_bisect(F.F, low, high)]
    assert shape.turns is not None  # the other verdicts come from turning points
    rising, falling = shape.turns
    starts = []
    if verdict in ("left", "three"):
        starts.append(_bisect(F.F, low, min(rising, high)))
    if verdict == "three":
        starts.append(_bisect(F.F, rising, falling))
    if verdict in ("right", "three"):
        starts.append(_bisect(F.F, max(falling, low), high))
    return starts


def _merging(c: Coefficients, F: _Floats, shape: _Shape) -> TwoByTwo:
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
    other = _bisect(F.F, falling, F.high + 1.0) if at_rising else _bisect(F.F, F.low - 1.0, rising)
    roots = sorted(
        (_root(double, F, 1.0, merging=True), _enclosed(c, other, F)), key=lambda root: root.row[0]
    )
    return TwoByTwo(
        tuple(roots), False, f"two equilibria merge (a fold), as far as {DIGITS[-1]} bits tell",
    )  # fmt: skip


def _root(u: float, F: _Floats, error: float, *, merging: bool = False) -> Root:
    v = F.v(u)
    return Root((logistic(u), logistic(-u)), (logistic(v), logistic(-v)), error, merging)


def _enclosed(c: Coefficients, u: float, F: _Floats) -> Root:
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
