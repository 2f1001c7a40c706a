"""The undominated part of a finite set of points and falling arcs in the plane, exactly.

A point *dominates* another if it is at least as far right and at least as high, and not the same.
An *arc* is ``s -> (u(s), v(s))`` for s in a rational interval, with polynomials u and v of degree
2 at most, u strictly increasing and v strictly decreasing there: a falling segment, or a piece
of a parabola. :func:`undominated` returns the points of a union of arcs and points that no point
of the union dominates.

The method. What an arc D dominates lies below and left of it: bounded by a vertical ray down from
its right end, by D itself, and by a horizontal ray to the left from its left end. So along another
arc C the answer to "does D dominate this point?" can change only where C crosses one of the two
rays' lines (a root of a quadratic) or D's conic (a root of a quartic: D's implicit equation, the
resultant of ``u_D(t) - U`` and ``v_D(t) - V``, at the point of C). Between two neighbouring roots
one rational sample decides, and it is decided by rational arithmetic alone (:func:`side`). What
is left of C after all D is a finite union of intervals with algebraic ends.

Where C meets D itself, that common point is not dominated by D, so the interval that is left is
closed there; where C passes under an end of D, it is open. A point that is left alone, with
neighbours on both sides removed, is dropped: curves that remove its neighbours pass through it,
and of all curves through it the highest beside it is left there, closed. Only given points can
stand alone in the answer.

Before the exact work, cells of arcs that sampled points dominate by more than floats can err are
set aside; this decides nothing else.

(One algorithm and its steps; split, none of the parts would stand alone.)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import Final

import flint
import numpy as np
from numpy.typing import NDArray

from gametheory.exact.algebraic import Real, evaluate, rational_between, real_roots

__all__ = ["Arc", "Stretch", "side", "undominated"]

Point = tuple[Fraction, Fraction]
Polynomial = tuple[Fraction, Fraction, Fraction]

#: Cells per arc in each round of the search for dominated ones.
_CELLS: Final = 32

#: Rounds of it; each looks at what the round before left, up to 32 times as closely.
_ROUNDS: Final = 4

#: With coordinates scaled to [0, 1], |u| <= 1 on an interval scaled to [0, 1] bounds the
#: coefficients of a quadratic by 8 (Markov), so Horner's rule in float64 errs by less than
#: 50 * 2**-53 < 1e-14; a hundred times that is asked for.
_MARGIN: Final = 1e-12


@dataclass(frozen=True)
class Arc:
    """A falling segment or piece of a parabola.

    Attributes
    ----------
    u, v : tuple of three Fractions
        Coefficients, the constant one first.
    low, high : Fraction
        The interval of s, low < high.
    """

    u: Polynomial
    v: Polynomial
    low: Fraction = Fraction(0)
    high: Fraction = Fraction(1)

    def at(self, s: Fraction) -> Point:
        """Return the point at a rational s."""
        return _at(self.u, s), _at(self.v, s)

    @cached_property
    def start(self) -> Point:
        """The left, upper end."""
        return self.at(self.low)

    @cached_property
    def end(self) -> Point:
        """The right, lower end."""
        return self.at(self.high)

    @property
    def is_straight(self) -> bool:
        """Whether both polynomials have degree 1."""
        return not self.u[2] and not self.v[2]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of an arc that nothing dominates.

    Attributes
    ----------
    arc : int
        Index of the arc.
    low, high : Fraction or AlgebraicNumber
        Its interval of s.
    low_included, high_included : bool
        Whether the ends belong to it.
    """

    arc: int
    low: Real
    high: Real
    low_included: bool = True
    high_included: bool = True


def _at(polynomial: Polynomial, s: Fraction) -> Fraction:
    constant, linear, square = polynomial
    return constant + s * (linear + s * square)


def side(arc: Arc, point: Point) -> int:
    """Say how a point lies to an arc.

    Returns
    -------
    int
        -1 if a point of the arc dominates it, 0 if it lies on the arc, 1 otherwise.
    """
    u, v = point
    if u > arc.end[0] or v > arc.start[1]:
        return 1
    if u < arc.start[0]:
        return -1
    return -_sign_where(arc.u, u, arc.v, v, arc)


def _sign_where(
    first: Polynomial, value: Fraction, second: Polynomial, other: Fraction, arc: Arc
) -> int:
    """Sign of ``second(t) - other`` at the only t of the arc with ``first(t) == value``.

    By ``first(t) == value`` the quadratic term of `second` is a linear one; so its sign is that
    of ``t - tau`` for a rational tau, which the monotone `first` tells.
    """
    a0, a1, a2 = first
    b0, b1, b2 = second
    if a2:
        share = b2 / a2
        constant, slope = b0 + share * (value - a0) - other, b1 - share * a1
    else:
        t = (value - a0) / a1
        constant, slope = _at(second, t) - other, Fraction(0)
    if not slope:
        return (constant > 0) - (constant < 0)
    tau = -constant / slope
    if not arc.low <= tau <= arc.high:
        beyond = 1 if tau < arc.low else -1
    else:
        rises = _at(first, arc.low) < _at(first, arc.high)
        here = _at(first, tau)
        beyond = ((here < value) - (here > value)) * (1 if rises else -1)
    return beyond if slope > 0 else -beyond


@dataclass(frozen=True, slots=True)
class _Removed:
    """An interval of s that is dominated, and whether its ends are."""

    low: Real
    low_included: bool
    high: Real
    high_included: bool


def _removed_by_arc(c: Arc, d: Arc, ties: bool) -> list[_Removed]:
    """Parts of c that d dominates; with `ties` also the parts that lie on d."""
    if c.start[0] > d.end[0] or c.end[1] > d.start[1]:
        return []
    if c.end[0] < d.start[0] and c.start[1] <= d.start[1]:
        return [_Removed(c.low, True, c.high, True)]
    cuts: list[Real] = [
        *real_roots(_shifted(c.u, d.end[0]), c.low, c.high),
        *real_roots(_shifted(c.v, d.start[1]), c.low, c.high),
    ]
    meeting = _implicit(d, c)
    if meeting.degree() > 0:
        cuts += real_roots(meeting.numer(), c.low, c.high)
    elif meeting.degree() < 0:  # one conic: ends of d that lie on c
        cuts += real_roots(_shifted(c.u, d.start[0]), c.low, c.high)
        cuts += real_roots(_shifted(c.v, d.end[1]), c.low, c.high)
    removed: list[_Removed] = []
    ordered = _distinct(sorted([c.low, *cuts, c.high]))
    for low, high in pairwise(ordered):
        place = side(d, c.at(rational_between(low, high)))
        if place < 0 or (place == 0 and ties):
            removed.append(_Removed(low, False, high, False))
    # A vertical ray ends what d dominates at c's right, a horizontal one at its left; an end
    # on a ray is dominated too, unless it is d's own end.
    under_end = (
        c.start[0] <= d.end[0] <= c.end[0] and _sign_where(c.u, d.end[0], c.v, d.end[1], c) < 0
    )
    under_start = (
        c.end[1] <= d.start[1] <= c.start[1]
        and _sign_where(c.v, d.start[1], c.u, d.start[0], c) < 0
    )
    merged = _merged(removed)
    return [
        _Removed(
            part.low,
            side(d, c.start) < 0 if part.low == c.low
            else under_start and _is_root(c.v, d.start[1], part.low),
            part.high,
            side(d, c.end) < 0 if part.high == c.high
            else under_end and _is_root(c.u, d.end[0], part.high),
        )
        for part in merged
    ]  # fmt: skip


def _removed_by_point(c: Arc, point: Point) -> list[_Removed]:
    """The part of c that a point dominates."""
    u, v = point
    if c.start[0] > u or c.end[1] > v:
        return []
    low = c.low if c.start[1] <= v else real_roots(_shifted(c.v, v), c.low, c.high)[0]
    high = c.high if c.end[0] <= u else real_roots(_shifted(c.u, u), c.low, c.high)[0]
    return [_Removed(low, True, high, True)] if low < high else []


def _is_root(polynomial: Polynomial, value: Fraction, s: Real) -> bool:
    return evaluate(_shifted(polynomial, value), s) == 0


def _shifted(polynomial: Polynomial, value: Fraction) -> Polynomial:
    return polynomial[0] - value, polynomial[1], polynomial[2]


def _implicit(d: Arc, c: Arc) -> flint.fmpq_poly:
    """The implicit equation of d at the points of c, a polynomial in c's parameter."""
    (a0, a1, a2), (b0, b1, b2) = d.u, d.v
    first, second = (_fmpq([k0 - p[0], -p[1], -p[2]]) for k0, p in ((a0, c.u), (b0, c.v)))
    line = second * _number(a1) - first * _number(b1)
    if d.is_straight:
        return line
    square = second * _number(a2) - first * _number(b2)
    return square * square - line * _number(a2 * b1 - a1 * b2)


def _fmpq(coefficients: Sequence[Fraction]) -> flint.fmpq_poly:
    return flint.fmpq_poly([_number(c) for c in coefficients])


def _number(value: Fraction) -> flint.fmpq:
    return flint.fmpq(value.numerator, value.denominator)


def _distinct(ordered: Sequence[Real]) -> list[Real]:
    return [x for k, x in enumerate(ordered) if not k or x != ordered[k - 1]]


def _merged(parts: list[_Removed]) -> list[_Removed]:
    """Join intervals that overlap or touch; see the module's text for points between two."""
    merged: list[_Removed] = []
    for part in sorted(parts, key=lambda p: p.low):
        if merged and part.low <= merged[-1].high:
            last = merged.pop()
            low_included = last.low_included or (part.low == last.low and part.low_included)
            if part.high == last.high:
                high, high_included = last.high, last.high_included or part.high_included
            else:
                longer = max((last, part), key=lambda p: p.high)
                high, high_included = longer.high, longer.high_included
            part = _Removed(last.low, low_included, high, high_included)
        merged.append(part)
    return merged


def undominated(
    arcs: Sequence[Arc],
    points: Sequence[Point],
    check: Callable[[], None] = lambda: None,
    found: Callable[[list[Stretch]], None] = lambda _: None,
) -> tuple[list[Stretch], list[int]]:
    """Points of a union of arcs and points that no point of it dominates.

    Parameters
    ----------
    arcs : sequence of Arc
        Of arcs that share a stretch the first one keeps it.
    points : sequence of pairs of Fraction
        Distinct; at least one.
    check : callable
        Called often; may raise to stop.
    found : callable
        Called with the stretches of each arc once they are proved.

    Returns
    -------
    stretches : list of Stretch
        Disjoint but for common ends, from left to right.
    lone : list of int
        Indices of undominated points that lie on no stretch.
    """
    kept = _near_the_top(arcs, points, check)
    best = _best(points)
    stretches: list[Stretch] = []
    for k, c in kept.items():
        removed = [part for point in best for part in _removed_by_point(c, point)]
        for j, d in kept.items():
            check()
            if j != k:
                removed += _removed_by_arc(c, d, ties=j < k)
                removed = _merged(removed)
                if removed and removed[0].low <= c.low and removed[0].high >= c.high:
                    break
        left = _without_dominated_ends(_complement(k, c, removed), c, k, kept, best)
        found(left)
        stretches += left
    samples = {id(t): arcs[t.arc].at(rational_between(t.low, t.high)) for t in stretches}
    stretches.sort(key=lambda t: samples[id(t)])
    lone = []
    undominated_points = set(best)
    for number, point in enumerate(points):
        check()
        if point not in undominated_points or any(side(arc, point) < 0 for arc in kept.values()):
            continue
        if not any(_on(arcs[t.arc], t, point) for t in stretches):
            lone.append(number)
    return stretches, lone


def _best(points: Sequence[Point]) -> list[Point]:
    best: list[Point] = []
    for point in sorted(set(points), reverse=True):
        if not best or point[1] > best[-1][1]:
            best.append(point)
    return best


def _dominates(a: Point, b: Point) -> bool:
    return a[0] >= b[0] and a[1] >= b[1] and a != b


def _complement(k: int, c: Arc, removed: list[_Removed]) -> list[Stretch]:
    left = []
    low: Real = c.low
    included = True
    for part in _merged(removed):
        if low < part.low:
            left.append(Stretch(k, low, part.low, included, not part.low_included))
        low, included = part.high, not part.high_included
    if low < c.high:
        left.append(Stretch(k, low, c.high, included, True))
    return left


def _without_dominated_ends(
    stretches: list[Stretch], c: Arc, k: int, arcs: dict[int, Arc], points: Sequence[Point]
) -> list[Stretch]:
    """Open stretches at ends of their arc that are dominated, though no neighbours are."""
    others = [d for j, d in arcs.items() if j != k]
    closed = [
        not any(_dominates(p, end) for p in points) and not any(side(d, end) < 0 for d in others)
        if any((t.low, t.high)[which] == s for t in stretches)
        else False
        for which, (s, end) in enumerate(((c.low, c.start), (c.high, c.end)))
    ]
    return [
        Stretch(
            k, t.low, t.high,
            closed[0] if t.low == c.low else t.low_included,
            closed[1] if t.high == c.high else t.high_included,
        )
        for t in stretches
    ]  # fmt: skip


def _on(arc: Arc, stretch: Stretch, point: Point) -> bool:
    if not arc.start[0] <= point[0] <= arc.end[0] or side(arc, point):
        return False
    (s,) = real_roots(_shifted(arc.u, point[0]), arc.low, arc.high)
    return stretch.low <= s <= stretch.high


def _near_the_top(
    arcs: Sequence[Arc], points: Sequence[Point], check: Callable[[], None]
) -> dict[int, Arc]:
    """Cut arcs down to where sampled points do not clearly dominate them.

    Returns
    -------
    dict of int to Arc
        By index, those of which something is left, cut to an interval that holds it.
    """
    corner = [min(p[k] for p in points) for k in (0, 1)]
    for k in (0, 1):
        corner[k] = min([corner[k], *(arc.start[0] if k == 0 else arc.end[1] for arc in arcs)])
    size = [max([max(p[k] for p in points), *(arc.end[0] if k == 0 else arc.start[1]
                 for arc in arcs)]) - corner[k] for k in (0, 1)]  # fmt: skip
    size = [length or Fraction(1) for length in size]
    scaled = np.array([[float((p[k] - corner[k]) / size[k]) for k in (0, 1)] for p in points])
    kept = dict(enumerate(arcs))
    for _ in range(_ROUNDS):
        check()
        if not kept:
            break
        u, v = (
            _sampled([_polynomial(arc, k, corner[k], size[k]) for arc in kept.values()])
            for k in (0, 1)
        )
        # Of the samples at least so far right, the highest.
        all_u = np.concatenate([u.ravel(), scaled[:, 0]])
        order = np.argsort(all_u)
        all_v = np.concatenate([v.ravel(), scaled[:, 1]])[order]
        highest = np.append(np.maximum.accumulate(all_v[::-1])[::-1], -np.inf)
        right, top = u[:, 1:] + _MARGIN, v[:, :-1] + _MARGIN
        alive = highest[np.searchsorted(all_u[order], right)] < top
        kept = {
            index: _cut(arc, cells)
            for (index, arc), cells in zip(kept.items(), alive, strict=True)
            if cells.any()
        }
    return kept


def _polynomial(arc: Arc, k: int, corner: Fraction, size: Fraction) -> list[float]:
    """Coefficients of a scaled coordinate over the arc's interval, scaled to [0, 1]."""
    c0, c1, c2 = (arc.u, arc.v)[k]
    low, width = arc.low, arc.high - arc.low
    return [
        float((c0 + low * (c1 + low * c2) - corner) / size),
        float((c1 + 2 * low * c2) * width / size),
        float(c2 * width * width / size),
    ]


def _sampled(polynomials: list[list[float]]) -> NDArray[np.float64]:
    s = np.linspace(0.0, 1.0, _CELLS + 1)  # exact: steps of a power of two
    constant, linear, square = np.array(polynomials).T[:, :, None]
    values: NDArray[np.float64] = constant + s * (linear + s * square)
    return values


def _cut(arc: Arc, cells: NDArray[np.bool_]) -> Arc:
    (places,) = np.nonzero(cells)
    first, last = int(places[0]), int(places[-1]) + 1
    width = (arc.high - arc.low) / _CELLS
    return Arc(arc.u, arc.v, arc.low + first * width, arc.low + last * width)
