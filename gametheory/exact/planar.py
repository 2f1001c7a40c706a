"""Convex polygons in the plane, over integers and Fractions.

A *polygon* here is a tuple of its corners in counter-clockwise order, beginning with the
lexicographically smallest, no three on a line; one point and a segment's two ends are
polygons too. A *half-plane* is ``{p : normal . p <= bound}``. A polygon's *Pareto chain* is the
part of its boundary on which neither coordinate can grow without the other falling, from the
highest point to the one farthest right. Its *comprehensive hull* is everything that is no higher
and no farther right than some point of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from gametheory.errors import ParameterError

__all__ = [
    "HalfPlane",
    "Point",
    "clip",
    "convex_hull",
    "half_planes",
    "pareto_chain",
    "reach",
    "separate",
    "turn",
]

Number = int | Fraction
Point = tuple[Number, Number]


@dataclass(frozen=True, slots=True)
class HalfPlane:
    """The points p with ``normal . p <= bound``, and the edge that it comes from.

    Attributes
    ----------
    normal : pair of int or Fraction
        Points out of the half-plane.
    bound : int or Fraction
    edge : pair of points
        Two points of the line ``normal . p == bound``, the half-plane on their left; the same
        point twice where a corner alone supports it.
    """

    normal: Point
    bound: Number
    edge: tuple[Point, Point]

    def excess(self, point: Point) -> Number:
        """``normal . point - bound``: positive outside, 0 on the line."""
        return self.normal[0] * point[0] + self.normal[1] * point[1] - self.bound


def turn(a: Point, b: Point, c: Point) -> Number:
    """Twice the signed area of a triangle: positive if a, b, c turn left, 0 on a line."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def convex_hull(points: Iterable[Point]) -> tuple[Point, ...]:
    """Polygon of the smallest convex set that holds the points.

    Andrew's monotone chain (1979, "Another efficient algorithm for convex hulls in two
    dimensions", Information Processing Letters 9, 216-219).

    Parameters
    ----------
    points : iterable of pairs of int or Fraction
        At least one.

    Raises
    ------
    ParameterError
        If there is no point.

    Examples
    --------
    >>> convex_hull([(0, 0), (2, 0), (1, 0), (1, 1), (0, 2), (2, 2)])
    ((0, 0), (2, 0), (2, 2), (0, 2))
    """
    ordered = sorted(set(points))
    if not ordered:
        raise ParameterError("a convex hull needs at least one point, got none")
    if len(ordered) < 3:
        return tuple(ordered)
    return (*_lower_chain(ordered)[:-1], *_lower_chain(ordered[::-1])[:-1])


def _lower_chain(ordered: Sequence[Point]) -> list[Point]:
    chain: list[Point] = []
    for point in ordered:
        while len(chain) > 1 and turn(chain[-2], chain[-1], point) <= 0:
            chain.pop()
        chain.append(point)
    return chain


def pareto_chain(polygon: Sequence[Point]) -> tuple[Point, ...]:
    """Corners of a polygon's Pareto chain, from left to right.

    Parameters
    ----------
    polygon : sequence of points
        As :func:`convex_hull` makes it.

    Returns
    -------
    tuple of points
        First coordinates rise and second ones fall, both strictly; one point if it is best in
        both coordinates. Every point of the segments between neighbours is undominated in the
        polygon, and nothing else is.

    Examples
    --------
    >>> pareto_chain(convex_hull([(0, 0), (2, 0), (1, 3), (0, 3), (2, 2)]))
    ((1, 3), (2, 2))
    """
    highest = max(polygon, key=lambda p: (p[1], p[0]))
    rightmost = max(polygon)
    start, end = polygon.index(rightmost), polygon.index(highest)
    around = [*polygon, *polygon]  # counter-clockwise, so from right to left
    return tuple(around[start : end + 1 if end >= start else end + len(polygon) + 1][::-1])


def half_planes(polygon: Sequence[Point]) -> tuple[HalfPlane, ...]:
    """Half-planes whose intersection is the polygon.

    One for each edge; a segment gets its line from both sides and its two ends, a point four
    half-planes that leave it alone.
    """
    if len(polygon) == 1:
        ((x, y),) = polygon
        return tuple(_supporting(d, (x, y)) for d in ((0, -1), (1, 0), (0, 1), (-1, 0)))
    planes = [_left_of(a, b) for a, b in pairwise([*polygon, polygon[0]])]
    if len(polygon) == 2:
        (ax, ay), (bx, by) = polygon
        along = bx - ax, by - ay
        planes += [_supporting(along, polygon[1]),
                   _supporting((-along[0], -along[1]), polygon[0])]  # fmt: skip
    return tuple(planes)


def _left_of(a: Point, b: Point) -> HalfPlane:
    normal = b[1] - a[1], a[0] - b[0]
    return HalfPlane(normal, normal[0] * a[0] + normal[1] * a[1], (a, b))


def _supporting(normal: Point, corner: Point) -> HalfPlane:
    return HalfPlane(normal, normal[0] * corner[0] + normal[1] * corner[1], (corner, corner))


def separate(polygon: Sequence[Point], point: Point) -> HalfPlane | None:
    """Return a half-plane that holds the polygon and not the point; None if the point is in it.

    Parameters
    ----------
    polygon : sequence of points
        As :func:`convex_hull` makes it.
    point : pair of int or Fraction

    Examples
    --------
    >>> square = convex_hull([(0, 0), (1, 0), (0, 1), (1, 1)])
    >>> separate(square, (1, Fraction(1, 2))) is None
    True
    >>> separate(square, (3, 0)).edge
    ((1, 0), (1, 1))
    """
    return next((plane for plane in half_planes(polygon) if plane.excess(point) > 0), None)


def clip(polygon: Sequence[Point], plane: HalfPlane) -> tuple[Point, ...]:
    """Intersection of a polygon with a half-plane; empty if they don't meet.

    Parameters
    ----------
    polygon : sequence of points
        As :func:`convex_hull` makes it.
    plane : HalfPlane

    Returns
    -------
    tuple of points
        A polygon in the same form.
    """
    kept: list[Point] = []
    for a, b in pairwise([*polygon, polygon[0]]):
        first, second = plane.excess(a), plane.excess(b)
        if first <= 0:
            kept.append(a)
        if (first < 0 < second) or (second < 0 < first):
            share = Fraction(first) / (first - second)
            kept.append((a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])))
    return convex_hull(kept) if kept else ()


def reach(polygon: Sequence[Point], start: Point, direction: Point) -> Fraction | None:
    """Find how far one can go inside the polygon's comprehensive hull.

    Parameters
    ----------
    polygon : sequence of points
        As :func:`convex_hull` makes it.
    start : pair of int or Fraction
    direction : pair of int or Fraction
        Neither negative, not both 0.

    Returns
    -------
    Fraction or None
        The largest t for which some point of the polygon is at least ``start + t direction`` in
        both coordinates; negative if `start` itself is outside. None if there is no such t: the
        direction has a 0 and `start` is too far out in that coordinate.

    Raises
    ------
    ParameterError
        If the direction is not as described.

    Examples
    --------
    >>> reach(convex_hull([(0, 2), (2, 0)]), (0, 0), (1, 1))
    Fraction(1, 1)
    """
    if min(direction) < 0 or max(direction) == 0:
        raise ParameterError(f"direction: expected two numbers >= 0, one above 0, got {direction}")
    chain = pareto_chain(polygon)
    planes = [_supporting((0, 1), chain[0]), _supporting((1, 0), chain[-1])]
    planes += [_left_of(b, a) for a, b in pairwise(chain)]
    steps = []
    for plane in planes:
        speed = plane.normal[0] * direction[0] + plane.normal[1] * direction[1]
        if speed:  # the normals of a Pareto chain have no negative entry
            steps.append(Fraction(-plane.excess(start)) / speed)
        elif plane.excess(start) > 0:
            return None
    return min(steps)
