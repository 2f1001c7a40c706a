"""What two players can get together by mixing independently.

The *attainable set* S of a game holds the payoffs ``(x'Ay, x'By)`` of all profiles of mixed
strategies. It is compact and connected, and in general not convex. Its *boundary* needs few
actions:

*Every boundary point of S is attained with at most two rows and two columns.* Let (x, y) attain
it. With y fixed, the row player's mixtures attain a convex polygon inside S, the hull of the m
points ``((Ay)_i, (By)_i)``. A boundary point of S in the polygon is on the polygon's boundary,
so on an edge: two rows attain it with the same y. With these fixed, the same is true of columns.

*A 2 x 2 subgame* maps the square of probabilities (p, q), of the first row and the first
column, by ``f(p, q) = a + b p + c q + d p q`` with vectors a, b, c, d. Its Jacobian determinant
is ``det(b, c) + p det(b, d) + q det(d, c)``. Where it is not 0, f is open; so boundary points come
from the square's edges, which give segments, or from the *critical line* on which it is 0. There
both derivatives ``b + d q = alpha w`` and ``c + d p = beta w`` have one direction w, and
``det(b, d) = alpha det(w, d)``, ``det(d, c) = -beta det(w, d)``.

- If ``det(b, d) = 0`` and the line exists, f is constant on it, or all of b, c, d are parallel
  and the image is a segment, attained along the square's edges; in the same way for
  ``det(d, c) = 0``. Edges are enough then.
- Otherwise the critical line is a graph over p and over q, and f on it is a quadratic polynomial
  whose derivative never vanishes: an arc of a parabola, the envelope of the subgame's segments.

*The set itself* is the union of the images of the 2 x 2 subgames, the hulls of each row's
outcomes, and those of each column's. For take a point of S, attained by (x, y), and move y to a
face of its simplex. Either the point leaves the polygon of y on the way; then, as it does, two
rows attain it. Or it never does, and y lost an action; repeated, y becomes pure, and the point is
in the hull of a column. With two rows fixed, x moves in the same way: two columns attain the
point, or x becomes pure and it is in the hull of a row. On either side of its critical line f is
injective (the difference ``f(z) - f(z')`` is the Jacobian at the midpoint times ``z - z'``), so the
image of a 2 x 2 subgame is two regions, each bounded by segments and at most one parabola arc.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, pairwise
from typing import Final

from gametheory.analysis.hull import ExactPayoffs, hull_of_outcomes
from gametheory.exact.arcs import Arc
from gametheory.exact.planar import Point, convex_hull, pareto_chain
from gametheory.game import BimatrixGame

__all__ = [
    "Family",
    "Region",
    "attainable_regions",
    "falling_families",
]

Pair = tuple[int, int]
Weights = tuple[Fraction, Fraction]

#: Probabilities (p, q), and whether the determinant is 0 there.
_Corner = tuple[tuple[Fraction, Fraction], bool]

#: 2 x 2 subgames up to which a picture of the attainable set shows all of them.
MAX_REGIONS: Final = 2_100


@dataclass(frozen=True, slots=True)
class Family:
    """Profiles on one or two rows and columns, along which the payoffs form a falling arc.

    Attributes
    ----------
    rows, columns : tuple of int, length 1 or 2
        The actions that are used.
    row_weights, column_weights : pair of Fraction
        Probability of the first of them at s = 0 and at s = 1, linear between.
    arc : Arc
        The payoffs for s from 0 to 1, the row player's rising.
    """

    rows: tuple[int, ...]
    columns: tuple[int, ...]
    row_weights: Weights
    column_weights: Weights
    arc: Arc


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the attainable set, by its boundary in counter-clockwise order.

    Attributes
    ----------
    start : pair of numbers
    steps : tuple of tuples of points
        Each with one point, where a segment ends, or with two: the control point and the end
        of a quadratic Bezier curve, which is a parabola arc.
    """

    start: Point
    steps: tuple[tuple[Point, ...], ...]

    @property
    def corners(self) -> tuple[Point, ...]:
        """Where its segments and arcs end."""
        return (self.start, *(step[-1] for step in self.steps[:-1]))


def falling_families(
    game: BimatrixGame, check: Callable[[], None] = lambda: None
) -> Iterator[Family]:
    """Families of profiles whose payoffs hold every Pareto-efficient point but lone outcomes.

    An efficient point with a pure row is efficient among that row's mixtures, so on the Pareto
    chain of its outcomes' hull; in the same way for columns. Any other is on the critical line
    of a 2 x 2 subgame, where w falls: ``w = (+, -)``. There a step (dp, dq) moves f by
    ``(alpha dp + beta dq) w + dp dq d``, so along the positive normal of w by ``det(w, d) dp dq``.
    If ``alpha beta det(w, d) < 0``, steps with ``alpha dp + beta dq`` near 0 move f upwards along
    the normal, and can be chosen to keep its place along w: the point is dominated. So an
    efficient point has the opposite sign, which is that of ``-alpha det(d, c)``: the first entry
    of ``b + d q`` has the sign of ``-det(d, c)``, the second the other one. This and the square
    leave an interval of q.

    Parameters
    ----------
    game : BimatrixGame
    check : callable
        Called for each row, column and 2 x 2 subgame; may raise to stop.
    """
    payoffs = ExactPayoffs(game)
    m, n = game.shape
    one, zero = Fraction(1), Fraction(0)
    for i in range(m):
        check()
        where: dict[Point, int] = {payoffs.outcome(i, j): j for j in reversed(range(n))}
        for start, end in pairwise(pareto_chain(convex_hull(where))):
            arc = _segment(payoffs.point(*start), payoffs.point(*end))
            yield Family((i,), (where[start], where[end]), (one, one), (one, zero), arc)
    for j in range(n):
        check()
        where = {payoffs.outcome(i, j): i for i in reversed(range(m))}
        for start, end in pairwise(pareto_chain(convex_hull(where))):
            arc = _segment(payoffs.point(*start), payoffs.point(*end))
            yield Family((where[start], where[end]), (j,), (one, zero), (one, one), arc)
    if len(hull_of_outcomes(game)) < 3:
        return  # every subgame's image is a segment
    for rows in combinations(range(m), 2):
        for columns in combinations(range(n), 2):
            check()
            family = _critical_family(payoffs, rows, columns)
            if family is not None:
                yield family


def _segment(start: Point, end: Point) -> Arc:
    (u0, v0), (u1, v1) = ((Fraction(x), Fraction(y)) for x, y in (start, end))
    return Arc((u0, u1 - u0, Fraction(0)), (v0, v1 - v0, Fraction(0)))


class _Square:
    """The map f of a 2 x 2 subgame and the coefficients of its Jacobian determinant."""

    __slots__ = ("a", "b", "c", "constant", "d", "in_p", "in_q")

    def __init__(self, payoffs: ExactPayoffs, rows: Pair, columns: Pair) -> None:
        (i, k), (j, l) = rows, columns  # noqa: E741  (two rows i, k and two columns j, l)
        (u11, v11), (u12, v12) = payoffs.outcome(i, j), payoffs.outcome(i, l)
        (u21, v21), (u22, v22) = payoffs.outcome(k, j), payoffs.outcome(k, l)
        self.a = u22, v22
        self.b = u12 - u22, v12 - v22
        self.c = u21 - u22, v21 - v22
        self.d = u11 - u12 - u21 + u22, v11 - v12 - v21 + v22
        self.constant = self.b[0] * self.c[1] - self.b[1] * self.c[0]
        self.in_p = self.b[0] * self.d[1] - self.b[1] * self.d[0]
        self.in_q = self.d[0] * self.c[1] - self.d[1] * self.c[0]

    def p_at(self, q: Fraction) -> Fraction:
        """Where the critical line is at q; `in_p` is not 0."""
        return -(self.constant + q * self.in_q) / self.in_p

    def at(self, p: Fraction, q: Fraction) -> tuple[Fraction, Fraction]:
        u, v = (
            Fraction(a) + b * p + c * q + d * p * q
            for a, b, c, d in zip(self.a, self.b, self.c, self.d, strict=True)
        )
        return u, v

    def critical_interval(self) -> tuple[Fraction, Fraction] | None:
        """Interval of q on which the critical line crosses the square's interior."""
        if not (self.in_p and self.in_q):
            return None
        corners = (self.constant, self.constant + self.in_p, self.constant + self.in_q,
                   self.constant + self.in_p + self.in_q)  # fmt: skip
        if min(corners) >= 0 or max(corners) <= 0:
            return None
        sign = 1 if self.in_p > 0 else -1
        # 0 <= p: the numerator -(constant + q in_q) has the sign of in_p; p <= 1: likewise.
        return _interval([
            (-sign * self.constant, -sign * self.in_q),
            (sign * (self.in_p + self.constant), sign * self.in_q),
        ])  # fmt: skip


def _interval(conditions: list[tuple[int, int]]) -> tuple[Fraction, Fraction] | None:
    """The q in [0, 1] with ``constant + slope q >= 0`` for all pairs; None if no interval."""
    low, high = Fraction(0), Fraction(1)
    for constant, slope in conditions:
        if slope > 0:
            low = max(low, Fraction(-constant, slope))
        elif slope < 0:
            high = min(high, Fraction(-constant, slope))
        elif constant < 0:
            return None
    return (low, high) if low < high else None


def _critical_family(payoffs: ExactPayoffs, rows: Pair, columns: Pair) -> Family | None:
    square = _Square(payoffs, rows, columns)
    inside = square.critical_interval()
    if inside is None:
        return None
    (b1, b2), (d1, d2) = square.b, square.d
    sign = -1 if square.in_q > 0 else 1
    falling = _interval([(sign * b1, sign * d1), (-sign * b2, -sign * d2)])
    if falling is None:
        return None
    start, end = max(inside[0], falling[0]), min(inside[1], falling[1])
    if not start < end:
        return None
    if square.at(square.p_at(start), start)[0] > square.at(square.p_at(end), end)[0]:
        start, end = end, start
    p0, p1 = square.p_at(start), square.p_at(end) - square.p_at(start)
    q0, q1 = start, end - start
    u, v = (
        (
            (a + b * p0 + c * q0 + d * p0 * q0) / unit,
            (b * p1 + c * q1 + d * (p0 * q1 + p1 * q0)) / unit,
            d * p1 * q1 / unit,
        )
        for a, b, c, d, unit in zip(
            square.a, square.b, square.c, square.d,
            (payoffs.first_unit, payoffs.second_unit), strict=True,
        )
    )  # fmt: skip
    return Family(rows, columns, (p0, p0 + p1), (q0, q0 + q1), Arc(u, v))


def attainable_regions(game: BimatrixGame) -> tuple[Region, ...] | None:
    """Regions whose union is the attainable set, exactly.

    Parameters
    ----------
    game : BimatrixGame

    Returns
    -------
    tuple of Region or None
        Some may be segments, there and back. None if the game has more than `MAX_REGIONS`
        2 x 2 subgames.

    Examples
    --------
    >>> battle = BimatrixGame([[2, 0], [0, 1]], [[1, 0], [0, 2]])
    >>> [len(region.steps) for region in attainable_regions(battle)]
    [2, 2, 3]
    """
    m, n = game.shape
    if m * (m - 1) * n * (n - 1) // 4 > MAX_REGIONS:
        return None
    payoffs = ExactPayoffs(game)
    lines = [[payoffs.outcome(i, j) for j in range(n)] for i in range(m)]
    lines += [[payoffs.outcome(i, j) for i in range(m)] for j in range(n)]
    hulls = [hull for hull in (convex_hull(line) for line in lines) if len(hull) > 1]
    regions = [Region(hull[0], tuple((p,) for p in (*hull[1:], hull[0]))) for hull in hulls]
    for rows in combinations(range(m), 2):
        for columns in combinations(range(n), 2):
            regions += _square_regions(_Square(payoffs, rows, columns))
    return tuple(
        Region(payoffs.point(*r.start),
               tuple(tuple(payoffs.point(*p) for p in step) for step in r.steps))
        for r in dict.fromkeys(regions)
    )  # fmt: skip


def _square_regions(square: _Square) -> list[Region]:
    zero, one = Fraction(0), Fraction(1)
    corners: list[tuple[Fraction, Fraction]] = [(zero, zero), (one, zero), (one, one), (zero, one)]
    values = [square.constant + square.in_p * p + square.in_q * q for p, q in corners]
    if not any(values):
        return []
    regions = []
    for sign in (1, -1):
        # The part of the square where the determinant has this sign, its boundary in order.
        outline: list[_Corner] = []
        for k in range(4):
            here, there = sign * values[k], sign * values[(k + 1) % 4]
            if here >= 0:
                outline.append((corners[k], here == 0))
            if here * there < 0:
                share = Fraction(here) / (here - there)
                (p0, q0), (p1, q1) = corners[k], corners[(k + 1) % 4]
                outline.append(((p0 + share * (p1 - p0), q0 + share * (q1 - q0)), True))
        if any(not critical for _, critical in outline):
            regions.append(_image(square, outline, sign))
    return regions


def _image(square: _Square, outline: list[_Corner], sign: int) -> Region:
    if sign < 0:  # f turns this part over
        outline = outline[::-1]
    images = [square.at(p, q) for (p, q), _ in outline]
    steps: list[tuple[Point, ...]] = []
    for k in range(len(outline)):
        (z, critical), (w, also) = outline[k], outline[(k + 1) % len(outline)]
        end = images[(k + 1) % len(outline)]
        if critical and also and z[0] != w[0] and z[1] != w[1]:
            # f(z + t (w - z)) is quadratic in t; its Bezier control point is where t = 0's
            # tangent has gone half the way.
            (p, q), (dp, dq) = z, (w[0] - z[0], w[1] - z[1])
            slope = [
                b * dp + c * dq + d * (p * dq + q * dp)
                for b, c, d in zip(square.b, square.c, square.d, strict=True)
            ]
            control = (images[k][0] + slope[0] / 2, images[k][1] + slope[1] / 2)
            steps.append((control, end))
        elif end != images[k]:
            steps.append((end,))
    # From the lowest corner on, so that equal regions are equal.
    starts = [images[0], *(step[-1] for step in steps[:-1])]
    first = starts.index(min(starts))
    return Region(starts[first], tuple(steps[first:] + steps[:first]))
